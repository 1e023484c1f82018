"""Questions of the declaration as the page draws them: which component, with which words and which typed text."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from accident_manager import codes
from accident_manager.claims.rules import declaration
from accident_manager.claims.rules.declaration import Field

# Lists short enough to choose from with the eyes; longer ones are searched.
_SELECT_FROM = 7
# Options of a word or two stand beside each other.
_SHORT_WORDS = 16
# Days that are often today or yesterday.
_RECENT = frozenset({"accident_date", "notified_at", "cessation_at", "resumption_date", "death_date"})
_INPUT_MODES = {
    "money": "decimal",
    "decimal": "decimal",
    "integer": "numeric",
    "niss": "numeric",
    "postcode": "numeric",
}
_AUTOCOMPLETE = {"employer_phone": "tel", "employer_email": "email"}
_PREFIX_OF_QUERY = "_query"


@dataclass(frozen=True, slots=True)
class Question:
    """One question: `draw` names how (field, select, choices, checks, date, datetime, code, body, group, fact)."""

    draw: str
    name: str
    label: str
    hint: str = ""
    error: str = ""
    required: bool = False
    value: Any = ""
    options: tuple[tuple[str, ...], ...] = ()
    kind: str = "text"
    maxlength: int | None = None
    inputmode: str = ""
    autocomplete: str = ""
    inputs: Mapping[str, Any] = field(default_factory=dict)
    chosen: Mapping[str, str] | None = None
    query: str = ""
    found: tuple[Any, ...] = ()
    table: str = ""
    parts: tuple["Question", ...] = ()
    warning: Any = None
    recent: bool = False

    @property
    def short(self) -> bool:
        """Whether its options fit beside each other: yes, no, unknown."""
        return all(len(option[1]) <= _SHORT_WORDS for option in self.options)


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a page of questions is drawn from."""

    answers: Mapping[str, Any]
    scheme: str
    language: str
    errors: Mapping[str, Any] = field(default_factory=dict)
    warnings: Mapping[str, Any] = field(default_factory=dict)
    queries: Mapping[str, str] = field(default_factory=dict)
    # Options that only the case knows: the establishments of this employer.
    choices: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)


def questions(fields: Iterable[Field], drawing: Drawing) -> list[Question]:
    """The questions of a page, in order; prefilled facts come as such."""
    return [_question(asked, drawing) for asked in fields]


def _question(asked: Field, drawing: Drawing) -> Question:
    language = drawing.language
    values = declaration.values_of(drawing.answers)
    words: dict[str, Any] = {
        "name": asked.key,
        "label": asked.label(language),
        "hint": asked.hint,
        "error": drawing.errors.get(asked.key, ""),
        "warning": drawing.warnings.get(asked.key),
        "recent": asked.key in _RECENT,
        "required": declaration.is_required(asked, drawing.scheme, drawing.answers),
    }
    if asked.prefilled:
        shown = declaration.display(asked, values.get(asked.key), language)
        return Question("fact", value=shown, **words)
    if asked.parts:
        return Question("group", parts=tuple(_question(part, drawing) for part in asked.parts), **words)
    typed = declaration.inputs(asked, drawing.answers, language)
    if asked.key in drawing.choices:
        return Question("select", value=typed[asked.key], options=drawing.choices[asked.key], kind="select", **words)
    match asked.kind:
        case "choices":
            return Question("checks", value=typed[asked.key], options=asked.options(language), **words)
        case "choice":
            options = asked.options(language)
            short = len(options) <= _SELECT_FROM
            return Question(
                "choices" if short else "select", value=typed[asked.key], options=options, kind="select", **words
            )
        case "date":
            return Question("date", inputs=_of(asked.key, typed), **words)
        case "datetime":
            return Question("datetime", inputs=_of(asked.key, typed), **words)
        case "code" if asked.table == "body_part":
            options = tuple(codes.table("body_part").all(language))
            return Question("body", value=typed[asked.key], options=options, **words)
        case "code":
            return _code(asked, str(typed[asked.key]), drawing, words)
        case _:
            return Question(
                "field",
                value=typed[asked.key],
                kind={"text": "textarea", "phone": "tel", "email": "email"}.get(asked.kind, "text"),
                maxlength=asked.max_length,
                inputmode=_INPUT_MODES.get(asked.kind, ""),
                autocomplete=_AUTOCOMPLETE.get(asked.key, "off"),
                **words,
            )


def _code(asked: Field, code: str, drawing: Drawing, words: dict[str, Any]) -> Question:
    table = codes.table(asked.table)
    query = drawing.queries.get(asked.key + _PREFIX_OF_QUERY, "").strip()
    chosen = {"code": code, "label": table.label(code, drawing.language)} if code and table.has(code) else None
    found = tuple(table.search(query, drawing.language)) if query and not chosen else ()
    return Question("code", value=code, table=asked.table, chosen=chosen, query=query, found=found, **words)


def _of(key: str, typed: Mapping[str, Any]) -> dict[str, Any]:
    """The typed parts of a date by their last name: day, month, year, time."""
    return {name.removeprefix(f"{key}."): text for name, text in typed.items()}
