"""A database with the demo world in it, made once a run of the tests and copied by whoever wants one of his own."""

import fcntl
import subprocess
import sys
from pathlib import Path

from accident_manager.cli.demo import INSURERS
from accident_manager.cli.postgres import APP, Postgres

WORLD = "acm_world"


def world(cluster: Postgres, environment: dict[str, str]) -> str:
    """The name of the database to copy. Processes that want it at the same time wait for the first one."""
    home = Path(environment["ACM_HOME"])
    with (home / "world.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not cluster.has_database(WORLD):
            _make(cluster, environment)
    return WORLD


def _make(cluster: Postgres, environment: dict[str, str]) -> None:
    """Insurers side by side, as ./acm demo does; under its name only when all of it is there."""
    unfinished = f"{WORLD}_unfinished"
    cluster.execute(f'DROP DATABASE IF EXISTS "{unfinished}" WITH (FORCE)')
    cluster.create_database(unfinished, template="acm_template")
    own = {**environment, "DATABASE_URL": cluster.url(unfinished, APP)}
    making = [subprocess.Popen([sys.executable, "-m", "accident_manager.demo", code], env=own) for code in INSURERS]
    ended = [process.wait() for process in making]
    assert not any(ended), "the demo world could not be made"
    cluster.execute(f'ALTER DATABASE "{unfinished}" RENAME TO "{WORLD}"')
