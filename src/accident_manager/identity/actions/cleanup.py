"""Forgetting what has ended, for the clock."""

from datetime import timedelta

from accident_manager.foundation import clock
from accident_manager.identity.actions import imports
from accident_manager.identity.actions.throttle import BLOCKED_FOR
from accident_manager.identity.models import (
    Auth0LogSeen,
    Authenticator,
    Device,
    LogoutTold,
    Pace,
    PasswordFailures,
    PasswordLink,
    UnblockLink,
)
from accident_manager.identity.sessions import SessionStore

_LINKS_KEPT = timedelta(days=30)
# Auth0 keeps its log for 30 days at most: what is older never comes back.
_LOG_ENTRIES_KEPT = timedelta(days=60)
# A logout token is refused long before.
_LOGOUTS_KEPT = timedelta(days=1)


def forget_ended() -> None:
    """Delete what has ended of the insurer in scope: sessions, devices, enrolments, counts, paces, old links."""
    now = clock.now()
    SessionStore.clear_expired()
    Device.objects.filter(expires_at__lte=now).delete()
    Authenticator.objects.filter(confirmed_at__isnull=True, created_at__lte=now - timedelta(days=1)).delete()
    PasswordFailures.objects.filter(last_at__lte=now - BLOCKED_FOR).delete()
    # Every bucket is full again after a day: a row that old says the same as none.
    Pace.objects.filter(at__lte=now - timedelta(days=1)).delete()
    UnblockLink.objects.filter(created_at__lte=now - _LINKS_KEPT).delete()
    PasswordLink.objects.filter(created_at__lte=now - _LINKS_KEPT).delete()
    imports.forget_old()
    Auth0LogSeen.objects.filter(seen_at__lte=now - _LOG_ENTRIES_KEPT).delete()
    LogoutTold.objects.filter(told_at__lte=now - _LOGOUTS_KEPT).delete()
