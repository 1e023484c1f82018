"""Every address behind the door, as every role, as nobody and as the other insurer: what the matrix says, no more."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from accident_manager.casework import declare, papers
from accident_manager.claims.models import Claim, Document
from accident_manager.foundation import clock
from accident_manager.identity import directory
from accident_manager.identity.actions import imports
from accident_manager.identity.actions.step_up import KINDS
from accident_manager.identity.rules.permissions import MATRIX, Role
from accident_manager.storage import scope
from amounts.adding import added
from casework import declaring
from identity.people import freshly
from web.world import Visitor, world_of

# A page that a role may open, but not for this file: the reason.
NOT_FOR_THIS_FILE = {
    ("documents/<uuid:document_id>", Role.PREVENTION_ADVISER): "the paper names the injury",
    ("accounts/import/<uuid:import_id>/", Role.ADMINISTRATOR): "support gave the file: it is nobody else’s",
    ("accounts/import/<uuid:import_id>/refused", Role.ADMINISTRATOR): "support gave the file: it is nobody else’s",
}
_ACCOUNTS = b"email;first name;last name;language;role\r\nan@example.be;An;Peeters;nl;auditor\r\n"
EVERYBODYS = ("<str:table>", "<str:parameter>", "<str:topic>")
ANSWERS = {200, 302, 404, 405, 422}


def addresses() -> Iterator[tuple[str, str | None]]:
    """Every pattern behind the door and the act its page names; None for a public page."""

    def walk(resolver: URLResolver, prefix: str) -> Iterator[tuple[str, str | None]]:
        for entry in resolver.url_patterns:
            path = prefix + str(entry.pattern)
            if isinstance(entry, URLResolver):
                yield from walk(entry, path)
            elif isinstance(entry, URLPattern):
                yield path, getattr(entry.callback, "act", None)

    yield from walk(get_resolver("accident_manager.config.urls_insurer"), "")


@pytest.fixture
def world(in_belfius):
    """A small insurer with its people, a declared accident with its paper, and a draft under way."""
    with clock.frozen(declaring.TODAY):
        made = world_of(in_belfius)
        claim = Claim.objects.get(number=made.number)
        papers.produce_declaration(claim.id)
        made.paper = Document.objects.get(claim=claim, kind="declaration").id
        made.draft = declare.start(employer_id=made.employer_id, law="private_1971", by=made.actors["declarer"]).id
        declarer, support = made.actors["declarer"], made.actors["support"]
        made.grant = directory.look_at(declarer.account_id, support).roles[0].id
        made.accounts_file = imports.keep(_ACCOUNTS, support)
        made.notice = added(made.actors["administrator"]).id
        yield made


def filled(pattern: str, world) -> str:
    """The address with what exists in this world."""
    values = {
        "<str:number>": world.number, "<uuid:draft_id>": world.draft, "<uuid:document_id>": world.paper,
        "<slug:slug>": "victim", "<str:table>": "deviation", "<str:token>": "x" * 43, "<uuid:device_id>": uuid4(),
        "<uuid:passkey_id>": uuid4(),
        "<uuid:session_id>": uuid4(), "<uuid:account_id>": world.actors["declarer"].account_id,
        "<str:parameter>": "base_wage_ceiling", "<str:topic>": "declaration_deadline", "<uuid:notice_id>": world.notice,
        "<uuid:grant_id>": world.grant, "<uuid:import_id>": world.accounts_file,
    }  # fmt: skip
    for part, value in values.items():
        pattern = pattern.replace(part, str(value))
    assert "<" not in pattern, f"say here what {pattern} is filled with"
    return pattern


def visitor(door: str, actor=None) -> Visitor:
    made = Visitor(door, actor)
    made.client.raise_request_exception = False
    return made


def test_every_role_finds_what_the_matrix_gives_it_and_nothing_else(world):
    astray = []
    for role in Role:
        person = visitor("belfius", world.actors[role])
        for pattern, act in addresses():
            if act is None or pattern == "logout":
                continue
            status = person.get(filled(pattern, world)).status_code
            may = role in MATRIX[act] and (pattern, role) not in NOT_FOR_THIS_FILE
            if (status in {200, 302, 405}) is not may or status not in ANSWERS:
                astray.append(f"{role} GET {pattern} ({act}): {status}")
    assert not astray, "\n".join(astray)


def test_what_a_role_may_not_open_it_may_not_send_either(world):
    astray = []
    for role in Role:
        person = visitor("belfius", world.actors[role])
        for pattern, act in addresses():
            if act is None:
                continue
            if role not in MATRIX[act]:
                status = person.post(filled(pattern, world), do="confirm", text="x").status_code
                if status != 404:
                    astray.append(f"{role} POST {pattern} ({act}): {status}")
    assert not astray, "\n".join(astray)


def test_an_empty_form_never_breaks_a_page(world):
    broken = []
    for role in Role:
        person = visitor("belfius", world.actors[role])
        for pattern, act in addresses():
            if act is not None and role in MATRIX[act]:
                status = person.post(filled(pattern, world)).status_code
                if status not in ANSWERS:
                    broken.append(f"{role} POST {pattern} ({act}): {status}")
    assert not broken, "\n".join(broken)


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_is_asked_to_log_in_and_finds_only_the_public_pages(world, method):
    astray = []
    for pattern, act in addresses():
        nobody = visitor("belfius")
        answer = getattr(nobody, method)(filled(pattern, world))
        to_login = answer.status_code == 302 and answer["Location"].startswith("/belfius/login")
        if act is not None and not to_login and answer.status_code != 405:
            astray.append(f"{method} {pattern}: {answer.status_code}")
        if act is None and answer.status_code not in ANSWERS | {410}:
            astray.append(f"{method} {pattern}: {answer.status_code}")
    assert not astray, "\n".join(astray)


def test_the_people_of_another_insurer_find_nothing_of_this_one(world, other):
    with scope.of(other.id), clock.frozen(declaring.TODAY):
        theirs = world_of(other, kbo="0207356009", name="Ateliers Dupuis SRL")
        # Their numbers begin at one as well: this file has a number that they do not have.
        Claim.objects.filter(number=theirs.number).update(number="26-900001")
    astray = []
    for role in Role:
        person = visitor("other", theirs.actors[role])
        # Password and code given again open no more of this insurer.
        for kind in KINDS:
            freshly(person, kind)
        for pattern, act in addresses():
            # Code tables, the numbers of the law and its questions are everybody's.
            if act is None or "<" not in pattern or any(of_all in pattern for of_all in EVERYBODYS):
                continue
            status = person.get(filled(pattern, world)).status_code
            if status not in {404, 405}:
                astray.append(f"{role} of the other insurer GET {pattern}: {status}")
        # With the same cookies at this insurer's door: nobody.
        person.door = "belfius"
        if person.get(f"claims/{world.number}/").status_code != 302:
            astray.append(f"{role} of the other insurer at this door")
    assert not astray, "\n".join(astray)


def test_a_strangers_session_carried_to_this_door_opens_nothing(world, other):
    """Even with the cookie's path changed by hand."""
    with scope.of(other.id), clock.frozen(declaring.TODAY):
        theirs = declaring.actor(other, "handler", name="Vera Vreemd")
        key = visitor("other", theirs).client.cookies["acm_session"].value
    person = visitor("belfius")
    person.client.cookies["acm_session"] = key
    assert person.get(f"claims/{world.number}/").status_code == 302
    assert person.get("account").status_code == 302
