"""The public scheme: healing, first certificate, start of periods, pay during incapacity."""

from typing import cast

from accident_manager.foundation.explained import Explained
from accident_manager.law import public_sector
from accident_manager.law.door import Result, written
from accident_manager.law.facts import Facts
from accident_manager.law.questions import PUBLIC, only
from accident_manager.law.questions.public_annuity import readings
from accident_manager.law.settings import setting


def public_healing_notice(facts: Facts) -> Explained[Result]:
    only(facts, PUBLIC)
    found = public_sector.healing_notice(
        incapacity_days=facts.whole("temporary_incapacity_days"), accident_on=facts.day("accident_date")
    )
    result = {
        "employer_healing_notice": found.value.employer_notice,
        "notice_date": written(found.value.notice_on),
        "medical_service_exam": found.value.medical_service,
    }
    return Explained(result, found.because, found.warnings)


def public_first_certificate(facts: Facts) -> Explained[Result]:
    only(facts, PUBLIC)
    found = public_sector.first_certificate_needed(
        accident_on=facts.day("accident_date"), incapacity_days=facts.whole("incapacity_days_caused_or_likely")
    )
    return Explained({"certificate_required": found.value}, found.because, found.warnings)


_CHANNELS = {"electronic": "electronic", "by_hand": "by_hand", "hand": "by_hand", "registered": "registered"}


def public_notification_start(facts: Facts) -> Explained[Result]:
    only(facts, PUBLIC)
    facts.choice("channel", _CHANNELS)
    found = public_sector.notification_start(
        sent_on=facts.day("sent_on"), acknowledged_on=facts.maybe_day("acknowledged_on")
    )
    return Explained({"period_day_1": written(found.value)}, found.because, found.warnings)


_STATUSES: dict[str, str] = {status: status for status in public_sector.STATUSES}


def public_temporary_pay(facts: Facts) -> Explained[Result]:
    only(facts, PUBLIC)
    found = public_sector.temporary_pay(
        monthly_pay=facts.amount("monthly_pay_eur"),
        full_months=facts.whole("full_months", most=600),
        status=cast(public_sector.Status, facts.choice("status", _STATUSES, "statutory")),
    )
    return Explained({"paid_by_employer_eur": written(found.value.amount)}, found.because, found.warnings)


def public_pay_after_contract(facts: Facts) -> Explained[Result]:
    only(facts, PUBLIC)
    found = public_sector.pay_after_contract(
        average_daily_pay=facts.amount("average_daily_pay_eur"), days=facts.whole("calendar_days")
    )
    result = {"daily_eur": written(found.value.daily), "total_eur": written(found.value.total)}
    return Explained(result, found.because, found.warnings)


def public_partial_resumption(facts: Facts) -> Explained[Result]:
    only(facts, PUBLIC)
    found = public_sector.partial_resumption(share_percent=facts.percent("share_of_full_time_percent"))
    return Explained({"partial_resumption": found.value}, found.because, found.warnings)


def public_absences(facts: Facts) -> Explained[Result]:
    only(facts, PUBLIC)
    found = public_sector.healed_by_absence(absences=facts.whole("absences_after_registered_call", most=1000))
    return Explained({"healing_decision": found.value}, found.because, found.warnings)


_MATTERS: dict[str, str] = {matter: matter for matter in public_sector.MATTERS}


def public_role(facts: Facts) -> Explained[Result]:
    only(facts, PUBLIC)
    found = public_sector.who_settles(matter=cast(public_sector.Matter, facts.choice("matter", _MATTERS)))
    return Explained({"settled_by": found.value}, found.because, found.warnings)


def public_degree_change(facts: Facts) -> Explained[Result]:
    only(facts, PUBLIC)
    found = public_sector.degree_after_medical_service(
        found=facts.percent("medical_service_degree_percent"),
        proposed=facts.percent("proposed_degree_percent"),
        reading=facts.choice("reading", readings("public_degree_change"), setting("public_degree_change").taken),
    )
    return Explained({"allowed": found.value}, found.because, found.warnings)


QUESTIONS = {
    "public_healing_notice": public_healing_notice,
    "public_first_certificate": public_first_certificate,
    "public_notification_start": public_notification_start,
    "public_temporary_pay": public_temporary_pay,
    "public_pay_after_contract": public_pay_after_contract,
    "public_partial_resumption": public_partial_resumption,
    "public_absences": public_absences,
    "public_role": public_role,
    "public_degree_change": public_degree_change,
}
