"""./acm test: the tests, on a process more than there are cores. Arguments are pytest's."""

import os
import sys
import tempfile
from pathlib import Path

PASSES_ON = True
ROOT = Path(__file__).resolve().parents[3]


def run_with(arguments: list[str]) -> int:
    """Run pytest in the checkout, with a PostgreSQL and secrets of its own that end with it. Its exit code."""
    # A process that is done takes over what waits elsewhere: the journeys are few and long, the rest many and short.
    # One more than there are cores: a journey often waits, for the next one-time code or for a mail.
    own = ["-n", str((os.cpu_count() or 2) + 1), "--dist", "worksteal"]
    parallel = [] if any(word.startswith("-n") for word in arguments) else own
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory(prefix="acm-tests-") as home:
        os.environ["ACM_HOME"] = home
        import pytest

        return int(pytest.main([*parallel, *arguments]))
