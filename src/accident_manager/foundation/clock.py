"""The only place where the time is read. Instants are UTC; legal days are Europe/Brussels calendar days."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

BRUSSELS = ZoneInfo("Europe/Brussels")

_frozen: ContextVar[datetime | None] = ContextVar("frozen_clock", default=None)


def now() -> datetime:
    """The current instant, aware, in UTC."""
    return _frozen.get() or datetime.now(UTC)


def today() -> date:
    """The current legal day: the calendar day in Brussels."""
    return day_of(now())


def day_of(instant: datetime) -> date:
    """The Brussels calendar day on which an aware instant falls. ValueError when it is naive."""
    if instant.tzinfo is None:
        raise ValueError("an instant without a time zone falls on no legal day")
    return instant.astimezone(BRUSSELS).date()


@contextmanager
def frozen(at: datetime | date) -> Iterator[None]:
    """Let the clock stand still in this context: an aware instant, or a day (then at noon in Brussels)."""
    instant = at if isinstance(at, datetime) else datetime(at.year, at.month, at.day, 12, tzinfo=BRUSSELS)
    if instant.tzinfo is None:
        raise ValueError("the clock needs an aware instant")
    token = _frozen.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _frozen.reset(token)
