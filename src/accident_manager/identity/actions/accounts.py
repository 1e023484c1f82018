"""Accounts as the insurer's support sees to them: made, invited, blocked, their second factor reset."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from accident_manager.audit import trail
from accident_manager.foundation import clock
from accident_manager.foundation.actor import Actor
from accident_manager.foundation.refusal import N_, InvalidInput, NotAllowed, NotFound, Refusal
from accident_manager.identity import events, queries
from accident_manager.identity.actions import endings, notices
from accident_manager.identity.models import ACTIVE, BLOCKED, Account, Authenticator, CodeFailures, Grant, RecoveryCode
from accident_manager.identity.queries import AccountInfo
from accident_manager.identity.rules.addresses import is_email
from accident_manager.identity.rules.permissions import EMPLOYER_ROLES, Role
from accident_manager.wording import LANGUAGES


class AccountExists(Refusal):
    code = "identity.account.exists"
    sentence = N_("There is already an account with this e-mail address.")


@dataclass(frozen=True, slots=True)
class RoleGrant:
    """A role to give: at an employer (declarer, prevention adviser), or as the victim with this token."""

    role: str
    employer_id: UUID | None = None
    person_niss_token: bytes | None = None
    valid_from: date | None = None
    valid_until: date | None = None


def create_account(
    *, email: str, first_name: str, last_name: str, language: str, roles: Iterable[RoleGrant], by: Actor
) -> AccountInfo:
    """A new account without a password: its owner sets one through a link. AccountExists, InvalidInput, NotAllowed."""
    _may(by)
    email = email.strip()
    grants = list(roles)
    if not is_email(email):
        raise InvalidInput(N_("An e-mail address looks like name@example.be."), field="email")
    if not first_name.strip() or not last_name.strip():
        raise InvalidInput(N_("Give a first name and a last name."), field="last_name")
    if language not in LANGUAGES:
        raise InvalidInput(N_("Choose one of the languages."), field="language")
    for grant in grants:
        if grant.role not in set(Role):
            raise InvalidInput(N_("Choose one of the roles."), field="roles")
        if (grant.employer_id is None) == (grant.role in EMPLOYER_ROLES):
            raise InvalidInput(N_("This role is held at an employer: name it. Other roles have none."), field="roles")
        if (grant.person_niss_token is None) == (grant.role == Role.VICTIM):
            raise InvalidInput(
                N_("A victim’s account names the person it stands for. Other accounts name nobody."), field="roles"
            )
    account = Account(
        email=email,
        email_token=queries.email_token(email),
        first_name=first_name.strip(),
        last_name=last_name.strip(),
        language=language,
    )
    account.set_unusable_password()
    try:
        with transaction.atomic():
            account.save(force_insert=True)
            Grant.objects.bulk_create(
                Grant(
                    account=account,
                    role=grant.role,
                    employer_id=grant.employer_id,
                    person_niss_token=grant.person_niss_token,
                    valid_from=grant.valid_from or clock.today(),
                    valid_until=grant.valid_until,
                )
                for grant in grants
            )
            trail.record(events.ACCOUNT_CREATED, subject=("account", account.id), actor=by)
    except IntegrityError as problem:
        raise AccountExists(field="email") from problem
    return queries.account(account.id)


def block(account_id: UUID, by: Actor) -> None:
    """Block an account: its sessions, devices and links end in the same moment. Never one's own."""
    account = _of_another(account_id, by)
    with transaction.atomic():
        if Account.objects.filter(pk=account.pk, state=ACTIVE).update(state=BLOCKED):
            endings.end_everything(account)
            trail.record(events.ADMIN_BLOCKED, subject=("account", account.id), actor=by)


def unblock(account_id: UUID, by: Actor) -> None:
    account = _of_another(account_id, by)
    with transaction.atomic():
        if Account.objects.filter(pk=account.pk, state=BLOCKED).update(state=ACTIVE):
            trail.record(events.ADMIN_UNBLOCKED, subject=("account", account.id), actor=by)


def reset_second_factor(account_id: UUID, *, evidence: str, by: Actor) -> None:
    """Forget app and recovery code: the next login enrols anew. The owner is told. Never on oneself.

    `evidence` is a code for how the identity was checked ("called-back", "second-person", "in-person").
    """
    account = _of_another(account_id, by)
    if not evidence:
        raise InvalidInput(N_("Say how the identity was checked."), field="evidence")
    with transaction.atomic():
        Authenticator.objects.filter(account=account).delete()
        RecoveryCode.objects.filter(account=account).delete()
        CodeFailures.objects.filter(account=account).delete()
        endings.end_everything(account)
        notices.tell(
            account,
            N_(
                "Your second factor was reset by support on %(timestamp)s. You will enrol a new one at your next login."
            ),
        )
        trail.record(events.ADMIN_MFA_RESET, subject=("account", account.id), actor=by, evidence=evidence)


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


def _may(by: Actor) -> None:
    if not (by.role == "system" and by.is_system):
        by.require("accounts.write")


def _of_another(account_id: UUID, by: Actor) -> Account:
    _may(by)
    if by.account_id == account_id:
        raise NotAllowed
    account = Account.objects.filter(pk=account_id).first()
    if account is None:
        raise NotFound
    return account
