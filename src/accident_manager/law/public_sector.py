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
from accident_manager.law.conventions import shown
from accident_manager.law.parameters import known, parameter
from accident_manager.law.refused import Contradiction, checked_amount, checked_days

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
    return Explained(first, (because,))
