"""Roles of accounts: given from a day, ended on a day, taken back at once; never deleted."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import transaction
from django.db.models import Q

from accident_manager.audit import trail
from accident_manager.foundation import clock
from accident_manager.foundation.actor import Actor
from accident_manager.foundation.refusal import N_, InvalidInput, NotAllowed, NotFound, Refusal
from accident_manager.identity import events, queries
from accident_manager.identity.actions import throttle
from accident_manager.identity.models import ACTIVE, Account, Grant
from accident_manager.identity.rules import desk
from accident_manager.identity.rules.permissions import EMPLOYER_ROLES, STAFF_ROLES, Role


class LastAdministrator(Refusal):
    code = "identity.administrator.last"
    sentence = N_("This is the last administrator who can log in. Make another one administrator first.")


class HasRole(Refusal):
    code = "identity.role.held"
    sentence = N_("The account holds this role on days of this period already. End that one, or choose other days.")


class PersonHasAccount(Refusal):
    code = "identity.role.person-has-account"
    sentence = N_("Another account stands for the person with this national number already.")


@dataclass(frozen=True, slots=True)
class RoleGrant:
    """A role to give: at an employer (declarer, prevention adviser), or as the victim with this token."""

    role: str
    employer_id: UUID | None = None
    person_niss_token: bytes | None = None
    valid_from: date | None = None
    valid_until: date | None = None

    @property
    def starts_on(self) -> date:
        return self.valid_from or clock.today()


def check(grants: Iterable[RoleGrant], by: Actor) -> None:
    """InvalidInput for a role that cannot be, NotAllowed for one of the insurer's that `by` may not give."""
    for grant in grants:
        if grant.role not in set(Role):
            raise InvalidInput(N_("Choose one of the roles."), field="role")
        if (grant.employer_id is None) == (grant.role in EMPLOYER_ROLES):
            raise InvalidInput(
                N_("This role is held at an employer: name it. Other roles have none."), field="employer"
            )
        if (grant.person_niss_token is None) == (grant.role == Role.VICTIM):
            raise InvalidInput(
                N_("A victim’s account names the person it stands for. Other accounts name nobody."), field="niss"
            )
        if grant.valid_until is not None and grant.valid_until < grant.starts_on:
            raise InvalidInput(N_("The last day lies before the first."), field="until")
        if grant.role in STAFF_ROLES and not _is_operator(by):
            by.require("accounts.staff_roles")


def rows_of(account: Account, grants: Iterable[RoleGrant]) -> list[Grant]:
    """The rows of these roles, not saved yet."""
    return [
        Grant(
            account=account,
            role=grant.role,
            employer_id=grant.employer_id,
            person_niss_token=grant.person_niss_token,
            valid_from=grant.starts_on,
            valid_until=grant.valid_until,
        )
        for grant in grants
    ]


def entries_of(rows: Iterable[Grant]) -> Iterator[trail.Entry]:
    """For the trail: that these roles were given."""
    for row in rows:
        values = {
            "role": row.role, "employer_id": row.employer_id, "valid_from": row.valid_from,
            "valid_until": row.valid_until, "grant": row.id,
        }  # fmt: skip
        yield trail.Entry(events.ADMIN_ROLE_GIVEN, ("account", row.account_id), values)


def give_role(account_id: UUID, grant: RoleGrant, by: Actor) -> UUID:
    """One more role for an account; gives the grant's id. InvalidInput, HasRole, PersonHasAccount, NotAllowed."""
    with transaction.atomic():
        account = _for_roles(account_id, by)
        check([grant], by)
        check_person(grant, account.id)
        if _overlapping(account, grant):
            raise HasRole(field="role")
        [row] = rows_of(account, [grant])
        row.save(force_insert=True)
        trail.record_all(entries_of([row]), actor=by)
    return row.id


def check_person(grant: RoleGrant, account_id: UUID | None = None) -> None:
    """PersonHasAccount when another account is, or will be, that of the same victim. In the transaction that gives it:
    of two who make one for the same person, the second waits.
    """
    if grant.person_niss_token is not None:
        throttle.one_at_a_time(bytes(grant.person_niss_token))
        others = Grant.objects.filter(queries.not_over(clock.today()), person_niss_token=grant.person_niss_token)
        if (others.exclude(account_id=account_id) if account_id else others).exists():
            raise PersonHasAccount(field="niss")


def end_role(grant_id: UUID, *, last_day: date | None, by: Actor) -> None:
    """End a role with its last day, or take it back at once (None). InvalidInput, LastAdministrator, NotAllowed."""
    with transaction.atomic():
        found = Grant.objects.filter(pk=grant_id).first()
        if found is None:
            raise NotFound
        _for_roles(found.account_id, by)
        row = Grant.objects.select_for_update(no_key=True).get(pk=grant_id)
        if row.role in STAFF_ROLES and not _is_operator(by):
            by.require("accounts.staff_roles")
        today = clock.today()
        if row.withdrawn_at is not None or (row.valid_until is not None and row.valid_until < today):
            raise InvalidInput(N_("This role has ended already."), field="until")
        if last_day is not None and last_day < max(today, row.valid_from):
            raise InvalidInput(
                N_("Its last day is today or later. To end it before, take it back at once."), field="until"
            )
        if row.role == Role.ADMINISTRATOR:
            keep_an_administrator(row.account_id, after=last_day)
        subject = ("account", row.account_id)
        if last_day is None:
            row.withdrawn_at = clock.now()
            row.save(update_fields=["withdrawn_at"])
            trail.record(
                events.ADMIN_ROLE_WITHDRAWN, subject=subject, actor=by, role=row.role, employer_id=row.employer_id,
                grant=row.id,
            )  # fmt: skip
        else:
            row.valid_until = last_day
            row.save(update_fields=["valid_until"])
            trail.record(
                events.ADMIN_ROLE_ENDED, subject=subject, actor=by, role=row.role, employer_id=row.employer_id,
                valid_until=last_day, grant=row.id,
            )  # fmt: skip


def keep_an_administrator(account_id: UUID, *, after: date | None = None) -> None:
    """LastAdministrator when without this account nobody who can log in is administrator: from now, or from the day
    after `after` on. In the transaction of what takes him away; two who remove each other wait for one another.
    """
    today = clock.today()
    held = Grant.objects.filter(queries.valid_on(today), role=Role.ADMINISTRATOR).values_list("account_id", flat=True)
    administrators = set(held)
    list(Account.objects.select_for_update(no_key=True).filter(pk__in=administrators | {account_id}).order_by("id"))
    if account_id not in administrators:
        return
    for_long = Q(valid_until__isnull=True) | Q(valid_until__gt=after) if after else Q()
    others = Grant.objects.filter(
        queries.valid_on(today), for_long, role=Role.ADMINISTRATOR, account__state=ACTIVE
    ).exclude(account_id=account_id)
    if not others.exclude(account__password__startswith=UNUSABLE_PASSWORD_PREFIX).exists():
        raise LastAdministrator


def held_by(account_id: UUID) -> frozenset[str]:
    """The roles that an account holds today or will hold."""
    rows = Grant.objects.filter(queries.not_over(clock.today()), account_id=account_id)
    return frozenset(rows.values_list("role", flat=True))


def _overlapping(account: Account, grant: RoleGrant) -> bool:
    """Whether the account holds the same role, at the same employer, on a day of the same period."""
    rows = Grant.objects.filter(
        queries.not_over(grant.starts_on), account=account, role=grant.role, employer_id=grant.employer_id
    )
    if grant.valid_until is not None:
        rows = rows.filter(valid_from__lte=grant.valid_until)
    return rows.exists()


def _for_roles(account_id: UUID, by: Actor) -> Account:
    """The account, locked. NotFound, NotAllowed (one's own, and an administrator's for who is none)."""
    account = Account.objects.select_for_update(no_key=True).filter(pk=account_id).first()
    if account is None:
        raise NotFound
    if not _is_operator(by):
        may = desk.allowed(by.acts, is_self=by.account_id == account_id, held=held_by(account_id))
        if desk.ROLES not in may:
            raise NotAllowed
    return account


def _is_operator(by: Actor) -> bool:
    return by.role == "system" and by.is_system
