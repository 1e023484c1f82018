"""The states of a file in words, and what those outside the insurer may know of them."""

from accident_manager.foundation.refusal import N_

DECIDED = frozenset({"accepted", "refused"})

WORDS = {
    "received": N_("In examination"),
    "information_requested": N_("Information requested"),
    "in_doubt": N_("In doubt"),
    "refusal_proposed": N_("Refusal proposed"),
    "acceptance_prepared": N_("Acceptance prepared for the authority"),
    "refusal_prepared": N_("Refusal prepared for the authority"),
    "accepted": N_("Accepted"),
    "refused": N_("Refused"),
}
_AUTHORITY_WORDS = {
    "accepted": N_("Accepted by the authority"),
    "refused": N_("Refused by the authority"),
}
# A proposal is the insurer's own affair until a second person has confirmed it.
_FROM_OUTSIDE = {"refusal_proposed": "received", "acceptance_prepared": "received", "refusal_prepared": "received"}

_NEXT_FOR_THE_EMPLOYER = {
    "received": N_("The insurer decides by %(day)s"),
    "information_requested": N_("Answer what the insurer asked"),
    "in_doubt": N_("The insurer investigates"),
    "accepted": N_("Report the return to work"),
    "refused": N_("The victim may contest the decision"),
}
_NEXT_PUBLIC = {
    "received": N_("The authority decides by %(day)s"),
    "in_doubt": N_("The authority investigates"),
}


def from_outside(status: str) -> str:
    """The status as victims and employers see it."""
    return _FROM_OUTSIDE.get(status, status)


def words(status: str, scheme: str) -> str:
    """The English source sentence for a status; in the public sector the authority decides (R12, R62)."""
    if scheme == "public_1967" and status in _AUTHORITY_WORDS:
        return _AUTHORITY_WORDS[status]
    return WORDS[status]


def next_step_outside(status: str, scheme: str) -> str:
    """What comes next for an employer or a victim; a source sentence that may name the `day` of the decision."""
    status = from_outside(status)
    if scheme == "public_1967" and status in _NEXT_PUBLIC:
        return _NEXT_PUBLIC[status]
    return _NEXT_FOR_THE_EMPLOYER[status]
