"""Accounts as other rooms and the pages see them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Count, Q

from accident_manager.crypto.index import exact_token
from accident_manager.foundation import clock, scope
from accident_manager.foundation.actor import Actor
from accident_manager.foundation.refusal import NotFound
from accident_manager.identity.models import (
    ACTIVE,
    BLOCKED,
    Account,
    Authenticator,
    Device,
    ExternalSubject,
    Grant,
    RecoveryCode,
    Session,
)
from accident_manager.identity.rules.addresses import normal_email
from accident_manager.identity.rules.permissions import acts_of, main_role
from accident_manager.storage import rows

EMAIL_PURPOSE = "account.email"

# The account itself, or None: every login and every request asks for it.
find_active = rows.Find(Account, f"id = %(id)s AND state = '{ACTIVE}'")
find_by_email = rows.Find(Account, "email_token = %(token)s")


@dataclass(frozen=True, slots=True)
class AccountInfo:
    """An account with what it may do today. `person_niss_token` is the keyed token of a victim's national number."""

    id: UUID
    email: str
    name: str
    language: str
    roles: tuple[str, ...]
    employer_ids: frozenset[UUID]
    state: str
    has_password: bool
    person_niss_token: bytes | None = None


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """A remembered device on the account page."""

    id: UUID
    user_agent: str
    ip: str
    remembered_at: datetime
    last_used_at: datetime
    remembered_until: datetime


@dataclass(frozen=True, slots=True)
class OwnAccount:
    """What the account page shows."""

    info: AccountInfo
    password_changed_at: datetime | None
    authenticator_since: datetime | None
    authenticator_used_at: datetime | None
    has_recovery_code: bool
    devices: tuple[DeviceRow, ...]
    sessions: int


def actor_of(account_id: UUID, ip: str = "", user_agent: str = "", session_id: UUID | None = None) -> Actor:
    """The actor behind an active account of the insurer in scope, with today's rights. NotFound for any other."""
    account = find_active(id=account_id)
    if account is None:
        raise NotFound
    grants = _grants_on([account.id], clock.today())
    roles = tuple(grant.role for grant in grants)
    return Actor(
        insurer_id=account.insurer_id,
        account_id=account.id,
        name=account.name,
        role=main_role(roles),
        acts=acts_of(roles),
        employer_ids=_employers(grants),
        language=account.language,
        ip=ip,
        user_agent=user_agent,
        session_id=session_id,
    )


def account(account_id: UUID) -> AccountInfo:
    """An account of the insurer in scope, blocked or not. NotFound for any other."""
    found = accounts([account_id])
    if not found:
        raise NotFound
    return found[0]


def accounts(ids: Iterable[UUID]) -> list[AccountInfo]:
    """The accounts with these ids, in two queries, oldest first; unknown ids are left out."""
    return _infos(list(Account.objects.filter(pk__in=list(ids)).order_by("id")))


def all_accounts() -> list[AccountInfo]:
    """Every account of the insurer in scope, oldest first."""
    return _infos(list(Account.objects.order_by("id")))


def account_counts() -> dict[str, int]:
    """How many accounts there are: "active", "blocked", and among the active ones those "without_password"."""
    unusable = Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    rows = Account.objects.values_list("state").annotate(number=Count("id"), without=Count("id", filter=unusable))
    found = {state: (number, without) for state, number, without in rows}
    active, without = found.get(ACTIVE, (0, 0))
    return {"active": active - without, "without_password": without, "blocked": found.get(BLOCKED, (0, 0))[0]}


def by_email(email: str) -> AccountInfo | None:
    """The account with this e-mail address at the insurer in scope."""
    found = _infos(list(Account.objects.filter(email_token=email_token(email))))
    return found[0] if found else None


def came_elsewhere(account_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Those of these accounts whose owner has logged in by an Auth0 tenant."""
    rows = ExternalSubject.objects.filter(account_id__in=list(account_ids), came_at__isnull=False)
    return frozenset(rows.values_list("account_id", flat=True))


def accounts_with_role(*roles: str, employer_id: UUID | None = None) -> list[AccountInfo]:
    """The active accounts that hold one of these roles today (at this employer, when one is given), oldest first."""
    today = clock.today()
    grants = Grant.objects.filter(valid_on(today), role__in=roles, account__state=ACTIVE)
    if employer_id is not None:
        grants = grants.filter(employer_id=employer_id)
    return accounts(set(grants.values_list("account_id", flat=True)))


def account_of_person(niss_token: bytes) -> AccountInfo | None:
    """The active account of the victim with this token of the national number, when he has one."""
    grant = Grant.objects.filter(
        valid_on(clock.today()), role="victim", person_niss_token=niss_token, account__state=ACTIVE
    ).first()
    return account(grant.account_id) if grant else None


def person_token_of(account_id: UUID) -> bytes | None:
    """The token of the national number that a victim's account stands for; None for everybody else."""
    return _person(_grants_on([account_id], clock.today()))


def own_account(account_id: UUID) -> OwnAccount:
    """The account page of a person. NotFound when the account is not of the insurer in scope."""
    now = clock.now()
    row = Account.objects.filter(pk=account_id).first()
    if row is None:
        raise NotFound
    authenticator = Authenticator.objects.filter(account_id=account_id, confirmed_at__isnull=False).first()
    devices = Device.objects.filter(
        account_id=account_id, expires_at__gt=now, credentials_version=row.credentials_version
    ).order_by("-last_used_at", "id")
    return OwnAccount(
        info=account(account_id),
        password_changed_at=row.password_changed_at,
        authenticator_since=authenticator.confirmed_at if authenticator else None,
        authenticator_used_at=authenticator.last_used_at if authenticator else None,
        has_recovery_code=RecoveryCode.objects.filter(account_id=account_id, kept_at__isnull=False).exists(),
        devices=tuple(
            DeviceRow(
                id=device.id,
                user_agent=device.user_agent,
                ip=device.ip,
                remembered_at=device.created_at,
                last_used_at=device.last_used_at,
                remembered_until=device.expires_at,
            )
            for device in devices
        ),
        sessions=Session.objects.filter(account_id=account_id, expires_at__gt=now).count(),
    )


def email_token(email: str) -> bytes:
    """The keyed token under which an e-mail address is found at the insurer in scope."""
    return exact_token(EMAIL_PURPOSE, normal_email(email))


def _infos(rows: list[Account]) -> list[AccountInfo]:
    held: dict[UUID, list[Grant]] = {row.id: [] for row in rows}
    for grant in _grants_on(held, clock.today()):
        held[grant.account_id].append(grant)
    return [
        AccountInfo(
            id=row.id,
            email=row.email,
            name=row.name,
            language=row.language,
            roles=tuple(dict.fromkeys(grant.role for grant in held[row.id])),
            employer_ids=_employers(held[row.id]),
            state=row.state,
            has_password=row.has_usable_password(),
            person_niss_token=_person(held[row.id]),
        )
        for row in rows
    ]


def valid_on(day: date) -> Q:
    """Roles that count on this day: not before their first, not after their last, not taken back."""
    return Q(valid_from__lte=day) & not_over(day)


def not_over(day: date) -> Q:
    """Roles that count on this day or will count later."""
    return Q(withdrawn_at__isnull=True) & (Q(valid_until__isnull=True) | Q(valid_until__gte=day))


def _grants_on(account_ids: Iterable[UUID], day: date) -> list[Grant]:
    return list(Grant.objects.filter(valid_on(day), account_id__in=list(account_ids)).order_by("id"))


def _employers(grants: Iterable[Grant]) -> frozenset[UUID]:
    return frozenset(grant.employer_id for grant in grants if grant.employer_id is not None)


def _person(grants: Iterable[Grant]) -> bytes | None:
    return next((bytes(grant.person_niss_token) for grant in grants if grant.person_niss_token is not None), None)


def visitor(ip: str = "", user_agent: str = "") -> Actor:
    """Somebody who has not logged in, at the insurer in scope: he may do nothing, but what he tries is written down."""
    return Actor(
        insurer_id=scope.current(),
        account_id=None,
        name="",
        role="visitor",
        acts=frozenset(),
        ip=ip,
        user_agent=user_agent,
    )
