"""The login against who means harm: strangers who lock out, half logins, forged requests, doors of two insurers."""

import re
from unittest.mock import patch

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from accident_manager.foundation.actor import system
from accident_manager.foundation.refusal import NotFound
from accident_manager.identity import outbox, queries
from accident_manager.identity.actions import accounts, throttle
from accident_manager.identity.models import Account, Device, Session
from accident_manager.storage import scope
from identity.conftest import _cheap_passwords, _still_clock, paused, sophie, tighten, visit  # noqa: F401
from identity.people import PASSWORD, Visitor, account_of, at, later, link_in, newest_mail, oath, text_of


def addresses() -> list[tuple[str, str | None]]:
    """Every address behind the door, filled with something, and the act its page names; None for a public page."""
    found: list[tuple[str, str | None]] = []

    def walk(resolver: URLResolver, prefix: str) -> None:
        for entry in resolver.url_patterns:
            path = prefix + str(entry.pattern)
            if isinstance(entry, URLResolver):
                walk(entry, path)
            elif isinstance(entry, URLPattern):
                filled = re.sub(r"<uuid:\w+>", "01a2079d-9368-7e70-8736-6868830d129a", path)
                found.append((re.sub(r"<\w+:\w+>|<\w+>", "1", filled), getattr(entry.callback, "act", None)))

    walk(get_resolver("accident_manager.config.urls_insurer"), "")
    return found


# ---- nobody can lock out another from elsewhere


def test_no_stranger_can_lock_anyone_out(belfius, sophie):  # noqa: F811
    """Whatever a stranger does without the password, from many addresses and in every form, she comes in."""
    secret, _ = Visitor("belfius").enrol(sophie)
    for host in range(8):
        stranger = Visitor("belfius", ip=f"203.0.113.{host}")
        for _ in range(14):
            stranger.post("login", email=sophie.email, password="a wrong guess")
        for _ in range(6):
            stranger.post("forgot-password", email=sophie.email)
        stranger.post("mfa/challenge", code="000000")
        stranger.post("mfa/recovery", code="A" * 24)
        stranger.post("unblock")
        stranger.post("reset-password", password=PASSWORD, again=PASSWORD)
    with later(minutes=2):
        mine = Visitor("belfius")
        assert at(mine.password(sophie)) == "mfa/challenge"
        assert at(mine.post("mfa/challenge", code=oath(secret))) == ""
        assert mine.is_in()


def test_nor_does_asking_for_links_end_hers(belfius, sophie):  # noqa: F811
    mine = Visitor("belfius")
    mine.post("forgot-password", email=sophie.email)
    path = link_in(newest_mail(belfius.id, "reset").text).partition("/belfius/")[2]
    for host in range(8):
        Visitor("belfius", ip=f"203.0.113.{host}").post("forgot-password", email=sophie.email)
    mine.get(path)
    assert mine.get("reset-password").status_code == 200


def test_a_header_that_the_visitor_wrote_is_not_his_address(belfius, sophie):  # noqa: F811
    stranger = Visitor("belfius", ip="203.0.113.1")
    for number in range(10):
        stranger.client.post(
            "/belfius/login",
            {"email": sophie.email, "password": "wrong"},
            headers={"x-forwarded-for": f"1.2.3.{number}"},
        )
    forged = stranger.client.post(
        "/belfius/login", {"email": sophie.email, "password": "wrong"}, headers={"x-forwarded-for": "192.0.2.7"}
    )
    assert "has been blocked" in text_of(forged)
    assert at(Visitor("belfius").password(sophie)) == "mfa/enrol"


def test_behind_our_proxy_the_last_address_counts_and_not_what_came_before_it(belfius, sophie, settings):  # noqa: F811
    settings.ACM_BEHIND_PROXY = True
    browser = Client(REMOTE_ADDR="10.0.0.1")

    def wrong(forwarded: str) -> str:
        data = {"email": sophie.email, "password": "wrong"}
        return text_of(browser.post("/belfius/login?lang=en", data, headers={"x-forwarded-for": forwarded}))

    for number in range(10):
        wrong(f"1.2.3.{number}, 203.0.113.1")
    assert "has been blocked" in wrong("9.9.9.9, 203.0.113.1")
    assert "Wrong email" in wrong("203.0.113.1, 203.0.113.2")


# ---- half logged in


@pytest.fixture(params=["enrol", "enrolled", "challenge", "methods", "recovery-code"])
def half(request, belfius, sophie):  # noqa: F811
    """A browser in each state between the password and the session."""
    state, browser = request.param, Visitor("belfius")
    if state in {"enrol", "enrolled"}:
        browser.password(sophie)
        if state == "enrolled":
            assert at(browser.post("mfa/enrol", code=oath(browser.typed_key()))) == "mfa/recovery-code"
        return browser
    secret, recovery = Visitor("belfius").enrol(sophie)
    del secret
    assert at(browser.password(sophie)) == "mfa/challenge"
    if state == "methods":
        browser.get("mfa/methods")
    if state == "recovery-code":
        assert at(browser.post("mfa/recovery", code=recovery)) == "mfa/recovery-code"
    return browser


@pytest.mark.parametrize("method", ["get", "head", "post", "put", "delete"])
def test_half_logged_in_every_page_is_closed_in_every_state(half, method):
    astray = []
    walked = 0
    for path, act in addresses():
        if act is None:
            continue
        walked += 1
        answer = getattr(half.client, method)(f"/belfius/{path}")
        if answer.status_code != 302 or not answer["Location"].startswith("/belfius/login"):
            astray.append(f"{method} {path} ({act}): {answer.status_code}")
    assert walked > 30
    assert astray == []


def test_half_logged_in_no_public_page_knows_who_one_is(half, sophie):  # noqa: F811
    for path, act in addresses():
        if act is None and path != "logout":
            answer = half.get(path)
            assert answer.status_code in {200, 302, 404, 405, 410}, path
            assert "Marchal" not in text_of(answer), path


def test_half_logged_in_a_script_is_told_to_log_in(half):
    answer = half.client.get("/belfius/claims/", headers={"x-requested-with": "fetch"})
    assert answer.status_code == 401


def test_half_logged_in_the_session_names_no_user(belfius, half):
    with scope.of(belfius.id):
        key = half.client.cookies["acm_session"].value
        from accident_manager.identity.sessions import key_hash

        assert Session.objects.get(key_hash=key_hash(key)).account_id is None


# ---- forged requests


def test_without_its_token_no_form_is_taken(belfius, sophie):  # noqa: F811
    """Every address behind the door, as somebody who is logged in."""
    mine = Visitor("belfius")
    mine.enrol(sophie)
    forged = Client(enforce_csrf_checks=True, REMOTE_ADDR="192.0.2.7")
    forged.cookies = mine.client.cookies
    astray = [path for path, _ in addresses() if forged.post(f"/belfius/{path}", {"x": "1"}).status_code != 403]
    # Auth0 itself posts there, with a token that it has signed; at this door nobody listens.
    assert astray == ["login/back-channel"]
    assert mine.is_in()


def test_a_form_sent_from_another_site_is_refused_also_with_a_token(belfius, sophie):  # noqa: F811
    browser = Client(enforce_csrf_checks=True)
    page = browser.get("/belfius/login", secure=True).content.decode()
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)', page)[1]
    data = {"email": sophie.email, "password": sophie.password, "csrfmiddlewaretoken": token}
    for headers in ({"origin": "https://evil.example"}, {"referer": "https://evil.example/"}, {"origin": "null"}):
        assert browser.post("/belfius/login", data, secure=True, headers=headers).status_code == 403
    own = {"origin": "https://testserver", "referer": "https://testserver/belfius/login"}
    assert browser.post("/belfius/login", data, secure=True, headers=own).status_code == 302


def test_a_planted_session_is_not_the_one_that_is_opened(belfius, sophie):  # noqa: F811
    """Fixation: the attacker's half session, given to the victim, opens nothing for the attacker."""
    attacker = Visitor("belfius", ip="203.0.113.1")
    attacker.post("login", email="nobody@example.be", password="x")
    attacker.client.cookies["acm_session"] = "planted0123456789planted01234567"
    victim = Visitor("belfius")
    victim.client.cookies["acm_session"] = attacker.client.cookies["acm_session"].value
    victim.enrol(sophie)
    assert victim.is_in()
    assert not attacker.is_in()


def test_a_half_login_of_the_attacker_given_to_the_victim_stays_the_attackers(belfius, sophie):  # noqa: F811
    with scope.of(belfius.id):
        eve = account_of(belfius, "eve@example.be")
    attacker = Visitor("belfius", ip="203.0.113.1")
    attacker.password(eve)
    victim = Visitor("belfius")
    victim.client.cookies["acm_session"] = attacker.client.cookies["acm_session"].value
    victim.enrol(sophie)
    assert victim.is_in()
    assert not attacker.is_in()
    assert victim.client.cookies["acm_session"].value != attacker.client.cookies["acm_session"].value


@pytest.mark.parametrize(
    "wanted",
    [
        "//evil.example/", "https://evil.example/", "///evil.example", "/\\evil.example", "\\\\evil.example",
        "/other/claims/", "/belfius/../other/", "/belfius/%2e%2e/other/", "/belfius//evil.example", "/belfiusx/",
        "javascript:alert(1)", "/belfius/\r\nSet-Cookie: a=b", "/belfius/\tclaims", " /belfius/claims/", "belfius/",
        "/belfius/.%2e/other/", "https:/belfius/", "@evil.example",
    ],
)  # fmt: skip
def test_next_leads_nowhere_but_behind_this_door(sophie, wanted):  # noqa: F811
    secret, _ = Visitor("belfius").enrol(sophie)
    with later(minutes=5):
        browser = Visitor("belfius")
        browser.password(sophie, next=wanted)
        answer = browser.post("mfa/challenge", code=oath(secret), next=wanted)
        assert answer["Location"] == "/belfius/"
        again = browser.get("login", next=wanted)
        assert again["Location"] == "/belfius/"


def test_links_in_mails_are_made_from_the_setting_and_never_from_the_request(belfius, sophie, settings):  # noqa: F811
    settings.ALLOWED_HOSTS = ["*"]
    settings.ACM_PUBLIC_URL = "https://acm.example.be"
    browser = Client(REMOTE_ADDR="192.0.2.7")
    headers = {"host": "evil.example", "x-forwarded-host": "evil.example"}
    browser.post("/belfius/forgot-password", {"email": sophie.email}, headers=headers)
    for _ in range(10):
        browser.post("/belfius/login", {"email": sophie.email, "password": "wrong"}, headers=headers)
    with scope.of(belfius.id):
        mails = [mail for mail in outbox.recent() if mail.kind in {"reset-password", "unblock"}][:2]
    assert {mail.kind for mail in mails} == {"reset-password", "unblock"}
    for mail in mails:
        assert "https://acm.example.be/belfius/" in mail.text
        assert "evil" not in mail.text + mail.html


def test_a_host_that_is_not_ours_is_refused(belfius, settings):
    settings.ALLOWED_HOSTS = ["acm.example.be"]
    assert Client().get("/belfius/login", headers={"host": "evil.example"}).status_code == 400
    forwarded = {"host": "acm.example.be", "x-forwarded-host": "evil.example"}
    page = Client().get("/belfius/login", headers=forwarded)
    assert page.status_code == 200
    assert "evil" not in text_of(page)


# ---- two insurers, one e-mail address


@pytest.fixture
def two(belfius, other):
    """The same person at two doors, with the same password."""
    with scope.of(belfius.id):
        here = account_of(belfius, "same@example.be")
    with scope.of(other.id):
        there = account_of(other, "same@example.be")
    return here, there


def test_a_code_of_one_insurers_app_is_none_at_the_other(two):
    here, there = two
    secret, _ = Visitor("belfius").enrol(here)
    Visitor("other").enrol(there)
    with later(minutes=5):
        browser = Visitor("other")
        assert at(browser.password(there)) == "mfa/challenge"
        assert browser.post("mfa/challenge", code=oath(secret)).status_code == 422


def test_a_recovery_code_of_one_insurer_is_none_at_the_other(two):
    here, there = two
    _, recovery = Visitor("belfius").enrol(here)
    Visitor("other").enrol(there)
    browser = Visitor("other")
    browser.password(there)
    assert browser.post("mfa/recovery", code=recovery).status_code == 422


def test_a_reset_at_one_insurer_mails_and_changes_nothing_at_the_other(belfius, other, two):
    here, there = two
    inside = Visitor("other")
    inside.enrol(there)
    browser = Visitor("belfius")
    with scope.of(other.id):
        before = len(outbox.recent(100))
    browser.post("forgot-password", email="same@example.be")
    browser.get(link_in(newest_mail(belfius.id, "reset").text).partition("/belfius/")[2])
    browser.post("reset-password", password="een heel ander wachtwoord", again="een heel ander wachtwoord")
    with scope.of(other.id):
        assert len(outbox.recent(100)) == before
    assert inside.is_in()
    assert at(Visitor("other").password(there)) == "mfa/challenge"
    assert Visitor("belfius").password(here).status_code == 422


def test_a_device_remembered_at_one_insurer_is_unknown_at_the_other(belfius, other, two):
    here, there = two
    secret, _ = Visitor("belfius").enrol(here)
    Visitor("other").enrol(there)
    with later(minutes=5):
        browser = Visitor("belfius")
        browser.password(here)
        browser.post("mfa/challenge", code=oath(secret), remember="1")
        carried = Visitor("other")
        carried.client.cookies["acm_device"] = browser.client.cookies["acm_device"].value
        assert at(carried.password(there)) == "mfa/challenge"
    with scope.of(other.id):
        assert not Device.objects.exists()


def test_an_administrator_of_one_insurer_cannot_touch_the_account_of_the_other(belfius, other, two):
    here, there = two
    with scope.of(other.id):
        for act in (
            lambda: accounts.block(here.id, system(other.id), reason="misuse"),
            lambda: accounts.release_attempts(here.id, system(other.id)),
            lambda: accounts.end_sessions(here.id, system(other.id)),
        ):
            with pytest.raises(NotFound):
                act()
        accounts.block(there.id, system(other.id), reason="misuse")
    with scope.of(belfius.id):
        assert Account.objects.get(pk=here.id).state == "active"
    assert at(Visitor("belfius").password(here)) == "mfa/enrol"


def test_limits_of_one_insurer_are_not_filled_at_the_other(belfius, other, two, tighten):  # noqa: F811
    here, _ = two
    for insurer in (belfius, other):
        tighten(insurer, failures_a_day_of_an_address=20, failures_an_hour_on_an_account=10)
    for number in range(25):
        Visitor("other").post("login", email=f"somebody{number}@example.be", password="wrong")
    assert Visitor("other").post("login", email="more@example.be", password="wrong").status_code == 429
    assert at(Visitor("belfius").password(here)) == "mfa/enrol"


# ---- what is needed is not there


def test_without_a_mail_server_login_and_reset_answer_the_same(belfius, sophie, settings):  # noqa: F811
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    browser = Visitor("belfius")
    asked = text_of(browser.post("forgot-password", email=sophie.email))
    assert f"Please check the email address {sophie.email}" in asked
    browser.enrol(sophie)
    assert browser.is_in()
    assert newest_mail(belfius.id, "reset").status == "queued"


@pytest.mark.parametrize(
    ("where", "name"),
    [(queries, "email_token"), (throttle, "admit"), (throttle, "count_password"), (throttle, "password_was_right")],
)
def test_a_database_that_is_lost_on_the_way_lets_nobody_in(belfius, sophie, where, name):  # noqa: F811
    browser = Visitor("belfius")
    with patch.object(where, name, side_effect=OperationalError("gone")):
        answer = browser.password(sophie)
    assert answer.status_code == 503
    assert answer["Retry-After"] == "15"
    assert "Traceback" not in text_of(answer)
    assert at(browser.get("mfa/enrol")) == "login"
    assert at(browser.password(sophie)) == "mfa/enrol"


def test_a_code_is_not_accepted_when_what_counts_it_is_lost(belfius, sophie):  # noqa: F811
    secret, _ = Visitor("belfius").enrol(sophie)
    with later(minutes=5):
        browser = Visitor("belfius")
        browser.password(sophie)
        with patch.object(throttle, "count_code", side_effect=OperationalError("gone")):
            assert browser.post("mfa/challenge", code=oath(secret)).status_code == 503
        assert not browser.is_in()
        assert at(browser.post("mfa/challenge", code=oath(secret))) == "", "and it is not used up"


def test_an_account_blocked_between_the_last_step_and_the_session_gets_none(belfius, sophie):  # noqa: F811
    from accident_manager.identity.actions import login

    secret, _ = Visitor("belfius").enrol(sophie)
    real = login.verify_code

    def blocked_meanwhile(half, **values):
        passed = real(half, **values)
        accounts.block(sophie.id, system(belfius.id), reason="misuse")
        return passed

    with later(minutes=5):
        browser = Visitor("belfius")
        browser.password(sophie)
        with patch.object(login, "verify_code", blocked_meanwhile):
            answer = browser.post("mfa/challenge", code=oath(secret))
        assert answer["Location"] == "/belfius/login?failed=1"
        said = "We are sorry, something went wrong when attempting to log in"
        assert said in text_of(browser.get("login", failed="1"))
        assert not browser.is_in()


# ---- what one is told


def test_a_session_that_ended_is_said_at_the_login(sophie):  # noqa: F811
    browser = Visitor("belfius")
    browser.enrol(sophie)
    with later(minutes=61):
        answer = browser.get("account")
        assert "ended=session" in answer["Location"]
        assert "next=%2Fbelfius%2Faccount" in answer["Location"]
        page = text_of(browser.client.get(answer["Location"]))
        assert "Your session has ended. Log in again to go on." in page


def test_who_was_never_here_is_told_of_no_session(belfius):
    assert "ended" not in Visitor("belfius").get("account")["Location"]


TEXTS = {
    "blocked": {
        "en": "Your account has been blocked after multiple consecutive login attempts.",
        "fr": "Votre compte a été bloqué après plusieurs tentatives de connexion consécutives.",
        "nl": "Uw account is geblokkeerd na meerdere opeenvolgende inlogpogingen.",
        "de": "Ihr Konto wurde nach mehreren aufeinanderfolgenden Anmeldeversuchen gesperrt.",
    },
    "slowed": {
        "en": "Too many login attempts for this user. Please wait, and try again later.",
        "fr": "Trop de tentatives de connexion pour cet utilisateur. Veuillez patienter et réessayer plus tard.",
        "nl": "Te veel inlogpogingen voor deze gebruiker. Wacht even en probeer het later opnieuw.",
        "de": "Zu viele Anmeldeversuche für diesen Benutzer. Bitte warten Sie und versuchen Sie es später erneut.",
    },
    "address": {
        "en": "We have detected suspicious login behavior and further attempts will be blocked. Please contact the "
        "administrator.",
        "fr": "Nous avons détecté un comportement de connexion suspect et les prochaines tentatives seront bloquées. "
        "Veuillez contacter l’administrateur.",
        "nl": "We hebben verdacht inloggedrag vastgesteld; verdere pogingen worden geblokkeerd. Neem contact op met de "
        "beheerder.",
        "de": "Wir haben ein verdächtiges Anmeldeverhalten festgestellt; weitere Versuche werden blockiert. Bitte "
        "wenden Sie sich an den Administrator.",
    },
    "failed": {
        "en": "We are sorry, something went wrong when attempting to log in",
        "fr": "Nous sommes désolés, un problème est survenu lors de la tentative de connexion.",
        "nl": "Er is helaas iets misgegaan bij het inloggen",
        "de": "Bei der Anmeldung ist leider ein Fehler aufgetreten",
    },
    "disabled": {
        "en": "Your account has been blocked by the administrator of Belfius. Contact help@belfius.example or "
        "02/286 74 74.",
        "fr": "Votre compte a été bloqué par l’administrateur de Belfius. Contactez help@belfius.example ou "
        "02/286 74 74.",
        "nl": "Uw account is geblokkeerd door de beheerder van Belfius. Neem contact op met help@belfius.example of "
        "02/286 74 74.",
        "de": "Ihr Konto wurde vom Administrator von Belfius gesperrt. Wenden Sie sich an help@belfius.example oder "
        "02/286 74 74.",
    },
}


@pytest.mark.parametrize("language", ["fr", "nl", "de", "en"])
@pytest.mark.parametrize("screen", list(TEXTS))
def test_the_screens_of_the_login_say_it_word_for_word(belfius, sophie, tighten, screen, language):  # noqa: F811
    browser = Visitor("belfius", ip="203.0.113.1", language=language)

    def fail(email: str, times: int = 1):
        for _ in range(times):
            answer = browser.post("login", email=email, password="a wrong guess")
        return answer

    if screen == "blocked":
        answer = fail(sophie.email, 11)
    elif screen == "slowed":
        answer = fail(sophie.email, 21)
    elif screen == "address":
        tighten(belfius, failures_a_day_of_an_address=20)
        for number in range(21):
            answer = fail(f"somebody{number}@example.be")
    elif screen == "failed":
        answer = browser.get("login", failed="1")
    else:
        with scope.of(belfius.id):
            accounts.block(sophie.id, system(belfius.id), reason="misuse")
        answer = browser.password(sophie)
    assert TEXTS[screen][language] in text_of(answer)
    assert 'role="alert"' in text_of(answer)
