"""Accounts and their roles at employers, one by one and by the file: accounts know no employers, nor these accounts."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from accident_manager.casework import queues
from accident_manager.claims.queries import person_token
from accident_manager.foundation import clock, identifiers
from accident_manager.foundation.actor import Actor
from accident_manager.foundation.refusal import N_, InvalidInput, NotAllowed, NotFound, Refusal
from accident_manager.identity import directory
from accident_manager.identity import queries as identity
from accident_manager.identity.actions import accounts, grants, imports, invitations
from accident_manager.identity.actions.grants import RoleGrant
from accident_manager.identity.actions.invitations import NewAccount
from accident_manager.identity.directory import RoleRow
from accident_manager.identity.doors import EMBEDDED, door
from accident_manager.identity.rules import account_file, desk
from accident_manager.identity.rules.account_file import Entry, Row
from accident_manager.identity.rules.addresses import normal_email
from accident_manager.identity.rules.permissions import EMPLOYER_ROLES, Role
from accident_manager.policies import queries as policies
from accident_manager.policies.queries import EmployerInfo

CREATE, ADD, UNCHANGED, REFUSED = "create", "add", "unchanged", "refused"
VERDICTS = (CREATE, ADD, UNCHANGED, REFUSED)
_COUNTED_AS = {CREATE: "created", ADD: "roles", UNCHANGED: "unchanged", REFUSED: "refused"}
TASK, QUEUE = "accounts.import", "bulk"
# A longer file is done by the worker: nobody looks at a page that does not answer.
DONE_AT_ONCE = 100
# Rows in one transaction: what a killed worker does again, and how long others wait for the trail.
TOGETHER = 50
_FOR_EVER = date.max
_Tell = Callable[[int, Mapping[str, int]], None]


class NoSuchEmployer(Refusal):
    code = "policies.employer-unknown"
    sentence = N_("There is no employer with this enterprise number.")


class StaffRole(Refusal):
    code = "identity.role.staff"
    sentence = N_("Only an administrator gives and takes roles at the insurer.")


class NotThisAccount(Refusal):
    code = "identity.role.not-this-account"
    sentence = N_("You may not change the roles of this account: it is your own, or an administrator’s.")


class TwiceInFile(Refusal):
    code = "identity.import.twice"
    sentence = N_("The same stands in line %(line)s already.")


class OtherName(Refusal):
    code = "identity.import.other-name"
    sentence = N_("Line %(line)s gives another name or language for this e-mail address.")


@dataclass(frozen=True, slots=True)
class Judged:
    """A row of a file and what becomes of it: "create", "add" (a role), "unchanged" or "refused", and then why."""

    row: Row
    verdict: str
    entry: Entry | None = None
    grant: RoleGrant | None = None
    employer: EmployerInfo | None = None
    account_id: UUID | None = None
    refusal: Refusal | None = None


@dataclass(slots=True)
class _Known:
    """An account that is there, or will be by an earlier line: its roles, who it is, the line that makes it."""

    periods: list[tuple[str, UUID | None, date, date]]
    account_id: UUID | None
    may: frozenset[str]
    person: tuple[str, str, str] | None = None
    line: int = 0


def role_grant(
    role: str, *, employer_number: str = "", national_number: str = "", valid_from: date | None = None,
    valid_until: date | None = None, by: Actor,
) -> RoleGrant:  # fmt: skip
    """A role as somebody typed it. InvalidInput, NoSuchEmployer, StaffRole, each with its field."""
    employer_id = token = None
    if role in EMPLOYER_ROLES:
        if not employer_number.strip():
            raise InvalidInput(N_("This role is held at an employer: choose which one."), field="employer")
        employer_id = _employer(employer_number, policies.employers_by_number([_digits(employer_number)])).id
    if role == Role.VICTIM:
        try:
            token = person_token(identifiers.parse_niss(national_number).digits)
        except InvalidInput as problem:
            raise InvalidInput(problem.sentence, field="niss", **problem.values) from problem
    grant = RoleGrant(role, employer_id, token, valid_from, valid_until)
    try:
        grants.check([grant], by)
    except NotAllowed as problem:
        raise StaffRole(field="role") from problem
    return grant


def make(*, email: str, first_name: str, last_name: str, language: str, roles: Iterable[RoleGrant], by: Actor) -> UUID:
    """A new account, and the mail with the link to its owner; gives its id. AccountExists, InvalidInput, NotAllowed.

    Where the link is another's (Auth0's), it is asked for once the account is there; without an answer no mail goes out
    and the account stays among those never activated.
    """
    by_door = door()
    with transaction.atomic():
        made = by_door.create_account(
            email=email, first_name=first_name, last_name=last_name, language=language, roles=roles, by=by
        )
        if by_door is EMBEDDED:
            by_door.send_activation(made.id, by)
        else:
            transaction.on_commit(lambda: by_door.send_activation(made.id, by), robust=True)
    return made.id


def judge(content: bytes, by: Actor) -> list[Judged]:
    """What would become of each row of a file, in a constant number of queries; nothing is written. UnreadableFile."""
    rows = account_file.rows_in(content)
    read = [_read(row) for row in rows]
    entries = [entry for entry in read if isinstance(entry, Entry)]
    known = _known({entry.email for entry in entries}, by)
    employers = policies.employers_by_number({_digits(entry.employer_number) for entry in entries})
    seen: dict[tuple[object, ...], int] = {}
    return [_judged(row, entry, known, employers, seen, by) for row, entry in zip(rows, read, strict=True)]


def count(judged: Iterable[Judged]) -> dict[str, int]:
    """How many rows of each verdict."""
    found = dict.fromkeys(VERDICTS, 0)
    for one in judged:
        found[one.verdict] += 1
    return found


def carry_out(
    judged: list[Judged], by: Actor, *, since: int = 0, outcome: Mapping[str, int] | None = None,
    tell: _Tell = lambda done, outcome: None,
) -> dict[str, int]:  # fmt: skip
    """Make the accounts and roles with their mails, some rows in a transaction; gives what became of the rows.

    `since` rows are done already, with this `outcome`; `tell` is told how far it is, in the transaction of the rows.
    """
    counted = {name: (outcome or {}).get(name, 0) for name in _COUNTED_AS.values()}
    for first in range(since, len(judged), TOGETHER):
        rows = judged[first : first + TOGETHER]
        after = _counted(counted, rows)
        try:
            with transaction.atomic():
                _carry_out(rows, by)
                tell(first + len(rows), after)
            counted = after
        except Refusal:
            counted = _one_by_one(rows, by, first, counted, tell)
    return counted


def _one_by_one(rows: list[Judged], by: Actor, done: int, counted: dict[str, int], tell: _Tell) -> dict[str, int]:
    """Rows of which one cannot be carried out as it was judged: only that one is refused."""
    for done, one in enumerate(rows, start=done + 1):  # noqa: B020
        after = _counted(counted, [one])
        try:
            with transaction.atomic():
                _carry_out([one], by)
                tell(done, after)
        except Refusal:
            # Somebody was faster than this file; the row is shown as it stands when it is looked at again.
            after = {**counted, "refused": counted["refused"] + 1}
            tell(done, after)
        counted = after
    return counted


def _counted(counted: Mapping[str, int], rows: Iterable[Judged]) -> dict[str, int]:
    after = dict(counted)
    for one in rows:
        after[_COUNTED_AS[one.verdict]] += 1
    return after


def say_yes(import_id: UUID, by: Actor) -> None:
    """Do what the preview of a file showed: a short one at once, a longer one by the worker. Twice is once."""
    with transaction.atomic():
        if not imports.say_yes(import_id, by):
            return
        waits = imports.kept(import_id, by).rows > DONE_AT_ONCE
        if waits:
            queues.later(TASK, queue=QUEUE, insurer_id=by.insurer_id, import_id=import_id)
    if not waits:
        carry_on(import_id, by)


def carry_on(import_id: UUID, by: Actor | None = None) -> None:
    """Do what is left of a file that somebody said yes to, with the rights that he has now; safe to run twice."""
    file = imports.begun(import_id)
    if file is None:
        return
    try:
        actor = by or identity.actor_of(file.by_account_id)
        actor.require("accounts.write")
    except (NotFound, NotAllowed):
        imports.forget(import_id)
        return
    outcome = carry_out(
        judge(file.content, actor), actor, since=file.rows_done, outcome=file.outcome,
        tell=lambda done, counted: imports.is_done_to(import_id, done, counted),
    )  # fmt: skip
    imports.is_done(import_id, outcome, actor)


def refused_rows(judged: Iterable[Judged], why: Callable[[Refusal], str]) -> list[list[str]]:
    """The refused rows as they were typed, with the line and the reason before them."""
    return [
        [str(one.row.number), why(one.refusal), *(one.row.typed.get(name, "") for name in account_file.COLUMNS)]
        for one in judged
        if one.refusal is not None
    ]


def _read(row: Row) -> Entry | Refusal:
    try:
        entry = account_file.entry_of(row)
        accounts.checked(entry.email, entry.first_name, entry.last_name, entry.language)
    except Refusal as refusal:
        return refusal
    return entry


def _known(emails: set[str], by: Actor) -> dict[str, _Known]:
    ids = directory.ids_by_email(emails)
    held = directory.roles_of(ids.values())
    found = {}
    for email, account_id in ids.items():
        roles = [role for role in held[account_id] if role.state != "withdrawn"]
        current = [role.role for role in roles if role.state in {"now", "later"}]
        may = desk.allowed(by.acts, is_self=by.account_id == account_id, held=current)
        if by.is_system:
            may = frozenset({desk.ROLES})
        found[normal_email(email)] = _Known([_period(role) for role in roles], account_id, may)
    return found


def _period(role: RoleRow) -> tuple[str, UUID | None, date, date]:
    return role.role, role.employer_id, role.valid_from, role.valid_until or _FOR_EVER


def _judged(
    row: Row, entry: Entry | Refusal, known: dict[str, _Known], employers: Mapping[str, EmployerInfo],
    seen: dict[tuple[object, ...], int], by: Actor,
) -> Judged:  # fmt: skip
    if isinstance(entry, Refusal):
        return Judged(row, REFUSED, refusal=entry)
    employer = None
    try:
        if entry.employer_number or entry.role in EMPLOYER_ROLES:
            if not entry.employer_number:
                raise InvalidInput(
                    N_("This role is held at an employer: give its enterprise number."), field="employer"
                )
            employer = _employer(entry.employer_number, employers)
        grant = RoleGrant(entry.role, employer.id if employer else None, None, entry.valid_from, entry.valid_until)
        grants.check([grant], by)
        verdict, account_id = _verdict(row, entry, grant, known, seen)
    except NotAllowed:
        return Judged(row, REFUSED, entry, None, employer, refusal=StaffRole(field="role"))
    except Refusal as refusal:
        return Judged(row, REFUSED, entry, None, employer, refusal=refusal)
    return Judged(row, verdict, entry, grant, employer, account_id)


def _verdict(
    row: Row, entry: Entry, grant: RoleGrant, known: dict[str, _Known], seen: dict[tuple[object, ...], int]
) -> tuple[str, UUID | None]:
    email = normal_email(entry.email)
    person = (entry.first_name, entry.last_name, entry.language)
    key = (email, grant.role, grant.employer_id, grant.valid_from, grant.valid_until)
    if key in seen:
        raise TwiceInFile(field="email", line=seen[key])
    seen[key] = row.number
    first, last = grant.starts_on, grant.valid_until or _FOR_EVER
    account = known.get(email)
    same = (
        [(begins, ends) for role, at, begins, ends in account.periods if (role, at) == (grant.role, grant.employer_id)]
        if account
        else []
    )
    if account and any(begins <= first and last <= ends for begins, ends in same):
        return UNCHANGED, account.account_id
    if last < clock.today():
        raise InvalidInput(N_("The last day of this role is over already."), field="until")
    if account is None:
        known[email] = _Known(
            [(grant.role, grant.employer_id, first, last)], None, frozenset({desk.ROLES}), person, row.number
        )
        return CREATE, None
    if account.person is not None and account.person != person:
        raise OtherName(field="email", line=account.line)
    if desk.ROLES not in account.may:
        raise NotThisAccount(field="email")
    if any(begins <= last and first <= ends for begins, ends in same):
        raise grants.HasRole(field="role")
    account.periods.append((grant.role, grant.employer_id, first, last))
    return ADD, account.account_id


def _carry_out(rows: Iterable[Judged], by: Actor) -> None:
    """New accounts together, then the further roles, which may be theirs."""
    new: list[NewAccount] = []
    added: list[tuple[UUID | None, str, RoleGrant]] = []
    for one in rows:
        if one.verdict in {CREATE, ADD}:
            assert one.entry is not None and one.grant is not None
            entry = one.entry
            if one.verdict == CREATE:
                new.append(NewAccount(entry.email, entry.first_name, entry.last_name, entry.language, one.grant))
            else:
                added.append((one.account_id, entry.email, one.grant))
    if new and door() is EMBEDDED:
        invitations.create_and_invite(new, by)
    elif new:
        # Each has a user to be made elsewhere.
        for one_new in new:
            make(
                email=one_new.email, first_name=one_new.first_name, last_name=one_new.last_name,
                language=one_new.language, roles=[one_new.grant], by=by,
            )  # fmt: skip
    for account_id, email, grant in added:
        known = account_id or directory.ids_by_email([email]).get(email)
        if known is None:
            raise NotFound
        grants.give_role(known, grant, by)


def _employer(number: str, known: Mapping[str, EmployerInfo]) -> EmployerInfo:
    try:
        digits = identifiers.parse_enterprise_number(number)
    except InvalidInput as problem:
        raise InvalidInput(problem.sentence, field="employer", **problem.values) from problem
    if digits not in known:
        raise NoSuchEmployer(field="employer")
    return known[digits]


def _digits(number: str) -> str:
    """The ten digits of an enterprise number; what is none of them stays as it is, and is found nowhere."""
    try:
        return identifiers.parse_enterprise_number(number)
    except InvalidInput:
        return number
