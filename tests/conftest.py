"""A real PostgreSQL for every test that asks for one: migrated once, then copied for each process of the run."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

TEMPLATE = "acm_template"
# Folders whose tests touch no database: alone, they start none.
PURE = ("foundation", "law", "codes", "wording", "papers", "claims/rules")


def pytest_configure(config: pytest.Config) -> None:
    """The first process starts the cluster and migrates the template; the others are told where it is."""
    from django.conf import settings

    from accident_manager.cli.postgres import APP, OWNER, Postgres
    from accident_manager.config.environment import database

    here = Path(__file__).parent
    if config.args and all(
        any(Path(a.split("::")[0]).resolve().is_relative_to(here / p) for p in PURE) for a in config.args
    ):
        return
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if not worker:
        cluster = Postgres(Path(os.environ["ACM_HOME"]) / "test-postgres", safe=False)
        cluster.start()
        config.add_cleanup(cluster.stop)
        os.environ["ACM_TEST_POSTGRES"] = str(cluster.folder)
        if not cluster.has_database(TEMPLATE):
            _migrate_template(cluster)
    cluster = Postgres(Path(os.environ["ACM_TEST_POSTGRES"]), safe=False)
    name = f"acm_{worker or 'main'}_{os.getpid()}"
    cluster.create_database(name, template=TEMPLATE)
    os.environ["DATABASE_URL"] = cluster.url(name, APP)
    os.environ["ACM_OWNER_DATABASE_URL"] = cluster.url(name, OWNER)
    os.environ["ACM_SUPERUSER_DATABASE_URL"] = cluster.url(name, "postgres")
    # The settings were read before there was a database to name.
    settings.DATABASES["default"].update(database(pool=False))


def _migrate_template(cluster) -> None:
    from accident_manager.cli.postgres import OWNER

    cluster.create_database(TEMPLATE)
    subprocess.run(
        [sys.executable, "-m", "accident_manager.cli", "migrate"],
        env={
            **os.environ,
            "ACM_OWNER_DATABASE_URL": cluster.url(TEMPLATE, OWNER),
            "DATABASE_URL": cluster.url(TEMPLATE, OWNER),
        },
        check=True,
    )


@pytest.fixture(scope="session")
def django_db_setup() -> None:
    """The database is there already (pytest_configure); the tests use it as the application does, as role acm_app."""


@pytest.fixture
def belfius(db):
    return _insurer("belfius", "Belfius", "Bank & Verzekeringen", "#b5103c")


@pytest.fixture
def other(db):
    return _insurer("other", "Ourthe & Leie", "Verzekeringen · Assurances", "#0a6c84")


def _insurer(code: str, name: str, tagline: str, seed: str):
    from accident_manager.insurers.actions import add_insurer

    return add_insurer(
        code=code, name=name, tagline=tagline, brand_seed=seed, languages=("fr", "nl", "de", "en"),
        default_language="fr", support_email=f"help@{code}.example", support_phone="02/286 74 74",
    )  # fmt: skip


@pytest.fixture
def in_belfius(belfius) -> Iterator:
    from accident_manager.storage import scope

    with scope.of(belfius.id):
        yield belfius
