"""Patterns that look like somebody else at the door: the person, support and the trail learn of them, once a day."""

import pytest

from accident_manager.audit import queries as audit
from accident_manager.foundation.actor import system
from accident_manager.identity import outbox
from accident_manager.identity.actions import accounts
from accident_manager.storage import scope
from identity.people import Visitor, account_of, at, later, oath


def _guess(ip: str, email: str, times: int = 1) -> None:
    for _ in range(times):
        Visitor("belfius", ip=ip).post("login", email=email, password="a wrong guess")


def _noticed(insurer) -> list[tuple[str, object]]:
    """The patterns in the trail, oldest first, with the account they are about."""
    with scope.of(insurer.id):
        found = [event for event in audit.recent(limit=500) if event.code == "security.suspicion"]
    return [(event.values["pattern"], event.subject_id) for event in reversed(found)]


def _told(insurer) -> list[tuple[str, str, str]]:
    """Kind, receiver and language of each notice, oldest first."""
    with scope.of(insurer.id):
        mails = [mail for mail in outbox.recent(300) if mail.kind.startswith("suspicion")]
    return [(mail.kind, mail.recipient, mail.language) for mail in reversed(mails)]


def _text(insurer, kind: str) -> str:
    with scope.of(insurer.id):
        return next(mail.text for mail in outbox.recent(300) if mail.kind == kind)


BOTH = [("suspicion", "sophie.marchal@example.be", "fr"), ("suspicion-support", "help@belfius.example", "fr")]


def test_many_addresses_on_one_account(belfius, sophie):
    for host in range(4):
        _guess(f"203.0.113.{host}", sophie.email)
    assert _noticed(belfius) == []
    _guess("203.0.113.4", sophie.email)
    assert _noticed(belfius) == [("many_addresses", sophie.id)]
    assert _told(belfius) == BOTH
    assert "depuis 5 adresses réseau" in _text(belfius, "suspicion")
    assert sophie.email in _text(belfius, "suspicion-support")


def test_it_is_told_once_a_day(belfius, sophie):
    for host in range(12):
        _guess(f"203.0.113.{host}", sophie.email)
    assert len(_told(belfius)) == 2
    with later(hours=25):
        for host in range(5):
            _guess(f"203.0.113.{host}", sophie.email)
    assert len(_told(belfius)) == 4


def test_what_to_do_stands_in_the_mail(belfius, sophie):
    for host in range(5):
        _guess(f"203.0.113.{host}", sophie.email)
    text = _text(belfius, "suspicion")
    assert "/belfius/account/hacked" in text
    assert "Contactez immédiatement help@belfius.example ou 02/286 74 74" in text
    assert "/belfius/security/" in _text(belfius, "suspicion-support")


def test_one_address_on_many_accounts(belfius, sophie):
    for number in range(10):
        _guess("203.0.113.1", f"somebody{number}@example.be", 3)
    assert _noticed(belfius) == []
    _guess("203.0.113.1", sophie.email)
    assert _noticed(belfius) == [("many_accounts", sophie.id)]
    assert _told(belfius) == BOTH
    assert "203.0.113.1" in _text(belfius, "suspicion-support")


def test_support_hears_of_one_address_on_many_accounts_also_when_none_is_known(belfius):
    for number in range(14):
        _guess("203.0.113.1", f"somebody{number}@example.be")
    assert _told(belfius) == [("suspicion-support", "help@belfius.example", "fr")]


def test_whoever_has_many_addresses_does_not_fill_the_mailbox_of_support(belfius):
    for network in range(22):
        for number in range(11):
            _guess(f"203.0.{network}.1", f"somebody{number}@example.be")
    assert len(_noticed(belfius)) > 22
    assert _told(belfius) == [("suspicion-support", "help@belfius.example", "fr")] * 20


def test_an_office_where_many_mistype_and_then_get_in_raises_nothing(belfius):
    with scope.of(belfius.id):
        colleagues = [account_of(belfius, f"an{number}@example.be") for number in range(12)]
    for person in colleagues:
        visit = Visitor("belfius", ip="203.0.113.1")
        _guess("203.0.113.1", person.email, 2)
        assert at(visit.password(person)) == "mfa/enrol"
    assert _noticed(belfius) == []


def test_the_right_password_with_wrong_codes(belfius, sophie):
    Visitor("belfius").enrol(sophie)
    visit = Visitor("belfius", ip="203.0.113.1")
    visit.password(sophie)
    for number in range(4):
        visit.post("mfa/challenge", code=f"00000{number}")
    assert _noticed(belfius) == []
    visit.post("mfa/challenge", code="000009")
    assert _noticed(belfius) == [("wrong_codes", sophie.id)]
    assert _told(belfius) == BOTH
    assert "203.0.113.1" in _text(belfius, "suspicion")


def test_a_login_from_a_browser_never_seen_before_is_told_to_the_person_alone(belfius, sophie):
    mine = Visitor("belfius")
    secret, _ = mine.enrol(sophie)
    assert _noticed(belfius) == [], "the first login was his own"
    with later(minutes=5):
        mine.post("logout")
        mine.password(sophie)
        mine.post("mfa/challenge", code=oath(secret))
        assert mine.is_in()
    assert _noticed(belfius) == [], "this browser has been here"
    with later(minutes=10):
        strange = Visitor("belfius", ip="203.0.113.1")
        strange.password(sophie)
        strange.post("mfa/challenge", code=oath(secret))
        assert strange.is_in()
    assert _noticed(belfius) == [("new_device", sophie.id)]
    assert _told(belfius) == BOTH[:1]
    assert "203.0.113.1" in _text(belfius, "suspicion")


def test_a_browser_that_was_told_about_is_known_from_then_on(belfius, sophie):
    secret, _ = Visitor("belfius").enrol(sophie)
    other = Visitor("belfius", ip="203.0.113.1")
    for minutes in (5, 2000):
        with later(minutes=minutes):
            other.password(sophie)
            assert at(other.post("mfa/challenge", code=oath(secret))) == ""
            other.post("logout")
    assert len(_told(belfius)) == 1


def test_a_browser_known_to_one_account_is_new_to_another(belfius, sophie):
    shared = Visitor("belfius")
    shared.enrol(sophie)
    with scope.of(belfius.id):
        an = account_of(belfius, "an@example.be")
    secret, _ = Visitor("belfius").enrol(an)
    with later(minutes=5):
        shared.post("logout")
        shared.password(an)
        assert at(shared.post("mfa/challenge", code=oath(secret))) == ""
    assert _noticed(belfius) == [("new_device", an.id)]


def test_the_mark_of_a_browser_opens_nothing_and_names_nobody(belfius, sophie):
    mine = Visitor("belfius")
    mine.enrol(sophie)
    cookie = mine.client.cookies["acm_seen"]
    assert (bool(cookie["httponly"]), cookie["samesite"], cookie["path"]) == (True, "Lax", "/belfius/")
    assert str(sophie.id) not in cookie.value
    thief = Visitor("belfius")
    thief.client.cookies["acm_seen"] = cookie.value
    assert not thief.is_in()
    assert at(thief.password(sophie)) == "mfa/challenge"


def test_success_after_failures(belfius, sophie):
    mine = Visitor("belfius")
    secret, _ = mine.enrol(sophie)
    with later(minutes=5):
        _guess("203.0.113.1", sophie.email, 3)
        _guess("192.0.2.7", sophie.email, 2)
        mine.post("logout")
        mine.password(sophie)
        mine.post("mfa/challenge", code=oath(secret))
        assert mine.is_in()
    assert _noticed(belfius) == [("success_after_failures", sophie.id)]
    assert _told(belfius) == BOTH
    assert "après 5 tentatives infructueuses" in _text(belfius, "suspicion")


def test_a_slip_or_two_before_a_login_raises_nothing(belfius, sophie):
    mine = Visitor("belfius")
    secret, _ = mine.enrol(sophie)
    with later(minutes=5):
        _guess("192.0.2.7", sophie.email, 4)
        mine.post("logout")
        mine.password(sophie)
        mine.post("mfa/challenge", code=oath(secret))
    assert _noticed(belfius) == []


@pytest.mark.parametrize("kind", ["unknown", "blocked"])
def test_nobody_is_told_about_an_account_that_is_not_there_or_blocked(belfius, sophie, kind):
    email = "nobody@example.be"
    if kind == "blocked":
        email = sophie.email
        with scope.of(belfius.id):
            accounts.block(sophie.id, reason="misuse", by=system(belfius.id))
    for host in range(6):
        _guess(f"203.0.113.{host}", email)
    assert _told(belfius) == []


def test_the_trail_keeps_codes_and_numbers_only(belfius, sophie):
    for host in range(5):
        _guess(f"203.0.113.{host}", sophie.email)
    with scope.of(belfius.id):
        [event] = [event for event in audit.recent(limit=100) if event.code == "security.suspicion"]
    assert event.values == {"pattern": "many_addresses", "attempts": 5}
