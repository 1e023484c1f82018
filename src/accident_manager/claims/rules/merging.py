"""Several people on one draft: whose answer stands in which field.

A field is what stands in one input group: its checked value, and what was typed when that cannot be read. A page sends
all its fields, also those nobody touched; what stood there when the page was loaded tells the difference.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from accident_manager.claims.rules.declaration import input_names
from accident_manager.claims.rules.declaration.fields import Field

# Changes of a field that are remembered, to know what somebody with an old page was looking at.
REMEMBERED = 12

Stored = Mapping[str, Any]
Versions = Mapping[str, Any]
Earlier = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Content:
    """What stands in a field."""

    value: Any
    typed: Mapping[str, str] = field(default_factory=dict)

    @property
    def shown(self) -> Any:
        """The value, or the text typed where it cannot be read."""
        return " ".join(text for text in self.typed.values() if text) if self.typed else self.value


@dataclass(frozen=True, slots=True)
class Clash:
    """A field changed by two people at once, and by whom and when (ISO instant) it was changed first."""

    key: str
    theirs: Content
    mine: Content
    who: UUID
    when: str


@dataclass(frozen=True, slots=True)
class Merged:
    """The outcome: what to store, the fields that changed, and the clashes, where theirs stays."""

    stored: dict[str, dict[str, Any]]
    versions: dict[str, Any]
    earlier: dict[str, Any]
    changed: tuple[str, ...]
    clashes: tuple[Clash, ...]


def merge(
    fields: Iterable[Field],
    *,
    stored: Stored,
    mine: Stored,
    versions: Versions,
    earlier: Earlier,
    base_version: int,
    version: int,
    by: UUID,
    at: str,
    kept: frozenset[str] = frozenset(),
) -> Merged:
    """Put my page into what is stored.

    `fields` are the inputs of the page, `mine` the stored shape with my page in it, `base_version` the version that my
    page shows, `version` the one that this makes, `kept` the fields in which I insist on mine.
    """
    values, raw = dict(stored.get("values", {})), dict(stored.get("raw", {}))
    new_versions, new_earlier = dict(versions), dict(earlier)
    changed, clashes = [], []
    for leaf in fields:
        theirs, ours = content(leaf, stored), content(leaf, mine)
        if theirs == ours:
            continue
        last_version, last_by, last_at = versions.get(leaf.key, (0, str(by), ""))
        meanwhile = last_version > base_version and last_by != str(by)
        if meanwhile and leaf.key not in kept:
            if ours != _shown_at(base_version, earlier.get(leaf.key, [])):
                clashes.append(Clash(leaf.key, theirs, ours, UUID(last_by), last_at))
            continue
        _put(leaf, ours, values, raw)
        new_versions[leaf.key] = [version, str(by), at]
        before = [*earlier.get(leaf.key, []), [version, theirs.value, dict(theirs.typed)]]
        new_earlier[leaf.key] = before[-REMEMBERED:]
        changed.append(leaf.key)
    return Merged({"values": values, "raw": raw}, new_versions, new_earlier, tuple(changed), tuple(clashes))


def content(leaf: Field, stored: Stored) -> Content:
    """What stands in a field of the stored shape."""
    typed = stored.get("raw", {})
    return Content(
        stored.get("values", {}).get(leaf.key), {name: typed[name] for name in input_names(leaf) if typed.get(name)}
    )


def _shown_at(base_version: int, earlier: list[Any]) -> Content | None:
    """What stood there in that version: what the first change after it replaced. None when that is forgotten."""
    # The oldest one remembered may not be the first change after that version.
    forgotten = len(earlier) == REMEMBERED and earlier[0][0] > base_version
    first = next((change for change in earlier if change[0] > base_version), None)
    return None if first is None or forgotten else Content(first[1], first[2])


def _put(leaf: Field, ours: Content, values: dict[str, Any], raw: dict[str, Any]) -> None:
    for name in input_names(leaf):
        raw.pop(name, None)
    raw.update(ours.typed)
    if ours.value in (None, "", []):
        values.pop(leaf.key, None)
    else:
        values[leaf.key] = ours.value
