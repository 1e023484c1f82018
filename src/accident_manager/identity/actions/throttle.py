"""Counting tries and failures in PostgreSQL, so that all processes share them: counted before the secret is looked at,
so that many tries at once are no way around. The numbers are the insurer's (`InsurerInfo.limits`).

A wrong password blocks the pair of e-mail address and network address, never an account: nobody can lock out another
from elsewhere. Unknown e-mail addresses are counted like known ones.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from threading import BoundedSemaphore
from time import sleep
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from accident_manager.audit import trail
from accident_manager.audit.trail import Entry
from accident_manager.crypto.index import exact_token
from accident_manager.foundation import clock, scope
from accident_manager.foundation.actor import Actor
from accident_manager.foundation.refusal import N_, Refusal
from accident_manager.identity import events
from accident_manager.identity.actions import pacing, suspicion, unblock
from accident_manager.identity.actions.pacing import Paced, paced
from accident_manager.identity.models import CodeFailures, PasswordFailures
from accident_manager.identity.rules import pace
from accident_manager.identity.rules.addresses import network_of, normal_email
from accident_manager.identity.rules.codes import Failures
from accident_manager.insurers import queries as insurers
from accident_manager.insurers.rules.limits import Limits
from accident_manager.storage import rows
from accident_manager.storage.ids import new_id

BLOCKED_FOR = timedelta(hours=24)
CODE, RECOVERY = "code", "recovery"
# How long a try at an e-mail address under attack waits (seconds), and how many wait at a time in a process: those
# beyond are not held, or the waiting itself could take the service down.
SLOWED_BY, MOST_SLOWED = 1.0, 3
# Of what is refused before a password is looked at, the trail notes the first in this time.
_NOTED_EVERY = timedelta(minutes=1)
_waiting = BoundedSemaphore(MOST_SLOWED)


class TooManyPasswords(Refusal):
    code = "identity.login.blocked"
    sentence = N_("Your account has been blocked after multiple consecutive login attempts.")


class TooManyAttempts(Refusal):
    """Of this person from this address in a short time, right or wrong; `wait` says how long until the next."""

    code = "identity.login.slowed"
    sentence = N_("Too many login attempts for this user. Please wait, and try again later.")

    def __init__(self, wait: timedelta) -> None:
        self.wait = wait
        super().__init__()


class AddressBlocked(Refusal):
    """This network address failed too often today, on whatever accounts; `wait` says how long until the next try."""

    code = "identity.login.address-blocked"
    sentence = N_(
        "We have detected suspicious login behavior and further attempts will be blocked. "
        "Please contact the administrator."
    )

    def __init__(self, wait: timedelta) -> None:
        self.wait = wait
        super().__init__()


class TooManyCodes(Refusal):
    code = "identity.code.too-many"
    sentence = N_("Too many failed codes. Wait for some minutes before retrying.")


@dataclass(frozen=True, slots=True)
class Counted:
    """A try at a password that was let through to be judged, or not; with the failures of the day before it."""

    may_try: bool
    of_pair: int
    of_others: int

    def __bool__(self) -> bool:
        return self.may_try


def limits() -> Limits:
    """The limits of the insurer in scope."""
    insurer = insurers.by_id(scope.current())
    return insurer.limits if insurer else Limits()


def pair_token(email: str, ip: str) -> bytes:
    return exact_token("login.pair", f"{network_of(ip)}|{normal_email(email)}")


def admit(email: str, by: Actor, *, known_device: bool, pause: Callable[[float], None] | None = None) -> None:
    """Let a try to log in come so far that its password is looked at. AddressBlocked, TooManyAttempts.

    At an address under attack from everywhere it waits a moment first. A browser that the person himself had
    remembered is not held back for what others do from the same network. `pause` takes seconds.
    """
    bucket = pace.attempts_a_minute(limits().attempts_a_minute)
    pair = paced("login.pair", f"{network_of(by.ip)}|{normal_email(email)}", bucket)
    networks = [] if known_device else _network(by)
    slowed, attacked, *failed = pacing.take(pair, _under_attack(email, looks=True), *networks)
    for network, left in zip(networks, failed, strict=True):
        if not left.was_there:
            _note_once(events.IP_BLOCKED, network, by)
            raise AddressBlocked(left.wait)
    if not slowed.was_there:
        _note_once(events.USER_SLOWED, pair, by)
        raise TooManyAttempts(slowed.wait)
    if not attacked.was_there and _waiting.acquire(blocking=False):
        try:
            (pause or sleep)(SLOWED_BY)
        finally:
            _waiting.release()


def count_password(email: str, email_token: bytes, by: Actor) -> Counted:
    """Count a try before it is judged. False when the pair is blocked."""
    now, most = clock.now(), limits().failed_passwords
    key = pair_token(email, by.ip)
    with connection.cursor() as cursor:
        cursor.execute(
            _COUNT,
            {
                "id": new_id(), "insurer": scope.current(), "pair": key, "email": email_token, "now": now,
                "since": now - BLOCKED_FOR, "most": most,
            },
        )  # fmt: skip
        count, blocked_until, others = cursor.fetchone()
    # More than the most: the last one allowed is being judged at this moment.
    return Counted(may_try=blocked_until is None and count <= most, of_pair=count - 1, of_others=others)


def password_was_wrong(email: str, by: Actor, subject: tuple[str, UUID] | None, *also: Entry) -> None:
    """Block the pair when that was one too many, and look for a pattern; `also` is noted. Inside a transaction."""
    now, bounds = clock.now(), limits()
    key = pair_token(email, by.ip)
    notes: list[Entry] = []
    blocked = PasswordFailures.objects.filter(
        pair_token=key, count__gte=bounds.failed_passwords, blocked_until__isnull=True
    ).update(blocked_until=now + BLOCKED_FOR)
    if blocked:
        unblock.send_link(subject[1] if subject else None, key, attempts=bounds.failed_passwords, by=by)
        notes.append(Entry(events.PAIR_BLOCKED, subject, {"attempts": bounds.failed_passwords}))
    [attack] = pacing.take(_under_attack(email))
    if not attack.was_there:
        notes += suspicion.account_under_attack(subject, email, bounds.failures_an_hour_on_an_account, by)
    notes += suspicion.after_wrong_password(subject, email, key, by)
    if notes or also:
        trail.record_all([*notes, *also], actor=by)


def password_was_right(email: str, by: Actor, *, admitted: bool = False) -> None:
    """The failures of the pair are forgotten; `admitted`: this was no failure of the network it came from either."""
    networks = _network(by) if admitted else []
    with connection.cursor() as cursor:
        values: dict[str, Any] = {"insurer": scope.current(), "pair": pair_token(email, by.ip)}
        if not networks:
            cursor.execute(_FORGET, values)
        for network in networks:
            back = {"network": network.key_token, "size": float(network.bucket.size)}
            cursor.execute(_FORGET_AND_GIVE_BACK, values | back)


def release(email_token: bytes, by: Actor, subject: tuple[str, UUID]) -> None:
    """Lift the blocks of every network address on this e-mail address; inside a transaction."""
    if PasswordFailures.objects.filter(email_token=email_token).delete()[0]:
        trail.record(events.THROTTLE_RELEASED, subject=subject, actor=by, reason="account")


def count_code(account_id: UUID, kind: str, by: Actor) -> Failures:
    """Count a try before it is judged. TooManyCodes while waiting, after too many in an hour, and for one-time codes
    after too many in a row.
    """
    now, bounds = clock.now(), limits()
    key: dict[str, Any] = {"insurer": scope.current(), "account": account_id, "kind": kind}
    while True:
        before = _failures_of(account_id, kind)
        if not before.may_try(now, bounds, suspends=kind == CODE):
            raise TooManyCodes(field="code")
        after = before.one_more(now, bounds)
        with connection.cursor() as cursor:
            values = {"in_a_row": after.in_a_row, "waits": after.waits_until, "recent": list(after.recent)}
            seen = {"seen_in_a_row": before.in_a_row, "seen_recent": list(before.recent), "id": new_id()}
            cursor.execute(_COUNT_CODE, key | values | seen)
            if cursor.rowcount == 1:
                return after
        # Another try at the same moment was counted between the two.


def code_was_wrong(failures: Failures, by: Actor, subject: tuple[str, UUID]) -> None:
    """Note it when the next try has to wait; inside a transaction."""
    if failures.makes_wait(clock.now(), limits()):
        notes = suspicion.wrong_codes(subject, failures.in_a_row, by)
        throttled = Entry(events.MFA_THROTTLED, subject, {"attempts": len(failures.recent)})
        trail.record_all([throttled, *notes], actor=by)


def code_was_right(account_id: UUID, kind: str, *others: str) -> None:
    """What was counted before this one stays counted for its hour; of `others` nothing does."""
    if others:
        CodeFailures.objects.filter(account_id=account_id, kind__in=others).delete()
    with connection.cursor() as cursor:
        cursor.execute(_CODE_WAS_RIGHT, [scope.current(), account_id, kind])


def wrong_codes(account_id: UUID) -> int:
    """Wrong one-time codes in a row."""
    return _failures_of(account_id, CODE).in_a_row


def one_at_a_time(*keys: bytes) -> None:
    """Let those who ask for the same keys at once go on one after the other; until the end of the transaction."""
    with connection.cursor() as cursor:
        for key in keys:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(key[:8], "big", signed=True)])


def _network(by: Actor) -> list[Paced]:
    """The pace of his network; none for who comes from nowhere known, or all of these would share one."""
    network = network_of(by.ip)
    bucket = pace.a_day(limits().failures_a_day_of_an_address)
    return [paced("login.network", network, bucket)] if network else []


def _under_attack(email: str, *, looks: bool = False) -> Paced:
    bucket = pace.an_hour(limits().failures_an_hour_on_an_account)
    return paced("login.account", normal_email(email), bucket, looks=looks)


def _note_once(event: Any, what: Paced, by: Actor) -> None:
    with transaction.atomic():
        if pacing.first_in(_NOTED_EVERY, event.code, what.key_token.hex()):
            trail.record(event, actor=by)


def _failures_of(account_id: UUID, kind: str) -> Failures:
    row = _failures(account=account_id, kind=kind)
    return Failures(row.in_a_row, row.waits_until, tuple(row.recent)) if row else Failures()


_failures = rows.Find(CodeFailures, "account_id = %(account)s AND kind = %(kind)s")
# Written out, one statement each, because every login makes them. Counting is begun anew when a day has passed; what
# is refused makes nothing longer.
_COUNT = """
INSERT INTO identity_passwordfailures AS kept (id, insurer_id, pair_token, email_token, count, last_at)
VALUES (%(id)s, %(insurer)s, %(pair)s, %(email)s, 1, %(now)s)
ON CONFLICT (insurer_id, pair_token) DO UPDATE SET
    count = CASE WHEN kept.blocked_until > %(now)s THEN kept.count
                 WHEN kept.blocked_until IS NOT NULL OR kept.last_at <= %(since)s THEN 1
                 ELSE kept.count + 1 END,
    last_at = CASE WHEN kept.blocked_until > %(now)s OR (kept.blocked_until IS NULL AND kept.count >= %(most)s
                        AND kept.last_at > %(since)s) THEN kept.last_at ELSE %(now)s END,
    blocked_until = CASE WHEN kept.blocked_until > %(now)s THEN kept.blocked_until END
RETURNING count, blocked_until, (
    SELECT coalesce(sum(other.count), 0) FROM identity_passwordfailures AS other
    WHERE other.insurer_id = %(insurer)s AND other.email_token = %(email)s AND other.pair_token <> %(pair)s
    AND other.last_at > %(since)s)
"""
_FORGET = "DELETE FROM identity_passwordfailures WHERE insurer_id = %(insurer)s AND pair_token = %(pair)s"
_FORGET_AND_GIVE_BACK = f"""
WITH forgotten AS ({_FORGET})
UPDATE identity_pace SET "left" = least("left" + 1, %(size)s)
WHERE insurer_id = %(insurer)s AND key_token = %(network)s
"""  # noqa: S608 - our own words
# Counts what was read a moment ago; changes nothing when it has been changed since.
_COUNT_CODE = """
INSERT INTO identity_codefailures AS kept (id, insurer_id, account_id, kind, in_a_row, waits_until, recent)
VALUES (%(id)s, %(insurer)s, %(account)s, %(kind)s, %(in_a_row)s, %(waits)s, %(recent)s::timestamptz[])
ON CONFLICT (account_id, kind) DO UPDATE
SET in_a_row = excluded.in_a_row, waits_until = excluded.waits_until, recent = excluded.recent
WHERE kept.in_a_row = %(seen_in_a_row)s AND kept.recent = %(seen_recent)s::timestamptz[]
"""
# The last one counted was the right one.
_CODE_WAS_RIGHT = """
UPDATE identity_codefailures
SET in_a_row = 0, waits_until = NULL, recent = recent[1:cardinality(recent) - 1]
WHERE insurer_id = %s AND account_id = %s AND kind = %s
"""
