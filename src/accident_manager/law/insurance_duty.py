"""The employer's duty to insure: who pays when there is no insurance, and what it costs him (R26, R87)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from accident_manager.foundation.explained import Explained, Reason
from accident_manager.foundation.money import cents
from accident_manager.foundation.refusal import N_
from accident_manager.law.conventions import bare, percent_of, shown
from accident_manager.law.parameters import Known, NotKnown, known, parameter
from accident_manager.law.refused import OutOfRange, checked_days

_ARTICLE = "LAT art. 49, 50 and 60"


@dataclass(frozen=True, slots=True)
class WhoPays:
    """Who pays the victim and to whom the victim may declare; from whom Fedris recovers (None: there is insurance)."""

    payer: Literal["insurer", "fedris"]
    recovered_from: Literal["employer"] | None


def who_pays(*, insured: bool) -> Explained[WhoPays]:
    """Without insurance Fedris pays the victim as an insurer would, and recovers everything from the employer (R26)."""
    if insured:
        sentence = N_("The employer is insured: the insurer pays the victim.")
        return Explained(WhoPays("insurer", None), (Reason(sentence, {}, "R26", _ARTICLE),))
    because = (
        Reason(
            N_(
                "The employer is not insured: Fedris pays the victim as an insurer would; no right of the victim"
                " changes."
            ),
            rule="R26",
            article=_ARTICLE,
        ),
        Reason(N_("The victim may declare the accident to Fedris."), rule="R26", article=_ARTICLE),
        Reason(
            N_("Fedris recovers everything from the employer, besides a contribution and sanctions."),
            rule="R26",
            article=_ARTICLE,
        ),
    )
    return Explained(WhoPays("fedris", "employer"), because)


@dataclass(frozen=True, slots=True)
class Contribution:
    """The percentage of the ceiling, the contribution in EUR, and what it becomes when it is paid late."""

    percent: Decimal
    amount: Decimal
    paid_late: Decimal


_BANDS = 3


def uninsured_contribution(*, year: int, months: int, workers: int) -> Explained[Contribution]:
    """An estimate of what an uninsured employer owes Fedris (R87), EUR.

    Ceiling of the year x percent by the length of time x months / 12 x workers. Always an estimate (warning).
    """
    checked_days(months, "months", least=1, most=600)
    checked_days(workers, "workers", least=1, most=1_000_000)
    if not 1971 <= year <= 2099:
        raise OutOfRange(field="year")
    ceiling, article = _in_year("base_wage_ceiling", year), parameter("uninsured_percent_1").article
    limits = [_in_year(f"uninsured_months_{band}", year) for band in range(1, _BANDS + 1)]
    band = next((at for at, limit in enumerate(limits) if months <= limit.value), _BANDS)
    percent, late = _in_year(f"uninsured_percent_{band + 1}", year), _in_year("uninsured_late_percent", year)
    amount = cents(ceiling.value * percent.value / 100 * months / 12 * workers)
    paid_late = cents(amount + percent_of(amount, late.value))
    because = (
        Reason(
            N_("For %(count)s months without insurance the rate is %(percent)s %% of the ceiling of the year."),
            {"count": months, "percent": bare(percent.value)},
            "R87",
            article,
            amount=bare(percent.value),
            unit="percent",
            reads=(percent.read, *(limit.read for limit in limits[: band + 1])),
        ),
        Reason(
            N_("Ceiling, rate, months and workers give the contribution."),
            {},
            "R87",
            article,
            f"{ceiling.value} x {bare(percent.value)} / 100 x {months} / 12 x {workers}",
            shown(amount),
            (ceiling.read,),
        ),
        Reason(
            N_("Paid late, it rises by %(percent)s %%; interest comes on top."),
            {"percent": bare(late.value)},
            "R87",
            article,
            f"{shown(amount)} x (100 + {bare(late.value)}) / 100",
            shown(paid_late),
            (late.read,),
        ),
    )
    return Explained(Contribution(percent.value, amount, paid_late), because, (_ESTIMATE,))


def _in_year(name: str, year: int) -> Known:
    try:
        return known(name, date(year, 1, 1))
    except NotKnown as unknown:
        unknown.field = "year"
        raise


_ESTIMATE = Reason(
    N_("An estimate: Fedris fixes a flat amount a person and month, which does not follow from these percentages."),
    rule="R87",
    article="LAT art. 50 and 59",
)
