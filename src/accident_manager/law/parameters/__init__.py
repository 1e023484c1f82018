"""One YAML file a number of the law: its values by date, unit, article, rule, sources, and how sure each value is.

A file holds
    description, unit, rule, article, sources   what it is and where it stands (all needed)
    checked_on        the day on which a person last compared it with its source
    known_until       the last day for which a value is known; a later day needs the official notice of that year
    divides           true where the law divides by it: a notice of 0 is then refused
    yearly            true where every year has its own value: a missing year is then an error, not the old value
    confirmed_by      who of the insurer took responsibility for a reading that no source gives ("nobody yet")
    values            first day: {value, status, source}; status is published, computed or assumed
    follows           how its computed values come from other numbers (`notices.Formula`): they follow a notice of those
Amounts and rates are written as text ("85.88"): a YAML number would lose its last zero or its exactness.

An official notice that came after this version is laid over the file: `overlay_from` takes whoever knows the notices.
The short name of each number stands in `law/data/names.yaml`.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from accident_manager.foundation.dated import Dated, NotKnownOn, Since
from accident_manager.foundation.explained import Read, Reason
from accident_manager.foundation.refusal import N_, Refusal

STATUSES = ("published", "computed", "assumed")

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class NotKnown(Refusal):
    """No value of a parameter is known for the day asked (A12): never the neighbour's value."""

    code = "law.not-known"
    sentence = N_("The number “%(parameter)s” is not known on %(day)s: load the official notice for that day first.")

    def __init__(self, sentence: str | None = None, /, *, day: date, parameter: str, field: str | None = None) -> None:
        # By its name as people say it, in the language of the refusal; its file's name means nothing to them.
        super().__init__(sentence, field=field, day=day, parameter=Reason(title(parameter)))
        self.day = day


_BEFORE = N_("The number “%(parameter)s” is not known on %(day)s: that is before the first value the sources give.")


@dataclass(frozen=True, slots=True)
class Known:
    """A value on a day. `read` is the same fact in the form that an explanation keeps.

    `until` is the last day for which it is known, where the next value does not begin on the day after.
    """

    value: Decimal
    valid_from: date
    status: str
    source: str
    read: Read
    until: date | None = None

    @property
    def whole(self) -> int:
        """The value as a number of days, months or years."""
        return int(self.value)


@dataclass(frozen=True, slots=True)
class Formula:
    """How computed values of a number come from others, from the day `since` on: amount x coefficient, to the cent.

    `amount` is a number's name or an amount as text; without it the coefficient itself is the value. `coefficient` is a
    number's name; `steps` says how many times the index step is to be added to it (the other base of the same index).
    """

    coefficient: str
    since: date
    amount: str = ""
    steps: int = 0


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number of the law with everything its file says."""

    name: str
    description: str
    unit: str
    rule: str
    article: str
    sources: tuple[str, ...]
    checked_on: date | None
    known_until: date | None
    yearly: bool
    confirmed_by: str
    values: tuple[Known, ...]
    by_day: Dated[Known]
    follows: Formula | None = None
    divides: bool = False

    def on(self, day: date) -> Known:
        """The value that holds on this day. NotKnown before the first value and after `known_until`."""
        try:
            known = self.by_day.on(day).value
        except NotKnownOn:
            sentence = _BEFORE if day < self.values[0].valid_from else None
            raise NotKnown(sentence, day=day, parameter=self.name) from None
        if (self.yearly and known.valid_from.year != day.year) or (known.until and day > known.until):
            raise NotKnown(day=day, parameter=self.name)
        return known


Overlay = Mapping[str, Parameter]

_NOTHING: Overlay = {}


def _no_notices() -> Overlay:
    return _NOTHING


class _Notices:
    """Who says what official notices changed (`notices.overlaid`); nobody when the law is used on its own."""

    overlay: Callable[[], Overlay] = staticmethod(_no_notices)


def overlay_from(provider: Callable[[], Overlay] | None) -> Callable[[], Overlay]:
    """Ask this function for the numbers that official notices changed, at every look-up; None asks nobody.

    It is called often: it keeps its answer for a while. Returns the function that was asked before.
    """
    before = _Notices.overlay
    _Notices.overlay = staticmethod(provider or _no_notices)
    return before


_steady: ContextVar[Overlay | None] = ContextVar("steady", default=None)


@contextmanager
def steady() -> Iterator[None]:
    """Within, every number is read as it stands now: a notice that comes meanwhile does not mix into the answer."""
    if _steady.get() is not None:
        yield
        return
    token = _steady.set(_Notices.overlay())
    try:
        yield
    finally:
        _steady.reset(token)


def parameter(name: str) -> Parameter:
    """The number of this name: its file's, or as an official notice changed it. LookupError when there is none."""
    overlay = _steady.get()
    return (_Notices.overlay() if overlay is None else overlay).get(name) or built_in(name)


@cache
def built_in(name: str) -> Parameter:
    """The number as its file has it. LookupError when there is none, ValueError when its file is wrong."""
    file = files(__name__).joinpath(f"{name}.yaml")
    if not file.is_file():
        raise LookupError(f"the law has no number named {name!r}")
    return _parameter(name, yaml.load(file.read_text(encoding="utf-8"), Loader=_Loader))  # noqa: S506  (a safe loader)


@cache
def names() -> tuple[str, ...]:
    """The names of all parameters, in alphabetical order."""
    return tuple(sorted(f.name[: -len(".yaml")] for f in files(__name__).iterdir() if f.name.endswith(".yaml")))


def title(name: str) -> str:
    """The short name of a number, an English source sentence; what its file says where it has none yet."""
    return _titles().get(name) or built_in(name).description


@cache
def _titles() -> Mapping[str, str]:
    text = files("accident_manager.law").joinpath("data", "names.yaml").read_text(encoding="utf-8")
    found: Mapping[str, str] = yaml.load(text, Loader=_Loader)  # noqa: S506  (a safe loader)
    return found


def known(name: str, day: date | None) -> Known:
    """The value of a parameter on a day; without a day, the newest value there is (never by today's date, A12)."""
    found = parameter(name)
    return found.values[-1] if day is None else found.on(day)


def _parameter(name: str, content: dict[str, Any]) -> Parameter:
    values = tuple(_known(name, first, entry) for first, entry in sorted(content["values"].items()))
    until = content.get("known_until")
    if not values:
        raise ValueError(f"{name}: no value")
    return Parameter(
        name=name,
        description=content["description"],
        unit=content["unit"],
        rule=content["rule"],
        article=content["article"],
        sources=tuple(content["sources"]),
        checked_on=content.get("checked_on"),
        known_until=until,
        yearly=content.get("yearly", False),
        confirmed_by=content.get("confirmed_by", ""),
        values=values,
        by_day=dated(values, until),
        follows=Formula(**content["follows"]) if "follows" in content else None,
        divides=content.get("divides", False),
    )


def dated(values: tuple[Known, ...], until: date | None) -> Dated[Known]:
    """Values in order of their first day."""
    return Dated((Since(value.valid_from, value) for value in values), until=until)


def _known(name: str, first: date, entry: dict[str, Any]) -> Known:
    text, status, source = entry["value"], entry["status"], entry.get("source", "")
    if not isinstance(text, str) or status not in STATUSES:
        raise ValueError(f"{name}: the value of {first} needs a text and a status")
    return value_of(name, first, text, status, source)


def value_of(name: str, first: date, text: str, status: str, source: str) -> Known:
    """A value of the number `name` from its first day, with what an explanation says of it."""
    read = Read(parameter=name, value=text, valid_from=first.isoformat(), status=status, source=source)
    return Known(Decimal(text), first, status, source, read)
