"""Looking for kinds of events: newest first, filtered, page by page, never another insurer's, never the whole table."""

import json
import os
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import connection

from accident_manager.audit import search, trail
from accident_manager.audit.search import Wanted
from accident_manager.foundation import clock
from accident_manager.foundation import scope as in_scope
from accident_manager.foundation.actor import Actor
from accident_manager.storage import scope
from audit.happened import KEPT, OPENED, PAID

CODES = ("tests.opened", "tests.kept")
START = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
ALICE, BOB = UUID(int=1), UUID(int=2)


def _actor(account_id: UUID | None = ALICE, ip: str = "192.0.2.7") -> Actor:
    return Actor(in_scope.current(), account_id, "", "handler", frozenset(), ip=ip)


@pytest.fixture
def happened(in_belfius):
    """Thirty events, one a minute, of three kinds; about Bob every fifth time, by nobody every seventh."""
    kinds = (OPENED, PAID, KEPT)
    for number in range(30):
        with clock.frozen(START + timedelta(minutes=number)):
            trail.record(
                kinds[number % 3],
                subject=("account", BOB if number % 5 == 0 else uuid4()),
                actor=_actor(None if number % 7 == 0 else ALICE, "192.0.2.7" if number % 2 else "2001:db8::1:2:3:4"),
            )


def _seqs(wanted: Wanted, limit: int = 100, before: int | None = None) -> list[int]:
    return [one.event.seq for one in search.find(wanted, limit=limit, before_seq=before)]


def test_only_the_wanted_kinds_are_found_newest_first(happened):
    assert _seqs(Wanted(CODES)) == [seq for seq in range(30, 0, -1) if (seq - 1) % 3 != 1]


def test_pages_join_without_a_gap_and_without_a_row_twice(happened):
    pages, before = [], None
    while page := _seqs(Wanted(CODES), 7, before):
        pages += page
        before = page[-1]
    assert pages == _seqs(Wanted(CODES))


def test_a_period_counts_its_first_instant_and_not_its_last(happened):
    wanted = Wanted(CODES, since=START + timedelta(minutes=9), until=START + timedelta(minutes=12))
    # Numbers 10 to 12, of which 11 is of another kind.
    assert _seqs(wanted) == [12, 10]


def test_an_account_finds_what_is_about_it_and_what_it_did_once(happened):
    about, done = set(range(1, 31, 5)), {seq for seq in range(1, 31) if (seq - 1) % 7}
    kinds = {seq for seq in range(1, 31) if (seq - 1) % 3 != 1}
    assert set(_seqs(Wanted(CODES, account_id=BOB))) == about & kinds
    assert set(_seqs(Wanted(CODES, account_id=ALICE))) == done & kinds
    assert len(_seqs(Wanted(CODES, account_id=ALICE))) == len(done & kinds)


def test_a_network_address_is_found_by_its_token_an_ipv6_by_its_64(happened):
    one = trail.ip_token("192.0.2.7")
    other = trail.ip_token("2001:db8::ffff")
    assert set(_seqs(Wanted(CODES, token=one))) == {s for s in range(1, 31) if s % 2 == 0 and (s - 1) % 3 != 1}
    assert set(_seqs(Wanted(CODES, token=other))) == {s for s in range(1, 31) if s % 2 and (s - 1) % 3 != 1}
    assert _seqs(Wanted(CODES, token=trail.ip_token("192.0.2.8"))) == []
    assert trail.ip_token("nowhere") is None


def test_counting_stops_where_it_is_told_to(happened):
    assert search.count(Wanted(CODES)) == 20
    assert search.count(Wanted(CODES), at_most=7) == 7
    assert search.count(Wanted(CODES, account_id=ALICE)) == len(_seqs(Wanted(CODES, account_id=ALICE)))
    assert search.count(Wanted(CODES, last_seq=10)) == len(_seqs(Wanted(CODES, last_seq=10)))


def test_hours_are_counted_by_kind(happened):
    hours = [START - timedelta(hours=1), START]
    assert search.count_by_hour(CODES, hours, at_most=4) == {("tests.opened", START): 4, ("tests.kept", START): 4}


def test_everything_comes_in_batches_in_the_same_order(happened, monkeypatch):
    monkeypatch.setattr(search, "_BATCH", 7)
    assert [one.event.seq for one in search.every(Wanted(CODES))] == _seqs(Wanted(CODES))


def test_the_origin_comes_along(happened):
    assert {one.origin.ip for one in search.find(Wanted(CODES), limit=9)} == {"192.0.2.7", "2001:db8::1:2:3:4"}


def test_another_insurer_finds_nothing(happened, other):
    with scope.of(other.id):
        assert _seqs(Wanted(CODES)) == []
        assert search.count(Wanted(CODES)) == 0
        assert search.count_by_hour(CODES, [START], at_most=9) == {}


def test_of_two_events_of_one_instant_none_is_lost_between_pages(in_belfius):
    with clock.frozen(START):
        for _ in range(9):
            trail.record(KEPT, actor=_actor())
    first = _seqs(Wanted(CODES), 4)
    assert first + _seqs(Wanted(CODES), 9, first[-1]) == list(range(9, 0, -1))


LOAD = """
INSERT INTO audit_event (id, insurer_id, seq, at, code, actor_account_id, actor_role, subject_kind, subject_id,
  "values", origin, previous_hash, hash, ip_token)
SELECT gen_random_uuid(), %(insurer)s, n, %(start)s::timestamptz + n * interval '1 second',
  CASE WHEN n %% 4 = 0 THEN 'tests.opened' WHEN n %% 20000 = 7 THEN 'tests.kept' ELSE 'tests.paid' END,
  ('00000000-0000-0000-0000-' || lpad((n %% 5000)::text, 12, '0'))::uuid, 'self', 'account',
  ('00000000-0000-0000-0000-' || lpad((n %% 5000)::text, 12, '0'))::uuid, '{}', '\\x00'::bytea, '\\x00'::bytea,
  '\\x00'::bytea, decode(md5((n %% 3000)::text), 'hex')
FROM generate_series(1, %(rows)s) AS n
"""


@pytest.fixture(scope="module")
def _loaded(django_db_setup, django_db_blocker):
    """Sixty thousand events of one insurer among those of another: every fourth of a kind, three of a rare one."""
    insurer, neighbour = uuid4(), uuid4()
    with psycopg.connect(os.environ["ACM_SUPERUSER_DATABASE_URL"], autocommit=True) as superuser:
        superuser.execute("SET session_replication_role = replica")
        for one in (insurer, neighbour):
            superuser.execute(LOAD, {"insurer": one, "start": START, "rows": 60_000})
        superuser.execute("VACUUM ANALYZE audit_event")
        yield insurer
        superuser.execute("DELETE FROM audit_event WHERE insurer_id = ANY(%s)", [[insurer, neighbour]])


SEARCHES = {
    "a common kind": Wanted(("tests.opened",)),
    "a rare kind": Wanted(("tests.kept",)),
    "many kinds": Wanted(("tests.opened", "tests.kept", "tests.paid")),
    "long ago": Wanted(CODES, until=START + timedelta(minutes=5)),
    "nothing in a period": Wanted(("tests.kept",), since=START + timedelta(hours=9), until=START + timedelta(hours=10)),
    "an account": Wanted(CODES, account_id=UUID(int=0x1234)),
    "an address": Wanted(CODES, token=bytes.fromhex("a87ff679a2f3e71d9181a67b7542122c")),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", SEARCHES)
@pytest.mark.parametrize("deep", [False, True])
def test_no_search_reads_the_table_from_end_to_end(_loaded, name, deep):
    """The rows that the plans touch, for the first page and for one in the middle, are some pages of them."""
    with scope.of(_loaded):
        plan = _explained(
            lambda: search._places(SEARCHES[name], 51, (START + timedelta(hours=8), 30_000) if deep else None)
        )
        assert _touched(plan) < 3_000, json.dumps(plan, indent=1)[:6000]
        plan = _explained(lambda: search.count(SEARCHES[name], at_most=1001))
        assert _touched(plan) < 8_000, json.dumps(plan, indent=1)[:6000]


def _explained(ask) -> dict:
    """The plan of the last statement that this asks, as it was carried out."""
    seen = []

    def keep(execute, sql, params, many, context):
        seen.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        ask()
    sql, params = seen[-1]
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (ANALYZE, FORMAT JSON) " + sql, params)
        return cursor.fetchone()[0][0]["Plan"]


def _touched(plan: dict) -> int:
    """Rows read from the table or its indexes, those thrown away included."""
    own = 0
    if "Relation Name" in plan or "Index Name" in plan:
        own = round((plan["Actual Rows"] + plan.get("Rows Removed by Filter", 0)) * plan["Actual Loops"])
    return own + sum(_touched(inner) for inner in plan.get("Plans", ()))
