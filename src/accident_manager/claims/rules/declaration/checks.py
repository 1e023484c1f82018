"""Contradictions and doubts between answers (the checks of the declaration), and values that cannot be.

A contradiction stops the sending; a doubt only warns: overtime, a borrowed ladder or a rare object exist.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from accident_manager import codes
from accident_manager.claims.rules.declaration.fields import Answers, all_fields, declared, field, is_known, values_of
from accident_manager.claims.rules.declaration.parsing import parse
from accident_manager.claims.rules.declaration.problems import Kind, Problem
from accident_manager.foundation.identifiers import Niss, parse_niss
from accident_manager.foundation.refusal import N_, InvalidInput

# A commuting accident further from the working hours than this is worth a second look.
COMMUTING_WINDOW = timedelta(hours=2)

# Codes that say nothing: allowed, but the accident is lost for prevention.
_SAYING_NOTHING = {
    "deviation": frozenset({"00", "99"}),
    "injury_type": frozenset({"000", "999"}),
    "body_part": frozenset({"00"}),
    "material_agent": frozenset({"00.00", "00.02", "99.00"}),
}
# Groups of objects that normally go with a deviation.
_USUAL_OBJECTS = {
    "51": ("01", "02", "03"),
    "52": ("01", "02", "03"),
    "42": ("11", "12", "13"),
    "43": ("06", "07", "08"),
    "84": ("18",),
}


@dataclass(frozen=True)
class Facts:
    """The answers that count, read as what they are; None where there is none or it cannot be read."""

    scheme: str
    values: Mapping[str, Any]
    today: date

    def code(self, key: str) -> str | None:
        value = self.values.get(key)
        return value if isinstance(value, str) else None

    def day(self, key: str) -> date | None:
        at = self.instant(key)
        return at.date() if at else None

    def instant(self, key: str) -> datetime | None:
        """A date with its hour; midnight for a date alone."""
        try:
            return datetime.fromisoformat(self.values[key]).replace(tzinfo=None)
        except (KeyError, ValueError, TypeError):
            return None

    def hour(self, key: str) -> time | None:
        try:
            return time.fromisoformat(self.values[key])
        except (KeyError, ValueError, TypeError):
            return None

    def number(self, key: str) -> Decimal | None:
        try:
            return Decimal(str(self.values[key]))
        except (KeyError, InvalidOperation):
            return None

    @property
    def niss(self) -> Niss | None:
        try:
            return parse_niss(str(self.values["niss"]))
        except (KeyError, InvalidInput):
            return None


Check = Callable[[Facts], Iterator[Problem]]


def check_all(answers_values: Answers, *, scheme: str, today: date) -> list[Problem]:
    """Everything that contradicts or raises a doubt, with its step, in the order of the form. Missing answers are not
    here: see `missing`."""
    facts = Facts(scheme, declared(values_of(answers_values), scheme), today)
    unreadable = list(_unreadable(facts))
    wrong = {problem.field_key for problem in unreadable}
    found = unreadable + [p for check in _CHECKS for p in check(facts) if p.field_key not in wrong]
    order = {leaf.key: place for place, leaf in enumerate(leaf for f in all_fields() for leaf in f.leaves)}
    placed = [replace(problem, step=field(problem.field_key).step) for problem in found]
    return sorted(placed, key=lambda problem: order[problem.field_key])


def _problem(key: str, sentence: str, kind: Kind = "contradiction", **values: Any) -> Problem:
    return Problem(key, sentence, values, kind=kind)


def _unreadable(facts: Facts) -> Iterator[Problem]:
    """Values that did not come through a form (an import) are read as if typed."""
    for key, value in facts.values.items():
        if not is_known(key) or field(key).prefilled:
            continue
        texts = [str(item) for item in value] if isinstance(value, list) else [str(value)]
        try:
            parse(field(key), {key: texts})
        except InvalidInput as no:
            yield Problem(key, no.sentence, no.values)


def _accident_day(facts: Facts) -> Iterator[Problem]:
    accident = facts.day("accident_date")
    if accident is None:
        return
    if accident > facts.today:
        yield _problem("accident_date", N_("The accident lies in the future: check the date."))
    entry, leaving = facts.day("entry_date"), facts.day("exit_date")
    if entry and accident < entry:
        yield _problem(
            "accident_date",
            N_("The accident lies before the entry into service (%(entry)s): check both dates."),
            entry=entry,
        )
    if leaving and accident > leaving:
        yield _problem(
            "accident_date",
            N_("The accident lies after the end of service (%(leaving)s): check both dates."),
            leaving=leaving,
        )
    born = facts.day("birth_date")
    if born and accident <= born:
        yield _problem("birth_date", N_("The victim was not born yet on the day of the accident: check the date."))


def _notified(facts: Facts) -> Iterator[Problem]:
    accident, notified = facts.day("accident_date"), facts.instant("notified_at")
    if notified is None:
        return
    hour = facts.hour("accident_time")
    if accident and (notified.date() < accident or (hour and notified.date() == accident and notified.time() < hour)):
        yield _problem("notified_at", N_("The employer cannot know of the accident before it happens: check the hour."))
    if notified.date() > facts.today:
        yield _problem("notified_at", N_("This day has not come yet: check the date."))
    sent = facts.day("declaration_date")
    if sent and sent < notified.date():
        yield _problem("declaration_date", N_("The declaration cannot come before the employer knew of the accident."))


def _not_before_the_accident(facts: Facts) -> Iterator[Problem]:
    accident = facts.day("accident_date")
    if accident is None:
        return
    for key in ("cessation_at", "adapted_work_from", "death_date", "resumption_date"):
        day = facts.day(key)
        if day and day < accident:
            yield _problem(
                key, N_("This lies before the accident (%(accident)s): check both dates."), accident=accident
            )
    hour, stopped = facts.hour("accident_time"), facts.instant("cessation_at")
    if hour and stopped and stopped.date() == accident and stopped.time() < hour:
        yield _problem("cessation_at", N_("The work stopped before the accident happened: check the hour."))
    for key in ("death_date", "resumption_date"):
        day = facts.day(key)
        if day and day > facts.today:
            yield _problem(key, N_("This day has not come yet: check the date."))


def _identity(facts: Facts) -> Iterator[Problem]:
    niss = facts.niss
    if niss is None or niss.is_bis:
        return
    born = facts.day("birth_date")
    if born and niss.birth_date and born != niss.birth_date:
        yield _problem(
            "birth_date",
            N_("The national number says %(born)s: compare it with the identity card."),
            "doubt",
            born=niss.birth_date,
        )
    if niss.sex and facts.code("sex") in ("M", "F") and facts.code("sex") != niss.sex:
        yield _problem("sex", N_("The national number says otherwise: compare it with the identity card."), "doubt")


def _hour_of_the_accident(facts: Facts) -> Iterator[Problem]:
    hour, day = facts.hour("accident_time"), facts.day("accident_date")
    spans = [
        (start, end)
        for part in ("schedule_1", "schedule_2")
        if (start := facts.hour(f"{part}.from")) and (end := facts.hour(f"{part}.to"))
    ]
    if hour is None or day is None or not spans:
        return
    at = datetime.combine(day, hour)
    kind = facts.code("accident_kind")
    if kind == "workplace" and not any(_covers(span, at) for span in spans):
        yield _problem(
            "accident_time",
            N_("This hour lies outside the schedule of that day. Was it overtime or a call-out?"),
            "doubt",
        )
    if kind == "commuting" and not any(_is_near(span, at) for span in spans):
        yield _problem(
            "accident_time",
            N_("This hour lies more than two hours from the start or the end of the work. Is it right?"),
            "doubt",
        )


def _shifts(span: tuple[time, time], at: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The shift that starts on the day, and on the day before when it passes midnight."""
    start, end = span
    for day in (at.date(), at.date() - timedelta(days=1)) if end <= start else (at.date(),):
        begin = datetime.combine(day, start)
        yield begin, datetime.combine(day + timedelta(days=1) if end <= start else day, end)


def _covers(span: tuple[time, time], at: datetime) -> bool:
    return any(begin <= at <= end for begin, end in _shifts(span, at))


def _is_near(span: tuple[time, time], at: datetime) -> bool:
    # Midnight may lie between the way and the shift.
    moments = [moment for shift in _shifts(span, at) for moment in shift]
    day = timedelta(days=1)
    return any(abs(at - moment + shift) <= COMMUTING_WINDOW for moment in moments for shift in (-day, day * 0, day))


def _place(facts: Facts) -> Iterator[Problem]:
    if facts.code("accident_kind") == "commuting" and facts.code("place_kind") == "1":
        yield _problem(
            "place_kind",
            N_("A commuting accident does not happen inside the enterprise: change the place or the kind."),
        )
    unknown = facts.code("police_report") == "unknown" and facts.code("third_party") == "unknown"
    if facts.code("place_kind") == "2" and unknown:
        yield _problem(
            "police_report",
            N_("After a traffic accident there is often a police report or a liable third party: ask again."),
            "doubt",
        )


def _vague_codes(facts: Facts) -> Iterator[Problem]:
    for key, vague in _SAYING_NOTHING.items():
        if facts.code(key) in vague:
            yield _problem(
                key, N_("This code says nothing about the accident. Choose a more precise one if you can."), "doubt"
            )


def _usual_pairs(facts: Facts) -> Iterator[Problem]:
    usual, agent = _USUAL_OBJECTS.get(facts.code("deviation") or ""), facts.code("material_agent")
    if usual and agent and agent not in _SAYING_NOTHING["material_agent"] and agent[:2] not in usual:
        yield _problem(
            "material_agent",
            N_("This object seldom goes with what happened (%(deviation)s). Is it right?"),
            "doubt",
            deviation=facts.code("deviation"),
        )


def _expected_days(facts: Facts) -> Iterator[Problem]:
    expected = facts.number("expected_days")
    if expected is not None and expected == 0:
        yield _problem("expected_days", N_("Enter at least one day, or choose “no incapacity” above."))


def _hours(facts: Facts) -> Iterator[Problem]:
    own, full = facts.number("hours_per_week_victim"), facts.number("hours_per_week_reference")
    for key in ("days_per_week", "hours_per_week_victim", "hours_per_week_reference"):
        if facts.number(key) == 0:
            yield _problem(key, N_("Enter a number above zero."))
    if own is None or full is None:
        return
    if own > full:
        yield _problem(
            "hours_per_week_victim", N_("The victim cannot work more hours than the person of reference: check both.")
        )
    elif facts.code("contract_type") == ("part_time" if own == full else "full_time"):
        yield _problem(
            "contract_type", N_("Full time means as many hours as the person of reference: check the hours."), "doubt"
        )


def _bonus(facts: Facts) -> Iterator[Problem]:
    if facts.code("year_end_bonus") != "yes":
        return
    given = [part for part in ("percent", "lump_sum", "hours") if f"year_end_bonus_value.{part}" in facts.values]
    if len(given) != 1:
        yield _problem(
            "year_end_bonus_value.percent",
            N_("Give the year-end bonus in exactly one way: a percentage, a lump sum or a number of hours."),
        )


def _postcodes(facts: Facts) -> Iterator[Problem]:
    for key in ("victim_address.postcode", "victim_correspondence_address.postcode", "place_postcode"):
        country = facts.code(key.replace("postcode", "country")) or "BE"
        code = facts.code(key)
        if code and country == "BE" and not codes.table("postal_code_be").has(code):
            yield _problem(key, N_("This is not a Belgian postcode: correct it, or choose the right country."))


def _schedule(facts: Facts) -> Iterator[Problem]:
    first_end, second_start = facts.hour("schedule_1.to"), facts.hour("schedule_2.from")
    first_start = facts.hour("schedule_1.from")
    if first_start and first_end and second_start and first_start < first_end and second_start < first_end:
        yield _problem("schedule_2.from", N_("The second part begins before the first part ends: check the hours."))


_CHECKS: tuple[Check, ...] = (
    _accident_day,
    _notified,
    _not_before_the_accident,
    _identity,
    _hour_of_the_accident,
    _place,
    _vague_codes,
    _usual_pairs,
    _expected_days,
    _hours,
    _bonus,
    _postcodes,
    _schedule,
)
