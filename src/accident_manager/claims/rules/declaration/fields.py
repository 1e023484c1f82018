"""The fields of the declaration and when each is asked."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from accident_manager import codes

PRIVATE, PUBLIC = "private_1971", "public_1967"
SCHEMES = (PRIVATE, PUBLIC)
LANGUAGES = ("fr", "nl", "de", "en")

# Groups that may be filled in several times, as on the form.
_REPEATS = {"witness": 3}
_TEXT_KINDS = frozenset({"string", "text", "phone", "email"})

Answers = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Term:
    """One part of a condition: the answer to `key` is (or is not) one of `among`; an empty `among` means no answer.

    It counts under `scheme` only, or under both when that is "".
    """

    key: str
    among: frozenset[str]
    negated: bool
    scheme: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """A question of the declaration, or a part of one.

    `kind`: string, text, choice, choices, code, date, time, datetime, money, decimal, integer, niss, enterprise_number,
    employer_number, unit_number, nsso_number, iban, bic, phone, email, nihdi, postcode, worker_code, joint_committee,
    or group (then `parts` hold the inputs). `limit`: most characters of a text, greatest value of a number.
    `letters`: scheme to requirement. `group` is the key of the group a part belongs to; `needed`, for a part, whether
    the group is incomplete without it. `prefilled`: a fact from the policy, shown and never asked. `medical`: health
    data.
    """

    key: str
    kind: str
    labels: Mapping[str, str]
    step: str
    block: str
    letters: Mapping[str, str]
    hint: str = ""
    table: str = ""
    limit: int | None = None
    condition: tuple[Term, ...] = ()
    parts: tuple["Field", ...] = ()
    group: str = ""
    needed: bool = False
    medical: bool = False
    prefilled: bool = False

    def label(self, language: str) -> str:
        return self.labels.get(language, self.labels["fr"])

    def full_label(self, language: str) -> str:
        """With the question in front when this is a part of one."""
        return f"{field(self.group).label(language)} – {self.label(language)}" if self.group else self.label(language)

    def options(self, language: str) -> tuple[tuple[str, str], ...]:
        """(code, label) to choose from; empty for what is typed."""
        return codes.table(self.table).all(language) if self.kind in ("choice", "choices") else ()

    @property
    def default(self) -> str:
        """What stands in the input before anybody answers: Belgium for a country of residence or place."""
        return "BE" if self.key.endswith("country") else ""

    @property
    def max_length(self) -> int | None:
        return self.limit if self.kind in _TEXT_KINDS else None

    @property
    def leaves(self) -> tuple["Field", ...]:
        """The inputs: the parts of a group, or the field itself."""
        return self.parts or (self,)


@cache
def all_fields() -> tuple[Field, ...]:
    """Every field in the order of the form; a repeated group once per repeat ("witness.0", "witness.1", …)."""
    return tuple(made for row in _rows("fields.csv") for made in _fields(row))


@cache
def field(key: str) -> Field:
    """The field or part with this key. KeyError when there is none."""
    return _by_key()[key]


def is_known(key: str) -> bool:
    return key in _by_key()


def values_of(answers: Answers) -> Answers:
    """The flat values, from the stored shape or from the values themselves."""
    inner = answers.get("values")
    if isinstance(inner, Mapping):
        return inner
    return {} if "raw" in answers else answers


def is_answered(asked: Field, values: Answers) -> bool:
    """Whether there is a value (for a group: in any part, a country alone is none)."""
    telling = [leaf for leaf in asked.parts if not leaf.default] or [asked]
    return any(values.get(leaf.key) not in (None, "", []) for leaf in telling)


def is_asked(asked: Field, scheme: str, answers: Answers) -> bool:
    """Whether the scheme asks it and its condition holds."""
    if asked.group:
        return is_asked(field(asked.group), scheme, answers)
    if asked.letters[scheme] == "-":
        return False
    values = values_of(answers)
    return all(_holds(term, scheme, values) for term in asked.condition)


def is_required(asked: Field, scheme: str, answers: Answers) -> bool:
    """Whether the declaration is incomplete without it, given the other answers. Never for a prefilled field."""
    values = values_of(answers)
    if asked.group:
        group = field(asked.group)
        begun = is_answered(group, values) and is_asked(group, scheme, values)
        return asked.needed and (begun or is_required(group, scheme, values))
    if asked.prefilled or not is_asked(asked, scheme, values):
        return False
    letter = asked.letters[scheme]
    return letter in "Mm" or (letter in "Cc" and bool(asked.condition))


def declared(answers: Answers, scheme: str) -> dict[str, Any]:
    """The values that count: answers to what is asked, and the prefilled facts."""
    values = values_of(answers)
    return {
        leaf.key: values[leaf.key]
        for asked in all_fields()
        if is_asked(asked, scheme, values)
        for leaf in asked.leaves
        if values.get(leaf.key) not in (None, "", [])
    }


def _holds(term: Term, scheme: str, values: Answers) -> bool:
    if term.scheme and term.scheme != scheme:
        return True
    if is_known(term.key):
        about = field(term.key)
        if about.letters[scheme] == "-":
            return True
        value = values.get(term.key) if is_asked(about, scheme, values) else None
    else:
        value = values.get(term.key)
    if not term.among:
        return value in (None, "") and not term.negated
    return (value in term.among) is not term.negated if isinstance(value, str) else term.negated


@cache
def _by_key() -> Mapping[str, Field]:
    return {known.key: known for made in all_fields() for known in (made, *made.parts)}


@cache
def _parts() -> Mapping[str, list[dict[str, str]]]:
    sets: dict[str, list[dict[str, str]]] = {}
    for row in _rows("parts.csv"):
        sets.setdefault(row["parts"], []).append(row)
    return sets


def _rows(name: str) -> Iterator[dict[str, str]]:
    return iter(csv.DictReader(files(__package__).joinpath(name).read_text(encoding="utf-8").splitlines()))


def _fields(row: Mapping[str, str]) -> Iterator[Field]:
    made = Field(
        key=row["key"],
        kind=row["kind"],
        labels=_labels(row),
        step=row["step"],
        block=row["block"],
        letters={scheme: row[scheme] for scheme in SCHEMES},
        hint=row["hint"],
        table=row["table"],
        limit=int(row["limit"]) if row["limit"] else None,
        condition=_condition(row["condition"]),
        medical=row["medical"] == "yes",
        prefilled=row["prefilled"] == "yes",
    )
    if made.key not in _REPEATS:
        yield replace(made, parts=_parts_of(made, row["parts"]))
        return
    for number in range(_REPEATS[made.key]):
        # One is enough: the form asks for "at least one".
        letters = (
            made.letters if number == 0 else {scheme: "-" if made.letters[scheme] == "-" else "O" for scheme in SCHEMES}
        )
        labels = {language: f"{label} {number + 1}" for language, label in made.labels.items()}
        repeat = replace(made, key=f"{made.key}.{number}", labels=labels, letters=letters)
        yield replace(repeat, parts=_parts_of(repeat, row["parts"]))


def _parts_of(group: Field, name: str) -> tuple[Field, ...]:
    return tuple(
        Field(
            key=f"{group.key}.{row['part']}",
            kind=row["kind"],
            labels=_labels(row),
            step=group.step,
            block=group.block,
            letters=group.letters,
            table=row["table"],
            limit=int(row["limit"]) if row["limit"] else None,
            group=group.key,
            needed=row["requirement"] == "M",
            medical=group.medical,
            prefilled=group.prefilled,
        )
        for row in (_parts()[name] if name else ())
    )


def _labels(row: Mapping[str, str]) -> dict[str, str]:
    return {language: row[f"label_{language}"] for language in LANGUAGES}


def _condition(text: str) -> tuple[Term, ...]:
    terms = []
    for part in filter(None, text.split("&")):
        scheme, _, said = part.rpartition(":")
        key, _, among = said.partition("=")
        terms.append(Term(key.removesuffix("!"), frozenset(filter(None, among.split("/"))), key.endswith("!"), scheme))
    return tuple(terms)
