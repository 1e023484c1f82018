"""Run both sides by turns and compare: `./acm bench login`."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

from accident_manager.cli.postgres import APP, OWNER, Postgres

ROOT = Path(__file__).resolve().parents[2]


class Side:
    """A side's process, spoken to line by line."""

    def __init__(self, name: str, accounts: int, environment: dict[str, str]) -> None:
        self.name = name
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bench.login.side", name, str(accounts)],
            cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def ask(self, line: str) -> dict[str, float]:
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            raise SystemExit(f"{self.name} ended with exit {self._process.wait()}")
        found: dict[str, float] = json.loads(answer)
        return found

    def end(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(timeout=30)


def measured(*, stretches: int, logins: int) -> dict[str, Any]:
    """The figures of both sides; times are processor milliseconds of the answering process."""
    with tempfile.TemporaryDirectory(prefix="acm-bench-") as home:
        cluster = Postgres(Path(home) / "postgres", safe=False)
        cluster.start()
        try:
            sides = {
                name: Side(name, stretches * logins, _environment(cluster, name, home)) for name in ("ours", "peer")
            }
            verifications = [side.ask("warm")["verification"] for side in sides.values()]
            found: dict[str, list[dict[str, float]]] = {name: [] for name in sides}
            for _ in range(stretches):
                for name, side in sides.items():
                    found[name].append(side.ask(f"go {logins}"))
            for side in sides.values():
                side.end()
        finally:
            cluster.stop()
    verification = median(verifications)
    return {
        "verification_ms": 1000 * verification,
        "logins": stretches * logins,
        "load": os.getloadavg()[0],
        **{name: _figures(rows, verification) for name, rows in found.items()},
    }


def _figures(rows: list[dict[str, float]], verification: float) -> dict[str, float]:
    posts = median(row["posts"] / row["logins"] for row in rows)
    whole = median((row["posts"] + row["pages"]) / row["logins"] for row in rows)
    return {
        "posts_ms": 1000 * posts,
        "whole_ms": 1000 * whole,
        "posts_in_verifications": posts / verification,
        "whole_in_verifications": whole / verification,
        "a_second_and_core": 1 / whole,
    }


def _environment(cluster: Postgres, name: str, home: str) -> dict[str, str]:
    cluster.create_database(name)
    environment = {
        **os.environ, "ACM_HOME": home, "ACM_DEVELOPMENT": "1", "ACM_NO_POOL": "", "ACM_LOG_LEVEL": "ERROR",
        "DATABASE_URL": cluster.url(name, OWNER), "ACM_OWNER_DATABASE_URL": cluster.url(name, OWNER),
    }  # fmt: skip
    if name == "ours":
        subprocess.run(
            [sys.executable, "-m", "accident_manager.cli", "migrate"],
            env=environment,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        environment["DATABASE_URL"] = cluster.url(name, APP)
    return environment


def main() -> None:
    parser = argparse.ArgumentParser(prog="acm bench login", description=__doc__)
    parser.add_argument("--stretches", type=int, default=5, help="how often both sides take their turn (default 5)")
    parser.add_argument("--logins", type=int, default=40, help="logins a turn (default 40)")
    parser.add_argument("--json", action="store_true", help="report as JSON")
    options = parser.parse_args()
    report = measured(stretches=options.stretches, logins=options.logins)
    if options.json:
        sys.stdout.write(json.dumps(report) + "\n")
        return
    sys.stdout.write(
        f"{report['logins']} full logins a side; one Argon2id verification takes {report['verification_ms']:.1f} ms; "
        f"load {report['load']:.1f}\n"
        f"{'':8}{'two posts':>22}{'with their pages':>24}{'a second and core':>20}\n"
    )
    for name, said in (("ours", "ours"), ("peer", "allauth")):
        side = report[name]
        posts = f"{side['posts_ms']:>10.1f} ms = {side['posts_in_verifications']:>5.2f} x"
        whole = f"{side['whole_ms']:>12.1f} ms = {side['whole_in_verifications']:>5.2f} x"
        sys.stdout.write(f"{said:8}{posts}{whole}{side['a_second_and_core']:>20.1f}\n")


if __name__ == "__main__":
    main()
