"""What the insurer recovers, what the health insurance fund gets back, interest on late benefits (R24, R74, R77)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from accident_manager.foundation.explained import Explained, Read, Reason
from accident_manager.foundation.money import cents
from accident_manager.foundation.refusal import N_
from accident_manager.law.conventions import DAYS_IN_YEAR, bare, shown
from accident_manager.law.parameters import Known, NotKnown, known
from accident_manager.law.refused import Contradiction, OutOfRange, checked_amount
from accident_manager.law.settings import setting

_RECOURSE_ARTICLE = "LAT art. 46 and 47"


def recoverable(*, paid: Decimal, common_law_damage: Decimal) -> Explained[Decimal]:
    """What the insurer recovers from the liable third party, EUR (R74).

    Not more than it paid, nor than common law gives for the same heads of damage.
    """
    checked_amount(paid, "paid")
    checked_amount(common_law_damage, "common_law_damage")
    amount = cents(min(paid, common_law_damage))
    because = (
        Reason(
            N_("The insurer recovers what it paid, not more than common law gives for the same heads of damage."),
            {},
            "R74",
            _RECOURSE_ARTICLE,
            f"min({shown(paid)}, {shown(common_law_damage)})",
            shown(amount),
        ),
        Reason(
            N_("The victim may claim the rest, such as moral damage, from the third party, but no damage twice."),
            rule="R74",
            article=_RECOURSE_ARTICLE,
        ),
    )
    return Explained(amount, because)


Liable = Literal["third_party", "employer", "colleague"]
LIABLE: tuple[Liable, ...] = ("third_party", "employer", "colleague")


def recourse_possible(*, liable: Liable, intent: bool, traffic_accident: bool) -> Explained[bool]:
    """Whether somebody can be held liable (R74): employer and colleagues only for intent or a traffic accident."""
    if liable == "third_party":
        sentence = N_("Against a liable third party and his insurer there is recourse.")
        return Explained(True, (Reason(sentence, {}, "R74", _RECOURSE_ARTICLE),))
    others = Reason(
        N_("The law has further exceptions to the immunity of employer and colleagues: check the file."),
        rule="R74",
        article=_RECOURSE_ARTICLE,
    )
    if intent or traffic_accident:
        sentence = (
            N_("The accident was caused on purpose: the immunity of employer and colleagues does not hold.")
            if intent
            else N_("It was a traffic accident: the immunity of employer and colleagues does not hold.")
        )
        return Explained(True, (Reason(sentence, {}, "R74", _RECOURSE_ARTICLE),), (others,))
    sentence = N_("The employer and colleagues are immune: there is no recourse against them.")
    return Explained(False, (Reason(sentence, {}, "R74", _RECOURSE_ARTICLE),), (others,))


@dataclass(frozen=True, slots=True)
class FundRefund:
    """What of a benefit goes to the health insurance fund that advanced it, and to the victim, EUR."""

    to_fund: Decimal
    to_victim: Decimal


def fund_refund(*, advanced: Decimal, due: Decimal, fund_told_in_time: bool = True) -> Explained[FundRefund]:
    """The health insurance fund gets back what it advanced for the same damage and period (R77), EUR.

    Not more than is due; all of it when the insurer did not tell the fund of its doubt or refusal in time (R16).
    """
    checked_amount(advanced, "advanced")
    checked_amount(due, "due")
    article = "law 14/7/1994 art. 136 §2"
    if fund_told_in_time:
        fund = cents(min(advanced, due))
        sentence = N_("The health insurance fund gets back what it advanced, not more than is due.")
        reason = Reason(sentence, {}, "R77", article, f"min({shown(advanced)}, {shown(due)})", shown(fund))
    else:
        fund = cents(advanced)
        sentence = N_(
            "The health insurance fund was not told in time: the insurer refunds all that it advanced, even when the"
            " refusal is right in the end."
        )
        reason = Reason(sentence, {}, "R16", "LAT art. 63 §2", amount=shown(fund))
    victim = cents(max(Decimal(0), due - fund))
    rest = Reason(
        N_("The same damage and period is not paid twice: the victim has what is left."),
        {},
        "R77",
        article,
        f"max(0, {shown(due)} - {shown(fund)})",
        shown(victim),
    )
    return Explained(FundRefund(fund, victim), (reason, rest))


@dataclass(frozen=True, slots=True)
class Interest:
    """Days of lateness and the interest for them, EUR."""

    days: int
    amount: Decimal


def late_interest(
    *,
    principal: Decimal,
    due_on: date,
    paid_on: date,
    percent: Decimal | None = None,
    rate: str | None = None,
    day_count: str | None = None,
) -> Explained[Interest]:
    """Interest of right on benefits paid late: principal x rate x days / 365, rounded once (R24).

    `percent` a year, or by the open point `late_interest_rate` (reading `rate`): 7 % of social matters, or the civil
    rate of each calendar year. The due date does not count, the day of payment does; `day_count` names another reading.
    Contradiction when it was paid before it was due; NotKnown for a civil rate outside the years known.
    """
    checked_amount(principal, "principal")
    if paid_on < due_on:
        raise Contradiction(
            N_("It was paid on %(day)s, before it was due (%(earliest)s): no interest runs. Check both dates."),
            field="paid_on",
            day=paid_on,
            earliest=due_on,
        )
    if percent is not None and rate is not None:
        raise Contradiction(N_("Give either a rate in percent or the kind of rate, not both."), field="rate")
    counting = setting("late_interest_days")
    taken = counting.reading(day_count)
    extra = 1 if taken == "both_days" and paid_on > due_on else 0
    days = (paid_on - due_on).days + extra
    article, warnings = counting.article, [_counted(taken)]
    if percent is not None:
        parts = [_Part(days, _checked_rate(percent))]
    else:
        point = setting("late_interest_rate")
        reading = point.reading(rate)
        warnings.insert(0, Reason(_RATES_DISAGREE, {}, "R24", point.article, reads=(point.reads[reading],)))
        parts = _civil(due_on, paid_on, extra) if reading == "civil" else [_social(due_on, days)]
    exact = sum((principal * part.percent * part.days for part in parts), Decimal(0)) / 100 / DAYS_IN_YEAR
    amount = cents(exact)
    lines = tuple(
        Reason(
            N_("For %(count)s days the yearly rate is %(percent)s %%."),
            {"count": part.days, "percent": bare(part.percent)},
            "R24",
            article,
            f"{shown(principal)} x {bare(part.percent)} / 100 x {part.days} / {DAYS_IN_YEAR}",
            reads=(part.read,) if part.read else (),
        )
        for part in parts
    )
    of_right = Reason(
        N_("Interest on late benefits runs of right from the due date, without a notice; it is rounded once."),
        {},
        "R24",
        article,
        amount=shown(amount),
    )
    return Explained(Interest(days, amount), (*lines, of_right), tuple(warnings))


@dataclass(frozen=True, slots=True)
class _Part:
    days: int
    percent: Decimal
    read: Read | None = None


_RATES_DISAGREE = N_(
    "The sources disagree on the rate of late interest (7 % in social matters, or the civil rate of the year): it is a"
    " setting that the insurer’s lawyer confirms."
)
_DAYS_ARE_OPEN = N_("How the days of late interest are counted stands in no source: it is a setting.")


def _counted(reading: str) -> Reason:
    point = setting("late_interest_days")
    return Reason(_DAYS_ARE_OPEN, {}, "R24", point.article, reads=(point.reads[reading],))


def _checked_rate(percent: Decimal) -> Decimal:
    if not percent.is_finite() or not 0 <= percent <= 100:
        raise OutOfRange(N_("A percentage lies between 0 and 100: check it."), field="percent")
    return percent


def _social(due_on: date, days: int) -> _Part:
    rate = known("late_interest_percent_social", due_on)
    return _Part(days, rate.value, rate.read)


def _civil(due_on: date, paid_on: date, extra: int) -> list[_Part]:
    """The days by calendar year, each at the rate of its year; the due date does not count, the day of payment does."""
    parts = []
    for year in range(due_on.year, paid_on.year + 1):
        last = min(paid_on, date(year, 12, 31))
        before = max(due_on, date(year - 1, 12, 31))
        days = (last - before).days + (extra if year == due_on.year else 0)
        if days or due_on == paid_on:
            rate = _civil_rate(last, "due_on" if year == due_on.year else "paid_on")
            parts.append(_Part(days, rate.value, rate.read))
    return parts


def _civil_rate(day: date, field: str) -> Known:
    try:
        return known("late_interest_percent_civil", day)
    except NotKnown as unknown:
        unknown.field = field
        raise
