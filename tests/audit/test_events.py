"""The register of events and the values they keep."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accident_manager.audit import values
from accident_manager.audit.events import all_events, declared, event
from audit.happened import KEPT, OPENED

CODES = st.from_regex(r"[\w.:-]{0,64}", fullmatch=True)
KEPT_VALUES = (
    st.booleans()
    | st.integers(-(10**10) + 1, 10**10 - 1)
    | CODES
    | st.uuids()
    | st.dates()
    | st.datetimes(timezones=st.just(UTC))
    | st.decimals(allow_nan=False, allow_infinity=False)
)


def test_an_event_is_declared_once():
    assert declared("tests.opened") is OPENED and OPENED in all_events()
    with pytest.raises(ValueError, match="twice"):
        event("tests.opened", "%(actor)s opened the file.")


@pytest.mark.parametrize("code", ["opened", "Tests.opened", "tests.", "tests opened", ""])
def test_a_code_is_words_parted_by_dots(code):
    with pytest.raises(ValueError, match="code"):
        event(code, "Something happened.")


def test_a_sentence_names_only_what_the_event_keeps():
    with pytest.raises(ValueError, match="amount"):
        event("tests.unkept", "%(actor)s paid %(amount)s.")
    assert declared("tests.unkept") is None


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from("abc"), KEPT_VALUES))
def test_values_come_back_as_they_were(given_values):
    read = values.read(values.written(KEPT, given_values))
    assert read == given_values and {n: type(v) for n, v in read.items()} == {
        n: type(v) for n, v in given_values.items()
    }


def test_a_value_of_none_is_left_out():
    assert values.written(KEPT, {"a": None, "b": 1}) == {"b": 1}


@pytest.mark.parametrize(
    "value",
    [
        "Jan Janssens", "jan.janssens@example.be", "x" * 65, 85073003328, -85073003328, 1.5, ["x"], {"x": 1}, b"x",
        Decimal("NaN"), Decimal("Infinity"), datetime(2026, 1, 1),  # noqa: DTZ001
        "line\n", object(),
    ],
)  # fmt: skip
def test_what_may_say_something_about_a_person_is_refused(value):
    with pytest.raises(values.NotForTheTrail):
        values.written(KEPT, {"a": value})


def test_a_value_that_was_not_declared_is_refused():
    with pytest.raises(values.NotForTheTrail, match="narrative"):
        values.written(KEPT, {"narrative": "x"})


def test_ids_days_and_amounts_are_kept():
    kept = {"a": uuid4(), "b": date(2026, 11, 23), "c": Decimal("12.50")}
    assert values.read(values.written(KEPT, kept)) == kept
