"""Logging in, step by step, as the questions and answers describe it."""

import pytest

from accident_manager.foundation.actor import system
from accident_manager.identity import queries
from accident_manager.identity.actions.accounts import RoleGrant, create_account
from accident_manager.storage import scope
from identity.people import PASSWORD, Visitor, account_of, at, later, link_in, newest_mail, oath, text_of


def test_somebody_who_was_never_here_sets_a_password_links_an_app_and_is_in(belfius, visit):
    with scope.of(belfius.id):
        create_account(
            email="an.peeters@example.be", first_name="An", last_name="Peeters", language="nl",
            roles=[RoleGrant("handler")], by=system(belfius.id),
        )  # fmt: skip
    assert "Forgot password?" in text_of(visit.get("login"))
    asked = visit.post("forgot-password", email="An.Peeters@example.be")
    assert "Please check the email address An.Peeters@example.be" in text_of(asked)

    mail = newest_mail(belfius.id)
    assert (mail.recipient, mail.kind, mail.language) == ("an.peeters@example.be", "reset-password", "nl")
    assert mail.subject == "Stel uw wachtwoord voor accidentmanager in"
    path = link_in(mail.text).partition("/belfius/")[2]
    assert path in mail.html
    assert at(visit.get(path)) == "reset-password"
    assert "Change Your Password" in text_of(visit.get("reset-password"))
    assert at(visit.post("reset-password", password=PASSWORD, again=PASSWORD)) == "reset-password/done"
    assert not visit.is_in()

    assert at(visit.post("login", email="an.peeters@example.be", password=PASSWORD)) == "mfa/enrol"
    page = visit.get("mfa/enrol")
    assert "Secure Your Account" in text_of(page)
    secret = visit.typed_key()
    assert visit.typed_key() == secret, "a reload makes no new secret"
    assert at(visit.post("mfa/enrol", code=oath(secret))) == "mfa/recovery-code"
    assert not visit.is_in()
    code = visit.recovery_code()
    refused = visit.post("mfa/recovery-code")
    assert "Please confirm you have recorded the code" in text_of(refused)
    assert code in text_of(refused)
    assert at(visit.post("mfa/recovery-code", kept="1")) == ""
    assert visit.is_in()
    assert visit.get("mfa/recovery-code").status_code == 302, "shown once"


def test_afterwards_it_takes_password_and_code(sophie):
    secret, _ = Visitor("belfius").enrol(sophie)
    with later(minutes=5):
        visit = Visitor("belfius")
        assert at(visit.password(sophie)) == "mfa/challenge"
        assert "Verify Your Identity" in text_of(visit.get("mfa/challenge"))
        assert not visit.is_in()
        typed = oath(secret)
        assert at(visit.post("mfa/challenge", code=f"{typed[:3]} {typed[3:]}")) == ""
        assert visit.is_in()


def test_whoever_is_in_is_not_asked_again_and_can_leave(sophie, visit):
    visit.enrol(sophie)
    assert at(visit.get("login")) == ""
    assert visit.get("logout").status_code == 405, "a link logs nobody out"
    cookie = visit.client.cookies["acm_session"].value
    assert at(visit.post("logout")) == "login"
    visit.client.cookies["acm_session"] = cookie
    assert not visit.is_in()


def test_the_session_has_a_new_key_after_each_step(sophie, visit):
    visit.client.cookies["acm_session"] = "planted0123456789planted01234567"
    visit.password(sophie)
    half = visit.client.cookies["acm_session"].value
    secret = visit.typed_key()
    visit.post("mfa/enrol", code=oath(secret))
    visit.post("mfa/recovery-code", kept="1")
    whole = visit.client.cookies["acm_session"].value
    assert len({"planted0123456789planted01234567", half, whole}) == 3
    visit.client.cookies["acm_session"] = half
    assert not visit.is_in()


@pytest.mark.parametrize(
    "wanted", ["//evil.example/", "https://evil.example/", "/other/claims/", "/belfius/../other/", "/belfius/\\evil"]
)
def test_nobody_is_led_out_of_the_insurers_door(sophie, visit, wanted):
    assert "next" not in text_of(visit.get("login", next=wanted)).partition("<form")[2].partition("</form>")[0]
    visit.password(sophie, next=wanted)
    visit.post("mfa/enrol", code=oath(visit.typed_key()))
    assert visit.post("mfa/recovery-code", kept="1")["Location"] == "/belfius/"


def test_one_comes_back_to_where_one_was_going(sophie, visit):
    asked = visit.get("account")
    assert asked["Location"].startswith("/belfius/login?next=")
    visit.password(sophie, next="/belfius/account?lang=nl")
    visit.post("mfa/enrol", code=oath(visit.typed_key()))
    assert visit.post("mfa/recovery-code", kept="1")["Location"] == "/belfius/account?lang=nl"


def test_what_is_missing_is_said_beside_its_field_and_the_address_stays(visit):
    page = text_of(visit.post("login", email="sophie@example.be", password=""))
    assert "Password is required" in page
    assert 'value="sophie@example.be"' in page
    page = text_of(visit.post("login", email="", password="something"))
    assert "Please enter an email address" in page
    assert "something" not in page


@pytest.mark.parametrize(("language", "title"), [("fr", "Bienvenue"), ("nl", "Welkom"), ("de", "Willkommen")])
def test_the_login_speaks_the_visitors_language(belfius, language, title):
    assert title in text_of(Visitor("belfius", language=language).get("login"))


def test_the_same_address_at_two_insurers_is_two_accounts(belfius, other):
    with scope.of(belfius.id):
        here = account_of(belfius, "same@example.be", password="a password of the first door")
    with scope.of(other.id):
        there = account_of(other, "same@example.be", password="a password of the second door")
        assert queries.by_email("same@example.be").id == there.id
    assert here.id != there.id
    elsewhere = Visitor("other")
    assert "Wrong email or password" in text_of(elsewhere.password(here))
    assert at(elsewhere.password(there)) == "mfa/enrol"
    visit = Visitor("belfius")
    visit.enrol(here)
    visit.door = "other"
    assert not visit.is_in(), "a session of one insurer is none at another"
