"""The declaration as data: what is asked under each law, how an answer is read, what is missing, what contradicts.

Two schemes: "private_1971" (law of 10 April 1971, full form) and "public_1967" (law of 3 July 1967, form and Publiato).

**Stored shape.** The answers of a draft are one JSON object, the same for every caller:

    {"values": {key: value}, "raw": {input name: text typed that is not valid}}

`values` is flat; parts of a group have dotted keys ("victim_address.street", "schedule_1.from", "witness.0.name").
A value is what JSON can hold:

    text, codes, numbers with check digits     text ("51", "02.03", "85073003328", "BE68539007547034")
    yes or no, yes/no/unknown, other choices   the code of the option ("yes", "unknown", "commuting")
    protection equipment                       list of codes
    date, time, date with hour                 "2026-11-18", "08:10", "2026-11-18T08:10" (Brussels time)
    amounts (EUR) and decimals                 text "1234.56"
    whole numbers                              number

`raw` keeps what cannot be read yet under the name of its input ("accident_date.day"), so that nothing typed is lost.
A value whose question is not asked any more stays in `values` (the person may change his mind), but does not count:
`declared` gives what is sent. Functions that take `answers` accept the stored shape or its `values`.

Keys that `casework` fills from the policy and the account: those of fields marked `prefilled`, and `employer_has_units`
("yes" when the establishment must be chosen). They are shown as facts, never read from a form, never "missing".

**Letters** per scheme in `fields.csv`: M m mandatory, C c conditional, O o optional, - not asked (hidden). Capital: as
on the form; small: our proposal. A conditional field is asked and needed when its `condition` holds, and optional when
it has none. Conditions: "place_kind=2/3/4" (one of), "dimona_exempt!=yes" (not), "nsso_worker_code=" (not answered),
"private_1971:employer_has_units=yes" (under that scheme). A question that the scheme does not put hides no other.
"""

from accident_manager.claims.rules.declaration.checks import check_all
from accident_manager.claims.rules.declaration.cleaning import Cleaned, Raw, autosave, clean, inputs
from accident_manager.claims.rules.declaration.fields import (
    SCHEMES,
    Answers,
    Field,
    declared,
    field,
    is_asked,
    is_required,
    values_of,
)
from accident_manager.claims.rules.declaration.parsing import input_names
from accident_manager.claims.rules.declaration.problems import Problem
from accident_manager.claims.rules.declaration.progress import StepState, missing, progress
from accident_manager.claims.rules.declaration.steps import Step, fields_of, step, steps_for
from accident_manager.claims.rules.declaration.summary import Block, SummaryRow, display, summary_blocks

__all__ = [
    "SCHEMES",
    "Answers",
    "Block",
    "Cleaned",
    "Field",
    "Problem",
    "Raw",
    "Step",
    "StepState",
    "SummaryRow",
    "autosave",
    "check_all",
    "clean",
    "declared",
    "display",
    "field",
    "fields_of",
    "input_names",
    "inputs",
    "is_asked",
    "is_required",
    "missing",
    "progress",
    "step",
    "steps_for",
    "summary_blocks",
    "values_of",
]
