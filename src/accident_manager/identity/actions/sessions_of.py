"""Ending one's own sessions: one of them, or everything but the one that asks."""

from uuid import UUID

from django.db import transaction

from accident_manager.audit import trail
from accident_manager.foundation.actor import Actor
from accident_manager.foundation.refusal import N_, NotFound
from accident_manager.identity import events
from accident_manager.identity.actions import endings, notices, passwords
from accident_manager.identity.models import Account, Session
from accident_manager.identity.sessions import SessionStore


def end(session_id: UUID, by: Actor) -> None:
    """End a session of one's own. NotFound for any other."""
    by.require("account.own")
    account = passwords.own_account(by)
    with transaction.atomic():
        if not Session.objects.filter(pk=session_id, account=account).delete()[0]:
            raise NotFound
        notices.tell(account, N_("A session of your account was ended on %(timestamp)s."))
        trail.record(events.SESSION_REVOKED, subject=("account", account.id), actor=by, sessions=1, devices=0)


def end_others(session: SessionStore, by: Actor) -> endings.Ended:
    """End every other session, every remembered device and every link; gives how many there were."""
    by.require("account.own")
    with transaction.atomic():
        account = Account.objects.select_for_update(no_key=True).get(pk=passwords.own_account(by).pk)
        ended = endings.end_others(account, session)
        notices.tell(
            account, N_("All other sessions and all remembered devices of your account were ended on %(timestamp)s.")
        )
        trail.record(
            events.SESSION_REVOKED,
            subject=("account", account.id),
            actor=by,
            sessions=ended.sessions,
            devices=ended.devices,
        )
    return ended
