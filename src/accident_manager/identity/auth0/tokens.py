"""Whether a token is Auth0's own, for us, for this login, and new. Nothing in it is believed before its signature."""

import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NoReturn

from authlib.oidc.core import CodeIDToken  # type: ignore[import-untyped]
from joserfc import jws, jwt
from joserfc.errors import BadSignatureError, ClaimError, JoseError

from accident_manager.foundation import clock
from accident_manager.identity.auth0 import not_let_in as no
from accident_manager.identity.auth0 import provider
from accident_manager.identity.auth0.tenant import Tenant

# The one algorithm of Auth0's tenants. Never what a token says of itself.
ALGORITHM = "RS256"
LOGOUT = "http://schemas.openid.net/event/backchannel-logout"
_LONGEST = 20_000
# How old a logout token may be when it arrives.
_LOGOUT_WITHIN = timedelta(minutes=5)


def id_token(
    tenant: Tenant, token: str, *, nonce: str, begun_at: datetime, asked_within: timedelta | None
) -> Mapping[str, Any]:
    """The claims of an ID token of a login that began then. A refusal of `not_let_in` for each check.

    `asked_within`: how long before the login began the password may have been asked at most.
    """
    header, claims = signed(tenant, token)
    _common(tenant, header, claims)
    if not hmac.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()):
        raise no.WrongNonce
    if _instant(claims.get("iat")) < begun_at - tenant.leeway:
        raise no.WrongTime
    if claims.get("org_id", "") != tenant.organization:
        raise no.WrongOrganization
    if not isinstance(claims.get("sid"), str) or not claims["sid"]:
        raise no.NoSession
    if asked_within is not None:
        asked = claims.get("auth_time")
        if not isinstance(asked, int | float) or _instant(asked) < begun_at - asked_within - tenant.leeway:
            raise no.LongAgo
    return claims


def logout_token(tenant: Tenant, token: str) -> Mapping[str, Any]:
    """The claims of a logout token (OpenID Connect Back-Channel Logout 1.0, 2.6); whether it is new is not asked."""
    header, claims = signed(tenant, token)
    _common(tenant, header, claims, needs_subject=False)
    told = claims.get("events")
    if "nonce" in claims or not isinstance(told, dict) or not isinstance(told.get(LOGOUT), dict):
        raise no.NoLogout
    if not any(isinstance(claims.get(name), str) and claims[name] for name in ("sid", "sub")):
        raise no.NoSession
    if not isinstance(claims.get("jti"), str) or not claims["jti"]:
        raise no.Unreadable
    if _instant(claims.get("iat")) < clock.now() - _LOGOUT_WITHIN - tenant.leeway:
        raise no.Expired
    return claims


def signed(tenant: Tenant, token: str) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Header and claims, once the signature is by a key of the configured issuer."""
    if not isinstance(token, str) or not token or len(token) > _LONGEST:
        raise no.Unreadable
    try:
        header: Mapping[str, Any] = jws.extract_compact(token.encode()).headers()
    except (JoseError, ValueError, TypeError, AttributeError):
        raise no.Unreadable from None
    if header.get("alg") != ALGORITHM or "crit" in header:
        raise no.WrongAlgorithm
    key_id = header.get("kid")
    if not isinstance(key_id, str):
        raise no.UnknownKey
    key = provider.key_of(tenant, key_id)
    try:
        found = jwt.decode(token, key, algorithms=[ALGORITHM])
    except BadSignatureError:
        raise no.WrongSignature from None
    except (JoseError, ValueError, TypeError):
        raise no.Unreadable from None
    return header, found.claims


def _common(
    tenant: Tenant, header: Mapping[str, Any], claims: Mapping[str, Any], *, needs_subject: bool = True
) -> None:
    """Issuer, audience, authorised party and times, said one by one; then all of them by Authlib again."""
    if claims.get("iss") != tenant.issuer:
        raise no.WrongIssuer
    if needs_subject and (not isinstance(claims.get("sub"), str) or not claims["sub"]):
        raise no.NoSubject
    audience = claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    if tenant.client_id not in audiences:
        raise no.WrongAudience
    if claims.get("azp", tenant.client_id) != tenant.client_id or (len(audiences) > 1 and "azp" not in claims):
        raise no.WrongParty
    now = clock.now()
    if _instant(claims.get("exp")) <= now - tenant.leeway:
        raise no.Expired
    if _instant(claims.get("iat")) > now + tenant.leeway or _not_before(claims) > now + tenant.leeway:
        raise no.WrongTime
    if needs_subject:
        _by_authlib(tenant, header, claims)


def _by_authlib(tenant: Tenant, header: Mapping[str, Any], claims: Mapping[str, Any]) -> None:
    """The configured issuer is given to it: its own default is what the discovery document says."""
    options = {"iss": {"essential": True, "value": tenant.issuer}, "sub": {"essential": True}}
    checked = CodeIDToken(dict(claims), dict(header), options, {"client_id": tenant.client_id})
    try:
        checked.validate(now=int(clock.now().timestamp()), leeway=int(tenant.leeway.total_seconds()))
    except ClaimError as problem:
        _refuse(problem.claim)


def _refuse(claim: str | None) -> NoReturn:
    by_claim = {"iss": no.WrongIssuer, "sub": no.NoSubject, "aud": no.WrongAudience, "azp": no.WrongParty}
    by_claim |= {"exp": no.Expired, "iat": no.WrongTime, "nbf": no.WrongTime, "auth_time": no.LongAgo}
    raise by_claim.get(claim or "", no.Unreadable)


def _instant(seconds: Any) -> datetime:
    """Seconds since 1970. Unreadable for what is no such number."""
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 < seconds < 10**11:
        raise no.Unreadable
    return datetime.fromtimestamp(seconds, tz=clock.now().tzinfo)


def _not_before(claims: Mapping[str, Any]) -> datetime:
    return _instant(claims["nbf"]) if "nbf" in claims else _instant(1)
