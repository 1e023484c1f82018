"""Printing a template with its data."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

from accident_manager.papers.characters import drawable

TEMPLATES = ("calculation", "declaration", "letter", "receipt")
_HERE = Path(__file__).parent
_QUOTED = re.compile(r"\"[^\"]*\"|`[^`]*`", re.DOTALL)


class UnknownTemplate(LookupError):
    """A programming error: no such template."""


class CannotRender(RuntimeError):
    """A programming error: the data do not fit the template. The message never holds personal data."""


def render(template: str, data: Mapping[str, Any], *, created: datetime) -> bytes:
    """A PDF/UA-1 document. `created` is the instant written into it (aware); same data, same instant, same bytes.

    `data` holds what `papers.data` says for this template. UnknownTemplate, CannotRender, ValueError for a naive
    instant, TypeError for a value that is not a string, a flag, a list or a mapping.
    """
    if template not in TEMPLATES:
        raise UnknownTemplate(template)
    if created.tzinfo is None:
        raise ValueError("a paper is created at an aware instant")
    try:
        try:
            return _compiled(template, drawable(data), created)
        except typst.TypstError as error:
            if "could not be displayed" not in error.message:
                raise
            # Marks of foreign scripts in an order that no font shapes: write their numbers rather than no paper.
            return _compiled(template, drawable(data, alone=True), created)
    except typst.TypstError as error:
        # What typst quotes may come from the data.
        raise CannotRender(f"{template}: {_QUOTED.sub('…', error.message)}") from None


def _compiled(template: str, data: Any, created: datetime) -> bytes:
    return typst.compile(
        _HERE / "templates" / f"{template}.typ",
        root=_HERE / "templates",
        font_paths=_fonts(),
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=["ua-1"],
        sys_inputs={"data": json.dumps(data, ensure_ascii=False, sort_keys=True)},
        # Nothing is ever fetched: there are no packages here.
        package_path=_HERE / "templates",
        package_cache_path=_HERE / "templates",
        # A paper knows whole seconds.
        timestamp=created.astimezone(UTC).replace(microsecond=0),
    )


@cache
def _fonts() -> typst.Fonts:
    """Ours first; typst's own DejaVu Sans Mono stands in for letters ours do not have."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[_HERE / "fonts"])
