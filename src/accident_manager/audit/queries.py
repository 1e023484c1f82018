"""The trail as it is read: newest first, the values as they were given, the sentence as it was declared."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accident_manager.audit import values
from accident_manager.audit.events import declared
from accident_manager.audit.models import Event

_SHOWN = (
    "seq", "at", "code", "values", "actor_account_id", "actor_role", "on_behalf_of", "subject_kind", "subject_id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event. `sentence` is its English source, or the code when this version no longer knows it.

    Whoever shows it names the actor (%(actor)s) and the subject (%(subject)s) from their ids.
    """

    seq: int
    at: datetime
    code: str
    sentence: str
    values: dict[str, values.Value]
    actor_account_id: UUID | None
    actor_role: str
    on_behalf_of: UUID | None
    subject_kind: str
    subject_id: UUID | None


@dataclass(frozen=True, slots=True)
class Origin:
    """From where somebody acted: personal data, opened for who may see it only. `session` is the id of its row."""

    ip: str
    user_agent: str
    session: str = ""


def events_of(subject: tuple[str, UUID], limit: int = 100, before_seq: int | None = None) -> list[EventRow]:
    """What happened to a subject (its kind and id), newest first; `before_seq` gives the page after that row."""
    kind, subject_id = subject
    return _rows(Event.objects.filter(subject_kind=kind, subject_id=subject_id), limit, before_seq)


def recent(limit: int = 100, before_seq: int | None = None) -> list[EventRow]:
    """What happened at the insurer in scope, newest first; `before_seq` gives the page after that row."""
    return _rows(Event.objects.all(), limit, before_seq)


def origins(seqs: Iterable[int]) -> dict[int, Origin]:
    """From where the events with these numbers came."""
    found = Event.objects.filter(seq__in=list(seqs)).only("id", "seq", "origin")
    return {event.seq: Origin(**event.origin) for event in found}


def row_of(event: Event) -> EventRow:
    """A row of the table as it is read."""
    shown = {name: getattr(event, name) for name in _SHOWN}
    return EventRow(sentence=_sentence(event.code), **{**shown, "values": values.read(event.values)})


def _rows(events, limit: int, before_seq: int | None) -> list[EventRow]:  # type: ignore[no-untyped-def]
    if before_seq is not None:
        events = events.filter(seq__lt=before_seq)
    return [
        EventRow(sentence=_sentence(row["code"]), **{**row, "values": values.read(row["values"])})
        for row in events.order_by("-seq").values(*_SHOWN)[:limit]
    ]


def _sentence(code: str) -> str:
    event = declared(code)
    return event.sentence if event else code
