"""A remembered device replaces the code for 30 days, and never the password."""

import pytest

from accident_manager.foundation.actor import system
from accident_manager.identity.actions import accounts
from accident_manager.insurers import queries as insurers
from accident_manager.insurers.models import Insurer
from accident_manager.storage import scope
from identity.people import Visitor, at, freshly, later, link_in, newest_mail, oath, text_of


@pytest.fixture
def remembered(sophie):
    """A browser that has logged in with the box ticked, and logged out."""
    secret, _ = Visitor("belfius").enrol(sophie)
    visit = Visitor("belfius")
    with later(minutes=5):
        visit.password(sophie)
        assert at(visit.post("mfa/challenge", code=oath(secret), remember="1")) == ""
        visit.post("logout")
    return visit


def test_it_asks_the_password_and_no_code(sophie, remembered):
    with later(days=29):
        assert not remembered.is_in()
        assert at(remembered.password(sophie)) == ""
        assert remembered.is_in()


def test_it_is_forgotten_after_thirty_days(sophie, remembered):
    with later(days=31):
        assert at(remembered.password(sophie)) == "mfa/challenge"


def test_it_helps_nobody_without_the_password(sophie, remembered):
    assert remembered.post("login", email=sophie.email, password="something else entirely").status_code == 422
    assert not remembered.is_in()


def test_another_browser_is_not_remembered(sophie, remembered):
    assert at(Visitor("belfius").password(sophie)) == "mfa/challenge"


def test_its_owner_ends_it_with_one_click(sophie, remembered):
    with later(minutes=10):
        remembered.password(sophie)
        page = text_of(freshly(remembered).get("account/sessions"))
        assert "Firefox" in page
        path = page.partition("/belfius/account/devices/")[2].partition('"')[0]
        assert at(remembered.post(f"account/devices/{path}")) == "account/sessions"
        remembered.post("logout")
        assert at(remembered.password(sophie)) == "mfa/challenge"


def test_another_person_cannot_end_it(belfius, sophie, remembered):
    from accident_manager.identity.models import Device
    from identity.people import account_of

    with scope.of(belfius.id):
        eve = account_of(belfius, "eve@example.be")
        device_id = Device.objects.get().id
    visit = Visitor("belfius")
    visit.enrol(eve)
    assert freshly(visit).post(f"account/devices/{device_id}/forget").status_code == 404
    with scope.of(belfius.id):
        assert Device.objects.filter(pk=device_id).exists()


def test_a_new_password_ends_it(belfius, sophie, remembered):
    remembered.post("forgot-password", email=sophie.email)
    visit = Visitor("belfius")
    visit.get(link_in(newest_mail(belfius.id, "reset").text).partition("/belfius/")[2])
    visit.post("reset-password", password="een heel ander wachtwoord", again="een heel ander wachtwoord")
    sophie.password = "een heel ander wachtwoord"
    assert at(remembered.password(sophie)) == "mfa/challenge"


def test_a_reset_of_the_second_factor_ends_it(belfius, sophie, remembered):
    with scope.of(belfius.id):
        accounts.reset_second_factor(sophie.id, evidence="called-back", by=system(belfius.id))
    assert at(remembered.password(sophie)) == "mfa/enrol"
    assert "second facteur" in newest_mail(belfius.id, "security").text


def test_a_block_ends_it_and_the_session(belfius, sophie, remembered):
    with later(minutes=10):
        remembered.password(sophie)
        assert remembered.is_in()
        with scope.of(belfius.id):
            accounts.block(sophie.id, system(belfius.id), reason="left")
        assert not remembered.is_in()
        assert "Account not active" in text_of(remembered.password(sophie))
        with scope.of(belfius.id):
            accounts.unblock(sophie.id, system(belfius.id), reason="mistake")
        assert at(remembered.password(sophie)) == "mfa/challenge"


def test_an_insurer_shortens_it_at_once_and_says_so(belfius, sophie, remembered):
    limit(belfius, remember_days=7)
    with later(days=6):
        assert at(remembered.password(sophie)) == ""
        remembered.post("logout")
    with later(days=8):
        assert at(remembered.password(sophie)) == "mfa/challenge"
        assert "Remember this device for 7 days" in text_of(remembered.get("mfa/challenge"))


def test_where_no_device_is_remembered_none_is_offered_and_none_made(belfius, sophie):
    limit(belfius, remember_days=0)
    secret, _ = Visitor("belfius").enrol(sophie)
    visit = Visitor("belfius")
    with later(minutes=5):
        visit.password(sophie)
        assert "remember" not in text_of(visit.get("mfa/challenge"))
        assert at(visit.post("mfa/challenge", code=oath(secret), remember="1")) == ""
        visit.post("logout")
        assert at(visit.password(sophie)) == "mfa/challenge"


def limit(insurer, **limits: int) -> None:
    Insurer.objects.filter(pk=insurer.id).update(login_limits=limits)
    insurers.forget()
