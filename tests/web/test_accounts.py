"""The pages of the accounts, as support and administrators use them."""

import csv
import io
import re
from datetime import timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accident_manager.audit import queries as audit
from accident_manager.casework import accounts as casework
from accident_manager.foundation import clock
from accident_manager.identity import directory, outbox, queries
from accident_manager.identity.actions import grants, imports
from accident_manager.identity.actions.grants import RoleGrant
from accident_manager.storage import scope
from casework import declaring
from identity.people import freshly
from web.world import Visitor, world_of

KBO = "0403019261"


@pytest.fixture
def support(world) -> Visitor:
    return world.visitor("support")


@pytest.fixture
def ada(world) -> Visitor:
    return world.visitor("administrator")


@pytest.fixture
def dora(world):
    """A declarer who never came."""
    return declaring.actor(
        world.insurer, "declarer", employer=declaring_employer(world), name="Dora Van den Broeck"
    ).account_id


def declaring_employer(world):
    from accident_manager.policies import queries as policies

    return policies.employer(world.employer_id)


def text(answer) -> str:
    return unescape(answer.content.decode())


def events_of(account_id) -> list[str]:
    return [event.code for event in audit.events_of(("account", account_id))]


def send_file(visitor: Visitor, content: bytes, name: str = "accounts.csv"):
    return visitor.post("accounts/import", file=SimpleUploadedFile(name, content))


# The list


def test_the_list_finds_by_name_with_an_error_by_address_by_role_and_by_employer(world, support, dora):
    assert "Dora Van den Broeck" in support.page("accounts/", q="vandenbrok")
    assert "Nora Janssens" not in support.page("accounts/", q="vandenbrok")
    email = queries.account(dora).email
    assert "Dora Van den Broeck" in support.page("accounts/", q=email)
    page = support.page("accounts/", employer="delcourt")
    assert "Dora Van den Broeck" in page
    assert "Nora Janssens" not in page
    assert "Nora Janssens" in support.page("accounts/", role="handler")
    assert "No employer has this name or number." in support.page("accounts/", employer="xyzzy")
    assert "Nobody found" in support.page("accounts/", q="xyzzy")


@pytest.mark.parametrize("role", ["support", "administrator"])
def test_a_list_of_any_length_asks_the_database_as_often(world, role, django_assert_max_num_queries):
    visitor = world.visitor(role)
    visitor.page("accounts/")
    for number in (3, 30):
        for n in range(number):
            declaring.actor(world.insurer, "declarer", employer=declaring_employer(world), name=f"P{n} Of{number}")
        with django_assert_max_num_queries(16):
            visitor.page("accounts/")


def test_pages_follow_each_other_and_show_everybody_once(world, support, monkeypatch):
    from accident_manager.web.pages.accounts import lists

    monkeypatch.setattr(lists, "PAGE", 4)
    seen, url = [], ""
    for _ in range(10):
        page = text(support.client.get(f"/belfius/accounts/{url}", {} if url else {"lang": "en"}))
        seen += re.findall(r'href="/belfius/accounts/([0-9a-f-]{36})/"', page)
        following = re.search(r'href="(\?[^"]*after=[^"]*)"', page)
        if not following:
            break
        url = following[1]
    assert len(seen) == len(set(seen)) == len(world.actors)


@pytest.mark.parametrize(
    "query", ["?after=x", "?tab=nothing", "?role=king", "?q=%00", "?employer=%25", "?q=" + "a" * 500]
)
def test_a_list_stands_odd_addresses(support, query):
    assert support.client.get(f"/belfius/accounts/{query}").status_code in {200, 404}


def test_the_mail_goes_again_to_those_ticked_or_to_everybody_on_the_page(world, support, dora):
    page = support.page("accounts/", tab="never")
    assert "No mail sent yet" in page
    answer = support.client.post("/belfius/accounts/resend", {"account": [str(dora), "nonsense"]}, follow=True)
    assert "one person" in text(answer) or "une personne" in text(answer)
    assert [mail.recipient for mail in outbox.recent() if mail.kind == "reset-password"] == [
        queries.account(dora).email
    ]
    assert "Mail sent on 23" in support.page("accounts/", tab="never")
    shown = re.findall(r'name="shown" value="([^"]+)"', support.page("accounts/", tab="never"))
    support.client.post("/belfius/accounts/resend", {"shown": shown, "all": "1"})
    assert len([mail for mail in outbox.recent() if mail.kind == "reset-password"]) == len(shown) - 1, (
        "nobody twice in a minute, and support may mail an administrator"
    )
    answer = support.client.post("/belfius/accounts/resend", {}, follow=True)
    assert "alert warn" in text(answer)


# Making one


def new(visitor: Visitor, **changed):
    sent = {
        "email": "new@example.be", "first_name": "An", "last_name": "Peeters", "language": "nl", "role": "declarer",
        "employer": KBO, "from__day": "1", "from__month": "12", "from__year": "2026",
    }  # fmt: skip
    return visitor.post("accounts/new?lang=en", **{**sent, **changed})


def test_support_makes_an_account_and_its_owner_is_mailed_in_his_language(world, support):
    freshly(support, "accounts")
    answer = new(support)
    made = queries.by_email("new@example.be")
    assert answer["Location"] == f"/belfius/accounts/{made.id}/"
    [role] = directory.look_at(made.id, world.actors["support"]).roles
    assert (role.role, role.employer_id, role.valid_from.isoformat(), role.valid_until) == (
        "declarer", world.employer_id, "2026-12-01", None,
    )  # fmt: skip
    mail = outbox.recent()[0]
    assert (mail.recipient, mail.language, mail.subject) == (
        "new@example.be", "nl", "Stel uw wachtwoord voor accidentmanager in",
    )  # fmt: skip
    assert "/belfius/reset-password/" in mail.text
    assert "/belfius/reset-password/" in mail.html
    assert events_of(made.id) == ["password.reset_requested", "admin.role_given", "account.created"]


def test_several_roles_are_listed_before_anything_is_made(world, support):
    answer = new(support, more="1")
    assert answer.status_code == 200
    assert queries.by_email("new@example.be") is None
    [given] = re.findall(r'name="given" value="([^"]*)"', text(answer))
    assert "Menuiserie Delcourt SRL" in text(answer)
    assert 'value="new@example.be"' in text(answer), "nothing typed is lost"
    answer = new(freshly(support, "accounts"), given=given, role="prevention_adviser")
    made = queries.by_email("new@example.be")
    assert {role.role for role in directory.look_at(made.id, world.actors["support"]).roles} == {
        "declarer", "prevention_adviser",
    }  # fmt: skip


def test_a_listed_role_is_taken_off_again_and_twice_the_same_is_refused(support):
    [given] = re.findall(r'name="given" value="([^"]*)"', text(new(support, more="1")))
    twice = new(support, given=given, more="1")
    assert twice.status_code == 422
    assert "stands in the list already" in text(twice)
    assert 'name="given"' not in text(new(support, given=given, remove="0"))


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"email": "nobody"}, "name@example.be"),
        ({"first_name": " "}, "Give a first name"),
        ({"last_name": "=1+1"}, "begins with a letter"),
        ({"language": "xx"}, "Choose one of the languages"),
        ({"role": ""}, "Choose a role"),
        ({"role": "king"}, "Choose one of the roles"),
        ({"employer": ""}, "choose which one"),
        ({"employer": "0207356009"}, "no employer with this enterprise number"),
        ({"role": "victim", "employer": "", "niss": "85.07.30-033.29"}, "check digits"),
        ({"from__day": "31", "from__month": "2"}, "This day does not exist"),
        ({"given": "handler||||"}, "Only an administrator"),
        ({"given": "x|y"}, "Choose a role"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_beside_its_field_and_nothing_typed_is_lost(support, changed, words):
    answer = new(support, **changed)
    assert answer.status_code == 422
    assert words in text(answer)
    assert 'role="alert"' in text(answer)
    if "first_name" not in changed:
        assert 'value="An"' in text(answer)
    assert queries.by_email("new@example.be") is None


def test_an_address_that_is_taken_is_refused(world, support, dora):
    answer = new(freshly(support, "accounts"), email=queries.account(dora).email)
    assert (answer.status_code, "already an account" in text(answer)) == (422, True)


def test_support_is_offered_no_role_of_the_insurer_and_cannot_send_one(world, support):
    assert 'value="handler"' not in support.page("accounts/new")
    assert (new(support, role="handler", employer="")).status_code == 422


def test_no_account_is_made_without_password_and_code(support):
    """Or a stolen session would give the role of any victim to a mailbox of the thief's."""
    for changed in ({}, {"role": "victim", "employer": "", "niss": declaring.NISS}):
        asked = new(support, **changed)
        assert 'name="confirm-password"' in text(asked)
        assert 'value="new@example.be"' in text(asked), "what was typed is carried"
    assert queries.by_email("new@example.be") is None


def test_an_administrator_gives_a_role_of_the_insurer_after_password_and_code_again(world, ada):
    asked = new(ada, role="handler", employer="")
    assert asked.status_code == 200
    assert 'name="confirm-password"' in text(asked)
    assert 'value="new@example.be"' in text(asked), "what was typed is carried"
    assert queries.by_email("new@example.be") is None
    freshly(ada, "accounts")
    assert new(ada, role="handler", employer="").status_code == 302
    assert queries.by_email("new@example.be").roles == ()
    with clock.frozen(clock.now() + timedelta(days=30)):
        assert queries.by_email("new@example.be").roles == ("handler",)


def test_an_employer_is_searched_by_name_place_and_number_also_without_script(world, support):
    assert f'data-code="{KBO}"' in text(support.get("accounts/employers", q="delcourt namur"))
    assert f'data-code="{KBO}"' in text(support.get("accounts/employers", q="0403.019"))
    assert "Nothing found" in text(support.get("accounts/employers", q="xyzzy", lang="en"))
    answer = new(support, employer="", employer_query="delcourt", search="employer")
    assert f'value="{KBO}"' in text(answer)
    assert answer.status_code == 200


# One account


def test_the_page_of_an_account_shows_what_support_needs_and_no_file(world, support, dora):
    page = support.page(f"accounts/{dora}/")
    for words in ("Dora Van den Broeck", "Menuiserie Delcourt SRL", "Never activated", "No mail sent yet",
                  "Reset the second factor", "Block the account…", "created the account."):  # fmt: skip
        assert words in page, words
    assert world.number not in support.page(f"accounts/{world.actors['declarer'].account_id}/")


def test_an_account_is_read_in_a_constant_number_of_queries(world, support, dora, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def queries_of() -> int:
        with CaptureQueriesContext(connection) as seen:
            support.page(f"accounts/{dora}/")
        return len(seen)

    queries_of()
    before = queries_of()
    for number in range(5):
        grants.give_role(
            dora,
            RoleGrant("prevention_adviser", world.employer_id, None, clock.today() + timedelta(days=40 * number),
                      clock.today() + timedelta(days=40 * number + 5)),
            world.actors["support"],
        )  # fmt: skip
    assert queries_of() == before


def test_ones_own_account_is_only_looked_at(world, support):
    own = world.actors["support"].account_id
    page = support.page(f"accounts/{own}/")
    assert "This is your own account" in page
    for path in ("correct", "block", "roles/new"):
        assert support.get(f"accounts/{own}/{path}").status_code == 404
    freshly(support, "accounts")
    for path in ("link", "end-sessions", "release", "reset-factor", "roles/give"):
        assert support.post(f"accounts/{own}/{path}", evidence="in-person", role="victim").status_code in {404, 422}
    assert "admin.mfa_reset" not in events_of(own)


def test_a_stranger_finds_no_account_of_this_insurer(world, other, dora):
    with scope.of(other.id), clock.frozen(declaring.TODAY):
        theirs = world_of(other, kbo="0207356009", name="Ateliers Dupuis SRL")
    stranger = freshly(theirs.visitor("administrator"), "accounts")
    [role] = directory.look_at(dora, world.actors["support"]).roles
    for path in ("", "correct", "block", "roles/new", f"roles/{role.id}/"):
        assert stranger.get(f"accounts/{dora}/{path}").status_code == 404, path
    for path in ("link", "end-sessions", "release", "reset-factor", "roles/give", f"roles/{role.id}/end"):
        sent = {"evidence": "in-person", "when": "now", "role": "declarer", "employer": "0207356009"}
        assert stranger.post(f"accounts/{dora}/{path}", **sent).status_code == 404, path
    assert "Van den Broeck" not in stranger.page("accounts/", q="Dora")
    assert events_of(dora) == ["admin.role_given", "account.created"]


def test_a_correction_is_saved_and_a_wrong_one_is_said_beside_its_field(world, support, dora):
    sent = {"email": "dora@new.example", "first_name": "Dora", "last_name": "Maes", "language": "de"}
    asked = support.post(f"accounts/{dora}/correct?lang=en", **sent)
    assert 'name="confirm-password"' in text(asked)
    assert 'name="email" value="dora@new.example"' in text(asked)
    assert queries.account(dora).email != "dora@new.example"
    freshly(support, "accounts")
    refused = support.post(f"accounts/{dora}/correct?lang=en", **{**sent, "email": "dora"})
    assert refused.status_code == 422
    assert 'value="Maes"' in text(refused)
    assert support.post(f"accounts/{dora}/correct", **sent).status_code == 302
    account = queries.account(dora)
    assert (account.email, account.name, account.language) == ("dora@new.example", "Dora Maes", "de")


def test_support_corrects_the_name_of_a_colleague_but_not_the_address(world, support):
    nora = world.actors["handler"].account_id
    before = queries.account(nora).email
    assert "readonly" in support.page(f"accounts/{nora}/correct")
    sent = {"email": "sam@evil.example", "first_name": "Nora", "last_name": "Maes", "language": "fr"}
    assert support.post(f"accounts/{nora}/correct", **sent).status_code == 302
    assert (queries.account(nora).email, queries.account(nora).name) == (before, "Nora Maes")


def test_a_block_asks_why_and_the_page_offers_the_way_back(world, support, dora):
    refused = support.post(f"accounts/{dora}/block?lang=en", do="block")
    assert (refused.status_code, "Say why" in text(refused)) == (422, True)
    support.post(f"accounts/{dora}/block", do="block", reason="left")
    page = support.page(f"accounts/{dora}/")
    assert "Unblock the account…" in page
    assert "Send the mail again" not in page
    support.post(f"accounts/{dora}/block", do="unblock", reason="returned")
    assert queries.account(dora).state == "active"
    assert [code for code in events_of(dora) if code.startswith("admin.") and "role" not in code] == [
        "admin.unblocked", "admin.blocked",
    ]  # fmt: skip


def test_links_sessions_and_failed_attempts_have_a_button_each(world, support, dora):
    assert support.post(f"accounts/{dora}/link").status_code == 302
    again = support.post(f"accounts/{dora}/link?lang=en")
    assert (again.status_code, "a moment ago" in text(again)) == (422, True)
    assert support.post(f"accounts/{dora}/end-sessions").status_code == 302
    stranger = Visitor("belfius")
    for _ in range(10):
        stranger.post("login", email=queries.account(dora).email, password="wrong")
    assert "Login blocked from one address" in support.page(f"accounts/{dora}/")
    assert support.post(f"accounts/{dora}/release").status_code == 302
    assert "Login blocked from" not in support.page(f"accounts/{dora}/")
    assert {"throttle.released", "admin.sessions_ended"} <= set(events_of(dora))


def test_a_reset_asks_password_and_code_again_and_carries_what_was_chosen(world, support, dora):
    asked = support.post(f"accounts/{dora}/reset-factor", evidence="called-back", reference="TEL-118")
    assert 'name="confirm-password"' in text(asked)
    assert 'name="evidence" value="called-back"' in text(asked)
    assert "admin.mfa_reset" not in events_of(dora)
    freshly(support, "accounts")
    refused = support.post(f"accounts/{dora}/reset-factor?lang=en", reference="TEL-118")
    assert refused.status_code == 422
    assert "Say how the identity was checked." in text(refused)
    assert 'value="TEL-118"' in text(refused)
    assert support.post(f"accounts/{dora}/reset-factor", evidence="called-back", reference="TEL-118").status_code == 302
    event = audit.events_of(("account", dora))[0]
    assert event.values == {"evidence": "called-back", "reference": "TEL-118"}


def test_a_role_is_added_and_ended_after_password_and_code_again(world, support, dora):
    sent = {"role": "prevention_adviser", "employer": KBO}
    assert 'name="confirm-password"' in text(support.post(f"accounts/{dora}/roles/give", **sent))
    freshly(support, "accounts")
    assert support.post(f"accounts/{dora}/roles/give", **sent).status_code == 302
    twice = support.post(f"accounts/{dora}/roles/give?lang=en", **sent)
    assert (twice.status_code, "holds this role" in text(twice)) == (422, True)
    role = next(
        role for role in directory.look_at(dora, world.actors["support"]).roles if role.role == "prevention_adviser"
    )
    assert "End the role" in support.page(f"accounts/{dora}/roles/{role.id}/")
    early = support.post(
        f"accounts/{dora}/roles/{role.id}/end?lang=en", when="day", until__day="1", until__month="1", until__year="2020"
    )
    assert (early.status_code, "take it back at once" in text(early)) == (422, True)
    assert support.post(f"accounts/{dora}/roles/{role.id}/end", when="now").status_code == 302
    assert "Taken back" in support.page(f"accounts/{dora}/")
    assert support.get(f"accounts/{dora}/roles/{role.id}/").status_code == 404


def test_support_ends_no_role_of_the_insurer_and_an_administrator_does(world, support, ada):
    nora = world.actors["handler"].account_id
    [role] = directory.look_at(nora, world.actors["administrator"]).roles
    assert support.get(f"accounts/{nora}/roles/{role.id}/").status_code == 404
    freshly(support, "accounts")
    assert support.post(f"accounts/{nora}/roles/{role.id}/end", when="now").status_code == 404
    freshly(ada, "accounts")
    assert ada.post(f"accounts/{nora}/roles/{role.id}/end", when="now").status_code == 302
    assert queries.account(nora).roles == ()


# Files

HEAD = "email;first name;last name;language;role;employer number;from;until\n"


def test_a_file_is_looked_at_said_yes_to_and_done(world, support):
    freshly(support, "accounts")
    content = (
        HEAD
        + f"an@example.be;An;Peeters;nl;declarer;{KBO};;\nbad;Bo;Maes;fr;handler;;;\n=2+3;=1+1;X;nl;declarer;{KBO};;\n"
    )
    answer = send_file(support, content.encode())
    where = answer["Location"].removeprefix("/belfius/")
    page = support.page(where)
    for words in ("Will be made", "An Peeters", "Menuiserie Delcourt SRL", "name@example.be", "=1+1 X",
                  "One account is made", "2 rows are refused", "Yes, do this"):  # fmt: skip
        assert words in page, words
    assert queries.by_email("an@example.be") is None
    assert "An Peeters" not in support.page(where, show="refused")
    refused = support.get(f"{where}refused", lang="fr")
    assert refused["Content-Type"].startswith("text/csv")
    assert "attachment" in refused["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(refused.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0][:3] == ["Ligne", "Motif du refus", "E-mail"]
    assert [row[0] for row in rows[1:]] == ["3", "4"]
    assert rows[2][2:4] == ["'=2+3", "'=1+1"], "nothing is calculated by whoever opens it"
    assert support.post(f"{where}start").status_code == 302
    done = support.page(where)
    assert "The import is done" in done
    assert queries.by_email("an@example.be").roles == ("declarer",)
    assert "an@example.be" in [mail.recipient for mail in outbox.recent()]


def test_a_file_asks_password_and_code_again(world, support):
    assert support.get("accounts/import").status_code == 302
    content = (HEAD + f"an@example.be;An;Peeters;nl;declarer;{KBO};;").encode()
    import_id = imports.keep(content, world.actors["support"])
    assert 'name="confirm-password"' in text(support.post(f"accounts/import/{import_id}/start"))
    assert queries.by_email("an@example.be") is None


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "empty"), (b"PK\x03\x04", "workbook"), (b"\x00\x01\x02", "cannot be read"), (b"email;role\nx;y", "Missing"),
     (b"x" * 2_000_001, "2 MB"), (b"x" * 11_000_000, "2 MB")],
)  # fmt: skip
def test_what_is_no_such_file_is_refused_with_what_to_do(world, support, content, words):
    freshly(support, "accounts")
    answer = support.client.post("/belfius/accounts/import?lang=en", {"file": SimpleUploadedFile("x.csv", content)})
    assert answer.status_code == 422
    assert words in text(answer)
    assert support.client.post("/belfius/accounts/import?lang=en").status_code == 422


def test_the_template_is_a_table_in_the_readers_language(support):
    answer = support.get("accounts/import/template", lang="nl")
    assert answer.content.decode("utf-8-sig").splitlines()[0] == (
        "E-mail;Voornaam;Achternaam;Taal;Rol;Ondernemingsnummer;Van;Tot"
    )
    assert "accounts.csv" in answer["Content-Disposition"]


def test_a_long_file_shows_how_far_it_is_and_then_what_came_of_it(world, support, monkeypatch):
    monkeypatch.setattr(casework, "DONE_AT_ONCE", 1)
    freshly(support, "accounts")
    content = HEAD + "".join(f"p{n}@example.be;An;Peeters;nl;declarer;{KBO};;\n" for n in range(3))
    import_id = imports.keep(content.encode(), world.actors["support"])
    where = f"accounts/import/{import_id}/"
    assert "goes on when you leave the page" in support.page(where)
    support.post(f"{where}start")
    page = support.page(where)
    assert "0 of 3 rows" in page
    assert "<progress" in page
    part = support.client.get(f"/belfius/{where}?lang=en", headers={"hx-request": "true"})
    assert "<html" not in text(part)
    casework.carry_on(import_id)
    over = support.client.get(f"/belfius/{where}", headers={"hx-request": "true"})
    assert over["HX-Redirect"] == f"/belfius/{where}"
    assert "The import is done" in support.page(where)


def test_a_file_is_thrown_away_and_somebody_elses_is_not_there(world, support, ada):
    import_id = imports.keep((HEAD + "a@b.be;A;B;nl;auditor;;;").encode(), world.actors["administrator"])
    freshly(support, "accounts")
    for path in ("", "refused"):
        assert support.get(f"accounts/import/{import_id}/{path}").status_code == 404
    for path in ("start", "drop"):
        assert support.post(f"accounts/import/{import_id}/{path}").status_code == 404
    assert ada.post(f"accounts/import/{import_id}/drop").status_code == 302
    assert ada.get(f"accounts/import/{import_id}/").status_code == 404


def test_a_preview_has_pages(world, support):
    content = HEAD + "".join(f"p{n}@example.be;An;P{n};nl;declarer;{KBO};;\n" for n in range(230))
    import_id = imports.keep(content.encode(), world.actors["support"])
    where = f"accounts/import/{import_id}/"
    assert "p99@example.be" in support.page(where)
    assert "p100@example.be" not in support.page(where)
    assert "p229@example.be" in support.page(where, **{"from": "200"})
    assert support.get(where, **{"from": "99999"}).status_code == 200
    assert support.get(where, **{"from": "x", "show": "nothing"}).status_code == 200


@pytest.mark.parametrize("language", ["fr", "nl", "de", "en"])
def test_every_page_speaks_the_four_languages(world, support, dora, language):
    freshly(support, "accounts")
    import_id = imports.keep((HEAD + "a;b;c;d;e;;;\n").encode(), world.actors["support"])
    [role] = directory.look_at(dora, world.actors["support"]).roles
    pages = ("accounts/", "accounts/new", f"accounts/{dora}/", f"accounts/{dora}/correct", f"accounts/{dora}/block",
             f"accounts/{dora}/roles/new", f"accounts/{dora}/roles/{role.id}/", "accounts/import",
             f"accounts/import/{import_id}/")  # fmt: skip
    for path in pages:
        page = support.page(path, language)
        assert f'<html lang="{language}"' in page
        assert "%(" not in page, path
