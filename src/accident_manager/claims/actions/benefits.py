"""Entering wages and incapacity, and calculating what they give: every time anew, the old calculation kept (R37)."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from accident_manager.audit import trail
from accident_manager.claims import events
from accident_manager.claims.actions.deciding import person_of
from accident_manager.claims.models import Allowance, Claim, Incapacity, WageBase
from accident_manager.claims.queries.reach import claim_of
from accident_manager.claims.rules.reckoning import stored
from accident_manager.claims.rules.wage import Pay, yearly_parts
from accident_manager.foundation import clock
from accident_manager.foundation.actor import Actor
from accident_manager.foundation.explained import Reason
from accident_manager.foundation.period import Period
from accident_manager.foundation.refusal import N_, NotFound, Refusal
from accident_manager.law import temporary_incapacity, wage
from accident_manager.law.parameters import NotKnown, steady

PRIVATE = "private_1971"
# Longer than any temporary incapacity: a period beyond it is a slip of the pen.
LONGEST_YEARS = 10
# R45: who receives what is settled when it is paid; until then the file says that the employer may come first.
_EMPLOYER_FIRST = N_(
    "For these days the employer who paid the guaranteed wage is paid back first, not more than he paid; what is left"
    " goes to the victim."
)


class PeriodEndsBeforeStart(Refusal):
    code = "claims.incapacity.ends-before-start"
    sentence = N_("The last day lies before the first: check both.")


class PeriodTooEarly(Refusal):
    code = "claims.incapacity.too-early"
    sentence = N_("The first day of incapacity is the day after the accident at the earliest: %(day)s.")


class PeriodTooLong(Refusal):
    code = "claims.incapacity.too-long"
    sentence = N_("This period is longer than ten years: check the year.")


class NoNumberKnown(Refusal):
    code = "claims.benefits.no-number"
    sentence = N_("The law’s figures for %(day)s are not known here: check the date, or have the figures loaded.")


class PeriodsOverlap(Refusal):
    code = "claims.incapacity.overlap"
    sentence = N_("These days overlap a period that is already entered: a day is paid once.")


class NoInsurersAllowance(Refusal):
    code = "claims.wage.public"
    sentence = N_(
        "In the public sector the employer goes on paying: there is no allowance of the insurer to calculate."
    )


@transaction.atomic
@steady()
def record_wage(number: str, *, pay: Pay, by: Actor) -> WageBase:
    """Enter the pay; the base wage follows with its ceiling (R27, R29), and the allowance is calculated anew."""
    claim = _claim(number, by)
    if claim.scheme != PRIVATE:
        raise NoInsurersAllowance
    components = [wage.WageComponent(part.sentence, part.arithmetic, part.amount) for part in yearly_parts(pay)]
    period = wage.reference_period(claim.accident_on)
    try:
        found = wage.base_wage(components=components, accident_on=claim.accident_on)
    except NotKnown as unknown:
        raise NoNumberKnown(day=unknown.day) from unknown
    WageBase.objects.filter(claim=claim, current=True).update(current=False)
    entered = WageBase.objects.create(
        claim=claim, components=pay.as_json(), base=str(found.value.base),
        explained={
            "because": stored((*period.because, *found.because)), "warnings": stored(found.warnings),
            "provisional": found.provisional, "real": str(found.value.real), "ceiling": str(found.value.ceiling),
            "limited_by": found.value.limited_by,
        },
        entered_by=person_of(by), entered_at=clock.now(),
    )  # fmt: skip
    trail.record(events.WAGE_ENTERED, subject=("claim", claim.id), actor=by, number=number)
    _calculate(claim, by)
    return entered


@transaction.atomic
@steady()
def add_incapacity(number: str, *, starts_on: date, ends_on: date, by: Actor) -> Incapacity:
    """Enter a period of total incapacity, both days included; the allowance is calculated anew."""
    claim = _claim(number, by)
    if ends_on < starts_on:
        raise PeriodEndsBeforeStart(field="ends_on")
    if starts_on <= claim.accident_on:
        raise PeriodTooEarly(field="starts_on", day=date.fromordinal(claim.accident_on.toordinal() + 1))
    if (ends_on - claim.accident_on).days > LONGEST_YEARS * 366:
        raise PeriodTooLong(field="ends_on")
    if Incapacity.objects.filter(claim=claim, starts_on__lte=ends_on, ends_on__gte=starts_on).exists():
        raise PeriodsOverlap(field="starts_on")
    period = Incapacity.objects.create(
        claim=claim, starts_on=starts_on, ends_on=ends_on, entered_by=person_of(by), entered_at=clock.now()
    )
    days = Period(starts_on, ends_on).days
    trail.record(events.INCAPACITY_ENTERED, subject=("claim", claim.id), actor=by, number=number, days=days)
    _calculate(claim, by)
    return period


@transaction.atomic
@steady()
def remove_incapacity(number: str, *, incapacity_id: UUID, by: Actor) -> None:
    """Take an entered period away; what was calculated with it stays on record."""
    claim = _claim(number, by)
    gone, _ = Incapacity.objects.filter(claim=claim, id=incapacity_id).delete()
    if not gone:
        raise NotFound
    trail.record(events.INCAPACITY_REMOVED, subject=("claim", claim.id), actor=by, number=number)
    _calculate(claim, by)


def _claim(number: str, by: Actor) -> Claim:
    """The file, its row locked: two people calculate one after the other."""
    by.require("claims.decide")
    claim = claim_of(number, by)
    Claim.objects.select_for_update(no_key=True).only("id").get(id=claim.id)
    return claim


def _calculate(claim: Claim, by: Actor) -> None:
    """The allowance of the file as its wage and periods stand now; none while one of them is missing, or when the
    authority pays.
    """
    Allowance.objects.filter(claim=claim, current=True).update(current=False)
    base = WageBase.objects.filter(claim=claim, current=True).first()
    rows = Incapacity.objects.filter(claim=claim).order_by("starts_on")
    periods = [Period(row.starts_on, row.ends_on) for row in rows]
    if base is None or not periods:
        return
    try:
        found = temporary_incapacity.allowance(base=Decimal(base.base), periods=periods, accident_on=claim.accident_on)
    except NotKnown as unknown:
        raise NoNumberKnown(field="ends_on", day=unknown.day) from unknown
    provisional = found.provisional or base.explained["provisional"]
    warnings = (*found.warnings, *_to_employer_first(periods, claim.accident_on))
    Allowance.objects.create(
        claim=claim,
        explained={
            "because": stored(found.because), "warnings": stored(warnings), "provisional": provisional,
            "base": base.base, "daily": str(found.value.daily), "days": found.value.days,
            "lines": [
                {
                    "starts_on": line.period.start.isoformat(), "ends_on": line.period.end.isoformat(),
                    "days": line.days, "daily": str(line.daily), "amount": str(line.amount),
                }
                for line in found.value.lines
            ],
        },
        total=str(found.value.total), provisional=provisional, calculated_by=person_of(by), calculated_at=clock.now(),
    )  # fmt: skip
    trail.record(events.ALLOWANCE_CALCULATED, subject=("claim", claim.id), actor=by, number=claim.number)


def _to_employer_first(periods: list[Period], accident_on: date) -> tuple[Reason, ...]:
    """The days of guaranteed wage, and that the employer may be paid back for them (R45)."""
    days = temporary_incapacity.guaranteed_wage_days(periods=periods, accident_on=accident_on)
    return (*days.because, Reason(_EMPLOYER_FIRST, rule="R45", article="LAT art. 54"))
