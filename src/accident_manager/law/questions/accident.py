"""Light accident, serious accident, accident sheet."""

from accident_manager.foundation.explained import Explained
from accident_manager.law import accident
from accident_manager.law.door import Result, written
from accident_manager.law.facts import FactMissing, Facts
from accident_manager.law.questions import PLACES, either_regime


def light_accident(facts: Facts) -> Explained[Result]:
    either_regime(facts)
    care_place = facts.code("care_place", r"[a-z][a-z_]{0,40}")
    if care_place is None:
        raise FactMissing(field="care_place")
    found = accident.light_accident(
        wage_loss=facts.flag("wage_loss"),
        incapacity=facts.flag("incapacity"),
        doctor_needed=facts.flag("doctor_needed"),
        # No care at all keeps an accident light as well.
        care_at_workplace=care_place in ("workplace", "none"),
    )
    result = {
        "is_light": found.value.is_light,
        "declare_to_insurer": found.value.declare_to_insurer,
        "first_aid_register": found.value.first_aid_register,
    }
    return Explained(result, found.because, found.warnings)


def serious_accident(facts: Facts) -> Explained[Result]:
    either_regime(facts)
    at_workplace = facts.choice("place", PLACES) == "workplace"
    fatal, permanent = facts.flag("fatal"), facts.flag("permanent_lesion")
    deviation, agent = facts.code("deviation", r"[0-9]{2}"), facts.code("agent", r"[0-9]{2}\.[0-9]{2}")
    injury = facts.code("lesion", r"[0-9]{3}")
    found = accident.serious_accident(
        accident_on=facts.day("accident_date"),
        at_workplace=at_workplace,
        fatal=fatal,
        permanent_lesion=permanent,
        deviation=deviation,
        agent=agent,
        injury=injury,
    )
    # A code that nobody gave might have made it serious.
    missing = accident.undecided(deviation=deviation, agent=agent, injury=injury, permanent_lesion=permanent)
    if at_workplace and not found.value.is_serious and missing:
        raise FactMissing(field="lesion" if missing == "injury" else missing)
    result = {
        "is_serious": found.value.is_serious,
        "immediate_notification": found.value.tell_at_once,
        "detailed_report_last_day": written(found.value.report_by),
    }
    return Explained(result, found.because, found.warnings)


def accident_sheet(facts: Facts) -> Explained[Result]:
    either_regime(facts)
    found = accident.accident_sheet_needed(
        incapacity_days=facts.whole("incapacity_days_excluding_accident_day"),
        at_workplace=facts.choice("place", PLACES, "workplace") == "workplace",
        on=facts.maybe_day("accident_date"),
    )
    return Explained({"accident_sheet_required": found.value}, found.because, found.warnings)


QUESTIONS = {
    "light_accident": light_accident,
    "serious_accident": serious_accident,
    "accident_sheet": accident_sheet,
}
