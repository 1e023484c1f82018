"""A notice is read by every calculation of its insurer from its first day on, and by nobody else's."""

from datetime import date
from decimal import Decimal

import pytest

from accident_manager import law
from accident_manager.amounts import queries
from accident_manager.amounts.actions import withdraw_notice
from accident_manager.foundation import scope as in_scope
from accident_manager.law.parameters import known
from accident_manager.storage import scope
from amounts.adding import added
from casework import declaring


def base_wage(day: str = "2026-05-06"):
    return law.evaluate("base_wage", {"annual_wage_eur": "70000.00", "accident_date": day})


def test_the_ceiling_of_2026_replaces_the_computed_one_and_the_answer_is_final(administrator):
    assert base_wage().provisional
    added(administrator)
    found = base_wage()
    assert found.value == {"base_wage_eur": "57584.22"}
    assert not found.provisional


def test_the_answer_names_the_notice_that_it_read(administrator):
    added(administrator)
    [read] = [read for read in base_wage().reads if read.parameter == "base_wage_ceiling"]
    assert (read.value, read.valid_from, read.status) == ("57584.22", "2026-01-01", "published")
    assert "Moniteur belge" in read.source and "2026-10-30" in read.source


def test_a_notice_is_read_from_its_first_day_on_and_not_the_day_before(administrator):
    added(administrator, "index_coefficient_public_salaries", "2.1647", date(2026, 5, 1))
    assert str(known("index_coefficient_public_salaries", date(2026, 4, 30)).value) == "2.1223"
    first = known("index_coefficient_public_salaries", date(2026, 5, 1))
    assert (str(first.value), first.status) == ("2.1647", "published")


def test_the_ceilings_of_other_years_stay_as_they_were(administrator):
    before = {day: base_wage(day) for day in ("2024-12-31", "2025-12-31")}
    added(administrator)
    assert {day: base_wage(day) for day in before} == before


def test_a_withdrawn_notice_is_read_no_more(administrator):
    notice = added(administrator)
    withdraw_notice(notice.id, administrator)
    found = base_wage()
    assert found.value == {"base_wage_eur": "56957.69"}
    assert found.provisional


def test_the_notice_of_an_insurer_is_never_read_by_another(administrator, other):
    added(administrator)
    with scope.of(other.id):
        assert base_wage().value == {"base_wage_eur": "56957.69"}
        assert queries.standing_notices() == ()
        assert queries.notices_of("base_wage_ceiling", declaring.actor(other, "administrator")) == []
        # Also when both are kept by this process.
        assert base_wage().provisional
    assert not base_wage().provisional


def test_without_an_insurer_the_law_reads_its_own_files_only(administrator):
    added(administrator)
    with in_scope.entered(None):
        assert queries.overlay() == {}
        assert base_wage().value == {"base_wage_eur": "56957.69"}


def test_another_process_sees_a_notice_within_seconds(administrator, monkeypatch):
    now = [1000.0]
    monkeypatch.setattr(queries.time, "monotonic", lambda: now[0])
    queries.forget()
    assert base_wage().provisional
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(queries, "forget", lambda: None)
        added(administrator)
    assert base_wage().provisional
    now[0] += 5.1
    assert not base_wage().provisional


def test_many_questions_ask_the_database_once(administrator, django_assert_num_queries):
    added(administrator)
    with django_assert_num_queries(1):
        for _ in range(20):
            base_wage()


@pytest.mark.parametrize(
    ("name", "value", "day", "follower", "on", "expected"),
    [
        (
            "base_wage_ceiling_statutory", "37247.23", date(2026, 1, 1),
            "base_wage_ceiling", date(2026, 6, 1), "57584.22",
        ),
        (
            "index_coefficient_benefits_102_10", "1.5769", date(2026, 6, 1),
            "index_coefficient_benefits_138_01", date(2026, 6, 1), "2.1647",
        ),
        (
            "index_coefficient_benefits_102_10", "1.5769", date(2026, 6, 1),
            "public_remuneration_ceiling_indexed", date(2026, 6, 1), "52671.65",
        ),
        (
            "index_coefficient_benefits_102_10", "1.5769", date(2026, 6, 1),
            "public_remuneration_ceiling_indexed", date(2026, 5, 31), "51639.97",
        ),
    ],
)  # fmt: skip
def test_what_is_computed_from_a_number_follows_its_notice_and_stays_computed(
    administrator, name, value, day, follower, on, expected
):
    added(administrator, name, value, day)
    found = known(follower, on)
    assert (found.value, found.status) == (Decimal(expected), "computed" if on >= day else "assumed")


def test_the_notices_of_the_next_year_open_that_year_for_what_is_computed_from_them(administrator):
    added(administrator, "index_coefficient_benefits_102_10", "1.5769", date(2027, 1, 1))
    with pytest.raises(law.parameters.NotKnown):
        known("base_wage_ceiling", date(2027, 3, 1))
    added(administrator, "base_wage_ceiling_statutory", "37247.23", date(2027, 1, 1))
    assert str(known("base_wage_ceiling", date(2027, 3, 1)).value) == "58735.16"
    assert str(known("base_wage_floor_minor", date(2027, 12, 31)).value) == "8666.78"
    with pytest.raises(law.parameters.NotKnown):
        known("base_wage_ceiling", date(2028, 1, 1))


def test_a_notice_of_the_number_itself_wins_over_what_is_computed(administrator):
    added(administrator, "base_wage_ceiling_statutory", "37247.23")
    added(administrator, "base_wage_ceiling", "57600.00")
    found = known("base_wage_ceiling", date(2026, 6, 1))
    assert (str(found.value), found.status) == ("57600.00", "published")


def test_what_was_only_assumed_for_a_later_day_gives_way_to_a_notice(administrator):
    added(administrator, "index_coefficient_public_salaries", "2.1647", date(2026, 2, 1))
    assert str(known("index_coefficient_public_salaries", date(2026, 6, 1)).value) == "2.1647"


def test_days_between_the_last_known_one_and_a_notice_stay_unknown(administrator):
    added(administrator, "index_coefficient_public_salaries", "2.1647", date(2027, 6, 1))
    assert str(known("index_coefficient_public_salaries", date(2026, 12, 31)).value) == "2.1223"
    for day in (date(2027, 1, 1), date(2027, 5, 31), date(2028, 1, 1)):
        with pytest.raises(law.parameters.NotKnown):
            known("index_coefficient_public_salaries", day)
    assert str(known("index_coefficient_public_salaries", date(2027, 6, 1)).value) == "2.1647"
