"""A file of accounts, as people save it from a table: read whatever the table's program makes of CSV, or refused with
what to do. Nothing here knows which accounts and employers exist.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from types import MappingProxyType

from accident_manager.foundation.refusal import N_, Refusal
from accident_manager.identity.rules.permissions import ROLE_NAMES, Role
from accident_manager.wording import LANGUAGES, NATIVE_NAMES, say

LARGEST, MOST_ROWS = 2_000_000, 5_000
COLUMNS = ("email", "first_name", "last_name", "language", "role", "employer", "from", "until")
_NEEDED = ("email", "first_name", "last_name", "language", "role")
# What each column is called, in the words of people; compared without accents, capitals, blanks and signs.
HEADS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "email": {"en": "E-mail", "fr": "E-mail", "nl": "E-mail", "de": "E-Mail"},
        "first_name": {"en": "First name", "fr": "Prénom", "nl": "Voornaam", "de": "Vorname"},
        "last_name": {"en": "Last name", "fr": "Nom", "nl": "Achternaam", "de": "Nachname"},
        "language": {"en": "Language", "fr": "Langue", "nl": "Taal", "de": "Sprache"},
        "role": {"en": "Role", "fr": "Rôle", "nl": "Rol", "de": "Rolle"},
        "employer": {
            "en": "Employer number", "fr": "Numéro d’entreprise", "nl": "Ondernemingsnummer", "de": "Unternehmensnr.",
        },
        "from": {"en": "From", "fr": "Du", "nl": "Van", "de": "Von"},
        "until": {"en": "Until", "fr": "Au", "nl": "Tot", "de": "Bis"},
    }
)  # fmt: skip
_ALSO = {
    "email": ("mail", "email address", "adresse e-mail", "e-mailadres", "courriel", "emailadresse"),
    "last_name": ("name", "surname", "naam", "family name"),
    "employer": ("employer", "kbo", "bce", "kbo number", "enterprise number", "employeur", "werkgever", "arbeitgeber"),
    "from": ("vanaf", "ab", "valid from", "des le", "a partir du", "start"),
    "until": ("jusqu'au", "to", "tot en met", "valid until", "end"),
}
_DAY = (
    re.compile(r"(?P<y>[0-9]{4})-(?P<m>[0-9]{1,2})-(?P<d>[0-9]{1,2})(?:[T ]00:00(?::00)?)?"),
    re.compile(r"(?P<d>[0-9]{1,2})[./-](?P<m>[0-9]{1,2})[./-](?P<y>[0-9]{4})"),
)
# What begins like this, a table calculates when somebody opens the file.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# Of a column, a role or a language as somebody calls it.
_LONGEST_NAME = 100


class UnreadableFile(Refusal):
    """The file as a whole; nothing of it is used."""

    code = "identity.import.file"
    sentence = N_("This file cannot be read. Save the table as CSV (UTF-8) and choose it again.")


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it was typed, by column. `number` is its line in the table, the head being line 1."""

    number: int
    typed: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Entry:
    """What a row means. `employer_number` has ten digits, or is "" (unchecked: `foundation.identifiers` does that)."""

    email: str
    first_name: str
    last_name: str
    language: str
    role: str
    employer_number: str
    valid_from: date | None
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class Template:
    """The empty table to fill in, in one language."""

    language: str
    examples: Sequence[Sequence[str]] = field(default=())

    def as_csv(self) -> bytes:
        return written([[HEADS[column][self.language] for column in COLUMNS], *self.examples])


def rows_in(content: bytes) -> list[Row]:
    """The rows of a file. UnreadableFile with what is wrong: empty, too large, no text, columns missing."""
    if not content.strip():
        raise UnreadableFile(N_("This file is empty."), field="file")
    if len(content) > LARGEST:
        raise UnreadableFile(
            N_("This file is too large: at most 2 MB. Divide the table into several files."), field="file"
        )
    text = _text(content)
    table = list(_table(text))
    columns = _columns(table[0])
    filled = [
        (number, cells) for number, cells in enumerate(table, start=1) if number > 1 and any(map(str.strip, cells))
    ]
    if not filled:
        raise UnreadableFile(N_("This file has a head, but no rows."), field="file")
    if len(filled) > MOST_ROWS:
        raise UnreadableFile(
            N_("This file has %(count)s rows; at most %(most)s go together. Divide the table into several files."),
            field="file", count=len(filled), most=MOST_ROWS,
        )  # fmt: skip
    return [
        Row(number, {name: cells[at].strip() if at < len(cells) else "" for name, at in columns.items()})
        for number, cells in filled
    ]


def entry_of(row: Row) -> Entry:
    """What a row means. Refusal with its field for what cannot be."""
    typed = {name: row.typed.get(name, "") for name in COLUMNS}
    language = _languages().get(_bare(typed["language"]))
    if language is None:
        raise UnreadableFile(N_("The language is fr, nl, de or en."), field="language")
    role = _roles().get(_bare(typed["role"]))
    if role is None:
        raise UnreadableFile(N_("There is no such role."), field="role")
    if role == Role.VICTIM:
        raise UnreadableFile(
            N_("Accounts of victims are made one by one: they need the national number."), field="role"
        )
    return Entry(
        email=typed["email"],
        first_name=typed["first_name"],
        last_name=typed["last_name"],
        language=language,
        role=role,
        employer_number=typed["employer"],
        valid_from=_day(typed["from"], "from"),
        valid_until=_day(typed["until"], "until"),
    )


def written(table: Iterable[Iterable[str]]) -> bytes:
    """A table as CSV that every program opens: UTF-8 with its mark, semicolons; nothing in it is calculated."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    for cells in table:
        writer.writerow([harmless(cell) for cell in cells])
    return out.getvalue().encode("utf-8-sig")


def harmless(cell: str) -> str:
    """A text that a table shows and does not calculate."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _text(content: bytes) -> str:
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise UnreadableFile(
            N_("This is a workbook. Save its table as CSV (UTF-8) and choose that file."), field="file"
        )
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableFile(N_("This file is in UTF-16. Save it as CSV (UTF-8) and choose it again."), field="file")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode("cp1252")
        except UnicodeDecodeError as problem:
            raise UnreadableFile(field="file") from problem
    if any(character in text for character in ("\x00", "\ufffd")) or sum(
        unicodedata.category(character) == "Cc" and character not in "\r\n\t" for character in text[:10_000]
    ):
        raise UnreadableFile(field="file")
    return text


def _table(text: str) -> Iterable[list[str]]:
    """The cells, parted by whichever of semicolon, comma and tab gives most known columns in the head."""
    lines = text.lstrip("\r\n").splitlines(keepends=True)
    if lines and lines[0].strip().casefold().startswith("sep="):
        lines = lines[1:]
    if not lines:
        raise UnreadableFile(N_("This file is empty."), field="file")
    head = lines[0]
    delimiter = max(";,\t", key=lambda sign: len(set(_known(next(csv.reader([head], delimiter=sign), [])))))
    try:
        yield from csv.reader(lines, delimiter=delimiter, strict=True)
    except csv.Error as problem:
        raise UnreadableFile(
            N_("A quotation mark in this file has no end. Save the table as CSV once more."), field="file"
        ) from problem


def _columns(head: Sequence[str]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for at, name in enumerate(map(_column, head)):
        if name is not None and name in columns:
            raise UnreadableFile(N_("The column “%(name)s” is there twice."), field="file", name=head[at].strip()[:40])
        if name is not None:
            columns[name] = at
    missing = [name for name in _NEEDED if name not in columns]
    if missing:
        raise MissingColumns(missing)
    return columns


class MissingColumns(UnreadableFile):
    """`columns` are those that the head lacks; whoever shows it names them in the reader's language."""

    sentence = N_("The first line must name the columns. Missing: %(columns)s.")

    def __init__(self, columns: Sequence[str]) -> None:
        self.columns = tuple(columns)
        super().__init__(field="file", columns=", ".join(HEADS[name]["en"] for name in columns))

    def in_language(self, language: str) -> str:
        return say(self.sentence, language, columns=", ".join(HEADS[name][language] for name in self.columns))


def _known(head: Iterable[str]) -> Iterable[str]:
    return [name for name in map(_column, head) if name is not None]


def _column(head: str) -> str | None:
    return _names_of_columns().get(_bare(head))


@cache
def _names_of_columns() -> dict[str, str]:
    return _by_name({name: (name, *HEADS[name].values(), *_ALSO.get(name, ())) for name in COLUMNS})


@cache
def _languages() -> dict[str, str]:
    return _by_name({code: (code, NATIVE_NAMES[code]) for code in LANGUAGES})


@cache
def _roles() -> dict[str, str]:
    return _by_name({str(role): (str(role), *(say(ROLE_NAMES[role], lang) for lang in LANGUAGES)) for role in Role})


def _by_name(names: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """The code of each of its names."""
    return {_bare(name): code for code, known in names.items() for name in known}


def _bare(text: str) -> str:
    # Longer ones are no names of ours, and taking one apart can take minutes.
    plain = unicodedata.normalize("NFKD", text[:_LONGEST_NAME].casefold())
    return "".join(character for character in plain if character.isalnum())


def _day(typed: str, name: str) -> date | None:
    if not typed:
        return None
    for form in _DAY:
        if found := form.fullmatch(typed):
            try:
                read = date(int(found["y"]), int(found["m"]), int(found["d"]))
            except ValueError:
                break
            if 1990 <= read.year <= 2200:
                return read
    raise UnreadableFile(N_("Write a day as 2026-11-23 or 23/11/2026."), field=name)
