"""Values that hold from a day on."""

from datetime import date

import pytest

from accident_manager.foundation.dated import Dated, NotKnownOn, Since

VALUES = [Since(date(2026, 3, 1), "march"), Since(date(2026, 1, 1), "january")]


def test_a_value_holds_from_its_day_until_the_day_before_the_next():
    dated = Dated(VALUES)
    assert dated.on(date(2026, 1, 1)).value == "january"
    assert dated.on(date(2026, 2, 28)).value == "january"
    assert dated.on(date(2026, 3, 1)) == Since(date(2026, 3, 1), "march")


def test_before_the_first_day_nothing_is_known():
    with pytest.raises(NotKnownOn):
        Dated(VALUES).on(date(2025, 12, 31))


def test_after_the_last_day_nothing_is_known():
    dated = Dated(VALUES, until=date(2026, 12, 31))
    assert dated.on(date(2026, 12, 31)).value == "march"
    with pytest.raises(NotKnownOn):
        dated.on(date(2027, 1, 1))


def test_two_values_from_the_same_day_are_a_mistake():
    with pytest.raises(ValueError):
        Dated([*VALUES, Since(date(2026, 1, 1), "again")])
