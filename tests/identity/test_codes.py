"""A one-time code opens the door once, ever; wrong ones make wait."""

import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection

from accident_manager.foundation import clock
from accident_manager.foundation.actor import system
from accident_manager.identity import queries
from accident_manager.identity.actions import factors
from accident_manager.identity.models import Account, Authenticator
from accident_manager.storage import scope
from identity.conftest import NOW
from identity.people import Visitor, account_of, at, later, oath, text_of


@pytest.fixture
def secret(sophie) -> str:
    return Visitor("belfius").enrol(sophie)[0]


def _try(person, code: str) -> bool:
    visit = Visitor("belfius")
    assert at(visit.password(person)) == "mfa/challenge"
    return visit.post("mfa/challenge", code=code).status_code == 302


def test_the_code_of_the_enrolment_does_not_log_in_again(sophie, secret):
    assert not _try(sophie, oath(secret))


def test_a_code_is_good_once_also_in_the_neighbouring_step(sophie, secret):
    with later(minutes=10):
        code = oath(secret)
        assert _try(sophie, code)
        assert not _try(sophie, code)
        with later(seconds=30):
            assert not _try(sophie, code)


def test_an_older_code_is_refused_after_a_newer_one(sophie, secret):
    with later(minutes=10):
        before = oath(secret, clock.now() - timedelta(seconds=30))
        assert _try(sophie, oath(secret))
        assert not _try(sophie, before)


@pytest.mark.parametrize(("seconds", "fits"), [(-60, False), (-30, True), (30, True), (60, False)])
def test_a_phone_may_be_one_step_off(sophie, secret, seconds, fits):
    with later(minutes=10):
        assert _try(sophie, oath(secret, clock.now() + timedelta(seconds=seconds))) is fits


def test_how_far_a_phone_is_off_is_learnt(sophie, secret):
    with later(minutes=10):
        assert _try(sophie, oath(secret, clock.now() - timedelta(seconds=30)))
    with later(minutes=20):
        assert _try(sophie, oath(secret, clock.now() - timedelta(seconds=60)))


def test_what_cannot_be_a_code_is_not_counted(belfius, sophie, secret):
    visit = Visitor("belfius")
    visit.password(sophie)
    for _ in range(6):
        assert "OTP Code must have 6 numeric characters" in text_of(visit.post("mfa/challenge", code="12345"))
    assert "Please enter a code" in text_of(visit.post("mfa/challenge", code=" "))
    with later(minutes=1):
        assert visit.post("mfa/challenge", code=oath(secret)).status_code == 302


def test_after_two_wrong_codes_the_clock_is_named(sophie, secret):
    visit = Visitor("belfius")
    visit.password(sophie)
    hint = "Check that the date and time of your phone are set automatically."
    assert hint not in text_of(visit.post("mfa/challenge", code="000000"))
    page = text_of(visit.post("mfa/challenge", code="000001"))
    assert hint in page
    assert "The code you entered is invalid" in page


def test_after_five_wrong_codes_one_waits_five_minutes(sophie, secret):
    visit = Visitor("belfius")
    visit.password(sophie)
    for wrong in range(5):
        assert "The code you entered is invalid" in text_of(visit.post("mfa/challenge", code=f"00000{wrong}"))
    with later(minutes=4):
        refused = visit.post("mfa/challenge", code=oath(secret))
        assert "Too many failed codes. Wait for some minutes before retrying." in text_of(refused)
    with later(minutes=6):
        assert visit.post("mfa/challenge", code=oath(secret)).status_code == 302


def test_after_twenty_wrong_codes_only_the_recovery_code_helps(sophie, visit):
    secret, recovery = Visitor("belfius").enrol(sophie)
    visit.password(sophie)
    for wrong in range(20):
        # No more than ten an hour.
        with later(minutes=31 * (wrong // 5)):
            answer = visit.post("mfa/challenge", code=f"0000{wrong:02}")
            if answer.status_code == 302:
                visit.password(sophie)
                answer = visit.post("mfa/challenge", code=f"0000{wrong:02}")
            assert "The code you entered is invalid" in text_of(answer)
    with later(hours=3):
        again = Visitor("belfius")
        again.password(sophie)
        assert "Too many failed codes" in text_of(again.post("mfa/challenge", code=oath(secret)))
        assert at(again.post("mfa/recovery", code=recovery)) == "mfa/recovery-code"


def test_the_recovery_code_opens_once_and_is_replaced(belfius, sophie, visit):
    _, recovery = Visitor("belfius").enrol(sophie)
    visit.password(sophie)
    assert "Recovery code must have 24 alphanumeric characters" in text_of(visit.post("mfa/recovery", code="ABCD"))
    assert "The code you entered is invalid" in text_of(visit.post("mfa/recovery", code="A" * 24))
    assert at(visit.post("mfa/recovery", code=recovery.lower())) == "mfa/recovery-code"
    assert "Your previous recovery code has been used" in text_of(visit.get("mfa/recovery-code"))
    fresh = visit.recovery_code()
    assert fresh != recovery
    visit.post("mfa/recovery-code", kept="1")
    assert visit.is_in()
    again = Visitor("belfius")
    again.password(sophie)
    assert again.post("mfa/recovery", code=recovery).status_code == 422
    assert again.post("mfa/recovery", code=fresh).status_code == 302


def test_of_two_requests_with_one_code_one_gets_in(django_db_setup, django_db_blocker):
    """Two connections at once, on committed rows."""
    from accident_manager.insurers.actions import add_insurer

    results: list[bool] = []
    with django_db_blocker.unblock():
        insurer = add_insurer(
            code=f"race-{uuid4().hex[:8]}", name="Race", brand_seed="#123456",
            support_email="help@race.example", support_phone="02/286 74 74",
        )  # fmt: skip
        with scope.of(insurer.id), clock.frozen(NOW):
            person = account_of(insurer, "race@example.be")
            row = Authenticator(
                account_id=person.id, secret=b"12345678901234567890", confirmed_at=clock.now(), last_step=5
            )
            row.save()
        code = oath("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", NOW)
        gate = threading.Barrier(2)

        def give_code() -> None:
            with django_db_blocker.unblock(), scope.of(insurer.id), clock.frozen(NOW):
                account = Account.objects.get(pk=person.id)
                gate.wait()
                try:
                    factors.verify(account, code, queries.visitor())
                    results.append(True)
                except factors.WrongCode:
                    results.append(False)
            connection.close()

        threads = [threading.Thread(target=give_code) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        connection.close()
    assert sorted(results) == [False, True]
    assert system(insurer.id).is_system
