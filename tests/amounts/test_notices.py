"""Adding and withdrawing a notice: who may, what is refused, what is written down."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from accident_manager.amounts import queries
from accident_manager.amounts.actions import add_notice, preview, preview_of_withdrawal, withdraw_notice
from accident_manager.amounts.models import OfficialNotice
from accident_manager.amounts.rules import read_value, written_value
from accident_manager.audit.queries import recent
from accident_manager.foundation.actor import system
from accident_manager.foundation.refusal import InvalidInput, NotAllowed, NotFound, Refusal
from accident_manager.identity.rules.permissions import Role
from accident_manager.law import parameters
from accident_manager.law.parameters import known
from accident_manager.storage import scope
from accident_manager.wording import LANGUAGES, say
from amounts.adding import added, draft
from casework import declaring


def refused(by, name: str, *value_and_day: object, **more: object) -> tuple[str, str | None]:
    with pytest.raises(Refusal) as caught:
        add_notice(name, draft(*value_and_day, **more), by)
    for language in LANGUAGES:
        assert "%(" not in say(caught.value, language)
    assert not OfficialNotice.objects.filter(parameter=name, withdrawn_at__isnull=True).count() > 1
    return caught.value.code, caught.value.field


def test_a_notice_keeps_who_added_it_and_when(administrator):
    notice = added(administrator)
    assert (notice.value, notice.added_by_id, notice.withdrawn_at) == ("57584.22", administrator.account_id, None)
    assert queries.notices_of("base_wage_ceiling", administrator) == [notice]


def test_adding_and_withdrawing_are_on_the_trail(administrator):
    notice = added(administrator)
    withdraw_notice(notice.id, administrator)
    withdrawn, written = recent(2)
    assert (written.code, withdrawn.code) == ("amounts.notice_added", "amounts.notice_withdrawn")
    assert written.values == {
        "parameter": "base_wage_ceiling", "value": "57584.22", "valid_from": date(2026, 1, 1),
        "published_on": date(2026, 10, 30), "confirmed": False,
    }  # fmt: skip
    assert withdrawn.values == {"parameter": "base_wage_ceiling", "value": "57584.22", "valid_from": date(2026, 1, 1)}
    assert written.subject_id == withdrawn.subject_id == notice.id


@pytest.mark.parametrize(
    "role", sorted(set(Role) - {Role.ADMINISTRATOR, Role.VICTIM, *("declarer", "prevention_adviser")})
)
def test_nobody_but_an_administrator_adds_or_withdraws(administrator, in_belfius, role):
    notice = added(administrator)
    by = declaring.actor(in_belfius, role)
    for act in (
        lambda: add_notice("base_wage_floor_minor", draft("8496.96"), by),
        lambda: preview("base_wage_floor_minor", draft("8496.96"), by),
        lambda: withdraw_notice(notice.id, by),
        lambda: preview_of_withdrawal(notice.id, by),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_the_system_adds_no_notice(in_belfius):
    with pytest.raises(NotAllowed):
        added(system(in_belfius.id))


def test_the_notice_of_another_insurer_does_not_exist(administrator, other):
    notice = added(administrator)
    with scope.of(other.id):
        theirs = declaring.actor(other, "administrator")
        for act in (withdraw_notice, preview_of_withdrawal, queries.notice):
            with pytest.raises(NotFound):
                act(notice.id, theirs)
    assert queries.notice(notice.id, administrator).withdrawn_at is None


def test_a_second_notice_from_the_same_day_is_refused_until_the_first_is_withdrawn(administrator):
    first = added(administrator)
    assert refused(administrator, "base_wage_ceiling", "57600.00") == ("amounts.duplicate", "valid_from")
    withdraw_notice(first.id, administrator)
    added(administrator, "base_wage_ceiling", "57600.00")
    assert len(queries.notices_of("base_wage_ceiling", administrator)) == 2


def test_two_administrators_at_the_same_moment_add_one_notice(administrator, monkeypatch):
    added(administrator)
    # The second one read before the first one wrote.
    monkeypatch.setattr(queries, "standing_notices", lambda **_: ())
    assert refused(administrator, "base_wage_ceiling", "57600.00") == ("amounts.duplicate", "valid_from")


def test_a_notice_is_withdrawn_once(administrator):
    notice = added(administrator)
    withdraw_notice(notice.id, administrator)
    for act in (withdraw_notice, preview_of_withdrawal):
        with pytest.raises(Refusal) as caught:
            act(notice.id, administrator)
        assert caught.value.code == "amounts.withdrawn"


@pytest.mark.parametrize(
    ("name", "value", "day", "expected"),
    [
        # published already, by a release
        ("base_wage_ceiling", "54743.48", date(2024, 1, 1), ("amounts.already-known", "valid_from")),
        ("decision_days", "30", date(2005, 1, 1), ("amounts.already-known", "valid_from")),
        # before what is published
        ("index_coefficient_public_salaries", "2.1000", date(2025, 1, 15), ("amounts.too-old", "valid_from")),
        ("base_wage_ceiling", "31000.00", date(2004, 1, 1), ("amounts.too-old", "valid_from")),
        # days that cannot be
        ("base_wage_ceiling", "57584.22", date(2026, 7, 1), ("invalid", "valid_from")),
        ("base_wage_ceiling", "57584.22", date(2030, 1, 1), ("invalid", "valid_from")),
        # values that the law cannot calculate with
        ("capital_third_parts", "0", date(2027, 1, 1), ("invalid", "value")),
        ("visit_further_days", "0", date(2027, 1, 1), ("invalid", "value")),
        ("index_coefficient_public_salaries", "0.0000", date(2027, 1, 1), ("invalid", "value")),
        ("decision_days", "36526", date(2027, 1, 1), ("invalid", "value")),
        ("prescription_years", "101", date(2027, 1, 1), ("invalid", "value")),
    ],
)
def test_a_day_or_a_value_that_cannot_be_is_refused(administrator, name, value, day, expected):
    assert refused(administrator, name, value, day) == expected


def test_a_published_value_that_a_notice_brought_is_not_preceded_by_another_one(administrator):
    added(administrator, "index_coefficient_public_salaries", "2.1647", date(2026, 6, 1))
    code = refused(administrator, "index_coefficient_public_salaries", "2.1647", date(2026, 5, 1))
    assert code == ("amounts.too-old", "valid_from")


def test_a_computed_value_before_a_published_one_can_be_confirmed(administrator):
    added(administrator, "base_wage_ceiling", "45711.80", date(2021, 1, 1))
    assert known("base_wage_ceiling", date(2021, 6, 1)).status == "published"


@pytest.mark.parametrize("value", ["69000.00", "45000.00", "5758.42", "575842.20"])
def test_a_value_more_than_a_fifth_away_is_added_only_when_confirmed(administrator, value):
    assert refused(administrator, "base_wage_ceiling", value) == ("amounts.unlikely", "confirmed")
    assert preview("base_wage_ceiling", draft(value), administrator).doubt
    added(administrator, "base_wage_ceiling", value, confirmed=True)
    assert str(known("base_wage_ceiling", date(2026, 6, 1)).value) == value


def test_a_value_a_fifth_away_needs_no_confirming(administrator):
    assert preview("base_wage_ceiling", draft("68349.22"), administrator).doubt is None


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"published_on": date(2026, 11, 25)}, "published_on"),
        ({"published_on": date(1999, 1, 1)}, "published_on"),
        ({"source": ""}, "source"),
        ({"source": "MB"}, "source"),
        ({"source": "Moniteur belge\x00 of today"}, "source"),
        ({"source": "x" * 301}, "source"),
    ],
)
def test_a_notice_says_where_and_when_it_was_published(administrator, more, field):
    assert refused(administrator, "base_wage_ceiling", **more) == ("invalid", field)


def test_a_number_that_the_law_does_not_have_is_not_found(administrator):
    for name in ("no_such_number", "../wage", ""):
        with pytest.raises(NotFound):
            add_notice(name, draft(), administrator)


def test_the_database_lets_nothing_of_a_notice_be_changed_or_deleted(administrator):
    notice = added(administrator)
    rows = OfficialNotice.objects.filter(pk=notice.id)
    for act in (lambda: rows.update(value=1), lambda: rows.update(source="another"), rows.delete):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            act()
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(withdrawn_at=notice.added_at)


def test_a_preview_shows_the_number_first_and_then_what_follows_from_it(administrator):
    found = preview("index_coefficient_benefits_102_10", draft("1.5769", date(2026, 6, 1)), administrator)
    assert found.doubt is None
    lines = [
        (c.parameter, c.valid_from, str(c.before.value), str(c.after.value), c.after.status) for c in found.changes
    ]
    assert lines == [
        ("index_coefficient_benefits_102_10", date(2026, 6, 1), "1.5460", "1.5769", "published"),
        ("index_coefficient_benefits_138_01", date(2026, 6, 1), "2.1223", "2.1647", "computed"),
        ("public_remuneration_ceiling_indexed", date(2026, 6, 1), "51639.97", "52671.65", "computed"),
    ]
    assert queries.standing_notices() == ()


def test_the_preview_of_a_withdrawal_gives_back_what_was_before(administrator):
    notice = added(administrator)
    [change] = preview_of_withdrawal(notice.id, administrator)
    assert (str(change.before.value), str(change.after.value), change.after.status) == (
        "57584.22",
        "56957.69",
        "computed",
    )


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("57.584,22", "EUR per year", "57584.22"),
        ("57 584,22 €", "EUR per year", "57584.22"),
        ("57\u202f584,22", "EUR per year", "57584.22"),
        ("57,584.22", "EUR per year", "57584.22"),
        ("57584.2", "EUR per year", "57584.20"),
        ("57.584", "EUR per year", "57584.00"),
        ("57584", "EUR per year", "57584.00"),
        ("1,5769", "multiplier", "1.5769"),
        ("1.577", "multiplier", "1.5770"),
        (",4340", "EUR per km", "0.4340"),
        ("13,07 %", "percent of the gross", "13.07"),
        ("30", "calendar days", "30"),
        ("1", "1 or 0", "1"),
    ],
)
def test_a_value_is_read_as_any_of_the_languages_writes_it(text, unit, value):
    assert str(read_value(text, unit)) == value
    assert written_value(Decimal(value), unit) == value


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("", "EUR per year"), ("-5", "EUR per year"), ("abc", "EUR per year"), ("1.2.3", "EUR per year"),
        ("1,5769", "EUR per year"), ("1e5", "EUR per year"), ("9" * 30, "EUR per year"), ("99999999", "EUR per year"),
        ("٣", "EUR per year"), ("NaN", "multiplier"), ("1.57695", "multiplier"), ("30.5", "calendar days"),
        ("2", "1 or 0"), ("101", "percent"), (",", "percent"), ("12.34,5", "EUR per year"),
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_is_refused(text, unit):
    with pytest.raises(InvalidInput) as caught:
        read_value(text, unit)
    assert caught.value.field == "value"


@pytest.mark.parametrize("name", parameters.names())
def test_every_value_of_the_law_can_be_typed_as_a_notice(name):
    number = parameters.built_in(name)
    for value in number.values:
        assert read_value(value.read.value, number.unit) == value.value
