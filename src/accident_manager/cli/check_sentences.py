"""Part of ./acm check: what is said anywhere is in the catalogues in every language, and nothing else is.

Said is what stands in `N_("…")` or `say("…")`, in `{% say "…" %}`, and in the words that templates give to components.
"""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.utils.text import smart_split

from accident_manager.wording import LANGUAGES
from accident_manager.wording.speech import SOURCE as SOURCE_LANGUAGE
from accident_manager.wording.speech import catalogue

SOURCE = Path(__file__).resolve().parents[1]
# What components say of what they are given; the rest (names, addresses, tones) is not spoken.
SPOKEN = frozenset(
    "label title text action more reason caption hint note start_label last_label legend lead help empty done"
    .split()
)  # fmt: skip
_TAG = re.compile(r"\{%-?\s*(\w+)\s+(.*?)\s*-?%\}")
_LITERAL = re.compile(r"\"((?:[^\"\\]|\\.)*)\"|'((?:[^'\\]|\\.)*)'")
_PLACEHOLDER = re.compile(r"%\((\w+)\)")
# Samples for developers, in English.
_NOT_FOR_PEOPLE = "pages/catalogue/"
# The whole set of the login's texts, word for word; the screens that say some of them are still to come.
_AHEAD_OF_THE_PAGES = "login.toml"
# Texts that are the same in every language: a sign, a number.
_WORDLESS = re.compile(r"[^\w]*|[\d\W]*")


def complaints() -> Iterator[str]:
    try:
        sentences = catalogue()
    except ValueError as twice:
        yield f"catalogue: {twice}"
        return
    said, seen = _said_in_python(), set(_strings_in_python())
    for place, sentence in _said_in_templates():
        said.setdefault(sentence, place)
    seen |= set(_strings_in_templates())
    for sentence, place in sorted(said.items(), key=lambda item: item[1]):
        if sentence not in sentences and not _WORDLESS.fullmatch(sentence):
            yield f"{place}: not in the catalogue: {sentence!r}"
    elsewhere = "\n".join(_other_files())
    ahead = tomllib.loads((SOURCE / "wording" / "catalogue" / _AHEAD_OF_THE_PAGES).read_text(encoding="utf-8"))
    for sentence, spoken in sentences.items():
        missing = [language for language in LANGUAGES if language != SOURCE_LANGUAGE and not spoken.get(language)]
        if missing:
            yield f"catalogue: {sentence!r} is not said in {', '.join(missing)}"
        yield from _wrong_names(sentence, spoken)
        if sentence not in said and sentence not in seen and sentence not in ahead and sentence not in elsewhere:
            yield f"catalogue: {sentence!r} is said nowhere"


def _wrong_names(sentence: str, spoken: Mapping[str, Any]) -> Iterator[str]:
    wanted = set(_PLACEHOLDER.findall(sentence))
    singular = spoken.get("one", {})
    for language in LANGUAGES:
        for text, names in ((spoken.get(language), wanted), (singular.get(language), None)):
            found = set(_PLACEHOLDER.findall(text or ""))
            # The singular may leave out the number ("yesterday").
            if text and (found - wanted or (names and found != names)):
                yield f"catalogue: {sentence!r} in {language} names {sorted(found)}, not {sorted(wanted)}"


def _said_in_python() -> dict[str, str]:
    said: dict[str, str] = {}
    for file, tree in _trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and node.args and _name(node.func) in {"N_", "say"}:
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    said.setdefault(first.value, f"{file.relative_to(SOURCE)}:{node.lineno}")
    return said


def _strings_in_python() -> Iterator[str]:
    for _, tree in _trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def _trees() -> Iterator[tuple[Path, ast.Module]]:
    for file in sorted(SOURCE.rglob("*.py")):
        yield file, ast.parse(file.read_text(encoding="utf-8"))


def _name(function: ast.expr) -> str:
    return (
        function.attr if isinstance(function, ast.Attribute) else function.id if isinstance(function, ast.Name) else ""
    )


def _said_in_templates() -> Iterator[tuple[str, str]]:
    """Where and what: ("web/templates/base.html:3", "Log out")."""
    for file, number, tag, words in _tags():
        place = f"{file.relative_to(SOURCE)}:{number}"
        if _NOT_FOR_PEOPLE in place:
            continue
        bits = list(smart_split(words))
        if tag == "say" and bits:
            literal = _LITERAL.fullmatch(bits[0])
            if literal:
                yield place, _text(literal)
        if tag == "say_in" and len(bits) > 1:
            literal = _LITERAL.fullmatch(bits[1])
            if literal:
                yield place, _text(literal)
        if tag in {"part", "frame"}:
            for bit in bits:
                name, _, given = bit.partition("=")
                literal = _LITERAL.fullmatch(given)
                if name in SPOKEN and literal:
                    yield place, _text(literal)


def _strings_in_templates() -> Iterator[str]:
    for _, _, _, words in _tags():
        for literal in _LITERAL.finditer(words):
            yield _text(literal)


def _tags() -> Iterator[tuple[Path, int, str, str]]:
    for file in sorted(SOURCE.glob("*/templates/**/*")):
        if file.suffix == ".html":
            for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
                for found in _TAG.finditer(line):
                    yield file, number, found[1], found[2]


def _text(literal: re.Match[str]) -> str:
    return (literal[1] if literal[1] is not None else literal[2]).replace('\\"', '"').replace("\\'", "'")


def _other_files() -> Iterator[str]:
    """Data that carry sentences: parameters of the law, questions, demo data."""
    for pattern in ("*.yaml", "*.csv", "*.toml", "*.json"):
        for file in sorted(SOURCE.rglob(pattern)):
            if file.parent.name != "catalogue":
                yield file.read_text(encoding="utf-8")


if __name__ == "__main__":
    found = list(complaints())
    sys.stdout.write("\n".join(found) + "\n" if found else "")
    sys.exit(1 if found else 0)
