"""Who decides, who may declare, what a decision says, who advances, when is paid, which flow."""

from typing import cast

from accident_manager.foundation.explained import Explained
from accident_manager.foundation.refusal import N_
from accident_manager.law import procedure
from accident_manager.law.door import Result, written
from accident_manager.law.facts import Facts
from accident_manager.law.questions import PRIVATE, either_regime, only
from accident_manager.law.refused import Contradiction


def who_decides(facts: Facts) -> Explained[Result]:
    found = procedure.who_decides(regime=either_regime(facts))
    return Explained({"decides": found.value}, found.because, found.warnings)


def victim_declaration(facts: Facts) -> Explained[Result]:
    only(facts, PRIVATE)
    found = procedure.victim_may_declare_until(accident_on=facts.day("accident_date"))
    return Explained({"last_day": written(found.value)}, found.because, found.warnings)


_BENEFITS: dict[str, str] = {benefit: benefit for benefit in procedure.BENEFITS}


def advance_in_dispute(facts: Facts) -> Explained[Result]:
    only(facts, PRIVATE)
    found = procedure.advanced_in_dispute(benefit=cast(procedure.Benefit, facts.choice("benefit", _BENEFITS)))
    return Explained({"insurer_advances": found.value}, found.because, found.warnings)


def decision_letter(facts: Facts) -> Explained[Result]:
    """What stands in a decision is given by flags; what is not given is missing."""
    either_regime(facts)
    present = [mention for mention in procedure.DECISION_MENTIONS if facts.flag(mention, default=False)]
    found = procedure.decision_letter(present=frozenset(present))
    result = {"missing": list(found.value.missing), "appeal_period_starts": found.value.appeal_period_starts}
    return Explained(result, found.because, found.warnings)


_PAID = {"daily_allowance": "daily_allowance", "funeral": "funeral"}


def payment_date(facts: Facts) -> Explained[Result]:
    only(facts, PRIVATE)
    if facts.choice("benefit", _PAID) == "funeral":
        found = procedure.funeral_payment(death_on=facts.day("death_date"))
    elif facts.given("death_date"):
        raise Contradiction(N_("The date of a death belongs to the funeral indemnity only."), field="death_date")
    else:
        found = procedure.daily_allowance_payment()
    result = {"rhythm": found.value.rhythm, "last_day": written(found.value.last_day)}
    return Explained(result, found.because, found.warnings)


_FLOWS: dict[str, str] = {flow: flow for flow in procedure.FLOWS}


def electronic_flow(facts: Facts) -> Explained[Result]:
    only(facts, PRIVATE)
    found = procedure.electronic_flow(event=facts.choice("event", _FLOWS))
    return Explained({"scenario": found.value}, found.because, found.warnings)


QUESTIONS = {
    "who_decides": who_decides,
    "victim_declaration": victim_declaration,
    "advance_in_dispute": advance_in_dispute,
    "decision_letter": decision_letter,
    "payment_date": payment_date,
    "electronic_flow": electronic_flow,
}
