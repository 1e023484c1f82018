"""The same random cases asked of both, and where they disagree."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from accident_manager.foundation.period import Period
from accident_manager.foundation.refusal import Refusal
from accident_manager.law import temporary_incapacity, wage
from accident_manager.law.door import evaluate
from bench.law.cases import Case, Facts, cases
from bench.law_openfisca.questions import QUESTIONS

Result = Mapping[str, Any]

# R29: refunded expenses never count, holiday pay does not for temporary incapacity.
_TEMPORARY = {
    "basic_wage": wage.BASIC_WAGE,
    "overtime": wage.OVERTIME,
    "premiums": wage.PREMIUMS,
    "year_end_premium": wage.YEAR_END_PREMIUM,
    "benefits_in_kind": wage.BENEFITS_IN_KIND,
}
_PERMANENT = {**_TEMPORARY, "holiday_pay": wage.HOLIDAY_PAY}


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A case with two answers. As text: a line that `./acm law evaluate` takes, then what each side said."""

    case: Case
    ours: Result
    openfisca: Result

    def __str__(self) -> str:
        question = json.dumps({"topic": self.case.topic, "inputs": self.case.facts})
        return f"case {self.case.number}: {question}\n  ours       {self.ours}\n  openfisca  {self.openfisca}"


def compared(seed: int, count: int) -> list[Disagreement]:
    """The disagreements among so many cases, in the order of their topics. An answer that one side lacks is one."""
    found = []
    for topic, group in groupby(sorted(cases(seed, count), key=lambda case: case.topic), lambda case: case.topic):
        asked = list(group)
        theirs = QUESTIONS[topic]([case.facts for case in asked])
        for case, other in zip(asked, theirs, strict=True):
            own = ours(case)
            # Only what both tell: a result may say more than the rule asks for.
            if any(own.get(key) != value for key, value in other.items()):
                found.append(Disagreement(case, own, other))
    return found


def ours(case: Case) -> Result:
    """Our answer through the door, or through the typed function where the door has no such topic."""
    try:
        typed = _TYPED.get(case.topic)
        return typed(case.facts) if typed else evaluate(case.topic, case.facts).value
    except Refusal as refusal:
        return {"refused": refusal.code, "field": refusal.field}


def _base_wage_of_components(facts: Facts) -> Result:
    return {
        "temporary_eur": _base(facts, _TEMPORARY, "temporary"),
        "permanent_eur": _base(facts, _PERMANENT, "permanent"),
    }


def _base(facts: Facts, counted: Mapping[str, str], benefit: wage.Benefit) -> str:
    parts = [
        wage.WageComponent(label, facts[key], Decimal(facts[key])) for key, label in counted.items() if key in facts
    ]
    found = wage.base_wage(
        components=parts,
        accident_on=date.fromisoformat(facts["accident_date"]),
        minor_or_apprentice=facts["minor_or_apprentice"],
        benefit=benefit,
    )
    return f"{found.value.base:.2f}"


def _indexed_daily_allowance(facts: Facts) -> Result:
    on = date.fromisoformat(facts["on"])
    found = temporary_incapacity.allowance(
        base=Decimal(facts["base_wage_eur"]),
        periods=[Period(on, on)],
        accident_on=date.fromisoformat(facts["accident_date"]),
    )
    return {"daily_eur": f"{found.value.lines[0].daily:.2f}"}


_TYPED: Mapping[str, Callable[[Facts], Result]] = {
    "base_wage_of_components": _base_wage_of_components,
    "indexed_daily_allowance": _indexed_daily_allowance,
}
