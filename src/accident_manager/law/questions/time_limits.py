"""Declaration, decision, healing, revision, prescription, and the authority's first two time limits."""

from datetime import date

from accident_manager.foundation.explained import Explained
from accident_manager.foundation.refusal import N_
from accident_manager.law import time_limits
from accident_manager.law.door import Result, written
from accident_manager.law.facts import Facts
from accident_manager.law.questions import PRIVATE, PUBLIC, either_regime, only
from accident_manager.law.refused import Contradiction, DoesNotApply
from accident_manager.law.settings import setting


def _shift(facts: Facts) -> str:
    return facts.choice("shift", _SHIFTS, setting("last_day_shift").taken)


_SHIFTS = {reading: reading for reading in setting("last_day_shift").readings}


def declaration_deadline(facts: Facts) -> Explained[Result]:
    regime, accident_on = either_regime(facts), facts.day("accident_date")
    worsening, received = facts.maybe_day("worsening_known_to_employer_on"), facts.maybe_day("employer_received_on")
    shift = _shift(facts)
    if facts.flag("light_accident", default=False):
        light = time_limits.light_declaration_deadline(
            accident_on=accident_on, worsening_known_on=worsening, shift=shift
        )
        return Explained({"last_day": written(light.value)}, light.because, light.warnings)
    found = time_limits.declaration_deadline(
        accident_on=accident_on, regime=regime, employer_received_on=received, shift=shift
    )
    return Explained({"last_day": written(found.value)}, found.because, found.warnings)


def declaration_late_days(facts: Facts) -> Explained[Result]:
    declared_on = facts.day("declared_on")
    deadline = declaration_deadline(facts)
    if deadline.value["last_day"] is None:
        raise DoesNotApply(
            N_("A light accident is not declared to the insurer; it is entered in the first-aid register."),
            field="light_accident",
        )
    accident_on = facts.day("accident_date")
    if declared_on < accident_on:
        raise Contradiction(
            N_("%(day)s comes before %(earliest)s: check both dates."),
            field="declared_on",
            day=declared_on,
            earliest=accident_on,
        )
    last_day = date.fromisoformat(deadline.value["last_day"])
    late = time_limits.late_days(last_day=last_day, declared_on=declared_on)
    result = {**deadline.value, "days_late": late.value, "still_to_be_accepted_for_processing": True}
    return Explained(result, (*deadline.because, *late.because), deadline.warnings)


def insurer_decision_deadline(facts: Facts) -> Explained[Result]:
    found = time_limits.decision_deadline(
        received_on=facts.day("declaration_received_on"), regime=either_regime(facts), shift=_shift(facts)
    )
    return Explained({"last_day": written(found.value)}, found.because, found.warnings)


_DECISIONS = {
    "refusal": "refusal",
    "refused": "refusal",
    "doubt": "doubt",
    "acceptance": "acceptance",
    "accepted": "acceptance",
}


def decision_notification_recipients(facts: Facts) -> Explained[Result]:
    only(facts, PRIVATE)
    decision = facts.choice("decision", _DECISIONS)
    found = time_limits.notification_recipients(decision=decision)  # type: ignore[arg-type]  # chosen above
    return Explained({"notify": list(found.value)}, found.because, found.warnings)


_NOT_ACCEPTED = {
    "doubt": "doubt",
    "refusal": "refusal",
    "refused": "refusal",
    "none": "none",
    "pending": "none",
    "no_decision": "none",
}


def payer_while_in_doubt(facts: Facts) -> Explained[Result]:
    only(facts, PRIVATE)
    facts.choice("decision", _NOT_ACCEPTED, "doubt")
    found = time_limits.payer_while_undecided(incapacity_day=facts.whole("incapacity_day", least=1))
    return Explained({"payer": found.value}, found.because, found.warnings)


def healing_notice(facts: Facts) -> Explained[Result]:
    only(facts, PRIVATE)
    if facts.given("permanent_incapacity_percent") and facts.percent("permanent_incapacity_percent"):
        raise DoesNotApply(
            N_("With a permanent incapacity there is no declaration of healing: an agreement is made and ratified."),
            field="permanent_incapacity_percent",
        )
    found = time_limits.healing_notice(
        incapacity_days=facts.whole("temporary_incapacity_days"), on=facts.maybe_day("letter_date")
    )
    result = {
        "separate_letter_required": found.value.letter,
        "medical_certificate_required": found.value.certificate,
        "three_year_period_starts_from": found.value.period_starts_from,
    }
    return Explained(result, found.because, found.warnings)


def healing_contest_period(facts: Facts) -> Explained[Result]:
    only(facts, PRIVATE)
    found = time_limits.healing_contest_period(
        incapacity_days=facts.whole("temporary_incapacity_days"),
        accident_on=facts.day("accident_date"),
        letter_on=facts.maybe_day("letter_date"),
    )
    result = {"period_starts": written(found.value.starts), "last_day": written(found.value.last_day)}
    return Explained(result, found.because, found.warnings)


_START_EVENTS = {
    "ratification": "ratification",
    "final_judgment": "final_judgment",
    "judgment_final": "final_judgment",
    "judgment": "final_judgment",
    "appeal_ruling": "appeal_ruling",
    "court_of_appeal_ruling": "appeal_ruling",
    "labour_court_of_appeal_ruling": "appeal_ruling",
    "healing_letter": "healing_letter",
    "healing_notification": "healing_letter",
    "letter_date": "healing_letter",
    "accident": "accident",
    "accident_date": "accident",
    "notification_of_decision": "notification_of_decision",
}


def revision_period(facts: Facts) -> Explained[Result]:
    found = time_limits.revision_period(
        regime=either_regime(facts),
        start_event=facts.choice("start_event", _START_EVENTS),
        start_on=facts.day("start_date"),
    )
    return Explained({"last_day": written(found.value)}, found.because, found.warnings)


def prescription(facts: Facts) -> Explained[Result]:
    found = time_limits.prescription(
        regime=either_regime(facts),
        right_born_on=facts.day("right_born_on"),
        interrupted_on=facts.maybe_day("interrupted_on"),
    )
    return Explained({"last_day": written(found.value)}, found.because, found.warnings)


def public_declaration_flow(facts: Facts) -> Explained[Result]:
    only(facts, PUBLIC)
    found = time_limits.public_declaration_flow(
        received_on=facts.day("employer_received_declaration_on"), shift=_shift(facts)
    )
    result = {
        "publiato_declaration_last_day": written(found.value.declare_by),
        "publiato_admissibility_decision_last_day": written(found.value.decide_by),
    }
    return Explained(result, found.because, found.warnings)


QUESTIONS = {
    "declaration_deadline": declaration_deadline,
    "declaration_late_days": declaration_late_days,
    "insurer_decision_deadline": insurer_decision_deadline,
    "decision_notification_recipients": decision_notification_recipients,
    "payer_while_in_doubt": payer_while_in_doubt,
    "healing_notice": healing_notice,
    "healing_contest_period": healing_contest_period,
    "revision_period": revision_period,
    "prescription": prescription,
    "public_declaration_flow": public_declaration_flow,
}
