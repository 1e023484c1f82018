"""A machine of its own for tests of commands: a fresh database, and ./acm as an operator types it."""

import fcntl
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from accident_manager.cli.postgres import APP, OWNER, Postgres

ACM = [sys.executable, "-m", "accident_manager.cli"]
ADD_BELFIUS = (
    "insurer", "add", "belfius", "--name", "Belfius", "--colour", "#b5103c",
    "--support-email", "help@belfius.example", "--support-phone", "02/286 74 74",
)  # fmt: skip
# Every table and no row; the first process of the run makes it.
MIGRATED = "acm_template"


class Machine:
    """A database copied from the template, and an environment that names it."""

    def __init__(self, environment: dict[str, str], superuser_url: str) -> None:
        self.environment = environment
        self.superuser_url = superuser_url

    def acm(self, *words: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*ACM, *words], env=self.environment, input=stdin, capture_output=True, text=True, timeout=60
        )

    def done(self, *words: str) -> str:
        """What a command said that must succeed."""
        outcome = self.acm(*words)
        assert outcome.returncode == 0, outcome.stderr
        return outcome.stdout

    @contextmanager
    def running(self, *words: str) -> Iterator[subprocess.Popen[str]]:
        process = subprocess.Popen(
            [*ACM, *words], env=self.environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        try:
            yield process
        finally:
            if process.poll() is None:
                # Asked first: a server that is killed leaves its own children behind, with our pipes.
                process.terminate()
                try:
                    process.wait(timeout=15)
                except subprocess.TimeoutExpired:
                    process.kill()
            process.communicate()

    def sql(self, query: str) -> list[tuple]:
        """As the superuser, who sees every row."""
        with psycopg.connect(self.superuser_url, autocommit=True) as connection:
            cursor = connection.execute(query.encode())
            return cursor.fetchall() if cursor.description else []


def machine(template: str = MIGRATED, **environment: str) -> Iterator[Machine]:
    """For a fixture: a machine whose database is a copy of this one, and gone afterwards."""
    cluster = running_cluster()
    name = f"acm_machine_{uuid4().hex[:12]}"
    cluster.create_database(name, template=template)
    try:
        yield _machine(cluster, name, environment)
    finally:
        cluster.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def with_an_insurer() -> str:
    """The name of a database in which an operator has added an insurer, "belfius", to copy."""

    def make(database: str) -> None:
        _machine(running_cluster(), database, {}).done(*ADD_BELFIUS)

    return made_once(running_cluster(), "acm_with_an_insurer", make)


def made_once(cluster: Postgres, name: str, make: Callable[[str], None]) -> str:
    """The name of a database that `make` filled, once a run. Processes that want it meanwhile wait for the first one.

    It has its name only when all of it is there.
    """
    with (cluster.folder.parent / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not cluster.has_database(name):
            unfinished = f"{name}_unfinished"
            cluster.execute(f'DROP DATABASE IF EXISTS "{unfinished}" WITH (FORCE)')
            cluster.create_database(unfinished, template=MIGRATED)
            make(unfinished)
            cluster.execute(f'ALTER DATABASE "{unfinished}" RENAME TO "{name}"')
    return name


def running_cluster() -> Postgres:
    """The PostgreSQL that the first process of the run has started."""
    return Postgres(Path(os.environ["ACM_TEST_POSTGRES"]), safe=False)


def _machine(cluster: Postgres, database: str, environment: dict[str, str]) -> Machine:
    own = {
        **os.environ,
        "DATABASE_URL": cluster.url(database, APP),
        "ACM_OWNER_DATABASE_URL": cluster.url(database, OWNER),
        **environment,
    }
    return Machine(own, cluster.url(database, "postgres"))


def wait_until(condition: Callable[[], object], what: str, seconds: float = 30, *, every: float = 0.1) -> None:
    """Poll a condition of another process; fail with what was awaited. What passes quickly is asked for more often."""
    until = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > until:
            pytest.fail(f"waited {seconds:.0f} s in vain until {what}")
        time.sleep(every)
