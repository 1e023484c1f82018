"""Temporary incapacity, private scheme: allowance, partial and refused work, guaranteed wage, withholding (R38-R46).

Amounts are EUR. The daily allowance is rounded to the cent first, then multiplied by calendar days (A2), so however a
period is split, the parts add up to the whole.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from accident_manager.foundation.explained import Explained, Read, Reason
from accident_manager.foundation.money import cents
from accident_manager.foundation.period import Period, add_months
from accident_manager.foundation.refusal import N_
from accident_manager.law.conventions import DAYS_IN_YEAR, daily_amount, percent_of, shown
from accident_manager.law.parameters import Known, known, parameter
from accident_manager.law.refused import (
    Contradiction,
    OutOfRange,
    checked_amount,
    checked_days,
    checked_periods,
)

_TOTAL_ARTICLE = "LAT art. 22"
_PARTIAL_ARTICLE = "LAT art. 23"


@dataclass(frozen=True, slots=True)
class AllowanceLine:
    """Days in a row at one daily amount. `coefficient` is the index ratio ("1.5460 / 1.5157"), "" before indexing."""

    period: Period
    days: int
    daily: Decimal
    amount: Decimal
    coefficient: str = ""


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is due for the periods: daily amount before indexing, lines in order of time, days and EUR in all."""

    daily: Decimal
    lines: tuple[AllowanceLine, ...]
    days: int
    total: Decimal


def daily_allowance(*, base: Decimal, accident_on: date | None) -> Explained[Decimal]:
    """The allowance for a calendar day of total incapacity, rounded to the cent (R38, A2, A3)."""
    percent = known("temporary_incapacity_percent", accident_on)
    daily = daily_amount(checked_amount(base, "base"), percent.value)
    because = Reason(
        N_(
            "A calendar day of total incapacity gives %(percent)s %% of the base wage, divided by 365,"
            " also in a leap year."
        ),
        {"percent": percent.whole},
        "R38",
        _TOTAL_ARTICLE,
        f"{shown(base)} x {percent.value} / 100 / {DAYS_IN_YEAR}",
        shown(daily),
        (percent.read,),
    )
    return Explained(daily, (because,))


def allowance(
    *, base: Decimal, periods: Sequence[Period], accident_on: date, indexed: bool = True
) -> Explained[Allowance]:
    """The allowance for periods of total incapacity: every calendar day, both ends included (R38, A4).

    From the day after accident + 3 months the daily amount follows the index (R43) unless `indexed` is false.
    Contradiction when a period begins on or before the accident day (that day is wage, R39) or two periods overlap.
    """
    ordered = checked_periods(list(periods), "periods")
    if ordered and ordered[0].start <= accident_on:
        raise Contradiction(_STARTS_TOO_EARLY, field="periods", day=accident_on)
    found = daily_allowance(base=base, accident_on=accident_on)
    lines: list[AllowanceLine] = []
    because = list(found.because)
    for period in ordered:
        parts = _parts(period, accident_on) if indexed else [_Part(period)]
        because += [_add_line(lines, base, found.value, accident_on, part) for part in parts]
    warnings = []
    if ordered and ordered[-1].end > _last_day_before_indexing(accident_on):
        warnings.append(Reason(_INDEXING_IS_OUR_READING if indexed else _INDEXING_LEFT_OUT, rule="R43"))
    days = sum(line.days for line in lines)
    total = sum((line.amount for line in lines), Decimal("0.00"))
    if len(lines) > 1:
        because.append(
            Reason(
                N_("The periods together."),
                rule="R38",
                article=_TOTAL_ARTICLE,
                arithmetic=" + ".join(shown(line.amount) for line in lines),
                amount=shown(total),
            )
        )
    return Explained(Allowance(found.value, tuple(lines), days, total), tuple(because), tuple(warnings))


_STARTS_TOO_EARLY = N_(
    "The first day of the allowance is the day after the accident (%(day)s): the accident day itself is paid as wage."
)
_INDEXING_IS_OUR_READING = N_(
    "That the allowance follows the index after three months stands in two sources; how it is reckoned is our reading,"
    " to be confirmed by the insurer’s lawyer."
)
_INDEXING_LEFT_OUT = N_("Days more than three months after the accident are shown here without indexing.")


@dataclass(frozen=True, slots=True)
class _Part:
    """Days at one coefficient. `now` and `then` are None when the daily amount stays that of the accident.

    `reads` are the numbers that showed so.
    """

    period: Period
    now: Known | None = None
    then: Known | None = None
    reads: tuple[Read, ...] = ()


def _parts(period: Period, accident_on: date) -> list[_Part]:
    """The period cut where the daily amount changes: after the first three months, then at each new coefficient."""
    last = _last_day_before_indexing(accident_on)
    if period.end <= last:
        return [_Part(period)]
    series = parameter("index_coefficient_benefits_102_10")
    then = series.on(accident_on)
    months = known("indexing_months", accident_on)
    series.on(period.end)  # refuses days for which no coefficient is known
    first_indexed = max(period.start, last + timedelta(days=1))
    starts = [first_indexed, *(value.valid_from for value in series.values if first_indexed < value.valid_from)]
    parts = [_Part(Period(period.start, last))] if period.start <= last else []
    for start, following in zip(starts, [*starts[1:], None], strict=True):
        if start > period.end:
            break
        end = period.end if following is None else min(period.end, following - timedelta(days=1))
        now = series.on(start)
        parts.append(_Part(Period(start, end), now, then, (months.read, now.read, then.read)))
    return _joined(parts)


def _joined(parts: list[_Part]) -> list[_Part]:
    """Neighbours with the same daily amount made one, so that a statement has no two lines that say the same."""
    joined: list[_Part] = []
    for part in parts:
        if part.now and part.then and part.now.value == part.then.value:
            part = _Part(part.period, reads=part.reads)
        before = joined[-1] if joined else None
        if before and (before.now and before.now.value) == (part.now and part.now.value):
            reads = (*before.reads, *(read for read in part.reads if read not in before.reads))
            joined[-1] = _Part(Period(before.period.start, part.period.end), before.now, before.then, reads)
        else:
            joined.append(part)
    return joined


def _add_line(lines: list[AllowanceLine], base: Decimal, daily: Decimal, accident_on: date, part: _Part) -> Reason:
    """Adds the line of a part, and says why."""
    period, now, then = part.period, part.now, part.then
    values: dict[str, object] = {"count": period.days, "start": period.start, "end": period.end}
    if now is None or then is None:
        amount = daily * period.days
        lines.append(AllowanceLine(period, period.days, daily, amount))
        sentence = N_("%(count)s calendar days from %(start)s up to and including %(end)s.")
        if part.reads:
            sentence = N_(
                "%(count)s calendar days from %(start)s up to and including %(end)s; the index has not moved since"
                " the accident."
            )
        arithmetic = f"{shown(daily)} x {period.days}"
        return Reason(sentence, values, "R38", _TOTAL_ARTICLE, arithmetic, shown(amount), part.reads)
    percent = known("temporary_incapacity_percent", accident_on)
    daily = cents(base * percent.value * now.value / (100 * DAYS_IN_YEAR * then.value))
    amount = daily * period.days
    ratio = f"{now.value} / {then.value}"
    lines.append(AllowanceLine(period, period.days, daily, amount, ratio))
    sentence = N_(
        "%(count)s calendar days from %(start)s up to and including %(end)s, more than three months after the accident:"
        " the daily amount follows the index and becomes %(daily)s."
    )
    arithmetic = (
        f"({shown(base)} x {percent.value} / 100 x {ratio} / {DAYS_IN_YEAR}, rounded = {shown(daily)}) x {period.days}"
    )
    return Reason(sentence, {**values, "daily": daily}, "R43", "", arithmetic, shown(amount), part.reads)


def _last_day_before_indexing(accident_on: date) -> date:
    return add_months(accident_on, known("indexing_months", accident_on).whole)


def accident_day(*, normal_wage: Decimal, wage_paid: Decimal) -> Explained[Decimal]:
    """What the employer still pays, as wage, for the day of the accident (R39); never below 0."""
    checked_amount(normal_wage, "normal_wage")
    checked_amount(wage_paid, "wage_paid")
    rest = cents(max(Decimal(0), normal_wage - wage_paid))
    because = Reason(
        N_(
            "The accident day is paid as wage by the employer: the normal wage of the day less what the hours worked"
            " gave."
        ),
        rule="R39",
        article=_TOTAL_ARTICLE,
        arithmetic=f"max(0, {shown(normal_wage)} - {shown(wage_paid)})",
        amount=shown(rest),
    )
    return Explained(rest, (because,))


def partial(*, wage_before: Decimal, wage_after: Decimal, most: Decimal | None = None) -> Explained[Decimal]:
    """Work partly resumed: gross wage before less wage after, for the same days, never below 0 (R40).

    `most` is the part of the ceiling-limited base wage for the same days, where the caller wants that cap (assumption).
    """
    checked_amount(wage_before, "wage_before")
    checked_amount(wage_after, "wage_after")
    before = wage_before if most is None else min(wage_before, checked_amount(most, "most"))
    due = cents(max(Decimal(0), before - wage_after))
    because = [
        Reason(
            N_("Work is partly resumed: the allowance is the wage before the accident less the wage now."),
            rule="R40",
            article=_PARTIAL_ARTICLE,
            arithmetic=f"max(0, {shown(before)} - {shown(wage_after)})",
            amount=shown(due),
        )
    ]
    if most is None:
        return Explained(due, tuple(because), (Reason(_GROSS_UNCAPPED, rule="R40", article=_PARTIAL_ARTICLE),))
    if before == wage_before:
        return Explained(due, tuple(because))
    capped = Reason(
        N_("The wage before the accident is limited to the base wage of the same days; this cap is our reading."),
        rule="R40",
        article=_PARTIAL_ARTICLE,
    )
    return Explained(due, tuple(because), (capped,))


_GROSS_UNCAPPED = N_(
    "Gross wages are compared, which is our reading; whether the wage before is above the ceiling of the base wage was"
    " not checked."
)


@dataclass(frozen=True, slots=True)
class DaysPaid:
    """So many days at a daily amount, EUR."""

    daily: Decimal
    days: int
    amount: Decimal


def refused_work_percent(*, incapacity_percent: Decimal, valid_reason: bool) -> Explained[Decimal]:
    """The share of the base wage when offered work is refused or stopped (R41).

    With a valid reason that of total incapacity, without one the degree of temporary incapacity.
    """
    checked_percent(incapacity_percent, "incapacity_percent")
    if valid_reason:
        total = known("temporary_incapacity_percent", None)
        because = Reason(
            N_(
                "The offered work was refused or stopped for a valid reason: the allowance of total incapacity stays"
                " due."
            ),
            rule="R41",
            article=_PARTIAL_ARTICLE,
            amount=str(total.value),
            unit="percent",
            reads=(total.read,),
        )
        return Explained(total.value, (because,))
    because = Reason(
        N_(
            "The offered work was refused or stopped without a valid reason: the degree of temporary incapacity counts,"
            " without the share of total incapacity."
        ),
        rule="R41",
        article=_PARTIAL_ARTICLE,
        amount=str(incapacity_percent),
        unit="percent",
    )
    return Explained(incapacity_percent, (because,))


def refused_work(*, base: Decimal, incapacity_percent: Decimal, valid_reason: bool, days: int) -> Explained[DaysPaid]:
    """The allowance for so many calendar days after offered work was refused or stopped (R41)."""
    checked_days(days, "days")
    percent = refused_work_percent(incapacity_percent=incapacity_percent, valid_reason=valid_reason)
    daily = daily_amount(checked_amount(base, "base"), percent.value)
    because = (
        *percent.because,
        Reason(
            N_("That share of the base wage, divided by 365, is the daily allowance."),
            rule="R41",
            article=_PARTIAL_ARTICLE,
            arithmetic=f"{shown(base)} x {percent.value} / 100 / {DAYS_IN_YEAR}",
            amount=shown(daily),
        ),
        _days_at(daily, days, "R41", _PARTIAL_ARTICLE),
    )
    return Explained(DaysPaid(daily, days, daily * days), because)


def _days_at(daily: Decimal, days: int, rule: str, article: str) -> Reason:
    sentence = N_("%(count)s calendar days at %(daily)s a day.")
    values = {"count": days, "daily": daily}
    return Reason(sentence, values, rule, article, f"{shown(daily)} x {days}", shown(daily * days))


WageStatus = Literal["employee", "worker", "domestic_worker"]
WAGE_STATUSES: tuple[WageStatus, ...] = ("employee", "worker", "domestic_worker")


@dataclass(frozen=True, slots=True)
class GuaranteedWageDay:
    """Who pays the victim on a day of incapacity, what share of the wage, whether the insurer refunds the employer."""

    payer: Literal["employer", "insurer"]
    percent: Decimal
    refunded: bool


def guaranteed_wage(
    *, status: WageStatus, contract_at_least_3_months: bool, incapacity_day: int
) -> Explained[GuaranteedWageDay]:
    """The guaranteed wage on the n-th day of incapacity, the first being the day after the accident day (R45)."""
    checked_days(incapacity_day, "incapacity_day", least=1)
    period, article = known("guaranteed_wage_days", None), parameter("guaranteed_wage_days").article
    if incapacity_day > period.whole:
        percent = known("temporary_incapacity_percent", None)
        sentence = N_("After the first %(count)s days of incapacity the insurer pays the victim its allowance.")
        by_insurer = Reason(
            sentence,
            {"count": period.whole},
            "R45",
            article,
            amount=str(percent.value),
            reads=(period.read, percent.read),
            unit="percent",
        )
        return Explained(GuaranteedWageDay("insurer", percent.value, False), (by_insurer,))
    first = known("guaranteed_wage_full_days", None)
    if status == "employee" and contract_at_least_3_months:
        percent = known("guaranteed_wage_full_percent", None)
        sentence = N_("The employer pays an employee the full wage in the first %(count)s days of incapacity.")
        count = period.whole
    elif incapacity_day <= first.whole:
        percent = known("guaranteed_wage_full_percent", None)
        sentence = N_("The employer pays the full wage in the first %(count)s days of incapacity.")
        count = first.whole
    else:
        percent = known("guaranteed_wage_reduced_percent", None)
        sentence = N_("After the first %(count)s days the employer pays the reduced guaranteed wage.")
        count = first.whole
    because = (
        Reason(
            sentence,
            {"count": count},
            "R45",
            article,
            amount=str(percent.value),
            reads=(period.read, percent.read),
            unit="percent",
        ),
        Reason(
            N_("The insurer refunds the employer its own allowance for these days."), rule="R45", article="LAT art. 54"
        ),
    )
    # The last day of a share is the first of the next when the accident day counts as day 1.
    day_one = Reason(_DAY_ONE, rule="R45", article=article)
    warnings = (day_one,) if incapacity_day in (count, period.whole) else ()
    return Explained(GuaranteedWageDay("employer", percent.value, True), because, warnings)


_DAY_ONE = N_("That day 1 is the first day of incapacity after the accident day is our reading.")


def guaranteed_wage_days(*, periods: Sequence[Period], accident_on: date) -> Explained[int]:
    """How many days of incapacity lie in the days of guaranteed wage, counted from the first day of incapacity (R45).

    A relapse that opens a new guaranteed wage (`relapse_opens_guaranteed_wage`): give its periods alone.
    """
    ordered = checked_periods(list(periods), "periods")
    if not ordered:
        return Explained(0, ())
    days = known("guaranteed_wage_days", accident_on)
    first = ordered[0].start
    window = Period(first, first + timedelta(days=days.whole - 1))
    inside = sum(part.days for part in (period.within(window) for period in ordered) if part)
    because = Reason(
        N_("Of the incapacity, %(count)s days lie in the period of guaranteed wage from %(start)s to %(end)s."),
        {"count": inside, "start": window.start, "end": window.end},
        "R45",
        parameter("guaranteed_wage_days").article,
        amount=str(inside),
        reads=(days.read,),
    )
    return Explained(inside, (because,))


def relapse_opens_guaranteed_wage(*, resumed_on: date, relapsed_on: date) -> Explained[bool]:
    """Whether a relapse after work was resumed opens a new guaranteed wage (R45; the sources speak of sickness)."""
    if relapsed_on < resumed_on:
        raise Contradiction(
            N_("%(day)s comes before %(earliest)s: check both dates."),
            field="relapsed_on",
            day=relapsed_on,
            earliest=resumed_on,
        )
    days = known("guaranteed_wage_relapse_days", relapsed_on)
    first = resumed_on + timedelta(days=days.whole)
    opens = relapsed_on >= first
    sentence = (
        N_("The relapse began on %(day)s or later: it opens a new period of guaranteed wage.")
        if opens
        else N_("The relapse began before %(day)s: the period of guaranteed wage that had begun goes on.")
    )
    article = parameter("guaranteed_wage_relapse_days").article
    because = Reason(
        sentence, {"day": first}, "R45", article, f"{resumed_on} + {days.whole}", first.isoformat(), (days.read,)
    )
    warning = Reason(
        N_(
            "These days are those of sickness, 8 weeks since 2026; what holds for an accident at work was not found: it"
            " is a setting that the insurer’s lawyer confirms."
        ),
        rule="R45",
        article=article,
        reads=(days.read,),
    )
    return Explained(opens, (because,), (warning,))


@dataclass(frozen=True, slots=True)
class GuaranteedWageSplit:
    """What the insurer owes for the days of guaranteed wage, and to whom: the employer who paid, and the victim."""

    daily: Decimal
    days: int
    due: Decimal
    to_employer: Decimal
    to_victim: Decimal


def guaranteed_wage_split(
    *, base: Decimal, days: int, wage_paid: Decimal, accident_on: date | None = None
) -> Explained[GuaranteedWageSplit]:
    """The allowance of the days of guaranteed wage, refunded to the employer up to the wage he paid, the rest to the
    victim (R45). `days` are calendar days of that period, at most 30."""
    most = known("guaranteed_wage_days", accident_on)
    checked_days(days, "days", most=most.whole)
    checked_amount(wage_paid, "wage_paid")
    daily = daily_allowance(base=base, accident_on=accident_on)
    due = daily.value * days
    employer = min(due, cents(wage_paid))
    victim = due - employer
    article = parameter("guaranteed_wage_days").article
    because = (
        *daily.because,
        _days_at(daily.value, days, "R38", _TOTAL_ARTICLE),
        Reason(
            N_("The employer who paid the guaranteed wage is refunded, not more than he paid."),
            rule="R45",
            article=article,
            arithmetic=f"min({shown(due)}, {shown(wage_paid)})",
            amount=shown(employer),
            reads=(most.read,),
        ),
        Reason(
            N_("What is left goes to the victim."),
            rule="R45",
            article=article,
            arithmetic=f"{shown(due)} - {shown(employer)}",
            amount=shown(victim),
        ),
    )
    split = Reason(_SPLIT, rule="R45", article=article)
    return Explained(GuaranteedWageSplit(daily.value, days, due, employer, victim), because, (split,))


_SPLIT = N_("How the allowance is divided between employer and victim comes from one source: check it.")


Category = Literal["worker", "employee", "paid_sportsperson", "domestic_worker", "doctor_in_specialist_training"]
CATEGORIES: tuple[Category, ...] = (
    "worker",
    "employee",
    "paid_sportsperson",
    "domestic_worker",
    "doctor_in_specialist_training",
)


def social_contribution_percent(
    *, category: Category, birth_date: date | None = None, on: date | None = None
) -> Explained[Decimal]:
    """The victim's social contribution in percent of the gross, by his regime at the accident (R46).

    Young people have their own rate until 31 December of the year in which they turn 18; without birth date or day the
    rate of adults holds.
    """
    if birth_date is not None and on is not None and on < birth_date:
        raise Contradiction(
            N_("%(day)s comes before %(earliest)s: check both dates."), field="on", day=on, earliest=birth_date
        )
    name, sentence = "social_contribution_percent", N_("The ordinary social contribution of the victim is withheld.")
    reads: list[Read] = []
    if category == "doctor_in_specialist_training":
        name += "_doctor_in_training"
        sentence = N_("A doctor training as a specialist pays a reduced social contribution.")
    elif birth_date is not None and on is not None:
        age = known("social_contribution_youth_age", on)
        reads.append(age.read)
        if on.year <= birth_date.year + age.whole:
            name += "_youth"
            sentence = N_("Until the end of the year in which the victim turns 18, the social contribution is reduced.")
    percent = known(name, on)
    reads.append(percent.read)
    article = parameter(name).article
    because = Reason(sentence, {}, "R46", article, amount=str(percent.value), reads=tuple(reads), unit="percent")
    return Explained(percent.value, (because,))


WithholdingKind = Literal["legal", "above_legal", "paid_by_employer"]
WITHHOLDING_KINDS: tuple[WithholdingKind, ...] = ("legal", "above_legal", "paid_by_employer")


@dataclass(frozen=True, slots=True)
class Withholding:
    """What is withheld from a gross allowance and what the victim receives, EUR."""

    contribution: Decimal
    taxable: Decimal
    tax: Decimal
    net: Decimal


def withholding(
    *,
    gross: Decimal,
    kind: WithholdingKind = "legal",
    category: Category = "worker",
    birth_date: date | None = None,
    on: date | None = None,
) -> Explained[Withholding]:
    """Social contribution on the gross, then withholding tax on the rest (R46).

    `kind` says which tax rate: the legal allowance or the part above the law, both paid by the insurer, or an allowance
    that the employer pays separately. `on` dates the rates; without it the newest ones hold.
    """
    checked_amount(gross, "gross")
    rate = social_contribution_percent(category=category, birth_date=birth_date, on=on)
    contribution = percent_of(gross, rate.value)
    taxable = cents(gross - contribution)
    name = f"withholding_tax_percent_{kind}"
    tax_rate, article = known(name, on), parameter(name).article
    tax = percent_of(taxable, tax_rate.value)
    net = taxable - tax
    because = (
        *rate.because,
        Reason(
            N_("The social contribution is a share of the gross allowance."),
            rule="R46",
            article=rate.because[0].article,
            arithmetic=f"{shown(gross)} x {rate.value} / 100",
            amount=shown(contribution),
        ),
        Reason(
            N_("The withholding tax is a share of what is left after the social contribution."),
            rule="R46",
            article=article,
            arithmetic=f"({shown(gross)} - {shown(contribution)}) x {tax_rate.value} / 100",
            amount=shown(tax),
            reads=(tax_rate.read,),
        ),
        Reason(
            N_("The victim receives what is left."),
            rule="R46",
            arithmetic=f"{shown(taxable)} - {shown(tax)}",
            amount=shown(net),
        ),
    )
    warning = Reason(N_("The rate of the withholding tax comes from one guide of March 2024: check it."), rule="R46")
    return Explained(Withholding(contribution, taxable, tax, net), because, (warning,))


def checked_percent(percent: Decimal, field: str) -> Decimal:
    """The percentage itself. OutOfRange below 0 or above 100."""
    if not percent.is_finite() or not 0 <= percent <= 100:
        raise OutOfRange(N_("A percentage lies between 0 and 100: check it."), field=field)
    return percent
