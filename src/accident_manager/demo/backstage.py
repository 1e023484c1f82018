"""What only a demo may do: give accounts a known password and a known authenticator, and look at codes.

The rooms have no such acts, and must not; so this reaches the rows through Django's register, and nothing else does.
"""

import hashlib
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ImproperlyConfigured
from django_otp.oath import TOTP

from accident_manager.foundation import clock
from accident_manager.identity.actions import factors
from accident_manager.identity.rules import codes

if not (settings.ACM_DEMO and settings.DEVELOPMENT):
    raise ImproperlyConfigured("the demo's backstage exists in a demo only, and never in production")


@dataclass(frozen=True, slots=True)
class Code:
    """The code an authenticator app shows now, the seconds it still shows it, and whether it was used up already."""

    digits: str
    seconds_left: int
    used: bool


def make_ready(account_id: UUID, *, email: str, password: str) -> None:
    """As after a first login: a password, an authenticator in use, a recovery code that was kept."""
    account = _model("Account").objects.get(pk=account_id)
    now = clock.now()
    account.password, account.password_changed_at = make_password(password), now
    account.save(update_fields=["password", "password_changed_at"])
    _model("Authenticator").objects.create(
        account_id=account_id, secret=_secret(email), confirmed_at=now, created_at=now
    )
    factors.keep_recovery_code(account, recovery_code(email))


def recovery_code(email: str) -> str:
    """The recovery code that an account of the cast begins with."""
    return codes.recovery_code_from(hashlib.sha256(f"recovery code of {email} in the demo".encode()).digest()[:15])


def code_of(account_id: UUID) -> Code | None:
    """The current code of the authenticator that the account has now, whoever enrolled it. None when it has none."""
    row = factors.confirmed(account_id)
    if row is None:
        return None
    at = clock.now().timestamp()
    totp = TOTP(bytes(row.secret), step=codes.PERIOD_SECONDS, digits=6)
    totp.time = at
    left = codes.PERIOD_SECONDS - int(at) % codes.PERIOD_SECONDS
    return Code(f"{totp.token():06}", left, used=row.last_step >= totp.t())


def key_of(account_id: UUID) -> str:
    """The key of that authenticator as it is typed into an app; empty when the account has none."""
    row = factors.confirmed(account_id)
    return codes.typed_key(bytes(row.secret)) if row else ""


def _secret(email: str) -> bytes:
    return hashlib.sha1(f"authenticator of {email} in the demo".encode()).digest()  # noqa: S324  20 bytes, no secret


def _model(name: str) -> Any:
    return apps.get_model("identity", name)
