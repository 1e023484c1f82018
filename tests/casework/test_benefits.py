"""Wages, days and the allowance: to the cent, with reasons, and anew at every change (R27, R29, R38, R45)."""

import json
from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from accident_manager.audit import queries as audit
from accident_manager.claims.actions import benefits
from accident_manager.claims.models import Allowance, Incapacity, WageBase
from accident_manager.claims.queries.money import money_of
from accident_manager.claims.rules.wage import Pay, PayMissing
from accident_manager.foundation import clock
from accident_manager.foundation.refusal import NotAllowed, NotFound
from accident_manager.law.time_limits import PRIVATE
from accident_manager.storage import scope
from accident_manager.wording import LANGUAGES, say
from casework import declaring

PAY = Pay(
    Decimal("20.75"), "hour", hours_per_week=Decimal(38), bonus_kind="percent", bonus=Decimal("8.33"),
    other_benefits=Decimal("240.00"),
)  # fmt: skip
HIGH_PAY = Pay(Decimal("6500.00"), "month")


def file_of(employer, by, day: str) -> str:
    """A private file of an accident on this day."""
    return declaring.sent(
        employer.id, PRIVATE, by, accident_date=day, notified_at=f"{day}T10:40", cessation_at=f"{day}T10:30"
    ).number


@pytest.fixture
def september(today, delcourt, sophie):
    """The file of an accident on 14 September 2026."""
    return file_of(delcourt, sophie, "2026-09-14")


def add(number, start, end, by):
    return benefits.add_incapacity(number, starts_on=start, ends_on=end, by=by)


def test_the_allowance_is_right_to_the_cent_and_every_line_can_be_redone(september, joris):
    benefits.record_wage(september, pay=PAY, by=joris)
    add(september, date(2026, 9, 15), date(2026, 11, 8), joris)
    money = money_of(september, joris)
    assert (money.base.amount, money.daily, money.day_count) == (Decimal("44657.47"), Decimal("110.11"), 55)
    assert money.allowance.amount == Decimal("6056.05")
    lines = [
        (reason.rule, reason.arithmetic, reason.amount) for reason in (*money.base.because, *money.allowance.because)
    ]
    assert [line for line in lines if line[1]] == [
        ("R29", "20.75 x 38 x 52", "41002.00"),
        ("R29", "41002.00 x 8.33 / 100", "3415.47"),
        ("R29", "240.00", "240.00"),
        ("R29", "41002.00 + 3415.47 + 240.00", "44657.47"),
        ("R27", "min(44657.47, 56957.69)", "44657.47"),
        ("R38", "44657.47 x 90 / 100 / 365", "110.11"),
        ("R38", "110.11 x 55", "6056.05"),
    ]
    assert all(reason.article for reason in (*money.base.because, *money.allowance.because))
    assert (money.reference.start, money.reference.end) == (date(2025, 9, 14), date(2026, 9, 13))


def test_the_ceiling_is_that_of_the_accident_and_a_published_one_is_final(today, delcourt, sophie, joris):
    number = file_of(delcourt, sophie, "2024-06-03")
    benefits.record_wage(number, pay=HIGH_PAY, by=joris)
    add(number, date(2024, 6, 4), date(2024, 6, 13), joris)
    money = money_of(number, joris)
    assert (money.base.amount, money.daily) == (Decimal("54743.48"), Decimal("134.98"))
    assert money.allowance.amount == Decimal("1349.80")
    assert not money.base.provisional
    (capped,) = [reason for reason in money.base.because if reason.rule == "R27"]
    assert (capped.arithmetic, capped.amount) == ("min(78000.00, 54743.48)", "54743.48")


def test_a_computed_ceiling_makes_wage_and_allowance_provisional(september, joris):
    benefits.record_wage(september, pay=HIGH_PAY, by=joris)
    add(september, date(2026, 9, 15), date(2026, 9, 15), joris)
    money = money_of(september, joris)
    assert money.base.amount == Decimal("56957.69")
    assert money.base.provisional and money.allowance.provisional
    assert Allowance.objects.get(current=True).provisional


def test_the_file_says_that_the_employer_may_be_paid_back_first(september, joris):
    benefits.record_wage(september, pay=PAY, by=joris)
    add(september, date(2026, 9, 15), date(2026, 11, 8), joris)
    warnings = [reason for reason in money_of(september, joris).allowance.warnings if reason.rule == "R45"]
    assert (warnings[0].amount, warnings[0].values["end"]) == ("30", date(2026, 10, 14))
    assert "paid back first" in warnings[1].sentence and "54" in warnings[1].article
    assert len({say(warnings[1], language) for language in LANGUAGES}) == 4


def test_every_change_calculates_anew_and_the_old_calculation_stays_readable(september, joris):
    benefits.record_wage(september, pay=PAY, by=joris)
    assert not Allowance.objects.exists()
    first = add(september, date(2026, 9, 15), date(2026, 9, 24), joris)
    add(september, date(2026, 10, 1), date(2026, 10, 5), joris)
    benefits.record_wage(september, pay=HIGH_PAY, by=joris)
    benefits.remove_incapacity(september, incapacity_id=first.id, by=joris)
    rows = list(Allowance.objects.order_by("id"))
    assert [(row.total, row.current) for row in rows] == [
        ("1101.10", False), ("1651.65", False), ("2106.60", False), ("702.20", True),
    ]  # fmt: skip
    assert [(row.base, row.current) for row in WageBase.objects.order_by("id")] == [
        ("44657.47", False),
        ("56957.69", True),
    ]
    assert rows[0].explained["because"][0]["arithmetic"] == "44657.47 x 90 / 100 / 365"
    claim_id = rows[0].claim_id
    codes = [event.code for event in audit.events_of(("claim", claim_id))]
    assert codes.count("claim.allowance_calculated") == 4
    assert codes.count("claim.incapacity_removed") == 1


def test_without_days_or_wage_there_is_no_allowance(september, joris):
    period = add(september, date(2026, 9, 15), date(2026, 9, 24), joris)
    assert money_of(september, joris).allowance is None
    benefits.record_wage(september, pay=PAY, by=joris)
    benefits.remove_incapacity(september, incapacity_id=period.id, by=joris)
    money = money_of(september, joris)
    assert (money.allowance, money.day_count, money.days) == (None, 0, ())
    assert money.base is not None


def test_a_period_counts_both_its_days(september, joris):
    benefits.record_wage(september, pay=PAY, by=joris)
    add(september, date(2026, 9, 15), date(2026, 9, 15), joris)
    assert money_of(september, joris).allowance.amount == Decimal("110.11")


@pytest.mark.parametrize(
    ("start", "end", "refusal", "field"),
    [
        (date(2026, 9, 14), date(2026, 9, 20), benefits.PeriodTooEarly, "starts_on"),
        (date(2026, 9, 1), date(2026, 9, 2), benefits.PeriodTooEarly, "starts_on"),
        (date(2026, 9, 20), date(2026, 9, 19), benefits.PeriodEndsBeforeStart, "ends_on"),
        (date(2026, 9, 15), date(2062, 9, 15), benefits.PeriodTooLong, "ends_on"),
        (date(2026, 10, 5), date(2026, 10, 9), benefits.PeriodsOverlap, "starts_on"),
        (date(2026, 9, 20), date(2026, 10, 1), benefits.PeriodsOverlap, "starts_on"),
        (date(2026, 10, 2), date(2026, 10, 3), benefits.PeriodsOverlap, "starts_on"),
    ],
)
def test_days_that_cannot_be_are_refused_beside_their_field(september, joris, start, end, refusal, field):
    add(september, date(2026, 10, 1), date(2026, 10, 5), joris)
    with pytest.raises(refusal) as refused:
        add(september, start, end, joris)
    assert refused.value.field == field
    assert Incapacity.objects.count() == 1


def test_days_beside_each_other_are_no_overlap(september, joris):
    add(september, date(2026, 9, 15), date(2026, 9, 20), joris)
    add(september, date(2026, 9, 21), date(2026, 9, 22), joris)
    assert Incapacity.objects.count() == 2


def test_days_for_which_the_law_has_no_figure_yet_are_refused_and_nothing_changes(september, joris):
    benefits.record_wage(september, pay=PAY, by=joris)
    add(september, date(2026, 9, 15), date(2026, 9, 24), joris)
    with pytest.raises(benefits.NoNumberKnown) as refused:
        add(september, date(2026, 12, 1), date(2027, 3, 1), joris)
    assert refused.value.field == "ends_on"
    assert money_of(september, joris).allowance.amount == Decimal("1101.10")


def test_after_three_months_the_daily_amount_follows_the_index_line_by_line(today, delcourt, sophie, joris):
    number = file_of(delcourt, sophie, "2024-11-04")
    benefits.record_wage(number, pay=HIGH_PAY, by=joris)
    add(number, date(2025, 1, 20), date(2025, 2, 20), joris)
    found = Allowance.objects.get(current=True)
    lines = found.explained["lines"]
    assert [(line["days"], line["daily"]) for line in lines] == [(16, "134.98"), (16, "137.68")]
    assert Decimal(found.total) == sum(Decimal(line["amount"]) for line in lines)


def test_missing_pay_is_refused_and_the_wage_before_stays(september, joris):
    benefits.record_wage(september, pay=PAY, by=joris)
    with pytest.raises(PayMissing):
        benefits.record_wage(september, pay=Pay(Decimal(0), "month"), by=joris)
    assert WageBase.objects.get().current


def test_in_the_public_sector_there_is_no_allowance_of_the_insurer(public, joris):
    with pytest.raises(benefits.NoInsurersAllowance):
        benefits.record_wage(public, pay=PAY, by=joris)
    money = money_of(public, joris)
    assert money.base is None and money.public[0].rule == "R60"


def test_only_those_who_decide_enter_and_only_those_of_money_look(in_belfius, september, sophie, tomasz):
    auditor = declaring.actor(in_belfius, "auditor")
    for outsider in (sophie, tomasz, auditor):
        with pytest.raises(NotAllowed):
            benefits.record_wage(september, pay=PAY, by=outsider)
        with pytest.raises(NotAllowed):
            add(september, date(2026, 9, 15), date(2026, 9, 15), outsider)
    for outsider in (sophie, tomasz, declaring.actor(in_belfius, "medical_adviser")):
        with pytest.raises(NotAllowed):
            money_of(september, outsider)
    assert money_of(september, auditor).base is None


def test_another_insurers_handler_finds_nothing(september, other):
    with scope.of(other.id):
        oscar = declaring.actor(other, "handler", name="Oscar Baert")
        with pytest.raises(NotFound):
            benefits.record_wage(september, pay=PAY, by=oscar)


def test_a_period_of_another_file_is_not_removed(september, delcourt, sophie, joris):
    second = file_of(delcourt, sophie, "2026-09-14")
    period = add(second, date(2026, 9, 15), date(2026, 9, 16), joris)
    for missing in (period.id, uuid4()):
        with pytest.raises(NotFound):
            benefits.remove_incapacity(september, incapacity_id=missing, by=joris)
    assert Incapacity.objects.count() == 1


def test_the_pay_of_the_declaration_is_there_to_start_from(private, joris):
    declared = money_of(private, joris).declared
    assert (declared.amount, declared.unit, declared.hours_per_week) == (Decimal("21.35"), "hour", Decimal(38))


def test_the_trail_holds_no_amount(september, joris):
    benefits.record_wage(september, pay=PAY, by=joris)
    add(september, date(2026, 9, 15), date(2026, 11, 8), joris)
    events = audit.events_of(("claim", Allowance.objects.get().claim_id))
    said = json.dumps([str(event) for event in events])
    assert not any(amount in said for amount in ("6056", "44657", "110.11", "20.75"))


def test_a_kept_calculation_is_read_years_later_as_it_was(september, joris):
    benefits.record_wage(september, pay=PAY, by=joris)
    add(september, date(2026, 9, 15), date(2026, 11, 8), joris)
    before = money_of(september, joris)
    with clock.frozen(declaring.TODAY + timedelta(days=4000)):
        declaring_later = money_of(september, joris)
    assert declaring_later == before
