"""An explained answer as it is kept in a file: JSON that gives back the same reasons, in any language, years later
(R37).
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from accident_manager.foundation.explained import Figure, Read, Reason


def stored(reasons: Iterable[Reason]) -> list[dict[str, Any]]:
    """Reasons as JSON: days, hours, amounts of money and reasons within reasons keep their kind."""
    return [_reason_packed(reason) for reason in reasons]


def restored(kept: Iterable[Mapping[str, Any]]) -> tuple[Reason, ...]:
    """The reasons that `stored` kept."""
    return tuple(_reason_unpacked(reason) for reason in kept)


def _reason_packed(reason: Reason) -> dict[str, Any]:
    return {
        "sentence": reason.sentence,
        "values": {name: _packed(value) for name, value in reason.values.items()},
        "rule": reason.rule,
        "article": reason.article,
        "arithmetic": reason.arithmetic,
        "amount": reason.amount,
        "reads": [asdict(read) for read in reason.reads],
        "unit": reason.unit,
    }


def _reason_unpacked(kept: Mapping[str, Any]) -> Reason:
    return Reason(
        sentence=kept["sentence"],
        values={name: _unpacked(value) for name, value in kept["values"].items()},
        rule=kept["rule"],
        article=kept["article"],
        arithmetic=kept["arithmetic"],
        amount=kept["amount"],
        reads=tuple(Read(**read) for read in kept["reads"]),
        unit=kept.get("unit", ""),
    )


def _packed(value: Any) -> Any:
    match value:
        case Decimal():
            return {"amount": str(value)}
        case datetime():
            return {"instant": value.isoformat()}
        case date():
            return {"day": value.isoformat()}
        case time():
            return {"hour": value.isoformat()}
        case Reason():
            return {"reason": _reason_packed(value)}
        case Figure():
            return {"figure": str(value)}
        case bool() | int() | str() | None:
            return value
        case _:
            return str(value)


def _unpacked(value: Any) -> Any:
    match value:
        case {"amount": amount}:
            return Decimal(amount)
        case {"figure": figure}:
            return Figure(figure)
        case {"instant": instant}:
            return datetime.fromisoformat(instant)
        case {"day": day}:
            return date.fromisoformat(day)
        case {"hour": hour}:
            return time.fromisoformat(hour)
        case {"reason": reason}:
            return _reason_unpacked(reason)
        case _:
            return value
