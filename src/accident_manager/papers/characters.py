"""Which characters the shipped fonts can draw. The others are written as their number, [U+1F44D]: nothing is lost.

`fonts/coverage.txt` lists what both weights or the fallback inside typst can draw, `fonts/own.txt` what every font of
ours draws alone; PDF/UA refuses a page with an empty box.
"""

import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

# Draw nothing but matter: soft hyphen, joiners. The line break is kept for the templates.
_SILENT = {0x00AD, 0x200C, 0x200D, 0x000A}
_SPACES = {0x0009: " ", 0x000B: "\n", 0x000C: "\n", 0x000D: "", 0x2028: "\n", 0x2029: "\n"}
# Choose between forms of a letter that our fonts do not have.
_SELECTORS = dict.fromkeys((*range(0x180B, 0x1810), *range(0xFE00, 0xFE10)), "")


def drawable(value: Any, *, alone: bool = False) -> Any:
    """The same strings, lists and mappings, with every text made of characters we can draw.

    `alone` admits only what every font of ours draws by itself, whatever stands beside it.
    """
    match value:
        case str():
            return unicodedata.normalize("NFC", value).translate(_written("own" if alone else "coverage"))
        case Mapping():
            return {key: drawable(part, alone=alone) for key, part in value.items()}
        case list() | tuple():
            return [drawable(part, alone=alone) for part in value]
        case bool() | int() | None:
            return value
        case _:
            raise TypeError(f"a paper takes ready-made strings, not {type(value).__name__}")


class _Written(dict[int, "str | int"]):
    """Fills itself as characters come by; bounded by Unicode itself."""

    def __init__(self, list_name: str) -> None:
        super().__init__({**_SPACES, **_SELECTORS})
        self._runs = coverage(list_name)

    def __missing__(self, code: int) -> "str | int":
        if code in _SILENT or any(first <= code <= last for first, last in self._runs):
            written: str | int = code
        elif unicodedata.category(chr(code)) in ("Cc", "Cf"):
            written = ""
        else:
            written = f"[U+{code:04X}]"
        self[code] = written
        return written


@cache
def _written(list_name: str) -> _Written:
    return _Written(list_name)


@cache
def coverage(list_name: str = "coverage") -> tuple[tuple[int, int], ...]:
    """First and last code point of every run of characters we can draw."""
    lines = files("accident_manager.papers").joinpath(f"fonts/{list_name}.txt").read_text(encoding="ascii").split()
    return tuple((int(first, 16), int(last, 16)) for first, last in (line.split("-") for line in lines))
