"""Every event of a login, of its limits and of its ends is in the trail, with what a reader of it needs."""

import re
from dataclasses import dataclass

import pytest

from accident_manager.audit import queries as audit
from accident_manager.audit.events import declared
from accident_manager.audit.models import Event
from accident_manager.foundation.actor import system
from accident_manager.identity import outbox
from accident_manager.identity.actions import accounts
from accident_manager.identity.models import Session
from accident_manager.storage import scope
from identity.people import Person, Visitor, at, later, link_in, newest_mail, oath

NEW = "een heel ander wachtwoord"


@dataclass
class Login:
    """A person who has enrolled, and a browser that stands before the code."""

    insurer: object
    person: Person
    secret: str
    recovery: str
    visit: Visitor

    def newest(self, code: str):
        with scope.of(self.insurer.id):
            return next(event for event in audit.recent(limit=300) if event.code == code)

    def origin(self, code: str):
        """The values of the newest such event, and from where: (values, subject, network, browser)."""
        with scope.of(self.insurer.id):
            row = Event.objects.filter(code=code).order_by("-seq").first()
            return row.values, row.subject_id, row.origin["ip"], row.origin["user_agent"]


@pytest.fixture
def login(belfius, sophie):
    secret, recovery = Visitor("belfius").enrol(sophie)
    visit = Visitor("belfius", ip="198.51.100.5")
    with later(minutes=5):
        visit.password(sophie)
        yield Login(belfius, sophie, secret, recovery, visit)


FROM = ("198.51.100.5", "Firefox/150")


def _session_id(login) -> list[str]:
    """The newest session as the trail writes an id."""
    with scope.of(login.insurer.id):
        return ["id", str(Session.objects.filter(account_id=login.person.id).order_by("-created_at", "-id")[0].id)]


def test_login_succeeded_names_factor_and_session(login):
    login.visit.post("mfa/challenge", code=oath(login.secret))
    values, subject, *came_from = login.origin("login.succeeded")
    assert values == {"factor": "otp", "session": _session_id(login)}
    assert (subject, tuple(came_from)) == (login.person.id, FROM)


@pytest.mark.parametrize("factor", ["recovery", "device"])
def test_login_succeeded_names_the_other_factors_too(login, factor):
    if factor == "recovery":
        login.visit.post("mfa/recovery", code=login.recovery)
        login.visit.post("mfa/recovery-code", kept="1")
    else:
        login.visit.post("mfa/challenge", code=oath(login.secret), remember="1")
        login.visit.post("logout")
        login.visit.password(login.person)
    assert login.newest("login.succeeded").values["factor"] == factor


def test_login_failed_bad_password(login):
    login.visit.post("login", email=login.person.email, password="a wrong guess")
    assert login.origin("login.failed") == ({"reason": "bad_password"}, login.person.id, *FROM)


def test_login_failed_unknown_identifier(login):
    login.visit.post("login", email="nobody@example.be", password="a wrong guess")
    assert login.origin("login.failed") == ({"reason": "unknown_identifier"}, None, *FROM)


def test_login_failed_of_an_account_that_is_blocked(login):
    with scope.of(login.insurer.id):
        accounts.block(login.person.id, system(login.insurer.id), reason="misuse")
    login.visit.password(login.person)
    assert login.origin("login.failed") == ({"reason": "account_blocked"}, login.person.id, *FROM)


def test_throttle_pair_blocked_and_login_failed_afterwards(login):
    for _ in range(10):
        login.visit.post("login", email=login.person.email, password="a wrong guess")
    assert login.origin("throttle.pair_blocked") == ({"attempts": 10}, login.person.id, *FROM)
    login.visit.password(login.person)
    assert login.origin("login.failed") == ({"reason": "pair_blocked"}, login.person.id, *FROM)


def test_throttle_user_slowed(login):
    for _ in range(21):
        login.visit.post("login", email=login.person.email, password="a wrong guess")
    assert login.origin("throttle.user_slowed")[2:] == FROM


def test_throttle_ip_blocked(login, tighten):
    tighten(login.insurer, failures_a_day_of_an_address=20)
    for number in range(21):
        login.visit.post("login", email=f"somebody{number}@example.be", password="a wrong guess")
    assert login.origin("throttle.ip_blocked")[2:] == FROM


def test_throttle_released_by_link_by_reset_and_by_support(login):
    def block():
        for _ in range(10):
            login.visit.post("login", email=login.person.email, password="a wrong guess")

    block()
    with scope.of(login.insurer.id):
        mail = next(mail for mail in outbox.recent() if mail.kind == "unblock")
    login.visit.get(re.search(r"/belfius/(unblock/\S+)", mail.text)[1])
    login.visit.post("unblock")
    assert login.origin("throttle.released") == ({"reason": "link"}, login.person.id, *FROM)
    with later(minutes=5):
        block()
        with scope.of(login.insurer.id):
            accounts.release_attempts(login.person.id, system(login.insurer.id))
        assert login.newest("throttle.released").values == {"reason": "account"}
    with later(minutes=10):
        block()
        login.visit.post("forgot-password", email=login.person.email)
        login.visit.get(link_in(newest_mail(login.insurer.id, "reset").text).partition("/belfius/")[2])
        login.visit.post("reset-password", password=NEW, again=NEW)
    with scope.of(login.insurer.id):
        released = [event.subject_id for event in audit.recent(limit=300) if event.code == "throttle.released"]
    assert released == [login.person.id] * 3


def test_password_reset_requested(login):
    login.visit.post("forgot-password", email=login.person.email)
    assert login.origin("password.reset_requested")[1:] == (login.person.id, *FROM)
    login.visit.post("forgot-password", email="nobody@example.be")
    assert login.origin("password.reset_requested")[1:] == (None, *FROM)


def test_password_changed_and_password_change_failed(login):
    login.visit.post("forgot-password", email=login.person.email)
    login.visit.get(link_in(newest_mail(login.insurer.id, "reset").text).partition("/belfius/")[2])
    login.visit.post("reset-password", password="short", again="short")
    assert "reason" in login.newest("password.change_failed").values
    login.visit.post("reset-password", password=NEW, again=NEW)
    assert login.origin("password.changed")[1:] == (login.person.id, *FROM)


def test_mfa_enrol_started_and_mfa_enrolled(belfius, sophie):
    visit = Visitor("belfius", ip="198.51.100.5")
    visit.enrol(sophie)
    login = Login(belfius, sophie, "", "", visit)
    for code in ("mfa.enrol_started", "mfa.enrolled"):
        assert login.origin(code)[1:] == (sophie.id, *FROM), code


def test_mfa_challenged(login):
    assert login.origin("mfa.challenged") == ({"factor": "otp"}, login.person.id, *FROM)


def test_mfa_succeeded(login):
    login.visit.post("mfa/challenge", code=oath(login.secret))
    assert login.origin("mfa.succeeded") == ({"factor": "otp"}, login.person.id, *FROM)


def test_mfa_failed_wrong_and_used(login):
    login.visit.post("mfa/challenge", code="000000")
    assert login.origin("mfa.failed") == ({"reason": "wrong", "factor": "otp"}, login.person.id, *FROM)


def test_mfa_throttled(login):
    for number in range(5):
        login.visit.post("mfa/challenge", code=f"00000{number}")
    assert login.origin("mfa.throttled") == ({"attempts": 5}, login.person.id, *FROM)


def test_recovery_used_and_recovery_regenerated_and_recovery_kept(login):
    login.visit.post("mfa/recovery", code=login.recovery)
    login.visit.post("mfa/recovery-code", kept="1")
    for code in ("recovery.used", "recovery.regenerated", "recovery.kept"):
        assert login.origin(code)[1:] == (login.person.id, *FROM), code


def test_recovery_failed(login):
    login.visit.post("mfa/recovery", code="A" * 24)
    assert login.origin("recovery.failed")[1:] == (login.person.id, *FROM)


def test_session_ended_names_session_and_factor(login):
    login.visit.post("mfa/challenge", code=oath(login.secret))
    session = _session_id(login)
    login.visit.post("logout")
    values, subject, *came_from = login.origin("session.ended")
    assert (values, subject) == ({"session": session, "factor": "otp"}, login.person.id)
    assert tuple(came_from) == FROM


def test_session_displaced_names_the_one_that_ended(login, tighten):
    tighten(login.insurer, max_sessions=1)
    oldest = _session_id(login)
    login.visit.post("mfa/challenge", code=oath(login.secret))
    values, subject, *_ = login.origin("session.displaced")
    assert (values, subject) == ({"session": oldest, "factor": "otp"}, login.person.id)


def test_device_remembered(login):
    login.visit.post("mfa/challenge", code=oath(login.secret), remember="1")
    values, subject, *came_from = login.origin("device.remembered")
    assert "device" in values
    assert (subject, tuple(came_from)) == (login.person.id, FROM)


def test_security_suspicion(login):
    for number in range(5):
        login.visit.post("mfa/challenge", code=f"00000{number}")
    assert login.origin("security.suspicion") == ({"pattern": "wrong_codes", "attempts": 5}, login.person.id, *FROM)


def test_no_event_of_a_login_holds_what_was_typed(login):
    login.visit.post("login", email=login.person.email, password="a wrong guess of mine")
    login.visit.post("mfa/challenge", code=oath(login.secret))
    with scope.of(login.insurer.id):
        rows = [(row.values, row.origin) for row in Event.objects.all()]
    for secret in ("a wrong guess of mine", login.person.password, oath(login.secret), login.person.email):
        assert secret not in str(rows)


def test_every_event_of_the_table_is_declared():
    """The events of the login, by the names that the house gives them."""
    names = (
        "login.succeeded login.failed throttle.pair_blocked throttle.user_slowed throttle.ip_blocked throttle.released "
        "password.reset_requested password.changed password.change_failed mfa.enrol_started mfa.enrolled "
        "mfa.challenged mfa.succeeded mfa.failed mfa.throttled recovery.used recovery.failed session.ended "
        "account.created device.remembered device.revoked admin.mfa_reset admin.blocked admin.unblocked "
        "recovery.regenerated security.suspicion"
    )
    assert [name for name in names.split() if declared(name) is None] == []


def test_a_code_used_again_is_noted_as_used(login):
    code = oath(login.secret)
    login.visit.post("mfa/challenge", code=code)
    again = Visitor("belfius", ip="198.51.100.5")
    again.password(login.person)
    again.post("mfa/challenge", code=code)
    assert login.newest("mfa.failed").values["reason"] in {"wrong", "used"}
    assert at(again.get("account")) == "login"
