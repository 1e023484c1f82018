"""Accounts as the insurer's support sees to them: made, invited, corrected, blocked, their second factor reset."""

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from uuid import UUID

from django.contrib.auth.hashers import is_password_usable
from django.db import IntegrityError, transaction
from django.db.models import F

from accident_manager.audit import trail
from accident_manager.crypto.index import name_tokens
from accident_manager.foundation import clock
from accident_manager.foundation.actor import Actor
from accident_manager.foundation.refusal import N_, InvalidInput, NotAllowed, NotFound, Refusal
from accident_manager.identity import events, outbox, queries
from accident_manager.identity.actions import endings, grants, notices, passwords, throttle
from accident_manager.identity.actions.grants import RoleGrant
from accident_manager.identity.auth0.refused import Auth0Refused
from accident_manager.identity.models import (
    ACTIVE,
    BLOCKED,
    Account,
    AccountName,
    Authenticator,
    CodeFailures,
    Device,
    Grant,
    Passkey,
    PasswordFailures,
    PasswordLink,
    RecoveryCode,
    Session,
)
from accident_manager.identity.queries import AccountInfo
from accident_manager.identity.rules import desk, mail_text
from accident_manager.identity.rules.addresses import is_email
from accident_manager.wording import LANGUAGES, say

__all__ = ["AccountExists", "JustSent", "RoleGrant", "create_account"]

LONGEST_NAME = 80
# A second click within this time is taken for the first one.
_JUST_SENT = timedelta(minutes=1)


class AccountExists(Refusal):
    code = "identity.account.exists"
    sentence = N_("There is already an account with this e-mail address.")


class JustSent(Refusal):
    code = "identity.account.just-sent"
    sentence = N_("A link was sent to this person a moment ago. Wait for a minute before sending another.")


def create_account(
    *, email: str, first_name: str, last_name: str, language: str, roles: Iterable[RoleGrant], by: Actor
) -> AccountInfo:
    """A new account without a password: its owner sets one through a link. AccountExists, InvalidInput, NotAllowed."""
    require_writing(by)
    email, first_name, last_name = checked(email, first_name, last_name, language)
    given = list(roles)
    grants.check(given, by)
    account = Account(
        email=email,
        email_token=queries.email_token(email),
        first_name=first_name,
        last_name=last_name,
        language=language,
    )
    account.set_unusable_password()
    try:
        with transaction.atomic():
            account.save(force_insert=True)
            for grant in given:
                grants.check_person(grant, account.id)
            rows = Grant.objects.bulk_create(grants.rows_of(account, given))
            _index_name(account)
            created = trail.Entry(events.ACCOUNT_CREATED, ("account", account.id))
            trail.record_all([created, *grants.entries_of(rows)], actor=by)
    except IntegrityError as problem:
        raise AccountExists(field="email") from problem
    return queries.account(account.id)


def checked(email: str, first_name: str, last_name: str, language: str) -> tuple[str, str, str]:
    """E-mail address and names as they are kept. InvalidInput with the field it is about."""
    email = email.strip()
    if not is_email(email):
        raise InvalidInput(N_("An e-mail address looks like name@example.be."), field="email")
    if language not in LANGUAGES:
        raise InvalidInput(N_("Choose one of the languages."), field="language")
    return email, _name(first_name, "first_name"), _name(last_name, "last_name")


def send_link(account_id: UUID, by: Actor, *, send: Callable[[UUID, Actor], None] | None = None) -> None:
    """Mail a link to set the password: the first one, or another. JustSent; NotFound also for a blocked account.

    `send` sends it, where the password is kept elsewhere.
    """
    account = _touched(account_id, desk.LINK, by)
    if account.state != ACTIVE:
        raise NotFound
    now = clock.now()
    with transaction.atomic():
        Account.objects.select_for_update(no_key=True).get(pk=account.pk)
        if PasswordLink.objects.filter(account=account, created_at__gt=now - _JUST_SENT).exists():
            raise JustSent
        if send is not None:
            if account.invited_at is not None and account.invited_at > now - _JUST_SENT:
                raise JustSent
            send(account.id, by)
            return
        if not is_password_usable(account.password):
            Account.objects.filter(pk=account.pk).update(invited_at=now)
        passwords.send_activation(account.id, by)


def note_link(account_id: UUID, by: Actor) -> None:
    """Write down that a link of another's was mailed, inside the transaction of the mail."""
    Account.objects.filter(pk=account_id).update(invited_at=clock.now())
    trail.record(events.PASSWORD_REQUESTED, subject=("account", account_id), actor=by)


def send_links(account_ids: Sequence[UUID], by: Actor, *, send: Callable[[UUID, Actor], None] | None = None) -> int:
    """The same to several who never came; gives to how many. Whoever came, is blocked or just got one is left out."""
    require_writing(by)
    sent = 0
    for account in Account.objects.filter(pk__in=list(account_ids), state=ACTIVE).order_by("id"):
        if not is_password_usable(account.password) and not queries.came_elsewhere([account.id]):
            try:
                send_link(account.id, by, send=send)
            except (JustSent, NotAllowed, NotFound, Auth0Refused):
                continue
            sent += 1
    return sent


def correct(account_id: UUID, *, email: str, first_name: str, last_name: str, language: str, by: Actor) -> None:
    """Correct name, language and e-mail address. AccountExists, InvalidInput, NotAllowed.

    Another address ends every session, device and link, and is told to the old and to the new one.
    """
    account = _touched(account_id, desk.CORRECT, by)
    email, first_name, last_name = checked(email, first_name, last_name, language)
    subject = ("account", account.id)
    try:
        with transaction.atomic():
            account = Account.objects.select_for_update(no_key=True).get(pk=account_id)
            entries = []
            if (first_name, last_name) != (account.first_name, account.last_name):
                account.first_name, account.last_name = first_name, last_name
                entries.append(trail.Entry(events.ADMIN_NAME_CORRECTED, subject))
            if language != account.language:
                account.language = language
                entries.append(trail.Entry(events.ACCOUNT_LANGUAGE_CHANGED, subject, {"language": language}))
            former = account.email
            if email != former:
                _touched(account_id, desk.EMAIL, by)
                account.email, account.email_token = email, queries.email_token(email)
                entries.append(trail.Entry(events.ADMIN_EMAIL_CHANGED, subject))
            if not entries:
                return
            account.save(update_fields=["first_name", "last_name", "language", "email", "email_token"])
            _index_name(account)
            if email != former:
                endings.end_everything(account)
                for address in (former, email):
                    _tell_of_address(account, address)
            trail.record_all(entries, actor=by)
    except IntegrityError as problem:
        raise AccountExists(field="email") from problem


def block(account_id: UUID, by: Actor, *, reason: str) -> None:
    """Block an account: its sessions, devices and links end in the same moment. Never one's own. LastAdministrator."""
    account = _touched(account_id, desk.BLOCK, by)
    desk.chosen(reason, desk.BLOCK_REASONS, N_("Say why the account is blocked."), "reason")
    with transaction.atomic():
        grants.keep_an_administrator(account.id)
        if Account.objects.filter(pk=account.pk, state=ACTIVE).update(state=BLOCKED):
            endings.end_everything(account)
            trail.record(events.ADMIN_BLOCKED, subject=("account", account.id), actor=by, reason=reason)


def unblock(account_id: UUID, by: Actor, *, reason: str) -> None:
    """Let an account log in again. What failed attempts block is lifted by `release_attempts`, not by this."""
    account = _touched(account_id, desk.BLOCK, by)
    desk.chosen(reason, desk.UNBLOCK_REASONS, N_("Say why the account is unblocked."), "reason")
    with transaction.atomic():
        if Account.objects.filter(pk=account.pk, state=BLOCKED).update(state=ACTIVE):
            trail.record(events.ADMIN_UNBLOCKED, subject=("account", account.id), actor=by, reason=reason)


def check(account_id: UUID, act: str, by: Actor) -> Account:
    """The account, when `by` may do this act of `desk` to it, before it is done elsewhere. NotFound, NotAllowed."""
    return _touched(account_id, act, by)


def check_unblock(account_id: UUID, *, reason: str, by: Actor) -> None:
    """Nothing when `unblock` would do it, else its refusal."""
    _touched(account_id, desk.BLOCK, by)
    desk.chosen(reason, desk.UNBLOCK_REASONS, N_("Say why the account is unblocked."), "reason")


def check_reset(account_id: UUID, *, evidence: str, reference: str, by: Actor) -> None:
    """Nothing when `reset_second_factor` would do it, else its refusal."""
    _touched(account_id, desk.RESET, by)
    desk.chosen(evidence, desk.EVIDENCE, N_("Say how the identity was checked."), "evidence")
    desk.reference(reference)


def release_attempts(account_id: UUID, by: Actor, *, elsewhere: bool = False) -> None:
    """Lift what failed attempts block: of the password from any network address, and of one-time codes.

    `elsewhere`: it was lifted there already; that is written down, whatever there is here.
    """
    account = _touched(account_id, desk.RELEASE, by)
    subject = ("account", account.id)
    with transaction.atomic():
        codes, _ = CodeFailures.objects.filter(account=account).delete()
        passwords_too = PasswordFailures.objects.filter(email_token=account.email_token).exists()
        throttle.release(bytes(account.email_token), by, subject)
        if elsewhere:
            trail.record(events.THROTTLE_RELEASED, subject=subject, actor=by, reason="auth0")
        elif codes and not passwords_too:
            trail.record(events.THROTTLE_RELEASED, subject=subject, actor=by, reason="account")


def end_sessions(account_id: UUID, by: Actor) -> None:
    """End every session, remembered device and half login; password and second factor stay."""
    account = _touched(account_id, desk.END, by)
    with transaction.atomic():
        Account.objects.filter(pk=account.pk).update(credentials_version=F("credentials_version") + 1)
        sessions, _ = Session.objects.filter(account=account).delete()
        devices, _ = Device.objects.filter(account=account).delete()
        trail.record(
            events.ADMIN_SESSIONS_ENDED, subject=("account", account.id), actor=by, sessions=sessions, devices=devices
        )


def end_all_sessions(by: Actor) -> endings.Ended:
    """The same for every account of the insurer, half logins too: the operator's answer to a theft of sessions."""
    require_writing(by)
    with transaction.atomic():
        Account.objects.update(credentials_version=F("credentials_version") + 1)
        sessions, _ = Session.objects.filter(account__isnull=False).delete()
        devices, _ = Device.objects.all().delete()
        trail.record(events.ADMIN_SESSIONS_ENDED, actor=by, sessions=sessions, devices=devices)
    return endings.Ended(sessions, devices)


def reset_second_factor(account_id: UUID, *, evidence: str, by: Actor, reference: str = "") -> None:
    """Forget app, recovery code and passkeys: the next login enrols anew. The owner is told. Never on oneself.

    `evidence` is one of `desk.EVIDENCE`, how the identity was checked; `reference` the number of the proof, if any.
    """
    account = _touched(account_id, desk.RESET, by)
    desk.chosen(evidence, desk.EVIDENCE, N_("Say how the identity was checked."), "evidence")
    number = desk.reference(reference)
    with transaction.atomic():
        for rows in (Authenticator.objects, RecoveryCode.objects, CodeFailures.objects, Passkey.objects):
            rows.filter(account=account).delete()
        endings.end_everything(account)
        notices.tell(
            account,
            N_(
                "Your second factor was reset by support on %(timestamp)s. You will enrol a new one at your next login."
            ),
        )
        trail.record(
            events.ADMIN_MFA_RESET, subject=("account", account.id), actor=by, evidence=evidence,
            reference=number or None,
        )  # fmt: skip


def choose_language(language: str, by: Actor) -> None:
    """The language of one's own pages, mails and letters. InvalidInput for another than the four."""
    by.require("account.own")
    if language not in LANGUAGES:
        raise InvalidInput(N_("Choose one of the languages."), field="language")
    with transaction.atomic():
        if by.account_id is None or not Account.objects.filter(pk=by.account_id).update(language=language):
            raise NotFound
        subject = ("account", by.account_id)
        trail.record(events.ACCOUNT_LANGUAGE_CHANGED, subject=subject, actor=by, language=language)


def index_names() -> None:
    """Make the accounts that have no tokens yet findable by name: those that are older than the search."""
    for account in Account.objects.exclude(pk__in=AccountName.objects.values("account_id")):
        _index_name(account)


def _index_name(account: Account) -> None:
    tokens = name_tokens(account.first_name, account.last_name)
    AccountName.objects.update_or_create(pk=account.pk, account=account, defaults={"name_tokens": tokens})


def _name(text: str, field: str) -> str:
    # As much as is composed at once to be measured; composing a megabyte can take minutes.
    name = " ".join(unicodedata.normalize("NFC", text[: 10 * LONGEST_NAME]).split())
    if not name:
        raise InvalidInput(N_("Give a first name and a last name."), field=field)
    if len(name) > LONGEST_NAME:
        raise InvalidInput(N_("A name has at most %(count)s characters."), field=field, count=LONGEST_NAME)
    # A table calculates what begins like this; what turns the reading direction can look like another name.
    if name[0] in "=+-@" or any(unicodedata.category(character) in {"Cc", "Cf"} for character in name):
        raise InvalidInput(N_("A name begins with a letter and holds no control characters."), field=field)
    return name


def _tell_of_address(account: Account, address: str) -> None:
    sentence = N_("The email address of your account was changed by support on %(timestamp)s. All sessions have ended.")
    what = say(sentence, account.language, timestamp=clock.now())
    mail = mail_text.security_notice(outbox.sender(), account.language, what=what)
    outbox.queue("security-notice", to=address, language=account.language, mail=mail, account_id=account.id)


def require_writing(by: Actor) -> None:
    """NotAllowed unless `by` may write accounts, or is an operator at the command line."""
    if not (by.role == "system" and by.is_system):
        by.require("accounts.write")


def _touched(account_id: UUID, act: str, by: Actor) -> Account:
    """The account, when `by` may do this act to it. NotFound, NotAllowed."""
    account = Account.objects.filter(pk=account_id).first()
    require_writing(by)
    if account is None:
        raise NotFound
    is_operator = by.role == "system" and by.is_system
    held = grants.held_by(account_id)
    if not is_operator and act not in desk.allowed(by.acts, is_self=by.account_id == account_id, held=held):
        raise NotAllowed
    return account
