"""What may be typed of a tenant, who may set it, what the trail says of it; and who an account is there."""

import pytest

from accident_manager.audit.queries import recent
from accident_manager.foundation.actor import Actor, system
from accident_manager.foundation.refusal import NotAllowed, NotFound
from accident_manager.identity.actions.subjects import LinkedOtherwise, link
from accident_manager.identity.actions.tenant import set_emergency, set_tenant
from accident_manager.identity.auth0.refused import NotSetUp
from accident_manager.identity.auth0.subjects import account_of as account_of_subject
from accident_manager.identity.auth0.subjects import accounts_of, subject_of
from accident_manager.identity.auth0.tenant import required
from accident_manager.identity.auth0.tenant import tenant as tenant_in_scope
from accident_manager.identity.rules import auth0 as rules
from accident_manager.identity.rules.auth0 import InvalidTenant
from accident_manager.identity.rules.permissions import acts_of
from accident_manager.insurers.actions import ChangedMeanwhile
from accident_manager.storage import scope
from accident_manager.storage.ids import new_id
from attack.races import at_once, insurer_of_its_own
from auth0.conftest import settings_for
from auth0.fake_auth0 import CLIENT_SECRET, MACHINE_SECRET, ORGANIZATION, fake_auth0
from identity.people import account_of

TYPED = {
    "domain": "belfius.eu.auth0.com", "client_id": "abcdEFGH1234", "client_secret": "s" * 48,
    "connection": "Belfius-Accounts",
}  # fmt: skip


# What may be typed


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("belfius.eu.auth0.com", "belfius.eu.auth0.com"),
        (" https://Belfius.EU.auth0.com/ ", "belfius.eu.auth0.com"),
        ("login.belfius.be.", "login.belfius.be"),
    ],
)
def test_a_domain_is_read_as_people_paste_it(typed, kept):
    assert rules.read({"domain": typed}) == {"domain": kept}


@pytest.mark.parametrize(
    "typed",
    ["", "belfius", "http://belfius.eu.auth0.com", "belfius.eu.auth0.com/path", "belfius.eu.auth0.com:8443", "10.0.0.1",
     "127.0.0.1:4400", "localhost", "localhost:4400", "user@belfius.eu.auth0.com", "belfius.eu.auth0.com?x", "[::1]",
     "169.254.169.254", "-a.example.be", "a..example.be", "x" * 64 + ".be", "a." * 130 + "be", "belfius.eu.auth0.com#",
     "bélfius.be", "belfius.be\n.evil.be", "belfius.eu.auth0.com\\@evil.be"],
)  # fmt: skip
def test_what_is_no_public_name_is_no_domain(typed):
    with pytest.raises(InvalidTenant) as refusal:
        rules.read({"domain": typed})
    assert set(refusal.value.errors) == {"domain"}
    assert refusal.value.code == "auth0.settings.invalid"


def test_a_stand_in_on_this_machine_is_a_domain_in_development_only():
    assert rules.read({"domain": "http://127.0.0.1:4400"}, loopback=True) == {"domain": "127.0.0.1:4400"}
    for never in ("10.0.0.1:80", "127.0.0.1", "127.0.0.2:80", "localhost:", "127.0.0.1:80/x"):
        with pytest.raises(InvalidTenant):
            rules.read({"domain": never}, loopback=True)


@pytest.mark.parametrize(
    ("name", "typed"),
    [("client_id", "a b"), ("client_id", "abc"), ("client_secret", "short"), ("client_secret", "with a space " * 3),
     ("connection", "a_b"), ("connection", "-a"), ("connection_id", "AAAA"), ("connection_id", "con_"),
     ("organization", "belfius"), ("organization", "org_a-b"), ("active", "perhaps"), ("jit", "2"),
     ("management_client_id", "a|b")],
)  # fmt: skip
def test_what_cannot_come_from_auth0_is_refused_by_field(name, typed):
    with pytest.raises(InvalidTenant) as refusal:
        rules.read({name: typed})
    assert set(refusal.value.errors) == {name}


def test_every_wrong_field_is_named_at_once_and_none_that_there_is_not():
    with pytest.raises(InvalidTenant) as refusal:
        rules.read({"domain": "x", "client_id": "", "jit": "perhaps"})
    assert set(refusal.value.errors) == {"domain", "client_id", "jit"}
    with pytest.raises(InvalidTenant):
        rules.read({"insurer_id": str(new_id())})
    with pytest.raises(InvalidTenant):
        rules.read({"emergency_embedded": "yes"})


def test_an_empty_secret_stays_what_it_is_an_empty_option_is_emptied():
    assert rules.read({"client_secret": " ", "custom_domain": "", "organization": ""}) == {
        "custom_domain": "", "organization": "",
    }  # fmt: skip
    assert rules.read({"jit": "", "active": "On"}) == {"jit": False, "active": True}


# Setting it


@pytest.fixture
def operator(in_belfius) -> Actor:
    return system(in_belfius.id, "operator")


def staff(insurer, role: str) -> Actor:
    return Actor(insurer_id=insurer.id, account_id=new_id(), name="N.", role=role, acts=acts_of([role]))


def test_a_tenant_is_set_and_read_back_whole(operator):
    assert tenant_in_scope() is None
    with pytest.raises(NotSetUp):
        required()
    set_tenant({**TYPED, "custom_domain": "login.belfius.be", "organization": ORGANIZATION}, by=operator)
    found = required()
    assert (found.issuer, found.login_address) == ("https://login.belfius.be/", "https://login.belfius.be")
    assert found.audience == "https://belfius.eu.auth0.com/api/v2/"
    assert (found.client_secret, found.organization, found.mfa_each_session) == ("s" * 48, ORGANIZATION, True)
    assert (found.active, found.is_the_door, found.is_managed) == (False, False, False)
    assert "s" * 48 not in repr(found)


def test_what_a_login_needs_must_be_there_before_people_log_in(operator):
    for missing in ("domain", "client_id", "connection"):
        with pytest.raises(InvalidTenant) as refusal:
            set_tenant({name: value for name, value in TYPED.items() if name != missing}, by=operator)
        assert set(refusal.value.errors) == {missing}
    without = {name: value for name, value in TYPED.items() if name != "client_secret"}
    set_tenant(without, by=operator)
    with pytest.raises(InvalidTenant) as refusal:
        set_tenant({"active": "yes"}, by=operator)
    assert set(refusal.value.errors) == {"client_secret"}
    with pytest.raises(InvalidTenant) as refusal:
        set_tenant({"management_client_id": "machine1234"}, by=operator)
    assert set(refusal.value.errors) == {"management_client_secret"}
    assert set_tenant({"client_secret": "t" * 20, "active": "yes"}, by=operator).is_the_door


def test_only_what_changed_is_written_down_and_never_a_value(operator):
    set_tenant(TYPED, by=operator)
    before = len(recent(100))
    changed = set_tenant({**TYPED, "client_secret": "n" * 48, "jit": "yes"}, by=operator)
    rows = [row for row in recent(100) if row.code == "insurer.auth0_changed"][: len(recent(100)) - before]
    assert sorted(row.values["field"] for row in rows) == ["client_secret", "jit"]
    assert all(set(row.values) == {"field"} for row in rows)
    assert set_tenant({**TYPED, "client_secret": ""}, by=operator).seen == changed.seen
    assert required().client_secret == "n" * 48


def test_a_secret_that_nobody_is_shown_is_sent_to_no_other_domain(operator):
    """Or whoever may set the domain could name his own and have both secrets sent there by the check."""
    set_tenant({**TYPED, "management_client_id": "machine1234", "management_client_secret": "m" * 48}, by=operator)
    moved = {"domain": "evil.example.com"}
    with pytest.raises(InvalidTenant) as refusal:
        set_tenant(moved, by=operator)
    assert set(refusal.value.errors) == {"client_secret", "management_client_secret"}
    with pytest.raises(InvalidTenant) as refusal:
        set_tenant({"custom_domain": "login.evil.example.com", "client_secret": " "}, by=operator)
    assert set(refusal.value.errors) == {"client_secret"}
    assert required().domain == TYPED["domain"]
    both = {"client_secret": "n" * 48, "management_client_secret": "o" * 48}
    assert set_tenant({**moved, **both}, by=operator).domain == "evil.example.com"
    # Beside a custom domain, the login's secret goes there only.
    set_tenant({"custom_domain": "login.belfius.be", "client_secret": "p" * 48}, by=operator)
    with pytest.raises(InvalidTenant) as refusal:
        set_tenant({"domain": "belfius.eu.auth0.com"}, by=operator)
    assert set(refusal.value.errors) == {"management_client_secret"}


def test_only_who_may_change_settings_may(in_belfius):
    for role in ("support", "handler", "auditor", "declarer"):
        with pytest.raises(NotAllowed):
            set_tenant(TYPED, by=staff(in_belfius, role))
        with pytest.raises(NotAllowed):
            set_emergency(True, by=staff(in_belfius, role))
    assert set_tenant(TYPED, by=staff(in_belfius, "administrator")).domain == TYPED["domain"]


def test_two_administrators_do_not_overwrite_each_other(operator):
    first = set_tenant(TYPED, by=operator, seen="")
    with pytest.raises(ChangedMeanwhile):
        set_tenant({"jit": "yes"}, by=operator, seen="")
    from accident_manager.foundation import clock
    from auth0.conftest import NOW

    with clock.frozen(NOW.replace(minute=1)):
        set_tenant({"jit": "yes"}, by=operator, seen=first.seen)
    with pytest.raises(ChangedMeanwhile):
        set_tenant({"jit": "no"}, by=operator, seen=first.seen)


def test_of_two_first_settings_at_once_one_is_kept(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        insurer = insurer_of_its_own()
        typed = [{**TYPED, "client_id": f"client{number}"} for number in range(2)]
        done = at_once(
            django_db_blocker, insurer, lambda n: set_tenant(typed[n], by=system(insurer.id), seen="").client_id, 2
        )
        with scope.of(insurer.id):
            kept = required().client_id
    assert sorted(done) == sorted(["ChangedMeanwhile", kept])


def test_the_emergency_switch_stands_only_beside_a_door_that_is_used(operator):
    set_tenant(TYPED, by=operator)
    with pytest.raises(NotSetUp):
        set_emergency(True, by=operator)
    set_tenant({"active": "yes"}, by=operator)
    assert required().is_the_door
    assert not set_emergency(True, by=operator).is_the_door
    assert set_emergency(False, by=operator).is_the_door
    set_emergency(True, by=operator)
    assert not set_tenant({"active": "no"}, by=operator).emergency_embedded


def test_one_insurer_sees_and_sets_nothing_of_anothers_tenant(operator, other):
    set_tenant(TYPED, by=operator)
    with scope.of(other.id):
        assert tenant_in_scope() is None
        set_tenant({**TYPED, "domain": "other.eu.auth0.com"}, by=system(other.id))
    assert required().domain == TYPED["domain"]


def test_settings_that_a_real_tenant_would_have_reach_it(operator):
    with fake_auth0() as auth0:
        found = set_tenant(settings_for(auth0), by=operator)
    assert (found.client_secret, found.management_client_secret) == (CLIENT_SECRET, MACHINE_SECRET)
    assert found.management_address == f"http://{auth0.domain}"


# Who an account is there

ISSUER = "https://belfius.eu.auth0.com/"


def test_an_account_is_linked_once_and_found_by_issuer_and_subject_together(in_belfius, operator):
    sophie = account_of(in_belfius, "sophie@example.be", password="")
    assert link(sophie.id, issuer=ISSUER, subject="auth0|1", by=operator) is True
    assert link(sophie.id, issuer=ISSUER, subject="auth0|1", by=operator) is False
    assert account_of_subject(ISSUER, "auth0|1") == sophie.id
    assert account_of_subject("https://other.eu.auth0.com/", "auth0|1") is None
    assert account_of_subject(ISSUER, "auth0|2") is None
    assert (subject_of(sophie.id, ISSUER), subject_of(sophie.id, "https://x/")) == ("auth0|1", None)
    assert accounts_of(ISSUER, ["auth0|1", "auth0|2", ""]) == {"auth0|1": sophie.id}
    assert [row.code for row in recent(50)].count("federation.linked") == 1


def test_neither_an_account_nor_a_subject_has_two_links(in_belfius, operator):
    sophie = account_of(in_belfius, "sophie@example.be", password="")
    nora = account_of(in_belfius, "nora@example.be", password="")
    link(sophie.id, issuer=ISSUER, subject="auth0|1", by=operator)
    with pytest.raises(LinkedOtherwise):
        link(sophie.id, issuer=ISSUER, subject="auth0|2", by=operator)
    with pytest.raises(LinkedOtherwise):
        link(nora.id, issuer=ISSUER, subject="auth0|1", by=operator)
    with pytest.raises(NotFound):
        link(new_id(), issuer=ISSUER, subject="auth0|3", by=operator)
    assert subject_of(nora.id, ISSUER) is None


def test_the_same_person_of_a_shared_tenant_is_one_account_at_each_insurer(in_belfius, other, operator):
    sophie = account_of(in_belfius, "sophie@example.be", password="")
    link(sophie.id, issuer=ISSUER, subject="auth0|1", by=operator)
    with scope.of(other.id):
        assert account_of_subject(ISSUER, "auth0|1") is None
        there = account_of(other, "sophie@example.be", password="")
        with pytest.raises(NotFound):
            link(sophie.id, issuer=ISSUER, subject="auth0|9", by=system(other.id))
        assert link(there.id, issuer=ISSUER, subject="auth0|1", by=system(other.id)) is True
        assert account_of_subject(ISSUER, "auth0|1") == there.id
    assert account_of_subject(ISSUER, "auth0|1") == sophie.id
