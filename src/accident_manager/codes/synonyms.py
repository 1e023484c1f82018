"""Everyday words that lead to a code ("clark" to lift trucks), per table and language, from `synonyms.toml`."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def synonyms(table: str, language: str) -> Mapping[str, tuple[str, ...]]:
    """Phrase to codes, the likeliest code first. Empty for a table without synonyms."""
    found: dict[str, tuple[str, ...]] = {}
    for concept in _file().get(table, ()):
        for phrase in concept.get(language, ()):
            found[phrase] = tuple(dict.fromkeys((*found.get(phrase, ()), *concept["codes"])))
    return found


@cache
def _file() -> Mapping[str, list[dict[str, Any]]]:
    text = files("accident_manager.codes").joinpath("synonyms.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
