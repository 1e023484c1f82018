"""Many tries at the same moment are no way around a limit: every connection counts in the same rows."""

import re

import pytest

from accident_manager.foundation import clock
from accident_manager.identity import outbox, queries
from accident_manager.identity.actions import factors, login, passwords, throttle, unblock
from accident_manager.identity.models import Account, Authenticator, PasswordFailures, RecoveryCode
from accident_manager.storage import scope
from attack.races import at_once, insurer_of_its_own
from identity.conftest import NOW, _cheap_passwords  # noqa: F401
from identity.people import account_of, link_in, oath

SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
BY = {"ip": "198.51.100.1", "user_agent": "Firefox/150"}


@pytest.fixture
def race(django_db_setup, django_db_blocker, monkeypatch):
    """An insurer with one person, and a way to let many act on her at once."""
    monkeypatch.setattr(throttle, "sleep", lambda seconds: None)
    with django_db_blocker.unblock():
        insurer = insurer_of_its_own()
        with scope.of(insurer.id), clock.frozen(NOW):
            person = account_of(insurer, "race@example.be")

        def run(act, times: int = 6, at=NOW):
            return at_once(django_db_blocker, insurer, act, times, at)

        run.insurer, run.person = insurer, person
        yield run


def _inside(race):
    return scope.of(race.insurer.id)


def _begin(email: str, password: str = "a wrong guess") -> None:
    login.begin(email=email, password=password, device_token="", by=queries.visitor(**BY))


def test_of_many_wrong_passwords_at_once_ten_are_looked_at(race, monkeypatch):
    looked = []
    real = passwords.is_right
    monkeypatch.setattr(passwords, "is_right", lambda *a: looked.append(a) or real(*a))
    results = race(lambda _: _begin(race.person.email), times=14)
    assert sorted(results) == ["TooManyPasswords"] * 4 + ["WrongCredentials"] * 10
    with _inside(race):
        assert PasswordFailures.objects.get().blocked_until is not None


def test_the_last_try_of_an_address_is_given_to_one(race):
    with _inside(race), clock.frozen(NOW):
        for number in range(99):
            throttle.admit(f"somebody{number}@example.be", queries.visitor(**BY), known_device=False)
    results = race(lambda n: throttle.admit(f"else{n}@example.be", queries.visitor(**BY), known_device=False))
    assert sorted(map(str, results)) == ["AddressBlocked"] * 5 + ["None"]


def test_twenty_logins_in_a_minute_are_twenty_also_at_once(race):
    results = race(lambda _: throttle.admit("one@example.be", queries.visitor(**BY), known_device=True), times=24)
    assert sorted(map(str, results)) == ["None"] * 20 + ["TooManyAttempts"] * 4


def test_five_reset_mails_an_hour_are_five_also_at_once(race):
    race(lambda _: passwords.request_link(email=race.person.email, by=queries.visitor(**BY)), times=8)
    with _inside(race):
        assert sum(mail.kind == "reset-password" for mail in outbox.recent(100)) == 5


def test_one_code_enrols_one_app(race):
    with _inside(race), clock.frozen(NOW):
        account = Account.objects.get(pk=race.person.id)
        rows = [Authenticator.objects.create(account=account, secret=b"12345678901234567890") for _ in range(2)]
    code = oath(SECRET, NOW)
    results = race(lambda n: factors.confirm(account, rows[n % 2].id, code, queries.visitor(**BY)), times=4)
    assert results.count(None) == 1
    with _inside(race):
        assert Authenticator.objects.filter(account=account, confirmed_at__isnull=False).count() == 1


def test_the_code_that_enrols_does_not_log_in_at_the_same_moment(race):
    with _inside(race), clock.frozen(NOW):
        account = Account.objects.get(pk=race.person.id)
        row = Authenticator.objects.create(account=account, secret=b"12345678901234567890")
    code = oath(SECRET, NOW)

    def act(number: int) -> None:
        if number == 0:
            return factors.confirm(account, row.id, code, queries.visitor(**BY))
        return factors.verify(account, code, queries.visitor(**BY))

    results = race(act, times=4)
    assert results.count(None) == 1


def test_a_code_is_good_once_in_two_neighbouring_steps_at_the_same_moment(race):
    with _inside(race), clock.frozen(NOW):
        account = Account.objects.get(pk=race.person.id)
        Authenticator.objects.create(
            account=account, secret=b"12345678901234567890", confirmed_at=clock.now(), last_step=5
        )
    codes = [oath(SECRET, NOW), oath(SECRET, NOW)]
    results = race(lambda n: factors.verify(account, codes[n % 2], queries.visitor(**BY)), times=4)
    assert results.count("WrongCode") == 3


def test_a_recovery_code_opens_once(race):
    with _inside(race), clock.frozen(NOW):
        account = Account.objects.get(pk=race.person.id)
        factors.keep_recovery_code(account, "A" * 24)
    results = race(lambda _: factors.use_recovery_code(account, "A" * 24, queries.visitor(**BY)), times=4)
    assert results.count(None) == 1
    with _inside(race):
        assert not RecoveryCode.objects.exists()


def test_a_reset_link_sets_one_password(race):
    with _inside(race), clock.frozen(NOW):
        passwords.request_link(email=race.person.email, by=queries.visitor(**BY))
        token = link_in(outbox.recent(1)[0].text).rpartition("/")[2]

    def act(number: int) -> None:
        new = f"een heel ander wachtwoord {number}"
        passwords.set_by_link(token_hash=passwords.link_hash(token), password=new, again=new, by=queries.visitor(**BY))

    results = race(act, times=4)
    assert sorted(map(str, results)) == ["LinkIsGone"] * 3 + ["None"]


def test_an_unblock_link_lifts_once(race):
    with _inside(race), clock.frozen(NOW):
        for _ in range(10):
            with pytest.raises(login.WrongCredentials):
                _begin(race.person.email)
        mail = next(mail for mail in outbox.recent() if mail.kind == "unblock")
    token = re.search(r"/unblock/(\S+)", mail.text)[1]
    results = race(lambda _: unblock.lift(token_hash=unblock.link_hash(token), by=queries.visitor(**BY)), times=4)
    assert sorted(map(str, results)) == ["LinkIsGone"] * 3 + ["None"]


def test_failures_and_right_passwords_at_once_never_wait_for_each_other(race):
    """Neither a deadlock nor an error of ours: each is a login, or a refusal with a name."""

    def act(number: int) -> object:
        _begin(race.person.email, race.person.password if number % 2 else "a wrong guess")

    results = race(act, times=12)
    assert set(map(str, results)) <= {"None", "WrongCredentials", "TooManyPasswords"}
