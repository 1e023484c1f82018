"""The consumer index in the law: pivots, coefficients, indexed amounts (R27, R43, R55)."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from accident_manager.foundation.explained import Explained, Figure, Reason, Unit
from accident_manager.foundation.money import cents
from accident_manager.foundation.refusal import N_
from accident_manager.law.conventions import shown
from accident_manager.law.parameters import Known, known, parameter
from accident_manager.law.refused import DoesNotApply, checked_amount, checked_days

# Amounts that the law looks up by a day: name of the question, parameter.
AMOUNTS = {
    "base_wage_ceiling_indexed": "base_wage_ceiling",
    "base_wage_ceiling_statutory_unindexed": "base_wage_ceiling_statutory",
    "base_wage_floor_minor_apprentice_indexed": "base_wage_floor_minor",
    "base_wage_flat_trainee_business_head": "base_wage_flat_trainee_business_head",
    "base_wage_cap_paid_sportsperson": "base_wage_cap_paid_sportsperson",
    "base_wage_flat_sportsperson_not_covered": "base_wage_flat_sportsperson_not_covered",
    "annual_remuneration_ceiling_at_index_138_01": "public_remuneration_ceiling",
    "annual_remuneration_ceiling_at_benefit_coefficient": "public_remuneration_ceiling_indexed",
}
PUBLIC_AMOUNTS = frozenset(kind for kind in AMOUNTS if kind.startswith("annual_remuneration"))
SERIES = ("public_salaries", "benefits_138_01", "benefits_102_10")

_TEN_THOUSANDTH = Decimal("0.0001")


def amount_on(*, kind: str, day: date) -> Explained[Decimal]:
    """An amount of the law in EUR (`kind` of AMOUNTS) on the day that the law names for it."""
    if kind not in AMOUNTS:
        raise DoesNotApply(N_("There is no amount of this kind."), field="kind")
    found = known(AMOUNTS[kind], day)
    sentence = N_("The amount that holds on %(day)s is %(amount)s.")
    return Explained(found.value, (_looked_up(sentence, AMOUNTS[kind], day, found, {"amount": found.value}),))


def coefficient_on(*, series: str, day: date) -> Explained[Decimal]:
    """The index coefficient of a series (SERIES) on a day, with 4 decimals."""
    if series not in SERIES:
        raise DoesNotApply(N_("There is no index series of this name."), field="series")
    name = f"index_coefficient_{series}"
    found = known(name, day)
    sentence = N_("The index coefficient that holds on %(day)s is %(coefficient)s.")
    because = _looked_up(sentence, name, day, found, {"coefficient": Figure(str(found.value))}, "number")
    return Explained(found.value, (because,))


def coefficient_after(*, pivots_crossed: int) -> Explained[Decimal]:
    """The coefficient after so many crossings of the pivot index: 1.02 to that power, 4 decimals."""
    checked_days(pivots_crossed, "pivots_crossed", most=200)
    step = known("index_step", None)
    exact = checked_amount(step.value**pivots_crossed, "pivots_crossed")
    value = exact.quantize(_TEN_THOUSANDTH, rounding=ROUND_HALF_UP)
    because = Reason(
        N_("Each crossing of the pivot index multiplies by the same step; the result has four decimals."),
        rule="R27",
        article=parameter("index_step").article,
        arithmetic=f"{step.value} ^ {pivots_crossed}",
        amount=str(value),
        reads=(step.read,),
        unit="number",
    )
    return Explained(value, (because,))


def next_pivot(*, pivot: Decimal) -> Explained[Decimal]:
    """The pivot index after this one, two decimals."""
    checked_amount(pivot, "pivot")
    step = known("index_step", None)
    value = cents(pivot * step.value)
    because = Reason(
        N_("The next pivot index is the present one times the step, with two decimals."),
        rule="R55",
        article=parameter("index_step").article,
        arithmetic=f"{pivot} x {step.value}",
        amount=str(value),
        reads=(step.read,),
        unit="number",
    )
    return Explained(value, (because,))


def indexed_by_coefficient(*, statutory: Decimal, coefficient: Decimal) -> Explained[Decimal]:
    """A statutory amount in the money of a year since 2016 (R27), EUR."""
    value = _sensible(checked_amount(statutory, "statutory") * checked_amount(coefficient, "coefficient"))
    return _indexed(value, f"{shown(statutory)} x {coefficient}")


def indexed_by_pivot(*, statutory: Decimal, statutory_index: Decimal, pivot_index: Decimal) -> Explained[Decimal]:
    """A statutory amount in the money of a year up to 2015 (R27), EUR. `statutory_index` is above 0."""
    at_one = checked_amount(statutory, "statutory") * checked_amount(pivot_index, "pivot_index")
    value = _sensible(at_one / statutory_index)
    return _indexed(value, f"{shown(statutory)} x {pivot_index} / {statutory_index}")


def _sensible(value: Decimal) -> Decimal:
    """The amount to the cent; OutOfRange when these indexes cannot be those of this amount."""
    return cents(checked_amount(value, "statutory"))


def _indexed(value: Decimal, arithmetic: str) -> Explained[Decimal]:
    because = Reason(
        N_("The statutory amount follows the index and is rounded to the cent."),
        rule="R27",
        article=parameter("base_wage_ceiling").article,
        arithmetic=arithmetic,
        amount=shown(value),
    )
    return Explained(value, (because,))


def _looked_up(sentence: str, name: str, day: date, found: Known, values: dict[str, object], unit: Unit = "") -> Reason:
    about, said = parameter(name), {"day": day, **values}
    return Reason(sentence, said, about.rule, about.article, amount=str(found.value), reads=(found.read,), unit=unit)
