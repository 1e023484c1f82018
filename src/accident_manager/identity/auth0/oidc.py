"""Logging in with Auth0: authorization code with PKCE, and what is believed of the answer (OpenID Connect Core 1.0).

Everything that a request asks for comes from the insurer's settings and from what we keep of this browser: nothing that
a visitor adds to an address changes it.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Self

from authlib.oauth2.client import OAuth2Client  # type: ignore[import-untyped]
from authlib.oauth2.rfc6749.parameters import (  # type: ignore[import-untyped]
    add_params_to_uri,
    prepare_token_request,
)

from accident_manager.foundation import clock
from accident_manager.foundation.refusal import Refusal
from accident_manager.identity.auth0 import not_let_in as no
from accident_manager.identity.auth0 import tokens
from accident_manager.identity.auth0.provider import data_of, fetch, provider
from accident_manager.identity.auth0.tenant import Tenant

FLOW_LASTS = timedelta(minutes=10)
# Asks for the second factor also in a browser that is remembered (section "acr_values" of Auth0's documentation).
MULTI_FACTOR = "http://schemas.openid.net/pape/policies/2007/06/multi-factor"
_SCOPE = "openid profile email"
# The first one must be enabled in the tenant.
_LOCALES = {"fr": "fr-FR fr", "nl": "nl", "de": "de", "en": "en"}


@dataclass(frozen=True, slots=True)
class Flow:
    """A login under way in one browser at one insurer. `purpose`: "" to log in, else what is confirmed; `wanted`: the
    path to go to afterwards; `within`: how long ago the password may have been asked at most (seconds)."""

    state: str = field(repr=False)
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)
    begun_at: datetime
    issuer: str
    client_id: str
    callback: str
    wanted: str = ""
    purpose: str = ""
    within: int = 0

    def as_data(self) -> dict[str, Any]:
        names = ("state", "nonce", "verifier", "issuer", "client_id", "callback", "wanted", "purpose", "within")
        return {**{name: getattr(self, name) for name in names}, "begun_at": self.begun_at.isoformat()}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        return cls(**{**data, "begun_at": datetime.fromisoformat(data["begun_at"])})


@dataclass(frozen=True, slots=True)
class Login:
    """Whom Auth0 has let in. `remembered`: by the password alone, in a browser that it remembers."""

    issuer: str
    subject: str = field(repr=False)
    sid: str = field(repr=False)
    email: str = field(repr=False)
    email_verified: bool
    given_name: str = field(repr=False)
    family_name: str = field(repr=False)
    locale: str
    amr: tuple[str, ...]
    auth_time: datetime | None
    remembered: bool


def begin(
    tenant: Tenant, *, callback: str, language: str, wanted: str = "", purpose: str = "", within: timedelta,
    as_another: bool = False,
) -> tuple[str, Flow]:  # fmt: skip
    """Where to send the browser, and what to keep of it until it comes back. Unreachable, AnsweredOddly, WrongIssuer.

    `within`: a password asked longer ago is asked again. `purpose`: of a confirmation; then everything is asked again.
    `as_another`: whoever is logged in at Auth0 has no way in here, so the form is shown all the same.
    """
    at = provider(tenant, begins=True)
    flow = Flow(
        state=secrets.token_urlsafe(32), nonce=secrets.token_urlsafe(32), verifier=secrets.token_urlsafe(48),
        begun_at=clock.now(), issuer=tenant.issuer, client_id=tenant.client_id, callback=callback, wanted=wanted,
        purpose=purpose, within=0 if purpose else int(within.total_seconds()),
    )  # fmt: skip
    asked = {"nonce": flow.nonce, "ui_locales": _LOCALES.get(language, language), "max_age": str(flow.within)}
    if tenant.organization:
        asked["organization"] = tenant.organization
    if tenant.mfa_each_session or purpose:
        asked["acr_values"] = MULTI_FACTOR
    if as_another:
        asked["prompt"] = "login"
    client = OAuth2Client(
        None, client_id=tenant.client_id, scope=_SCOPE, redirect_uri=callback, code_challenge_method="S256"
    )
    address, _ = client.create_authorization_url(
        at.authorize, state=flow.state, code_verifier=flow.verifier, **asked
    )  # fmt: skip
    return address, flow


def complete(tenant: Tenant, flow: Flow, answer: Mapping[str, str]) -> Login:
    """Whom Auth0 let in, by what the browser brought back for this flow. A refusal of `not_let_in`, Unreachable, …"""
    if clock.now() > flow.begun_at + FLOW_LASTS:
        raise no.TooLate
    if (flow.issuer, flow.client_id) != (tenant.issuer, tenant.client_id):
        raise no.SettingsChanged
    at = provider(tenant)
    if answer.get("iss", tenant.issuer) != tenant.issuer or (at.names_itself and "iss" not in answer):
        raise no.AnotherAnswerer
    if "error" in answer:
        raise _turned_down(answer)
    code = answer.get("code", "")
    if not code:
        raise no.NoCode
    found = _exchange(tenant, at.token, flow, code)
    claims = tokens.id_token(
        tenant, found, nonce=flow.nonce, begun_at=flow.begun_at, asked_within=timedelta(seconds=flow.within)
    )
    methods = _methods(claims)
    if "mfa" not in methods and (tenant.mfa_each_session or flow.purpose):
        raise no.NoSecondFactor
    return _login(claims, methods)


def logout_address(tenant: Tenant, *, sid: str, back: str, language: str) -> str:
    """Where a browser goes to log out at Auth0, too; without its document the older address. Logging out depends
    on Auth0 never."""
    try:
        end_session = provider(tenant).end_session
    except Refusal:
        end_session = ""
    if not end_session:
        old = f"{tenant.login_address}/v2/logout"
        return str(add_params_to_uri(old, [("client_id", tenant.client_id), ("returnTo", back)]))
    asked = [
        ("client_id", tenant.client_id), ("post_logout_redirect_uri", back),
        ("ui_locales", _LOCALES.get(language, language)),
    ]  # fmt: skip
    if sid:
        asked.append(("logout_hint", sid))
    return str(add_params_to_uri(end_session, asked))


def _exchange(tenant: Tenant, address: str, flow: Flow, code: str) -> str:
    """The ID token for a code, which Auth0 gives once and for our verifier only."""
    body = prepare_token_request(
        "authorization_code", code=code, redirect_uri=flow.callback, client_id=tenant.client_id,
        client_secret=tenant.client_secret, code_verifier=flow.verifier,
    )  # fmt: skip
    answer = fetch(tenant, "POST", address, form=body)
    data = data_of(answer)
    if answer.status_code != 200:
        raise no.ClientRefused if answer.status_code == 401 or data.get("error") in _OURS else no.WrongCode
    token = data.get("id_token")
    if not isinstance(token, str):
        raise no.NoToken
    return token


_OURS = frozenset({"invalid_client", "unauthorized_client", "access_denied"})


def _turned_down(answer: Mapping[str, str]) -> no.NotLetIn:
    """Auth0 says "unauthorized" and "user is blocked" of a blocked user; nothing else of its words is used."""
    blocked = answer["error"] == "unauthorized" and "blocked" in answer.get("error_description", "").lower()
    return no.BlockedThere() if blocked else no.TurnedDown()


def _methods(claims: Mapping[str, Any]) -> tuple[str, ...]:
    found = claims.get("amr", [])
    if not isinstance(found, list):
        raise no.Unreadable
    return tuple(str(method) for method in found)


def _login(claims: Mapping[str, Any], methods: tuple[str, ...]) -> Login:
    asked = claims.get("auth_time")
    return Login(
        issuer=claims["iss"],
        subject=claims["sub"],
        sid=claims["sid"],
        email=_text(claims, "email"),
        email_verified=claims.get("email_verified") is True,
        given_name=_text(claims, "given_name"),
        family_name=_text(claims, "family_name"),
        locale=_text(claims, "locale"),
        amr=methods,
        auth_time=datetime.fromtimestamp(asked, tz=clock.now().tzinfo) if isinstance(asked, int | float) else None,
        remembered="mfa" not in methods,
    )


def _text(claims: Mapping[str, Any], name: str) -> str:
    value = claims.get(name)
    return value if isinstance(value, str) else ""
