"""The employer without insurance: who pays, and the contribution."""

from accident_manager.foundation.explained import Explained
from accident_manager.law import insurance_duty
from accident_manager.law.conventions import bare
from accident_manager.law.door import Result, written
from accident_manager.law.facts import Facts
from accident_manager.law.questions import PRIVATE, only


def insurance_duty_payer(facts: Facts) -> Explained[Result]:
    only(facts, PRIVATE)
    found = insurance_duty.who_pays(insured=facts.flag("insured"))
    result = {"payer": found.value.payer, "recovered_from": found.value.recovered_from}
    return Explained(result, found.because, found.warnings)


def uninsured_contribution(facts: Facts) -> Explained[Result]:
    only(facts, PRIVATE)
    found = insurance_duty.uninsured_contribution(
        year=facts.whole("year", least=1971, most=2099),
        months=facts.whole("months_uninsured", least=1, most=600),
        workers=facts.whole("workers", least=1, most=1_000_000),
    )
    result = {"percent": bare(found.value.percent), "contribution_eur": written(found.value.amount)}
    if facts.flag("paid_late", default=False):
        result["with_late_payment_eur"] = written(found.value.paid_late)
    return Explained(result, found.because, found.warnings)


QUESTIONS = {
    "insurance_duty_payer": insurance_duty_payer,
    "uninsured_contribution": uninsured_contribution,
}
