"""What a decision must say before it can be taken: the four elements of an accident, and reasons for a refusal.

R1, R2 (LAT art. 7 and 9), R3 for the public sector; R19 for the reasons.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from accident_manager.foundation.refusal import N_, Refusal

# What must hold for an event to be an accident at work, with the words of the private scheme.
ELEMENTS: Mapping[str, str] = {
    "sudden_event": N_("Sudden event"),
    "lesion": N_("Lesion"),
    "in_course": N_("In the course of the contract"),
    "because_of": N_("Because of the contract"),
}
# The public scheme says "the function" where the private one says "the contract" (R3).
PUBLIC_ELEMENTS: Mapping[str, str] = {
    **ELEMENTS,
    "in_course": N_("In the course of the duties"),
    "because_of": N_("Because of the duties"),
}
# What the insurer may presume, until it proves the contrary (R2).
PRESUMED: Mapping[str, str] = {
    "lesion": N_("Presumed to come from the accident when event and lesion are shown (LAT art. 9)."),
    "because_of": N_("Presumed when it happened in the course of the contract (LAT art. 7)."),
}
PUBLIC_PRESUMED: Mapping[str, str] = {
    "lesion": N_("Presumed to come from the accident when event and lesion are shown (law of 3 July 1967, art. 2)."),
    "because_of": N_("Presumed when it happened in the course of the duties (law of 3 July 1967, art. 2)."),
}
TEXT_LIMIT = 4000


class ReasonMissing(Refusal):
    code = "claims.decide.reason-missing"
    sentence = N_(
        "Give the reason in words the victim understands: it stands in the letter (LAT art. 63, Charter art. 13)."
    )


class ElementMissing(Refusal):
    code = "claims.decide.element-missing"
    sentence = N_("Say which element is not shown, and why: a refusal names at least one.")


class ElementNotShown(Refusal):
    code = "claims.decide.element-not-shown"
    sentence = N_(
        "You marked an element as not shown: an acceptance needs all four. Doubt it, ask for more, or propose a"
        " refusal."
    )


class TextTooLong(Refusal):
    code = "claims.decide.text-too-long"
    sentence = N_("This text is too long: write at most %(limit)s characters.")


def elements_of(scheme: str) -> Mapping[str, str]:
    """The four elements in the words of the scheme."""
    return PUBLIC_ELEMENTS if scheme == "public_1967" else ELEMENTS


def presumed_in(scheme: str) -> Mapping[str, str]:
    """Which elements are presumed in the scheme, and by which article (R2, R3)."""
    return PUBLIC_PRESUMED if scheme == "public_1967" else PRESUMED


@dataclass(frozen=True, slots=True)
class Grounds:
    """What the handler found: the elements that are not shown, each with its reason, and the reason as a whole."""

    not_shown: Mapping[str, str]
    text: str = ""

    def as_json(self) -> dict[str, Any]:
        return {
            "elements": {name: {"holds": False, "why": why} for name, why in self.not_shown.items()},
            "text": self.text,
        }


def elements(scheme: str) -> Mapping[str, str]:
    """The four elements in the words of a scheme: source sentences."""
    return PUBLIC_ELEMENTS if scheme == "public_1967" else ELEMENTS


def grounds_from(stored: Mapping[str, Any]) -> Grounds:
    """What `Grounds.as_json` kept."""
    kept = stored.get("elements", {})
    return Grounds({name: said["why"] for name, said in kept.items() if not said["holds"]}, stored.get("text", ""))


def checked_for_acceptance(grounds: Grounds) -> Grounds:
    """Nothing that speaks against it. ElementNotShown, TextTooLong."""
    if grounds.not_shown:
        raise ElementNotShown(field="elements")
    checked_text(grounds.text)
    return grounds


def checked_for_doubt(grounds: Grounds) -> Grounds:
    """The reason as a whole; elements only when the doubt is about them. ReasonMissing, ElementMissing, TextTooLong."""
    if not grounds.text.strip():
        raise ReasonMissing(field="text")
    _check_elements(grounds)
    checked_text(grounds.text)
    return grounds


def checked_for_refusal(grounds: Grounds) -> Grounds:
    """At least one element not shown, each with its reason, and the reason as a whole (R16, R19, R90)."""
    if not grounds.not_shown:
        raise ElementMissing(field="elements")
    for element, why in grounds.not_shown.items():
        if not why.strip():
            raise ReasonMissing(field=f"why_{element}")
    return checked_for_doubt(grounds)


def checked_text(text: str, field: str = "text") -> None:
    """Nothing, or TextTooLong beside the field."""
    if len(text) > TEXT_LIMIT:
        raise TextTooLong(field=field, limit=TEXT_LIMIT)


def _check_elements(grounds: Grounds) -> None:
    for element, why in grounds.not_shown.items():
        if element not in ELEMENTS:
            raise ElementMissing(field="elements")
        checked_text(why, f"why_{element}")
