"""What the pages of one's own account show beside `queries.own_account`: where one is logged in, one's passkeys."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from accident_manager.foundation import clock, scope
from accident_manager.foundation.refusal import NotFound
from accident_manager.identity.models import Passkey, Session
from accident_manager.identity.rules import passkeys as rules
from accident_manager.insurers import queries as insurers


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session that still opens the account. `factor`: "otp", "recovery", "device", "passkey" or "" (not known)."""

    id: UUID
    user_agent: str
    ip: str
    since: datetime
    last_seen_at: datetime
    factor: str


def sessions_of(account_id: UUID) -> tuple[SessionRow, ...]:
    """The account's living sessions, the one used last first."""
    insurer = insurers.by_id(scope.current())
    if insurer is None:
        raise NotFound
    now = clock.now()
    idle = timedelta(minutes=insurer.session_idle_minutes)
    rows = Session.objects.filter(account_id=account_id, expires_at__gt=now, last_seen_at__gt=now - idle)
    return tuple(
        SessionRow(
            id=row.id,
            user_agent=row.user_agent,
            ip=row.ip,
            since=row.created_at,
            last_seen_at=row.last_seen_at,
            factor=row.factor,
        )
        for row in rows.order_by("-last_seen_at", "-id")
    )


@dataclass(frozen=True, slots=True)
class PasskeyRow:
    """A passkey; its name may be empty. `kind`: "platform", "roaming" (`rules.passkeys.kind_of`) or "" (not known)."""

    id: UUID
    name: str
    kind: str
    added_at: datetime
    last_used_at: datetime | None


def passkeys_of(account_id: UUID) -> tuple[PasskeyRow, ...]:
    """The account's passkeys, the oldest first, whether the insurer allows them or not."""
    return tuple(
        PasskeyRow(
            id=row.id,
            name=row.name,
            kind=rules.kind_of(row.transports),
            added_at=row.created_at,
            last_used_at=row.last_used_at,
        )
        for row in Passkey.objects.filter(account_id=account_id).order_by("created_at", "id")
    )
