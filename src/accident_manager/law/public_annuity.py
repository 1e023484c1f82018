"""The annuity of the public scheme (law of 3 July 1967): ceiling, payment, cap in service, capital (R55-R59, R61).

Amounts are EUR, degrees percent (A10). The remuneration is limited to a ceiling at index 138.01; nothing is rounded
before the end, so the arithmetic stays in the money of the accident: min(remuneration, ceiling x coefficient).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from accident_manager.foundation.explained import Explained, Reason
from accident_manager.foundation.money import cents
from accident_manager.foundation.period import add_months
from accident_manager.foundation.refusal import N_
from accident_manager.law import permanent_incapacity
from accident_manager.law.capital import PUBLIC_CAPITAL
from accident_manager.law.conventions import after_days, bare, shown
from accident_manager.law.index import coefficient_on
from accident_manager.law.parameters import NotKnown, known, parameter
from accident_manager.law.refused import Contradiction, DoesNotApply, OutOfRange, checked_amount
from accident_manager.law.settings import setting
from accident_manager.law.temporary_incapacity import checked_percent

_ARTICLE = "law 3/7/1967 art. 4 §1"
# The coefficient of public salaries, not that of benefits: the two differ for a month or two after each crossing (R57).
SALARIES, BENEFITS = "public_salaries", "benefits_138_01"

_REMUNERATION_ARTICLE = "AR 24/1/1969 art. 13-14; AR 13/7/1970 art. 18-22"
# What a handler adds up (R56): the name of the part, its sentence.
PARTS = {
    "salary": N_("Gross yearly salary at the accident date."),
    "household_allowance": N_("Household or residence allowance."),
    "holiday_pay": N_("Holiday pay."),
    "year_end_allowance": N_("Year-end allowance."),
    "competence_premium": N_("Competence premium."),
    "staff_rules": N_("What the employer’s own staff rules add."),
    "meal_vouchers": N_("The employer’s share of meal vouchers that do not cover real costs of the work."),
}


def remuneration(
    *, parts: Mapping[str, Decimal], working_time: Decimal = Decimal(100), other_public_jobs: Decimal = Decimal(0)
) -> Explained[Decimal]:
    """The annual remuneration (R56), EUR: `parts` by the names of PARTS, completed to full-time, other jobs added.

    `working_time` is percent of a full-time, above 0. A private job never counts.
    """
    if not working_time.is_finite() or not 0 < working_time <= 100:
        raise OutOfRange(N_("Working time lies above 0 and up to 100 percent: check it."), field="working_time")
    because = [
        Reason(PARTS[name], {}, "R56", _REMUNERATION_ARTICLE, amount=shown(checked_amount(amount, name)))
        for name, amount in parts.items()
    ]
    together = checked_amount(sum(parts.values(), Decimal(0)), "salary")
    checked_amount(other_public_jobs, "other_public_jobs")
    total = checked_amount(cents(together * 100 / working_time + other_public_jobs), "salary")
    arithmetic = " + ".join(reason.amount for reason in because) or "0.00"
    if working_time != 100:
        arithmetic = f"({arithmetic}) x 100 / {bare(working_time)}"
    if other_public_jobs:
        arithmetic += f" + {shown(other_public_jobs)}"
    whole = Reason(
        N_("Part-time work is completed to full-time and other public jobs are added; a private job never counts."),
        {},
        "R56",
        _REMUNERATION_ARTICLE,
        arithmetic,
        shown(total),
    )
    warnings: tuple[Reason, ...] = ()
    if parts.get("meal_vouchers"):
        vouchers = N_("That the employer’s share of meal vouchers counts comes from case law: check it.")
        warnings = (Reason(vouchers, {}, "R56", _REMUNERATION_ARTICLE),)
    return Explained(total, (*because, whole), warnings)


Frequency = Literal["yearly_december", "quarterly"]


@dataclass(frozen=True, slots=True)
class Payment:
    """How often the annuity is paid, and whether it follows the index after the accident."""

    frequency: Frequency
    indexed: bool


def payment(*, degree: Decimal, on: date | None = None) -> Explained[Payment]:
    """Yearly in December and not indexed below 16 %, quarterly and indexed from 16 % (R58)."""
    checked_percent(degree, "degree")
    limit, article = known("public_indexed_degree", on), parameter("public_indexed_degree").article
    values = {"degree": bare(degree), "limit": bare(limit.value)}
    if degree < limit.value:
        sentence = N_(
            "A degree of %(degree)s %% is below %(limit)s %%: the annuity is paid once a year, in December, and does"
            " not follow the index after the accident."
        )
        found = Payment("yearly_december", False)
    else:
        sentence = N_(
            "A degree of %(degree)s %% is at least %(limit)s %%: the annuity is paid every quarter and follows the"
            " index."
        )
        found = Payment("quarterly", True)
    return Explained(found, (Reason(sentence, values, "R58", article, reads=(limit.read,)),))


@dataclass(frozen=True, slots=True)
class Annuity:
    """The annuity of a year and how it came about: EUR at index 138.01 for the first two, of the accident for the rest.

    `full` is what is due outside service; `annual` what is due now, cut by the cap in service where it applies.
    """

    deindexed: Decimal
    capped: Decimal
    factor: Decimal
    full: Decimal
    annual: Decimal
    payment: Payment


def annuity(
    *,
    remuneration: Decimal,
    degree: Decimal,
    coefficient: Decimal | None = None,
    accident_on: date | None = None,
    consolidated_on: date | None = None,
    still_in_service: bool = False,
    deindexation: str | None = None,
) -> Explained[Annuity]:
    """The four steps of R57: de-index, limit to the ceiling, degree and factor, re-index to the accident date.

    `remuneration` is that of the accident date (R56, EUR a year). The coefficient of the accident date is given or
    looked up by `accident_on`; the ceiling by `consolidated_on` (R36), without it the newest. `deindexation` names a
    reading of the open point for this authority. `still_in_service` applies the cap of R59.
    """
    checked_amount(remuneration, "remuneration")
    checked_percent(degree, "degree")
    if accident_on is not None and consolidated_on is not None and consolidated_on < accident_on:
        raise Contradiction(
            N_("%(day)s comes before %(earliest)s: check both dates."),
            field="consolidated_on",
            day=consolidated_on,
            earliest=accident_on,
        )
    coefficient, because = _coefficient(coefficient, accident_on)
    point = setting("public_deindexation")
    reading = point.reading(deindexation)
    warning = Reason(_READINGS[reading], {}, "R57", point.article, reads=(point.reads[reading],))
    if reading == "none":
        coefficient = Decimal(1)
    steps = _limited(remuneration, coefficient, consolidated_on, by_index=reading != "none")
    part = permanent_incapacity.factor(degree=degree, on=consolidated_on)
    full = cents(steps.value.used * degree / 100 * part.value)
    paid = payment(degree=degree, on=consolidated_on)
    because += [
        *steps.because,
        *part.because,
        Reason(
            N_("The limited remuneration times degree and part gives the annuity, in the money of the accident."),
            {},
            "R57",
            _ARTICLE,
            _annuity_arithmetic(steps.value, coefficient, degree, part.value),
            shown(full),
        ),
    ]
    annual = full
    if still_in_service:
        capped = in_service_cap(used=steps.value.used, full=full, still_in_service=True)
        annual, because = capped.value, [*because, *capped.because]
    found = Annuity(cents(steps.value.deindexed), cents(steps.value.capped), part.value, full, annual, paid.value)
    return Explained(found, (*because, *paid.because), (warning, *part.warnings))


def _coefficient(given: Decimal | None, accident_on: date | None) -> tuple[Decimal, list[Reason]]:
    """The coefficient given, else that of the accident day. Contradiction when neither series has the one given."""
    if given is None:
        if accident_on is None:
            raise OutOfRange(N_("Give the coefficient, or the day by which it is looked up."), field="coefficient")
        found = coefficient_on(series=SALARIES, day=accident_on)
        return found.value, list(found.because)
    if not given.is_finite() or not 1 <= given <= 100:
        raise OutOfRange(N_("An index coefficient lies between 1 and 100: check it."), field="coefficient")
    if accident_on is None:
        return given, []
    # The day may be one for which no coefficient is known: the one given then stands alone.
    try:
        of_the_day = {coefficient_on(series=series, day=accident_on).value for series in (SALARIES, BENEFITS)}
    except NotKnown:
        return given, []
    if given not in of_the_day:
        raise Contradiction(
            N_("The coefficient is not that of %(day)s: check both."), field="coefficient", day=accident_on
        )
    return given, []


_READINGS = {
    "before_the_ceiling": N_(
        "For local staff the courts were split on bringing the remuneration back to index 138.01: it is a setting of"
        " each authority."
    ),
    "none": N_(
        "This authority’s setting neither brings the remuneration back to index 138.01 nor indexes the annuity again:"
        " the courts were split on it."
    ),
}


@dataclass(frozen=True, slots=True)
class _Steps:
    """De-indexed and capped at index 138.01, unrounded; `used` is the capped remuneration in the accident's money."""

    deindexed: Decimal
    capped: Decimal
    used: Decimal
    remuneration: Decimal
    over: bool


def _limited(
    remuneration: Decimal, coefficient: Decimal, consolidated_on: date | None, *, by_index: bool
) -> Explained[_Steps]:
    ceiling = known("public_remuneration_ceiling", consolidated_on)
    deindexed = remuneration / coefficient
    highest = ceiling.value * coefficient
    over = remuneration > highest
    used = highest if over else remuneration
    capped = ceiling.value if over else deindexed
    article = parameter("public_remuneration_ceiling").article
    because = []
    if by_index:
        because.append(
            Reason(
                N_("The remuneration is brought back to index 138.01."),
                {},
                "R57",
                article,
                f"{shown(remuneration)} / {coefficient}",
                shown(deindexed),
            )
        )
    sentence = (
        N_("It is above the ceiling (%(ceiling)s): the ceiling counts.")
        if over
        else N_("It is not above the ceiling (%(ceiling)s): it counts in full.")
    )
    arithmetic = f"min({shown(deindexed)}, {ceiling.value})"
    values = {"ceiling": ceiling.value}
    because.append(Reason(sentence, values, "R55", article, arithmetic, shown(capped), (ceiling.read,)))
    return Explained(_Steps(deindexed, capped, used, remuneration, over), tuple(because))


def _annuity_arithmetic(steps: _Steps, coefficient: Decimal, degree: Decimal, part: Decimal) -> str:
    """What a victim can redo: not capped, the remuneration itself (de-indexed and re-indexed it is unchanged)."""
    start = f"{steps.capped} x {coefficient}" if steps.over and coefficient != 1 else shown(steps.used)
    factor = "" if part == 1 else f" x {bare(part)}"
    return f"{start} x {bare(degree)} / 100{factor}"


def in_service_cap(
    *, used: Decimal, full: Decimal, still_in_service: bool, after_service: str | None = None
) -> Explained[Decimal]:
    """At most 25 % of the remuneration used, while the victim keeps exercising functions (R59). EUR a year.

    `used` is the remuneration used for the annuity, unrounded; `full` the annuity before the cap. `after_service` names
    a reading of what the cap becomes when the service ends (an open point).
    """
    percent, article = known("public_in_service_cap_percent", None), parameter("public_in_service_cap_percent").article
    point = setting("public_after_service")
    reading = point.reading(after_service)
    warnings: tuple[Reason, ...] = ()
    if not still_in_service:
        warnings = (Reason(_AFTER_SERVICE, {}, "R59", article, reads=(point.reads[reading],)),)
        if reading == "full_again":
            return Explained(full, (Reason(_OUT_OF_SERVICE, {}, "R59", article, amount=shown(full)),), warnings)
    most = cents(used * percent.value / 100)
    paid = min(full, most)
    sentence = (
        N_(
            "As long as the victim keeps exercising functions, the annuity is at most %(percent)s %% of the"
            " remuneration used for it."
        )
        if still_in_service
        else N_("The annuity stays at most %(percent)s %% of the remuneration used for it, also after the service.")
    )
    arithmetic = f"min({shown(full)}, {shown(used)} x {bare(percent.value)} / 100)"
    values = {"percent": bare(percent.value)}
    reason = Reason(sentence, values, "R59", article, arithmetic, shown(paid), (percent.read,))
    return Explained(paid, (reason,), warnings)


_OUT_OF_SERVICE = N_("The victim no longer exercises functions: the full annuity is due.")
_AFTER_SERVICE = N_(
    "What becomes of the cap when the service ends stands in no source that was opened: it is a setting that the"
    " insurer’s lawyer confirms."
)


@dataclass(frozen=True, slots=True)
class CappedAnnuity:
    """The annuity before the cap in service, and the one paid, EUR a year."""

    before: Decimal
    paid: Decimal


def capped_in_service(
    *, remuneration_used: Decimal, degree: Decimal, still_in_service: bool, after_service: str | None = None
) -> Explained[CappedAnnuity]:
    """The annuity on a remuneration that is already limited to the ceiling, before and after the cap of R59."""
    checked_amount(remuneration_used, "remuneration_used")
    part = permanent_incapacity.factor(degree=degree)
    before = cents(remuneration_used * degree / 100 * part.value)
    times = "" if part.value == 1 else f" x {bare(part.value)}"
    reason = Reason(
        N_("The annuity before the cap is the remuneration used, times the degree, times the part that is due."),
        {},
        "R57",
        _ARTICLE,
        f"{shown(remuneration_used)} x {bare(degree)} / 100{times}",
        shown(before),
    )
    capped = in_service_cap(
        used=remuneration_used, full=before, still_in_service=still_in_service, after_service=after_service
    )
    return Explained(
        CappedAnnuity(before, capped.value),
        (*part.because, reason, *capped.because),
        (*part.warnings, *capped.warnings),
    )


def payable_beside_earlier(
    *, earlier_degree: Decimal, new_degree: Decimal, still_in_service: bool, after_service: str | None = None
) -> Explained[Decimal]:
    """The degree payable for a new annuity beside earlier ones, private ones included, 25 % in all in service (R59)."""
    checked_percent(earlier_degree, "earlier_degree")
    checked_percent(new_degree, "new_degree")
    if earlier_degree + new_degree > 100:
        raise Contradiction(N_("Together the two degrees are above 100 %: check both."), field="new_degree")
    article, point = parameter("public_in_service_cap_percent").article, setting("public_after_service")
    reading = point.reading(after_service)
    warnings: tuple[Reason, ...] = ()
    if not still_in_service:
        warnings = (Reason(_AFTER_SERVICE, {}, "R59", article, reads=(point.reads[reading],)),)
        if reading == "full_again":
            whole = Reason(_OUT_OF_SERVICE, {}, "R59", article, amount=bare(new_degree), unit="percent")
            return Explained(new_degree, (whole,), warnings)
    most = known("public_in_service_cap_percent", None)
    payable = min(new_degree, max(Decimal(0), most.value - earlier_degree))
    sentence = (
        N_("As long as the victim keeps exercising functions, earlier annuities count in the %(percent)s %%.")
        if still_in_service
        else N_("Earlier annuities count in the %(percent)s %%, also after the service.")
    )
    because = Reason(
        sentence,
        {"percent": bare(most.value)},
        "R59",
        article,
        f"min({bare(new_degree)}, max(0, {bare(most.value)} - {bare(earlier_degree)}))",
        bare(payable),
        (most.read,),
        "percent",
    )
    return Explained(payable, (because,), warnings)


def later_indexed(
    *, base_annuity: Decimal, degree: Decimal, coefficient: Decimal | None = None, on: date | None = None
) -> Explained[Decimal]:
    """The annuity of a later day from the annuity at index 138.01, from 16 % (R58). EUR a year.

    The coefficient is given, or that of benefits on `on`. DoesNotApply below 16 %: that annuity does not move.
    """
    checked_amount(base_annuity, "base_annuity")
    paid = payment(degree=degree, on=on)
    if not paid.value.indexed:
        raise DoesNotApply(
            N_("The annuity of this degree does not follow the index after the accident: it stays as it was fixed."),
            field="degree",
        )
    because = list(paid.because)
    if coefficient is None:
        if on is None:
            raise OutOfRange(N_("Give the coefficient, or the day by which it is looked up."), field="coefficient")
        looked_up = coefficient_on(series=BENEFITS, day=on)
        coefficient = looked_up.value
        because += looked_up.because
    if not coefficient.is_finite() or not 1 <= coefficient <= 100:
        raise OutOfRange(N_("An index coefficient lies between 1 and 100: check it."), field="coefficient")
    annual = cents(base_annuity * coefficient)
    sentence = N_("The annuity at index 138.01 follows the index.")
    arithmetic = f"{shown(base_annuity)} x {coefficient}"
    return Explained(annual, (*because, Reason(sentence, {}, "R58", _ARTICLE, arithmetic, shown(annual))))


def revision_effect(*, requested_on: date) -> Explained[date]:
    """The day from which a revision has effect: the first day of the month after the request (R61f)."""
    months, article = known("public_revision_effect_months", requested_on), "AR 24/1/1969; AR 13/7/1970"
    first = add_months(requested_on.replace(day=1), months.whole)
    because = Reason(
        N_("A revision asked for on %(start)s has effect on the first day of the next month."),
        {"start": requested_on},
        "R61f",
        article,
        amount=first.isoformat(),
        reads=(months.read,),
    )
    return Explained(first, (because,))


@dataclass(frozen=True, slots=True)
class Conversion:
    """The day on which part of the annuity becomes a capital, and the last day on which the capital is paid."""

    on: date
    pay_by: date


def capital_conversion(*, requested_on: date, revision_ended_on: date) -> Explained[Conversion]:
    """The first day of the third month after the request, made after the revision period; paid in 60 days (R61h).

    DoesNotApply while the revision period runs (its last day included).
    """
    if requested_on <= revision_ended_on:
        raise DoesNotApply(
            N_("Part of the annuity becomes a capital only after the revision period, which ends on %(day)s."),
            field="requested_on",
            day=revision_ended_on,
        )
    months, days = known("public_capital_months", requested_on), known("public_capital_payment_days", requested_on)
    article = parameter("public_capital_months").article
    first = add_months(requested_on.replace(day=1), months.whole)
    pay_by = after_days(first, days.whole)
    because = (
        Reason(
            N_(
                "Asked for on %(start)s, the capital takes the place of the annuity on the first day of month"
                " %(months)s after that month."
            ),
            {"start": requested_on, "months": months.whole},
            "R61h",
            article,
            amount=first.isoformat(),
            reads=(months.read,),
        ),
        Reason(
            N_("The capital is paid within %(count)s days."),
            {"count": days.whole},
            "R61h",
            article,
            f"{first} + {days.whole}",
            pay_by.isoformat(),
            (days.read,),
        ),
    )
    return Explained(Conversion(first, pay_by), because, (PUBLIC_CAPITAL,))
