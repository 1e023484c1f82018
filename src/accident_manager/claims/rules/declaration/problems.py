"""What is wrong with an answer, in a sentence that says what to do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal["invalid", "missing", "contradiction", "doubt"]


@dataclass(frozen=True, slots=True)
class Problem:
    """An English source sentence with its values, about one field of one step.

    `kind`: "invalid" (cannot be read), "missing" (needed, no answer) and "contradiction" (two answers cannot both be
    right) stop the sending; "doubt" only warns.
    """

    field_key: str
    sentence: str
    values: Mapping[str, Any] = field(default_factory=dict)
    step: str = ""
    kind: Kind = "invalid"

    @property
    def is_warning(self) -> bool:
        return self.kind == "doubt"
