"""Every point that the sources leave open is a setting with its readings, its sources and who confirmed it."""

import csv
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from accident_manager import law
from accident_manager.law import settings
from accident_manager.law.refused import DoesNotApply
from accident_manager.law.settings import setting
from law.test_cases import CASES


@pytest.mark.parametrize("name", settings.names())
def test_every_setting_names_its_rule_its_readings_and_known_sources(name: str) -> None:
    found = setting(name)
    with files("accident_manager.law").joinpath("data", "sources.csv").open(encoding="utf-8") as lines:
        addresses = {row["key"]: row["address"] for row in csv.DictReader(lines)}
    assert found.description and found.article and found.rule.startswith(("R", "A"))
    assert len(found.readings) >= 2 and found.taken in found.readings
    assert found.sources and all(addresses.get(key) for key in found.sources)
    assert found.checked_on <= date(2026, 11, 23)
    assert found.confirmed_by


@pytest.mark.parametrize("name", settings.names())
def test_every_setting_is_told_in_the_prose(name: str) -> None:
    prose = Path(__file__).parents[2].joinpath("docs", "algorithms")
    text = "\n".join(file.read_text(encoding="utf-8") for file in prose.glob("*.md"))
    assert f"`{name}`" in text
    assert all(f"`{reading}`" in text for reading in setting(name).readings if reading != setting(name).taken)


@pytest.mark.parametrize("name", settings.names())
def test_an_answer_that_rests_on_a_setting_warns_and_names_the_reading(name: str) -> None:
    warned = set()
    for case in (case.values[0] for case in CASES):
        found = law.evaluate(case["topic"], case["facts"])
        warned |= {read.value for warning in found.warnings for read in warning.reads if read.parameter == name}
    assert warned == set(setting(name).readings)


def test_a_reading_that_there_is_not_is_refused() -> None:
    assert setting("death_reduction").reading(None) == "proportional"
    assert setting("death_reduction").reading("children_first") == "children_first"
    with pytest.raises(DoesNotApply):
        setting("death_reduction").reading("eldest_first")
    with pytest.raises(LookupError):
        setting("no_such_point")
