"""Saving a page of a draft, while typing or when the person goes on."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accident_manager.audit import trail
from accident_manager.casework.declare.checking import house_problems
from accident_manager.casework.declare.rows import open_draft_row
from accident_manager.casework.declare.shapes import Conflict, Saved
from accident_manager.claims import events
from accident_manager.claims.models import Draft
from accident_manager.claims.rules import declaration as form
from accident_manager.claims.rules.merging import Clash, Merged, merge
from accident_manager.foundation import clock
from accident_manager.foundation.actor import Actor
from accident_manager.foundation.refusal import NotFound
from accident_manager.identity import queries as identity

_KEEP = "keep."


@transaction.atomic
def save_step(
    *, draft_id: UUID, step: str, raw: Mapping[str, Sequence[str]], base_version: int, by: Actor, final: bool
) -> Saved:
    """Keep what was typed on a page. Nothing typed is lost; a field that somebody else changed since `base_version` is
    a conflict and keeps theirs, unless `raw` holds `keep.<field>` = "mine". `final`: the person says the page is ready.

    NotFound for a draft or a page that does not exist; `rows.AlreadySent` once it was sent.
    """
    row = open_draft_row(draft_id, by)
    account_id = by.account_id
    if account_id is None or step not in {known.slug for known in form.steps_for(row.scheme)}:
        raise NotFound
    now = clock.now()
    typed = form.autosave(step, raw, scheme=row.scheme, answers=row.answers, today=clock.today())
    merged = merge(
        _fields(step, row.scheme),
        stored=row.answers,
        mine=typed,
        versions=row.field_versions,
        earlier=row.earlier,
        base_version=base_version,
        version=row.version + 1,
        by=account_id,
        at=now.isoformat(),
        kept=frozenset(
            name.removeprefix(_KEEP) for name, said in raw.items() if name.startswith(_KEEP) and "mine" in said
        ),
    )
    if merged.changed:
        _store(row, merged, by, step, now)
    problems, warnings = _wrong_on(step, raw, row, merged) if final else ((), ())
    return Saved(row.version, row.updated_at, problems, warnings, _conflicts(merged.clashes), row.answers)


def _fields(step: str, scheme: str) -> list[form.Field]:
    every = (form.field(key) for key in form.step(step, scheme).fields)
    return [leaf for asked in every for leaf in asked.leaves if not asked.prefilled]


def _store(row: Draft, merged: Merged, by: Actor, step: str, now: datetime) -> None:
    row.answers, row.field_versions, row.earlier = merged.stored, merged.versions, merged.earlier
    row.version += 1
    row.updated_by, row.updated_at = by.account_id or row.updated_by, now
    row.save(update_fields=["answers", "field_versions", "earlier", "version", "updated_by", "updated_at"])
    trail.record(
        events.DRAFT_SAVED,
        subject=("draft", row.id),
        actor=by,
        on_behalf_of=row.employer_id,
        draft_id=row.id,
        version=row.version,
        step=step,
        fields=len(merged.changed),
    )


def _wrong_on(
    step: str, raw: Mapping[str, Sequence[str]], row: Draft, merged: Merged
) -> tuple[tuple[form.Problem, ...], tuple[form.Problem, ...]]:
    """What is wrong with the page as it stands now, conflicting fields as the others left them."""
    theirs = {name for clash in merged.clashes for name in (clash.key, *form.input_names(form.field(clash.key)))}
    mine = {name: said for name, said in raw.items() if name not in theirs}
    # What could not be read before and was not sent now is still there.
    sent = {**{name: [text] for name, text in row.answers.get("raw", {}).items()}, **mine}
    cleaned = form.clean(step, sent, scheme=row.scheme, answers=row.answers, today=clock.today())
    return (*cleaned.problems, *house_problems(row, step)), cleaned.warnings


def _conflicts(clashes: Sequence[Clash]) -> tuple[Conflict, ...]:
    names = {info.id: info.name for info in identity.accounts({clash.who for clash in clashes})} if clashes else {}
    return tuple(
        Conflict(
            clash.key,
            clash.theirs.shown,
            clash.mine.shown,
            names.get(clash.who, ""),
            datetime.fromisoformat(clash.when),
        )
        for clash in clashes
    )
