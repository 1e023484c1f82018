"""Whether it is an accident at work: definition, telework, way to work, deemed workplace, damage to an aid."""

from typing import cast

from accident_manager.foundation.explained import Explained
from accident_manager.law import at_work
from accident_manager.law.door import Result
from accident_manager.law.facts import Facts
from accident_manager.law.questions import PRIVATE, either_regime, only


def accident_at_work(facts: Facts) -> Explained[Result]:
    found = at_work.accident_at_work(
        regime=either_regime(facts),
        sudden_event=facts.flag("sudden_event"),
        lesion=facts.flag("lesion"),
        in_the_course=facts.flag("in_the_course_of_work"),
        other_reason_proved=facts.flag("other_reason_proved", default=False),
        other_cause_proved=facts.flag("other_cause_proved", default=False),
    )
    result = {
        "accident_at_work": found.value.accident,
        "missing": list(found.value.missing),
        "presumed": list(found.value.presumed),
    }
    return Explained(result, found.because, found.warnings)


def telework_accident(facts: Facts) -> Explained[Result]:
    """Place and hours that the writing does not name are left out (or null): then those of the law count."""
    only(facts, PRIVATE)
    found = at_work.telework(
        accident_on=facts.day("accident_date"),
        agreed_in_writing=facts.flag("agreed_in_writing"),
        at_agreed_place=_maybe_flag(facts, "at_agreed_place"),
        at_usual_place=facts.flag("at_residence_or_usual_place", default=False),
        within_agreed_hours=_maybe_flag(facts, "within_agreed_hours"),
        within_usual_hours=facts.flag("within_hours_of_the_premises", default=False),
    )
    return Explained({"presumed_at_work": found.value}, found.because, found.warnings)


def _maybe_flag(facts: Facts, key: str) -> bool | None:
    return facts.flag(key) if facts.given(key) else None


_ROUTES: dict[str, str] = {route: route for route in at_work.ROUTES}
_DETOURS: dict[str, str] = {detour: detour for detour in at_work.DETOURS}


def way_to_work(facts: Facts) -> Explained[Result]:
    either_regime(facts)
    found = at_work.way_to_work(
        accident_on=facts.day("accident_date"),
        route=cast(at_work.Route, facts.choice("route", _ROUTES)),
        beyond_threshold=facts.flag("beyond_threshold", default=True),
        detour=cast(at_work.Detour, facts.choice("detour", _DETOURS, "none")),
        legitimate_reason=facts.flag("legitimate_reason", default=False),
        force_majeure=facts.flag("force_majeure", default=False),
        normal_time=facts.flag("normal_time", default=True),
    )
    return Explained({"covered": found.value}, found.because, found.warnings)


_ACTIVITIES: dict[str, str] = {activity: activity for activity in at_work.ACTIVITIES}


def deemed_workplace(facts: Facts) -> Explained[Result]:
    only(facts, PRIVATE)
    found = at_work.deemed_at_work(
        activity=cast(at_work.Activity, facts.choice("activity", _ACTIVITIES)),
        employer_consents=facts.flag("employer_consents", default=False),
        in_normal_hours=facts.flag("in_normal_hours", default=False),
    )
    return Explained({"deemed_at_work": found.value}, found.because, found.warnings)


def prosthesis_damage_declarable(facts: Facts) -> Explained[Result]:
    only(facts, PRIVATE)
    found = at_work.prosthesis_damage(lesion=facts.flag("lesion", default=False), damaged=facts.flag("damaged"))
    return Explained({"declare": found.value}, found.because, found.warnings)


QUESTIONS = {
    "accident_at_work": accident_at_work,
    "telework_accident": telework_accident,
    "way_to_work": way_to_work,
    "deemed_workplace": deemed_workplace,
    "prosthesis_damage_declarable": prosthesis_damage_declarable,
}
