"""Where a time limit stands on a day."""

from dataclasses import dataclass
from datetime import date

# From this many days on, a limit asks for attention.
SOON_DAYS = 3


@dataclass(frozen=True, slots=True)
class Due:
    """`days`: days left (0: today is the last day; negative: days late). `state`: open, soon, late, met or missed."""

    last_day: date
    days: int
    state: str


def due(last_day: date, today: date, met_on: date | None = None) -> Due:
    """`met_on` is the day on which what was due was done, None while it is still due."""
    if met_on is not None:
        return Due(last_day, (last_day - met_on).days, "met" if met_on <= last_day else "missed")
    days = (last_day - today).days
    if days < 0:
        return Due(last_day, days, "late")
    return Due(last_day, days, "soon" if days <= SOON_DAYS else "open")
