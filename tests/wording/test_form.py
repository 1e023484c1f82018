"""How days, hours, amounts and numbers are written in four languages."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest

from accident_manager.wording import form

NB, NARROW = "\u00a0", "\u202f"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", f"24{NB}novembre 2026"),
        ("nl", f"24{NB}november 2026"),
        ("de", f"24.{NB}November 2026"),
        ("en", f"24{NB}November 2026"),
    ],
)
def test_a_day(language, said):
    assert form.day(date(2026, 11, 24), language) == said


def test_the_first_of_the_month_in_french():
    assert form.day(date(2026, 5, 1), "fr") == f"1er{NB}mai 2026"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", f"mardi 24{NB}novembre 2026"),
        ("nl", f"dinsdag 24{NB}november 2026"),
        ("de", f"Dienstag, 24.{NB}November 2026"),
        ("en", f"Tuesday 24{NB}November 2026"),
    ],
)
def test_a_long_day(language, said):
    assert form.long_day(date(2026, 11, 24), language) == said


@pytest.mark.parametrize(
    ("language", "said"),
    [("fr", f"10{NB}h{NB}05"), ("nl", f"10.05{NB}uur"), ("de", f"10:05{NB}Uhr"), ("en", "10:05")],
)
def test_an_hour(language, said):
    assert form.hour(time(10, 5), language) == said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", f"1{NARROW}234{NARROW}567,89{NB}€"),
        ("nl", f"€{NB}1.234.567,89"),
        ("de", f"1.234.567,89{NB}€"),
        ("en", "€1,234,567.89"),
    ],
)
def test_an_amount(language, said):
    assert form.money(Decimal("1234567.885"), language) == said


@pytest.mark.parametrize(
    ("language", "said"), [("fr", f"−5,00{NB}€"), ("nl", f"€{NB}−5,00"), ("de", f"−5,00{NB}€"), ("en", "−€5.00")]
)
def test_an_amount_below_zero(language, said):
    assert form.money(Decimal(-5), language) == said


def test_an_instant_is_written_in_the_hour_of_brussels():
    assert form.instant(datetime(2026, 11, 23, 23, 30, tzinfo=UTC), "en") == f"24{NB}November 2026, 0:30"


def test_the_size_of_a_file():
    assert form.size(184_000, "fr") == f"184{NB}ko"
    assert form.size(2_450_000, "de") == f"2,5{NB}MB" or form.size(2_450_000, "de") == f"2,4{NB}MB"
    assert form.size(10, "en") == f"1{NB}kB"
