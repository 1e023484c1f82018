"""Answers that carry their reasons: rule, article, the numbers read, the arithmetic line by line."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, TypeVar

T = TypeVar("T")

# What an outcome is that is neither money nor days: a percentage, or a bare number (a factor, an index, a rate).
Unit = Literal["", "percent", "number"]


@dataclass(frozen=True, slots=True)
class Read:
    """A number of the law that a calculation read: which, its value, from which day, and how sure it is.

    `status` is "published", "computed" or "assumed"; only "published" makes an answer final.
    """

    parameter: str
    value: str
    valid_from: str | None
    status: str
    source: str = ""


class Figure(str):
    """A bare number as text with a point ("0.75"): a percentage, a factor, an index. Languages write their own sign."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """One line of an explanation: an English source sentence with named values, said in a language by `wording`.

    `rule` is "R38"; `article` "LAT art. 22"; `arithmetic` is the line a victim can redo ("44657.47 x 90 / 100 / 365"),
    `amount` its outcome as text: EUR with two decimals, days, a date in ISO form, or what `unit` says.
    """

    sentence: str
    values: Mapping[str, Any] = field(default_factory=dict)
    rule: str = ""
    article: str = ""
    arithmetic: str = ""
    amount: str = ""
    reads: tuple[Read, ...] = ()
    unit: Unit = ""


@dataclass(frozen=True, slots=True)
class Explained(Generic[T]):
    """A value with the reasons that led to it. `provisional` when a number it read is not published law (R27, R37)."""

    value: T
    because: tuple[Reason, ...] = ()
    warnings: tuple[Reason, ...] = ()

    @property
    def reads(self) -> tuple[Read, ...]:
        return tuple(read for reason in self.because for read in reason.reads)

    @property
    def provisional(self) -> bool:
        return any(read.status != "published" for read in self.reads)
