"""Help of a third person after permanent incapacity (R47): a share of twelve minimum monthly incomes."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from accident_manager.foundation.explained import Explained, Reason
from accident_manager.foundation.money import cents
from accident_manager.foundation.refusal import N_
from accident_manager.law.conventions import bare, shown
from accident_manager.law.parameters import known, parameter
from accident_manager.law.refused import Contradiction, checked_amount
from accident_manager.law.temporary_incapacity import checked_percent


def third_party_help(
    *, need: Decimal, monthly_income: Decimal | None = None, on: date | None = None
) -> Explained[Decimal]:
    """The help of a year in EUR, whatever the wage or the real cost; no contribution, no tax (R47).

    `need` is the degree of need in percent. `monthly_income` is the guaranteed minimum monthly income in EUR; without
    it that of the day `on` is read. Only from permanent incapacity on.
    """
    checked_percent(need, "need")
    months = known("third_party_help_months", None)
    article = parameter("third_party_help_months").article
    because, warnings = [], []
    if monthly_income is None:
        income = known("guaranteed_minimum_monthly_income", on)
        monthly_income = income.value
        because.append(
            Reason(
                N_("The guaranteed minimum monthly income is %(income)s on %(day)s."),
                {"income": income.value, "day": on or income.valid_from},
                "R47",
                article,
                amount=shown(income.value),
                reads=(income.read,),
            )
        )
        warnings.append(
            Reason(N_("The sources do not say which day fixes the minimum income: the day given was used."), rule="R47")
        )
    annual = cents(need / 100 * months.value * checked_amount(monthly_income, "monthly_income"))
    because.append(
        Reason(
            N_(
                "The help of a third person is the degree of need times %(count)s guaranteed minimum monthly incomes,"
                " whatever the wage or the real cost."
            ),
            {"count": months.whole},
            "R47",
            article,
            f"{bare(need)} / 100 x {months.whole} x {shown(monthly_income)}",
            shown(annual),
            (months.read,),
        )
    )
    return Explained(annual, tuple(because), tuple(warnings))


@dataclass(frozen=True, slots=True)
class Suspension:
    """The days on which the help is not paid, both included; `start` None: never, `end` None: not yet known."""

    start: date | None
    end: date | None


def suspended_in_hospital(*, admitted_on: date, discharged_on: date | None) -> Explained[Suspension]:
    """A stay without a break suspends the help from day 91, the day of admission being day 1 (R47).

    `discharged_on` is the last day of the stay; None while the victim is still in hospital.
    """
    if discharged_on is not None and discharged_on < admitted_on:
        raise Contradiction(
            N_("%(day)s comes before %(earliest)s: check both dates."),
            field="discharged_on",
            day=discharged_on,
            earliest=admitted_on,
        )
    days = known("third_party_help_hospital_days", admitted_on)
    article = parameter("third_party_help_hospital_days").article
    first = admitted_on + timedelta(days=days.whole)
    values = {"count": days.whole, "start": admitted_on}
    if discharged_on is not None and discharged_on < first:
        sentence = N_("The stay in hospital from %(start)s is not longer than %(count)s days: the help goes on.")
        return Explained(Suspension(None, None), (Reason(sentence, values, "R47", article, reads=(days.read,)),))
    sentence = N_("A stay in hospital from %(start)s of more than %(count)s days without a break suspends the help.")
    because = Reason(sentence, values, "R47", article, f"{admitted_on} + {days.whole}", first.isoformat(), (days.read,))
    return Explained(Suspension(first, discharged_on), (because,))
