"""Asking Auth0 over HTTP: time limits, its token, its rate limits, and what may be asked again.

A call that changes nothing when it is done twice is tried again after a lost connection or a fault on their side; any
call is, after "too many requests", because Auth0 has then done nothing. Nothing that is sent or received is logged.
"""

import hashlib
import json
import random
import re
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Self

import httpx

from accident_manager.foundation import clock
from accident_manager.identity.auth0.refused import (
    AnsweredOddly,
    ExistsThere,
    MayNotCall,
    NotOffered,
    NotSetUp,
    NotThere,
    RateLimited,
    Unreachable,
    WrongClient,
)
from accident_manager.identity.auth0.tenant import Tenant
from accident_manager.identity.rules.auth0 import is_loopback

# Seconds without a byte, and for an answer as a whole: a page waits for it.
TIMEOUT = httpx.Timeout(5, connect=3)
WHOLE_ANSWER = 10.0
# Bytes; a page of the log, the largest thing that is asked for, has some hundred thousand.
LARGEST_ANSWER = 8 * 1024 * 1024
_ATTEMPTS = 3
# Seconds before another try, each time doubled; a part of them is left to chance.
_FIRST_PAUSE = 0.25
_FRESH = timedelta(seconds=60)
# Whatever Auth0 says: a token is used for a day, and nobody is told to wait for more than an hour (seconds).
_LONGEST_TOKEN, _LONGEST_PAUSE = 24 * 3600, 3600.0
_REASON = re.compile(r"[a-z0-9_.-]{1,64}")
_TOKEN = re.compile(r"[A-Za-z0-9._~+/=-]{1,8192}")


class _TooSlow(Exception):
    """The answer comes, but by drops."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; it may hold names and addresses. `next_page` is the query of the page after this one."""

    status: int
    data: Any = field(repr=False)
    date: str = ""
    next_page: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Granted:
    """A token of the Management API, until when it may be used, and what it allows (None: Auth0 did not say)."""

    token: str = field(repr=False)
    until: datetime
    scopes: frozenset[str] | None


class _Tokens:
    """The tokens of this process, by tenant, client and hash of the secret: a new secret counts at once."""

    lock = threading.Lock()
    kept: dict[tuple[str, str, str], Granted] = {}


class Wire:
    """A connection to one tenant; to be closed. `patience` is how many seconds a rate limit is waited for, in all."""

    def __init__(
        self,
        tenant: Tenant,
        *,
        patience: float = 5.0,
        timeout: httpx.Timeout = TIMEOUT,
        sleep: Callable[[float], None] = time.sleep,
        chance: Callable[[], float] = random.random,
        timer: Callable[[], float] = time.monotonic,
    ) -> None:
        self.tenant = tenant
        self._patience, self._sleep, self._chance, self._timer = patience, sleep, chance, timer
        # Not packed: a small answer cannot unfold into a huge one.
        headers = {"User-Agent": "accident-manager", "Accept": "application/json", "Accept-Encoding": "identity"}
        # A proxy named in the environment leads outside, never to a stand-in on this machine.
        outside = not is_loopback(tenant.domain)
        self._http = httpx.Client(timeout=timeout, follow_redirects=False, headers=headers, trust_env=outside)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._http.close()

    def __repr__(self) -> str:
        return f"<Auth0 {self.tenant.domain}>"

    def call(
        self,
        method: str,
        path: str,
        *,
        scope: str,
        again: bool,
        params: Mapping[str, str | int] | None = None,
        body: Mapping[str, Any] | None = None,
    ) -> Answer:
        """A call of the Management API; `again`: it does no harm twice. Any refusal of `refused`."""
        answer = self._authorised(method, path, again, params, body)
        if answer.status == 401:
            # Taken back or signed with a key that is gone: nothing was done, so another token may try.
            self.forget_token()
            answer = self._authorised(method, path, again, params, body)
        # A redirect is not followed: no other address gets the token.
        if answer.status >= 300:
            raise _refusal(answer, scope)
        return answer

    def granted(self) -> Granted:
        """The token there is, or a new one; kept until a minute before its end. WrongClient, Unreachable, …"""
        if not self.tenant.is_managed:
            raise NotSetUp
        key = self._key()
        with _Tokens.lock:
            kept = _Tokens.kept.get(key)
        if kept is not None and clock.now() < kept.until:
            return kept
        granted = self._ask_for_token()
        with _Tokens.lock:
            _Tokens.kept[key] = granted
        return granted

    def forget_token(self) -> None:
        with _Tokens.lock:
            _Tokens.kept.pop(self._key(), None)

    def ask(
        self,
        method: str,
        address: str,
        *,
        again: bool,
        params: Mapping[str, str | int] | None = None,
        body: Mapping[str, Any] | None = None,
        form: Mapping[str, str] | None = None,
        token: str = "",
    ) -> Answer:
        """Any question to this address of Auth0, with what came back whatever its status. Unreachable, RateLimited.

        `body` goes as JSON, as the Management API reads it; `form` as OAuth 2.0 has it (RFC 6749 section 4.1.3).
        """
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        waited = 0.0
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                answer, content = self._once(method, address, params, body, form, headers)
            # The library's own words hold the address, which may hold an e-mail.
            except (httpx.HTTPError, httpx.InvalidURL, _TooSlow):
                if not again or attempt == _ATTEMPTS:
                    raise Unreachable from None
                self._sleep(self._pause(attempt))
                continue
            if answer.status_code == 429:
                pause = self._until_reset(answer)
                waited += pause
                if waited > self._patience or attempt == _ATTEMPTS:
                    raise RateLimited(count=max(1, round(pause)))
                self._sleep(pause)
            elif answer.status_code >= 500:
                if not again or attempt == _ATTEMPTS:
                    raise Unreachable
                self._sleep(self._pause(attempt))
            else:
                return _answer(answer, content)
        raise Unreachable

    def _once(
        self,
        method: str,
        address: str,
        params: Mapping[str, str | int] | None,
        body: Mapping[str, Any] | None,
        form: Mapping[str, str] | None,
        headers: Mapping[str, str],
    ) -> tuple[httpx.Response, bytes]:
        """One try, read to its end. httpx.HTTPError, _TooSlow; AnsweredOddly when there is no end to it."""
        content, began = bytearray(), self._timer()
        with self._http.stream(method, address, params=params, json=body, data=form, headers=headers) as answer:
            for part in answer.iter_raw():
                content += part
                if len(content) > LARGEST_ANSWER:
                    raise AnsweredOddly(status=answer.status_code, reason="too-large")
                if self._timer() - began > WHOLE_ANSWER:
                    raise _TooSlow
        return answer, bytes(content)

    def _authorised(
        self,
        method: str,
        path: str,
        again: bool,
        params: Mapping[str, str | int] | None,
        body: Mapping[str, Any] | None,
    ) -> Answer:
        address = f"{self.tenant.management_address}/api/v2{path}"
        return self.ask(method, address, again=again, params=params, body=body, token=self.granted().token)

    def _ask_for_token(self) -> Granted:
        answer = self.ask(
            "POST",
            f"{self.tenant.management_address}/oauth/token",
            again=True,
            form={
                "grant_type": "client_credentials",
                "client_id": self.tenant.management_client_id,
                "client_secret": self.tenant.management_client_secret,
                "audience": self.tenant.audience,
            },
        )
        if answer.status in {401, 403}:
            raise WrongClient
        data = answer.data if isinstance(answer.data, dict) else {}
        token, lasts, scopes = data.get("access_token"), data.get("expires_in"), data.get("scope")
        if answer.status != 200 or not isinstance(token, str) or not _TOKEN.fullmatch(token):
            raise AnsweredOddly(status=answer.status, reason=_reason(data))
        if not isinstance(lasts, int) or lasts <= 0:
            raise AnsweredOddly(status=answer.status, reason="")
        return Granted(
            token=token,
            until=clock.now() + timedelta(seconds=min(lasts, _LONGEST_TOKEN)) - _FRESH,
            scopes=frozenset(scopes.split()) if isinstance(scopes, str) else None,
        )

    def _key(self) -> tuple[str, str, str]:
        secret = hashlib.sha256(self.tenant.management_client_secret.encode()).hexdigest()
        return self.tenant.domain, self.tenant.management_client_id, secret

    def _pause(self, attempt: int) -> float:
        """Seconds: half of them sure, half by chance, so that processes do not come back together."""
        whole: float = _FIRST_PAUSE * 2 ** (attempt - 1)
        return whole / 2 + whole / 2 * self._chance()

    def _until_reset(self, answer: httpx.Response) -> float:
        """Seconds until `X-RateLimit-Reset` (seconds since 1970) and up to one more by chance."""
        try:
            left = int(answer.headers["X-RateLimit-Reset"]) - clock.now().timestamp()
        except (KeyError, ValueError, OverflowError):
            left = 1.0
        return min(max(0.0, left), _LONGEST_PAUSE) + self._chance()


def _answer(answer: httpx.Response, content: bytes) -> Answer:
    try:
        data = json.loads(content) if content else None
    # A page of a proxy in between, or nothing that we asked for; nested until nobody can read it.
    except (ValueError, RecursionError):
        data = None
    url = answer.links.get("next", {}).get("url", "")
    try:
        # Only its query: the token goes to no address that an answer names.
        following = dict(httpx.URL(url).params) if url else {}
    except httpx.InvalidURL:
        following = {}
    return Answer(answer.status_code, data, answer.headers.get("Date", ""), following)


def _refusal(answer: Answer, scope: str) -> Exception:
    reason = _reason(answer.data)
    match answer.status:
        case 401:
            return WrongClient()
        case 403 if reason in {"", "insufficient_scope"}:
            return MayNotCall(scope=scope)
        case 403:
            return NotOffered()
        case 404:
            return NotThere()
        case 409:
            return ExistsThere()
        case status:
            return AnsweredOddly(status=status, reason=reason)


def _reason(data: Any) -> str:
    """Auth0's own code of an error; never its sentence, which may repeat what was sent."""
    found = data.get("errorCode") or data.get("error") if isinstance(data, dict) else ""
    return found if isinstance(found, str) and _REASON.fullmatch(found) else ""
