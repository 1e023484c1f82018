"""Values that hold from a day until the next one takes over. A gap is an error, never a guess (A12)."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

T = TypeVar("T")


class NotKnownOn(LookupError):
    """No value is known for this day."""


@dataclass(frozen=True, slots=True)
class Since(Generic[T]):
    """A value and the first day on which it holds."""

    day: date
    value: T


class Dated(Generic[T]):
    """Values by their first day; each holds until the day before the next, the last until `until` (inclusive)."""

    def __init__(self, values: Iterable[Since[T]], *, until: date | None = None) -> None:
        self._values = sorted(values, key=lambda since: since.day)
        self._days = [since.day for since in self._values]
        self._until = until
        if len(set(self._days)) != len(self._days):
            raise ValueError("two values hold from the same day")

    def on(self, day: date) -> Since[T]:
        """The value that holds on this day, with its first day. NotKnownOn before the first and after the last day."""
        at = bisect_right(self._days, day) - 1
        if at < 0 or (self._until is not None and day > self._until):
            raise NotKnownOn(f"no value is known on {day}")
        return self._values[at]

    def __iter__(self) -> Iterator[Since[T]]:
        return iter(self._values)
