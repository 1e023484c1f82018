"""A code table: the label of a code, whether a code exists, all codes that are offered, search."""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable

from accident_manager.codes.folding import fold
from accident_manager.codes.search import Hit, Index, index, search_in
from accident_manager.codes.synonyms import synonyms

# A code without a label in the reader's language is shown in French, the language of the form; then whatever exists.
_FALLBACKS = ("fr", "en", "nl", "de")
_FORM = "form."


class UnknownTable(LookupError):
    """No table has this name: a programming error."""


class UnknownCode(LookupError):
    """The table does not hold this code."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A code with its labels by language (empty where none is known).

    `offered` is False for codes that were never seen in a source: accepted on import, not shown to choose from.
    """

    code: str
    labels: Mapping[str, str]
    offered: bool

    def label(self, language: str) -> str:
        return next((self.labels[tried] for tried in (language, *_FALLBACKS) if self.labels[tried]), self.code)


@dataclass(frozen=True)
class Table:
    """A code table by its name, in the order of its source."""

    name: str
    entries: Mapping[str, Entry] = field(repr=False)

    def has(self, code: str) -> bool:
        return code in self.entries

    def label(self, code: str, language: str) -> str:
        """The label in the language, else in French, English, Dutch, German. UnknownCode when it holds no such code."""
        try:
            return self.entries[code].label(language)
        except KeyError:
            raise UnknownCode(f"{self.name} has no code {code!r}") from None

    def all(self, language: str) -> tuple[tuple[str, str], ...]:
        """(code, label) of every code that is offered."""
        return tuple((entry.code, entry.label(language)) for entry in self.entries.values() if entry.offered)

    def search(self, query: str, language: str, limit: int = 8) -> list[Hit]:
        """The codes that a person may mean, best first: by words of the label, everyday words, or the number itself."""
        return search_in(query, self._index(language), limit)

    def find(self, text: str) -> str | None:
        """The one code that a text names: the code itself ("02.03", "0203", "be"), the code followed by its label, or
        a label in any language. None when it names none, or more than one."""
        if len(text) > 500:
            return None
        text = text.strip()
        first = re.split(r"[\s,;:–—]", text, maxsplit=1)[0]
        for candidate in (text, first):
            for written in (candidate, candidate.upper(), candidate.lower()):
                if written in self.entries:
                    return written
            if code := self._without_dots.get(candidate):
                return code
        return self._by_label.get(fold(text))

    @cached_property
    def _without_dots(self) -> Mapping[str, str]:
        return {code.replace(".", ""): code for code in self.entries if "." in code}

    @cached_property
    def _by_label(self) -> Mapping[str, str]:
        found: dict[str, str | None] = {}
        for entry in self.entries.values():
            for text in {fold(label) for label in entry.labels.values() if label}:
                found[text] = entry.code if text not in found else None
        return {text: code for text, code in found.items() if code is not None}

    def _index(self, language: str) -> Index:
        if language not in self._indexes:
            offered = [(e.code, e.label(language)) for e in self.entries.values() if e.offered]
            self._indexes[language] = index(offered, synonyms(self.name, language), language)
        return self._indexes[language]

    @cached_property
    def _indexes(self) -> dict[str, Index]:
        return {}


@cache
def table(name: str) -> Table:
    """The table, read once. UnknownTable when there is none of this name."""
    if name.startswith(_FORM):
        return _form_tables().get(name) or _unknown(name)
    if name not in names():
        return _unknown(name)
    return Table(name, {entry.code: entry for entry in _read(name)})


@cache
def names() -> tuple[str, ...]:
    """The names of all tables."""
    stems = sorted(file.name.removesuffix(".csv") for file in _folder().iterdir() if file.name.endswith(".csv"))
    return (*(stem for stem in stems if stem != "form_options"), *_form_tables())


@cache
def _form_tables() -> Mapping[str, Table]:
    sets: dict[str, dict[str, Entry]] = {}
    for entry in _read("form_options"):
        of, _, code = entry.code.partition(".")
        sets.setdefault(_FORM + of, {})[code] = Entry(code, entry.labels, entry.offered)
    return {name: Table(name, entries) for name, entries in sets.items()}


def _read(name: str) -> list[Entry]:
    lines = _folder().joinpath(f"{name}.csv").read_text(encoding="utf-8").splitlines()
    return [
        Entry(
            row["code"],
            {language: row[f"label_{language}"].strip() for language in _FALLBACKS},
            _is_offered(name, row["code"], row["source"]),
        )
        for row in csv.DictReader(lines)
    ]


def _is_offered(name: str, code: str, source: str) -> bool:
    # A declaration names an occupation by its four-digit unit group; the shorter codes are its headings.
    return "code=UNVERIFIED" not in source and (name != "isco08" or len(code) == 4)


def _folder() -> Traversable:
    return files("accident_manager.codes").joinpath("tables")


def _unknown(name: str) -> Table:
    raise UnknownTable(f"there is no code table {name!r}")
