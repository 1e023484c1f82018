"""Adding the official notice of a number of the law, and withdrawing it. A notice is never changed."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from accident_manager.amounts import events, queries
from accident_manager.amounts.models import OfficialNotice
from accident_manager.amounts.queries import NoticeRow
from accident_manager.amounts.rules import Draft, NoticeDuplicate, NoticeUnlikely, checked, doubt, written_value
from accident_manager.audit import trail
from accident_manager.foundation import clock
from accident_manager.foundation.actor import Actor
from accident_manager.foundation.refusal import N_, NotAllowed, NotFound, Refusal
from accident_manager.law import parameters
from accident_manager.law.parameters import Known, Parameter
from accident_manager.law.parameters.notices import Notice, overlaid


class NoticeWithdrawn(Refusal):
    code = "amounts.withdrawn"
    sentence = N_("This notice was already withdrawn.")


@dataclass(frozen=True, slots=True)
class Change:
    """A value of a number that a notice makes, changes or ends: None where there is none before or after."""

    parameter: str
    valid_from: date
    before: Known | None
    after: Known | None


@dataclass(frozen=True, slots=True)
class Preview:
    """What adding a notice would change, the number itself first; `doubt` when its value must be confirmed."""

    changes: list[Change]
    doubt: NoticeUnlikely | None


def preview(name: str, draft: Draft, by: Actor) -> Preview:
    """What adding the notice would change. Refusals as `add_notice` but for the doubt; nothing is written."""
    by.require("amounts.write")
    standing = queries.standing_notices()
    number = queries.number(name, standing)
    _check(draft, number, standing)
    after = (*standing, Notice(name, draft.valid_from, written_value(draft.value, number.unit), draft.source))
    return Preview(_changes(standing, after, name), doubt(draft, number))


def preview_of_withdrawal(notice_id: UUID, by: Actor) -> list[Change]:
    """What withdrawing the notice would change. NotFound, NoticeWithdrawn."""
    by.require("amounts.write")
    row = queries.notice(notice_id, by)
    if row.withdrawn_at is not None:
        raise NoticeWithdrawn
    return _changes(queries.standing_notices(), queries.standing_notices(without=notice_id), row.parameter)


def add_notice(name: str, draft: Draft, by: Actor) -> NoticeRow:
    """The notice, from now on read by every calculation of this insurer.

    NotAllowed, NotFound (no such number), InvalidInput, NoticeDuplicate, NoticeAlreadyKnown, NoticeTooOld,
    NoticeUnlikely (more than 20 % from the value before and not confirmed).
    """
    by.require("amounts.write")
    if by.account_id is None:
        raise NotAllowed
    try:
        with transaction.atomic():
            standing = queries.standing_notices()
            number = queries.number(name, standing)
            _check(draft, number, standing)
            if unlikely := doubt(draft, number):
                raise unlikely
            row = OfficialNotice.objects.create(
                parameter=name,
                valid_from=draft.valid_from,
                value=draft.value,
                source=draft.source,
                published_on=draft.published_on,
                added_by_id=by.account_id,
                added_at=clock.now(),
            )
            trail.record(
                events.NOTICE_ADDED,
                subject=("notice", row.id),
                actor=by,
                parameter=name,
                value=written_value(draft.value, number.unit),
                valid_from=draft.valid_from,
                published_on=draft.published_on,
                confirmed=draft.confirmed,
            )
    except IntegrityError as problem:
        raise NoticeDuplicate(field="valid_from") from problem
    queries.forget()
    return queries.notice(row.id, by)


def withdraw_notice(notice_id: UUID, by: Actor) -> NoticeRow:
    """The notice counts no more; it stays readable. NotAllowed, NotFound, NoticeWithdrawn."""
    by.require("amounts.write")
    with transaction.atomic():
        standing = OfficialNotice.objects.filter(pk=notice_id, withdrawn_at__isnull=True)
        if not standing.update(withdrawn_at=clock.now(), withdrawn_by_id=by.account_id):
            if OfficialNotice.objects.filter(pk=notice_id).exists():
                raise NoticeWithdrawn
            raise NotFound
        row = queries.notice(notice_id, by)
        trail.record(
            events.NOTICE_WITHDRAWN,
            subject=("notice", notice_id),
            actor=by,
            parameter=row.parameter,
            value=row.value,
            valid_from=row.valid_from,
        )
    queries.forget()
    return row


def _check(draft: Draft, number: Parameter, standing: tuple[Notice, ...]) -> None:
    if any((notice.parameter, notice.valid_from) == (number.name, draft.valid_from) for notice in standing):
        raise NoticeDuplicate(field="valid_from")
    checked(draft, number, today=clock.today())


def _changes(before: tuple[Notice, ...], after: tuple[Notice, ...], first: str) -> list[Change]:
    """The values that differ, of the number itself first, then by name; each by its first day."""
    old, new = overlaid(before), overlaid(after)
    found = []
    for name in sorted(old.keys() | new.keys(), key=lambda name: (name != first, name)):
        built_in = parameters.built_in(name)
        was = {value.valid_from: value for value in old.get(name, built_in).values}
        will = {value.valid_from: value for value in new.get(name, built_in).values}
        for day in sorted(was.keys() | will.keys()):
            one, other = was.get(day), will.get(day)
            if one is None or other is None or (one.value, one.status) != (other.value, other.status):
                found.append(Change(name, day, one or _holding(was, day), other))
    return found


def _holding(values: dict[date, Known], day: date) -> Known | None:
    """The value that held on a day on which none begins."""
    before = [first for first in values if first < day]
    return values[max(before)] if before else None
