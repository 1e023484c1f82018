"""Logging in: password, then the second factor, then (when there is none yet) a recovery code, and only then a session.

Between the steps there is a `HalfLogin`. It is no session: it names no user to Django, opens no page, and
ends by itself.
"""

import secrets
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Self
from uuid import UUID

from django.contrib.auth import login as open_django_session
from django.contrib.auth import logout as end_django_session
from django.db import transaction
from django.http import HttpRequest

from accident_manager.audit import trail
from accident_manager.audit.trail import Entry
from accident_manager.foundation import clock, scope
from accident_manager.foundation.actor import Actor
from accident_manager.foundation.refusal import N_, Refusal
from accident_manager.identity import events, queries
from accident_manager.identity.actions import devices, factors, passkeys, passwords, suspicion, throttle
from accident_manager.identity.models import ACTIVE, Account, Session
from accident_manager.identity.rules.passkeys import Site
from accident_manager.identity.sessions import SessionStore
from accident_manager.insurers import queries as insurers

BACKEND = "accident_manager.identity.backend.AccountBackend"
# From the password to the end of the enrolment: time to install an app.
HALF_LOGIN_LASTS = timedelta(minutes=30)

ENROL, CHALLENGE, RECOVERY, DONE = "enrol", "challenge", "recovery-code", "done"


class WrongCredentials(Refusal):
    """Unknown, never activated, blocked or wrong: nobody is told which."""

    code = "identity.login.wrong"
    sentence = N_("Wrong email or password")


class AccountDisabled(Refusal):
    """Told only to who typed the right password."""

    code = "identity.login.disabled"
    sentence = N_("Account not active")


class HalfLoginIsOver(Refusal):
    code = "identity.login.over"
    sentence = N_("Your enrollment transaction expired, you will need to start again.")


@dataclass(frozen=True, slots=True)
class HalfLogin:
    """Somebody who gave the right password: the account, since when, and which step comes next.

    `authenticator_id` is the app being enrolled, `nonce` what the recovery code on the screen is made from, `factor`
    how the second factor was given ("otp", "passkey", "recovery", "device"); `replaced`: the code shown takes a used
    one’s place; `failures`: wrong passwords of the day before the right one; `enrolled`: the app was linked on the way.
    """

    account_id: UUID
    version: int
    since: datetime
    step: str
    authenticator_id: UUID | None = None
    nonce: str = ""
    factor: str = ""
    replaced: bool = False
    failures: int = 0
    enrolled: bool = False

    def as_data(self) -> dict[str, Any]:
        return {
            "account": str(self.account_id),
            "version": self.version,
            "since": self.since.isoformat(),
            "step": self.step,
            "authenticator": str(self.authenticator_id or ""),
            "nonce": self.nonce,
            "factor": self.factor,
            "replaced": self.replaced,
            "failures": self.failures,
            "enrolled": self.enrolled,
        }

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Self:
        return cls(
            account_id=UUID(data["account"]),
            version=data["version"],
            since=datetime.fromisoformat(data["since"]),
            step=data["step"],
            authenticator_id=UUID(data["authenticator"]) if data["authenticator"] else None,
            nonce=data["nonce"],
            factor=data["factor"],
            replaced=data["replaced"],
            failures=data["failures"],
            enrolled=data["enrolled"],
        )

    def __repr__(self) -> str:
        return f"<half-login of {self.account_id}, next: {self.step}>"


def begin(
    *, email: str, password: str, device_token: str, by: Actor, pause: Callable[[float], None] | None = None
) -> HalfLogin:
    """The first step. WrongCredentials, TooManyPasswords, TooManyAttempts, AddressBlocked, AccountDisabled, …

    Whatever the account, exactly one Argon2 verification is made and one event written; none for a try that comes too
    fast or from a blocked address, known here or not. `pause`: how a try at an account under attack waits (seconds).
    """
    token = queries.email_token(email)
    account = queries.find_by_email(token=token)
    subject = ("account", account.id) if account else None
    known_device = devices.knows(account, device_token)
    throttle.admit(email, by, known_device=known_device, pause=pause)
    counted = throttle.count_password(email, token, by)
    right = passwords.is_right(account, password)
    if not counted:
        _note_failure("pair_blocked", subject, by)
        raise throttle.TooManyPasswords
    if account is None or not right:
        with transaction.atomic():
            failed = Entry(events.LOGIN_FAILED, subject, {"reason": _why(account)})
            throttle.password_was_wrong(email, by, subject, failed)
        raise WrongCredentials
    throttle.password_was_right(email, by, admitted=not known_device)
    if counted.of_pair:
        suspicion.was_himself(by)
    if account.state != ACTIVE:
        _note_failure("account_blocked", subject, by)
        raise AccountDisabled
    passwords.refuse_breached(account, password, by)
    half = HalfLogin(
        account_id=account.id,
        version=account.credentials_version,
        since=clock.now(),
        step=CHALLENGE,
        failures=counted.of_pair + counted.of_others,
    )
    with transaction.atomic():
        authenticator = factors.confirmed(account.id)
        if authenticator is None:
            started = factors.start_enrolment(account.id)
            trail.record(events.MFA_ENROL_STARTED, subject=subject, actor=by, factor="otp")
            return replace(half, step=ENROL, authenticator_id=started)
        if not authenticator.to_replace and devices.recognised(account, device_token, by):
            return _after_second_factor(half, "device", by)
        trail.record(events.MFA_CHALLENGED, subject=subject, actor=by, factor="otp")
    return half


def enrol(half: HalfLogin, *, code: str, by: Actor) -> HalfLogin:
    """The first code of a new authenticator app. HalfLoginIsOver, UnfitCode, WrongCode, TooManyCodes."""
    account = _account_of(half, ENROL)
    if half.authenticator_id is None:
        raise HalfLoginIsOver
    factors.confirm(account, half.authenticator_id, code, by)
    return _with_new_recovery_code(replace(half, factor="otp", enrolled=True), by)


def verify_code(half: HalfLogin, *, code: str, by: Actor) -> HalfLogin:
    """A code of the authenticator app. HalfLoginIsOver, UnfitCode, WrongCode, TooManyCodes."""
    account = _account_of(half, CHALLENGE)
    used = factors.verify(account, code, by)
    return _with_another_app(half, by) if used.to_replace else _after_second_factor(half, "otp", by)


def begin_passkey(half: HalfLogin, session: SessionStore, site: Site | None, by: Actor) -> dict[str, Any]:
    """What the browser needs to use a passkey in place of the code. HalfLoginIsOver, NoPasskeyHere, …"""
    account = _account_of(half, CHALLENGE)
    return passkeys.begin_challenge(session, account.id, site, by, purpose=passkeys.LOG_IN)


def verify_passkey(half: HalfLogin, session: SessionStore, *, answer: str, site: Site | None, by: Actor) -> HalfLogin:
    """A passkey in place of the code. HalfLoginIsOver, NoAnswer, WrongPasskey, PasskeysNotAllowed, TooManyCodes."""
    account = _account_of(half, CHALLENGE)
    passkeys.verify(session, account, answer, site, by, purpose=passkeys.LOG_IN)
    if factors.must_be_replaced(half.account_id):
        return _with_another_app(half, by)
    return _after_second_factor(half, "passkey", by)


def verify_recovery_code(half: HalfLogin, *, code: str, by: Actor) -> HalfLogin:
    """The recovery code in place of the app; it is used up and replaced. HalfLoginIsOver, UnfitCode, WrongCode, …"""
    account = _account_of(half, CHALLENGE)
    factors.use_recovery_code(account, code, by)
    if factors.must_be_replaced(half.account_id):
        return _with_another_app(half, by)
    return _with_new_recovery_code(replace(half, factor="recovery", replaced=True), by)


def recovery_code_of(half: HalfLogin, session_key: str) -> str:
    """The recovery code to show: made anew from the browser's session key each time, kept nowhere. HalfLoginIsOver."""
    _account_of(half, RECOVERY)
    return factors.recovery_code_from(session_key, half.nonce)


def confirm_recovery_code(half: HalfLogin, *, session_key: str, by: Actor) -> HalfLogin:
    """He ticked that he kept it: from now on it is his recovery code. HalfLoginIsOver."""
    account = _account_of(half, RECOVERY)
    with transaction.atomic():
        factors.keep_recovery_code(account, factors.recovery_code_from(session_key, half.nonce))
        trail.record(events.RECOVERY_KEPT, subject=("account", account.id), actor=_as(account, by))
    return replace(half, step=DONE)


def open_session(request: HttpRequest, half: HalfLogin, by: Actor, *, device_marks: Collection[str] = ()) -> Account:
    """The session itself, under a new key. Only after all steps: HalfLoginIsOver.

    `device_marks` are those that this browser has kept (`suspicion.device_mark`).
    """
    account = _account_of(half, DONE)
    known = half.enrolled or half.factor == "device" or suspicion.device_mark(account.id) in device_marks
    subject = ("account", account.id)
    with transaction.atomic():
        session: Any = request.session
        session.describe(ip=by.ip, user_agent=by.user_agent, factor=half.factor)
        open_django_session(request, account, backend=BACKEND)
        session.save()
        succeeded = Entry(events.LOGIN_SUCCEEDED, subject, {"factor": half.factor, "session": session.row_id})
        notes = [
            *_end_oldest_sessions(account, session.row_id),
            *suspicion.after_login(account, failures=half.failures, is_known_device=known, by=by),
        ]
        trail.record_all([succeeded, *notes], actor=_as(account, by))
    return account


def end_session(request: HttpRequest, by: Actor) -> None:
    """Log out: the session's row is gone, its cookie opens nothing."""
    with transaction.atomic():
        session: Any = request.session
        ended = {"session": session.row_id, "factor": session.factor}
        end_django_session(request)
        if by.account_id is not None:
            trail.record(events.SESSION_ENDED, subject=("account", by.account_id), actor=by, **ended)


def _end_oldest_sessions(account: Account, kept_id: UUID) -> list[Entry]:
    """End the oldest sessions beyond the insurer's maximum, never this one."""
    insurer = insurers.by_id(scope.current())
    if insurer is None or insurer.max_sessions is None:
        return []
    # Two logins at once: the second counts the first.
    Account.objects.select_for_update(no_key=True).get(pk=account.pk)
    now = clock.now()
    seen_after = now - timedelta(minutes=insurer.session_idle_minutes)
    rows = Session.objects.filter(account_id=account.pk, expires_at__gt=now, last_seen_at__gt=seen_after)
    rows = rows.exclude(pk=kept_id)
    too_many = list(rows.order_by("-created_at", "-id")[insurer.max_sessions - 1 :])
    Session.objects.filter(pk__in=[row.pk for row in too_many]).delete()
    return [
        Entry(events.SESSION_DISPLACED, ("account", account.pk), {"session": row.pk, "factor": row.factor})
        for row in too_many
    ]


def is_alive(half: HalfLogin) -> bool:
    """False when it has lasted too long, or when the account was blocked or its password changed meanwhile."""
    try:
        _account_of(half, half.step)
    except HalfLoginIsOver:
        return False
    return True


def _after_second_factor(half: HalfLogin, factor: str, by: Actor) -> HalfLogin:
    half = replace(half, factor=factor)
    if factors.has_kept_recovery_code(half.account_id):
        return replace(half, step=DONE)
    return _with_new_recovery_code(half, by)


@transaction.atomic
def _with_another_app(half: HalfLogin, by: Actor) -> HalfLogin:
    """After a report of a hack the app was good for this one time: another is enrolled before anything opens."""
    trail.record(events.MFA_ENROL_STARTED, subject=("account", half.account_id), actor=by, factor="otp")
    return replace(half, step=ENROL, authenticator_id=factors.start_enrolment(half.account_id))


@transaction.atomic
def _with_new_recovery_code(half: HalfLogin, by: Actor) -> HalfLogin:
    factors.drop_recovery_code(half.account_id)
    trail.record(events.RECOVERY_REGENERATED, subject=("account", half.account_id), actor=by)
    return replace(half, step=RECOVERY, nonce=secrets.token_urlsafe(24))


def _account_of(half: HalfLogin, step: str) -> Account:
    if half.step != step or half.since + HALF_LOGIN_LASTS < clock.now():
        raise HalfLoginIsOver
    account = queries.find_active(id=half.account_id)
    if account is None or account.credentials_version != half.version:
        raise HalfLoginIsOver
    return account


def _why(account: Account | None) -> str:
    if account is None:
        return "unknown_identifier"
    return "bad_password" if account.has_usable_password() else "never_activated"


def _note_failure(reason: str, subject: tuple[str, UUID] | None, by: Actor) -> None:
    with transaction.atomic():
        trail.record(events.LOGIN_FAILED, subject=subject, actor=by, reason=reason)


def _as(account: Account, by: Actor) -> Actor:
    return replace(by, insurer_id=scope.current(), account_id=account.id, name=account.name, role="self")
