"""The notices of the insurer in scope, and the numbers of the law as they change them.

Every calculation asks for them, so a process keeps them for a few seconds.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from accident_manager.amounts.models import OfficialNotice
from accident_manager.amounts.rules import written_value
from accident_manager.foundation import scope
from accident_manager.foundation.actor import Actor
from accident_manager.foundation.refusal import NotFound
from accident_manager.law import parameters
from accident_manager.law.parameters import Overlay, Parameter
from accident_manager.law.parameters.notices import Notice, overlaid

_KEPT_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """A notice as pages show it; `value` as text in the number's unit. `withdrawn_at` is None while it stands."""

    id: UUID
    parameter: str
    valid_from: date
    value: str
    source: str
    published_on: date
    added_by_id: UUID
    added_at: datetime
    withdrawn_by_id: UUID | None
    withdrawn_at: datetime | None


class _Kept:
    """What each insurer's notices change, and when it was read (monotonic seconds)."""

    overlays: dict[UUID, tuple[float, tuple[Notice, ...], Overlay]] = {}


_NOTHING: Overlay = {}


def overlay() -> Overlay:
    """The numbers that the notices of the insurer in scope change; at most a few seconds old. Nobody in scope: none."""
    insurer_id = scope.current_or_none()
    if insurer_id is None:
        return _NOTHING
    kept = _Kept.overlays.get(insurer_id)
    now = time.monotonic()
    if kept is not None and now - kept[0] <= _KEPT_SECONDS:
        return kept[2]
    standing = standing_notices()
    changed = kept[2] if kept is not None and kept[1] == standing else overlaid(standing)
    _Kept.overlays[insurer_id] = (now, standing, changed)
    return changed


def forget() -> None:
    """Read anew at the next question: after a change in this process."""
    _Kept.overlays.clear()


def standing_notices(*, without: UUID | None = None) -> tuple[Notice, ...]:
    """The notices that were not withdrawn, by number and day; without this one."""
    rows = OfficialNotice.objects.filter(withdrawn_at__isnull=True).order_by("parameter", "valid_from")
    known = parameters.names()
    return tuple(_notice(row) for row in rows if row.parameter in known and row.id != without)


def number(name: str, notices: Iterable[Notice]) -> Parameter:
    """A number of the law with these notices. NotFound when there is none of this name."""
    if name not in parameters.names():
        raise NotFound
    return overlaid(notices).get(name) or parameters.built_in(name)


def notices_of(name: str, by: Actor) -> list[NoticeRow]:
    """The notices of a number, the latest added first; withdrawn ones too. NotAllowed without the right to read."""
    by.require("amounts.read")
    return [_row(row) for row in OfficialNotice.objects.filter(parameter=name).order_by("-added_at", "-id")]


def noticed(by: Actor) -> frozenset[str]:
    """The names of the numbers that a standing notice speaks of."""
    by.require("amounts.read")
    rows = OfficialNotice.objects.filter(withdrawn_at__isnull=True)
    return frozenset(rows.values_list("parameter", flat=True))


def notice(notice_id: UUID, by: Actor) -> NoticeRow:
    """NotFound for a notice of another insurer."""
    by.require("amounts.read")
    row = OfficialNotice.objects.filter(pk=notice_id).first()
    if row is None:
        raise NotFound
    return _row(row)


def _notice(row: OfficialNotice) -> Notice:
    return Notice(row.parameter, row.valid_from, _text(row.parameter, row.value), f"{row.source} ({row.published_on})")


def _row(row: OfficialNotice) -> NoticeRow:
    return NoticeRow(
        id=row.id,
        parameter=row.parameter,
        valid_from=row.valid_from,
        value=_text(row.parameter, row.value),
        source=row.source,
        published_on=row.published_on,
        added_by_id=row.added_by_id,
        added_at=row.added_at,
        withdrawn_by_id=row.withdrawn_by_id,
        withdrawn_at=row.withdrawn_at,
    )


def _text(name: str, value: Decimal) -> str:
    """The value with the decimals of its unit; as stored for a number that this version no longer has."""
    return written_value(value, parameters.built_in(name).unit) if name in parameters.names() else str(value)
