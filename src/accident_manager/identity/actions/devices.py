"""Remembered devices: 30 days without a code, never without a password. The cookie holds a token, the row its hash."""

import hashlib
import secrets
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from accident_manager.audit import trail
from accident_manager.foundation import clock
from accident_manager.foundation.actor import Actor
from accident_manager.foundation.refusal import NotFound
from accident_manager.identity import events
from accident_manager.identity.models import Account, Device

REMEMBERED_FOR = timedelta(days=30)


def remember(account_id: UUID, by: Actor) -> str:
    """Remember this device of an account that has just given its code; gives the token for its cookie."""
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        account = Account.objects.get(pk=account_id)
        device = Device.objects.create(
            account=account,
            token_hash=_hash(token),
            credentials_version=account.credentials_version,
            expires_at=clock.now() + REMEMBERED_FOR,
            ip=by.ip,
            user_agent=by.user_agent,
        )
        trail.record(events.DEVICE_REMEMBERED, subject=("account", account_id), actor=by, device=device.id)
    return token


def recognised(account: Account, token: str, by: Actor) -> bool:
    """True for the token of a device that this account remembers still."""
    if not token:
        return False
    now = clock.now()
    device = Device.objects.filter(
        account=account,
        token_hash=_hash(token),
        credentials_version=account.credentials_version,
        expires_at__gt=now,
    ).first()
    if device is None:
        return False
    device.last_used_at, device.ip = now, by.ip
    device.save(update_fields=["last_used_at", "ip"])
    return True


def forget(device_id: UUID, by: Actor) -> None:
    """Forget a device of one's own. NotFound for any other."""
    by.require("account.own")
    with transaction.atomic():
        if by.account_id is None or not Device.objects.filter(pk=device_id, account_id=by.account_id).delete()[0]:
            raise NotFound
        trail.record(events.DEVICE_REVOKED, subject=("account", by.account_id), actor=by, device=device_id)


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
