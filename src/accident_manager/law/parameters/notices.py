"""Official notices laid over the numbers of the files, and what follows from them.

A notice says: from this day (included) the number is this, and here it stands. It takes the place of the value of that
day, or begins a new one. Numbers that are computed from it (`Formula`) are computed anew; they stay "computed".
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from accident_manager.foundation.money import cents
from accident_manager.law.parameters import (
    Formula,
    Known,
    NotKnown,
    Overlay,
    Parameter,
    built_in,
    dated,
    names,
    value_of,
)

_TEN_THOUSANDTH = Decimal("0.0001")
_MOST_STEPS = 200


@dataclass(frozen=True, slots=True)
class Notice:
    """An official notice: the number's name, the first day, the value as text, where and when it was published."""

    parameter: str
    valid_from: date
    value: str
    source: str


def overlaid(notices: Iterable[Notice]) -> Overlay:
    """The numbers that differ from their files because of these notices, by name. Two on one day: ValueError."""
    by_name: dict[str, list[Notice]] = {}
    for notice in sorted(notices, key=lambda notice: notice.valid_from):
        by_name.setdefault(notice.parameter, []).append(notice)
    if not by_name:
        return {}
    changed = _Changed(by_name)
    found = {name: changed.parameter(name) for name in names()}
    return {name: number for name, number in found.items() if number is not built_in(name)}


class _Changed:
    """Numbers with their notices, each after the numbers that it is computed from."""

    def __init__(self, notices: Mapping[str, list[Notice]]) -> None:
        self._notices = notices
        self._found: dict[str, Parameter] = {}

    def parameter(self, name: str) -> Parameter:
        if name not in self._found:
            number = built_in(name)
            if number.follows:
                number = self._computed(number, number.follows)
            for notice in self._notices.get(name, ()):
                number = _with(number, notice)
            self._found[name] = number
        return self._found[name]

    def _computed(self, number: Parameter, formula: Formula) -> Parameter:
        """The number with each value computed anew whose coefficient or amount changed on its first day."""
        inputs = [self.parameter(name) for name in (formula.coefficient, formula.amount) if name in names()]
        if all(each is built_in(each.name) for each in inputs):
            return number
        for day in sorted(_days(number, formula, inputs)):
            if value := _computed_value(number.name, formula, day, inputs):
                number = _placed(number, value)
        return number


def _days(number: Parameter, formula: Formula, inputs: list[Parameter]) -> Iterator[date]:
    """The days on which a computed value begins that one of the inputs changes."""
    for value in number.values:
        if value.status != "published" and value.valid_from >= formula.since and _changed(inputs, value.valid_from):
            yield value.valid_from
    own = {value.valid_from for value in number.values}
    last = number.values[-1].valid_from
    for each in inputs:
        for value in each.values:
            if value in built_in(each.name).values:
                continue
            day = date(value.valid_from.year, 1, 1) if number.yearly else value.valid_from
            if day not in own and day > max(last if number.yearly else date.min, formula.since):
                own.add(day)
                yield day


def _changed(inputs: list[Parameter], day: date) -> bool:
    return any(_on(each, day) != _on(built_in(each.name), day) for each in inputs)


def _on(number: Parameter, day: date) -> Known | None:
    try:
        return number.on(day)
    except NotKnown:
        return None


def _computed_value(name: str, formula: Formula, day: date, inputs: list[Parameter]) -> Known | None:
    """The value of the formula on a day, or None where one of its inputs is not known."""
    known = [_on(each, day) for each in inputs]
    if None in known:
        return None
    coefficient = _moved(known[0].value, formula.steps)  # type: ignore[union-attr]
    if coefficient is None:
        return None
    if not formula.amount:
        return value_of(name, day, str(coefficient), "computed", f"computed: {formula.coefficient} on {day}")
    amount = known[1].value if len(known) > 1 else Decimal(formula.amount)  # type: ignore[union-attr]
    source = f"computed: {amount} x {coefficient}"
    return value_of(name, day, str(cents(amount * coefficient)), "computed", source)


def _moved(coefficient: Decimal, steps: int) -> Decimal | None:
    """The coefficient of the same day in another base: so many index steps further. None when it is no power of it."""
    if not steps:
        return coefficient
    step = built_in("index_step").values[-1].value
    for power in range(_MOST_STEPS):
        value = (step**power).quantize(_TEN_THOUSANDTH, ROUND_HALF_UP)
        if value >= coefficient:
            found = (step ** (power + steps)).quantize(_TEN_THOUSANDTH, ROUND_HALF_UP)
            return found if value == coefficient else None
    return None


def _with(number: Parameter, notice: Notice) -> Parameter:
    """The number with an official notice. What was only assumed for later days gives way to it."""
    value = value_of(number.name, notice.valid_from, notice.value, "published", notice.source)
    published = [known.valid_from for known in number.values if known.status == "published"]
    if not number.yearly and notice.valid_from > max(published, default=date.min):
        kept = tuple(v for v in number.values if v.status != "assumed" or v.valid_from <= notice.valid_from)
        number = replace(number, values=kept, by_day=dated(kept, number.known_until))
    return _placed(number, value)


def _placed(number: Parameter, value: Known) -> Parameter:
    """The number with this value from its first day. Days that nobody knew before stay unknown."""
    first, until = value.valid_from, number.known_until
    values = [known for known in number.values if known.valid_from != first]
    if until and first > until:
        gap = first > until + timedelta(days=1)
        values = [replace(v, until=until) if gap and v is values[-1] else v for v in values]
        until = date(first.year, 12, 31)
    ordered = tuple(sorted([*values, value], key=lambda known: known.valid_from))
    return replace(number, values=ordered, known_until=until, by_day=dated(ordered, until))
