"""The register of everything that can happen. Each room declares its own events in its `events.py`."""

import re
from dataclasses import dataclass

_CODE = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+")
_NAMED = re.compile(r"%\((\w+)\)")
# Said by whoever shows the trail, from the row itself.
_ALWAYS = frozenset({"actor", "subject"})

_registered: dict[str, "EventType"] = {}


@dataclass(frozen=True, slots=True)
class EventType:
    """A kind of event: its code ("claim.opened"), its English source sentence, the names of the values it keeps."""

    code: str
    sentence: str
    values: tuple[str, ...] = ()


def event(code: str, sentence: str, values: tuple[str, ...] = ()) -> EventType:
    """Declare a kind of event, once. Its sentence may name `%(actor)s`, `%(subject)s` and the values it keeps.

    ValueError for a code that is taken or badly formed, or a sentence that names a value it has not.
    """
    if not _CODE.fullmatch(code):
        raise ValueError(f"an event's code is words parted by dots, not {code!r}")
    if code in _registered:
        raise ValueError(f"the event {code} is declared twice")
    if unknown := set(_NAMED.findall(sentence)) - set(values) - _ALWAYS:
        raise ValueError(f"the sentence of {code} names what it does not keep: {', '.join(sorted(unknown))}")
    if taken := set(values) & (_ALWAYS | {"on_behalf_of"}):
        raise ValueError(f"{code} cannot have a value named {', '.join(sorted(taken))}")
    _registered[code] = EventType(code, sentence, tuple(values))
    return _registered[code]


def all_events() -> tuple[EventType, ...]:
    """Every declared event, in the order of their declaration."""
    return tuple(_registered.values())


def declared(code: str) -> EventType | None:
    """The event with this code, or None when this version has none."""
    return _registered.get(code)
