"""The queue: by the last day to decide, page by page, in a constant number of queries."""

import sys
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accident_manager.claims import queries
from accident_manager.claims.models import Claim
from accident_manager.foundation import clock
from accident_manager.foundation.refusal import NotAllowed
from accident_manager.law.time_limits import PRIVATE
from accident_manager.storage import scope
from casework import declaring

TODAY = declaring.TODAY


@pytest.fixture(autouse=True)
def _today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def delcourt(in_belfius):
    return declaring.employer(in_belfius)


@pytest.fixture
def joris(in_belfius):
    return declaring.actor(in_belfius, "handler", name="Joris De Backer")


@pytest.fixture
def files(in_belfius, delcourt):
    """A function that makes open files with these days left."""
    sophie = declaring.actor(in_belfius, "declarer", employer=delcourt)
    first = Claim.objects.get(number=declaring.sent(delcourt.id, PRIVATE, sophie).number)
    columns = {
        f.attname: getattr(first, f.attname) for f in Claim._meta.concrete_fields if f.attname not in {"id", "number"}
    }

    def make(*days_left: int) -> None:
        Claim.objects.filter(id=first.id).update(decide_by=TODAY + timedelta(days_left[0]))
        for number, days in enumerate(days_left[1:], start=2):
            Claim.objects.create(**{**columns, "number": f"26-{number:06}", "decide_by": TODAY + timedelta(days)})

    return make


def test_files_stand_by_their_last_day_in_groups(files, joris):
    files(40, -2, 0, 3, 5)
    page = queries.queue(joris)
    assert [(row.days_left, row.bucket) for row in page.rows] == [
        (-2, "late"), (0, "today"), (3, "three_days"), (5, "month"), (40, "later"),
    ]  # fmt: skip
    assert page.rows[0].victim == "Tomasz Zieliński-Lefèvre"
    assert page.rows[0].missing == ("certificate", "wage")
    assert {tab: count.number for tab, count in page.counts.items()} == {
        "all": 5, "late": 1, "today": 1, "three_days": 1, "complete": 0, "waiting": 0, "mine": 0,
    }  # fmt: skip


def test_pages_follow_each_other_without_hole_or_repeat(files, joris):
    files(1, 1, 1, 2, 3, 3, 4)
    seen, after = [], None
    while True:
        page = queries.queue(joris, after=after, limit=2)
        seen += [row.number for row in page.rows]
        after = page.next_after
        if after is None:
            break
    assert len(seen) == len(set(seen)) == 7


def test_a_broken_position_and_an_unknown_tab_show_the_first_page(files, joris):
    files(1, 2)
    assert len(queries.queue(joris, tab="<script>", after="nonsense").rows) == 2


def test_tabs_hold_only_what_they_say(files, joris):
    files(-1, 0, 2, 9)
    assert [row.days_left for row in queries.queue(joris, tab="late").rows] == [-1]
    assert [row.days_left for row in queries.queue(joris, tab="three_days").rows] == [2]
    Claim.objects.filter(decide_by=TODAY).update(handler=joris.account_id)
    assert [row.days_left for row in queries.queue(joris, tab="mine").rows] == [0]


def test_twenty_five_files_cost_as_many_queries_as_one(files, joris):
    files(1)
    with CaptureQueriesContext(connection) as few:
        queries.queue(joris)
    files(*range(1, 26))
    with CaptureQueriesContext(connection) as many:
        assert len(queries.queue(joris).rows) == 25
    assert len(many) == len(few)


def test_counts_stop_at_the_cap(files, joris, monkeypatch):
    monkeypatch.setattr(sys.modules[queries.QueuePage.__module__], "CAP", 2)
    files(1, 2, 3)
    count = queries.queue(joris).counts["all"]
    assert (count.number, count.more) == (2, True)


def test_those_outside_the_insurer_have_no_queue(in_belfius, delcourt):
    for by in (declaring.actor(in_belfius, "declarer", employer=delcourt), declaring.actor(in_belfius, "support")):
        with pytest.raises(NotAllowed):
            queries.queue(by)


def test_the_other_insurers_handler_sees_an_empty_queue(files, other):
    files(1, 2)
    with scope.of(other.id):
        assert queries.queue(declaring.actor(other, "handler")).rows == ()
