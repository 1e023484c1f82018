"""The door of the law: a topic and its facts in, the result with its reasons out.

Each topic is a function in `law.questions` that reads its facts and calls the typed functions of the subjects.
"""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import import_module
from typing import Any

from accident_manager.foundation.explained import Explained
from accident_manager.foundation.refusal import N_, Refusal
from accident_manager.law.facts import FactInvalid, Facts
from accident_manager.law.parameters import NotKnown, steady

Result = dict[str, Any]
Question = Callable[[Facts], Explained[Result]]

_SUBJECTS = (
    "accident",
    "time_limits",
    "index",
    "wage",
    "temporary_incapacity",
    "public_sector",
    "at_work",
    "scope",
    "procedure",
    "permanent_incapacity",
    "costs",
    "public_annuity",
    "death",
    "recourse",
    "insurance_duty",
    "indicators",
    "duties",
)

# A typed function names its own argument; the facts of a question have longer names.
_FACT_NAMES: Mapping[str, tuple[str, ...]] = {
    "base": ("base_wage_eur", "annual_wage_eur"),
    "components": ("annual_wage_eur",),
    "periods": ("incapacity_from",),
    "days": ("calendar_days",),
    "incapacity_days": ("temporary_incapacity_days",),
    "letter_on": ("letter_date",),
    "worsening_known_on": ("worsening_known_to_employer_on",),
    "part_time": ("part_time_wage_eur",),
    "unpaid_days": ("unpaid_days_to_complete",),
    "series": ("series",),
    "degree": ("degree_percent",),
    "degree_after": ("degree_after_percent",),
    "whole_degree": ("whole_degree_percent",),
    "first_degree": ("first_degree_percent",),
    "own_degree": ("second_own_degree_percent",),
    "annual": ("annual_eur", "annual_annuity_eur", "annual_gross_eur"),
    "contribution_percent": ("social_contribution_percent",),
    "need": ("need_percent",),
    "monthly_income": ("minimum_monthly_income_eur",),
    "born_on": ("birth_date",),
    "decided_on": ("decision_date",),
    "coefficient": ("scale_coefficient", "index_coefficient_at_accident", "coefficient_now"),
    "rate": ("rate_per_km",),
    "died_on": ("death_date",),
    "accident_on": ("accident_date",),
    "consolidated_on": ("consolidation_date",),
    "victim_born_on": ("victim_birth_date",),
    "alimony": ("partner_is_divorced_with_yearly_alimony_eur",),
    "declared_on": ("declaration_received_on",),
    "light": ("light_accident",),
    "tell_at_once": ("immediate_notification",),
    "temporary_days": ("healed_after_incapacity_days",),
    "new_degree": ("new_degree_percent",),
    "salary": ("salary_eur",),
    "statutory": ("statutory_eur",),
    "hours": ("exposure_hours",),
    "working_time": ("working_time_percent",),
}


class UnknownTopic(Refusal):
    """A topic that the law has no answer to (yet)."""

    code = "law.unknown-topic"
    sentence = N_("There is no such topic: check its name.")


def topics() -> tuple[str, ...]:
    """The names of all topics, in alphabetical order."""
    return tuple(sorted(_questions()))


def evaluate(topic: str, facts: Mapping[str, Any]) -> Explained[Result]:
    """The answer to a topic, its keys those of `domain/examples.csv`: amounts and dates as text, flags, whole numbers.

    Raises a Refusal with code, sentence and field for facts that are missing, of the wrong kind, out of range or
    contradictory, for days on which a number of the law is not known, and for unknown topics.
    """
    asked = question(topic)
    if not isinstance(facts, Mapping) or not all(isinstance(key, str) for key in facts):
        raise FactInvalid(N_("The facts are a list of names with their values."), field="inputs")
    reader = Facts(facts)
    try:
        with steady():
            found = asked(reader)
    except Refusal as refusal:
        refusal.field = _fact_name(refusal, reader)
        raise
    reader.refuse_unknown()
    return found


def question(topic: Any) -> Question:
    """The function that answers a topic. UnknownTopic."""
    found = _questions().get(topic) if isinstance(topic, str) else None
    if found is None:
        raise UnknownTopic(field="topic")
    return found


def written(value: Any) -> Any:
    """A value as results write it: amounts with two decimals and dates as text, everything else as it is."""
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    if isinstance(value, date):
        return value.isoformat()
    return value


@cache
def _questions() -> Mapping[str, Question]:
    found: dict[str, Question] = {}
    for subject in _SUBJECTS:
        module = import_module(f"accident_manager.law.questions.{subject}")
        for topic, question in module.QUESTIONS.items():
            if topic in found:
                raise ValueError(f"two questions answer to {topic!r}")
            found[topic] = question
    return found


def _fact_name(refusal: Refusal, facts: Facts) -> str | None:
    """The fact a refusal is about: the typed function's own name, or the day that has no value."""
    field = refusal.field
    if isinstance(refusal, NotKnown) and (key := facts.key_of(refusal.day)):
        return key
    if facts.has(field) or field is None:
        return field
    return next((name for name in _FACT_NAMES.get(field, ()) if facts.has(name)), field)
