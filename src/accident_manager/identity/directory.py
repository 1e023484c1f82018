"""The accounts as the insurer's support looks them up: found, filtered, page by page, and one of them in detail."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, is_password_usable
from django.db.models import Exists, OuterRef, Q, QuerySet

from accident_manager.crypto.index import ranked_ids, search_tokens
from accident_manager.foundation import clock, scope
from accident_manager.foundation.actor import Actor
from accident_manager.foundation.refusal import NotFound
from accident_manager.identity.doors import door
from accident_manager.identity.models import (
    ACTIVE,
    BLOCKED,
    FIND_ACCOUNTS,
    Account,
    Authenticator,
    CodeFailures,
    Device,
    ExternalSubject,
    Grant,
    Passkey,
    PasswordFailures,
    PasswordLink,
    RecoveryCode,
    Session,
)
from accident_manager.identity.queries import came_elsewhere, email_token, valid_on
from accident_manager.identity.rules import desk
from accident_manager.identity.rules.addresses import is_email
from accident_manager.insurers import queries as insurers

TABS = ("all", "never", "blocked", "no-factor", "no-role")
# Counting every account of a large insurer costs more than anybody learns from it.
CAP = 1000
# Names that are like the one looked for: beyond this one must say more.
_MOST_FOUND = 50


@dataclass(frozen=True, slots=True)
class RoleRow:
    """A role of an account. `state`: "now", "later", "ended" or "withdrawn" (taken back at once)."""

    id: UUID
    role: str
    employer_id: UUID | None
    valid_from: date
    valid_until: date | None
    withdrawn_at: datetime | None
    state: str


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account in the list. `state`: "active", "never" (no password yet) or "blocked"; `roles` are those of today."""

    id: UUID
    name: str
    email: str
    language: str
    state: str
    roles: tuple[RoleRow, ...]
    invited_at: datetime | None
    created_at: datetime
    has_factor: bool


@dataclass(frozen=True, slots=True)
class Count:
    """How many, never counted beyond `CAP`: then `more` is true and `number` is the cap."""

    number: int
    more: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: `text` is an address or a name (with a typing error in it); None and "" are anything."""

    text: str = ""
    role: str = ""
    employer_ids: frozenset[UUID] | None = None
    tab: str = "all"


@dataclass(frozen=True, slots=True)
class AccountPage:
    """One page, the newest accounts first; what was looked for by name comes best first and on one page."""

    rows: tuple[AccountRow, ...]
    counts: dict[str, Count]
    next_after: UUID | None


@dataclass(frozen=True, slots=True)
class UsedBrowser:
    """A session or a remembered device of an account; `until` is its end. `kind`: "session" or "device"."""

    kind: str
    user_agent: str
    ip: str
    last_used_at: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class DeskAccount:
    """One account as support sees it. `may` are acts of `rules.desk`; `failed` and `wrong_codes` what blocks it now."""

    id: UUID
    first_name: str
    last_name: str
    email: str
    language: str
    state: str
    created_at: datetime
    invited_at: datetime | None
    password_changed_at: datetime | None
    authenticator_since: datetime | None
    authenticator_used_at: datetime | None
    recovery_code_since: datetime | None
    passkeys: int
    links: int
    last_link_until: datetime | None
    browsers: tuple[UsedBrowser, ...]
    roles: tuple[RoleRow, ...]
    blocked_addresses: int
    wrong_codes: int
    may: frozenset[str]

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


def find(wanted: Wanted, by: Actor, *, after: UUID | None = None, limit: int = 50) -> AccountPage:
    """A page of the accounts, in a constant number of queries."""
    by.require("accounts.see")
    reach = _filtered(wanted)
    by_name = bool(wanted.text) and not is_email(wanted.text)
    ranks = {found: rank for rank, found in enumerate(_ids_by_name(wanted.text))} if by_name else {}
    if by_name:
        reach = reach.filter(pk__in=list(ranks))
    rows = _of_tab(reach, wanted.tab).annotate(has_factor=_has_factor(), came_elsewhere=_came_elsewhere())
    counts = {tab: _count(_of_tab(reach, tab)) for tab in TABS}
    if by_name:
        return AccountPage(_rows(sorted(rows, key=lambda row: ranks[row.pk])), counts, None)
    rows = rows.order_by("-id")
    if after is not None:
        rows = rows.filter(pk__lt=after)
    found = list(rows[: limit + 1])
    more = found[limit - 1].pk if len(found) > limit else None
    return AccountPage(_rows(found[:limit]), counts, more)


def everybody(wanted: Wanted, batch: int = 500) -> Iterator[AccountRow]:
    """Every account, the newest first, for the operator; read in batches."""
    after: UUID | None = None
    while True:
        rows = _filtered(wanted).annotate(has_factor=_has_factor(), came_elsewhere=_came_elsewhere()).order_by("-id")
        found = list((rows.filter(pk__lt=after) if after else rows)[:batch])
        yield from _rows(found)
        if len(found) < batch:
            return
        after = found[-1].pk


def look_at(account_id: UUID, by: Actor) -> DeskAccount:
    """One account. NotFound when it is not of the insurer in scope."""
    by.require("accounts.see")
    row = Account.objects.filter(pk=account_id).first()
    if row is None:
        raise NotFound
    now, today = clock.now(), clock.today()
    authenticator = Authenticator.objects.filter(account=row, confirmed_at__isnull=False).first()
    recovery = RecoveryCode.objects.filter(account=row, kept_at__isnull=False).first()
    links = list(PasswordLink.objects.filter(account=row, ended_at__isnull=True, expires_at__gt=now))
    roles = tuple(_role(grant, today) for grant in Grant.objects.filter(account=row).order_by("valid_from", "id"))
    held = [role.role for role in roles if role.state in {"now", "later"}]
    codes = CodeFailures.objects.filter(account=row, kind="code").first()
    return DeskAccount(
        id=row.id,
        first_name=row.first_name,
        last_name=row.last_name,
        email=row.email,
        language=row.language,
        state=_state(row, bool(came_elsewhere([row.id]))),
        created_at=row.created_at,
        invited_at=row.invited_at,
        password_changed_at=row.password_changed_at,
        authenticator_since=authenticator.confirmed_at if authenticator else None,
        authenticator_used_at=authenticator.last_used_at if authenticator else None,
        recovery_code_since=recovery.kept_at if recovery else None,
        passkeys=Passkey.objects.filter(account=row).count(),
        links=len(links),
        last_link_until=max((link.expires_at for link in links), default=None),
        browsers=_browsers(row, now),
        roles=roles,
        blocked_addresses=PasswordFailures.objects.filter(email_token=row.email_token, blocked_until__gt=now).count(),
        wrong_codes=codes.in_a_row if codes else 0,
        may=desk.allowed(by.acts, is_self=by.account_id == row.id, held=held) & door().offers,
    )


def role_row(grant_id: UUID, account_id: UUID) -> RoleRow:
    """One role of this account. NotFound for any other."""
    grant = Grant.objects.filter(pk=grant_id, account_id=account_id).first()
    if grant is None:
        raise NotFound
    return _role(grant, clock.today())


def roles_of(account_ids: Iterable[UUID]) -> dict[UUID, list[RoleRow]]:
    """Every role of these accounts, ended ones too."""
    held: dict[UUID, list[RoleRow]] = {account_id: [] for account_id in account_ids}
    today = clock.today()
    for grant in Grant.objects.filter(account_id__in=list(held)).order_by("valid_from", "id"):
        held[grant.account_id].append(_role(grant, today))
    return held


def ids_by_email(emails: Iterable[str]) -> dict[str, UUID]:
    """The accounts of these addresses, by the address as it was given; unknown ones are left out."""
    tokens = {email_token(email): email for email in emails}
    rows = Account.objects.filter(email_token__in=list(tokens)).values_list("email_token", "id")
    return {tokens[bytes(token)]: account_id for token, account_id in rows}


def _filtered(wanted: Wanted) -> QuerySet[Account]:
    rows = Account.objects.all()
    if wanted.text and is_email(wanted.text):
        rows = rows.filter(email_token=email_token(wanted.text))
    if wanted.role or wanted.employer_ids is not None:
        grants = _grants_today()
        if wanted.role:
            grants = grants.filter(role=wanted.role)
        if wanted.employer_ids is not None:
            grants = grants.filter(employer_id__in=wanted.employer_ids)
        rows = rows.filter(Exists(grants))
    return rows


def _of_tab(rows: QuerySet[Account], tab: str) -> QuerySet[Account]:
    never = Q(password__startswith=UNUSABLE_PASSWORD_PREFIX) & ~_came_elsewhere()
    match tab:
        case "never":
            return rows.filter(never, state=ACTIVE)
        case "blocked":
            return rows.filter(state=BLOCKED)
        case "no-factor":
            return rows.filter(~_has_factor(), ~never, state=ACTIVE)
        case "no-role":
            return rows.filter(~Exists(_grants_today()), state=ACTIVE)
        case _:
            return rows


def _grants_today() -> QuerySet[Grant]:
    return Grant.objects.filter(valid_on(clock.today()), account_id=OuterRef("pk"))


def _came_elsewhere() -> Q:
    return Q(Exists(ExternalSubject.objects.filter(account_id=OuterRef("pk"), came_at__isnull=False)))


def _has_factor() -> Q:
    """One of ours, or kept by who lets him in."""
    authenticators = Authenticator.objects.filter(account_id=OuterRef("pk"), confirmed_at__isnull=False)
    passkeys = Passkey.objects.filter(account_id=OuterRef("pk"))
    return Q(Exists(authenticators)) | Q(Exists(passkeys)) | _came_elsewhere()


def _count(rows: QuerySet[Account]) -> Count:
    number = rows.order_by()[: CAP + 1].count()
    return Count(min(number, CAP), number > CAP)


def _ids_by_name(text: str) -> list[UUID]:
    tokens = search_tokens(text)
    return ranked_ids(FIND_ACCOUNTS, tokens, _MOST_FOUND) if tokens else []


def _rows(accounts: Sequence[Any]) -> tuple[AccountRow, ...]:
    today = clock.today()
    held: dict[UUID, list[RoleRow]] = {account.id: [] for account in accounts}
    for grant in Grant.objects.filter(valid_on(today), account_id__in=list(held)).order_by("id"):
        held[grant.account_id].append(_role(grant, today))
    return tuple(
        AccountRow(
            id=account.id,
            name=account.name,
            email=account.email,
            language=account.language,
            state=_state(account, account.came_elsewhere),
            roles=tuple(held[account.id]),
            invited_at=account.invited_at,
            created_at=account.created_at,
            has_factor=account.has_factor,
        )
        for account in accounts
    )


def _state(account: Account, came_elsewhere: bool) -> str:
    if account.state == BLOCKED:
        return "blocked"
    return "active" if came_elsewhere or is_password_usable(account.password) else "never"


def _role(grant: Grant, today: date) -> RoleRow:
    if grant.withdrawn_at is not None:
        state = "withdrawn"
    elif grant.valid_until is not None and grant.valid_until < today:
        state = "ended"
    else:
        state = "later" if grant.valid_from > today else "now"
    return RoleRow(
        grant.id, grant.role, grant.employer_id, grant.valid_from, grant.valid_until, grant.withdrawn_at, state
    )


def _browsers(account: Account, now: datetime) -> tuple[UsedBrowser, ...]:
    insurer = insurers.by_id(scope.current())
    idle = now - timedelta(minutes=insurer.session_idle_minutes if insurer else 60)
    sessions = Session.objects.filter(account=account, expires_at__gt=now, last_seen_at__gt=idle)
    devices = Device.objects.filter(
        account=account, expires_at__gt=now, credentials_version=account.credentials_version
    ).order_by("-last_used_at", "id")
    return (
        *(
            UsedBrowser("session", one.user_agent, one.ip, one.last_seen_at, one.expires_at)
            for one in sessions.order_by("-last_seen_at", "id")
        ),
        *(UsedBrowser("device", one.user_agent, one.ip, one.last_used_at, one.expires_at) for one in devices),
    )
