"""Whether an account exists, is blocked or was never activated: nobody learns it from an answer."""

import pytest

from accident_manager.foundation.actor import system
from accident_manager.identity import outbox
from accident_manager.identity.actions import accounts
from accident_manager.storage import scope
from identity.people import Visitor, account_of, at, later, text_of, without_chance


@pytest.fixture
def five(belfius, sophie):
    """The same length of address for all, so that even the page that repeats it is the same length."""
    with scope.of(belfius.id):
        account_of(belfius, "known__@example.be")
        enrolled = account_of(belfius, "enrolle@example.be")
        account_of(belfius, "neverac@example.be", password="")
        blocked = account_of(belfius, "blocked@example.be")
        accounts.block(blocked.id, system(belfius.id), reason="left")
    Visitor("belfius").enrol(enrolled)
    return [
        "known__@example.be",
        "enrolle@example.be",
        "neverac@example.be",
        "blocked@example.be",
        "unknown@example.be",
    ]


def _bytes(response, email: str) -> tuple[int, str]:
    return response.status_code, without_chance(response).replace(email, "…")


def test_a_wrong_password_is_answered_alike_for_all(five):
    answers = {_bytes(Visitor("belfius").post("login", email=e, password="wrong password"), e) for e in five}
    assert len(answers) == 1
    assert "Wrong email or password" in text_of(Visitor("belfius").post("login", email=five[0], password="wrong"))


def test_asking_for_a_link_is_answered_alike_for_all(belfius, five):
    before = len(_mails(belfius))
    answers = {_bytes(Visitor("belfius").post("forgot-password", email=e), e) for e in five}
    assert len(answers) == 1
    assert len(_mails(belfius)) - before == 3, "mails went to the three who may log in or be activated"


def test_the_same_work_is_done_for_all(five, monkeypatch, django_assert_num_queries):
    """One verification each; the number of queries differs by none between an unknown and a known address."""
    from accident_manager.identity.actions import passwords

    counted = []
    real = passwords.check_password
    monkeypatch.setattr(passwords, "check_password", lambda *a: counted.append(a) or real(*a))
    for email in five:
        Visitor("belfius").post("login", email=email, password="wrong password")
    assert len(counted) == len(five)


def test_ten_failures_block_the_pair_and_nobody_else(belfius, sophie):
    stranger = Visitor("belfius", ip="198.51.100.66")
    for _ in range(10):
        assert "Wrong email" in text_of(stranger.post("login", email=sophie.email, password="guess"))
    said = "Your account has been blocked after multiple consecutive login attempts."
    assert said in text_of(stranger.post("login", email=sophie.email, password="guess"))
    assert said in text_of(stranger.password(sophie)), "the right password helps no more from there"
    assert at(Visitor("belfius", ip="192.0.2.7").password(sophie)) == "mfa/enrol"
    with later(hours=25):
        assert at(stranger.password(sophie)) == "mfa/enrol"


def test_unknown_addresses_are_blocked_alike(belfius, sophie):
    known, unknown = Visitor("belfius", ip="198.51.100.1"), Visitor("belfius", ip="198.51.100.2")
    for _ in range(12):
        a = _bytes(known.post("login", email=sophie.email, password="guess"), sophie.email)
        b = _bytes(unknown.post("login", email="nobody@example.be", password="guess"), "nobody@example.be")
        assert a == b


def test_a_success_clears_the_count(sophie):
    visit = Visitor("belfius")
    for minutes in (0, 2, 4):
        with later(minutes=minutes):
            for _ in range(9):
                visit.post("login", email=sophie.email, password="guess")
            assert at(visit.password(sophie)) == "mfa/enrol"


def test_neighbours_of_one_ipv6_network_are_counted_together(sophie):
    for host in range(10):
        Visitor("belfius", ip=f"2001:db8:0:1::{host:x}").post("login", email=sophie.email, password="guess")
    assert "blocked" in text_of(Visitor("belfius", ip="2001:db8:0:1:ffff::1").password(sophie))
    assert at(Visitor("belfius", ip="2001:db8:0:2::1").password(sophie)) == "mfa/enrol"


def _mails(insurer):
    with scope.of(insurer.id):
        return [mail for mail in outbox.recent() if mail.kind == "reset-password"]
