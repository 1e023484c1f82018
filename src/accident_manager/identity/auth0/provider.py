"""Where the tenant's people log in, and with which keys it signs: read from Auth0, kept by this process for a while.

The addresses must lie at the configured domain and the issuer must be the configured one, whatever the document says.
After a failure Auth0 is left alone for some seconds: a slow Auth0 must not hold every process of ours.
"""

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from accident_manager.identity.auth0.not_let_in import UnknownKey, WrongIssuer
from accident_manager.identity.auth0.refused import AnsweredOddly, Unreachable
from accident_manager.identity.auth0.tenant import Tenant

TIMEOUT = httpx.Timeout(4, connect=2)
# Seconds (of the process's own clock): a login begins only when Auth0 has answered within the last minute.
_BEGIN_WITHIN, _KEPT, _LEFT_ALONE, _KEYS_AGAIN_AFTER = 60.0, 600.0, 5.0, 30.0
_LARGEST = 200_000
_FORM = {"Content-Type": "application/x-www-form-urlencoded;charset=UTF-8"}


@dataclass(frozen=True, slots=True)
class Provider:
    """The addresses of a tenant. `end_session` is empty where the tenant does not advertise one."""

    authorize: str
    token: str
    keys: str
    end_session: str
    names_itself: bool


@dataclass(slots=True)
class _Kept:
    provider: Provider
    read_at: float
    keys: KeySet | None = None
    keys_at: float = float("-inf")


class _Known:
    lock = threading.Lock()
    providers: dict[str, _Kept] = {}
    failed_at: dict[str, float] = {}


def provider(tenant: Tenant, *, begins: bool = False) -> Provider:
    """The tenant's addresses; `begins`: and Auth0 has answered lately. Unreachable, AnsweredOddly, WrongIssuer."""
    return _kept(tenant, _BEGIN_WITHIN if begins else _KEPT).provider


def key_of(tenant: Tenant, key_id: str) -> Any:
    """The key with this id. A new one of Auth0's is asked for at once, but not more often than twice a minute."""
    kept = _kept(tenant, _KEPT)
    now = time.monotonic()
    if kept.keys is None or now - kept.keys_at > _KEPT:
        _read_keys(tenant, kept)
    found = _find(kept.keys, key_id)
    if found is None and now - kept.keys_at > _KEYS_AGAIN_AFTER:
        _read_keys(tenant, kept)
        found = _find(kept.keys, key_id)
    if found is None:
        raise UnknownKey
    return found


def forget() -> None:
    """Read everything anew the next time."""
    with _Known.lock:
        _Known.providers.clear()
        _Known.failed_at.clear()


def fetch(tenant: Tenant, method: str, address: str, form: str = "") -> httpx.Response:
    """What Auth0 answers, whatever its status below 500. Unreachable, also when it failed a moment ago."""
    headers = {"Accept": "application/json", **(_FORM if form else {})}
    failed = _Known.failed_at.get(tenant.login_address)
    if failed is not None and time.monotonic() - failed < _LEFT_ALONE:
        raise Unreachable
    try:
        with httpx.Client(timeout=TIMEOUT, follow_redirects=False) as client:
            answer = client.request(method, address, headers=headers, content=form or None)
    # The library's own words hold the address, which may hold more than an address.
    except (httpx.HTTPError, httpx.InvalidURL):
        _Known.failed_at[tenant.login_address] = time.monotonic()
        raise Unreachable from None
    if answer.status_code >= 500 or answer.status_code == 429:
        raise Unreachable
    return answer


def data_of(answer: httpx.Response) -> Mapping[str, Any]:
    """The object of an answer, or an empty one."""
    try:
        data = answer.json() if len(answer.content) <= _LARGEST else None
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}


def _kept(tenant: Tenant, within: float) -> _Kept:
    kept = _Known.providers.get(tenant.login_address)
    if kept is None or time.monotonic() - kept.read_at > within:
        read = _read(tenant)
        if kept is not None and kept.provider == read:
            kept.read_at = time.monotonic()
        else:
            kept = _Known.providers[tenant.login_address] = _Kept(read, time.monotonic())
    return kept


def _read(tenant: Tenant) -> Provider:
    answer = fetch(tenant, "GET", f"{tenant.login_address}/.well-known/openid-configuration")
    document = data_of(answer)
    if answer.status_code != 200 or not document:
        raise AnsweredOddly(status=answer.status_code, reason="discovery")
    if document.get("issuer") != tenant.issuer:
        raise WrongIssuer
    return Provider(
        authorize=_address(tenant, document, "authorization_endpoint"),
        token=_address(tenant, document, "token_endpoint"),
        keys=_address(tenant, document, "jwks_uri"),
        end_session=_address(tenant, document, "end_session_endpoint") if "end_session_endpoint" in document else "",
        names_itself=document.get("authorization_response_iss_parameter_supported") is True,
    )


def _address(tenant: Tenant, document: Mapping[str, Any], name: str) -> str:
    found = document.get(name)
    if not isinstance(found, str) or not found.startswith(f"{tenant.login_address}/"):
        raise AnsweredOddly(status=200, reason="discovery")
    return found


def _read_keys(tenant: Tenant, kept: _Kept) -> None:
    answer = fetch(tenant, "GET", kept.provider.keys)
    found = data_of(answer).get("keys")
    if answer.status_code != 200 or not isinstance(found, list):
        raise AnsweredOddly(status=answer.status_code, reason="keys")
    # Only what signs: a key for anything else is none for us.
    fit = [key for key in found if isinstance(key, dict) and key.get("kty") == "RSA" and key.get("use") != "enc"]
    try:
        kept.keys = KeySet.import_key_set({"keys": fit})
    except (JoseError, ValueError, KeyError, TypeError):
        raise AnsweredOddly(status=200, reason="keys") from None
    kept.keys_at = time.monotonic()


def _find(keys: KeySet | None, key_id: str) -> Any:
    return next((key for key in keys.keys if key.kid == key_id), None) if keys else None
