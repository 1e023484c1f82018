"""Whose data we are working on. No insurer in scope, no data (see `storage` for the part of the database)."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID


class NoInsurerInScope(RuntimeError):
    """A programming error: data were asked for outside `scope`."""


_insurer: ContextVar[UUID | None] = ContextVar("insurer_in_scope", default=None)


def current() -> UUID:
    """The insurer in scope. NoInsurerInScope when there is none."""
    insurer_id = _insurer.get()
    if insurer_id is None:
        raise NoInsurerInScope("no insurer in scope")
    return insurer_id


def current_or_none() -> UUID | None:
    return _insurer.get()


@contextmanager
def entered(insurer_id: UUID | None) -> Iterator[None]:
    """Work on this insurer's data inside the context, then on what was in scope before."""
    token = _insurer.set(insurer_id)
    try:
        yield
    finally:
        _insurer.reset(token)
