"""The parts of the body in the order in which one looks for them: by limb, several places and the unknown last.

The numbers are the ESAW codes of the table body_part; the picture shows those in DRAWN.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from accident_manager.foundation.refusal import N_

DRAWN = frozenset("11 12 21 31 41 42 43 51 52 53 54 55 61 62 63 64 65".split())
_GROUPS = {
    "1": N_("Head and neck"),
    "2": N_("Head and neck"),
    "3": N_("Trunk"),
    "4": N_("Trunk"),
    "5": N_("Arm and hand"),
    "6": N_("Leg and foot"),
}
_ELSEWHERE = N_("Several places, or not known")


@dataclass(frozen=True, slots=True)
class Part:
    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Group:
    """`title`: a source sentence."""

    title: str
    parts: tuple[Part, ...]


def groups(codes: Iterable[tuple[str, str]]) -> tuple[Group, ...]:
    """Codes with their labels, grouped; within a group as the table has them."""
    gathered: dict[str, list[Part]] = {title: [] for title in (*_GROUPS.values(), _ELSEWHERE)}
    for code, label in codes:
        # ESAW: a second digit 8 means several places of that part.
        title = _ELSEWHERE if code.endswith("8") else _GROUPS.get(code[:1], _ELSEWHERE)
        gathered[title].append(Part(code, label))
    return tuple(Group(title, tuple(parts)) for title, parts in gathered.items() if parts)
