"""Every number of the login, with a clock that stands still: how often, for how long, for whom."""

from datetime import timedelta

import pytest

from accident_manager.audit import queries as audit
from accident_manager.foundation import clock
from accident_manager.identity import outbox, queries
from accident_manager.identity.actions import cleanup, throttle
from accident_manager.identity.models import CodeFailures, Pace, PasswordFailures, Session
from accident_manager.storage import scope
from identity.people import Visitor, account_of, at, later, link_in, newest_mail, oath, text_of, without_chance

BLOCKED = "Your account has been blocked after multiple consecutive login attempts."
SLOWED = "Too many login attempts for this user. Please wait, and try again later."
ADDRESS_BLOCKED = (
    "We have detected suspicious login behavior and further attempts will be blocked. Please contact the administrator."
)


def _guess(visit, person, times: int = 1):
    for _ in range(times):
        answer = visit.post("login", email=getattr(person, "email", person), password="a wrong guess")
    return answer


def _happened(insurer, code: str) -> int:
    with scope.of(insurer.id):
        return sum(event.code == code for event in audit.recent(limit=500))


# ---- wrong passwords of one address on one account


def test_ten_wrong_passwords_block_the_pair_and_the_eleventh_is_not_looked_at(belfius, sophie):
    visit = Visitor("belfius", ip="198.51.100.1")
    assert "Wrong email or password" in text_of(_guess(visit, sophie, 10))
    assert BLOCKED in text_of(visit.password(sophie))
    assert _happened(belfius, "throttle.pair_blocked") == 1


def test_the_block_ends_after_a_day_however_often_one_knocks(sophie):
    visit = Visitor("belfius", ip="198.51.100.1")
    _guess(visit, sophie, 10)
    for hours in (6, 12, 18, 23):
        with later(hours=hours):
            assert BLOCKED in text_of(visit.password(sophie))
    with later(hours=24, seconds=1):
        assert at(visit.password(sophie)) == "mfa/enrol"


def test_nine_failures_of_yesterday_are_forgotten(sophie):
    visit = Visitor("belfius", ip="198.51.100.1")
    _guess(visit, sophie, 9)
    with later(hours=24, seconds=1):
        assert "Wrong email or password" in text_of(_guess(visit, sophie, 9))
        assert at(visit.password(sophie)) == "mfa/enrol"


def test_an_insurer_may_block_after_three(belfius, sophie, tighten):
    tighten(belfius, failed_passwords=3)
    visit = Visitor("belfius", ip="198.51.100.1")
    _guess(visit, sophie, 3)
    assert BLOCKED in text_of(visit.password(sophie))


# ---- logins of one pair, whatever their outcome


def test_after_twenty_logins_in_a_minute_there_are_ten_a_minute(belfius, sophie):
    visit = Visitor("belfius")
    for _ in range(20):
        assert at(visit.password(sophie)) == "mfa/enrol"
    answer = visit.password(sophie)
    assert (answer.status_code, SLOWED in text_of(answer)) == (429, True)
    assert answer["Retry-After"] == "6"
    assert _happened(belfius, "throttle.user_slowed") == 1
    with later(minutes=1):
        for _ in range(10):
            assert at(visit.password(sophie)) == "mfa/enrol"
        assert visit.password(sophie).status_code == 429
    with later(minutes=1, seconds=6):
        assert at(visit.password(sophie)) == "mfa/enrol"


def test_whoever_is_slowed_slows_nobody_at_another_address(sophie):
    stranger = Visitor("belfius", ip="198.51.100.1")
    _guess(stranger, sophie, 25)
    assert SLOWED in text_of(stranger.password(sophie))
    assert at(Visitor("belfius").password(sophie)) == "mfa/enrol"


def test_the_trail_is_not_filled_by_knocking(belfius, sophie):
    stranger = Visitor("belfius", ip="198.51.100.1")
    _guess(stranger, sophie, 60)
    assert _happened(belfius, "throttle.user_slowed") == 1
    assert _happened(belfius, "login.failed") == 20


def test_an_insurer_may_allow_six_a_minute(belfius, sophie, tighten):
    tighten(belfius, attempts_a_minute=6)
    visit = Visitor("belfius")
    answers = [visit.password(sophie).status_code for _ in range(7)]
    assert answers == [302] * 6 + [429]


# ---- one address on many accounts


def _fail_on_many(visit, number: int) -> None:
    for one in range(number):
        _guess(visit, f"somebody{one}@example.be")


def test_after_a_hundred_failures_a_day_an_address_has_one_try_every_quarter_of_an_hour(belfius, sophie):
    visit = Visitor("belfius", ip="198.51.100.1")
    _fail_on_many(visit, 100)
    answer = visit.password(sophie)
    assert (answer.status_code, ADDRESS_BLOCKED in text_of(answer)) == (429, True)
    assert answer["Retry-After"] == str(24 * 36)
    assert _happened(belfius, "throttle.ip_blocked") == 1
    with later(minutes=15):
        assert "Wrong email" in text_of(_guess(visit, "yet.another@example.be"))
        assert visit.password(sophie).status_code == 429
    with later(days=1, minutes=15):
        assert at(visit.password(sophie)) == "mfa/enrol"


def test_only_failures_are_counted_against_an_address(belfius, sophie, tighten):
    tighten(belfius, failures_a_day_of_an_address=20)
    visit = Visitor("belfius")
    for minute in range(0, 60, 2):
        with later(minutes=minute):
            assert at(visit.password(sophie)) == "mfa/enrol"
    with scope.of(belfius.id):
        account_of(belfius, "an@example.be")
    _fail_on_many(visit, 20)
    assert visit.password(sophie).status_code == 429


def test_an_ipv6_network_of_one_customer_is_one_address(belfius, sophie, tighten):
    tighten(belfius, failures_a_day_of_an_address=20)
    for host in range(20):
        _guess(Visitor("belfius", ip=f"2001:db8:0:1::{host:x}"), f"somebody{host}@example.be")
    assert Visitor("belfius", ip="2001:db8:0:1:ffff::1").password(sophie).status_code == 429
    assert at(Visitor("belfius", ip="2001:db8:0:2::1").password(sophie)) == "mfa/enrol"


def test_a_blocked_address_says_the_same_of_every_account(belfius, sophie, tighten):
    tighten(belfius, failures_a_day_of_an_address=20)
    visit = Visitor("belfius", ip="198.51.100.1")
    _fail_on_many(visit, 20)
    pages = {
        without_chance(visit.post("login", email=email, password="any")).replace(email, "…")
        for email in (sophie.email, "nobody@example.be")
    }
    assert len(pages) == 1


def test_a_device_that_somebody_had_remembered_is_not_held_back_for_a_neighbour(belfius, sophie, tighten):
    tighten(belfius, failures_a_day_of_an_address=20)
    secret, _ = Visitor("belfius").enrol(sophie)
    mine = Visitor("belfius")
    with later(minutes=5):
        mine.password(sophie)
        assert at(mine.post("mfa/challenge", code=oath(secret), remember="1")) == ""
        mine.post("logout")
        _fail_on_many(Visitor("belfius"), 20)
        assert Visitor("belfius").password(sophie).status_code == 429
        assert at(mine.password(sophie)) == ""


def test_who_comes_from_nowhere_known_shares_no_limit_with_others_like_him(belfius, sophie, tighten):
    tighten(belfius, failures_a_day_of_an_address=20)
    _fail_on_many(Visitor("belfius", ip=""), 25)
    assert at(Visitor("belfius", ip="").password(sophie)) == "mfa/enrol"


# ---- an account under attack from many addresses


def _attack(person, failures: int) -> None:
    for number in range(failures):
        _guess(Visitor("belfius", ip=f"203.0.113.{number}"), person)


def test_after_fifty_failures_from_everywhere_each_try_is_slowed_and_nobody_is_locked_out(belfius, sophie, paused):
    _attack(sophie, 50)
    assert paused == []
    assert at(Visitor("belfius").password(sophie)) == "mfa/enrol"
    assert paused == [1.0]
    _guess(Visitor("belfius", ip="198.51.100.9"), sophie)
    assert paused == [1.0, 1.0]
    with later(hours=1):
        assert at(Visitor("belfius").password(sophie)) == "mfa/enrol"
    assert paused == [1.0, 1.0]


def test_an_unknown_address_under_attack_is_slowed_alike(belfius, paused):
    _attack("nobody@example.be", 51)
    assert paused == [1.0]


def test_the_person_and_support_are_told_once(belfius, sophie):
    _attack(sophie, 60)
    with scope.of(belfius.id):
        told = [(mail.kind, mail.recipient) for mail in outbox.recent(200) if "slowed" in _english(mail)]
    assert sorted(told) == [("suspicion", sophie.email), ("suspicion-support", "help@belfius.example")]


def _english(mail) -> str:
    return "slowed" if "ralentie" in mail.text else ""


def test_only_a_few_wait_at_a_time_so_that_waiting_is_no_lever(belfius, sophie, monkeypatch):
    """Three wait already: the fourth is not held, and not refused."""
    _attack(sophie, 50)
    waits = []
    monkeypatch.setattr(throttle, "sleep", waits.append)
    held = [throttle._waiting.acquire(blocking=False) for _ in range(throttle.MOST_SLOWED)]
    try:
        assert all(held)
        assert at(Visitor("belfius").password(sophie)) == "mfa/enrol"
    finally:
        for _ in held:
            throttle._waiting.release()
    assert waits == []


def test_the_pause_can_be_given_by_whoever_calls(belfius, sophie):
    from accident_manager.identity.actions import login

    _attack(sophie, 50)
    waited = []
    with scope.of(belfius.id):
        by = queries.visitor("192.0.2.99")
        login.begin(email=sophie.email, password=sophie.password, device_token="", by=by, pause=waited.append)
    assert waited == [throttle.SLOWED_BY]


def test_an_insurer_may_call_ten_an_hour_an_attack(belfius, sophie, tighten, paused):
    tighten(belfius, failures_an_hour_on_an_account=10)
    _attack(sophie, 11)
    assert paused == [1.0]


# ---- wrong codes


@pytest.fixture
def challenged(sophie):
    """A browser that has given the password, and the secret of the app."""
    secret, recovery = Visitor("belfius").enrol(sophie)
    visit = Visitor("belfius")
    visit.password(sophie)
    return visit, secret, recovery


WAIT = "Too many failed codes. Wait for some minutes before retrying."


def test_ten_wrong_codes_an_hour_are_the_most_also_when_right_ones_come_between(sophie, challenged):
    visit, secret, _ = challenged
    for number, minute in enumerate((1, 2, 3, 4, 6, 7, 8, 9, 10, 11)):
        with later(minutes=minute):
            assert "The code you entered is invalid" in text_of(visit.post("mfa/challenge", code=f"00000{number % 10}"))
            if number in (3, 7):
                other = Visitor("belfius")
                other.password(sophie)
                assert at(other.post("mfa/challenge", code=oath(secret))) == ""
    with later(minutes=20):
        assert WAIT in text_of(visit.post("mfa/challenge", code=oath(secret)))
    with later(minutes=62):
        again = Visitor("belfius")
        again.password(sophie)
        assert at(again.post("mfa/challenge", code=oath(secret))) == ""


def test_an_insurers_own_numbers_of_wrong_codes_hold(belfius, sophie, challenged, tighten):
    tighten(belfius, wrong_codes_in_a_row=3, wrong_codes_an_hour=5, wrong_codes_before_suspension=5)
    visit, secret, recovery = challenged
    for number in range(3):
        visit.post("mfa/challenge", code=f"00000{number}")
    with later(minutes=4):
        assert WAIT in text_of(visit.post("mfa/challenge", code=oath(secret)))
    with later(minutes=6):
        for number in range(2):
            assert "invalid" in text_of(visit.post("mfa/challenge", code=f"00001{number}"))
    with later(hours=2):
        again = Visitor("belfius")
        again.password(sophie)
        assert WAIT in text_of(again.post("mfa/challenge", code=oath(secret))), "suspended"
        assert at(again.post("mfa/recovery", code=recovery)) == "mfa/recovery-code"
        with scope.of(belfius.id):
            assert not CodeFailures.objects.filter(kind="code").exists()


def test_wrong_codes_of_one_person_hold_up_nobody_else(belfius, sophie, challenged):
    visit, _, _ = challenged
    with scope.of(belfius.id):
        colleague = account_of(belfius, "an@example.be")
    for number in range(5):
        visit.post("mfa/challenge", code=f"00000{number}")
    Visitor("belfius").enrol(colleague)


# ---- mails with a link


def _links(insurer) -> int:
    with scope.of(insurer.id):
        return sum(mail.kind == "reset-password" for mail in outbox.recent(200))


def test_an_insurers_own_numbers_of_reset_mails_hold(belfius, sophie, tighten):
    tighten(belfius, reset_mails_an_hour=3, reset_mails_an_hour_of_an_address=5)
    with scope.of(belfius.id):
        others = [account_of(belfius, f"an{n}@example.be", password="") for n in range(4)]
    before = _links(belfius)
    visit = Visitor("belfius", ip="198.51.100.1")
    pages = {visit.post("forgot-password", email=sophie.email).status_code for _ in range(4)}
    assert (_links(belfius) - before, pages) == (2, {200}), "one was sent when the account was made"
    for person in others:
        visit.post("forgot-password", email=person.email)
    assert _links(belfius) - before == 5
    Visitor("belfius", ip="198.51.100.2").post("forgot-password", email=others[3].email)
    assert _links(belfius) - before == 6


def test_twenty_reset_mails_an_hour_are_the_most_of_one_address(belfius):
    with scope.of(belfius.id):
        people = [account_of(belfius, f"an{n}@example.be", password="") for n in range(22)]
    visit = Visitor("belfius", ip="198.51.100.1")
    for person in people:
        visit.post("forgot-password", email=person.email)
    assert _links(belfius) == 20
    with later(hours=1, seconds=1):
        visit.post("forgot-password", email=people[21].email)
    assert _links(belfius) == 21


def test_an_insurer_may_let_links_work_for_an_hour(belfius, sophie, tighten, visit):
    tighten(belfius, reset_link_hours=1)
    visit.post("forgot-password", email=sophie.email)
    mail = newest_mail(belfius.id, "reset")
    assert "1\u00a0heure" in mail.text or "1 heure" in mail.text
    path = link_in(mail.text).partition("/belfius/")[2]
    visit.get(path)
    with later(minutes=59):
        assert visit.get("reset-password").status_code == 200
    with later(minutes=61):
        assert "Link Expired" in text_of(visit.get("reset-password"))


# ---- sessions


def _log_in(person, secret: str, minutes: int):
    visit = Visitor("belfius")
    with later(minutes=minutes):
        visit.password(person)
        assert at(visit.post("mfa/challenge", code=oath(secret))) == ""
    return visit


def test_an_insurer_may_allow_two_sessions_and_the_oldest_ends(belfius, sophie, tighten):
    tighten(belfius, max_sessions=2)
    first = Visitor("belfius")
    secret, _ = first.enrol(sophie)
    second, third = _log_in(sophie, secret, 5), _log_in(sophie, secret, 10)
    with later(minutes=11):
        assert [visit.is_in() for visit in (first, second, third)] == [False, True, True]
    assert _happened(belfius, "session.displaced") == 1


def test_without_a_maximum_all_sessions_live(sophie):
    first = Visitor("belfius")
    secret, _ = first.enrol(sophie)
    others = [_log_in(sophie, secret, 5 * n) for n in range(1, 5)]
    with later(minutes=21):
        assert all(visit.is_in() for visit in (first, *others))


def test_a_session_keeps_how_the_second_factor_was_given(belfius, sophie):
    secret, recovery = Visitor("belfius").enrol(sophie)
    visit = Visitor("belfius")
    with later(minutes=5):
        visit.password(sophie)
        visit.post("mfa/challenge", code=oath(secret), remember="1")
        visit.post("logout")
        visit.password(sophie)
        by_recovery = Visitor("belfius")
        by_recovery.password(sophie)
        by_recovery.post("mfa/recovery", code=recovery)
        by_recovery.post("mfa/recovery-code", kept="1")
    with scope.of(belfius.id):
        factors = Session.objects.filter(account_id=sophie.id).order_by("created_at", "id")
        assert [session.factor for session in factors] == ["otp", "device", "recovery"]


# ---- what is forgotten


def test_what_has_filled_again_is_forgotten_and_nothing_sooner(belfius, sophie):
    _guess(Visitor("belfius", ip="198.51.100.1"), sophie, 3)
    with scope.of(belfius.id):
        kept = Pace.objects.count()
        assert kept > 0
        with clock.frozen(clock.now() + timedelta(hours=23)):
            cleanup.forget_ended()
            assert Pace.objects.count() == kept
        with clock.frozen(clock.now() + timedelta(hours=25)):
            cleanup.forget_ended()
        assert not Pace.objects.exists()
        assert not PasswordFailures.objects.exists()
