"""Counting failures in PostgreSQL, so that all processes share them: counted before the secret is looked at, so that
many tries at once are no way around.

A wrong password counts for the pair of e-mail address and network address: nobody can lock out another from elsewhere.
Unknown e-mail addresses are counted like known ones.
"""

from datetime import timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import Model, QuerySet

from accident_manager.audit import trail
from accident_manager.crypto.index import exact_token
from accident_manager.foundation import clock
from accident_manager.foundation.actor import Actor
from accident_manager.foundation.refusal import N_, Refusal
from accident_manager.identity import events
from accident_manager.identity.models import CodeFailures, PasswordFailures
from accident_manager.identity.rules.addresses import network_of, normal_email
from accident_manager.identity.rules.codes import Failures

BLOCK_AFTER, BLOCKED_FOR = 10, timedelta(hours=24)
CODE, RECOVERY = "code", "recovery"
Row = TypeVar("Row", bound=Model)


class TooManyPasswords(Refusal):
    code = "identity.login.blocked"
    sentence = N_("Your account has been blocked after multiple consecutive login attempts.")


class TooManyCodes(Refusal):
    code = "identity.code.too-many"
    sentence = N_("Too many failed codes. Wait for some minutes before retrying.")


def pair_token(email: str, ip: str) -> bytes:
    return exact_token("login.pair", f"{network_of(ip)}|{normal_email(email)}")


def count_password(email: str, email_token: bytes, by: Actor) -> bool:
    """Count a try before it is judged. False when the pair is blocked."""
    now = clock.now()
    with transaction.atomic():
        row = _locked(PasswordFailures.objects.all(), {"email_token": email_token}, pair_token=pair_token(email, by.ip))
        if row.blocked_until and row.blocked_until > now:
            return False
        if row.blocked_until or row.last_at <= now - BLOCKED_FOR:
            row.count, row.blocked_until = 0, None
        if row.count >= BLOCK_AFTER:
            return False  # the tenth is being judged at this moment
        row.count, row.last_at = row.count + 1, now
        row.save(update_fields=["count", "last_at", "blocked_until"])
    return True


def password_was_wrong(email: str, by: Actor, subject: tuple[str, UUID] | None) -> None:
    """Block the pair when that was the tenth; inside a transaction."""
    now = clock.now()
    blocked = PasswordFailures.objects.filter(
        pair_token=pair_token(email, by.ip), count__gte=BLOCK_AFTER, blocked_until__isnull=True
    ).update(blocked_until=now + BLOCKED_FOR)
    if blocked:
        trail.record(events.PAIR_BLOCKED, subject=subject, actor=by, attempts=BLOCK_AFTER)


def password_was_right(email: str, by: Actor) -> None:
    PasswordFailures.objects.filter(pair_token=pair_token(email, by.ip)).delete()


def release(email_token: bytes, by: Actor, subject: tuple[str, UUID]) -> None:
    """Lift the blocks of every network address on this e-mail address; inside a transaction."""
    if PasswordFailures.objects.filter(email_token=email_token).delete()[0]:
        trail.record(events.THROTTLE_RELEASED, subject=subject, actor=by)


def count_code(account_id: UUID, kind: str, by: Actor) -> Failures:
    """Count a try before it is judged. TooManyCodes while waiting, and for one-time codes after twenty in a row."""
    now = clock.now()
    with transaction.atomic():
        row = _locked(CodeFailures.objects.all(), {}, account_id=account_id, kind=kind)
        before = Failures(row.in_a_row, row.waits_until)
        if not before.may_try(now, suspends=kind == CODE):
            raise TooManyCodes(field="code")
        after = before.one_more(now)
        row.in_a_row, row.waits_until = after.in_a_row, after.waits_until
        row.save(update_fields=["in_a_row", "waits_until"])
    return after


def code_was_wrong(failures: Failures, by: Actor, subject: tuple[str, UUID]) -> None:
    """Note it when the next try has to wait; inside a transaction."""
    if failures.waits_until and failures.waits_until > clock.now():
        trail.record(events.MFA_THROTTLED, subject=subject, actor=by, attempts=failures.in_a_row)


def code_was_right(account_id: UUID, *kinds: str) -> None:
    CodeFailures.objects.filter(account_id=account_id, kind__in=kinds).delete()


def wrong_codes(account_id: UUID) -> int:
    """Wrong one-time codes in a row."""
    row = CodeFailures.objects.filter(account_id=account_id, kind=CODE).first()
    return row.in_a_row if row else 0


def _locked(rows: QuerySet[Row], defaults: dict[str, Any], **key: Any) -> Row:
    """The row of this key, made when there is none, locked: a right secret at the same moment may take it away between
    the two.
    """
    while True:
        # Not get_or_create: between its failed insert and its second look the row may be gone again.
        rows.bulk_create([rows.model(**key, **defaults)], ignore_conflicts=True)
        row = rows.select_for_update(no_key=True).filter(**key).first()
        if row is not None:
            return row
