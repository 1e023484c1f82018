"""Who is told what and when; the ways against a refusal."""

from typing import cast

from accident_manager.foundation.explained import Explained
from accident_manager.law import duties, time_limits
from accident_manager.law.door import Result, written
from accident_manager.law.facts import Facts
from accident_manager.law.questions import either_regime

_DECISIONS = {"acceptance": "acceptance", "refusal": "refusal", "doubt": "doubt"}


def who_is_told(facts: Facts) -> Explained[Result]:
    situation = duties.Situation(
        regime=either_regime(facts),
        accident_on=facts.day("accident_date"),
        light=facts.flag("light_accident", default=False),
        serious=facts.flag("serious_accident", default=False),
        tell_at_once=facts.flag("immediate_notification", default=False),
        agency_worker=facts.flag("agency_worker", default=False),
        declared_on=facts.maybe_day("declaration_received_on"),
        decision=cast(time_limits.Decision, facts.choice("decision", _DECISIONS)) if facts.given("decision") else None,
        temporary_days=(
            facts.whole("healed_after_incapacity_days") if facts.given("healed_after_incapacity_days") else None
        ),
        permanent_incapacity=facts.flag("permanent_incapacity", default=False),
        degree_changed=facts.flag("degree_changed", default=False),
    )
    found = duties.duties(situation)
    listed = [
        {
            "event": duty.event,
            "from": duty.by,
            "to": list(duty.to),
            "when": duty.when,
            "last_day": written(duty.last_day),
            "rule": duty.rule,
        }
        for duty in found.value
    ]
    return Explained({"duties": listed}, found.because, found.warnings)


def refusal_routes(facts: Facts) -> Explained[Result]:
    found = duties.against_refusal(
        regime=either_regime(facts),
        right_born_on=facts.day("right_born_on"),
        refused_on=facts.maybe_day("refused_on"),
        serious=facts.flag("serious_accident", default=False),
    )
    result = {
        "routes": list(found.value.routes),
        "last_day": written(found.value.last_day),
        "fedris_examines_by_itself": found.value.fedris_examines_by_itself,
    }
    return Explained(result, found.because, found.warnings)


QUESTIONS = {
    "who_is_told": who_is_told,
    "refusal_routes": refusal_routes,
}
