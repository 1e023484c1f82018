"""No insurer in scope, no rows; and if the code forgets, the database refuses."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.backends.postgresql.base import DatabaseWrapper
from django_scopes import ScopeError

from accident_manager.foundation import clock
from accident_manager.foundation import scope as current
from accident_manager.foundation.scope import NoInsurerInScope
from accident_manager.policies.models import Employer
from accident_manager.storage import scope
from accident_manager.storage.ids import new_id


def told() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('acm.insurer_id', true)")
        return cursor.fetchone()[0] or ""


def an_employer(name: str = "Delcourt") -> Employer:
    return Employer.objects.create(kbo_number="0999999922", name=name, language="fr", created_at=clock.now())


def test_without_an_insurer_in_scope_there_is_no_query(db):
    with pytest.raises(ScopeError):
        Employer.objects.count()
    with pytest.raises(NoInsurerInScope):
        current.current()


def test_the_rows_of_another_insurer_do_not_exist(belfius, other):
    with scope.of(belfius.id):
        row = an_employer()
    with scope.of(other.id):
        assert not Employer.objects.filter(id=row.id).exists()
    with scope.of(belfius.id):
        assert Employer.objects.get(id=row.id).insurer_id == belfius.id


def test_raw_sql_that_forgets_the_insurer_sees_its_own_rows_only(belfius, other):
    with scope.of(belfius.id):
        an_employer()
    with scope.of(other.id), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM policies_employer")
        assert cursor.fetchone() == (0,)


def test_a_row_cannot_be_written_for_another_insurer(belfius, other):
    with scope.of(belfius.id), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        Employer(kbo_number="0", name="x", language="fr", insurer_id=other.id, created_at=clock.now()).save()


def test_the_database_is_told_on_entering_and_on_leaving(belfius, other):
    with scope.of(belfius.id):
        assert told() == str(belfius.id)
        with scope.of(other.id):
            assert told() == str(other.id)
        assert told() == str(belfius.id)
    assert told() == ""


def test_after_a_lost_transaction_the_database_is_told_again(belfius):
    with pytest.raises(DatabaseError), transaction.atomic(), scope.of(belfius.id), connection.cursor() as cursor:
        cursor.execute("SELECT 1 / 0")
    assert told() == ""
    with scope.of(belfius.id):
        assert told() == str(belfius.id)


@pytest.fixture
def committed(django_db_setup, django_db_blocker):
    """The database outside the transaction that a test is in; nothing may be left in it."""
    with django_db_blocker.unblock():
        yield


def test_an_insurer_that_was_left_is_not_brought_back_by_a_lost_transaction(committed):
    with scope.of(new_id()):
        assert told()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        assert told() == ""
        raise ZeroDivisionError
    assert told() == ""


@pytest.fixture
def pooled(committed):
    options = connection.settings_dict["OPTIONS"] | {"pool": {"min_size": 1, "max_size": 1, "timeout": 5}}
    wrapper = DatabaseWrapper(connection.settings_dict | {"OPTIONS": options, "CONN_MAX_AGE": 0}, "pooled")
    yield wrapper
    wrapper.close()
    wrapper.close_pool()


def test_a_connection_that_ended_in_the_pool_is_replaced_by_another(pooled):
    def process() -> int:
        with pooled.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            return cursor.fetchone()[0]

    first = process()
    pooled.close()
    assert process() == first, "the pool keeps it"
    pooled.close()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [first])
    assert process() != first


def test_row_ids_sort_by_the_time_they_were_made():
    ids = [new_id() for _ in range(50)]
    assert len(set(ids)) == 50
    assert all(one.version == 7 for one in ids)
    stamps = [one.int >> 80 for one in ids]
    assert stamps == sorted(stamps)
