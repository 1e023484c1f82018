"""An explained answer kept in a file gives back the same reasons."""

import json
from datetime import UTC, date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from accident_manager.claims.rules.reckoning import restored, stored
from accident_manager.foundation.explained import Figure, Read, Reason
from accident_manager.foundation.period import Period
from accident_manager.law import temporary_incapacity
from accident_manager.wording import LANGUAGES, say

VALUES = st.one_of(
    st.text(max_size=20), st.integers(-(10**9), 10**9), st.booleans(), st.none(), st.dates(), st.times(),
    st.decimals(allow_nan=False, allow_infinity=False, places=2), st.datetimes(timezones=st.just(UTC)),
)  # fmt: skip
READS = st.builds(Read, st.text(max_size=9), st.text(max_size=9), st.none() | st.text(max_size=9), st.text(max_size=9))
SIMPLE = st.builds(
    Reason,
    st.text(max_size=30),
    st.dictionaries(st.text(max_size=9), VALUES, max_size=4),
    st.text(max_size=4), st.text(max_size=9), st.text(max_size=20), st.text(max_size=9),
    st.lists(READS, max_size=2).map(tuple),
)  # fmt: skip
REASONS = SIMPLE | st.builds(Reason, st.text(max_size=9), st.dictionaries(st.text(max_size=9), SIMPLE, max_size=2))


@given(st.lists(REASONS, max_size=3))
def test_reasons_come_back_from_json_as_they_were(reasons):
    assert restored(json.loads(json.dumps(stored(reasons)))) == tuple(reasons)


def test_a_kept_calculation_is_said_the_same_in_every_language():
    found = temporary_incapacity.allowance(
        base=Decimal("44657.47"), periods=[Period(date(2026, 9, 15), date(2026, 11, 8))], accident_on=date(2026, 9, 14)
    )
    kept = restored(json.loads(json.dumps(stored(found.because))))
    for language in LANGUAGES:
        assert [say(reason, language) for reason in kept] == [say(reason, language) for reason in found.because]
    assert len({say(kept[0], language) for language in LANGUAGES}) == len(LANGUAGES)


def test_a_bare_number_keeps_its_kind_and_is_written_as_each_language_does():
    reason = Reason("Each year has %(percent)s %%.", {"percent": Figure("11.25")}, amount="11.25", unit="percent")
    [kept] = restored(json.loads(json.dumps(stored([reason]))))
    assert (say(kept, "de"), say(kept, "en")) == ("Each year has 11,25 %.", "Each year has 11.25 %.")
    assert (kept, kept.unit) == (reason, "percent")


def test_what_was_kept_before_units_were_known_is_still_read():
    [kept] = stored([Reason("Base wage", amount="100.00")])
    del kept["unit"]
    assert restored([kept])[0].unit == ""
