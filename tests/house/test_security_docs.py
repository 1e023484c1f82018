"""The documents on security say what is true of the code: their tests exist, their numbers are the code's."""

import ast
import re
from datetime import timedelta
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from accident_manager.identity import events as identity_events
from accident_manager.identity import journal
from accident_manager.insurers.rules.limits import BOUNDS

TESTS = Path(__file__).parents[1]
SECURITY = TESTS.parent / "docs/security"
ASVS, LOGIN, THREATS = ((SECURITY / f"{name}.md").read_text(encoding="utf-8") for name in ("asvs", "login", "threats"))
NAMED = re.compile(r"`([\w/]+\.py)::(test_\w+)`")
NOT_MET = "**not met**"
# The lines of ASVS 5.0 that concern the login: level 2 whole, of level 3 those that we took on.
LINES = """
6.1.1 6.1.2 6.1.3 6.2.1 6.2.2 6.2.3 6.2.4 6.2.5 6.2.6 6.2.7 6.2.8 6.2.9 6.2.10 6.2.11 6.2.12 6.3.1 6.3.2 6.3.3 6.3.4
6.3.5 6.3.6 6.3.7 6.3.8 6.4.1 6.4.2 6.4.3 6.4.4 6.4.5 6.4.6 6.5.1 6.5.2 6.5.3 6.5.4 6.5.5 6.5.6 6.5.7 6.5.8 6.6.1
6.6.2 6.6.3 6.6.4 6.7.1 6.7.2 6.8.1 6.8.2 6.8.3 6.8.4 7.1.1 7.1.2 7.1.3 7.2.1 7.2.2 7.2.3 7.2.4 7.3.1 7.3.2 7.4.1
7.4.2 7.4.3 7.4.4 7.4.5 7.5.1 7.5.2 7.5.3 7.6.1 7.6.2 3.3.1 3.3.2 3.3.3 3.3.4 3.3.5 3.4.1 3.4.3 3.4.4 3.4.5 3.4.6
3.4.8 3.5.1 3.5.3 3.7.2 8.3.2 8.4.1 10.1.1 10.1.2 10.2.1 10.2.2 10.2.3 10.5.1 10.5.2 10.5.3 10.5.4 10.5.5 11.3.1
11.3.2 11.3.3 11.4.1 11.4.2 11.5.1 12.2.1 12.3.2 13.3.1 14.2.1 14.3.1 14.3.2 16.2.1 16.2.2 16.2.3 16.2.4 16.2.5 16.3.1
16.3.2 16.3.3 16.3.4 16.4.1 16.4.2 16.4.3 16.5.2 16.5.3
""".split()
# What NIST SP 800-63B-4, the RFCs and the cheat sheets add, and the faults that others have had.
OTHERS = {"NIST": 13, "RFC": 5, "Sheet": 5, "Fault": 5}
_UNITS = {"s": 1, "min": 60, "h": 3600}


def rows_of(text: str, cells: int) -> list[list[str]]:
    """The rows of the tables with so many columns, without their heads."""
    lines = [line.strip().strip("|").split(" | ") for line in text.splitlines() if line.startswith("| ")]
    rows = [[cell.strip() for cell in line] for line in lines if len(line) == cells]
    return [row for row in rows if not set("".join(row)) <= set("- |")]


def checklist() -> list[list[str]]:
    """Number, level, requirement, what shows it."""
    return [row for row in rows_of(ASVS, 4) if row[0] != "no."]


@cache
def named_in(file: Path) -> frozenset[str]:
    if not file.exists():
        return frozenset()
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


@pytest.mark.parametrize("document", ["asvs", "login", "threats"])
def test_every_test_that_is_named_exists(document):
    text = (SECURITY / f"{document}.md").read_text(encoding="utf-8")
    missing = [f"{file}::{name}" for file, name in NAMED.findall(text) if name not in named_in(TESTS / file)]
    assert not missing, "\n".join(missing)


def test_every_line_of_the_checklist_is_there_once_and_none_besides():
    numbers = [row[0] for row in checklist()]
    assert sorted(numbers) == sorted(
        [*LINES, *(f"{kind} {n}" for kind, most in OTHERS.items() for n in range(1, most + 1))]
    )


def test_every_line_has_a_proof_or_says_that_it_is_not_met_and_why():
    for number, level, requirement, shown in checklist():
        assert re.fullmatch(r"[123]|–", level), number
        assert len(requirement) > 10, number
        proof = NAMED.search(shown) or re.search(r"\]\([\w./#-]+\.md(#[\w-]+)?\)", shown)
        reason = shown.partition(NOT_MET)[2]
        assert proof or len(reason) > 20, f"{number} says neither what shows it nor why it is not met"


def test_what_is_not_met_is_counted_where_the_document_begins():
    without = [row[0] for row in checklist() if NOT_MET in row[3]]
    said = re.search(r"Not met, or not wholly: (.*?)\.\n", ASVS, re.DOTALL)[1]
    assert re.findall(r"\d+\.\d+\.\d+|(?:NIST|RFC|Sheet|Fault) \d+", said) == without


def test_what_is_named_as_proof_is_no_test_that_is_skipped():
    skipped = []
    for file, name in NAMED.findall(ASVS):
        tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))
        node = next(one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef) and one.name == name)
        marks = " ".join(ast.unparse(mark) for mark in node.decorator_list)
        if "skip" in marks or "xfail" in marks:
            skipped.append(name)
    assert not skipped


def test_every_link_to_a_part_of_a_document_leads_there():
    broken = []
    for name in ("asvs", "login", "threats"):
        for target, part in re.findall(r"\]\(([\w./-]*)#([\w-]+)\)", (SECURITY / f"{name}.md").read_text()):
            file = SECURITY / target if target else SECURITY / f"{name}.md"
            heads = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
            if part not in {re.sub(r"[^\w -]", "", head).lower().replace(" ", "-") for head in heads}:
                broken.append(f"{name}: {target}#{part}")
    assert not broken


# ---- the numbers


def test_the_limits_that_an_insurer_may_tighten_are_those_of_the_code():
    said = {row[3].strip("`"): row[1:3] for row in rows_of(LOGIN, 4) if row[3].startswith("`")}
    known = {
        name: ["no maximum" if bound.house is None else str(bound.house), str(bound.tightest)]
        for name, bound in BOUNDS.items()
    }
    assert said == known


def test_the_other_numbers_are_those_of_the_code():
    rows = [row for row in rows_of(LOGIN, 3) if re.fullmatch(r"`[\w.]+:[\w.]+`", row[2])]
    assert len(rows) > 20
    for _, said, where in rows:
        module, _, name = where.strip("`").partition(":")
        value = import_module(f"accident_manager.{module}")
        for part in name.split("."):
            value = getattr(value, part)
        number, _, unit = said.partition(" ")
        if isinstance(value, timedelta):
            value = value.total_seconds()
        assert int(number) * _UNITS.get(unit, 1) == value, where


def test_the_pages_that_ask_again_are_those_of_the_code():
    said = {}
    section = LOGIN.partition("## Acts that ask")[2].partition("\n## ")[0]
    for kind, pages in rows_of(section, 2)[1:]:
        said[kind.strip("`")] = set(re.findall(r"`([\w-]+)`", pages))
    known: dict[str, set[str]] = {}
    _walk(get_resolver("accident_manager.config.urls_insurer"), known)
    assert said == known


def _walk(resolver: URLResolver, known: dict[str, set[str]]) -> None:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            _walk(entry, known)
        elif isinstance(entry, URLPattern) and getattr(entry.callback, "fresh", ""):
            known.setdefault(entry.callback.fresh, set()).add(str(entry.name))


def test_the_groups_of_the_journal_are_those_of_the_code():
    section = LOGIN.partition("Groups of the security journal:")[2].partition(".")[0]
    assert set(re.findall(r"`(\w+)`", section)) == set(journal.GROUPS)
    declared = {journal.group_of(event.code) for event in vars(identity_events).values() if hasattr(event, "sentence")}
    assert declared <= set(journal.GROUPS)


def test_each_threat_names_what_shows_that_it_is_stopped():
    rows = rows_of(THREATS, 6)
    assert 15 < len(rows) < 25, "it is one page"
    assert not [row[0] for row in rows if not all(row)], "no cell is empty"
    known = {row[0] for row in checklist()}
    lines = re.compile(r"\b\d+\.\d+\.\d+\b|\b(?:NIST|RFC|Sheet|Fault) \d+")
    for who, *_, shown in rows[1:]:
        assert NAMED.search(shown) or lines.search(shown), who
        assert set(lines.findall(shown)) <= known, who
