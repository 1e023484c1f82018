"""Setting a password through a link in the mailbox, or changing it with the one it had.

Asking for the link tells nobody whether the account exists. Whichever way, what was open for the account ends.
"""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import timedelta
from functools import cache
from uuid import UUID, uuid4

from django.contrib.auth.hashers import check_password, get_hasher, make_password
from django.db import transaction

from accident_manager.audit import trail
from accident_manager.audit.events import EventType
from accident_manager.crypto.index import exact_token
from accident_manager.foundation import clock, scope
from accident_manager.foundation.actor import Actor
from accident_manager.foundation.refusal import N_, NotFound, Refusal
from accident_manager.identity import breaches, events, outbox
from accident_manager.identity.actions import endings, new_passwords, notices, pacing, throttle
from accident_manager.identity.actions.new_passwords import CompanyWords, no_words
from accident_manager.identity.models import ACTIVE, Account, PasswordLink
from accident_manager.identity.queries import email_token
from accident_manager.identity.rules import mail_text, pace, passwords
from accident_manager.identity.rules.addresses import is_email, network_of
from accident_manager.identity.sessions import SessionStore
from accident_manager.insurers import queries as insurers

_NOTED_EVERY = timedelta(minutes=1)
_CHANGED = N_("Your password was changed on %(timestamp)s from %(ip)s.")
_LEAKED = N_(
    "On %(timestamp)s somebody gave the right password of your account, but that password is known from a data breach "
    "on another website. Nobody was logged in. Choose a new password with “Forgot password?”."
)


class NotYourPassword(Refusal):
    """The password that somebody who is logged in has to give again."""

    code = "identity.password.not-yours"
    sentence = N_("This is not your password.")


class BreachedPassword(Refusal):
    """Told only to who typed the right password, which others may know."""

    code = "identity.login.breached"
    sentence = N_(
        "We have detected a potential security issue with this account. To protect your account, we have prevented "
        "this login. Please reset your password to proceed."
    )


class LinkIsGone(Refusal):
    """The link cannot be used any more; `state` says why: "expired", "used" or "unknown"."""

    code = "identity.password.link"
    sentence = N_(
        "This link has already been used. To reset your password, return to the login page and select "
        '"Forgot Your Password" to send a new email.'
    )

    def __init__(self, state: str) -> None:
        self.state = state
        super().__init__()


def request_link(*, email: str, by: Actor) -> None:
    """Mail a link to set the password, when there is such an active account and not too many were asked for.

    The same work is done when there is none, and taken back: neither the answer nor its time tells. What one network
    address asks for beyond what it may get is noted once a minute: nobody fills the trail by asking.
    """
    ip_token, token = exact_token("password-link.ip", network_of(by.ip)), email_token(email)
    account = Account.objects.filter(email_token=token, state=ACTIVE).first() if is_email(email) else None
    account_id = account.id if account else uuid4()
    with transaction.atomic():
        throttle.one_at_a_time(ip_token, token)
        wanted = _may_send_another(account_id, ip_token) and account is not None
        with transaction.atomic():
            language = account.language if account else "en"
            _send_link(account_id, email=account.email if account else email, language=language, ip_token=ip_token)
            if not wanted:
                transaction.set_rollback(True)
        subject = ("account", account_id) if account else None
        if _is_noted(network_of(by.ip)):
            trail.record(events.PASSWORD_REQUESTED, subject=subject, actor=by)


def send_activation(account_id: UUID, by: Actor) -> None:
    """Mail the same link on behalf of the insurer's support. Nothing for a blocked account."""
    account = Account.objects.filter(pk=account_id, state=ACTIVE).first()
    if account is None:
        return
    with transaction.atomic():
        _send_link(account.id, email=account.email, language=account.language, ip_token=_support())
        trail.record(events.PASSWORD_REQUESTED, subject=("account", account.id), actor=by)


def send_first_links(accounts: Iterable[Account]) -> None:
    """Mail the same link to many who have just got an account; in the transaction that writes it down."""
    made = [_link(a.id, email=a.email, language=a.language, ip_token=_support()) for a in accounts]
    PasswordLink.objects.bulk_create(link for link, _ in made)
    outbox.queue_all(mail for _, mail in made)


def send_after_hack(account: Account, by: Actor) -> None:
    """Mail the same link to somebody whose password was made unusable; inside the transaction of that."""
    ip_token = exact_token("password-link.ip", network_of(by.ip))
    _send_link(account.id, email=account.email, language=account.language, ip_token=ip_token)


def link_hash(token: str) -> bytes:
    """What a link is known by here; the token itself is in the mail only."""
    return hashlib.sha256(token.encode()).digest()


def link_state(token_hash: bytes) -> str:
    """ "usable", "expired", "used" (by it or by any other change of the password), or "unknown". Changes nothing."""
    link = PasswordLink.objects.filter(token_hash=token_hash, account__state=ACTIVE).first()
    return _state(link)


def set_by_link(
    *, token_hash: bytes, password: str, again: str, by: Actor, company_words: CompanyWords = no_words
) -> None:
    """Set the password and end the link, every other link, every session and every device. Logs nobody in.

    LinkIsGone, UnfitPassword.
    """
    link = PasswordLink.objects.select_related("account").filter(token_hash=token_hash).first()
    if link is None or link.account.state != ACTIVE or _state(link) != "usable":
        raise LinkIsGone(_state(link) if link and link.account.state == ACTIVE else "unknown")
    subject = ("account", link.account_id)
    new_passwords.check(link.account, password, again, company_words, by)
    hashed = make_password(passwords.normal_password(password))
    with transaction.atomic():
        # Two tabs, one link: the account's row is the gate, and the second sees that the link is used.
        account = Account.objects.select_for_update(no_key=True).get(pk=link.account_id)
        mine = PasswordLink.objects.filter(pk=link.pk, ended_at__isnull=True).update(used=True)
        if mine != 1:
            raise LinkIsGone("used")
        new_passwords.give(account, hashed)
        endings.end_everything(account)
        notices.tell(account, _CHANGED, ip=by.ip or "–")
        throttle.release(bytes(account.email_token), by, subject)
        trail.record(events.PASSWORD_CHANGED, subject=subject, actor=by)


def change(
    session: SessionStore,
    *,
    current: str,
    password: str,
    again: str,
    by: Actor,
    company_words: CompanyWords = no_words,
) -> None:
    """Change one's own password with the one it has; everything else that was open for the account ends.

    NotYourPassword, TooManyPasswords (field "current"), UnfitPassword.
    """
    by.require("account.own")
    account = own_account(by)
    verify(account, current, failed=events.PASSWORD_CHANGE_FAILED, field="current", by=by)
    new_passwords.check(account, password, again, company_words, by)
    known, hashed = account.password, make_password(passwords.normal_password(password))
    with transaction.atomic():
        account = Account.objects.select_for_update(no_key=True).get(pk=account.pk)
        if account.password != known:
            raise NotYourPassword(field="current")  # another change was first
        new_passwords.give(account, hashed)
        endings.end_others(account, session)
        notices.tell(account, _CHANGED, ip=by.ip or "–")
        trail.record(events.PASSWORD_CHANGED, subject=("account", account.id), actor=by)


def verify(account: Account, password: str, *, failed: EventType, by: Actor, field: str = "password") -> None:
    """Nothing for the right password of somebody who is logged in; counted as at the login, noted as `failed`.

    NotYourPassword, TooManyPasswords.
    """
    if not password:
        raise NotYourPassword(N_("Password is required"), field=field)
    may_try = throttle.count_password(account.email, bytes(account.email_token), by)
    right = is_right(account, password)
    if not may_try:
        raise throttle.TooManyPasswords(field=field)
    if not right:
        subject = ("account", account.id)
        with transaction.atomic():
            throttle.password_was_wrong(
                account.email, by, subject, trail.Entry(failed, subject, {"reason": "bad_password"})
            )
        raise NotYourPassword(field=field)
    throttle.password_was_right(account.email, by)


def own_account(by: Actor) -> Account:
    """The account of whoever acts. NotFound for nobody's and a blocked one."""
    account = Account.objects.filter(pk=by.account_id, state=ACTIVE).first() if by.account_id else None
    if account is None:
        raise NotFound
    return account


def make_unusable(account: Account) -> None:
    """No password opens the account until one is set by a link; inside a transaction, the account's row locked."""
    new_passwords.give(account, make_password(None))


def refuse_breached(account: Account, password: str, by: Actor) -> None:
    """Nothing for a right password that never leaked. BreachedPassword: it does not log in, and its owner is told."""
    if not breaches.is_breached(password):
        return
    with transaction.atomic():
        # Whoever tries it again and again fills no mailbox.
        if pacing.first_in(timedelta(days=1), "told.person.breached", str(account.id)):
            notices.tell(account, _LEAKED)
        trail.record(events.PASSWORD_BREACHED, subject=("account", account.id), actor=by)
    raise BreachedPassword


def is_right(account: Account | None, password: str) -> bool:
    """One verification, always: against a password nobody has when there is none to compare with."""
    known = account is not None and account.has_usable_password() and len(password) <= passwords.LONGEST
    encoded = account.password if account is not None and known else _nobodys_password(get_hasher().algorithm)
    return check_password(passwords.normal_password(password[: passwords.LONGEST]), encoded) and known


@cache
def _nobodys_password(algorithm: str) -> str:
    return make_password(hashlib.sha256(secrets.token_bytes(32)).hexdigest(), hasher=algorithm)


def _may_send_another(account_id: UUID, ip_token: bytes) -> bool:
    """Fewer links than the limits allow were sent in the last hour, to this account and asked for by this address."""
    bounds, hour_ago = throttle.limits(), clock.now() - timedelta(hours=1)
    by_address = PasswordLink.objects.filter(ip_token=ip_token, created_at__gt=hour_ago).count()
    to_account = PasswordLink.objects.filter(account_id=account_id, created_at__gt=hour_ago).count()
    return by_address < bounds.reset_mails_an_hour_of_an_address and to_account < bounds.reset_mails_an_hour


def _support() -> bytes:
    """Who asks for a link on behalf of the insurer's support. Not its own address: a hundred invitations must not use
    up what its office may ask for itself.
    """
    return exact_token("password-link.ip", "support")


def _is_noted(network: str) -> bool:
    asked = pacing.paced(
        "password-link.asked", network, pace.an_hour(throttle.limits().reset_mails_an_hour_of_an_address)
    )
    return pacing.take(asked)[0].was_there or pacing.first_in(_NOTED_EVERY, "password-link.noted", network)


def _send_link(account_id: UUID, *, email: str, language: str, ip_token: bytes) -> None:
    link, mail = _link(account_id, email=email, language=language, ip_token=ip_token)
    link.save(force_insert=True)
    outbox.queue_all([mail])


def _link(account_id: UUID, *, email: str, language: str, ip_token: bytes) -> tuple[PasswordLink, outbox.NewMail]:
    """A link, not saved yet, and the mail that carries it."""
    token, hours = secrets.token_urlsafe(32), throttle.limits().reset_link_hours
    link = PasswordLink(
        account_id=account_id,
        token_hash=link_hash(token),
        ip_token=ip_token,
        expires_at=clock.now() + timedelta(hours=hours),
    )
    insurer = insurers.by_id(scope.current())
    mail = mail_text.password_link(
        outbox.sender(),
        language,
        client_name=insurer.login_name if insurer else "",
        email=email,
        url=outbox.address_of(f"reset-password/{token}"),
        hours=hours,
    )
    return link, outbox.NewMail("reset-password", email, language, mail, account_id)


def _state(link: PasswordLink | None) -> str:
    if link is None:
        return "unknown"
    if link.ended_at is not None:
        return "used"
    return "usable" if link.expires_at > clock.now() else "expired"
