"""The clock, and the legal day in Brussels."""

from datetime import UTC, date, datetime

import pytest

from accident_manager.foundation import clock


def test_late_in_the_evening_in_utc_is_the_next_day_in_brussels():
    assert clock.day_of(datetime(2026, 11, 22, 23, 30, tzinfo=UTC)) == date(2026, 11, 23)
    assert clock.day_of(datetime(2026, 7, 22, 22, 30, tzinfo=UTC)) == date(2026, 7, 23)


def test_the_clock_stands_still_where_it_is_frozen_and_runs_again_after():
    with clock.frozen(date(2026, 11, 23)):
        assert clock.today() == date(2026, 11, 23)
        with clock.frozen(datetime(2027, 1, 1, 12, tzinfo=UTC)):
            assert clock.today() == date(2027, 1, 1)
        assert clock.today() == date(2026, 11, 23)
    assert clock.now().tzinfo is UTC


def test_an_instant_without_a_time_zone_is_refused():
    with pytest.raises(ValueError):
        clock.day_of(datetime(2026, 11, 23, 12))  # noqa: DTZ001
    with pytest.raises(ValueError), clock.frozen(datetime(2026, 11, 23, 12)):  # noqa: DTZ001
        pass
