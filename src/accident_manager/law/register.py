"""The register of the rules (`data/rules.yaml`): what each rule says, how sure it is, what answers it, what is open."""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from accident_manager.foundation.refusal import N_, Refusal
from accident_manager.law import door, parameters, settings
from accident_manager.law.parameters import Parameter
from accident_manager.law.settings import Setting

ANSWERS = ("computed", "person", "stated")
CONFIDENCES = ("H", "M", "L")

_NUMBERS = re.compile(r"[AR][0-9]+")
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class RuleUnknown(Refusal):
    """A rule that is not in the register."""

    code = "law.unknown-rule"
    sentence = N_("There is no such rule: the rules are R1 to R92, the conventions A1 to A12.")


@dataclass(frozen=True, slots=True)
class Uncertain:
    """Something that a lawyer of the insurer should confirm, and how sure it is (M or L)."""

    point: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as the register has it. `topics` are those that `door.evaluate` answers."""

    number: str
    subject: str
    says: str
    articles: str
    confidence: str
    answer: str
    topics: tuple[str, ...]
    uncertain: tuple[Uncertain, ...]

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """The numbers of the law whose file names this rule."""
        every = (parameters.parameter(name) for name in parameters.names())
        return tuple(number for number in every if self.number in numbers_in(number.rule))

    @property
    def settings(self) -> tuple[Setting, ...]:
        """The open points whose file names this rule."""
        every = (settings.setting(name) for name in settings.names())
        return tuple(point for point in every if self.number in numbers_in(point.rule))


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """What the sources leave open, with the rules that it touches."""

    number: int
    rules: tuple[str, ...]
    point: str


@cache
def rules() -> Mapping[str, Rule]:
    """Every rule and convention by its number, in the order of the register. ValueError when the register is wrong."""
    found: dict[str, Rule] = {}
    for entry in _content()["rules"]:
        rule = _rule(entry)
        if rule.number in found:
            raise ValueError(f"{rule.number} stands twice in the register")
        found[rule.number] = rule
    return found


def rule(number: str) -> Rule:
    """The rule of this number; "r38" is R38, a part such as "R61a" its whole. RuleUnknown."""
    found = re.fullmatch(r"([AR][0-9]+)[A-Z]?", number.strip().upper(), re.ASCII)
    if found is None or found[1] not in rules():
        raise RuleUnknown(field="rule")
    return rules()[found[1]]


def numbers_in(text: str) -> tuple[str, ...]:
    """The rules that a text names: "R27, R61c" gives R27 and R61."""
    return tuple(_NUMBERS.findall(text))


def rules_of(topic: str) -> tuple[Rule, ...]:
    """The rules that a topic applies; the conventions last."""
    found = [rule for rule in rules().values() if topic in rule.topics]
    return tuple(sorted(found, key=lambda rule: rule.number.startswith("A")))


def rule_of(number: Parameter) -> Rule:
    """The first rule that the file of a number names."""
    return rule(numbers_in(number.rule)[0])


@cache
def subjects() -> Mapping[str, str]:
    """The subjects of the rules in their order: key to words."""
    return dict(_content()["subjects"])


@cache
def open_points() -> tuple[OpenPoint, ...]:
    return tuple(OpenPoint(e["number"], tuple(e["rules"]), e["point"]) for e in _content()["open_points"])


@cache
def sources() -> Mapping[str, str]:
    """The addresses of the sources by their keys."""
    with files("accident_manager.law").joinpath("data", "sources.csv").open(encoding="utf-8") as lines:
        return {row["key"]: row["address"] for row in csv.DictReader(lines)}


def _rule(entry: Mapping[str, Any]) -> Rule:
    number, known = entry["number"], set(door.topics())
    if entry["answer"] not in ANSWERS or entry["confidence"] not in CONFIDENCES or entry["subject"] not in subjects():
        raise ValueError(f"{number}: its subject, confidence or answer is none of those there are")
    return Rule(
        number=number,
        subject=entry["subject"],
        says=entry["says"],
        articles=entry["articles"],
        confidence=entry["confidence"],
        answer=entry["answer"],
        topics=tuple(topic for topic in entry.get("topics", ()) if topic in known),
        uncertain=tuple(Uncertain(one["point"], one["confidence"]) for one in entry.get("uncertain", ())),
    )


@cache
def _content() -> Mapping[str, Any]:
    text = files("accident_manager.law").joinpath("data", "rules.yaml").read_text(encoding="utf-8")
    content: Mapping[str, Any] = yaml.load(text, Loader=_Loader)  # noqa: S506  (a safe loader)
    return content
