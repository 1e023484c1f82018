"""Answers as people read them: on the check page, in the file and in the PDF."""

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from accident_manager import codes
from accident_manager.claims.rules.declaration.fields import Answers, Field, is_answered, is_required, values_of
from accident_manager.claims.rules.declaration.steps import fields_of, steps_for
from accident_manager.foundation import identifiers
from accident_manager.wording import form, say

# Choices whose codes stand on the form; the codes of the others are ours and mean nothing to a reader.
_NUMBERED = frozenset({"deviation", "material_agent", "injury_type", "body_part", "isco08"})


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """A question and its answer as text ("" when there is none; then `missing` says whether it is needed)."""

    label: str
    text: str
    step_slug: str
    field_key: str
    medical: bool = False
    missing: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A page of the declaration: its title in the reader's language, and its rows."""

    title: str
    rows: tuple[SummaryRow, ...]
    step_slug: str = ""


def display(field: Field, value: Any, language: str, *, masked: bool = True) -> str | list[str]:
    """A value as it is read: "51 Chute de personne - de hauteur", "18 november 2026, 8.10 uur". A list for checkboxes.

    `masked` hides most of national and account numbers (screens); without it they are written in full (PDF).
    A value that cannot be what it should be is shown as it is.
    """
    if value in (None, "", []):
        return [] if field.kind == "choices" else ""
    try:
        return _displayed(field, value, language, masked)
    except (ValueError, TypeError, ArithmeticError, LookupError):
        return [str(item) for item in value] if isinstance(value, list) else str(value)


def summary_blocks(values: Answers, scheme: str, language: str, masked: bool) -> list[Block]:
    """One block a page, one row a question. Pages without questions and prefilled facts without value are left out."""
    values = values_of(values)
    blocks = []
    for step in steps_for(scheme):
        rows = tuple(
            SummaryRow(
                label=field.label(language),
                text=_text(field, values, language, masked),
                step_slug=step.slug,
                field_key=field.key,
                medical=field.medical,
                missing=any(is_required(x, scheme, values) and not is_answered(x, values) for x in field.leaves),
            )
            for field in fields_of(step, scheme, values)
            if is_answered(field, values) or not field.prefilled
        )
        if rows:
            blocks.append(Block(say(step.title, language), rows, step.slug))
    return blocks


def _text(field: Field, values: Answers, language: str, masked: bool) -> str:
    if not is_answered(field, values):
        return ""
    if not field.parts:
        shown = display(field, values.get(field.key), language, masked=masked)
        return ", ".join(shown) if isinstance(shown, list) else shown
    said = {
        part.key.rpartition(".")[2]: str(display(part, values.get(part.key), language, masked=masked))
        for part in field.parts
    }
    if field.kind == "group" and {"from", "to"} == said.keys():
        return " – ".join(filter(None, said.values()))
    if {"street", "number", "box"} <= said.keys():
        # An address is written as on an envelope: street and number, postcode and municipality.
        box = f" / {said.pop('box')}" if said["box"] else ""
        street = " ".join(filter(None, (said["street"], said["number"]))) + box
        place = " ".join(filter(None, (said.get("postcode"), said.get("municipality"))))
        return ", ".join(filter(None, (street, place, said.get("country"))))
    if field.key in ("year_end_bonus_value", "other_benefits", "police_report_details", "third_party_details"):
        # The parts do not explain themselves.
        nbsp = form.NBSP if language == "fr" else ""
        return "; ".join(
            f"{part.label(language)}{nbsp}: {said[part.key.rpartition('.')[2]]}"
            for part in field.parts
            if said[part.key.rpartition(".")[2]]
        )
    return ", ".join(filter(None, said.values()))


def _displayed(field: Field, value: Any, language: str, masked: bool) -> str | list[str]:
    match field.kind:
        case "choices":
            return [codes.table(field.table).label(code, language) for code in value]
        case "choice" | "code":
            label = codes.table(field.table).label(value, language)
            return f"{value} {label}" if field.table in _NUMBERED else label
        case "date":
            return form.day(date.fromisoformat(value), language)
        case "datetime":
            at = datetime.fromisoformat(value)
            return f"{form.day(at.date(), language)}, {form.hour(at.time(), language)}"
        case "time":
            return form.hour(time.fromisoformat(value), language)
        case "money":
            return form.money(Decimal(value), language)
        case "decimal":
            return form.number(Decimal(value), language)
        case "niss":
            return identifiers.mask_niss(value) if masked else identifiers.format_niss(value)
        case "iban":
            return identifiers.mask_iban(value) if masked else identifiers.format_iban(value)
        case "enterprise_number":
            return identifiers.format_enterprise_number(value)
        case "employer_number":
            return identifiers.format_enterprise_number(value) if len(value) == 10 else value
        case "unit_number":
            return identifiers.format_establishment_unit(value)
        case _:
            return str(value)
