"""The second factor: authenticator apps and recovery codes. A code is accepted once, ever; the database sees to it."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django_otp.oath import TOTP, hotp

from accident_manager.audit import trail
from accident_manager.crypto.index import exact_token
from accident_manager.foundation import clock, scope
from accident_manager.foundation.actor import Actor
from accident_manager.foundation.refusal import N_, NotFound, Refusal
from accident_manager.identity import events
from accident_manager.identity.actions import endings, notices, throttle
from accident_manager.identity.models import Account, Authenticator, RecoveryCode
from accident_manager.identity.rules import codes
from accident_manager.identity.sessions import SessionStore
from accident_manager.insurers import queries as insurers
from accident_manager.storage import rows


class UnfitCode(Refusal):
    """What was typed cannot be a code at all: nothing is counted."""

    code = "identity.code.unfit"
    sentence = N_("OTP Code must have 6 numeric characters")


class WrongCode(Refusal):
    """`seconds_off`: by how much the phone's clock is off, when that is what is wrong with the code; else None."""

    code = "identity.code.wrong"
    sentence = N_("The code you entered is invalid")

    def __init__(self, seconds_off: int | None = None) -> None:
        self.seconds_off = seconds_off
        super().__init__(field="code")


class CodeAlreadyUsed(WrongCode):
    """Told only to the browser that has used it (`used_mark`): others learn nothing of it."""

    code = "identity.code.used"
    sentence = N_("This code has already been used. Wait until your app shows the next one.")


class AlreadyEnrolled(Refusal):
    code = "identity.enrol.already"
    sentence = N_("You are already enrolled on MFA.")


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What an app needs: the address in the QR code, and the key to type, in groups of four."""

    uri: str
    key: str


def confirmed(account_id: UUID) -> Authenticator | None:
    return _confirmed(account=account_id)


def start_enrolment(account_id: UUID) -> UUID:
    """A new secret for this half-login alone; gives its id.

    A secret that an earlier half-login has seen is never offered again: whoever saw it would share the second factor.
    """
    secret = secrets.token_bytes(codes.SECRET_BYTES)
    return Authenticator.objects.create(account_id=account_id, secret=secret).id


def enrolment(authenticator_id: UUID) -> Enrolment:
    """The secret of an enrolment that is under way, the same at every look. NotFound when it is over."""
    row = _under_way(authenticator_id)
    insurer = insurers.by_id(scope.current())
    secret = bytes(row.secret)
    return Enrolment(
        uri=codes.otpauth_uri(secret=secret, issuer=insurer.name if insurer else "", email=row.account.email),
        key=codes.in_groups(codes.typed_key(secret)),
    )


def confirm(account: Account, authenticator_id: UUID, typed: str, by: Actor) -> None:
    """Take an app into use with its first code. UnfitCode, WrongCode, TooManyCodes, AlreadyEnrolled."""
    _take_into_use(account, authenticator_id, typed, by)


def replace_by(session: SessionStore, authenticator_id: UUID, typed: str, by: Actor) -> None:
    """Put another app in the place of one's own with its first code; until then the old one is good.

    Everything else that was open for the account ends. As `confirm`.
    """
    by.require("account.own")
    _take_into_use(Account.objects.get(pk=_own(by)), authenticator_id, typed, by, session)


def verify(account: Account, typed: str, by: Actor) -> Authenticator:
    """Use up a code of the account's app; gives the app. UnfitCode, WrongCode, TooManyCodes."""
    code = _fit(typed)
    failures = throttle.count_code(account.id, throttle.CODE, by)
    subject = ("account", account.id)
    row = confirmed(account.id)
    matched = _matching(row, code) if row else None
    if row is None or matched is None:
        _refused(failures, "wrong", by, subject)
        raise WrongCode(_seconds_off(row, code, failures) if row else None)
    step, drift = matched
    with transaction.atomic():
        # Of two requests with the same code, one finds the row unchanged; the other is refused like any wrong code.
        taken = _used_up(row.pk, step, drift)
        if taken:
            throttle.code_was_right(account.id, throttle.CODE)
            trail.record(events.MFA_SUCCEEDED, subject=subject, actor=by, factor="otp")
    if not taken:
        _refused(failures, "used", by, subject)
        raise WrongCode
    return row


def used_mark(account_id: UUID, typed: str) -> str:
    """What a browser's session keeps of the code that it used last, to be told so when it is typed again."""
    return exact_token("code.used", f"{account_id}|{codes.one_time_code(typed) or typed}").hex()


def use_recovery_code(account: Account, typed: str, by: Actor, *, while_logged_in: bool = False) -> None:
    """Use up the recovery code; `while_logged_in`: to confirm an act, not to come in. UnfitCode, WrongCode, …"""
    code = codes.recovery_code(typed)
    if code is None:
        sentence = N_("Recovery code must have 24 alphanumeric characters") if typed.strip() else _NO_CODE
        raise UnfitCode(sentence, field="code")
    failures = throttle.count_code(account.id, throttle.RECOVERY, by)
    subject = ("account", account.id)
    with transaction.atomic():
        used, _ = RecoveryCode.objects.filter(account=account, code_hash=_hashed(account.id, code)).delete()
        if used:
            throttle.code_was_right(account.id, throttle.RECOVERY, throttle.CODE)
            notices.tell(account, _USED_TO_CONFIRM if while_logged_in else _USED_TO_LOG_IN)
            trail.record(events.RECOVERY_USED, subject=subject, actor=by)
        else:
            throttle.code_was_wrong(failures, by, subject)
            trail.record(events.RECOVERY_FAILED, subject=subject, actor=by)
    if not used:
        raise WrongCode


def must_be_replaced(account_id: UUID) -> bool:
    """True after a report of a hack, until another app is enrolled."""
    return Authenticator.objects.filter(account_id=account_id, to_replace=True).exists()


def has_kept_recovery_code(account_id: UUID) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_HAS_KEPT, [scope.current(), account_id])
        return bool(cursor.fetchone()[0])


def drop_recovery_code(account_id: UUID) -> None:
    RecoveryCode.objects.filter(account_id=account_id).delete()


def recovery_code_from(session_key: str, nonce: str) -> str:
    """The code that this browser is being shown. It can be made again only with its cookie and our key, and so is kept
    nowhere while the person copies it."""
    message = f"recovery-code|{session_key}|{nonce}".encode()
    digest = hmac.new(settings.SECRET_KEY.encode(), message, hashlib.sha256).digest()
    return codes.recovery_code_from(digest[:15])


def make_recovery_code(by: Actor) -> str:
    """Begin a new recovery code of one's own; gives what it is made from. The one he has is good until he kept it."""
    by.require("account.own")
    with transaction.atomic():
        trail.record(events.RECOVERY_REGENERATED, subject=("account", _own(by)), actor=by)
    return secrets.token_urlsafe(24)


def replace_recovery_code(session: SessionStore, code: str, by: Actor) -> None:
    """He ticked that he kept it: it takes the place of his recovery code. Everything else that was open ends."""
    by.require("account.own")
    with transaction.atomic():
        account = Account.objects.select_for_update(no_key=True).get(pk=_own(by))
        keep_recovery_code(account, code)
        endings.end_others(account, session)
        notices.tell(
            account, N_("A new recovery code was made for your account on %(timestamp)s from %(ip)s."), ip=by.ip or "–"
        )
        trail.record(events.RECOVERY_KEPT, subject=("account", account.id), actor=by)


def begin_replacement(by: Actor) -> UUID:
    """Begin to put another app in the place of one's own; gives the id of the enrolment."""
    by.require("account.own")
    account_id = _own(by)
    with transaction.atomic():
        started = start_enrolment(account_id)
        trail.record(events.MFA_ENROL_STARTED, subject=("account", account_id), actor=by, factor="otp")
    return started


def keep_recovery_code(account: Account, code: str) -> None:
    RecoveryCode.objects.update_or_create(
        account=account, defaults={"code_hash": _hashed(account.id, code), "kept_at": clock.now()}
    )


# Written out, because every login asks them.
_confirmed = rows.Find(Authenticator, "account_id = %(account)s AND confirmed_at IS NOT NULL")
_HAS_KEPT = """
SELECT EXISTS (
    SELECT FROM identity_recoverycode WHERE insurer_id = %s AND account_id = %s AND kept_at IS NOT NULL)
"""
_USE_UP = """
UPDATE identity_authenticator SET last_step = %(step)s, drift = %(drift)s, last_used_at = %(now)s
WHERE insurer_id = %(insurer)s AND id = %(id)s AND last_step < %(step)s
"""
_NO_CODE = N_("Please enter a code")
_USED_TO_LOG_IN = N_("Your recovery code was used to log in on %(timestamp)s. You were given a new one.")
_USED_TO_CONFIRM = N_(
    "Your recovery code was used on %(timestamp)s to confirm a change to your account. It does not work any more."
)


def _take_into_use(
    account: Account, authenticator_id: UUID, typed: str, by: Actor, session: SessionStore | None = None
) -> None:
    """`session`: of somebody who is logged in and puts the app in the place of the one he has."""
    code = _fit(typed)
    row = Authenticator.objects.filter(pk=authenticator_id, account=account).first()
    if row is None or row.confirmed_at is not None:
        raise AlreadyEnrolled(field="code")
    failures = throttle.count_code(account.id, throttle.CODE, by)
    subject = ("account", account.id)
    matched = _matching(row, code)
    if matched is None:
        _refused(failures, "wrong", by, subject)
        raise WrongCode(_seconds_off(row, code, failures))
    step, drift = matched
    now = clock.now()
    notes = [trail.Entry(events.MFA_ENROLLED, subject, {"factor": "otp"})]
    former = Authenticator.objects.filter(account=account, confirmed_at__isnull=False)
    if session is None:
        former = former.filter(to_replace=True)
    try:
        with transaction.atomic():
            if former.delete()[0]:
                notes.insert(0, trail.Entry(events.MFA_REMOVED, subject, {"factor": "otp"}))
            taken = Authenticator.objects.filter(pk=row.pk, confirmed_at__isnull=True, last_step__lt=step).update(
                confirmed_at=now, last_step=step, drift=drift, last_used_at=now
            )
            if taken != 1:
                raise AlreadyEnrolled(field="code")
            Authenticator.objects.filter(account=account, confirmed_at__isnull=True).delete()
            throttle.code_was_right(account.id, throttle.CODE)
            if session is not None:
                endings.end_others(account, session)
            notices.tell(account, N_("An authenticator app was linked to your account on %(timestamp)s."))
            trail.record_all(notes, actor=by)
    except IntegrityError as problem:  # another half-login was first
        raise AlreadyEnrolled(field="code") from problem


def _own(by: Actor) -> UUID:
    if by.account_id is None:
        raise NotFound
    return by.account_id


def _fit(typed: str) -> str:
    code = codes.one_time_code(typed)
    if code is None:
        raise UnfitCode(*([] if typed.strip() else [_NO_CODE]), field="code")
    return code


def _used_up(authenticator_id: UUID, step: int, drift: int) -> bool:
    values: dict[str, Any] = {"insurer": scope.current(), "id": authenticator_id, "step": step, "drift": drift}
    with connection.cursor() as cursor:
        cursor.execute(_USE_UP, values | {"now": clock.now()})
        return cursor.rowcount == 1


def _matching(row: Authenticator, code: str) -> tuple[int, int] | None:
    """The time step that the code belongs to and the drift of the phone, among the steps not used up yet."""
    insurer = insurers.by_id(scope.current())
    tolerance = insurer.code_tolerance if insurer else 1
    # A clock that went wrong and was set right since shows the right time again, whatever was learnt.
    for drift in dict.fromkeys((row.drift, 0)):
        totp = TOTP(bytes(row.secret), step=codes.PERIOD_SECONDS, digits=6, drift=drift)
        totp.time = clock.now().timestamp()
        if totp.verify(int(code), tolerance=tolerance, min_t=row.last_step + 1) and totp.t() != row.told_step:
            return totp.t(), max(-codes.LARGEST_DRIFT, min(codes.LARGEST_DRIFT, totp.drift))
    return None


def _seconds_off(row: Authenticator, code: str, failures: codes.Failures) -> int | None:
    """By how much the phone's clock is off, when this code would be right at another time; from the second wrong on.

    A code of a time still to come is not accepted when it comes: whoever guessed it has been told that it is one.
    """
    if failures.in_a_row < codes.HINT_AFTER:
        return None
    now = int(clock.now().timestamp()) // codes.PERIOD_SECONDS
    for off in sorted(range(-codes.LARGEST_DRIFT, codes.LARGEST_DRIFT + 1), key=abs):
        if off and now + off > row.last_step and hotp(bytes(row.secret), now + off) == int(code):
            if off > 0:
                Authenticator.objects.filter(pk=row.pk).update(told_step=now + off)
            return off * codes.PERIOD_SECONDS
    return None


def _refused(failures: codes.Failures, reason: str, by: Actor, subject: tuple[str, UUID]) -> None:
    with transaction.atomic():
        throttle.code_was_wrong(failures, by, subject)
        trail.record(events.MFA_FAILED, subject=subject, actor=by, reason=reason, factor="otp")


def _under_way(authenticator_id: UUID) -> Authenticator:
    row = Authenticator.objects.select_related("account").filter(pk=authenticator_id, confirmed_at__isnull=True).first()
    if row is None:
        raise NotFound
    return row


def _hashed(account_id: UUID, code: str) -> bytes:
    return exact_token("recovery-code", f"{account_id}|{code}")
