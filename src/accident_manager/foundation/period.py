"""Periods of legal days, inclusive at both ends (convention A4)."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Calendar days from `start` up to and including `end`. ValueError when it would end before it starts."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"a period cannot end ({self.end}) before it starts ({self.start})")

    @property
    def days(self) -> int:
        """Number of calendar days, both ends counted."""
        return (self.end - self.start).days + 1

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    def overlaps(self, other: "Period") -> bool:
        return self.start <= other.end and other.start <= self.end

    def within(self, other: "Period") -> "Period | None":
        """The part of this period that lies inside the other, or None."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Period(start, end) if start <= end else None

    def split_after(self, days: int) -> "tuple[Period, Period | None]":
        """The first `days` calendar days (at least 1) and the rest, None when nothing is left."""
        if days < 1:
            raise ValueError("the first part needs at least one day")
        last = self.start + timedelta(days=days - 1)
        if last >= self.end:
            return self, None
        return Period(self.start, last), Period(last + timedelta(days=1), self.end)


def add_years(day: date, years: int) -> date:
    """The same calendar date `years` later; 29 February becomes the last day of February (convention A7)."""
    return add_months(day, years * 12)


def add_months(day: date, months: int) -> date:
    """The same day of the month `months` later, or that month's last day when it does not exist (convention A7)."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    first_of_next = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    last = (first_of_next - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))
