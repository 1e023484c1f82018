"""A database with the demo world in it, made once a run of the tests and copied by whoever wants one of his own."""

import subprocess
import sys

from accident_manager.cli.demo import INSURERS
from accident_manager.cli.postgres import APP, Postgres
from machine import made_once


def world(cluster: Postgres, environment: dict[str, str]) -> str:
    """The name of the database to copy."""

    def make(database: str) -> None:
        """Insurers side by side, as ./acm demo does."""
        own = {**environment, "DATABASE_URL": cluster.url(database, APP)}
        making = [subprocess.Popen([sys.executable, "-m", "accident_manager.demo", code], env=own) for code in INSURERS]
        ended = [process.wait() for process in making]
        assert not any(ended), "the demo world could not be made"

    return made_once(cluster, "acm_world", make)
