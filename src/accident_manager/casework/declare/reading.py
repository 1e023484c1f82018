"""Drafts as their pages show them."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import transaction

from accident_manager.audit import trail
from accident_manager.casework.declare.checking import everything_wrong
from accident_manager.casework.declare.rows import draft_row
from accident_manager.casework.declare.shapes import DraftInfo, DraftView, EmployerChoice
from accident_manager.claims import events
from accident_manager.claims.models import Draft
from accident_manager.claims.queries.documents import document_row
from accident_manager.claims.queries.shapes import Clock
from accident_manager.claims.rules import declaration as form
from accident_manager.claims.rules import serious
from accident_manager.foundation import clock
from accident_manager.foundation.actor import Actor
from accident_manager.foundation.explained import Reason
from accident_manager.identity import queries as identity
from accident_manager.law import time_limits
from accident_manager.policies import queries as policies


def employers_to_declare_for(by: Actor) -> list[EmployerChoice]:
    """The employers this person may declare for, by name, each with the laws of its policies."""
    by.require("declarations.write")
    laws = policies.laws_of(by.employer_ids)
    return [
        EmployerChoice(found.id, found.name, found.kbo_number, found.municipality, tuple(sorted(laws[found.id])))
        for found in policies.employers(by.employer_ids)
    ]


def drafts_of(by: Actor, *, limit: int = 50) -> list[DraftInfo]:
    """The open drafts of this person's employers: those with the nearest last day first, then the latest."""
    by.require("declarations.write")
    rows = list(
        Draft.objects.filter(employer_id__in=by.employer_ids, state=Draft.State.OPEN)
        .select_related("employer", "claim")
        .order_by("-updated_at", "-id")[:limit]
    )
    names = _names(row.updated_by for row in rows)
    infos = [_info(row, names) for row in rows]
    # Sorting keeps the order of those that are equal: the latest first.
    return sorted(infos, key=lambda info: info.clock.last_day if info.clock else date.max)


@transaction.atomic
def draft(draft_id: UUID, by: Actor) -> DraftView:
    """A draft with its task list and everything that is still wrong. NotFound; looking is on the trail."""
    row = draft_row(draft_id, by)
    problems, warnings = everything_wrong(row)
    documents = row.documents if row.state == Draft.State.OPEN else row.claim.documents if row.claim else row.documents
    view = DraftView(
        info=_info(row, _names([row.updated_by])),
        answers=row.answers,
        steps=tuple(form.progress(row.answers, row.scheme)),
        problems=problems,
        warnings=warnings,
        documents=tuple(document_row(paper) for paper in documents.defer("content").order_by("created_at", "id")),
        employer=policies.employer(row.employer_id),
        units=tuple(policies.units_of(row.employer_id)),
        serious=_serious(form.values_of(row.answers)),
    )
    trail.record(
        events.DRAFT_OPENED, subject=("draft", row.id), actor=by, on_behalf_of=row.employer_id, draft_id=row.id
    )
    return view


def _serious(values: form.Answers) -> tuple[Reason, ...]:
    accident_on = day_in(values, "accident_date")
    found = serious.proposal(values, accident_on) if accident_on else None
    return found.because if found and found.value.is_serious else ()


def declaring_clock(scheme: str, values: form.Answers) -> Clock | None:
    """The time to declare (R13, R61a) as far as the answers tell; None until the day of the accident is known."""
    accident_on = day_in(values, "accident_date")
    if accident_on is None:
        return None
    notified_on = day_in(values, "notified_at") if scheme == time_limits.PUBLIC else None
    if notified_on is not None and notified_on < accident_on:
        notified_on = None
    found = time_limits.declaration_deadline(accident_on=accident_on, regime=scheme, employer_received_on=notified_on)
    return Clock(notified_on or accident_on, found.value, clock.today(), (*found.because, *found.warnings))


def day_in(values: form.Answers, key: str) -> date | None:
    """The day of a date, or of a date with its hour, among stored values."""
    value = values.get(key)
    try:
        return date.fromisoformat(value[:10]) if isinstance(value, str) else None
    except ValueError:
        return None


def _names(account_ids: Iterable[UUID]) -> dict[UUID, str]:
    return {info.id: info.name for info in identity.accounts(set(account_ids))}


def _info(row: Draft, names: dict[UUID, str]) -> DraftInfo:
    values = form.values_of(row.answers)
    steps = form.progress(row.answers, row.scheme)
    return DraftInfo(
        id=row.id,
        employer_id=row.employer_id,
        employer=row.employer.name,
        scheme=row.scheme,
        state=row.state,
        version=row.version,
        victim=f"{values.get('first_name') or ''} {values.get('last_name') or ''}".strip(),
        accident_on=day_in(values, "accident_date"),
        clock=declaring_clock(row.scheme, values),
        steps_done=sum(step.state == "done" for step in steps),
        steps=len(steps),
        updated_at=row.updated_at,
        updated_by=names.get(row.updated_by, ""),
        number=row.claim.number if row.claim else None,
    )
