"""The public scheme (law of 3 July 1967): the authority declares, decides and pays, not the insurer (R62)."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from accident_manager.foundation.explained import Explained, Reason
from accident_manager.foundation.money import cents
from accident_manager.foundation.period import add_months
from accident_manager.foundation.refusal import N_
from accident_manager.foundation.workdays import add_working_days
from accident_manager.law.conventions import bare, percent_of, shown
from accident_manager.law.parameters import known, parameter
from accident_manager.law.refused import Contradiction, OutOfRange, checked_amount, checked_days
from accident_manager.law.settings import setting

_PAY_ARTICLE = "law 3/7/1967 art. 3bis; AR 24/1/1969 art. 32"

Status = Literal["statutory", "contractual"]
STATUSES: tuple[Status, ...] = ("statutory", "contractual")


@dataclass(frozen=True, slots=True)
class TemporaryPay:
    """Who pays during temporary incapacity, and how much in EUR (None while the pay is not known)."""

    payer: Literal["employer"]
    amount: Decimal | None


def temporary_pay(
    *, monthly_pay: Decimal | None = None, full_months: int | None = None, status: Status = "statutory"
) -> Explained[TemporaryPay]:
    """The pay goes on, paid by the authority, until healing or consolidation (R60)."""
    because = [
        Reason(
            N_(
                "The staff member keeps the pay due, paid by the employer, until healing or consolidation."
                " The absence is not sick leave."
            ),
            rule="R60",
            article=_PAY_ARTICLE,
        )
    ]
    amount = None
    if monthly_pay is not None and full_months is not None:
        checked_amount(monthly_pay, "monthly_pay")
        checked_days(full_months, "full_months", most=600)
        amount = cents(monthly_pay * full_months)
        because.append(
            Reason(
                N_("The employer pays %(count)s full months of pay."),
                {"count": full_months},
                "R60",
                _PAY_ARTICLE,
                f"{shown(monthly_pay)} x {full_months}",
                shown(amount),
            )
        )
    warnings: tuple[Reason, ...] = ()
    if status == "contractual":
        warnings = (Reason(_CONTRACTUAL, rule="R60", article=_PAY_ARTICLE),)
    return Explained(TemporaryPay("employer", amount), tuple(because), warnings)


_CONTRACTUAL = N_(
    "For contractual staff of local authorities the sources are less sure: check the authority’s staff rules."
)


@dataclass(frozen=True, slots=True)
class AfterContract:
    """What is due for a day, and for all days, EUR."""

    daily: Decimal
    total: Decimal


def pay_after_contract(*, average_daily_pay: Decimal, days: int) -> Explained[AfterContract]:
    """Temporary incapacity after the contract has ended: 90 % of the average daily pay, each calendar day (R60, A2)."""
    checked_amount(average_daily_pay, "average_daily_pay")
    checked_days(days, "days")
    percent = known("public_after_contract_percent", None)
    daily = percent_of(average_daily_pay, percent.value)
    because = (
        Reason(
            N_(
                "After the contract has ended a calendar day of incapacity gives %(percent)s %% of the average daily"
                " pay."
            ),
            {"percent": bare(percent.value)},
            "R60",
            _PAY_ARTICLE,
            f"{shown(average_daily_pay)} x {bare(percent.value)} / 100",
            shown(daily),
            (percent.read,),
        ),
        Reason(
            N_("%(count)s calendar days at %(daily)s a day."),
            {"count": days, "daily": daily},
            "R60",
            _PAY_ARTICLE,
            f"{shown(daily)} x {days}",
            shown(daily * days),
        ),
    )
    return Explained(AfterContract(daily, daily * days), because)


def partial_resumption(*, share_percent: Decimal) -> Explained[bool]:
    """Whether work can be partly resumed with this share of a full-time: at least half (R60). The pay stays whole."""
    if not share_percent.is_finite() or not 0 <= share_percent <= 100:
        raise OutOfRange(N_("A percentage lies between 0 and 100: check it."), field="share_percent")
    least = known("public_partial_resumption_percent", None)
    enough = share_percent >= least.value
    values = {"share": bare(share_percent), "least": bare(least.value)}
    sentence = (
        N_(
            "%(share)s %% of a full-time is at least %(least)s %%: work can be partly resumed, and the former pay"
            " stays."
        )
        if enough
        else N_("%(share)s %% of a full-time is below %(least)s %%: that is no partial resumption.")
    )
    return Explained(enough, (Reason(sentence, values, "R60", _PAY_ARTICLE, reads=(least.read,)),))


def healed_by_absence(*, absences: int) -> Explained[bool]:
    """Whether the medical service decides on healing because the victim stayed away from its calls (R61e)."""
    checked_days(absences, "absences", most=1000)
    enough, article = known("public_absences", None), parameter("public_absences").article
    sentence = (
        N_("After %(count)s absences after a registered call the victim is declared healed.")
        if absences >= enough.whole
        else N_("Below %(count)s absences after a registered call the victim is called again.")
    )
    because = Reason(sentence, {"count": enough.whole}, "R61e", article, reads=(enough.read,))
    return Explained(absences >= enough.whole, (because,))


Matter = Literal[
    "admissibility", "payment", "causal_link", "periods", "consolidation", "degree", "third_party_help", "dispute"
]
MATTERS: tuple[Matter, ...] = (
    "admissibility",
    "payment",
    "causal_link",
    "periods",
    "consolidation",
    "degree",
    "third_party_help",
    "dispute",
)
_ROLES_ARTICLE = "law 3/7/1967 art. 1 and 3"


def who_settles(*, matter: Matter) -> Explained[Literal["authority", "medical_service", "labour_court"]]:
    """Who settles a matter in the public scheme (R62): authority, medical service, in a dispute the labour court."""
    agent = Reason(
        N_("The insurer, if there is one, is reinsurer and agent of the authority; it owes the victim nothing by law."),
        rule="R62",
        article=_ROLES_ARTICLE,
    )
    if matter == "dispute":
        sentence = N_("In a dispute only the labour court fixes the degree.")
        return Explained("labour_court", (Reason(sentence, rule="R90", article=_ROLES_ARTICLE), agent))
    if matter in ("admissibility", "payment"):
        sentence = N_("The authority declares, decides and pays.")
        return Explained("authority", (Reason(sentence, rule="R62", article=_ROLES_ARTICLE), agent))
    sentence = N_(
        "The medical service (Medex, or the service that the local authority appointed) settles the medical questions;"
        " its findings bind the authority."
    )
    return Explained("medical_service", (Reason(sentence, rule="R62", article=_ROLES_ARTICLE), agent))


def degree_after_medical_service(*, found: Decimal, proposed: Decimal, reading: str | None = None) -> Explained[bool]:
    """Whether the authority may take `proposed` where the medical service found `found` percent (R62, open)."""
    for degree, name in ((found, "found"), (proposed, "proposed")):
        if not degree.is_finite() or not 0 <= degree <= 100:
            raise OutOfRange(N_("A percentage lies between 0 and 100: check it."), field=name)
    point = setting("public_degree_change")
    taken = point.reading(reading)
    allowed = proposed == found or (taken == "raise_only" and proposed > found)
    values = {"found": bare(found), "proposed": bare(proposed)}
    if proposed == found:
        sentence = N_("The authority takes the degree of the medical service, %(found)s %%.")
    elif allowed:
        sentence = N_("The authority may raise the degree of the medical service from %(found)s %% to %(proposed)s %%.")
    else:
        sentence = N_(
            "The authority cannot change the degree of the medical service from %(found)s %% to %(proposed)s %%."
        )
    read = point.reads[taken]
    warning = Reason(
        N_(
            "That the authority may raise but not lower the degree stands in no source that was opened: it is a"
            " setting."
        ),
        {},
        "R62",
        point.article,
        reads=(read,),
    )
    return Explained(allowed, (Reason(sentence, values, "R62", point.article, reads=(read,)),), (warning,))


@dataclass(frozen=True, slots=True)
class PublicHealing:
    """How healing is established: by the authority's notice on a day, or by the medical service."""

    employer_notice: bool
    notice_on: date | None
    medical_service: bool


def healing_notice(*, incapacity_days: int, accident_on: date) -> Explained[PublicHealing]:
    """Short incapacity: the authority notifies healing after 6 months; longer: the medical service decides (R61d)."""
    checked_days(incapacity_days, "incapacity_days")
    threshold, article = (
        known("public_medical_service_days", accident_on),
        parameter("public_medical_service_days").article,
    )
    if incapacity_days >= threshold.whole:
        sentence = N_("From %(count)s days of temporary incapacity the medical service decides on healing.")
        because = Reason(sentence, {"count": threshold.whole}, "R61d", article, reads=(threshold.read,))
        return Explained(PublicHealing(False, None, True), (because,))
    months = known("public_healing_notice_months", accident_on)
    notice_on = add_months(accident_on, months.whole)
    because = Reason(
        N_(
            "Below %(count)s days of temporary incapacity the employer notifies healing %(months)s months after"
            " %(start)s; until then the victim may send a certificate that he is not healed."
        ),
        {"count": threshold.whole, "months": months.whole, "start": accident_on},
        "R61d",
        article,
        f"{accident_on} + {months.whole} months",
        notice_on.isoformat(),
        (threshold.read, months.read),
    )
    return Explained(PublicHealing(True, notice_on, False), (because,))


def first_certificate_needed(*, accident_on: date, incapacity_days: int) -> Explained[bool]:
    """Whether a first-findings certificate is needed: from 1 day of incapacity, caused or possible (R61b)."""
    checked_days(incapacity_days, "incapacity_days")
    days = known("public_first_certificate_days", accident_on)
    needed = incapacity_days >= days.whole
    sentence = (
        N_("The accident causes, or may cause, at least one day of incapacity: a first-findings certificate is needed.")
        if needed
        else N_("The accident causes no day of incapacity: no first-findings certificate is needed.")
    )
    article = parameter("public_first_certificate_days").article
    return Explained(needed, (Reason(sentence, rule="R61b", article=article, reads=(days.read,)),))


def notification_start(*, sent_on: date, acknowledged_on: date | None) -> Explained[date]:
    """Day 1 of a period: the day after the acknowledgement, or the 3rd working day after sending (R61c, A8)."""
    article = parameter("public_notification_working_days").article
    if acknowledged_on is not None:
        if acknowledged_on < sent_on:
            raise Contradiction(
                N_("%(day)s comes before %(earliest)s: check both dates."),
                field="acknowledged_on",
                day=acknowledged_on,
                earliest=sent_on,
            )
        first = acknowledged_on + timedelta(days=1)
        because = Reason(
            N_("Receipt was acknowledged on %(start)s: the period begins the day after."),
            {"start": acknowledged_on},
            "R61c",
            article,
            f"{acknowledged_on} + 1",
            first.isoformat(),
        )
        return Explained(first, (because,))
    days = known("public_notification_working_days", sent_on)
    first = add_working_days(sent_on, days.whole)
    because = Reason(
        N_(
            "Receipt was not acknowledged: the period begins on working day %(count)s after sending on %(start)s;"
            " Saturdays, Sundays and public holidays do not count."
        ),
        {"count": days.whole, "start": sent_on},
        "R61c",
        article,
        amount=first.isoformat(),
        reads=(days.read,),
    )
    if not any((sent_on + timedelta(days=n)).weekday() == _SATURDAY for n in range(1, (first - sent_on).days)):
        return Explained(first, (because,))
    saturday = Reason(
        N_("That Saturday is no working day for these periods is our reading: no source says it."), {}, "R61c", article
    )
    return Explained(first, (because,), (saturday,))


_SATURDAY = 5
