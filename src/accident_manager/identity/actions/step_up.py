"""Confirming who one is again, password and second factor, before an act that a stolen session must not do.

A confirmation is good for five minutes and for one kind of act (ASVS 7.5.1 to 7.5.3). It counts with the same
counters as the login and gives the session a new key.
"""

from collections.abc import MutableMapping
from datetime import datetime, timedelta
from typing import Any, Protocol

from django.db import transaction

from accident_manager.audit import trail
from accident_manager.foundation import clock
from accident_manager.foundation.actor import Actor
from accident_manager.foundation.refusal import N_, NotFound, Refusal
from accident_manager.identity import events
from accident_manager.identity.actions import factors, passwords, throttle
from accident_manager.identity.models import ACTIVE, Account

# Of one's own account; of other people's; to take much data out; limits and bank details of the insurer.
OWN, ACCOUNTS, EXPORT, SETTINGS = "own", "accounts", "export", "settings"
KINDS = frozenset({OWN, ACCOUNTS, EXPORT, SETTINGS})
FRESH_FOR = timedelta(minutes=5)
_KEY = "confirmed_at"


class NotConfirmed(Refusal):
    """The password was not the right one; the code has not been looked at."""

    code = "identity.confirm.wrong"
    sentence = N_("This is not your password.")


class RenewableSession(Protocol):
    """What is needed of a session: what it keeps, and a new key for it."""

    def get(self, key: str, default: Any = None) -> Any: ...
    def __setitem__(self, key: str, value: Any) -> None: ...
    def renew_key(self) -> None: ...


def is_fresh(session: RenewableSession, kind: str) -> bool:
    """True within five minutes after a confirmation for this kind of act."""
    at = (session.get(_KEY) or {}).get(kind)
    return at is not None and datetime.fromisoformat(at) + FRESH_FOR > clock.now()


def confirm(
    session: RenewableSession, kind: str, *, password: str, code: str, by: Actor, by_recovery_code: bool = False
) -> None:
    """Make the session fresh for this kind of act. `by_recovery_code`: the code is that one, and is used up.

    NotConfirmed, UnfitCode, WrongCode, TooManyPasswords, TooManyCodes; NotFound for an unknown kind.
    """
    if kind not in KINDS:
        raise NotFound
    account = Account.objects.filter(pk=by.account_id, state=ACTIVE).first()
    if account is None:
        raise NotFound
    _check_password(account, password, by)
    if by_recovery_code:
        factors.use_recovery_code(account, code, by, while_logged_in=True)
    else:
        factors.verify(account, code, by)
    with transaction.atomic():
        confirmed: MutableMapping[str, str] = dict(session.get(_KEY) or {})
        confirmed[kind] = clock.now().isoformat()
        session[_KEY] = dict(confirmed)
        session.renew_key()
        trail.record(events.SESSION_CONFIRMED, subject=("account", account.id), actor=by, purpose=kind)


def _check_password(account: Account, password: str, by: Actor) -> None:
    if not password:
        raise NotConfirmed(N_("Password is required"), field="password")
    subject = ("account", account.id)
    may_try = throttle.count_password(account.email, bytes(account.email_token), by)
    right = passwords.is_right(account, password)
    if not may_try:
        raise throttle.TooManyPasswords(field="password")
    if not right:
        with transaction.atomic():
            throttle.password_was_wrong(account.email, by, subject)
            trail.record(events.SESSION_CONFIRM_FAILED, subject=subject, actor=by, reason="bad_password")
        raise NotConfirmed(field="password")
    throttle.password_was_right(account.email, by)
