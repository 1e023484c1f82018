"""./acm bench: measure beside a peer (`bench/`). Figures depend on the machine; no test asserts them."""

import argparse
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
_WHAT = {
    "law": "the law beside the same formulas in OpenFisca: agreement, single calculations, a portfolio",
    "login": "full logins beside django-allauth on the same hasher",
}


def configure(parser: argparse.ArgumentParser) -> None:
    words = "; ".join(f"{name}: {purpose}" for name, purpose in _WHAT.items())
    parser.add_argument("what", choices=_WHAT, help=words)
    parser.add_argument("arguments", nargs=argparse.REMAINDER, help="its own: ./acm bench law --help")


def run(options: argparse.Namespace) -> int:
    """The peer runs in a process of its own, so that nothing of it is ever imported here."""
    command = [sys.executable, "-m", f"bench.{options.what}", *options.arguments]
    return subprocess.run(command, cwd=ROOT, check=False).returncode
