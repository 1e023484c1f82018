"""Whom the law covers: insured persons, small statutes, platforms, fault, abroad, reintegration."""

from typing import cast

from accident_manager.foundation.explained import Explained
from accident_manager.law import scope
from accident_manager.law.door import Result
from accident_manager.law.facts import FactMissing, Facts
from accident_manager.law.questions import PRIVATE, either_regime, only

_STATUSES: dict[str, str] = {status: status for status in (*scope.INSURED, *scope.ELSEWHERE)}


def insured_person(facts: Facts) -> Explained[Result]:
    only(facts, PRIVATE)
    found = scope.insured_by(
        status=facts.choice("status", _STATUSES), void_contract=facts.flag("void_contract", default=False)
    )
    return Explained({"insured": found.value is not None, "insured_by": found.value}, found.because, found.warnings)


def petit_statut(facts: Facts) -> Explained[Result]:
    only(facts, PRIVATE)
    found = scope.small_statute(
        on=facts.day("on"),
        part_of_training=facts.flag("part_of_training"),
        legal_framework=facts.flag("legal_framework"),
        apprentice_art_1bis=facts.flag("apprentice_art_1bis", default=False),
    )
    return Explained({"petit_statut": found.value}, found.because, found.warnings)


def platform_worker_insurance(facts: Facts) -> Explained[Result]:
    found = scope.platform_insurance(on=facts.day("on"))
    result = {"insurance_required": found.value, "under_law_1971": False}
    return Explained(result, found.because, found.warnings)


_FAULTS = {
    "none": "none",
    "ordinary": "ordinary",
    "slight": "ordinary",
    "light": "ordinary",
    "gross": "gross",
    "intentional": "intentional",
}


def fault_effect(facts: Facts) -> Explained[Result]:
    fault = cast(scope.Fault, facts.choice("fault", _FAULTS))
    found = scope.benefits_despite_fault(fault=fault, regime=either_regime(facts))
    return Explained({"benefits_due": found.value}, found.because, found.warnings)


def mission_abroad(facts: Facts) -> Explained[Result]:
    only(facts, PRIVATE)
    found = scope.mission_abroad(
        authority_possible=facts.flag("employer_authority_possible"), posted=facts.flag("posted_worker", default=False)
    )
    return Explained({"covered": found.value}, found.because, found.warnings)


def stay_abroad(facts: Facts) -> Explained[Result]:
    only(facts, PRIVATE)
    country = facts.code("country", r"[A-Z]{2}(-[A-Z]{2})?")
    if country is None:
        raise FactMissing(field="country")
    found = scope.stay_abroad(country=country, planned_care=facts.flag("planned_care", default=False))
    result = {
        "cash_benefits_by": "institution_of_insurance",
        "care_by": found.value.care_by,
        "form": found.value.form,
        "prior_consent": found.value.prior_consent,
    }
    return Explained(result, found.because, found.warnings)


def reintegration_path_open(facts: Facts) -> Explained[Result]:
    either_regime(facts)
    found = scope.reintegration_path_open(on=facts.day("on"), incapacity_ended=facts.flag("temporary_incapacity_ended"))
    return Explained({"open": found.value}, found.because, found.warnings)


QUESTIONS = {
    "insured_person": insured_person,
    "petit_statut": petit_statut,
    "platform_worker_insurance": platform_worker_insurance,
    "fault_effect": fault_effect,
    "mission_abroad": mission_abroad,
    "stay_abroad": stay_abroad,
    "reintegration_path_open": reintegration_path_open,
}
