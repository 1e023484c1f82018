"""Confirming who one is again, password and second factor, before an act that a stolen session must not do.

A confirmation is good for five minutes and for one kind of act (ASVS 7.5.1 to 7.5.3). It counts with the same
counters as the login and gives the session a new key.
"""

from datetime import datetime, timedelta

from django.db import transaction

from accident_manager.audit import trail
from accident_manager.foundation import clock
from accident_manager.foundation.actor import Actor
from accident_manager.foundation.refusal import NotFound
from accident_manager.identity import events
from accident_manager.identity.actions import factors, passkeys, passwords
from accident_manager.identity.rules.passkeys import Site
from accident_manager.identity.sessions import SessionStore

# Of one's own account; of other people's; to take much data out; limits and bank details of the insurer.
OWN, ACCOUNTS, EXPORT, SETTINGS = "own", "accounts", "export", "settings"
KINDS = frozenset({OWN, ACCOUNTS, EXPORT, SETTINGS})
FRESH_FOR = timedelta(minutes=5)
_KEY = "confirmed_at"


def is_fresh(session: SessionStore, kind: str) -> bool:
    """True within five minutes after a confirmation for this kind of act."""
    at = (session.get(_KEY) or {}).get(kind)
    return at is not None and datetime.fromisoformat(at) + FRESH_FOR > clock.now()


def confirm(
    session: SessionStore, kind: str, *, password: str, code: str, by: Actor, by_recovery_code: bool = False,
    passkey: str = "", site: Site | None = None,
) -> None:  # fmt: skip
    """Make the session fresh for this kind of act. `by_recovery_code`: the code is that one, and is used up.

    `passkey`: what the browser answered with one, in place of the code, at this site. NotYourPassword, UnfitCode,
    WrongCode, WrongPasskey, TooManyPasswords, TooManyCodes; NotFound for an unknown kind.
    """
    if kind not in KINDS:
        raise NotFound
    account = passwords.own_account(by)
    passwords.verify(account, password, failed=events.SESSION_CONFIRM_FAILED, by=by)
    if passkey:
        passkeys.verify(session, account, passkey, site, by, purpose=passkeys.CONFIRM)
    elif by_recovery_code:
        factors.use_recovery_code(account, code, by, while_logged_in=True)
    else:
        factors.verify(account, code, by)
    _is_fresh_now(session, kind, by)


def confirmed_elsewhere(session: SessionStore, kind: str, by: Actor) -> None:
    """The same for who has just given password and second factor to Auth0. NotFound for an unknown kind."""
    if kind not in KINDS:
        raise NotFound
    _is_fresh_now(session, kind, by)


def _is_fresh_now(session: SessionStore, kind: str, by: Actor) -> None:
    with transaction.atomic():
        session[_KEY] = {**(session.get(_KEY) or {}), kind: clock.now().isoformat()}
        session.renew_key()
        trail.record(
            events.SESSION_CONFIRMED, subject=("account", passwords.own_account(by).id), actor=by, purpose=kind
        )
