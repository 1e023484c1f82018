"""Who somebody is here whom Auth0 has let in: found by issuer and subject, never by the email alone.

An account without a user at Auth0 is linked once, by an address that Auth0 has verified. Where the insurer says so,
whoever has no account gets one; it has no role until support gives one.
"""

from uuid import UUID

import structlog
from django.db import transaction

from accident_manager.audit import trail
from accident_manager.crypto.index import exact_token
from accident_manager.foundation import clock, scope
from accident_manager.foundation.actor import Actor, system
from accident_manager.foundation.refusal import Refusal
from accident_manager.identity import events, queries
from accident_manager.identity.actions import accounts, login, subjects
from accident_manager.identity.auth0 import not_let_in as no
from accident_manager.identity.auth0.oidc import Login
from accident_manager.identity.auth0.subjects import account_of
from accident_manager.identity.auth0.tenant import Tenant
from accident_manager.identity.models import ACTIVE, Account, ExternalSubject, LogoutTold, Session
from accident_manager.insurers import queries as insurers

# How the second factor was given, for the session.
GIVEN_THERE, REMEMBERED_THERE = "auth0", "remembered"
_log = structlog.get_logger("accident_manager.identity")


def admit(found: Login, tenant: Tenant, by: Actor) -> login.HalfLogin:
    """The login here, done but for its session. EmailNotVerified, NoAccountHere, DisabledHere, NoRole, …"""
    account = _account(found, tenant, by)
    if account.state != ACTIVE:
        raise no.DisabledHere
    ExternalSubject.objects.filter(account=account, issuer=found.issuer, came_at__isnull=True).update(
        came_at=clock.now()
    )
    if not queries.account(account.id).roles:
        raise no.NoRole
    return login.HalfLogin(
        account_id=account.id,
        version=account.credentials_version,
        since=clock.now(),
        step=login.DONE,
        factor=REMEMBERED_THERE if found.remembered else GIVEN_THERE,
    )


def note_refusal(refusal: no.NotLetIn, by: Actor) -> None:
    """Write down that a login with Auth0 was refused, and by which check."""
    subject = ("account", by.account_id) if by.account_id else None
    _log.warning("login with Auth0 refused", reason=refusal.reason)
    with transaction.atomic():
        trail.record(events.FEDERATION_LOGIN_FAILED, subject=subject, actor=by, reason=refusal.reason)


def sid_token(tenant: Tenant, sid: str) -> bytes:
    """What a session here keeps of the one at Auth0."""
    return exact_token("auth0.sid", f"{tenant.issuer}|{sid}")


def end_told(tenant: Tenant, *, jti: str, sid: str, subject: str, by: Actor) -> int:
    """End the sessions that Auth0 says are over; gives how many. ToldBefore when it has said so already."""
    account_id = account_of(tenant.issuer, subject) if subject else None
    with transaction.atomic():
        _, is_new = LogoutTold.objects.get_or_create(token_hash=exact_token("auth0.jti", f"{tenant.issuer}|{jti}"))
        if not is_new:
            raise no.ToldBefore
        rows = Session.objects.filter(account__isnull=False)
        if sid:
            rows = rows.filter(sid_token=sid_token(tenant, sid))
        else:
            rows = rows.filter(account_id=account_id, sid_token__isnull=False) if account_id else rows.none()
        of_accounts = set(rows.values_list("account_id", flat=True))
        ended, _ = rows.delete()
        if ended:
            whose = ("account", of_accounts.pop()) if len(of_accounts) == 1 else None
            trail.record(events.FEDERATION_LOGGED_OUT, subject=whose, actor=by, sessions=ended)
    return ended


def note_logout_refusal(refusal: no.NotLetIn, by: Actor) -> None:
    with transaction.atomic():
        trail.record(events.FEDERATION_LOGOUT_FAILED, actor=by, reason=refusal.reason)


def _account(found: Login, tenant: Tenant, by: Actor) -> Account:
    known = account_of(found.issuer, found.subject)
    if known is None:
        known = _linked(found, tenant, by)
    account = Account.objects.filter(pk=known).first()
    if account is None:
        raise no.NoAccountHere
    return account


def _linked(found: Login, tenant: Tenant, by: Actor) -> UUID:
    """The account of this address, from now on linked; or a new one."""
    if not found.email:
        raise no.NoAccountHere
    account = Account.objects.filter(email_token=queries.email_token(found.email)).first()
    if account is None and not tenant.jit:
        raise no.NoAccountHere
    if not found.email_verified:
        raise no.EmailNotVerified
    if account is not None and account.state != ACTIVE:
        raise no.DisabledHere
    account_id = account.id if account else _made(found)
    try:
        subjects.link(account_id, issuer=found.issuer, subject=found.subject, by=by)
    except subjects.LinkedOtherwise:
        raise no.LinkedToAnother from None
    return account_id


def _made(found: Login) -> UUID:
    insurer = insurers.by_id(scope.current())
    languages = insurer.languages if insurer else ("en",)
    name = found.email.partition("@")[0]
    try:
        return accounts.create_account(
            email=found.email,
            first_name=found.given_name.strip()[: accounts.LONGEST_NAME] or name,
            last_name=found.family_name.strip()[: accounts.LONGEST_NAME] or name,
            language=next(one for one in (found.locale[:2], *languages) if one in languages),
            roles=[],
            by=system(scope.current()),
        ).id
    except Refusal:
        raise no.NoAccountHere from None
