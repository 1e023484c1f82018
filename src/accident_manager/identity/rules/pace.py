"""A bucket of tries: each try takes one out, time fills it again. Facts in, answer out."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Bucket:
    """How many tries fit in, and how long an empty bucket takes until it is full."""

    size: int
    fills_in: timedelta

    def level(self, now: datetime, left: float, at: datetime) -> float:
        """How many tries there are at `now`, when there were `left` at `at`. A clock set back adds none."""
        passed = max(now - at, timedelta(0))
        return min(float(self.size), max(left, 0.0) + self.size * (passed / self.fills_in))

    def wait(self, level: float) -> timedelta:
        """How long until there is a whole try, from this level on."""
        return max(1.0 - level, 0.0) * self.fills_in / self.size


def attempts_a_minute(size: int) -> Bucket:
    """So many at once, then half of them a minute."""
    return Bucket(size, timedelta(minutes=2))


def a_day(size: int) -> Bucket:
    """So many at once, then one back at a time (of a hundred: every 14 minutes)."""
    return Bucket(size, timedelta(days=1))


def an_hour(size: int) -> Bucket:
    return Bucket(size, timedelta(hours=1))


def once_in(period: timedelta) -> Bucket:
    """For what is said once in a period, however often it happens."""
    return Bucket(1, period)
