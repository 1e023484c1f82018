"""Medical costs, consent, travel, family visits, prostheses. The same in both schemes."""

from typing import cast

from accident_manager.foundation.explained import Explained
from accident_manager.foundation.refusal import N_
from accident_manager.law import costs
from accident_manager.law.door import Result, written
from accident_manager.law.facts import FactMissing, Facts
from accident_manager.law.questions import either_regime
from accident_manager.law.refused import Contradiction


def medical_tariff(facts: Facts) -> Explained[Result]:
    either_regime(facts)
    found = costs.medical(
        billed=facts.amount("billed_eur"),
        tariff=facts.maybe_amount("nomenclature_tariff_eur"),
        free_choice=facts.flag("free_choice_of_doctor", default=True),
        similar=facts.maybe_amount("similar_care_eur"),
    )
    result = {"refund_eur": written(found.value.refund), "victim_share_eur": written(found.value.victim_share)}
    return Explained(result, found.because, found.warnings)


_CARE: dict[str, str] = {care: care for care in costs.CARE}


def medical_consent(facts: Facts) -> Explained[Result]:
    either_regime(facts)
    care, days = facts.choice("care", _CARE), None
    if care == "hospital_stay":
        days = facts.whole("hospital_days")
    elif facts.given("hospital_days"):
        raise Contradiction(N_("Days in hospital belong to a hospital stay only."), field="hospital_days")
    found = costs.consent(care=cast(costs.Care, care), hospital_days=days)
    result = {"prior_consent_required": found.value.prior_consent, "payer": found.value.payer}
    return Explained(result, found.because, found.warnings)


def travel_car(facts: Facts) -> Explained[Result]:
    """With the rate as given, or that of the day `on`."""
    either_regime(facts)
    return_km, trips = facts.number("return_km"), facts.whole("trips", most=10_000)
    rate = facts.number("rate_per_km") if facts.given("rate_per_km") else None
    on = facts.maybe_day("on")
    if rate is None and on is None:
        raise FactMissing(field=facts.either("rate_per_km", "on"))
    found = costs.by_car(return_km=return_km, trips=trips, rate=rate, on=on)
    return Explained({"refund_eur": written(found.value)}, found.because, found.warnings)


_MEANS: dict[str, str] = {means: means for means in costs.MEANS}


def travel_refund(facts: Facts) -> Explained[Result]:
    either_regime(facts)
    found = costs.travel_rule(means=cast(costs.Means, facts.choice("means", _MEANS)))
    return Explained({"refund": found.value.refund, "proof": found.value.proof}, found.because, found.warnings)


def family_visits(facts: Facts) -> Explained[Result]:
    either_regime(facts)
    found = costs.family_visits(
        hospital_days=facts.whole("hospital_days", most=3660),
        danger_of_death=facts.flag("danger_of_death", default=False),
        relatives=facts.whole("relatives", most=50),
    )
    return Explained({"return_trips": found.value}, found.because, found.warnings)


_NEEDS: dict[str, str] = {need: need for need in costs.PROSTHESIS_NEEDS}


def prosthesis(facts: Facts) -> Explained[Result]:
    either_regime(facts)
    need = facts.choice("need", _NEEDS)
    worn = facts.flag("worn_in_accident") if need == "damage" else None
    found = costs.prosthesis(
        need=cast(costs.ProsthesisNeed, need), worn_in_accident=worn, dental=facts.flag("dental", default=False)
    )
    result = {"covered": found.value.covered, "dental_tariff": found.value.by_dental_tariff}
    return Explained(result, found.because, found.warnings)


QUESTIONS = {
    "medical_tariff": medical_tariff,
    "medical_consent": medical_consent,
    "travel_car": travel_car,
    "travel_refund": travel_refund,
    "family_visits": family_visits,
    "prosthesis": prosthesis,
}
