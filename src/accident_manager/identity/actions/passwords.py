"""Setting a password through a link in the mailbox; asking for that link tells nobody whether the account exists."""

import gzip
import hashlib
import secrets
from datetime import timedelta
from functools import cache
from pathlib import Path
from uuid import UUID, uuid4

from django.contrib.auth import password_validation
from django.contrib.auth.hashers import check_password, get_hasher, make_password
from django.db import transaction

from accident_manager.audit import trail
from accident_manager.crypto.index import exact_token
from accident_manager.foundation import clock, scope
from accident_manager.foundation.actor import Actor
from accident_manager.foundation.refusal import N_, Refusal
from accident_manager.identity import events, outbox
from accident_manager.identity.actions import endings, notices, throttle
from accident_manager.identity.models import ACTIVE, Account, PasswordLink
from accident_manager.identity.queries import email_token
from accident_manager.identity.rules import mail_text, passwords
from accident_manager.identity.rules.addresses import is_email, network_of
from accident_manager.insurers import queries as insurers

LINK_HOURS = 24
LINKS_PER_ACCOUNT, LINKS_PER_ADDRESS = 5, 20


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

    The same work is done when there is none, and taken back: neither the answer nor its time tells.
    """
    now = clock.now()
    ip_token = exact_token("password-link.ip", network_of(by.ip))
    account = Account.objects.filter(email_token=email_token(email), state=ACTIVE).first() if is_email(email) else None
    hour_ago = now - timedelta(hours=1)
    by_address = PasswordLink.objects.filter(ip_token=ip_token, created_at__gt=hour_ago).count()
    account_id = account.id if account else uuid4()
    by_account = PasswordLink.objects.filter(account_id=account_id, created_at__gt=hour_ago).count()
    wanted = account is not None and by_address < LINKS_PER_ADDRESS and by_account < LINKS_PER_ACCOUNT
    with transaction.atomic():
        with transaction.atomic():
            language = account.language if account else "en"
            _send_link(account_id, email=account.email if account else email, language=language, ip_token=ip_token)
            if not wanted:
                transaction.set_rollback(True)
        subject = ("account", account_id) if account else None
        trail.record(events.PASSWORD_REQUESTED, subject=subject, actor=by)


def send_activation(account_id: UUID, by: Actor) -> None:
    """Mail the same link on behalf of the insurer's support. Nothing for a blocked account."""
    account = Account.objects.filter(pk=account_id, state=ACTIVE).first()
    if account is None:
        return
    with transaction.atomic():
        ip_token = exact_token("password-link.ip", network_of(by.ip))
        _send_link(account.id, email=account.email, language=account.language, ip_token=ip_token)
        trail.record(events.PASSWORD_REQUESTED, subject=("account", account.id), actor=by)


def link_hash(token: str) -> bytes:
    """What a link is known by here; the token itself is in the mail only."""
    return hashlib.sha256(token.encode()).digest()


def link_state(token_hash: bytes) -> str:
    """ "usable", "expired", "used" (by it or by any other change of the password), or "unknown". Changes nothing."""
    link = PasswordLink.objects.filter(token_hash=token_hash, account__state=ACTIVE).first()
    return _state(link)


def set_by_link(*, token_hash: bytes, password: str, again: str, by: Actor) -> None:
    """Set the password and end the link, every other link, every session and every device. Logs nobody in.

    LinkIsGone, UnfitPassword.
    """
    link = PasswordLink.objects.select_related("account").filter(token_hash=token_hash).first()
    if link is None or link.account.state != ACTIVE or _state(link) != "usable":
        raise LinkIsGone(_state(link) if link and link.account.state == ACTIVE else "unknown")
    subject = ("account", link.account_id)
    try:
        check_new(link.account, password, again)
    except passwords.UnfitPassword:
        with transaction.atomic():
            trail.record(events.PASSWORD_CHANGE_FAILED, subject=subject, actor=by, reason="unfit")
        raise
    hashed = make_password(passwords.normal_password(password))
    with transaction.atomic():
        # Two tabs, one link: the account's row is the gate, and the second sees that the link is used.
        account = Account.objects.select_for_update(no_key=True).get(pk=link.account_id)
        mine = PasswordLink.objects.filter(pk=link.pk, ended_at__isnull=True).update(used=True)
        if mine != 1:
            raise LinkIsGone("used")
        account.password, account.password_changed_at = hashed, clock.now()
        account.save(update_fields=["password", "password_changed_at"])
        endings.end_everything(account)
        notices.tell(account, N_("Your password was changed on %(timestamp)s from %(ip)s."), ip=by.ip or "–")
        throttle.release(bytes(account.email_token), by, subject)
        trail.record(events.PASSWORD_CHANGED, subject=subject, actor=by)


def is_right(account: Account | None, password: str) -> bool:
    """One verification, always: against a password nobody has when there is none to compare with."""
    known = account is not None and account.has_usable_password() and len(password) <= passwords.LONGEST
    encoded = account.password if account is not None and known else _nobodys_password(get_hasher().algorithm)
    return check_password(passwords.normal_password(password[: passwords.LONGEST]), encoded) and known


def check_new(account: Account, password: str, again: str) -> None:
    """UnfitPassword for what may not be this person's password at this insurer."""
    insurer = insurers.by_id(scope.current())
    passwords.check_new(
        password,
        again,
        shortest=insurer.password_min_length if insurer else 12,
        of_person=[account.first_name, account.last_name, account.email.partition("@")[0]],
        of_insurer=[insurer.name, insurer.code, insurer.product_name, "accidentmanager"] if insurer else [],
        is_common=lambda text: text in _common_passwords(),
    )


@cache
def _nobodys_password(algorithm: str) -> str:
    return make_password(hashlib.sha256(secrets.token_bytes(32)).hexdigest(), hasher=algorithm)


@cache
def _common_passwords() -> frozenset[str]:
    """Django's list of the 20,000 most common."""
    file = Path(password_validation.__file__).resolve().parent / "common-passwords.txt.gz"
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        return frozenset(line.strip() for line in lines)


def _send_link(account_id: UUID, *, email: str, language: str, ip_token: bytes) -> None:
    token = secrets.token_urlsafe(32)
    now = clock.now()
    PasswordLink.objects.create(
        account_id=account_id,
        token_hash=link_hash(token),
        ip_token=ip_token,
        expires_at=now + timedelta(hours=LINK_HOURS),
    )
    insurer = insurers.by_id(scope.current())
    mail = mail_text.password_link(
        outbox.sender(),
        language,
        client_name=insurer.login_name if insurer else "",
        email=email,
        url=outbox.address_of(f"reset-password/{token}"),
        hours=LINK_HOURS,
    )
    outbox.queue("reset-password", to=email, language=language, mail=mail, account_id=account_id)


def _state(link: PasswordLink | None) -> str:
    if link is None:
        return "unknown"
    if link.ended_at is not None:
        return "used"
    return "usable" if link.expires_at > clock.now() else "expired"
