"""The tenant's log in our security journal: what each entry becomes, once, whatever happens on the way."""

from datetime import timedelta
from uuid import UUID

import pytest
from asgiref.sync import async_to_sync
from django.db import connection

from accident_manager.audit.events import declared
from accident_manager.audit.queries import EventRow, origins, recent
from accident_manager.foundation import clock
from accident_manager.foundation.actor import system
from accident_manager.identity import journal
from accident_manager.identity.actions import cleanup
from accident_manager.identity.actions.subjects import link
from accident_manager.identity.actions.tenant import set_emergency, set_tenant
from accident_manager.identity.auth0 import logs
from accident_manager.identity.auth0.management import Management
from accident_manager.identity.auth0.refused import AnsweredOddly, Unreachable
from accident_manager.identity.models import Auth0LogPlace, Auth0LogSeen
from accident_manager.identity.rules import auth0_log
from accident_manager.jobs import tasks
from accident_manager.jobs.worker import QUEUES
from accident_manager.storage import scope
from accident_manager.web.components import happened
from accident_manager.wording import LANGUAGES
from attack.races import at_once, insurer_of_its_own
from auth0.conftest import NOW, settings_for
from auth0.fake_auth0 import API, CLIENT, MACHINE, ORGANIZATION, Spoilt, fake_auth0
from identity.people import account_of

EMAIL = "sophie.marchal@example.be"
# The table of Auth0's codes, as the house has it: type, our event, values that follow from the type.
TABLE = [
    ("s", "login.succeeded", {"factor": "auth0"}),
    ("f", "login.failed", {"reason": "auth0"}),
    ("fp", "login.failed", {"reason": "bad_password"}),
    ("fu", "login.failed", {"reason": "unknown_identifier"}),
    ("limit_wc", "throttle.pair_blocked", {}),
    ("limit_sul", "throttle.user_slowed", {}),
    ("limit_mu", "throttle.ip_blocked", {}),
    ("ublkdu", "throttle.released", {"reason": "auth0"}),
    ("scpr", "password.reset_requested", {}),
    ("fcpr", "password.reset_requested", {}),
    ("scp", "password.changed", {}),
    ("fcp", "password.change_failed", {"reason": "auth0"}),
    ("pwd_leak", "password.breached", {}),
    ("reset_pwd_leak", "password.breached", {}),
    ("gd_start_enroll", "mfa.enrol_started", {}),
    ("gd_enrollment_complete", "mfa.enrolled", {}),
    ("gd_unenroll", "mfa.removed", {}),
    ("gd_start_auth", "mfa.challenged", {}),
    ("gd_auth_succeed", "mfa.succeeded", {}),
    ("gd_auth_failed", "mfa.failed", {"reason": "wrong"}),
    ("gd_auth_rejected", "mfa.failed", {"reason": "rejected"}),
    ("gd_otp_rate_limit_exceed", "mfa.throttled", {}),
    ("gd_recovery_rate_limit_exceed", "mfa.throttled", {}),
    ("gd_recovery_succeed", "recovery.used", {}),
    ("gd_recovery_failed", "recovery.failed", {}),
    ("slo", "session.ended", {}),
    ("flo", "session.end_failed", {}),
    ("ss", "account.created", {}),
    ("fs", "account.creation_failed", {}),
    ("du", "admin.user_deleted", {}),
    ("fdu", "admin.user_deletion_failed", {}),
    ("sapi", "admin.api_called", {"request": "unknown", "client": "another"}),
    ("fapi", "admin.api_failed", {"request": "unknown", "client": "another"}),
    ("seacft", "federation.exchanged", {}),
    ("feacft", "federation.exchange_failed", {}),
    ("ssa", "federation.silent", {}),
    ("fsa", "federation.silent_failed", {}),
]


@pytest.fixture
def sophie(tenant, auth0, in_belfius) -> tuple[str, UUID]:
    """Who she is in Auth0, and her account."""
    user_id = auth0.user(EMAIL)
    account = account_of(in_belfius, EMAIL, password="")
    link(account.id, issuer=tenant.issuer, subject=user_id, by=system(in_belfius.id))
    return user_id, account.id


def copied() -> list[EventRow]:
    """What came from there, oldest first."""
    return [row for row in reversed(recent(1000)) if row.values.get("source") == "auth0"]


# What an entry becomes


def test_the_table_has_every_type_that_is_known():
    assert {kind for kind, _, _ in TABLE} == auth0_log.TYPES


@pytest.mark.parametrize(("kind", "code", "values"), TABLE)
def test_an_entry_becomes_its_event(tenant, auth0, sophie, kind, code, values):
    user_id, account_id = sophie
    with clock.frozen(NOW + timedelta(minutes=4)):
        log_id = auth0.log(kind, user_id=user_id, user_name=EMAIL, ip="192.0.2.7", user_agent="Firefox/150")
        assert logs.copy(tenant).written == 1
    [row] = copied()
    assert row.code == code
    assert row.values == {**values, "source": "auth0", "occurred_at": NOW, "log_id": log_id}
    assert row.at == NOW + timedelta(minutes=4), "when we knew it; when it was stands beside it"
    assert (row.subject_kind, row.subject_id, row.actor_role) == ("account", account_id, "auth0")
    origin = origins([row.seq])[row.seq]
    assert (origin.ip, origin.user_agent) == ("192.0.2.7", "Firefox/150")
    for language in LANGUAGES:
        assert "%(" not in happened.sentence(row, language, actor="Sophie", subject="Sophie")
    assert journal.group_of(row.code) in journal.GROUPS


@pytest.mark.parametrize(
    "kind", ["s", "scp", "gd_enrollment_complete", "gd_auth_succeed", "gd_recovery_succeed", "slo"]
)
def test_what_only_the_person_can_do_is_said_of_the_person(tenant, auth0, sophie, kind):
    auth0.log(kind, user_id=sophie[0])
    logs.copy(tenant)
    assert [row.actor_account_id for row in copied()] == [sophie[1]]


@pytest.mark.parametrize("kind", ["f", "fp", "fu", "limit_wc", "scpr", "gd_auth_failed", "gd_unenroll", "sapi", "du"])
def test_what_anybody_can_do_in_somebodys_name_is_not(tenant, auth0, sophie, kind):
    auth0.log(kind, user_id=sophie[0])
    logs.copy(tenant)
    assert [(row.actor_account_id, row.subject_id) for row in copied()] == [(None, sophie[1])]


def test_a_blocked_user_is_told_from_other_failures(tenant, auth0):
    auth0.log("f", description="user is blocked")
    auth0.log("f", description="Something else")
    logs.copy(tenant)
    assert [row.values["reason"] for row in copied()] == ["account_blocked", "auth0"]


def test_a_call_of_the_management_api_says_what_and_whether_it_was_ours(tenant, auth0):
    for client in (MACHINE, CLIENT, "anotherClient"):
        path = f"{API}/users/auth0%7C123/authentication-methods?email={EMAIL}"
        auth0.log("sapi", client_id=client, details={"request": {"method": "delete", "path": path}})
    auth0.log("fapi", client_id=MACHINE, details={"request": {"method": "x" * 50, "path": f"/{EMAIL}"}})
    auth0.log("sapi", client_id=MACHINE, details="no object")
    logs.copy(tenant)
    assert [(row.values["request"], row.values["client"]) for row in copied()] == [
        ("DELETE.users", "us"), ("DELETE.users", "us"), ("DELETE.users", "another"), ("unknown", "us"),
        ("unknown", "us"),
    ]  # fmt: skip


def test_a_type_that_we_do_not_know_is_kept_by_its_name(tenant, auth0):
    auth0.log("sslo")
    auth0.log(f"<{EMAIL}>")
    auth0.log("x" * 65)
    logs.copy(tenant)
    assert [(row.code, row.values["type"]) for row in copied()] == [
        ("federation.other", "sslo"), ("federation.other", "unknown"), ("federation.other", "unknown"),
    ]  # fmt: skip


def test_nobody_is_named_by_what_is_copied(tenant, auth0, sophie):
    auth0.log(
        "fu", user_name=EMAIL, description=f"No {EMAIL}", ip="not an address " * 30, user_agent="x" * 5000,
        details={"request": {"auth": {"user": {"email": EMAIL}}}}, hostname="h",
    )  # fmt: skip
    logs.copy(tenant)
    [row] = copied()
    assert EMAIL not in str(row)
    assert declared(row.code).values


@pytest.mark.parametrize("entry", [{"date": "yesterday"}, {"date": None}, {"type": None}, {"ip": 7, "user_id": []}])
def test_an_odd_entry_stops_no_copy(tenant, auth0, entry):
    auth0.log("s")
    auth0.logs[0].update(entry)
    auth0.log("slo")
    assert logs.copy(tenant).written == 2


# Once


def test_what_was_copied_is_not_copied_again(tenant, auth0):
    for _ in range(3):
        auth0.log("s")
    assert [logs.copy(tenant).written for _ in range(3)] == [3, 0, 0]
    auth0.log("slo")
    assert (logs.copy(tenant).written, len(copied())) == (1, 4)


def test_a_long_log_is_copied_page_by_page_and_the_next_run_goes_on(tenant, auth0):
    ids = [auth0.log("s") for _ in range(350)]
    assert logs.copy(tenant, most_pages=2).pages == 2
    between = len(copied())
    assert 100 <= between < 350
    logs.copy(tenant)
    assert [row.values["log_id"] for row in copied()] == ids
    assert Auth0LogPlace.objects.get().checkpoint == ids[-1]


def test_entries_that_come_late_are_copied_though_they_are_older(tenant, auth0):
    auth0.log("s")
    logs.copy(tenant)
    late = auth0.log("fp")
    auth0.logs[-1]["date"] = "2026-11-22T09:00:00.000Z"
    logs.copy(tenant)
    assert copied()[-1].values["log_id"] == late
    assert copied()[-1].values["occurred_at"] == NOW - timedelta(days=1)


def test_a_page_that_says_an_entry_twice_gives_it_once(tenant, auth0):
    auth0.log("s")
    auth0.logs.append(dict(auth0.logs[0]))
    assert logs.copy(tenant).written == 1


def test_a_copy_that_is_killed_within_a_page_leaves_nothing_of_it_and_nothing_is_lost(tenant, auth0, monkeypatch):
    ids = [auth0.log("s") for _ in range(230)]
    write, written = logs._write, []

    def killed(*args: object) -> None:
        written.append(args)
        if len(written) == 150:
            raise KeyboardInterrupt
        write(*args)

    monkeypatch.setattr(logs, "_write", killed)
    with pytest.raises(KeyboardInterrupt):
        logs.copy(tenant)
    stood = len(copied())
    assert 100 <= stood < 149, "of the page in hand there is nothing"
    assert Auth0LogSeen.objects.count() == stood
    monkeypatch.setattr(logs, "_write", write)
    logs.copy(tenant)
    assert [row.values["log_id"] for row in copied()] == ids


def test_a_tenant_that_goes_down_between_two_pages_loses_nothing(tenant, auth0):
    ids = [auth0.log("s") for _ in range(150)]
    with Management(tenant, sleep=lambda _: None) as api:
        logs.copy(tenant, api=api, most_pages=1)
        auth0.spoil(*[Spoilt(status=502, at="/api/")] * 3)
        with pytest.raises(Unreachable):
            logs.copy(tenant, api=api)
        logs.copy(tenant, api=api)
    assert [row.values["log_id"] for row in copied()] == ids


def test_two_copies_at_once_write_everything_once(django_db_setup, django_db_blocker):
    """Three connections, on committed rows."""
    with fake_auth0(clock=lambda: NOW) as auth0, django_db_blocker.unblock():
        insurer = insurer_of_its_own()
        auth0.allowances["logs"] = [1000, 1000]
        ids = [auth0.log("s") for _ in range(250)]
        with scope.of(insurer.id):
            tenant = set_tenant(settings_for(auth0), by=system(insurer.id))
        done = at_once(django_db_blocker, insurer, lambda _: logs.copy(tenant).written, 3)
        with scope.of(insurer.id):
            rows = [row.values["log_id"] for row in copied()]
            # For nobody else's eyes: these rows stay.
            set_tenant({"active": "no"}, by=system(insurer.id))
    assert sum(done) == 250
    assert rows == ids


def test_a_page_that_another_copy_has_passed_meanwhile_does_not_set_the_place_back(tenant, auth0):
    for _ in range(3):
        auth0.log("s")
    with Management(tenant) as api:
        late = api.log()
    logs.copy(tenant)
    place = Auth0LogPlace.objects.get().checkpoint
    assert logs._keep(tenant, "", late) == (0, 0)
    assert Auth0LogPlace.objects.get().checkpoint == place


# The place is lost


@pytest.mark.parametrize("status", [400, 404])
def test_a_place_that_auth0_no_longer_knows_is_said_and_the_copy_begins_anew(tenant, auth0, status):
    for _ in range(3):
        auth0.log("s")
    logs.copy(tenant)
    del auth0.logs[:3]
    auth0.lost_checkpoint = status
    new = [auth0.log("fp", _id=str(number)) for number in range(2)]
    for number, entry in enumerate(auth0.logs):
        entry["log_id"] = new[number] = str(int(entry["log_id"]) + 100)
    logs.copy(tenant)
    assert [row.values["log_id"] for row in copied()][3:] == new
    assert [row.code for row in recent(20)].count("federation.log_gap") == 1
    logs.copy(tenant)
    assert [row.code for row in recent(20)].count("federation.log_gap") == 1


def test_a_tenant_that_knows_no_place_at_all_is_given_up_not_asked_for_ever(tenant, auth0):
    auth0.log("s")
    logs.copy(tenant)
    auth0.seen.clear()
    auth0.lost_checkpoint = 400
    auth0.logs = _Forgetful(auth0.logs)
    with pytest.raises(AnsweredOddly):
        logs.copy(tenant)
    assert len(auth0.asked("GET", "/logs")) == 3, "from the place, by search, from the new place"


class _Forgetful(list):
    """A log whose every entry has another id each time it is read."""

    reads = 0

    def __iter__(self):
        type(self).reads += 1
        return iter([{**entry, "log_id": f"{entry['log_id']}{self.reads}"} for entry in super().__iter__()])


def test_an_empty_log_is_begun_when_there_is_something(tenant, auth0):
    assert logs.copy(tenant) == logs.Copied(0, 0, 1)
    auth0.log("s")
    assert logs.copy(tenant).written == 1


def test_entries_are_remembered_for_longer_than_auth0_keeps_them_then_forgotten(tenant, auth0):
    auth0.log("s")
    logs.copy(tenant)
    with clock.frozen(NOW + timedelta(days=59)):
        cleanup.forget_ended()
        assert Auth0LogSeen.objects.count() == 1
    with clock.frozen(NOW + timedelta(days=61)):
        cleanup.forget_ended()
        assert Auth0LogSeen.objects.count() == 0


# Whose it is


def test_each_insurer_has_its_own_place_entries_and_accounts(tenant, auth0, sophie, belfius, other):
    with fake_auth0(clock=lambda: NOW) as second, scope.of(other.id):
        theirs = set_tenant(settings_for(second), by=system(other.id))
        second.log("s", user_id=sophie[0])
        assert logs.copy(theirs).written == 1
        [row] = copied()
        assert row.subject_id is None, "the same name in another tenant is somebody else"
    auth0.log("fp")
    assert logs.copy(tenant).written == 1
    assert [row.code for row in copied()] == ["login.failed"]


def test_the_same_entry_of_a_shared_tenant_is_copied_for_each_insurer_whose_it_is(tenant, auth0, belfius, other):
    with scope.of(other.id):
        theirs = set_tenant(settings_for(auth0), by=system(other.id))
    auth0.log("s")
    assert logs.copy(tenant).written == 1
    with scope.of(other.id):
        assert logs.copy(theirs).written == 1


def test_an_organization_of_a_shared_tenant_sees_its_own_entries_only(tenant, auth0, sophie):
    ours = set_tenant({"organization": ORGANIZATION}, by=system(tenant.insurer_id))
    user_id, _ = sophie
    kept = [
        auth0.log("s", organization_id=ORGANIZATION, user_id=user_id),
        auth0.log("s", organization_id=ORGANIZATION, user_id="auth0|nobody-of-ours"),
        auth0.log("fp", user_id=user_id),
        auth0.log("fu", client_id=CLIENT),
        auth0.log("sapi", client_id=MACHINE),
    ]
    auth0.log("s", organization_id="org_ANOTHER0000000000", user_id="auth0|another")
    # The same person, at another insurer: none of our business.
    auth0.log("s", organization_id="org_ANOTHER0000000000", user_id=user_id, client_id=CLIENT)
    auth0.log("fp", user_id="auth0|another", client_id="anotherClient")
    auth0.log("limit_mu")
    done = logs.copy(ours)
    assert (done.written, done.left) == (5, 4)
    assert [row.values["log_id"] for row in copied()] == kept
    assert logs.copy(ours).left == 0, "what was left is not looked at again"


# The clock


def test_the_clock_asks_for_a_copy_at_each_insurer_and_one_that_waits_is_not_asked_for_twice(
    django_db_setup, django_db_blocker
):
    """On committed rows: within a transaction, a second job that is refused would spoil the first."""
    with django_db_blocker.unblock():
        insurer = insurer_of_its_own()
        try:
            for _ in range(2):
                async_to_sync(tasks.copy_auth0_logs.func)(timestamp=0)
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT queue_name, count(*) FROM procrastinate_jobs"
                    " WHERE task_name = 'auth0.log' AND args->>'insurer_id' = %s GROUP BY queue_name",
                    [str(insurer.id)],
                )
                assert cursor.fetchall() == [("auth0", 1)]
        finally:
            with connection.cursor() as cursor:
                cursor.execute("DELETE FROM procrastinate_jobs WHERE task_name = 'auth0.log'")
            connection.close()
    assert "auth0" in QUEUES


def test_the_job_copies_where_people_log_in_with_auth0_and_nowhere_else(tenant, auth0, belfius):
    auth0.log("s")
    tasks.copy_auth0_log(insurer_id=str(belfius.id))
    assert len(copied()) == 1
    set_tenant({"active": "no"}, by=system(belfius.id))
    auth0.log("s")
    tasks.copy_auth0_log(insurer_id=str(belfius.id))
    assert len(copied()) == 1


def test_the_log_is_copied_on_while_people_log_in_without_auth0_in_an_emergency(tenant, auth0, belfius):
    set_emergency(True, by=system(belfius.id))
    auth0.log("s")
    tasks.copy_auth0_log(insurer_id=str(belfius.id))
    assert len(copied()) == 1


def test_an_insurer_without_auth0_costs_the_job_nothing(belfius):
    tasks.copy_auth0_log(insurer_id=str(belfius.id))
    with scope.of(belfius.id):
        assert copied() == []
