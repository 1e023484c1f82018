"""What is still missing, and how far each page is."""

from dataclasses import dataclass
from typing import Literal

from accident_manager.claims.rules.declaration.fields import Answers, Field, is_answered, is_required, values_of
from accident_manager.claims.rules.declaration.parsing import input_names
from accident_manager.claims.rules.declaration.problems import Problem
from accident_manager.claims.rules.declaration.steps import Step, fields_of, steps_for
from accident_manager.foundation.refusal import N_

State = Literal["todo", "half", "done", "optional"]

_ASK = {
    "choice": N_("Choose an answer."),
    "choices": N_("Choose what was worn, or “None”."),
    "code": N_("Type a word and choose from the list."),
    "date": N_("Enter the day, the month and the year."),
    "datetime": N_("Enter the date and the hour."),
    "time": N_("Enter the hour, for example 8:10."),
    "money": N_("Enter the amount in euro."),
    "decimal": N_("Enter a number."),
    "integer": N_("Enter a number."),
    "unit_number": N_("Choose the establishment."),
    "text": N_("Describe it in your own words."),
}
_FILL_IN = N_("Fill in this answer.")


@dataclass(frozen=True, slots=True)
class StepState:
    """How far a page is: "todo" (nothing answered), "half", "done", or "optional" (nothing needed, nothing answered).

    `missing_count`: needed answers that are not there, and answers that cannot be read.
    """

    step: Step
    state: State
    missing_count: int


def missing(values: Answers, scheme: str) -> list[Problem]:
    """A problem for every needed answer that is not there, in the order of the pages."""
    values = values_of(values)
    return [
        Problem(leaf.key, _ASK.get(leaf.kind, _FILL_IN), {}, step.slug, "missing")
        for step in steps_for(scheme)
        for field in fields_of(step, scheme, values)
        for leaf in _needed(field, scheme, values)
    ]


def progress(values: Answers, scheme: str) -> list[StepState]:
    """The state of every page, in order. With the stored shape, what cannot be read counts as missing."""
    typed = values.get("raw") if "values" in values else None
    unread = typed if isinstance(typed, dict) else {}
    values = values_of(values)
    lacking = missing(values, scheme)
    states = []
    for step in steps_for(scheme):
        fields = [field for field in fields_of(step, scheme, values) if not field.prefilled]
        invalid = {
            leaf.key
            for field in fields
            for leaf in field.leaves
            if any(unread.get(name, "").strip() for name in input_names(leaf))
        }
        count = len({problem.field_key for problem in lacking if problem.step == step.slug} | invalid)
        begun = bool(invalid) or any(is_answered(field, values) for field in fields)
        state: State
        state = ("half" if begun else "todo") if count else ("done" if begun else "optional")
        states.append(StepState(step, state, count))
    return states


def _needed(field: Field, scheme: str, values: Answers) -> list[Field]:
    """The inputs of a field that need an answer and have none."""
    return [leaf for leaf in field.leaves if is_required(leaf, scheme, values) and not is_answered(leaf, values)]
