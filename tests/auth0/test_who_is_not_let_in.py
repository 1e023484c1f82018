"""Everything that a callback from Auth0 may be wrong in: each refused by its own check, and written down."""

import pytest

from accident_manager.foundation import clock
from accident_manager.foundation.actor import system
from accident_manager.identity.actions import accounts
from accident_manager.storage import scope
from auth0.fake_auth0 import ORGANIZATION
from auth0.forger import SUB, altered, forger, signed
from auth0.oidc import Back, begin, behind_auth0, newest_reason
from identity.people import Visitor, account_of, at, later, text_of

EMAIL = "sophie.marchal@example.be"
NOW = 1_795_424_400  # the frozen clock


@pytest.fixture
def tells(settings):
    settings.ACM_PUBLIC_URL = "http://testserver"
    with forger() as running:
        yield running


@pytest.fixture
def there(belfius, auth0, tells):
    """Belfius behind its tenant, with an account for Sophie."""
    behind_auth0(belfius, auth0, tells.domain)
    with scope.of(belfius.id):
        account_of(belfius, EMAIL, password="")
    return belfius


@pytest.fixture
def back(there, tells) -> Back:
    return begin(Visitor("belfius"), tells)


def refused(belfius, answer, reason: str) -> bool:
    assert answer.status_code == 403, answer.status_code
    assert newest_reason(belfius) == reason
    return True


def test_what_is_right_is_let_in_so_that_the_rest_of_this_file_means_something(back):
    assert at(back.comes()) == ""
    assert back.visitor.is_in()


@pytest.mark.parametrize(
    ("claims", "reason"),
    [
        ({"iss": "https://evil.eu.auth0.com/"}, "issuer"),
        ({"iss": None}, "issuer"),
        ({"aud": "another-client"}, "audience"),
        ({"aud": ["another-client"]}, "audience"),
        ({"aud": ["loginClient0000000000000000000001", "another"]}, "party"),
        ({"azp": "another-client"}, "party"),
        ({"exp": NOW - 61}, "expired"),
        ({"exp": None}, "unreadable"),
        ({"exp": "tomorrow"}, "unreadable"),
        ({"iat": NOW + 120}, "issued-at"),
        ({"iat": NOW - 3600}, "issued-at"),
        ({"nbf": NOW + 3600}, "issued-at"),
        ({"nonce": "another"}, "nonce"),
        ({"nonce": None}, "nonce"),
        ({"org_id": "org_OTHER"}, "organization"),
        ({"sub": None}, "subject"),
        ({"sub": ""}, "subject"),
        ({"sub": 7}, "subject"),
        ({"sid": None}, "session"),
        ({"amr": None}, "second-factor"),
        ({"amr": []}, "second-factor"),
        ({"amr": ["pwd"]}, "second-factor"),
        ({"amr": "mfa"}, "unreadable"),
        ({"auth_time": NOW - 7200}, "long-ago"),
        ({"auth_time": None}, "long-ago"),
    ],
)
def test_a_token_of_the_right_key_with_a_wrong_claim(belfius, back, claims, reason):
    answer = back.comes_with(**claims)
    assert refused(belfius, answer, reason)
    assert not back.visitor.is_in()


@pytest.mark.parametrize(
    ("by", "reason"),
    [("foreign", "signature"), ("unknown", "key"), ("none", "algorithm"), ("hmac", "algorithm")],
)
def test_a_token_that_is_not_signed_by_the_tenant(belfius, back, by, reason):
    assert refused(belfius, back.comes_with(by=by), reason)


@pytest.mark.parametrize("algorithm", ["RS512", "PS256"])
def test_another_algorithm_than_the_agreed_one(belfius, back, algorithm):
    assert refused(belfius, back.comes_with(header={"alg": algorithm}), "algorithm")


def test_a_claim_that_was_altered_after_signing(belfius, back):
    token = altered(signed(back.forger.claims(back.asked)), sub="auth0|somebody-else")
    assert refused(belfius, back.comes(token), "signature")


@pytest.mark.parametrize("token", ["x", "a.b", "a.b.c", "....", "é.é.é", "x" * 30_000])
def test_what_is_no_token_at_all(belfius, back, token):
    assert refused(belfius, back.comes(token), "unreadable")


def test_a_forged_code(belfius, back):
    assert refused(belfius, back.comes(code="forged"), "code")


def test_a_code_that_was_begun_elsewhere(belfius, back, tells):
    """Stolen on its way: the tenant gives a token for the verifier of the browser that began only."""
    tells.challenge = "the-challenge-of-another-browser"
    assert refused(belfius, back.comes(), "code")


def test_no_code(belfius, back):
    assert refused(belfius, back.comes(code=""), "no-code")


def test_the_nonce_of_an_earlier_login(belfius, back, tells):
    token = signed(tells.claims(back.asked))
    assert at(back.comes(token)) == ""
    again = begin(Visitor("belfius"), tells)
    assert refused(belfius, again.comes(token), "nonce")


def test_a_state_that_nobody_began(belfius, back):
    assert refused(belfius, back.comes(state="made-up"), "state")
    assert refused(belfius, back.visitor.get("login/callback"), "state")


def test_the_state_of_another_browser(belfius, back, tells):
    """Login CSRF: somebody is made to come in as the attacker."""
    victim = Back(Visitor("belfius", ip="198.51.100.9"), tells, back.asked)
    assert refused(belfius, victim.comes(), "state")
    assert not victim.visitor.is_in()


def test_the_state_of_another_insurer(belfius, other, auth0, back, tells):
    behind_auth0(other, auth0, tells.domain)
    carried = Back(Visitor("other"), tells, back.asked)
    carried.visitor.client.cookies = back.visitor.client.cookies
    assert refused(other, carried.comes(), "state")


def test_a_callback_that_is_used_twice(belfius, back, tells):
    assert at(back.comes()) == ""
    second = Visitor("belfius")
    second.client.cookies = back.visitor.client.cookies
    tells.codes = {"right"}
    assert refused(belfius, Back(second, tells, back.asked).comes(), "state")
    assert back.visitor.is_in()


def test_a_failed_callback_cannot_be_tried_again(belfius, back, tells):
    assert refused(belfius, back.comes_with(amr=None), "second-factor")
    tells.codes = {"right"}
    assert refused(belfius, back.comes(), "state")


def test_coming_back_after_ten_minutes(belfius, back):
    with later(minutes=10, seconds=1):
        assert refused(belfius, back.comes(), "too-late")


def test_another_answerer_in_the_address(belfius, back):
    assert refused(belfius, back.comes(iss="https://evil.eu.auth0.com/"), "answered-by-another")


def test_settings_that_changed_meanwhile(belfius, auth0, back, tells):
    behind_auth0(belfius, auth0, tells.domain, client_id="anotherClient0000000000000000001")
    assert refused(belfius, back.comes(), "settings-changed")


def test_auth0_did_not_let_him_in(belfius, back):
    answer = back.comes(code="", error="access_denied", error_description="<b>Evil words</b>")
    assert refused(belfius, answer, "turned-down")
    assert "Evil words" not in text_of(answer)


def test_a_user_who_is_blocked_there_is_told_what_a_blocked_account_is_told(belfius, back):
    answer = back.comes(code="", error="unauthorized", error_description="user is blocked")
    assert refused(belfius, answer, "blocked-there")
    assert "Account not active" in text_of(answer)


def test_an_account_that_is_blocked_here(belfius, back):
    with scope.of(belfius.id):
        from accident_manager.identity import queries

        accounts.block(queries.by_email(EMAIL).id, system(belfius.id), reason="left")
    answer = back.comes()
    assert refused(belfius, answer, "disabled")
    assert "Account not active" in text_of(answer)


def test_an_address_that_nobody_verified_links_to_nothing(belfius, back):
    assert refused(belfius, back.comes_with(email_verified=False), "email-not-verified")
    assert refused(
        belfius, begin(Visitor("belfius"), back.forger).comes_with(email_verified="true"), "email-not-verified"
    )


def test_somebody_without_an_account_gets_nothing_and_is_asked_for_another_user_the_next_time(belfius, back, tells):
    assert refused(belfius, back.comes_with(email="eve@example.com"), "no-account")
    again = begin(back.visitor, tells)
    assert again.asked["prompt"] == "login"
    assert "prompt" not in begin(Visitor("belfius"), tells).asked


def test_an_account_has_one_user_only(belfius, back, tells):
    assert at(back.comes()) == ""
    another = begin(Visitor("belfius"), tells)
    assert refused(belfius, another.comes_with(sub="auth0|another"), "linked-to-another")


def test_once_linked_the_address_says_nothing_any_more(belfius, back, tells):
    assert at(back.comes()) == ""
    renamed = begin(Visitor("belfius"), tells)
    assert at(renamed.comes_with(email="eve@example.com", email_verified=False, sub=SUB)) == ""


def test_the_organization_of_the_insurer_must_be_in_the_token(belfius, auth0, there, tells):
    behind_auth0(belfius, auth0, tells.domain, organization=ORGANIZATION)
    back = begin(Visitor("belfius"), tells)
    assert back.asked["organization"] == ORGANIZATION
    assert refused(belfius, back.comes_with(org_id=None), "organization")
    assert refused(belfius, begin(Visitor("belfius"), tells).comes_with(org_id="org_OTHER"), "organization")
    assert at(begin(Visitor("belfius"), tells).comes()) == ""


@pytest.mark.parametrize(
    "added",
    [
        "auth_params=acr_values%3Dnone", "acr_values=", "organization=org_EVIL", "scope=openid", "prompt=none",
        "max_age=999999", "redirect_uri=https://evil.example/", "client_id=evil", "connection=evil", "login_hint=eve",
        "ui_locales=xx", "state=mine", "nonce=mine", "response_type=token", "next=https://evil.example/", "domain=evil",
        "next=//evil.example/", "iss=https://evil.example/",
    ],
)  # fmt: skip
def test_nothing_that_a_visitor_adds_to_the_address_changes_the_request(there, tells, added):
    plain = begin(Visitor("belfius"), tells).asked
    changed = begin(Visitor("belfius"), tells, f"login/auth0?{added}").asked
    own = {"state", "nonce", "code_challenge"}
    assert {k: v for k, v in changed.items() if k not in own} == {k: v for k, v in plain.items() if k not in own}
    assert not any(changed[name] in {"mine", plain[name]} for name in own)


def test_the_request_asks_for_what_the_insurer_wants(there, tells):
    asked = begin(Visitor("belfius", language="fr"), tells).asked
    assert asked["response_type"] == "code"
    assert asked["code_challenge_method"] == "S256"
    assert asked["acr_values"] == "http://schemas.openid.net/pape/policies/2007/06/multi-factor"
    assert asked["scope"] == "openid profile email"
    assert asked["redirect_uri"] == "http://testserver/belfius/login/callback"
    assert asked["ui_locales"].split()[0] == "fr-FR"
    assert asked["max_age"] == "3600"
    assert min(len(asked["state"]), len(asked["nonce"])) >= 32


def test_the_screens_of_the_embedded_door_are_closed(there):
    visitor = Visitor("belfius")
    for path in (
        "forgot-password", "forgot-password/sent", "reset-password", "reset-password/done", "mfa/enrol",
        "mfa/enrol/code", "mfa/challenge", "mfa/methods", "mfa/recovery", "mfa/recovery-code", "mfa/passkey", "unblock",
        "unblock/done",
    ):  # fmt: skip
        assert visitor.get(path).status_code == 404, path
    assert visitor.post("login", email=EMAIL, password="x" * 12).status_code == 404


def test_the_screens_of_the_auth0_door_are_closed_at_the_embedded_one(belfius):
    visitor = Visitor("belfius")
    for path in ("login/auth0", "login/callback", "login/unavailable"):
        assert visitor.get(path).status_code == 404, path
    assert visitor.post("login/back-channel", logout_token="x").status_code == 404
    assert clock.now().timestamp() == NOW
