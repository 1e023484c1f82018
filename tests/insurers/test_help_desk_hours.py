"""When the help desk is open: its own time zone, its own closed days, the public holidays; and what one may type."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from accident_manager.foundation.clock import BRUSSELS
from accident_manager.foundation.refusal import InvalidInput
from accident_manager.insurers.rules.help_desk import FAQ_HOURS, closed_in_words, parse, periods_of
from accident_manager.insurers.rules.settings import InvalidSettings, closed_days_of, help_desk, openings_of
from accident_manager.wording import say

HELSINKI = ZoneInfo("Europe/Helsinki")
RIGHT = {
    "support_email": "help@belfius.example", "support_phone": "02/286 74 74", "time_zone": "Europe/Brussels",
    "hours.monday": "9-12, 13-16", "hours.saturday": "", "closed_days": "24/12/2026 – 26/12/2026",
}  # fmt: skip


def _brussels(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=BRUSSELS)


def test_a_closed_day_has_no_openings_and_is_not_called_a_holiday():
    hours = parse(FAQ_HOURS, closed=[date(2026, 11, 24)])
    state = hours.state(_brussels(24, 10))
    assert (state.open, state.holiday, state.closed_day) == (False, False, True)
    assert state.opens == _brussels(25, 9)
    assert parse(FAQ_HOURS).state(_brussels(24, 10)).open


def test_closed_days_over_many_weeks_are_seen_through():
    closed = [date(2026, 11, day) for day in range(24, 31)] + [date(2026, 12, day) for day in range(1, 32)]
    state = parse(FAQ_HOURS, closed=closed).state(_brussels(23, 17))
    # The first of January is a public holiday, the second a Saturday.
    assert state.opens == datetime(2027, 1, 4, 9, tzinfo=BRUSSELS)


def test_the_hours_are_those_of_the_desks_own_time_zone():
    hours = parse(FAQ_HOURS, "Europe/Helsinki")
    # Eight in Brussels is nine in Helsinki.
    assert not hours.state(_brussels(23, 7, 59)).open
    state = hours.state(_brussels(23, 8))
    assert (state.open, state.now.hour, state.until.hour) == (True, 9, 12)
    assert hours.state(_brussels(23, 15)).opens == datetime(2026, 11, 24, 9, tzinfo=HELSINKI)
    assert hours.state(_brussels(23, 15)).opens_at.hour == 9
    assert say(hours.in_words(), "en").endswith("(time of Helsinki)")
    assert "time of" not in say(parse(FAQ_HOURS).in_words(), "en")


def test_it_is_another_day_where_the_desk_is():
    """A quarter past eleven in the evening of Sunday here is Monday there."""
    hours = parse({"1": [["00:00", "08:00"]]}, "Europe/Helsinki")
    assert hours.state(_brussels(22, 23, 15)).open
    assert not hours.state(_brussels(22, 22, 45)).open


def test_hours_move_with_summer_time():
    """25 October 2026 at 3:00 the clock goes back: on both sides of it the desk opens at nine."""
    hours = parse({"7": [["09:00", "12:00"]], "6": [["09:00", "12:00"]]})
    assert hours.state(datetime(2026, 10, 24, 7, 0, tzinfo=ZoneInfo("UTC"))).open
    assert not hours.state(datetime(2026, 10, 25, 7, 0, tzinfo=ZoneInfo("UTC"))).open
    assert hours.state(datetime(2026, 10, 25, 8, 0, tzinfo=ZoneInfo("UTC"))).open


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        ("9:00–12:00, 13:00–16:00", [["09:00", "12:00"], ["13:00", "16:00"]]),
        ("9-12", [["09:00", "12:00"]]),
        ("13h30 - 16h, 9h - 12h", [["09:00", "12:00"], ["13:30", "16:00"]]),
        ("9 h 30 à 12 h et 13 h à 16 h", [["09:30", "12:00"], ["13:00", "16:00"]]),
        ("9.00 tot 12.00 uur en 13.00 tot 16.00 uur", [["09:00", "12:00"], ["13:00", "16:00"]]),
        ("9 Uhr bis 12 Uhr und 13:00 bis 16:00 Uhr", [["09:00", "12:00"], ["13:00", "16:00"]]),
        ("from 8:15 to 23:59", [["08:15", "23:59"]]),
        ("  ", []),
    ],
)
def test_openings_are_read_as_people_write_them(typed, means):
    assert openings_of(typed) == means


@pytest.mark.parametrize(
    "typed",
    [
        "9", "9-12-13", "12-9", "9-9", "9-12, 11-14", "24:00-25:00", "9:60-12", "mornings", "9-12 or later",
        "9-12;" * 7,
    ],
)  # fmt: skip
def test_what_is_no_opening_is_refused(typed):
    with pytest.raises(InvalidInput):
        openings_of(typed)


def test_closed_days_are_read_by_line_and_told_as_periods():
    days = closed_days_of("24/12/2026\n\n 30.12.2026 – 2-1-2027 \n2026-12-24\n25/12/2026")
    assert periods_of(days) == [(date(2026, 12, 24), date(2026, 12, 25)), (date(2026, 12, 30), date(2027, 1, 2))]
    words = say(closed_in_words(days, date(2026, 12, 25)), "en").replace("\u00a0", " ")
    assert words == "25 December 2026; 30 December 2026 to 2 January 2027"
    assert closed_in_words(days, date(2027, 1, 3)) is None


@pytest.mark.parametrize(
    "typed", ["31/2/2026", "tomorrow", "2/1/2027 – 24/12/2026", "1/1/2026 – 1/1/2029", "1/1/2026 2/1/2026 3/1/2026"]
)
def test_a_line_that_is_no_day_is_refused_and_named(typed):
    with pytest.raises(InvalidInput) as refused:
        closed_days_of(f"1/5/2026\n{typed}")
    assert refused.value.values.get("line") == 2


def test_every_field_says_what_is_wrong_with_it_at_once():
    wrong = {
        "support_email": "nobody", "support_phone": "call us", "hours.monday": "12-9", "hours.friday": "noon",
        "closed_days": "Christmas", "time_zone": "Belgium",
    }  # fmt: skip
    with pytest.raises(InvalidSettings) as refused:
        help_desk(wrong)
    assert set(refused.value.errors) == set(wrong)


def test_what_is_right_becomes_the_help_desk():
    desk = help_desk(RIGHT)
    assert desk.help_desk_hours == {"1": [["09:00", "12:00"], ["13:00", "16:00"]]}
    assert desk.closed_days == ("2026-12-24", "2026-12-25", "2026-12-26")
