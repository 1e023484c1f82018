"""Whether a value has the shape that `documented.yaml` says. The notation is explained there."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml


@cache
def documented() -> Mapping[str, Any]:
    return yaml.safe_load((Path(__file__).parent / "documented.yaml").read_text(encoding="utf-8"))


def wrong(value: Any, shape: Any, at: str = "") -> Iterator[str]:
    """What is not as documented, each with its place; nothing when all is."""
    if isinstance(shape, str) and shape in documented()["shapes"]:
        shape = documented()["shapes"][shape]
    if isinstance(shape, list):
        if not isinstance(value, list):
            yield f"{at or 'the whole'} is no list"
            return
        for number, item in enumerate(value):
            yield from wrong(item, shape[0], f"{at}[{number}]")
    elif isinstance(shape, dict):
        yield from _wrong_object(value, shape, at)
    elif shape != "any" and not any(_is(value, kind.strip()) for kind in shape.split("|")):
        yield f"{at or 'the whole'} is no {shape}"


def _wrong_object(value: Any, shape: Mapping[str, Any], at: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{at or 'the whole'} is no object"
        return
    names = {name.removeprefix("maybe "): kind for name, kind in shape.items() if name != "…"}
    for name, kind in names.items():
        missing = value.get(name) is None
        if missing and f"maybe {name}" not in shape:
            yield f"{at}.{name} is missing"
        if not missing:
            yield from wrong(value[name], kind, f"{at}.{name}")
    if "…" not in shape:
        yield from (f"{at}.{name} is not documented" for name in sorted(value.keys() - names.keys()))


def _is(value: Any, kind: str) -> bool:
    match kind:
        case "text":
            return isinstance(value, str)
        case "bool":
            return isinstance(value, bool)
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "object":
            return isinstance(value, dict)
        case "instant":
            return isinstance(value, str) and value.endswith("Z") and datetime.fromisoformat(value) is not None
    raise ValueError(kind)
