"""One YAML file a point that the sources leave open: which readings there are, and the one taken unless the facts name
another (a number that is open is a parameter with the status "assumed" instead).

A file holds
    description, rule, article, sources   what is open and where it was looked for (all needed)
    readings          name of a reading: what it means
    taken             the reading that holds unless a question names another
    checked_on        the day on which a person last looked for an answer
    confirmed_by      who of the insurer took responsibility for the reading taken ("nobody yet")
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from accident_manager.foundation.explained import Read
from accident_manager.foundation.refusal import N_
from accident_manager.law.refused import DoesNotApply

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Setting:
    """An open point with its readings. `read(taken)` is what an explanation keeps of it."""

    name: str
    description: str
    rule: str
    article: str
    sources: tuple[str, ...]
    readings: Mapping[str, str]
    taken: str
    checked_on: date
    confirmed_by: str
    reads: Mapping[str, Read]

    def reading(self, asked: str | None) -> str:
        """The reading asked for, else the one taken. DoesNotApply for a reading there is not."""
        if asked is None:
            return self.taken
        if asked not in self.readings:
            raise DoesNotApply(N_("There is no such reading of this open point."), field=self.name)
        return asked


@cache
def setting(name: str) -> Setting:
    """The open point of this name (its file's). LookupError when there is none, ValueError when its file is wrong."""
    file = files(__name__).joinpath(f"{name}.yaml")
    if not file.is_file():
        raise LookupError(f"the law has no open point named {name!r}")
    content = yaml.load(file.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506  (a safe loader)
    readings, taken = content["readings"], content["taken"]
    if taken not in readings:
        raise ValueError(f"{name}: the reading taken is none of its readings")
    sources = tuple(content["sources"])
    return Setting(
        name=name,
        description=content["description"],
        rule=content["rule"],
        article=content["article"],
        sources=sources,
        readings=readings,
        taken=taken,
        checked_on=content["checked_on"],
        confirmed_by=content["confirmed_by"],
        reads={reading: Read(name, reading, None, "assumed", ", ".join(sources)) for reading in readings},
    )


@cache
def names() -> tuple[str, ...]:
    """The names of all open points, in alphabetical order."""
    return tuple(sorted(f.name[: -len(".yaml")] for f in files(__name__).iterdir() if f.name.endswith(".yaml")))
