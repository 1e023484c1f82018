"""What follows a login with Auth0: its session, confirming again, logging out here and there, and Auth0 down."""

from urllib.parse import parse_qs, urlsplit

import pytest

from accident_manager.foundation.actor import system
from accident_manager.identity import doors, queries
from accident_manager.identity.actions import grants
from accident_manager.identity.actions.grants import RoleGrant
from accident_manager.identity.actions.tenant import set_emergency
from accident_manager.identity.auth0 import provider
from accident_manager.identity.models import Session
from accident_manager.storage import scope
from auth0.forger import SID, SUB, forger, signed
from auth0.oidc import begin, behind_auth0, newest_reason
from identity.people import Visitor, account_of, at, later, text_of

EMAIL = "sophie.marchal@example.be"


@pytest.fixture
def tells(settings):
    settings.ACM_PUBLIC_URL = "http://testserver"
    with forger() as running:
        yield running


@pytest.fixture
def there(belfius, auth0, tells):
    behind_auth0(belfius, auth0, tells.domain, back_channel="yes")
    with scope.of(belfius.id):
        account_of(belfius, EMAIL, password="", role="administrator", language="en")
    yield belfius
    doors.forget()


@pytest.fixture
def sophie(there, tells) -> Visitor:
    """Logged in."""
    visitor = Visitor("belfius")
    assert at(begin(visitor, tells).comes()) == ""
    return visitor


def sessions(insurer) -> list[Session]:
    with scope.of(insurer.id):
        return list(Session.objects.filter(account__isnull=False))


# The session


def test_the_session_says_how_the_second_factor_was_given(belfius, auth0, there, tells, sophie):
    assert [row.factor for row in sessions(belfius)] == ["auth0"]
    behind_auth0(belfius, auth0, tells.domain, mfa_each_session="no")
    back = begin(Visitor("belfius"), tells)
    assert "acr_values" not in back.asked
    assert at(back.comes_with(amr=None)) == ""
    assert sorted(row.factor for row in sessions(belfius)) == ["auth0", "remembered"]


def test_the_key_of_the_session_is_new_after_the_login_and_nothing_of_before_stays(there, tells):
    visitor = Visitor("belfius")
    back = begin(visitor, tells)
    before = visitor.client.cookies["acm_session"].value
    back.comes()
    assert visitor.client.cookies["acm_session"].value != before
    stale = Visitor("belfius")
    stale.client.cookies["acm_session"] = before
    assert not stale.is_in()


def test_the_page_that_was_wanted_is_opened_afterwards(there, tells):
    visitor = Visitor("belfius")
    asked = visitor.get("account/events")
    answer = visitor.client.get(visitor.client.get(asked["Location"])["Location"])
    assert answer["Location"].startswith(tells.issuer)
    back = begin(visitor, tells, "login/auth0?next=/belfius/account/events")
    assert at(back.comes()) == "account/events"


@pytest.mark.parametrize(
    "next_page", ["https://evil.example/", "//evil.example", "/other/", "/belfius/../other/", "\\\\evil"]
)
def test_no_page_elsewhere_is_opened_afterwards(there, tells, next_page):
    back = begin(Visitor("belfius"), tells, f"login/auth0?next={next_page}")
    assert at(back.comes()) == ""


def test_whoever_comes_by_another_host_is_sent_to_the_registered_one_first(there, tells):
    answer = Visitor("belfius").client.get("/belfius/login/auth0?next=/belfius/account", headers={"host": "localhost"})
    assert answer["Location"].startswith("http://testserver/belfius/login?")
    assert "next=%2Fbelfius%2Faccount" in answer["Location"]


def test_an_account_is_made_for_whom_auth0_lets_in_when_the_insurer_says_so_and_opens_nothing(
    belfius, auth0, there, tells
):
    behind_auth0(belfius, auth0, tells.domain, jit="yes")
    back = begin(Visitor("belfius"), tells)
    answer = back.comes_with(
        email="nieuw@example.be", sub="auth0|new", given_name="Nele", family_name="Nieuw", locale="nl-BE"
    )
    with scope.of(belfius.id):
        made = queries.by_email("nieuw@example.be")
        assert (made.name, made.roles, made.language) == ("Nele Nieuw", (), "nl")
        assert "no role yet" in text_of(answer)
        assert not back.visitor.is_in()
        grants.give_role(made.id, RoleGrant("handler"), system(belfius.id))
    again = begin(Visitor("belfius"), tells)
    assert at(again.comes_with(email="nieuw@example.be", sub="auth0|new")) == ""


def test_an_unverified_address_gets_no_account_either(belfius, auth0, there, tells):
    behind_auth0(belfius, auth0, tells.domain, jit="yes")
    back = begin(Visitor("belfius"), tells)
    assert back.comes_with(email="nieuw@example.be", sub="auth0|new", email_verified=False).status_code == 403
    assert newest_reason(belfius) == "email-not-verified"


# Confirming again


def confirm(visitor: Visitor, tells, path: str):
    """From a page that asks for it to Auth0."""
    return begin(visitor, tells, path)


def test_a_sensitive_act_asks_auth0_for_everything_again_and_never_for_a_password_here(there, tells, sophie):
    asked = sophie.get("settings/login/save")
    assert at(asked) == "account/confirm"
    page = text_of(sophie.client.get(asked["Location"]))
    assert 'type="password"' not in page
    assert "Confirm with Auth0" in page
    back = confirm(sophie, tells, "account/confirm/auth0?for=settings&next=/belfius/settings/login")
    assert back.asked["max_age"] == "0"
    assert back.asked["acr_values"].endswith("multi-factor")
    assert at(back.comes()) == "settings/login"
    assert at(sophie.get("settings/login/save")) == "settings/login", "fresh now: the page goes on"
    with later(minutes=5, seconds=1):
        assert at(sophie.get("settings/login/save")) == "account/confirm"


def test_password_and_code_of_our_own_confirm_nothing_there(there, sophie):
    answer = sophie.post("account/confirm", **{"for": "settings", "confirm-send": "1", "confirm-password": "x"})
    assert "Confirm with Auth0" in text_of(answer)


@pytest.mark.parametrize(
    ("claims", "reason"),
    [
        ({"amr": None}, "second-factor"),
        ({"auth_time": None}, "long-ago"),
        ({"sub": "auth0|another"}, "another-person"),
    ],
)
def test_what_confirms_nothing(belfius, auth0, there, tells, sophie, claims, reason):
    behind_auth0(belfius, auth0, tells.domain, mfa_each_session="no")
    back = confirm(sophie, tells, "account/confirm/auth0?for=settings")
    assert back.comes_with(**claims).status_code == 403
    assert newest_reason(belfius) == reason
    assert at(sophie.get("settings/login/save")) == "account/confirm"
    assert sophie.is_in(), "who was in stays in"


def test_a_password_asked_an_hour_ago_confirms_nothing(belfius, there, tells, sophie):
    back = confirm(sophie, tells, "account/confirm/auth0?for=settings")
    assert back.comes_with(auth_time=tells.claims({})["auth_time"] - 120).status_code == 403
    assert newest_reason(belfius) == "long-ago"


def test_a_confirmation_logs_nobody_in(belfius, there, tells, sophie):
    """The state of somebody’s confirmation in a browser that has logged out meanwhile."""
    back = confirm(sophie, tells, "account/confirm/auth0?for=settings")
    sophie.client.post("/belfius/logout")
    assert back.comes().status_code == 403
    assert not sophie.is_in()


def test_what_was_typed_waits_while_auth0_is_asked(there, tells, sophie):
    answer = sophie.post("settings/login/emergency", do="on", typed="kept “word”")
    page = text_of(answer)
    assert "next=%2Fbelfius%2Faccount%2Fconfirm%2Fgo-on" in page
    back = confirm(sophie, tells, "account/confirm/auth0?for=settings&next=/belfius/account/confirm/go-on")
    assert at(back.comes()) == "account/confirm/go-on"
    page = text_of(sophie.get("account/confirm/go-on"))
    assert 'action="/belfius/settings/login/emergency"' in page
    assert 'name="typed" value="kept “word”"' in page
    with scope.of(there.id):
        assert not any("kept" in row.data.replace("kept_form", "") for row in Session.objects.all()), "sealed"


# Logging out


def test_logging_out_ends_the_session_here_and_then_there(belfius, there, tells, sophie):
    answer = sophie.post("logout")
    assert sessions(belfius) == []
    address = urlsplit(answer["Location"])
    asked = {name: values[0] for name, values in parse_qs(address.query).items()}
    assert answer["Location"].startswith(f"{tells.issuer}oidc/logout?")
    assert asked["post_logout_redirect_uri"] == "http://testserver/belfius/login"
    assert asked["logout_hint"] == SID
    assert asked["client_id"]
    assert not sophie.is_in()


def test_a_tenant_without_the_newer_logout_is_left_by_the_older_one(there, tells, sophie):
    tells.answers["/.well-known/openid-configuration"] = (
        200,
        tells.answer("/.well-known/openid-configuration", {})[1].replace(b"end_session_endpoint", b"x"),
    )
    provider.forget()
    assert "/v2/logout?client_id=" in sophie.post("logout")["Location"]


def test_forms_may_lead_to_the_tenant_and_nowhere_else(there, tells, sophie):
    policy = sophie.get("account")["Content-Security-Policy"]
    assert f"form-action 'self' http://{tells.domain};" in policy
    assert "form-action 'self';" in Visitor("belfius").get("faq")["Content-Security-Policy"]


# Being logged out by Auth0


def tell(tells, *, by: str = "", header: dict | None = None, **claims):
    token = signed(tells.logout_claims(**claims), by=by, **(header or {}))
    return Visitor("belfius").post("login/back-channel", logout_token=token)


def test_a_logout_there_ends_the_session_here(belfius, there, tells, sophie):
    answer = tell(tells)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert not sophie.is_in()


def test_without_the_name_of_a_session_all_of_that_user_end(there, tells, sophie):
    assert tell(tells, sid=None).status_code == 200
    assert not sophie.is_in()


def test_the_sessions_of_others_go_on(there, tells, sophie):
    assert tell(tells, sid="sid-of-another").status_code == 200
    assert tell(tells, sid=None, sub="auth0|nobody", jti="2").status_code == 200
    assert sophie.is_in()


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"by": "foreign"}, "signature"),
        ({"by": "none"}, "algorithm"),
        ({"by": "unknown"}, "key"),
        ({"iss": "https://evil.example/"}, "issuer"),
        ({"aud": "another"}, "audience"),
        ({"exp": 1}, "expired"),
        ({"iat": 1}, "expired"),
        ({"nonce": "n"}, "no-logout"),
        ({"events": None}, "no-logout"),
        ({"events": {"http://schemas.openid.net/event/other": {}}}, "no-logout"),
        ({"events": "http://schemas.openid.net/event/backchannel-logout"}, "no-logout"),
        ({"sid": None, "sub": None}, "session"),
        ({"jti": None}, "unreadable"),
    ],
)
def test_what_is_no_logout(belfius, there, tells, sophie, wrong, reason):
    assert tell(tells, **wrong).status_code == 400
    assert newest_reason(belfius, "federation.logout_failed") == reason
    assert sophie.is_in()


def test_an_id_token_is_no_logout(belfius, there, tells, sophie):
    token = signed(tells.claims({"nonce": "n"}))
    assert Visitor("belfius").post("login/back-channel", logout_token=token).status_code == 400
    assert sophie.is_in()


def test_a_logout_told_twice_counts_once(belfius, there, tells, sophie):
    assert tell(tells).status_code == 200
    assert at(begin(sophie, tells).comes()) == ""
    assert tell(tells).status_code == 400
    assert newest_reason(belfius, "federation.logout_failed") == "told-before"
    assert sophie.is_in()


def test_nobody_is_listened_to_where_it_is_not_switched_on(belfius, auth0, there, tells, sophie):
    behind_auth0(belfius, auth0, tells.domain, back_channel="no")
    assert tell(tells).status_code == 404
    assert sophie.is_in()


# Auth0 down or slow


def test_when_auth0_does_not_answer_a_page_says_so_and_who_is_in_goes_on(belfius, there, tells, sophie):
    provider.forget()
    tells.answers["/.well-known/openid-configuration"] = (0, b"")
    newcomer = Visitor("belfius")
    assert at(newcomer.get("login/auth0")) == "login/unavailable"
    page = newcomer.get("login/unavailable")
    assert page.status_code == 503
    assert "does not answer" in text_of(page)
    assert sophie.is_in()
    assert "still logged in" in text_of(sophie.get("login/unavailable"))
    assert len(sessions(belfius)) == 1, "no half-open session"


def test_a_tenant_that_fails_is_left_alone_for_some_seconds(there, tells):
    provider.forget()
    tells.answers["/.well-known/openid-configuration"] = (503, b"")
    tells.asked.clear()
    Visitor("belfius").get("login/auth0")
    tells.answers["/.well-known/openid-configuration"] = (0, b"")
    provider.forget()
    Visitor("belfius").get("login/auth0")
    asked = len(tells.asked)
    Visitor("belfius").get("login/auth0")
    assert len(tells.asked) == asked


def test_auth0_that_fails_in_the_middle_leaves_nothing_open(belfius, there, tells):
    back = begin(Visitor("belfius"), tells)
    tells.answers["/oauth/token"] = (500, b"<html>")
    assert at(back.comes()) == "login/unavailable"
    assert sessions(belfius) == []
    assert not back.visitor.is_in()


@pytest.mark.parametrize(
    "document",
    [
        b"<html>", b"[]", b"{}", b'{"issuer": "https://evil.example/"}',
        b'{"issuer": "ISSUER", "authorization_endpoint": "https://evil.example/authorize"}',
    ],
)  # fmt: skip
def test_a_document_that_names_another_site_is_not_followed(there, tells, document):
    provider.forget()
    tells.answers["/.well-known/openid-configuration"] = (200, document.replace(b"ISSUER", tells.issuer.encode()))
    answer = Visitor("belfius").get("login/auth0")
    assert answer.status_code == 403 or at(answer) == "login/unavailable"


def test_the_emergency_switch_opens_the_embedded_door_and_closes_it_again(belfius, there, tells, sophie):
    with scope.of(belfius.id):
        set_emergency(True, by=system(belfius.id))
    doors.forget()
    assert 'type="password"' in text_of(Visitor("belfius").get("login"))
    assert Visitor("belfius").get("login/callback").status_code == 404
    assert sophie.is_in()
    with scope.of(belfius.id):
        set_emergency(False, by=system(belfius.id))
    doors.forget()
    assert at(Visitor("belfius").get("login")) == "login/auth0"


def test_the_key_of_a_session_elsewhere_is_kept_as_a_token_only(belfius, there, sophie):
    row = sessions(belfius)[0]
    assert SID.encode() not in bytes(row.sid_token)
    assert SUB not in row.data
