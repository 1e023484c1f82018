"""Two things at the same moment: what ended while somebody was on his way in lets nobody in, and keeps nothing."""

import pytest

from accident_manager.audit.models import Event
from accident_manager.foundation.actor import system
from accident_manager.identity import queries
from accident_manager.identity.actions import accounts, devices, passwords
from accident_manager.identity.actions.grants import RoleGrant
from accident_manager.identity.models import Device, Session
from accident_manager.storage import scope
from accident_manager.web.pages.identity import half
from attack.races import at_once, insurer_of_its_own
from identity.conftest import _cheap_passwords, _still_clock, paused, sophie, tighten, visit  # noqa: F401
from identity.people import Visitor, at, later, link_in, newest_mail, oath

NEW = "quatre chats sur le toit rouge"


def reset_by_mail(insurer, person) -> None:
    """Its owner asks for a link and sets another password."""
    with scope.of(insurer.id):
        passwords.request_link(email=person.email, by=queries.visitor("192.0.2.9"))
        token = link_in(newest_mail(insurer.id, "reset").text).rpartition("/")[2]
        passwords.set_by_link(
            token_hash=passwords.link_hash(token), password=NEW, again=NEW, by=queries.visitor("192.0.2.9")
        )


def meanwhile(monkeypatch, module, name: str, act) -> None:
    """Once, right before this is done, the other thing happens."""
    real, left = getattr(module, name), [act]

    def done(*args, **kwargs):
        if left:
            left.pop()()
        return real(*args, **kwargs)

    monkeypatch.setattr(module, name, done)


def test_a_password_set_while_a_code_is_accepted_leaves_no_device_behind(belfius, sophie, monkeypatch):  # noqa: F811
    secret, _ = Visitor("belfius").enrol(sophie)
    with later(minutes=1):
        thief = Visitor("belfius", ip="203.0.113.5")
        thief.password(sophie)
        meanwhile(monkeypatch, devices, "remember", lambda: reset_by_mail(belfius, sophie))
        assert at(thief.post("mfa/challenge", code=oath(secret), remember="1")) == "login"
        with scope.of(belfius.id):
            assert not Device.objects.exists()
            assert not Session.objects.filter(account_id=sophie.id).exists()
        assert not thief.is_in()


def test_a_password_set_while_a_session_opens_leaves_no_session(belfius, sophie, monkeypatch):  # noqa: F811
    """The session may be written after all others were ended: its next request ends it."""
    secret, _ = Visitor("belfius").enrol(sophie)
    with later(minutes=1):
        thief = Visitor("belfius", ip="203.0.113.5")
        thief.password(sophie)
        real = half.login.open_session

        def late(request, *args, **kwargs):
            account = real(request, *args, **kwargs)
            # As if the owner's reset had not seen this row yet, which was being written.
            Session.objects.filter(account_id=sophie.id).update(account_id=None)
            reset_by_mail(belfius, sophie)
            return account

        monkeypatch.setattr(half.login, "open_session", late)
        assert at(thief.post("mfa/challenge", code=oath(secret))) == ""
        assert not thief.is_in()


def test_a_device_forgotten_while_it_logs_in_asks_a_code(belfius, sophie, monkeypatch):  # noqa: F811
    visitor = Visitor("belfius")
    secret, _ = visitor.enrol(sophie)
    with later(minutes=1):
        visitor.post("logout")
        visitor.password(sophie)
        assert at(visitor.post("mfa/challenge", code=oath(secret), remember="1")) == ""
        visitor.post("logout")
        with scope.of(belfius.id):
            forget = Device.objects.all().delete
        meanwhile(monkeypatch, devices, "recognised", lambda: forget())
        assert at(visitor.password(sophie)) == "mfa/challenge"


@pytest.mark.parametrize("stage", ["mfa/enrol", "mfa/challenge", "mfa/recovery-code"])
def test_sessions_that_support_ends_are_also_those_on_their_way_in(belfius, sophie, stage):  # noqa: F811
    secret = ""
    if stage != "mfa/enrol":
        secret, recovery = Visitor("belfius").enrol(sophie)
    thief = Visitor("belfius", ip="203.0.113.5")
    with later(minutes=1):
        thief.password(sophie)
        code = oath(secret or thief.typed_key())
        if stage == "mfa/recovery-code":
            thief.post("mfa/recovery", code=recovery)
        with scope.of(belfius.id):
            accounts.end_sessions(sophie.id, system(belfius.id))
        assert at(thief.post(stage, code=code, kept="1")) == "login"
        assert not thief.is_in()


def test_logging_in_over_an_open_session_ends_that_one(belfius, sophie):  # noqa: F811
    """A form of the login that was opened before: the account of before is not the one of after."""
    visitor = Visitor("belfius")
    visitor.enrol(sophie)
    before = visitor.client.cookies["acm_session"].value
    assert at(visitor.password(sophie)) == "mfa/challenge"
    assert not visitor.is_in()
    with scope.of(belfius.id):
        assert Event.objects.filter(code="session.ended", actor_account_id=sophie.id).count() == 1
    old = Visitor("belfius")
    old.client.cookies["acm_session"] = before
    assert not old.is_in()


def test_of_two_accounts_for_one_victim_made_at_once_there_is_one(django_db_setup, django_db_blocker):
    token = b"\x07" * 32
    with django_db_blocker.unblock():
        insurer = insurer_of_its_own()

        def make(number: int) -> None:
            accounts.create_account(
                email=f"victim{number}@example.be", first_name="Tomasz", last_name="Zielinski", language="fr",
                roles=[RoleGrant("victim", person_niss_token=token)], by=system(insurer.id),
            )  # fmt: skip

        assert sorted(map(str, at_once(django_db_blocker, insurer, make, 4))) == ["None"] + ["PersonHasAccount"] * 3
