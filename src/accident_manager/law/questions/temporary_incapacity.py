"""Allowances of temporary incapacity, guaranteed wage, withholding."""

from decimal import Decimal
from typing import cast

from accident_manager.foundation.explained import Explained, Reason
from accident_manager.foundation.period import Period
from accident_manager.foundation.refusal import N_
from accident_manager.law import temporary_incapacity as incapacity
from accident_manager.law.door import Result, written
from accident_manager.law.facts import FactMissing, Facts
from accident_manager.law.questions import PRIVATE, PUBLIC, either_regime, only
from accident_manager.law.questions.wage import yearly_base_wage
from accident_manager.law.refused import Contradiction, DoesNotApply


def daily_allowance_total(facts: Facts) -> Explained[Result]:
    """One period at the daily amount of R38; the index of R43 is not part of this question (a warning says so)."""
    only(facts, PRIVATE)
    start, end = facts.day("incapacity_from"), facts.day("incapacity_to")
    if end < start:
        raise Contradiction(
            N_("%(day)s comes before %(earliest)s: check both dates."), field="incapacity_to", day=end, earliest=start
        )
    base = yearly_base_wage(facts)
    due = incapacity.allowance(
        base=base.value.base, periods=[Period(start, end)], accident_on=facts.day("accident_date"), indexed=False
    )
    result = {
        "base_wage_eur": written(base.value.base),
        "daily_eur": written(due.value.daily),
        "days": due.value.days,
        "total_eur": written(due.value.total),
    }
    return Explained(result, (*base.because, *due.because), (*base.warnings, *due.warnings))


def accident_day(facts: Facts) -> Explained[Result]:
    only(facts, PRIVATE)
    facts.maybe_day("accident_date")
    found = incapacity.accident_day(
        normal_wage=facts.amount("normal_wage_of_the_day_eur"),
        wage_paid=facts.amount("wage_paid_for_hours_worked_eur"),
    )
    return Explained({"indemnity_for_accident_day_eur": written(found.value)}, found.because, found.warnings)


def partial_incapacity(facts: Facts) -> Explained[Result]:
    only(facts, PRIVATE)
    if not facts.flag("work_resumed", default=True):
        raise DoesNotApply(
            N_("Work is not resumed: total incapacity, or refused work, is the question to ask."), field="work_resumed"
        )
    found = incapacity.partial(
        wage_before=facts.amount("period_wage_before_eur"), wage_after=facts.amount("period_wage_after_eur")
    )
    return Explained({"indemnity_eur": written(found.value)}, found.because, found.warnings)


def refused_reemployment(facts: Facts) -> Explained[Result]:
    only(facts, PRIVATE)
    found = incapacity.refused_work(
        base=facts.amount("base_wage_eur"),
        incapacity_percent=facts.percent("incapacity_percent"),
        valid_reason=facts.flag("valid_reason"),
        days=facts.whole("days"),
    )
    result = {"daily_eur": written(found.value.daily), "total_eur": written(found.value.amount)}
    return Explained(result, found.because, found.warnings)


def refused_reemployment_rate(facts: Facts) -> Explained[Result]:
    only(facts, PRIVATE)
    found = incapacity.refused_work_percent(
        incapacity_percent=facts.percent("incapacity_percent"), valid_reason=facts.flag("valid_reason")
    )
    return Explained({"percent_of_base_wage": _percent(found.value)}, found.because, found.warnings)


_WAGE_STATUSES: dict[str, str] = {
    **{status: status for status in incapacity.WAGE_STATUSES},
    "domestic": "domestic_worker",
    "domestic_staff": "domestic_worker",
}


def guaranteed_wage(facts: Facts) -> Explained[Result]:
    only(facts, PRIVATE)
    status = cast(incapacity.WageStatus, facts.choice("status", _WAGE_STATUSES))
    # The length of the contract makes a difference to employees only.
    long = facts.flag("contract_at_least_3_months", default=None if status == "employee" else True)
    found = incapacity.guaranteed_wage(
        status=status,
        contract_at_least_3_months=long,
        incapacity_day=facts.whole("incapacity_day", least=1),
    )
    result = {
        "payer": found.value.payer,
        "percent": _percent(found.value.percent),
        "insurer_refunds_employer": found.value.refunded,
    }
    return Explained(result, found.because, found.warnings)


def guaranteed_wage_refund(facts: Facts) -> Explained[Result]:
    only(facts, PRIVATE)
    found = incapacity.guaranteed_wage_split(
        base=facts.amount("base_wage_eur"),
        days=facts.whole("calendar_days"),
        wage_paid=facts.amount("wage_paid_by_employer_for_period_eur"),
        accident_on=facts.maybe_day("accident_date"),
    )
    result = {
        "daily_eur": written(found.value.daily),
        "insurer_due_eur": written(found.value.due),
        "to_employer_eur": written(found.value.to_employer),
        "to_victim_eur": written(found.value.to_victim),
    }
    return Explained(result, found.because, found.warnings)


def guaranteed_wage_relapse(facts: Facts) -> Explained[Result]:
    only(facts, PRIVATE)
    found = incapacity.relapse_opens_guaranteed_wage(
        resumed_on=facts.day("work_resumed_on"), relapsed_on=facts.day("relapse_from")
    )
    return Explained({"new_guaranteed_wage": found.value}, found.because, found.warnings)


_PAYERS = {"insurer": "insurer", "employer": "employer"}
_KINDS = {
    "legal": "legal",
    "extralegal": "above_legal",
    "extra_legal": "above_legal",
    "above_legal": "above_legal",
    "above_the_law": "above_legal",
    "part_above_the_law": "above_legal",
    "above_law": "above_legal",
    "separate": "separate",
    "paid_separately": "separate",
    "separately": "separate",
    "indemnity_paid_separately": "separate",
}
_CATEGORIES: dict[str, str] = {
    **{category: category for category in incapacity.CATEGORIES},
    "domestic": "domestic_worker",
    "domestic_staff": "domestic_worker",
    "apprentice": "worker",
}


def withholding(facts: Facts) -> Explained[Result]:
    only(facts, PRIVATE)
    payer, kind = facts.choice("payer", _PAYERS), facts.choice("kind", _KINDS, "legal")
    if payer == "insurer" and kind == "separate":
        raise Contradiction(N_("Only an employer pays an allowance separately from the wage."), field="kind")
    found = incapacity.withholding(
        gross=facts.amount("gross_eur"),
        kind=cast(incapacity.WithholdingKind, "paid_by_employer" if payer == "employer" else kind),
        category=cast(incapacity.Category, facts.choice("category", _CATEGORIES, "worker")),
        birth_date=facts.maybe_birth_day("birth_date"),
        on=facts.maybe_day("on"),
    )
    result = {
        "social_contribution_eur": written(found.value.contribution),
        "taxable_eur": written(found.value.taxable),
        "withholding_tax_eur": written(found.value.tax),
        "net_eur": written(found.value.net),
    }
    return Explained(result, found.because, found.warnings)


def social_contribution_rate(facts: Facts) -> Explained[Result]:
    regime = either_regime(facts)
    category = cast(incapacity.Category, facts.choice("category", _CATEGORIES))
    birth_date, on = facts.maybe_birth_day("birth_date"), facts.day("on")
    if regime == PUBLIC:
        none = Reason(N_("In the public scheme no social contribution is due on the benefits."), rule="R46", amount="0")
        return Explained({"percent": "0"}, (none,))
    if birth_date is None and category != "doctor_in_specialist_training":
        raise FactMissing(field="birth_date")
    found = incapacity.social_contribution_percent(category=category, birth_date=birth_date, on=on)
    return Explained({"percent": _percent(found.value)}, found.because, found.warnings)


def _percent(value: Decimal) -> str:
    """As the sources print it: "90", "85.88", "4.70"."""
    return str(value) if value != value.to_integral_value() else f"{value:.0f}"


QUESTIONS = {
    "daily_allowance_total": daily_allowance_total,
    "accident_day": accident_day,
    "partial_incapacity": partial_incapacity,
    "refused_reemployment": refused_reemployment,
    "refused_reemployment_rate": refused_reemployment_rate,
    "guaranteed_wage": guaranteed_wage,
    "guaranteed_wage_refund": guaranteed_wage_refund,
    "guaranteed_wage_relapse": guaranteed_wage_relapse,
    "withholding": withholding,
    "social_contribution_rate": social_contribution_rate,
}
