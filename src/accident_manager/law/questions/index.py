"""Amounts and coefficients by day, indexed amounts, pivots, rounding."""

from accident_manager.foundation.explained import Explained, Reason
from accident_manager.foundation.refusal import N_
from accident_manager.law import index
from accident_manager.law.conventions import percent_of, shown
from accident_manager.law.door import Result, written
from accident_manager.law.facts import FactMissing, Facts
from accident_manager.law.questions import PRIVATE, PUBLIC, either_regime
from accident_manager.law.refused import Contradiction, DoesNotApply

_KINDS = {kind: kind for kind in index.AMOUNTS}
_SERIES = {series: series for series in index.SERIES}


def ceiling_lookup(facts: Facts) -> Explained[Result]:
    kind = facts.choice("kind", _KINDS)
    of_public = kind in index.PUBLIC_AMOUNTS
    given = facts.given("regime")
    if given and either_regime(facts) != (PUBLIC if of_public else PRIVATE):
        raise DoesNotApply(N_("This amount belongs to the other scheme."), field="regime")
    day = facts.day("consolidation_date" if of_public else "accident_date")
    found = index.amount_on(kind=kind, day=day)
    return Explained({"amount_eur": written(found.value)}, found.because, found.warnings)


def ceiling_indexation(facts: Facts) -> Explained[Result]:
    either_regime(facts)
    statutory = facts.amount("statutory_eur")
    facts.whole("accident_year", least=1971, most=2099)
    by_pivot = facts.given("pivot_index") or facts.given("statutory_index")
    if facts.given("coefficient"):
        if by_pivot:
            raise Contradiction(
                N_("Give either a coefficient, or a pivot index with the statutory index, not both."),
                field="coefficient",
            )
        found = index.indexed_by_coefficient(statutory=statutory, coefficient=facts.number("coefficient"))
    elif by_pivot:
        found = index.indexed_by_pivot(
            statutory=statutory,
            statutory_index=facts.number("statutory_index", above_zero=True),
            pivot_index=facts.number("pivot_index"),
        )
    else:
        raise FactMissing(field=facts.either("coefficient", "pivot_index", "statutory_index"))
    return Explained({"amount_eur": written(found.value)}, found.because, found.warnings)


def index_coefficient(facts: Facts) -> Explained[Result]:
    found = index.coefficient_after(pivots_crossed=facts.whole("pivots_crossed", most=200))
    return Explained({"coefficient": str(found.value)}, found.because, found.warnings)


def coefficient_lookup(facts: Facts) -> Explained[Result]:
    found = index.coefficient_on(series=facts.choice("series", _SERIES), day=facts.day("on"))
    return Explained({"coefficient": str(found.value)}, found.because, found.warnings)


def next_pivot(facts: Facts) -> Explained[Result]:
    found = index.next_pivot(pivot=facts.number("pivot", above_zero=True))
    return Explained({"next_pivot": written(found.value)}, found.because, found.warnings)


def percentage_rounding(facts: Facts) -> Explained[Result]:
    amount, percent = facts.amount("amount_eur"), facts.number("percent")
    if percent > 1000:
        raise DoesNotApply(field="percent")
    result = percent_of(amount, percent)
    because = Reason(
        N_("An amount of money is rounded half up to the cent, once."),
        rule="A1",
        arithmetic=f"{shown(amount)} x {percent} / 100",
        amount=shown(result),
    )
    return Explained({"result_eur": written(result)}, (because,))


QUESTIONS = {
    "ceiling_lookup": ceiling_lookup,
    "ceiling_indexation": ceiling_indexation,
    "index_coefficient": index_coefficient,
    "coefficient_lookup": coefficient_lookup,
    "next_pivot": next_pivot,
    "percentage_rounding": percentage_rounding,
}
