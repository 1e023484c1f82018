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
RATIOS = ("posts_in_verifications", "whole_in_verifications")


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
            for side in sides.values():
                side.ask("warm")
            found: dict[str, list[dict[str, float]]] = {name: [] for name in sides}
            for _ in range(stretches):
                for name, side in sides.items():
                    found[name].append(side.ask(f"go {logins}"))
            for side in sides.values():
                side.end()
        finally:
            cluster.stop()
    figures = {name: _figures(rows) for name, rows in found.items()}
    return {
        "logins": stretches * logins,
        "load": os.getloadavg()[0],
        **figures,
        "ours_is_ahead": all(figures["ours"][what] < figures["peer"][what] for what in RATIOS),
    }


def _figures(rows: list[dict[str, float]]) -> dict[str, float]:
    """Medians over the stretches; each stretch is compared with the verifications made in it."""
    posts, whole = [row["posts"] for row in rows], [row["posts"] + row["pages"] for row in rows]
    verifications = [row["verification"] for row in rows]
    return {
        "verification_ms": 1000 * median(verifications),
        "posts_ms": 1000 * median(posts),
        "whole_ms": 1000 * median(whole),
        "posts_in_verifications": median(cost / one for cost, one in zip(posts, verifications, strict=True)),
        "whole_in_verifications": median(cost / one for cost, one in zip(whole, verifications, strict=True)),
        "posts_a_second_and_core": 1 / median(posts),
        "whole_a_second_and_core": 1 / median(whole),
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
    sys.stdout.write(_table(report))


def _table(report: dict[str, Any]) -> str:
    lines = [
        f"{report['logins']} full logins a side (password, then code), load {report['load']:.1f}. In processor time of",
        "the answering process; x: one Argon2id verification between the logins; /s: logins a second and core.",
        "",
        f"{'':8}{'one verification':>18}{'two posts':>30}{'with their two pages':>30}",
    ]
    for name, said in (("ours", "ours"), ("peer", "allauth")):
        side = report[name]
        columns = [
            f"{side[f'{what}_ms']:.1f} ms = {side[f'{what}_in_verifications']:.2f} x, "
            f"{side[f'{what}_a_second_and_core']:.1f}/s"
            for what in ("posts", "whole")
        ]
        lines.append(f"{said:8}{side['verification_ms']:>15.1f} ms{columns[0]:>30}{columns[1]:>30}")
    lines += ["", "Ours is ahead in both." if report["ours_is_ahead"] else "Ours is not ahead in both."]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
