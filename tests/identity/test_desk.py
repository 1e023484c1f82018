"""What support and administrators do to accounts: rights, what ends, who is told, what is written down."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest

from accident_manager.audit import queries as audit
from accident_manager.foundation import clock
from accident_manager.foundation.actor import system
from accident_manager.foundation.refusal import InvalidInput, NotAllowed, NotFound
from accident_manager.identity import directory, outbox, queries
from accident_manager.identity.actions import accounts, devices, factors, grants
from accident_manager.identity.actions.accounts import RoleGrant, create_account
from accident_manager.identity.directory import Wanted
from accident_manager.identity.models import Account, Authenticator, Grant, PasswordLink, Session
from accident_manager.identity.rules import desk
from accident_manager.storage import scope
from identity.people import Visitor, later, oath

DELCOURT = uuid4()


def person(insurer, role: str, email: str, *, password: str = "", first="An", last="Peeters"):
    """An account with one role; with a password it can log in. Gives the actor."""
    grant = RoleGrant(role, DELCOURT if role in {"declarer", "prevention_adviser"} else None)
    account = create_account(
        email=email, first_name=first, last_name=last, language="nl", roles=[grant], by=system(insurer.id)
    )
    if password:
        row = Account.objects.get(pk=account.id)
        row.set_password(password)
        row.save(update_fields=["password"])
    return queries.actor_of(account.id, "192.0.2.1", "Firefox")


@pytest.fixture
def support(in_belfius):
    return person(in_belfius, "support", "sam@example.be", password="x")


@pytest.fixture
def ada(in_belfius):
    """An administrator who can log in."""
    return person(in_belfius, "administrator", "ada@example.be", password="x", first="Ada")


@pytest.fixture
def declarer(in_belfius):
    return person(in_belfius, "declarer", "dora@example.be", password="x", first="Dora").account_id


def codes_of(account_id) -> list[str]:
    return [event.code for event in audit.events_of(("account", account_id))]


def newest(account_id):
    return audit.events_of(("account", account_id))[0]


def mails() -> list[tuple[str, str]]:
    return [(mail.recipient, mail.kind) for mail in outbox.recent()]


# Roles


def test_support_gives_roles_of_employers_and_an_administrator_those_of_the_insurer(support, ada, declarer):
    given = grants.give_role(declarer, RoleGrant("prevention_adviser", DELCOURT), support)
    event = newest(declarer)
    assert (event.code, event.actor_account_id) == ("admin.role_given", support.account_id)
    assert event.values == {
        "role": "prevention_adviser", "employer_id": DELCOURT, "valid_from": clock.today(), "grant": given,
    }  # fmt: skip
    with pytest.raises(NotAllowed):
        grants.give_role(declarer, RoleGrant("handler"), support)
    grants.give_role(declarer, RoleGrant("handler"), ada)
    assert set(queries.account(declarer).roles) == {"declarer", "prevention_adviser", "handler"}


@pytest.mark.parametrize("who", ["support", "ada"])
def test_nobody_changes_his_own_roles(request, who):
    actor = request.getfixturevalue(who)
    with pytest.raises(NotAllowed):
        grants.give_role(actor.account_id, RoleGrant("declarer", uuid4()), actor)
    own = directory.look_at(actor.account_id, actor)
    with pytest.raises(NotAllowed):
        grants.end_role(own.roles[0].id, last_day=None, by=actor)
    assert own.may == frozenset()


def test_a_role_is_held_once_a_day_at_an_employer(support, declarer):
    with pytest.raises(grants.HasRole):
        grants.give_role(declarer, RoleGrant("declarer", DELCOURT, valid_from=date(2027, 1, 1)), support)
    grants.give_role(declarer, RoleGrant("declarer", uuid4()), support)
    [first] = [role for role in directory.look_at(declarer, support).roles if role.employer_id == DELCOURT]
    grants.end_role(first.id, last_day=date(2026, 12, 31), by=support)
    grants.give_role(declarer, RoleGrant("declarer", DELCOURT, valid_from=date(2027, 1, 1)), support)


def test_a_role_ends_with_its_last_day_and_stays_to_be_read(support, declarer):
    [role] = directory.look_at(declarer, support).roles
    with pytest.raises(InvalidInput):
        grants.end_role(role.id, last_day=clock.today() - timedelta(days=1), by=support)
    grants.end_role(role.id, last_day=clock.today(), by=support)
    assert newest(declarer).code == "admin.role_ended"
    assert queries.account(declarer).roles == ("declarer",)
    with later(days=1):
        assert queries.account(declarer).roles == ()
        assert [row.state for row in directory.look_at(declarer, support).roles] == ["ended"]
        with pytest.raises(InvalidInput):
            grants.end_role(role.id, last_day=clock.today(), by=support)


def test_a_role_given_by_mistake_is_taken_back_in_that_moment_and_not_deleted(support, declarer):
    [role] = directory.look_at(declarer, support).roles
    grants.end_role(role.id, last_day=None, by=support)
    assert queries.account(declarer).roles == ()
    assert not queries.actor_of(declarer).may("declarations.send")
    assert queries.accounts_with_role("declarer") == []
    assert [row.state for row in directory.look_at(declarer, support).roles] == ["withdrawn"]
    assert newest(declarer).code == "admin.role_withdrawn"
    grants.give_role(declarer, RoleGrant("declarer", DELCOURT), support)


def test_the_last_administrator_who_can_log_in_stays_one(in_belfius, ada):
    operator = system(in_belfius.id)
    [role] = directory.look_at(ada.account_id, ada).roles
    never_came = person(in_belfius, "administrator", "new@example.be")
    for end in (
        lambda: grants.end_role(role.id, last_day=None, by=operator),
        lambda: grants.end_role(role.id, last_day=date(2026, 12, 31), by=never_came),
        lambda: accounts.block(ada.account_id, operator, reason="left"),
    ):
        with pytest.raises(grants.LastAdministrator):
            end()
    second = person(in_belfius, "administrator", "second@example.be", password="x")
    accounts.block(second.account_id, ada, reason="left")
    with pytest.raises(grants.LastAdministrator):
        accounts.block(ada.account_id, operator, reason="left")
    accounts.unblock(second.account_id, ada, reason="mistake")
    accounts.block(ada.account_id, second, reason="left")
    assert queries.account(ada.account_id).state == "blocked"


def test_an_administrator_whose_role_ends_before_is_none_to_rely_on(in_belfius, ada):
    second = person(in_belfius, "administrator", "second@example.be", password="x")
    Grant.objects.filter(account_id=second.account_id).update(valid_until=date(2026, 12, 15))
    [role] = directory.look_at(ada.account_id, ada).roles
    with pytest.raises(grants.LastAdministrator):
        grants.end_role(role.id, last_day=date(2026, 12, 31), by=second)


def test_one_account_stands_for_a_victim(in_belfius, support):
    token = b"0123456789abcdef"
    victim = RoleGrant("victim", person_niss_token=token)
    first = create_account(
        email="v@example.be", first_name="V", last_name="Z", language="fr", roles=[victim], by=support
    )
    with pytest.raises(grants.PersonHasAccount):
        create_account(email="w@example.be", first_name="W", last_name="Z", language="fr", roles=[victim], by=support)
    assert queries.by_email("w@example.be") is None
    [role] = directory.look_at(first.id, support).roles
    grants.end_role(role.id, last_day=None, by=support)
    create_account(email="w@example.be", first_name="W", last_name="Z", language="fr", roles=[victim], by=support)


# What support may not do to an administrator


def test_support_cannot_make_itself_administrator_by_way_of_an_administrators_account(support, ada):
    mine = "sam.again@example.be"
    for act in (
        lambda: accounts.correct(ada.account_id, email=mine, first_name="A", last_name="L", language="fr", by=support),
        lambda: accounts.reset_second_factor(ada.account_id, evidence="called-back", by=support),
        lambda: accounts.block(ada.account_id, support, reason="misuse"),
        lambda: accounts.end_sessions(ada.account_id, support),
        lambda: grants.give_role(ada.account_id, RoleGrant("declarer", DELCOURT), support),
    ):
        with pytest.raises(NotAllowed):
            act()
    accounts.send_link(ada.account_id, support)
    assert mails()[0] == ("ada@example.be", "reset-password")


def test_the_address_of_a_colleague_is_changed_by_an_administrator_only(in_belfius, support, ada):
    nora = person(in_belfius, "handler", "nora@example.be", password="x").account_id
    changed = {"email": "sam.again@example.be", "first_name": "An", "last_name": "Peeters", "language": "nl"}
    with pytest.raises(NotAllowed):
        accounts.correct(nora, **changed, by=support)
    accounts.correct(nora, **{**changed, "email": "nora@example.be", "last_name": "Maes"}, by=support)
    accounts.correct(nora, **changed, by=ada)
    assert queries.account(nora).email == "sam.again@example.be"


def test_who_is_no_desk_does_and_sees_nothing(in_belfius, declarer):
    handler = person(in_belfius, "handler", "nora@example.be")
    for act in (
        lambda: directory.find(Wanted(), handler),
        lambda: directory.look_at(declarer, handler),
        lambda: accounts.send_link(declarer, handler),
        lambda: accounts.block(declarer, handler, reason="left"),
        lambda: accounts.release_attempts(declarer, handler),
        lambda: grants.give_role(declarer, RoleGrant("victim", person_niss_token=b"1" * 16), handler),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_an_account_of_another_insurer_is_not_there(belfius, other):
    with scope.of(belfius.id):
        theirs = person(belfius, "declarer", "dora@example.be").account_id
        grant = Grant.objects.get(account_id=theirs).id
    with scope.of(other.id):
        by = system(other.id)
        support = person(other, "support", "sam@example.be")
        for act in (
            lambda: directory.look_at(theirs, support),
            lambda: accounts.send_link(theirs, support),
            lambda: accounts.reset_second_factor(theirs, evidence="in-person", by=support),
            lambda: accounts.end_sessions(theirs, by),
            lambda: grants.end_role(grant, last_day=None, by=support),
            lambda: grants.give_role(theirs, RoleGrant("declarer", DELCOURT), support),
        ):
            with pytest.raises(NotFound):
                act()
        assert directory.find(Wanted(text="dora@example.be"), support).rows == ()
        assert directory.find(Wanted(text="Peeters"), support).rows[0].id == support.account_id


# Corrections


def test_another_address_ends_everything_and_is_told_to_both(belfius, support, declarer):
    accounts.send_link(declarer, support)
    Session.objects.create(
        key_hash=b"k" * 32, account_id=declarer, data="", expires_at=clock.now() + timedelta(hours=1)
    )
    accounts.correct(
        declarer, email="Dora.New@example.be", first_name="Dora", last_name="Peeters", language="nl", by=support
    )
    assert queries.by_email("dora.new@example.be").id == declarer
    assert queries.by_email("dora@example.be") is None
    assert not Session.objects.filter(account_id=declarer).exists()
    assert not PasswordLink.objects.filter(account_id=declarer, ended_at__isnull=True).exists()
    told = [mail for mail in outbox.recent() if mail.kind == "security-notice"]
    assert {mail.recipient for mail in told} == {"dora@example.be", "Dora.New@example.be"}
    assert all(mail.language == "nl" and mail.html and mail.text for mail in told)
    assert "New@example.be" not in "".join(mail.text for mail in told), "the old address learns no new one"
    assert newest(declarer).code == "admin.email_changed"
    assert newest(declarer).values == {}


def test_a_name_is_corrected_and_found_and_nothing_ends(support, declarer):
    before = Account.objects.get(pk=declarer).credentials_version
    accounts.correct(
        declarer, email="dora@example.be", first_name="Dorothée", last_name="Zieliński", language="de", by=support
    )
    assert codes_of(declarer)[:2] == ["account.language_changed", "admin.name_corrected"]
    assert Account.objects.get(pk=declarer).credentials_version == before
    [row] = directory.find(Wanted(text="zielinsky"), support).rows
    assert row.name == "Dorothée Zieliński"
    accounts.correct(
        declarer, email="dora@example.be", first_name="Dorothée", last_name="Zieliński", language="de", by=support
    )
    assert len(codes_of(declarer)) == len(set(codes_of(declarer))), "what changes nothing is not written down"


@pytest.mark.parametrize("name", ["", "   ", "=HYPERLINK(1)", "+32", "@sum", "-1", "An\u202egnal", "An\x07", "x" * 81])
def test_a_name_that_is_none_is_refused(in_belfius, support, name):
    with pytest.raises(InvalidInput) as refused:
        create_account(email="n@example.be", first_name="An", last_name=name, language="nl", roles=[], by=support)
    assert refused.value.field == "last_name"


# Links


def test_the_first_mail_is_noted_with_its_day_and_a_double_click_sends_one(in_belfius, support):
    dora = person(in_belfius, "declarer", "new@example.be").account_id
    assert directory.look_at(dora, support).invited_at is None
    accounts.send_link(dora, support)
    with pytest.raises(accounts.JustSent):
        accounts.send_link(dora, support)
    assert [to for to, _ in mails()] == ["new@example.be"]
    assert outbox.recent()[0].language == "nl"
    seen = directory.look_at(dora, support)
    assert (seen.invited_at, seen.links) == (clock.now(), 1)
    assert newest(dora).actor_account_id == support.account_id
    with later(minutes=2):
        accounts.send_link(dora, support)
        assert directory.look_at(dora, support).links == 2, "every link works until one is used"


def test_the_mail_goes_again_to_those_who_never_came_and_to_nobody_else(in_belfius, support, declarer):
    never = [person(in_belfius, "declarer", f"n{n}@example.be").account_id for n in range(3)]
    blocked = person(in_belfius, "declarer", "b@example.be").account_id
    accounts.block(blocked, support, reason="left")
    assert accounts.send_links([*never, declarer, blocked, uuid4()], support) == 3
    assert sorted(to for to, _ in mails()) == [f"n{n}@example.be" for n in range(3)]
    assert accounts.send_links(never, support) == 0


def test_a_blocked_account_gets_no_link(support, declarer):
    accounts.block(declarer, support, reason="misuse")
    with pytest.raises(NotFound):
        accounts.send_link(declarer, support)


# Block, release, sessions, second factor


def test_a_block_says_why_and_ends_everything(support, declarer):
    accounts.send_link(declarer, support)
    with pytest.raises(InvalidInput):
        accounts.block(declarer, support, reason="because I can")
    accounts.block(declarer, support, reason="left")
    accounts.block(declarer, support, reason="left")
    event = newest(declarer)
    assert (event.code, event.values) == ("admin.blocked", {"reason": "left"})
    assert codes_of(declarer).count("admin.blocked") == 1
    assert directory.look_at(declarer, support).links == 0
    with pytest.raises(NotFound):
        queries.actor_of(declarer)
    accounts.unblock(declarer, support, reason="returned")
    assert newest(declarer).values == {"reason": "returned"}


def test_unblocking_does_not_lift_what_failed_attempts_block_and_the_other_way_round(belfius, sophie, support):
    stranger = Visitor("belfius", ip="198.51.100.9")
    for _ in range(10):
        stranger.post("login", email=sophie.email, password="wrong")
    assert directory.look_at(sophie.id, support).blocked_addresses == 1
    accounts.block(sophie.id, support, reason="misuse")
    accounts.release_attempts(sophie.id, support)
    assert directory.look_at(sophie.id, support).blocked_addresses == 0
    assert queries.account(sophie.id).state == "blocked"
    assert "throttle.released" in codes_of(sophie.id)


def test_sessions_and_devices_end_and_password_and_second_factor_stay(belfius, sophie, visit, support):
    visit.enrol(sophie)
    version = Account.objects.get(pk=sophie.id).credentials_version
    devices.remember(sophie.id, version, replace(support, account_id=sophie.id))
    assert len(directory.look_at(sophie.id, support).browsers) == 2
    accounts.end_sessions(sophie.id, support)
    assert not visit.is_in()
    event = newest(sophie.id)
    assert (event.code, event.values) == ("admin.sessions_ended", {"sessions": 1, "devices": 1})
    assert factors.confirmed(sophie.id) is not None


def test_a_reset_needs_evidence_and_tells_the_owner_and_the_next_login_enrols(belfius, sophie, visit, support):
    secret, _ = visit.enrol(sophie)
    for evidence in ("", "knows-him"):
        with pytest.raises(InvalidInput) as refused:
            accounts.reset_second_factor(sophie.id, evidence=evidence, by=support)
        assert refused.value.field == "evidence"
    accounts.reset_second_factor(sophie.id, evidence="called-back", reference="TEL-2026.118", by=support)
    event = newest(sophie.id)
    assert (event.code, event.values) == ("admin.mfa_reset", {"evidence": "called-back", "reference": "TEL-2026.118"})
    assert event.actor_account_id == support.account_id
    assert mails()[0] == (sophie.email, "security-notice")
    assert not Authenticator.objects.filter(account_id=sophie.id).exists()
    assert not visit.is_in()
    with later(minutes=1):
        new = Visitor("belfius")
        fresh, _ = new.enrol(sophie)
        assert fresh.replace(" ", "") != secret.replace(" ", "")
        assert oath(fresh) != oath(secret)


@pytest.mark.parametrize("typed", ["Sophie Marchal", "85.07.30-033.28", "85073003328", "a@b.be", "x" * 31, "<b>"])
def test_a_reference_holds_no_name_and_no_national_number(support, declarer, typed):
    with pytest.raises(InvalidInput) as refused:
        accounts.reset_second_factor(declarer, evidence="in-person", reference=typed, by=support)
    assert refused.value.field == "reference"


def test_nobody_resets_his_own_second_factor(support, ada):
    for actor in (support, ada):
        with pytest.raises(NotAllowed):
            accounts.reset_second_factor(actor.account_id, evidence="in-person", by=actor)


# Finding


def test_accounts_are_found_by_address_by_name_with_an_error_by_role_and_by_employer(in_belfius, support):
    tomasz = person(in_belfius, "declarer", "t@example.be", first="Tomasz", last="Van den Broeck").account_id
    nora = person(in_belfius, "handler", "nora@example.be", first="Nora", last="Janssens").account_id

    def found(**wanted) -> list:
        return [row.id for row in directory.find(Wanted(**wanted), support).rows]

    assert found(text=" T@EXAMPLE.BE ".strip()) == [tomasz]
    assert found(text="vandenbroek") == [tomasz]
    assert found(text="tomas broeck") == [tomasz]
    assert found(text="jansens nora")[0] == nora
    assert found(role="handler") == [nora]
    assert found(employer_ids=frozenset({DELCOURT})) == [tomasz]
    assert found(employer_ids=frozenset()) == []
    assert found(text="Janssens", role="declarer") == []
    assert found(text="xyzzy") == []


def test_the_tabs_say_who_needs_something(in_belfius, support, declarer):
    never = person(in_belfius, "declarer", "n@example.be").account_id
    blocked = person(in_belfius, "declarer", "b@example.be", password="x").account_id
    accounts.block(blocked, support, reason="left")
    Authenticator.objects.create(account_id=support.account_id, secret=b"s", confirmed_at=clock.now())
    Grant.objects.filter(account_id=declarer).update(
        valid_until=clock.today() - timedelta(days=1), valid_from=date(2020, 1, 1)
    )

    def tab(name: str) -> list:
        return [row.id for row in directory.find(Wanted(tab=name), support).rows]

    assert tab("all") == [blocked, never, declarer, support.account_id], "the newest first"
    assert tab("never") == [never]
    assert tab("blocked") == [blocked]
    assert tab("no-factor") == [declarer]
    assert tab("no-role") == [declarer]
    counts = directory.find(Wanted(), support).counts
    assert {name: count.number for name, count in counts.items()} == {
        "all": 4, "never": 1, "blocked": 1, "no-factor": 1, "no-role": 1,
    }  # fmt: skip


def test_a_list_is_read_page_by_page_with_the_same_number_of_queries(
    in_belfius, support, django_assert_num_queries, monkeypatch
):
    monkeypatch.setattr(directory, "CAP", 5)
    made = [person(in_belfius, "declarer", f"p{n}@example.be").account_id for n in range(7)]
    with django_assert_num_queries(7):
        first = directory.find(Wanted(), support, limit=3)
    with django_assert_num_queries(7):
        second = directory.find(Wanted(), support, limit=6, after=first.next_after)
    assert [row.id for row in (*first.rows, *second.rows)] == [*reversed(made), support.account_id]
    assert second.next_after is None
    assert (first.counts["all"].number, first.counts["all"].more) == (5, True)


def test_accounts_older_than_the_search_become_findable(in_belfius, support, declarer):
    from accident_manager.identity.models import AccountName

    AccountName.objects.all().delete()
    assert directory.find(Wanted(text="Dora"), support).rows == ()
    accounts.index_names()
    assert [row.id for row in directory.find(Wanted(text="Dora"), support).rows] == [declarer]


def test_what_an_administrator_may_that_support_may_not():
    support, administrator = (
        frozenset({"accounts.write", "accounts.reset_factor"}),
        frozenset({"accounts.write", "accounts.reset_factor", "accounts.staff_roles"}),
    )
    assert desk.allowed(support, is_self=False, held=["declarer"]) >= {desk.EMAIL, desk.RESET, desk.ROLES}
    assert desk.EMAIL not in desk.allowed(support, is_self=False, held=["handler"])
    assert desk.allowed(support, is_self=False, held=["administrator", "declarer"]) == {desk.LINK}
    assert desk.allowed(administrator, is_self=False, held=["administrator"]) >= {desk.STAFF, desk.RESET, desk.BLOCK}
    assert desk.allowed(administrator, is_self=True, held=["declarer"]) == frozenset()
    assert desk.allowed(frozenset({"accounts.see"}), is_self=False, held=[]) == frozenset()
