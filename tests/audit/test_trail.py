"""Recording: in the transaction of what it records, one link after the other, in its own insurer's chain, for good."""

import threading
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from accident_manager.audit import queries, trail
from accident_manager.audit.events import EventType
from accident_manager.audit.models import ChainHead, Event
from accident_manager.audit.verify import Verified, verify
from accident_manager.foundation.actor import Actor, system
from accident_manager.storage import scope
from audit.happened import OPENED, PAID


def nora(insurer, **details) -> Actor:
    return Actor(insurer_id=insurer, account_id=uuid4(), name="Nora", role="handler", acts=frozenset(), **details)


def test_what_happened_is_read_newest_first(in_belfius):
    actor, claim = nora(in_belfius.id, ip="192.0.2.1", user_agent="Browser"), uuid4()
    first = trail.record(OPENED, subject=("claim", claim), actor=actor)
    trail.record(OPENED, subject=("claim", uuid4()), actor=actor)
    trail.record(PAID, subject=("claim", claim), actor=actor, amount=Decimal("12.50"), day=date(2026, 11, 23))
    paid, opened = queries.events_of(("claim", claim))
    assert (paid.code, paid.sentence) == ("tests.paid", "%(actor)s paid %(amount)s on %(day)s.")
    assert paid.values == {"amount": Decimal("12.50"), "day": date(2026, 11, 23)}
    assert (paid.actor_account_id, paid.actor_role) == (actor.account_id, "handler")
    assert opened.seq == first and paid.seq == first + 2
    assert [row.seq for row in queries.recent(2)] == [first + 2, first + 1]
    assert queries.recent(5, before_seq=first + 1)[0].seq == first
    assert queries.origins([first]) == {first: queries.Origin("192.0.2.1", "Browser")}


def test_from_where_is_sealed(in_belfius):
    trail.record(OPENED, actor=nora(in_belfius.id, ip="192.0.2.77"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT origin FROM audit_event ORDER BY seq DESC LIMIT 1")
        assert b"192.0.2.77" not in bytes(cursor.fetchone()[0])


def test_it_is_written_down_for_whom_he_acted(in_belfius):
    one, two = uuid4(), uuid4()
    trail.record(OPENED, actor=nora(in_belfius.id, employer_ids=frozenset({one})))
    trail.record(OPENED, actor=nora(in_belfius.id, employer_ids=frozenset({one, two})), on_behalf_of=two)
    trail.record(OPENED, actor=nora(in_belfius.id, employer_ids=frozenset({one, two})))
    assert [row.on_behalf_of for row in queries.recent(3)] == [None, two, one]


def test_an_event_stands_or_falls_with_its_transaction(committed):
    with pytest.raises(trail.NotInTransaction):
        trail.record(OPENED, actor=system(committed))
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        trail.record(OPENED, actor=system(committed))
        raise ZeroDivisionError
    assert queries.recent(1) == [] and verify(committed) == Verified(0, bytes(32).hex())


def test_an_actor_of_another_insurer_records_nothing_here(in_belfius):
    with pytest.raises(trail.NotForTheTrail, match="another insurer"):
        trail.record(OPENED, actor=system(uuid4()))


def test_an_event_that_was_not_declared_is_refused(in_belfius):
    with pytest.raises(trail.NotForTheTrail, match="declared"):
        trail.record(EventType("tests.opened", "Forged."), actor=system(in_belfius.id))


def test_many_at_once_are_links_of_the_same_chain(committed):
    with transaction.atomic():
        trail.record(OPENED, actor=system(committed))
        last = trail.record_all([trail.Entry(OPENED, ("claim", uuid4())) for _ in range(50)], actor=system(committed))
        assert trail.record_all([], actor=system(committed)) == last == 51
    assert verify(committed).count == 51


def test_the_other_insurer_sees_nothing_and_has_a_chain_of_its_own(belfius, other):
    with scope.of(belfius.id):
        trail.record(OPENED, actor=system(belfius.id))
        ours = queries.recent(1)[0].seq
    with scope.of(other.id):
        theirs = queries.recent(1)
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM audit_event WHERE insurer_id = %s", [belfius.id])
            assert cursor.fetchone() == (0,)
            cursor.execute("SELECT count(*) FROM audit_chainhead WHERE insurer_id = %s", [belfius.id])
            assert cursor.fetchone() == (0,)
        trail.record(OPENED, actor=system(other.id))
        assert queries.recent(1)[0].seq == (theirs[0].seq if theirs else 0) + 1
    assert ours


@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit_event SET code = 'x'", "UPDATE audit_event SET insurer_id = gen_random_uuid()",
     "DELETE FROM audit_event", "TRUNCATE audit_event", "DELETE FROM audit_chainhead", "TRUNCATE audit_chainhead"],
)  # fmt: skip
@pytest.mark.parametrize("role", ["acm_app", "acm_owner", "postgres"])
def test_nobody_changes_or_removes_what_was_recorded(committed, statement, role):
    import os

    import psycopg

    with transaction.atomic():
        trail.record(OPENED, actor=system(committed))
    with psycopg.connect(os.environ["ACM_SUPERUSER_DATABASE_URL"]) as superuser:
        superuser.execute(f"SET ROLE {role}")
        superuser.execute("SELECT set_config('acm.insurer_id', %s, false)", [str(committed)])
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            superuser.execute(statement)


def test_the_head_is_not_set_back(committed):
    with transaction.atomic():
        trail.record(OPENED, actor=system(committed))
    with pytest.raises(DatabaseError, match="refused"), transaction.atomic():
        ChainHead.objects.filter(insurer_id=committed).update(seq=0)


def test_the_orm_cannot_change_an_event_either(in_belfius):
    trail.record(OPENED, actor=system(in_belfius.id))
    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.update(code="x")


def test_two_connections_add_to_one_chain_without_gaps(committed, django_db_blocker):
    """Both begin with an empty chain, so they also race for its head."""
    failures = []

    def add() -> None:
        try:
            with django_db_blocker.unblock(), scope.of(committed):
                for _ in range(40):
                    with transaction.atomic():
                        trail.record(OPENED, actor=system(committed))
        except Exception as problem:
            failures.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=add) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert verify(committed).count == 80
