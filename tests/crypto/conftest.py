"""The sample tables, made by the owner in the test database, and insurers with keys."""

import os
from collections.abc import Iterator
from uuid import UUID, uuid4

import psycopg
import pytest
from django.apps import AppConfig, apps
from django.db import connection, connections, migrations
from django.db.backends.postgresql.base import DatabaseWrapper


@pytest.fixture(scope="session", autouse=True)
def sample_tables(django_db_setup, django_db_blocker) -> Iterator[None]:
    from accident_manager.config import environment
    from accident_manager.crypto.search import SearchFunction
    from accident_manager.storage.protection import ProtectByInsurer

    # Not through INSTALLED_APPS: changing it makes every application ready once more, which some are not made for.
    sample = AppConfig.create("crypto.sample")
    apps.app_configs[sample.label] = sample
    sample.apps = apps
    sample.import_models()
    apps.clear_cache()
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        from crypto.sample.models import Note, Person

        patch.setenv("DATABASE_URL", os.environ["ACM_OWNER_DATABASE_URL"])
        owner = DatabaseWrapper({**connection.settings_dict, **environment.database(pool=False)}, "owner")
        connections["owner"] = owner
        if "sample_person" not in owner.introspection.table_names():
            with owner.schema_editor() as editor:
                for model in (Person, Note):
                    editor.create_model(model)
                state = migrations.state.ProjectState()
                for operation in (
                    ProtectByInsurer("sample_person"),
                    ProtectByInsurer("sample_note"),
                    SearchFunction("sample_find", "sample_person", "name_tokens"),
                ):
                    operation.database_forwards("sample", editor, state, state)
        owner.close()
        del connections["owner"]
    yield
    del apps.app_configs[sample.label]
    apps.clear_cache()


@pytest.fixture
def people(db):
    from crypto.sample.models import Person

    return Person


@pytest.fixture
def superuser(sample_tables) -> Iterator[psycopg.Connection]:
    with psycopg.connect(os.environ["ACM_SUPERUSER_DATABASE_URL"], autocommit=True) as connected:
        yield connected


@pytest.fixture
def committed(sample_tables, django_db_blocker) -> Iterator[UUID]:
    """An insurer of this test alone whose rows are committed, as other connections must see them; in scope."""
    from accident_manager.crypto import keys
    from accident_manager.storage import scope

    with django_db_blocker.unblock():
        insurer_id = uuid4()
        keys.create_keyset(insurer_id)
        with scope.of(insurer_id):
            yield insurer_id
        connection.close()


def key_ids_in(connected: psycopg.Connection, insurer_id: UUID, column: str = "name") -> set[int]:
    """The keys that the sample people of an insurer are sealed with, as the superuser sees them."""
    from accident_manager.crypto import keys

    rows = connected.execute(f"SELECT {column} FROM sample_person WHERE insurer_id = %s", [insurer_id])
    return {keys.key_id_of(row[0]) for row in rows}
