"""The values an event keeps: numbers, codes, ids and days, never what somebody wrote about a person.

In the database each is JSON; what JSON has no word for is a pair of its kind and its text: ["date", "2026-11-23"].
"""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from accident_manager.audit.events import EventType

Value = bool | int | str | UUID | date | datetime | Decimal

_CODE = re.compile(r"[\w.:@-]{0,64}")
_MAIL = re.compile(r"[^@]+@[^@]+\.[^@]+")
# National numbers have eleven digits; no count or sequence of ours has.
_LARGEST = 10**10 - 1


class NotForTheTrail(ValueError):
    """A programming error: a value that the event does not declare, or that may say something about a person."""


def written(event: EventType, values: Mapping[str, Value | None]) -> dict[str, Any]:
    """The values as JSON; a value of None is left out. NotForTheTrail."""
    if unknown := values.keys() - set(event.values):
        raise NotForTheTrail(f"{event.code} keeps no {', '.join(sorted(unknown))}")
    return {name: _as_json(event, name, value) for name, value in values.items() if value is not None}


def read(stored: Mapping[str, Any]) -> dict[str, Value]:
    """The values as they were given."""
    return {name: _READ[value[0]](value[1]) if isinstance(value, list) else value for name, value in stored.items()}


def _as_json(event: EventType, name: str, value: Any) -> Any:
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        if abs(value) > _LARGEST:
            raise NotForTheTrail(f"{name} of {event.code} is as long as a national number")
        return value
    if isinstance(value, str):
        if not _CODE.fullmatch(value) or _MAIL.fullmatch(value):
            raise NotForTheTrail(f"{name} of {event.code} is not a code (letters, digits, . : @ _ -, at most 64)")
        return str(value)
    if isinstance(value, UUID):
        return ["id", str(value)]
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise NotForTheTrail(f"{name} of {event.code} is an instant without a time zone")
        return ["instant", value.astimezone(UTC).isoformat()]
    if isinstance(value, date):
        return ["date", value.isoformat()]
    if isinstance(value, Decimal) and value.is_finite():
        return ["decimal", str(value)]
    raise NotForTheTrail(f"{name} of {event.code} cannot be a {type(value).__name__}")


_READ: dict[str, Callable[[str], Value]] = {
    "id": UUID,
    "instant": datetime.fromisoformat,
    "date": date.fromisoformat,
    "decimal": Decimal,
}
