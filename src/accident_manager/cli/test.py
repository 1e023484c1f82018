"""./acm test: the tests, on as many processes as there are cores. Arguments are pytest's."""

import os
import sys
import tempfile

PASSES_ON = True


def run_with(arguments: list[str]) -> int:
    parallel = [] if any(word.startswith(("-n", "-p")) for word in arguments) else ["-n", str(os.cpu_count() or 2)]
    with tempfile.TemporaryDirectory(prefix="acm-tests-") as home:
        os.environ["ACM_HOME"] = home
        import pytest

        sys.path.insert(0, "")
        return int(pytest.main([*parallel, *arguments]))
