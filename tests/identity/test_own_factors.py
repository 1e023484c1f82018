"""Changing one's own password, app and recovery code: who may, what ends with it, and who is told."""

import re

import pytest

from accident_manager.audit import queries as trail
from accident_manager.identity import outbox
from accident_manager.identity.models import Authenticator, Device, PasswordLink, Session
from accident_manager.storage import scope
from identity.people import Visitor, at, freshly, later, link_in, newest_mail, oath, text_of

NEW = "een heel ander wachtwoord"


@pytest.fixture
def two(belfius, sophie):
    """Two browsers of one person, the second one remembered; a link under way in the mailbox. Half an hour later."""
    here, there = Visitor("belfius"), Visitor("belfius", ip="192.0.2.70")
    here.secret, here.recovery = here.enrol(sophie)
    with later(minutes=5):
        there.password(sophie)
        assert at(there.post("mfa/challenge", code=oath(here.secret), remember="1")) == ""
        there.post("forgot-password", email=sophie.email)
        here.link = link_in(newest_mail(belfius.id, "reset").text).partition("/belfius/")[2]
    with later(minutes=30):
        yield here, there


def change(visit, person, new: str = NEW, **more: str):
    return visit.post("account/password", **{"current": person.password, "password": new, "again": new, **more})


def only_here(belfius, sophie, here, there) -> None:
    """The browser that asked goes on; the other, its memory and the link do not."""
    assert here.is_in()
    assert not there.is_in()
    assert at(there.password(sophie)) == "mfa/challenge"
    with scope.of(belfius.id):
        assert Session.objects.filter(account_id=sophie.id).count() == 1
        assert not Device.objects.filter(account_id=sophie.id).exists()
        assert not PasswordLink.objects.filter(account_id=sophie.id, ended_at__isnull=True).exists()
    reader = Visitor("belfius", ip="192.0.2.99")
    reader.get(here.link)
    assert reader.get("reset-password").status_code == 410


def codes_of(belfius, sophie, number: int) -> list[str]:
    with scope.of(belfius.id):
        return [event.code for event in trail.events_of(("account", sophie.id), number)]


# password


def test_the_password_is_changed_with_the_current_one_and_everything_else_ends(belfius, sophie, two):
    here, there = two
    cookie = here.client.cookies["acm_session"].value
    assert at(change(here, sophie)) == "account"
    assert "Votre mot de passe a été modifié." in text_of(here.get("account"))
    assert here.client.cookies["acm_session"].value != cookie, "the session has a new key"
    assert there.password(sophie).status_code == 422, "the old password is none"
    sophie.password = NEW
    only_here(belfius, sophie, here, there)
    assert "Votre mot de passe a été modifié le" in _notices(belfius)[0]
    assert codes_of(belfius, sophie, 6)[-1] != "password.changed"
    with scope.of(belfius.id):
        assert "password.changed" in [event.code for event in trail.events_of(("account", sophie.id), 6)]


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"current": ""}, "Password is required"),
        ({"current": "deux chevaux"}, "This is not your password."),
        ({"password": "kort"}, "At least 12 characters"),
        ({"again": "een ander wachtwoord"}, "Passwords don't match"),
        ({"password": "sophie sophie sophie"}, "user information"),
    ],
)
def test_a_change_that_is_not_right_changes_nothing(belfius, sophie, two, sent, said):
    here, there = two
    here.get("account", lang="en")
    answer = change(here, sophie, **sent)
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert there.is_in()
    assert sophie.password not in text_of(answer)


def test_the_password_one_has_is_no_new_one(sophie, two):
    here, _ = two
    here.get("account", lang="en")
    assert "Password has previously been used" in text_of(change(here, sophie, sophie.password))


def test_guessing_the_current_password_is_counted_as_at_the_login(sophie, two):
    here, _ = two
    here.get("account", lang="en")
    for _ in range(10):
        assert "not your password" in text_of(change(here, sophie, current="guess"))
    assert "blocked after multiple consecutive" in text_of(change(here, sophie))


def test_the_same_change_sent_twice_is_made_once(belfius, sophie, two):
    here, _ = two
    assert at(change(here, sophie)) == "account"
    assert change(here, sophie).status_code == 422
    assert (
        len([text for text in _notices(belfius) if "mot de passe a été modifié" in text]) == 2
    )  # at the start, and now


# the app


def test_another_app_takes_the_place_of_the_old_one_which_is_good_until_then(belfius, sophie, two):
    here, there = two
    assert at(freshly(here).post("account/authenticator/begin")) == "account/authenticator"
    page = text_of(here.get("account/authenticator"))
    new = re.search(r'id="copy-text">([A-Z2-7 ]+)<', page)[1]
    assert new != here.secret
    assert text_of(here.get("account/authenticator")).count(new) == 1, "a reload makes no new secret"
    # Until the new one is confirmed, the old one logs in.
    third = Visitor("belfius", ip="192.0.2.71")
    third.password(sophie)
    assert at(third.post("mfa/challenge", code=oath(here.secret))) == ""
    assert here.post("account/authenticator", code="000000").status_code == 422
    assert at(here.post("account/authenticator", code=oath(new))) == "account"
    assert not third.is_in()
    only_here(belfius, sophie, here, there)
    with later(minutes=1):
        assert there.post("mfa/challenge", code=oath(here.secret)).status_code == 422
        assert at(there.post("mfa/challenge", code=oath(new))) == ""
    assert "Une application d’authentification a été associée" in _notices(belfius)[0]
    assert {"mfa.removed", "mfa.enrolled", "mfa.enrol_started"} <= set(codes_of(belfius, sophie, 30))
    with scope.of(belfius.id):
        assert Authenticator.objects.filter(account_id=sophie.id).count() == 1


def test_the_code_that_linked_the_new_app_confirms_nothing_else(sophie, two):
    here, _ = two
    freshly(here).post("account/authenticator/begin")
    new = re.search(r'id="copy-text">([A-Z2-7 ]+)<', text_of(here.get("account/authenticator")))[1]
    here.post("account/authenticator", code=oath(new))
    third = Visitor("belfius", ip="192.0.2.71")
    third.password(sophie)
    assert third.post("mfa/challenge", code=oath(new)).status_code == 422


@pytest.mark.parametrize(
    "path", ["account/authenticator/begin", "account/recovery-code/begin", "account/hacked/report"]
)
def test_nothing_is_begun_without_password_and_code(belfius, sophie, two, path):
    here, there = two
    with scope.of(belfius.id):
        before = Authenticator.objects.count()
    asked = here.post(path)
    assert asked.status_code == 200
    assert "Confirmez que c’est bien vous" in text_of(asked)
    assert there.is_in()
    with scope.of(belfius.id):
        assert Authenticator.objects.count() == before
    # And with them it is, at once: what was sent is carried.
    answer = here.post(
        path, **{"confirm-send": "1", "confirm-password": sophie.password, "confirm-code": oath(here.secret)}
    )
    assert at(answer) in {"account/authenticator", "account/recovery-code", "account/hacked/done"}


def test_who_did_not_begin_sees_no_secret(sophie, two):
    here, there = two
    freshly(here).post("account/authenticator/begin")
    assert at(there.get("account/authenticator")) == "account"
    assert at(there.get("account/recovery-code")) == "account"
    with later(minutes=31):
        assert at(here.get("account/authenticator")) == "account"


# the recovery code


def test_a_new_recovery_code_takes_the_place_of_the_old_one_when_it_was_kept(belfius, sophie, two):
    here, there = two
    assert at(freshly(here).post("account/recovery-code/begin")) == "account/recovery-code"
    code = _shown(here)
    assert code == _shown(here)
    assert here.post("account/recovery-code").status_code == 422, "the box was not ticked"
    assert at(here.post("account/recovery-code", kept="1")) == "account"
    only_here(belfius, sophie, here, there)
    assert there.post("mfa/recovery", code=here.recovery).status_code == 422
    assert at(there.post("mfa/recovery", code=code)) == "mfa/recovery-code"
    assert any("Un nouveau code de récupération" in text for text in _notices(belfius))
    assert "recovery.kept" in codes_of(belfius, sophie, 30)


def test_until_it_was_kept_the_old_recovery_code_is_good(sophie, two):
    here, _ = two
    freshly(here).post("account/recovery-code/begin")
    code = _shown(here)
    third = Visitor("belfius", ip="192.0.2.71")
    third.password(sophie)
    assert third.post("mfa/recovery", code=code).status_code == 422
    assert at(third.post("mfa/recovery", code=here.recovery)) == "mfa/recovery-code"


def test_a_code_is_kept_as_it_was_shown_also_when_the_confirmation_has_run_out(belfius, sophie, two):
    """The code is made from the session's key, and confirming again would give another key."""
    here, there = two
    freshly(here).post("account/recovery-code/begin")
    code = _shown(here)
    with later(minutes=8):
        assert at(here.post("account/recovery-code", kept="1")) == "account"
        there.password(sophie)
        assert at(there.post("mfa/recovery", code=code)) == "mfa/recovery-code"


def test_no_page_with_a_secret_is_kept_by_the_browser(two):
    here, _ = two
    freshly(here).post("account/authenticator/begin")
    freshly(here).post("account/recovery-code/begin")
    for path in ("account/authenticator", "account/recovery-code"):
        assert here.get(path)["Cache-Control"] == "no-store"


def _shown(visit) -> str:
    return re.search(r'id="copy-text">([A-Z2-9 ]+)<', text_of(visit.get("account/recovery-code")))[1]


def _notices(belfius) -> list[str]:
    with scope.of(belfius.id):
        return [mail.text for mail in outbox.recent(200) if mail.kind == "security-notice"]
