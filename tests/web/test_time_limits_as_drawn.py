from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accident_manager.web.components import body
from accident_manager.web.components.due import due
from accident_manager.web.components.ruler import MOST_TICKS, STEP, ruler
from accident_manager.web.components.strip import Deadline, strip

ACCIDENT, LAST = date(2026, 11, 18), date(2026, 11, 26)
DAYS = st.dates(date(2020, 1, 1), date(2040, 1, 1))


def test_the_ruler_has_a_tick_a_day_and_weekends_stand_lower():
    drawn = ruler(ACCIDENT, LAST, date(2026, 11, 24))
    assert [tick.kind for tick in drawn.ticks] == ["past"] * 6 + ["now", "", "last"]
    assert [tick.y for tick in drawn.ticks] == [5, 5, 5, 12, 12, 5, 0, 5, 0]
    assert all(tick.y + tick.height == 24 for tick in drawn.ticks)
    assert (drawn.width, drawn.total, drawn.left) == (9 * STEP, 8, 2)


def test_a_public_holiday_stands_lower_on_the_ruler():
    drawn = ruler(date(2026, 11, 9), date(2026, 12, 9), date(2026, 11, 24))
    assert drawn.ticks[2].y == 12


def test_on_the_last_day_the_ruler_shows_today():
    assert ruler(ACCIDENT, LAST, LAST).ticks[-1].kind == "now"


def test_after_the_last_day_everything_on_the_ruler_is_past():
    drawn = ruler(ACCIDENT, LAST, date(2026, 11, 28))
    assert [tick.kind for tick in drawn.ticks] == ["past"] * 8 + ["last"]
    assert drawn.left == -2


def test_a_ruler_cannot_end_before_it_starts():
    with pytest.raises(ValueError, match="cannot end"):
        ruler(LAST, ACCIDENT, LAST)


@given(DAYS, st.integers(0, 40_000), DAYS)
def test_a_ruler_of_any_length_stays_drawable(start, length, today):
    drawn = ruler(start, start + timedelta(days=length), today)
    assert 1 <= len(drawn.ticks) <= MOST_TICKS
    assert sum(tick.kind == "now" for tick in drawn.ticks) == (start <= today <= drawn.period.end)


@pytest.mark.parametrize(
    ("today", "days", "state"),
    [
        (date(2026, 11, 22), 4, "open"),
        (date(2026, 11, 23), 3, "soon"),
        (date(2026, 11, 26), 0, "soon"),
        (date(2026, 11, 27), -1, "late"),
    ],
)
def test_a_limit_is_soon_from_three_days_on_and_late_after_its_last_day(today, days, state):
    stands = due(LAST, today)
    assert (stands.days, stands.state) == (days, state)


def test_a_limit_that_was_met_stays_met():
    assert due(LAST, date(2027, 1, 1), met_on=LAST).state == "met"
    assert due(LAST, date(2027, 1, 1), met_on=date(2026, 11, 27)).state == "missed"


def test_the_strip_shows_fourteen_days_with_what_falls_due():
    today = date(2026, 11, 24)
    decl, far = Deadline(date(2026, 11, 26), "Decl.", "#a"), Deadline(date(2026, 12, 8), "Later", "#b")
    days = strip(today, [decl, far])
    assert len(days) == 14 and days[0].is_now and days[2].deadlines == (decl,)
    assert all(not day.deadlines for day in days if day.day != decl.day)
    assert [day.day.day for day in days if day.is_low] == [28, 29, 5, 6]
    assert [day.day for day in days if day.opens_month] == [date(2026, 12, 1)]


def test_the_strip_takes_anything_with_a_day_a_label_and_an_address():
    @dataclass
    class Due:
        day: date
        label: str = "x"
        url: str = "#"

    assert strip(LAST, [Due(LAST)])[0].deadlines[0].label == "x"


def test_every_part_of_the_body_is_offered_once():
    codes = [(code, code) for code in "00 10 11 18 21 31 43 51 58 62 71 78 99".split()]
    groups = body.groups(codes)
    offered = [part.code for group in groups for part in group.parts]
    assert sorted(offered) == [code for code, _ in codes]
    assert [part.code for part in groups[-1].parts] == ["00", "18", "58", "71", "78", "99"]
