"""Reference period and base wage."""

from accident_manager.foundation.explained import Explained
from accident_manager.foundation.refusal import N_
from accident_manager.law import wage
from accident_manager.law.conventions import shown
from accident_manager.law.door import Result, written
from accident_manager.law.facts import Facts
from accident_manager.law.questions import PRIVATE, only

_BENEFITS: dict[str, str] = {benefit: benefit for benefit in wage.BENEFITS}
_WAGE_AS_GIVEN = N_("The wage of the year before the accident, as given.")


def yearly_base_wage(facts: Facts, benefit: wage.Benefit = "temporary") -> Explained[wage.BaseWage]:
    """The base wage from one yearly amount, for the questions that go on from it."""
    amount = facts.amount("annual_wage_eur")
    return wage.base_wage(
        components=[wage.WageComponent(_WAGE_AS_GIVEN, shown(amount), amount)],
        accident_on=facts.day("accident_date"),
        minor_or_apprentice=facts.flag("minor_or_apprentice", default=False),
        benefit=benefit,
    )


def reference_period(facts: Facts) -> Explained[Result]:
    only(facts, PRIVATE)
    found = wage.reference_period(facts.day("accident_date"))
    result = {"from": written(found.value.start), "to": written(found.value.end)}
    return Explained(result, found.because, found.warnings)


def base_wage(facts: Facts) -> Explained[Result]:
    only(facts, PRIVATE)
    benefit = facts.choice("benefit", _BENEFITS, "temporary")
    found = yearly_base_wage(facts, benefit)  # type: ignore[arg-type]  # chosen above
    return Explained({"base_wage_eur": written(found.value.base)}, found.because, found.warnings)


def base_wage_hypothetical(facts: Facts) -> Explained[Result]:
    only(facts, PRIVATE)
    found = wage.completed_wage(
        paid_days=facts.whole("paid_days", least=1, most=366),
        wage_for_paid_days=facts.amount("wage_for_paid_days_eur"),
        unpaid_days=facts.whole("unpaid_days_to_complete", most=366),
    )
    result = {
        "average_daily_wage_eur": written(found.value.average_daily),
        "hypothetical_wage_eur": written(found.value.hypothetical),
        "base_wage_eur": written(found.value.total),
    }
    return Explained(result, found.because, found.warnings)


def base_wage_part_time(facts: Facts) -> Explained[Result]:
    only(facts, PRIVATE)
    found = wage.part_time_wage(
        part_time=facts.amount("part_time_wage_eur"),
        full_time_equivalent=facts.amount("full_time_equivalent_wage_eur"),
        accident_on=facts.day("accident_date"),
    )
    result = {
        "base_wage_temporary_eur": written(found.value.temporary),
        "base_wage_permanent_and_death_eur": written(found.value.permanent_and_death),
    }
    return Explained(result, found.because, found.warnings)


QUESTIONS = {
    "reference_period": reference_period,
    "base_wage": base_wage,
    "base_wage_hypothetical": base_wage_hypothetical,
    "base_wage_part_time": base_wage_part_time,
}
