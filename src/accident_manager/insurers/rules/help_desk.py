"""When the help desk of an insurer is open: by day of the week, never on a Belgian public holiday, in Brussels time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from accident_manager.foundation.clock import BRUSSELS
from accident_manager.foundation.explained import Reason
from accident_manager.foundation.refusal import N_
from accident_manager.foundation.workdays import is_public_holiday
from accident_manager.wording import Bare

# The hours of the FAQ: Monday to Friday, 9:00 to 12:00 and 13:00 to 16:00.
FAQ_HOURS = {str(day): [["09:00", "12:00"], ["13:00", "16:00"]] for day in range(1, 6)}
_DAYS_AHEAD = 31
_SHORT_DAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))


@dataclass(frozen=True, slots=True)
class Opening:
    """From `start` up to `end`, hours of one Brussels day."""

    start: time
    end: time


@dataclass(frozen=True, slots=True)
class DayRow:
    """The hours of one or more days of the week that follow each other, 0 is Monday."""

    first: int
    last: int
    openings: tuple[Opening, ...]


@dataclass(frozen=True, slots=True)
class DeskState:
    """Open or not at an instant; `until` is the hour it closes, `opens` the instant it opens next. Brussels time.

    `opens` is None for a desk without any hours. `today` are the openings of the day, `hours` the week in words.
    """

    at: datetime
    open: bool
    until: time | None
    opens: datetime | None
    today: tuple[Opening, ...]
    holiday: bool
    hours: Reason | None = None
    phone: str = ""
    email: str = ""

    @property
    def opens_today(self) -> bool:
        return self.opens is not None and self.opens.date() == self.at.date()

    @property
    def opens_tomorrow(self) -> bool:
        return self.opens is not None and self.opens.date() == self.at.date() + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Hours:
    """The openings of the seven days of a week, Monday first."""

    week: tuple[tuple[Opening, ...], ...]

    def on(self, day: date) -> tuple[Opening, ...]:
        """The openings of a calendar day; none on a public holiday."""
        return () if is_public_holiday(day) else self.week[day.weekday()]

    def state(self, at: datetime) -> DeskState:
        """Whether the desk is open at an aware instant, until when, and when it opens next."""
        local = at.astimezone(BRUSSELS)
        today = self.on(local.date())
        now = local.time()
        current = next((opening for opening in today if opening.start <= now < opening.end), None)
        return DeskState(
            at=local,
            open=current is not None,
            until=current.end if current else None,
            opens=self._next_opening(local),
            today=today,
            holiday=is_public_holiday(local.date()),
            hours=self.in_words(),
        )

    def rows(self) -> tuple[DayRow, ...]:
        """The week for a table: neighbouring days with the same hours in one row."""
        rows: list[DayRow] = []
        for day, openings in enumerate(self.week):
            if rows and rows[-1].openings == openings:
                rows[-1] = DayRow(rows[-1].first, day, openings)
            else:
                rows.append(DayRow(day, day, openings))
        return tuple(rows)

    def in_words(self) -> Reason | None:
        """ "Mon to Fri, 9:00 – 12:00 and 13:00 – 16:00", as a sentence to say; None for a desk without any hours."""
        rows = [_row_in_words(row) for row in self.rows() if row.openings]
        if not rows:
            return None
        said = rows[0]
        for row in rows[1:]:
            said = Reason(N_("%(one)s; %(more)s"), {"one": said, "more": row})
        return said

    def _next_opening(self, local: datetime) -> datetime | None:
        for ahead in range(_DAYS_AHEAD):
            day = local.date() + timedelta(days=ahead)
            for opening in self.on(day):
                start = datetime.combine(day, opening.start, tzinfo=BRUSSELS)
                if start > local:
                    return start
        return None


def parse(hours: Mapping[str, Sequence[Sequence[str]]]) -> Hours:
    """{"1": [["09:00", "12:00"], …], …}, days 1 (Monday) to 7. ValueError when an opening ends before it starts."""
    week = []
    for day in range(1, 8):
        openings = tuple(Opening(time.fromisoformat(a), time.fromisoformat(b)) for a, b in hours.get(str(day), ()))
        if any(opening.end <= opening.start for opening in openings):
            raise ValueError(f"an opening of day {day} ends before it starts")
        week.append(tuple(sorted(openings, key=lambda opening: opening.start)))
    return Hours(tuple(week))


def _row_in_words(row: DayRow) -> Reason:
    first, last = Reason(_SHORT_DAYS[row.first]), Reason(_SHORT_DAYS[row.last])
    days = first if row.first == row.last else Reason(N_("%(first)s to %(last)s"), {"first": first, "last": last})
    hours = openings_in_words(row.openings)
    return Reason(N_("%(days)s, %(hours)s"), {"days": days, "hours": hours})


def openings_in_words(openings: Sequence[Opening]) -> Reason:
    """ "9:00 – 12:00 and 13:00 – 16:00", as a sentence to say. At least one opening."""
    parts = []
    for opening in openings:
        end = opening.end if opening is openings[-1] else _bare(opening.end)
        parts.append(Reason(N_("%(start)s – %(end)s"), {"start": _bare(opening.start), "end": end}))
    said = parts[0]
    for part in parts[1:]:
        said = Reason(N_("%(hours)s and %(more)s"), {"hours": said, "more": part})
    return said


def _bare(hour: time) -> Bare:
    return Bare(hour.hour, hour.minute)
