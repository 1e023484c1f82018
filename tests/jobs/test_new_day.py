"""What the clock does by itself, and that doing it twice changes nothing."""

from datetime import date, timedelta

import pytest

from accident_manager.audit.queries import recent
from accident_manager.casework import clock as new_day
from accident_manager.foundation import clock
from accident_manager.identity import outbox
from casework.declaring import TODAY, actor, employer, sent


@pytest.fixture
def file(in_belfius):
    """A file received on the day of the tests, nobody's yet, and a handler."""
    with clock.frozen(TODAY):
        delcourt = employer(in_belfius)
        by = actor(in_belfius, "declarer", employer=delcourt)
        handler = actor(in_belfius, "handler", name="Nora Peeters")
        return sent(delcourt.id, "private_1971", by), handler


def digests():
    return [mail for mail in outbox.recent() if mail.kind.startswith("clock.digest")]


def passed():
    return [row for row in recent(500) if row.code == "claim.last_day_passed"]


def on(day: date, act):
    with clock.frozen(day):
        return act()


def test_a_file_far_from_its_last_day_is_in_no_digest(file):
    receipt, _ = file
    on(receipt.decide_by - timedelta(days=4), new_day.new_day)
    assert (digests(), passed()) == ([], [])


def test_three_days_before_the_last_day_the_handler_gets_one_mail_that_day(file):
    receipt, _ = file
    day = receipt.decide_by - timedelta(days=3)
    on(day, new_day.new_day)
    on(day, new_day.new_day)
    [mail] = digests()
    assert receipt.number in mail.text
    assert "Zieliński" not in mail.text + mail.subject
    on(day + timedelta(days=1), new_day.new_day)
    assert len(digests()) == 2


def test_a_last_day_that_passed_is_noted_once(file):
    receipt, _ = file
    on(receipt.decide_by, new_day.new_day)
    assert passed() == []
    assert on(receipt.decide_by + timedelta(days=1), new_day.note_passed_days) == 1
    assert on(receipt.decide_by + timedelta(days=2), new_day.note_passed_days) == 0
    [row] = passed()
    assert row.values == {"number": receipt.number, "day": receipt.decide_by}
