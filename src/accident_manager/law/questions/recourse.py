"""Recourse against a third party, the health insurance fund, late interest."""

from typing import cast

from accident_manager.foundation.explained import Explained
from accident_manager.law import recourse
from accident_manager.law.door import Result, written
from accident_manager.law.facts import Facts
from accident_manager.law.questions import PRIVATE, either_regime, only
from accident_manager.law.questions.public_annuity import readings

_RATES, _DAYS = readings("late_interest_rate"), readings("late_interest_days")


def recourse_amount(facts: Facts) -> Explained[Result]:
    either_regime(facts)
    found = recourse.recoverable(
        paid=facts.amount("insurer_disbursed_eur"),
        common_law_damage=facts.amount("common_law_damage_same_heads_eur"),
    )
    return Explained({"recoverable_eur": written(found.value)}, found.because, found.warnings)


_LIABLE: dict[str, str] = {liable: liable for liable in recourse.LIABLE}


def recourse_possible(facts: Facts) -> Explained[Result]:
    either_regime(facts)
    found = recourse.recourse_possible(
        liable=cast(recourse.Liable, facts.choice("liable", _LIABLE)),
        intent=facts.flag("intent", default=False),
        traffic_accident=facts.flag("traffic_accident", default=False),
    )
    return Explained({"recourse": found.value}, found.because, found.warnings)


def health_fund_refund(facts: Facts) -> Explained[Result]:
    only(facts, PRIVATE)
    found = recourse.fund_refund(
        advanced=facts.amount("fund_advanced_eur"),
        due=facts.amount("insurer_due_eur"),
        fund_told_in_time=facts.flag("fund_told_in_time", default=True),
    )
    result = {"to_fund_eur": written(found.value.to_fund), "to_victim_eur": written(found.value.to_victim)}
    return Explained(result, found.because, found.warnings)


def late_interest(facts: Facts) -> Explained[Result]:
    either_regime(facts)
    found = recourse.late_interest(
        principal=facts.amount("principal_eur"),
        due_on=facts.day("due_on"),
        paid_on=facts.day("paid_on"),
        percent=facts.percent("annual_rate_percent") if facts.given("annual_rate_percent") else None,
        rate=facts.choice("rate", _RATES) if facts.given("rate") else None,
        day_count=facts.choice("day_count", _DAYS) if facts.given("day_count") else None,
    )
    return Explained(
        {"days": found.value.days, "interest_eur": written(found.value.amount)}, found.because, found.warnings
    )


QUESTIONS = {
    "recourse_amount": recourse_amount,
    "recourse_possible": recourse_possible,
    "health_fund_refund": health_fund_refund,
    "late_interest": late_interest,
}
