"""Permanent incapacity: yearly allowance, payment, annuity, help of a third person, worsening, capital, pension."""

from decimal import Decimal

from accident_manager.foundation.explained import Explained, Reason
from accident_manager.foundation.refusal import N_
from accident_manager.law import capital, pensioned, permanent_incapacity, third_party
from accident_manager.law.conventions import bare, shown
from accident_manager.law.door import Result, written
from accident_manager.law.facts import FactMissing, Facts
from accident_manager.law.parameters import known, parameter
from accident_manager.law.questions import PRIVATE, either_regime, only
from accident_manager.law.questions.wage import yearly_base_wage
from accident_manager.law.refused import Contradiction
from accident_manager.law.temporary_incapacity import social_contribution_percent


def permanent_factor(facts: Facts) -> Explained[Result]:
    either_regime(facts)
    found = permanent_incapacity.factor(degree=facts.percent("degree_percent"), on=facts.maybe_day("accident_date"))
    return Explained({"factor": bare(found.value)}, found.because, found.warnings)


def permanent_annuity(facts: Facts) -> Explained[Result]:
    """From a base wage, or from the wage of the year and the day of the accident, which fixes the ceiling."""
    only(facts, PRIVATE)
    degree, base = facts.percent("degree_percent"), _base_wage(facts)
    due = permanent_incapacity.yearly_allowance(base=base.value, degree=degree, on=facts.maybe_day("accident_date"))
    result = {"factor": bare(due.value.factor), "annual_eur": written(due.value.annual)}
    return Explained(result, (*base.because, *due.because), (*base.warnings, *due.warnings))


def _base_wage(facts: Facts) -> Explained[Decimal]:
    if facts.given("annual_wage_eur"):
        if facts.given("base_wage_eur"):
            raise Contradiction(N_("Give either a base wage or the wage of the year, not both."), field="base_wage_eur")
        found = yearly_base_wage(facts, "permanent")
        return Explained(found.value.base, found.because, found.warnings)
    base = facts.maybe_amount("base_wage_eur")
    if base is None:
        raise FactMissing(field=facts.either("base_wage_eur", "annual_wage_eur"))
    accident_on = facts.maybe_day("accident_date")
    if accident_on is not None:
        ceiling = known("base_wage_ceiling", accident_on)
        if base > ceiling.value:
            raise Contradiction(
                N_("The base wage is above the ceiling of %(day)s (%(ceiling)s): give the wage of the year instead."),
                field="base_wage_eur",
                day=accident_on,
                ceiling=ceiling.value,
            )
        within = Reason(
            N_("The base wage is not above the ceiling of %(day)s (%(ceiling)s)."),
            {"day": accident_on, "ceiling": ceiling.value},
            "R27",
            parameter("base_wage_ceiling").article,
            f"min({shown(base)}, {ceiling.value})",
            shown(base),
            (ceiling.read,),
        )
        return Explained(base, (within,))
    return Explained(base)


def permanent_payment_rhythm(facts: Facts) -> Explained[Result]:
    only(facts, PRIVATE)
    found = permanent_incapacity.payment(
        degree=facts.percent("degree_percent"),
        revision_ended=facts.flag("revision_period_ended"),
        annual=facts.maybe_amount("annual_eur"),
        on=facts.maybe_day("accident_date"),
    )
    result: Result = {
        "payer": found.value.payer,
        "rhythm": found.value.rhythm,
        "payments_a_year": found.value.payments,
        "instalments_eur": [written(part) for part in found.value.instalments] or None,
    }
    return Explained(result, found.because, found.warnings)


def permanent_indexing(facts: Facts) -> Explained[Result]:
    only(facts, PRIVATE)
    found = permanent_incapacity.indexed(degree=facts.percent("degree_percent"), on=facts.maybe_day("accident_date"))
    return Explained({"indexed": found.value}, found.because, found.warnings)


def annuity_after_revision(facts: Facts) -> Explained[Result]:
    only(facts, PRIVATE)
    found = permanent_incapacity.after_revision(
        degree=facts.percent("degree_percent"), on=facts.maybe_day("accident_date")
    )
    result = {
        "payer": found.value.payer,
        "capital_to_fedris": found.value.capital_class is not None,
        "capital_class": found.value.capital_class,
    }
    return Explained(result, found.because, found.warnings)


def aggravation_after_revision(facts: Facts) -> Explained[Result]:
    either_regime(facts)
    found = permanent_incapacity.aggravation(
        degree_after=facts.percent("degree_after_percent"),
        permanent=facts.flag("permanent_worsening"),
        accident_on=facts.maybe_day("accident_date"),
    )
    return Explained({"aggravation_allowance": found.value}, found.because, found.warnings)


def relapse(facts: Facts) -> Explained[Result]:
    only(facts, PRIVATE)
    found = permanent_incapacity.relapse(
        degree=facts.percent("degree_percent"),
        revision_ended=facts.flag("revision_period_ended"),
        accident_on=facts.maybe_day("accident_date"),
    )
    return Explained({"indemnified": found.value}, found.because, found.warnings)


def agreement(facts: Facts) -> Explained[Result]:
    """What stands in an agreement is given by flags named like its contents; what is not given is missing."""
    only(facts, PRIVATE)
    parts = (*permanent_incapacity.AGREEMENT_CONTENTS, *permanent_incapacity.AGREEMENT_STEPS)
    found = permanent_incapacity.agreement(
        degree=facts.percent("degree_percent"),
        present=frozenset([part for part in parts if facts.flag(part, default=False)]),
    )
    result = {
        "agreement_needed": found.value.needed,
        "missing": list(found.value.missing),
        "has_effect": found.value.has_effect,
    }
    return Explained(result, found.because, found.warnings)


def earlier_state(facts: Facts) -> Explained[Result]:
    either_regime(facts)
    found = permanent_incapacity.with_earlier_state(
        whole_degree=facts.percent("whole_degree_percent"), accident_is_a_cause=facts.flag("accident_is_a_cause")
    )
    return Explained({"degree_percent": bare(found.value)}, found.because, found.warnings)


def successive_accidents(facts: Facts) -> Explained[Result]:
    either_regime(facts)
    found = permanent_incapacity.successive(
        first_degree=facts.percent("first_degree_percent"),
        own_degree=facts.percent("second_own_degree_percent"),
        same_function=facts.flag("same_function"),
    )
    return Explained({"degree_second_accident_percent": bare(found.value)}, found.because, found.warnings)


def third_party_help(facts: Facts) -> Explained[Result]:
    """With the minimum income as given, or that of the day `on`."""
    either_regime(facts)
    income = facts.maybe_amount("minimum_monthly_income_eur")
    on = facts.maybe_day("on")
    if income is None and on is None:
        raise FactMissing(field=facts.either("minimum_monthly_income_eur", "on"))
    found = third_party.third_party_help(need=facts.percent("need_percent"), monthly_income=income, on=on)
    return Explained({"annual_eur": written(found.value)}, found.because, found.warnings)


def third_party_help_hospital(facts: Facts) -> Explained[Result]:
    either_regime(facts)
    found = third_party.suspended_in_hospital(
        admitted_on=facts.day("admitted_on"), discharged_on=facts.maybe_day("discharged_on")
    )
    result = {"suspended_from": written(found.value.start), "suspended_to": written(found.value.end)}
    return Explained(result, found.because, found.warnings)


def capital_third_eligibility(facts: Facts) -> Explained[Result]:
    found = capital.third_in_capital(
        regime=either_regime(facts),
        degree=facts.percent("degree_percent"),
        revision_ended=facts.flag("revision_period_ended"),
        settled_on=facts.maybe_day("settled_on"),
    )
    return Explained({"eligible": found.value}, found.because, found.warnings)


def capital_age_reference_date(facts: Facts) -> Explained[Result]:
    only(facts, PRIVATE)
    found = capital.age_reference_date(decided_on=facts.day("decision_date"))
    day = written(found.value)
    return Explained({"age_reference_date": day, "interest_from": day}, found.because, found.warnings)


def capital_third_value(facts: Facts) -> Explained[Result]:
    only(facts, PRIVATE)
    annual, accident_on, decided_on = (
        facts.amount("annual_annuity_eur"),
        facts.day("accident_date"),
        facts.day("decision_date"),
    )
    born_on = facts.maybe_birth_day("birth_date")
    if born_on is None:
        raise FactMissing(field="birth_date")
    coefficient = facts.number("scale_coefficient") if facts.given("scale_coefficient") else None
    found = capital.third_value(
        annual=annual, born_on=born_on, accident_on=accident_on, decided_on=decided_on, coefficient=coefficient
    )
    years, months = found.value.age
    result = {
        "capital_eur": written(found.value.amount),
        "scale": found.value.scale,
        "age_years": years,
        "age_months": months,
        "age_reference_date": written(found.value.reference_date),
    }
    return Explained(result, found.because, found.warnings)


def taxable_part_of_degree(facts: Facts) -> Explained[Result]:
    either_regime(facts)
    found = pensioned.taxable_part(degree=facts.percent("degree_percent"), exempt=facts.flag("exempt", default=False))
    return Explained({"taxable_degree_percent": bare(found.value)}, found.because, found.warnings)


def pension_capped_annuity_net(facts: Facts) -> Explained[Result]:
    """With the social contribution as given, or the ordinary one of the day `on`."""
    either_regime(facts)
    annual = facts.amount("annual_gross_eur")
    if facts.given("social_contribution_percent"):
        found = pensioned.pensioner_net(
            annual=annual, contribution_percent=facts.percent("social_contribution_percent")
        )
        return Explained({"monthly_net_eur": written(found.value)}, found.because, found.warnings)
    rate = social_contribution_percent(category="worker", on=facts.maybe_day("on"))
    found = pensioned.pensioner_net(annual=annual, contribution_percent=rate.value)
    return Explained({"monthly_net_eur": written(found.value)}, (*rate.because, *found.because), found.warnings)


def pension_base_amount(facts: Facts) -> Explained[Result]:
    only(facts, PRIVATE)
    found = pensioned.pensioner_base(degree=facts.percent("degree_percent"))
    return Explained({"annual_law_base_eur": written(found.value)}, found.because, found.warnings)


def revaluation_supplement(facts: Facts) -> Explained[Result]:
    only(facts, PRIVATE)
    found = pensioned.revaluation(
        accident_year=facts.whole("accident_year", least=1971, most=2099),
        annual=facts.amount("annual_annuity_eur"),
        on=facts.maybe_day("on"),
    )
    result = {
        "percent": bare(found.value.percent),
        "from": written(found.value.starts),
        "supplement_eur": written(found.value.supplement),
    }
    return Explained(result, found.because, found.warnings)


QUESTIONS = {
    "permanent_factor": permanent_factor,
    "permanent_annuity": permanent_annuity,
    "permanent_payment_rhythm": permanent_payment_rhythm,
    "permanent_indexing": permanent_indexing,
    "annuity_after_revision": annuity_after_revision,
    "aggravation_after_revision": aggravation_after_revision,
    "relapse": relapse,
    "agreement": agreement,
    "earlier_state": earlier_state,
    "successive_accidents": successive_accidents,
    "third_party_help": third_party_help,
    "third_party_help_hospital": third_party_help_hospital,
    "capital_third_eligibility": capital_third_eligibility,
    "capital_age_reference_date": capital_age_reference_date,
    "capital_third_value": capital_third_value,
    "taxable_part_of_degree": taxable_part_of_degree,
    "pension_capped_annuity_net": pension_capped_annuity_net,
    "pension_base_amount": pension_base_amount,
    "revaluation_supplement": revaluation_supplement,
}
