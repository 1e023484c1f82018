"""The words of the calculator: which topics stand under which subject, what facts, words and results are called.

Four files hold them, as English source sentences: `topics.yaml`, `facts.yaml`, `words.yaml`, `results.yaml`; their fr,
nl, de stand in `wording/catalogue/calculator_*.toml`. What a topic asks comes from the law itself (`law.asked`).
`examples.yaml` holds the facts of one example a topic, each a case of the law's tests.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from accident_manager.foundation.refusal import N_
from accident_manager.law import register


@dataclass(frozen=True, slots=True)
class Topic:
    """A question that people ask. `answer` is the result shown large, the first one where it is empty."""

    name: str
    title: str
    says: str
    subject: str
    answer: str = ""


@cache
def subjects() -> Mapping[str, str]:
    """Key to words, in the order of the list."""
    words = register.subjects()
    return {key: words[key] for key in _read("topics")}


@cache
def topics() -> Mapping[str, Topic]:
    """Every topic of the calculator by its name in the law."""
    return {
        name: Topic(name, entry["name"], entry["says"], subject, entry.get("answer", ""))
        for subject, entries in _read("topics").items()
        for name, entry in entries.items()
    }


def label_of_fact(topic: str, key: str) -> str:
    found = _fact(topic, key)
    return found["label"] if isinstance(found, dict) else str(found)


def hint_of_fact(topic: str, key: str) -> str:
    found = _fact(topic, key)
    return found["hint"] if isinstance(found, dict) else ""


def word(value: str, *places: str) -> str:
    """What a word stands for where it is used: the most particular place first ("duties.event", "event")."""
    words = _read("words")
    return str(
        next((words[f"{place}.{value}"] for place in places if f"{place}.{value}" in words), None) or words[value]
    )


def has_word(value: str, *places: str) -> bool:
    words = _read("words")
    return value in words or any(f"{place}.{value}" in words for place in places)


def label_of_result(topic: str, key: str) -> str:
    """`key` with its list where it stands in rows: "duties.event"."""
    results = _read("results")
    return str(results.get(f"{topic}.{key}") or results[key])


@cache
def examples() -> Mapping[str, Mapping[str, Any]]:
    """Facts of one example for each topic, as the law takes them."""
    return _read("examples")


# An open point of the law, as a calculation names it among the numbers that it read.
SETTINGS: Mapping[str, str] = {
    "death_annuity_start": N_("First day of annuities after a death (open point)"),
    "death_reduction": N_("Reduction when annuities exceed the maximum (open point)"),
    "last_day_shift": N_("A last day that is no working day (open point)"),
    "late_interest_days": N_("Counting the days of late interest (open point)"),
    "late_interest_rate": N_("Rate of late interest (open point)"),
    "public_after_service": N_("Cap of 25 % after leaving the service (open point)"),
    "public_degree_change": N_("Change of the degree by the authority (open point)"),
    "public_deindexation": N_("De-indexation before the ceiling (open point)"),
}
# Under which fact the readings of an open point have their words.
READINGS: Mapping[str, str] = {
    "last_day_shift": "shift",
    "public_degree_change": "reading",
    "public_deindexation": "deindexation",
}


def _fact(topic: str, key: str) -> Any:
    facts = _read("facts")
    return facts.get(f"{topic}.{key}") or facts[key]


@cache
def _read(name: str) -> dict[str, Any]:
    text = files(__name__).joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found
