"""When the help desk of an insurer is open: by day of the week in its own time zone, never on a Belgian public holiday
or on a day that it named closed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from accident_manager.foundation.clock import BRUSSELS
from accident_manager.foundation.explained import Reason
from accident_manager.foundation.refusal import N_
from accident_manager.foundation.workdays import is_public_holiday
from accident_manager.wording import Bare

# The hours of the FAQ: Monday to Friday, 9:00 to 12:00 and 13:00 to 16:00.
FAQ_HOURS = {str(day): [["09:00", "12:00"], ["13:00", "16:00"]] for day in range(1, 6)}
# A desk that opens on one day of the week only is found behind a month of closed days.
_DAYS_AHEAD = 400
_SHORT_DAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))


@dataclass(frozen=True, slots=True)
class Opening:
    """From `start` up to `end`, hours of one day of the desk's own time."""

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
    """Open or not at an instant; `until` is the hour it closes, `opens` the instant it opens next, in its own time.

    `opens` is None for a desk without any hours. `today` are the openings of the day, `hours` the week in words,
    `closed_day` a day the insurer named, `place` the city whose time it is.
    """

    at: datetime
    open: bool
    until: time | None
    opens: datetime | None
    today: tuple[Opening, ...]
    holiday: bool
    closed_day: bool = False
    place: Reason | str = ""
    hours: Reason | None = None
    phone: str = ""
    email: str = ""

    @property
    def now(self) -> time:
        """The hour at the desk."""
        return self.at.time()

    @property
    def opens_at(self) -> time | None:
        return self.opens.time() if self.opens else None

    @property
    def opens_today(self) -> bool:
        return self.opens is not None and self.opens.date() == self.at.date()

    @property
    def opens_tomorrow(self) -> bool:
        return self.opens is not None and self.opens.date() == self.at.date() + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Hours:
    """The openings of the seven days of a week, Monday first; the days on which it is closed all the same."""

    week: tuple[tuple[Opening, ...], ...]
    zone: ZoneInfo = BRUSSELS
    closed: frozenset[date] = frozenset()

    def on(self, day: date) -> tuple[Opening, ...]:
        """The openings of a calendar day; none on a public holiday or a closed day."""
        return () if is_public_holiday(day) or day in self.closed else self.week[day.weekday()]

    def state(self, at: datetime) -> DeskState:
        """Whether the desk is open at an aware instant, until when, and when it opens next."""
        local = at.astimezone(self.zone)
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
            closed_day=local.date() in self.closed,
            place=self.place,
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
        if self.zone.key != BRUSSELS.key:
            said = Reason(N_("%(hours)s (time of %(place)s)"), {"hours": said, "place": self.place})
        return said

    @property
    def place(self) -> Reason | str:
        """The city that gives the time zone its name."""
        if self.zone.key == BRUSSELS.key:
            return Reason(N_("Brussels"))
        return self.zone.key.rpartition("/")[2].replace("_", " ")

    def _next_opening(self, local: datetime) -> datetime | None:
        for ahead in range(_DAYS_AHEAD):
            day = local.date() + timedelta(days=ahead)
            for opening in self.on(day):
                start = datetime.combine(day, opening.start, tzinfo=self.zone)
                if start > local:
                    return start
        return None


def parse(
    hours: Mapping[str, Sequence[Sequence[str]]], time_zone: str = BRUSSELS.key, closed: Iterable[date] = ()
) -> Hours:
    """{"1": [["09:00", "12:00"], …], …}, days 1 (Monday) to 7. ValueError when an opening ends before it starts."""
    week = []
    for day in range(1, 8):
        openings = tuple(Opening(time.fromisoformat(a), time.fromisoformat(b)) for a, b in hours.get(str(day), ()))
        if any(opening.end <= opening.start for opening in openings):
            raise ValueError(f"an opening of day {day} ends before it starts")
        week.append(tuple(sorted(openings, key=lambda opening: opening.start)))
    return Hours(tuple(week), ZoneInfo(time_zone), frozenset(closed))


def periods_of(days: Iterable[date]) -> list[tuple[date, date]]:
    """Days that follow each other as periods, first and last day counted."""
    periods: list[tuple[date, date]] = []
    for day in sorted(days):
        if periods and day - periods[-1][1] == timedelta(days=1):
            periods[-1] = (periods[-1][0], day)
        else:
            periods.append((day, day))
    return periods


def closed_in_words(days: Iterable[date], today: date) -> Reason | None:
    """ "24 December 2026; 26 December 2026 to 2 January 2027": the closed days from today on; None for none."""
    said: Reason | None = None
    for first, last in reversed(periods_of(day for day in days if day >= today)):
        period = Reason("%(day)s", {"day": first})
        if last > first:
            period = Reason(N_("%(first)s to %(last)s"), {"first": first, "last": last})
        said = Reason(N_("%(one)s; %(more)s"), {"one": period, "more": said}) if said else period
    return said


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
