"""An explained answer as it is kept in a file: JSON that gives back the same reasons, in any language, years later (R37)."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from accident_manager.foundation.explained import Read, Reason


def stored(reasons: Iterable[Reason]) -> list[dict[str, Any]]:
    """Reasons as JSON: dates and amounts of money keep their kind."""
    return [
        {**asdict(reason), "values": {name: _packed(value) for name, value in reason.values.items()}}
        for reason in reasons
    ]


def restored(kept: Iterable[Mapping[str, Any]]) -> tuple[Reason, ...]:
    """The reasons that `stored` kept."""
    return tuple(
        Reason(
            **{
                **reason,
                "values": {name: _unpacked(value) for name, value in reason["values"].items()},
                "reads": tuple(Read(**read) for read in reason["reads"]),
            }
        )
        for reason in kept
    )


def _packed(value: Any) -> Any:
    match value:
        case Decimal():
            return {"amount": str(value)}
        case date():
            return {"day": value.isoformat()}
        case bool() | int() | str() | None:
            return value
        case _:
            return str(value)


def _unpacked(value: Any) -> Any:
    match value:
        case {"amount": amount}:
            return Decimal(amount)
        case {"day": day}:
            return date.fromisoformat(day)
        case _:
            return value
