"""Remembered devices: up to 30 days without a code, never without a password. The cookie holds a token, the row its
hash.
"""

import hashlib
import secrets
from datetime import timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import QuerySet

from accident_manager.audit import trail
from accident_manager.foundation import clock
from accident_manager.foundation.actor import Actor
from accident_manager.foundation.refusal import N_, NotFound
from accident_manager.identity import events
from accident_manager.identity.actions import notices, throttle
from accident_manager.identity.models import ACTIVE, Account, Device

# The longest; an insurer may shorten it, or have no device remembered (`Limits.remember_days`).
REMEMBERED_FOR = timedelta(days=30)


def remember(account_id: UUID, version: int, by: Actor) -> str:
    """Remember this device of an account that has just given its code; gives the token for its cookie.

    Nothing, and "", at an insurer where no device is remembered, and when the account has another version of its
    credentials by now: what was given then counts no more.
    """
    if not throttle.limits().remember_days:
        return ""
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        account = Account.objects.filter(pk=account_id, credentials_version=version, state=ACTIVE).first()
        if account is None:
            return ""
        device = Device.objects.create(
            account=account,
            token_hash=_hash(token),
            credentials_version=version,
            expires_at=clock.now() + timedelta(days=throttle.limits().remember_days),
            ip=by.ip,
            user_agent=by.user_agent,
        )
        trail.record(events.DEVICE_REMEMBERED, subject=("account", account_id), actor=by, device=device.id)
    return token


def recognised(account: Account, token: str, by: Actor) -> bool:
    """True for the token of a device that this account remembers still. Inside a transaction."""
    living = _living(account.pk, account.credentials_version, token)
    # Locked: forgotten by its owner at this very moment, it is not there.
    device = living.select_for_update(no_key=True).first() if token else None
    if device is None:
        return False
    device.last_used_at, device.ip = clock.now(), by.ip
    device.save(update_fields=["last_used_at", "ip"])
    return True


def knows(account: Account | None, token: str) -> bool:
    """True when this account, if there is one, remembers the token's device. Changes nothing."""
    account_id, version = (account.pk, account.credentials_version) if account else (uuid4(), 0)
    return bool(token) and _living(account_id, version, token).exists()


def id_of(account_id: UUID, token: str) -> UUID | None:
    """The id of the device that this token is of, when the account remembers it."""
    version = Account.objects.values_list("credentials_version", flat=True).get(pk=account_id)
    device = _living(account_id, version, token).first() if token else None
    return device.pk if device else None


def forget(device_id: UUID, by: Actor) -> None:
    """Forget a device of one's own. NotFound for any other."""
    by.require("account.own")
    with transaction.atomic():
        if by.account_id is None or not Device.objects.filter(pk=device_id, account_id=by.account_id).delete()[0]:
            raise NotFound
        account = Account.objects.get(pk=by.account_id)
        notices.tell(account, N_("A remembered device of your account was forgotten on %(timestamp)s."))
        trail.record(events.DEVICE_REVOKED, subject=("account", by.account_id), actor=by, device=device_id)


def _living(account_id: UUID, version: int, token: str) -> QuerySet[Device]:
    now = clock.now()
    return Device.objects.filter(
        account_id=account_id,
        token_hash=_hash(token),
        credentials_version=version,
        expires_at__gt=now,
        # Shortened by the insurer since it was remembered: that counts at once.
        created_at__gt=now - timedelta(days=throttle.limits().remember_days),
    )


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
