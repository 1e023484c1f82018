"""Events for the tests, and an insurer whose trail is committed."""

import os
from collections.abc import Iterator
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import connection


@pytest.fixture(scope="module", autouse=True)
def declared() -> Iterator[None]:
    from accident_manager.audit import events
    from audit.happened import KEPT, OPENED, PAID

    with pytest.MonkeyPatch.context() as patch:
        for event in (OPENED, PAID, KEPT):
            patch.setitem(events._registered, event.code, event)
        yield


@pytest.fixture
def committed(django_db_setup, django_db_blocker) -> Iterator[UUID]:
    """An insurer of this test alone whose rows are committed, as other connections must see them; in scope."""
    from accident_manager.crypto import keys
    from accident_manager.storage import scope

    with django_db_blocker.unblock():
        insurer_id = uuid4()
        keys.create_keyset(insurer_id)
        with scope.of(insurer_id):
            yield insurer_id
        connection.close()


@pytest.fixture
def superuser(django_db_setup) -> Iterator[psycopg.Connection]:
    """The database's superuser, for whom the triggers are off: who else could forge a trail?"""
    with psycopg.connect(os.environ["ACM_SUPERUSER_DATABASE_URL"], autocommit=True) as connected:
        connected.execute("SET session_replication_role = replica")
        yield connected
