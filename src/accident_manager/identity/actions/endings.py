"""Ending what was open for an account: sessions, remembered devices, links in mails."""

from dataclasses import dataclass

from django.contrib.auth import HASH_SESSION_KEY
from django.db.models import F, QuerySet

from accident_manager.foundation import clock
from accident_manager.identity.models import Account, Device, PasswordLink, Session, UnblockLink
from accident_manager.identity.sessions import SessionStore


@dataclass(frozen=True, slots=True)
class Ended:
    """How many sessions and remembered devices there were."""

    sessions: int
    devices: int


def end_everything(account: Account) -> Ended:
    """End every session, remembered device and link of the account; inside the transaction of the reason for it."""
    return _end(account, Session.objects.all())


def end_others(account: Account, session: SessionStore) -> Ended:
    """The same, but for the session of whoever asks: it goes on, under a new key. Inside a transaction too."""
    ended = _end(account, Session.objects.exclude(pk=session.row_id))
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session.renew_key()
    session.save()
    return ended


def _end(account: Account, sessions: QuerySet[Session]) -> Ended:
    Account.objects.filter(pk=account.pk).update(credentials_version=F("credentials_version") + 1)
    account.credentials_version += 1
    of_sessions, _ = sessions.filter(account_id=account.pk).delete()
    of_devices, _ = Device.objects.filter(account_id=account.pk).delete()
    for links in (PasswordLink.objects, UnblockLink.objects):
        links.filter(account_id=account.pk, ended_at__isnull=True).update(ended_at=clock.now())
    return Ended(of_sessions, of_devices)
