"""What each template takes: ready-made strings in the language of the paper, nothing to compute or to translate.

Keys marked NotRequired may be missing; empty lists leave their part out. A line break in a string stays a line break.
"""

from typing import NotRequired, TypedDict

Row = tuple[str, str] | list[str]
"""A label and its value."""


class Letterhead(TypedDict):
    """Who writes. `colour` is a hex string ("#b5103c"); `mark` false leaves the arch out (an authority's letter)."""

    name: str
    tagline: NotRequired[str]
    colour: str
    mark: NotRequired[bool]


class Paper(TypedDict):
    """Common to all. `language` is fr, nl, de or en; `title` names the document; `footer` stands on every page."""

    language: str
    title: str
    letterhead: Letterhead
    footer: NotRequired[str]


class Proof(TypedDict):
    """The receipt panel. `state` is "ok" or "late"; `fingerprint` is hexadecimal and is written in groups of eight."""

    number: Row
    received: Row
    last_day: Row
    verdict: str
    state: str
    fingerprint: Row
    note: NotRequired[str]


class Block(TypedDict):
    """One part of the declaration. `head` names the two columns for readers of the table."""

    title: str
    head: Row
    rows: list[Row]


class DeclarationPaper(Paper):
    """The whole declaration, as it was received."""

    intro: NotRequired[str]
    proof: Proof
    blocks: list[Block]


class ReceiptPaper(Paper):
    """One page that proves the receipt. `facts` tell which accident; `steps` are (when, what) to come."""

    intro: NotRequired[str]
    proof: Proof
    facts: NotRequired[list[Row]]
    steps: NotRequired["Steps"]
    check: NotRequired["Section"]


class Steps(TypedDict):
    title: str
    rows: list[Row]


class Section(TypedDict):
    """A part of a letter: paragraphs, then a list."""

    title: str
    paragraphs: NotRequired[list[str]]
    items: NotRequired[list[str]]


class Facts(TypedDict):
    title: NotRequired[str]
    head: Row
    rows: list[Row]


class MoneyRow(TypedDict):
    """One line of arithmetic a victim can redo. `kind` is "line", "subtotal" or "total"."""

    what: str
    how: str
    rule: str
    amount: str
    kind: NotRequired[str]


class Money(TypedDict):
    """`head` names the four columns: what, how, rule, amount. `note` says why the amounts are provisional."""

    title: str
    head: list[str] | tuple[str, ...]
    rows: list[MoneyRow]
    note: NotRequired[str]


class Signatory(TypedDict):
    """Who signs. `blank` true leaves a line to sign on."""

    name: NotRequired[str]
    role: NotRequired[str]
    organisation: NotRequired[str]
    blank: NotRequired[bool]


class Enclosures(TypedDict):
    title: str
    items: list[str]


class LetterPaper(Paper):
    """A letter. `window` ("right" or "left") is the side of the envelope's window; `receiver` stands in it.

    Order on paper: references, subject, salutation, paragraphs, facts, money, sections, contest, closing, signatory,
    enclosures.
    """

    sender: list[str]
    receiver: list[str]
    window: NotRequired[str]
    place_date: str
    references: NotRequired[list[Row]]
    subject: str
    salutation: NotRequired[str]
    paragraphs: list[str]
    facts: NotRequired[Facts | None]
    money: NotRequired[Money | None]
    sections: NotRequired[list[Section]]
    contest: NotRequired[Section | None]
    closing: NotRequired[str]
    signatory: NotRequired[Signatory]
    enclosures: NotRequired[Enclosures | None]


class Results(TypedDict):
    """A table of two columns; left out when it has no rows."""

    title: str
    head: Row
    rows: list[list[str]]


class Columns(TypedDict):
    title: str
    heads: list[str]
    rows: list[list[str]]


class CalculationPaper(Paper):
    """An answer of the law. `main` is its label and value; a step has what, how, amount, law and what it read."""

    intro: str
    main: Row
    provisional: str
    results: Results
    tables: list[Columns]
    facts: Results
    steps: "Explanation"
    mind: "Section"
    note: str


class Step(TypedDict):
    """One line of the explanation: `how` is the arithmetic, `law` rule and article, `reads` a line a number read."""

    what: str
    how: str
    amount: str
    law: str
    reads: list[str]


class Explanation(TypedDict):
    title: str
    rows: list[Step]
