"""What the insurer's support and administrators may do to an account, and the codes for why."""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from accident_manager.foundation.identifiers import parse_niss
from accident_manager.foundation.refusal import N_, InvalidInput
from accident_manager.identity.rules.permissions import STAFF_ROLES, Role

CORRECT, EMAIL, ROLES, STAFF, BLOCK, RESET, LINK, END, RELEASE = (
    "correct", "email", "roles", "staff-roles", "block", "reset", "link", "end", "release",
)  # fmt: skip

# How somebody made sure of who asks. Each can be looked up afterwards; "I know him" is none of them.
EVIDENCE: Mapping[str, str] = MappingProxyType(
    {
        "called-back": N_("Called back on the number that we know"),
        "in-person": N_("In person, with an identity document"),
        "second-person": N_("Confirmed by a second colleague at the employer"),
        "eid-signed": N_("A request signed with the electronic identity card"),
    }
)
BLOCK_REASONS: Mapping[str, str] = MappingProxyType(
    {
        "left": N_("No longer works there"),
        "misuse": N_("Misuse is suspected"),
        "asked": N_("The person or the employer asks for it"),
        "long-unused": N_("Not used for a long time"),
    }
)
UNBLOCK_REASONS: Mapping[str, str] = MappingProxyType(
    {
        "cleared": N_("The suspicion was unfounded"),
        "returned": N_("Works there again"),
        "mistake": N_("Was blocked by mistake"),
    }
)
_REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.:_-]{0,29}")


def allowed(acts: frozenset[str], *, is_self: bool, held: Iterable[str]) -> frozenset[str]:
    """What somebody with these acts may do to an account that holds, or will hold, these roles.

    Nobody does anything to himself here. Whoever could give himself the rights of an administrator by taking over the
    account of one (another address, another second factor) may not touch it; the address of a colleague at the insurer
    is for administrators, too.
    """
    roles = {Role(role) for role in held}
    staff = "accounts.staff_roles" in acts
    if "accounts.write" not in acts or is_self:
        return frozenset()
    if Role.ADMINISTRATOR in roles and not staff:
        return frozenset({LINK})
    found = {CORRECT, ROLES, BLOCK, LINK, END, RELEASE}
    if "accounts.reset_factor" in acts:
        found.add(RESET)
    if staff:
        found |= {EMAIL, STAFF}
    elif not roles & STAFF_ROLES:
        found.add(EMAIL)
    return frozenset(found)


def reference(typed: str) -> str:
    """The number under which the insurer keeps the proof, or "". InvalidInput for words and for national numbers."""
    text = typed.strip()
    if not text:
        return ""
    if not _REFERENCE.fullmatch(text) or "@" in text or _is_niss(text):
        raise InvalidInput(
            N_("A reference is a number of yours: letters, digits, points and dashes, at most 30. No names."),
            field="reference",
        )
    return text


def chosen(code: str, among: Mapping[str, str], sentence: str, field: str) -> str:
    """The code when it is one of these, else InvalidInput with the sentence beside the field."""
    if code not in among:
        raise InvalidInput(sentence, field=field)
    return code


def _is_niss(text: str) -> bool:
    try:
        parse_niss(text)
    except InvalidInput:
        return False
    return True
