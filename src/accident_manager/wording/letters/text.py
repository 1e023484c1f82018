"""A letter in words, ready to be laid out. `dataclasses.asdict` gives the keys a letter on paper takes."""

from dataclasses import dataclass

Row = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Section:
    """A title, paragraphs, then a list."""

    title: str
    paragraphs: tuple[str, ...] = ()
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """A table of labels and values under two column heads."""

    title: str
    head: Row
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class MoneyRow:
    """One line of arithmetic the victim can redo; `kind` is "line", "subtotal" or "total"."""

    what: str
    how: str
    rule: str
    amount: str
    kind: str = "line"


@dataclass(frozen=True, slots=True)
class Money:
    """`note` says what the amounts are not yet: divided, final."""

    title: str
    head: tuple[str, str, str, str]
    rows: tuple[MoneyRow, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Signatory:
    """`blank` leaves a line to sign on: an authority signs by hand."""

    name: str
    role: str
    organisation: str
    blank: bool = False


@dataclass(frozen=True, slots=True)
class Enclosures:
    title: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LetterText:
    """Everything a letter says, from the title of the document to its enclosures, in one language."""

    language: str
    title: str
    footer: str
    place_date: str
    references: tuple[Row, ...]
    subject: str
    salutation: str
    paragraphs: tuple[str, ...]
    facts: Facts | None
    money: Money | None
    sections: tuple[Section, ...]
    contest: Section | None
    closing: str
    signatory: Signatory
    enclosures: Enclosures | None
