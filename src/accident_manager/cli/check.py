"""./acm check: what must hold before a change is kept, side by side, with a short answer."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
_BIN = Path(sys.executable).parent
_MAKE_MIGRATIONS = (sys.executable, "-W", "ignore", "-m", "django", "makemigrations", "--check", "--dry-run")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a check found; `complaints` is empty when all is well."""

    name: str
    complaints: str
    seconds: float


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("checks", nargs="*", metavar="check", help=f"only these: {', '.join(_checks())}")
    parser.add_argument("--json", action="store_true", help="report as JSON")


def run(options: argparse.Namespace) -> int:
    checks = _checks()
    if unknown := set(options.checks) - checks.keys():
        sys.stderr.write(f"There is no check named {', '.join(sorted(unknown))}.\n")
        return 2
    chosen = {name: check for name, check in checks.items() if not options.checks or name in options.checks}
    with tempfile.TemporaryDirectory(prefix="acm-check-") as home, ThreadPoolExecutor(os.cpu_count() or 2) as threads:
        # Settings as in the demo, so that its pages and migrations are seen as well; no database is asked.
        os.environ.update(
            ACM_HOME=home,
            ACM_DEMO="1",
            ACM_DEVELOPMENT="1",
            ACM_NO_POOL="1",
            DJANGO_SETTINGS_MODULE="accident_manager.config.settings",
        )
        outcomes = list(threads.map(lambda item: _timed(*item), chosen.items()))
    wrong = [outcome for outcome in outcomes if outcome.complaints]
    if options.json:
        report = [{"check": o.name, "ok": not o.complaints, "complaints": o.complaints} for o in outcomes]
        sys.stdout.write(json.dumps(report, ensure_ascii=False) + "\n")
        return 1 if wrong else 0
    for outcome in wrong:
        sys.stdout.write(f"── {outcome.name}\n{outcome.complaints.rstrip()}\n\n")
    for outcome in outcomes:
        sys.stdout.write(f"{'no' if outcome.complaints else 'ok'}  {outcome.name:<12} {outcome.seconds:5.1f} s\n")
    return 1 if wrong else 0


def _checks() -> dict[str, Callable[[], str]]:
    """Each check by its name: what it complains about, or nothing. The slowest first."""
    return {
        "types": lambda: _said_by(_BIN / "mypy", "--no-error-summary"),
        "imports": lambda: _said_by(_BIN / "lint-imports", "--no-cache"),
        "migrations": lambda: _said_by(*_MAKE_MIGRATIONS),
        "sentences": lambda: _found_by("sentences"),
        "templates": lambda: _found_by("templates"),
        "format": lambda: _said_by(_BIN / "ruff", "format", "--check", "--quiet", "src", "tests", "bench", "acm"),
        "lint": lambda: _said_by(_BIN / "ruff", "check", "--quiet", "src", "tests", "bench", "acm"),
    }  # fmt: skip


def _timed(name: str, check: Callable[[], str]) -> Outcome:
    began = time.monotonic()
    return Outcome(name, check(), time.monotonic() - began)


def _said_by(*command: str | Path) -> str:
    done = subprocess.run(
        [str(word) for word in command],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": "src"},
    )
    said = f"{done.stdout}\n{done.stderr}".strip()
    return (said or f"exit {done.returncode}") if done.returncode else ""


def _found_by(what: str) -> str:
    return _said_by(sys.executable, "-m", f"accident_manager.cli.check_{what}")
