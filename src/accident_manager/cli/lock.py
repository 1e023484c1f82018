"""./acm lock: resolve the dependencies of pyproject.toml anew and write them, with their hashes, to requirements/.

The files name no index and no address, so that they install from whatever index a machine is given.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
# file: (what is resolved, extra words for uv)
LOCKS = {
    "run.txt": ("pyproject.toml", ()),
    "dev.txt": ("pyproject.toml", ("--extra", "dev")),
}


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--upgrade", action="store_true", help="take the newest versions, not only what is missing")
    parser.add_argument("--check", action="store_true", help="change nothing; exit 1 when a file would change")


def run(options: argparse.Namespace) -> int:
    changed = [name for name in LOCKS if not _resolve(name, upgrade=options.upgrade, check=options.check)]
    for name in changed:
        sys.stdout.write(f"requirements/{name} {'would change' if options.check else 'written'}\n")
    return 1 if options.check and changed else 0


def _resolve(name: str, *, upgrade: bool, check: bool) -> bool:
    """Whether the file already said what resolving says now."""
    source, extra = LOCKS[name]
    lock = ROOT / "requirements" / name
    before = lock.read_bytes()
    trial = lock.with_name(f"{name}.new")
    trial.write_bytes(before)
    command = [_uv(), "pip", "compile", source, *extra, "--universal", "--python-version", "3.11", "--generate-hashes"]
    command += ["--no-emit-index-url", "--no-annotate", "--no-header", "--quiet", "--output-file", str(trial)]
    try:
        subprocess.run(
            [*command, *(["--upgrade"] if upgrade else [])],
            cwd=ROOT, check=True, stdout=subprocess.DEVNULL, env={**os.environ, "UV_PYTHON_DOWNLOADS": "never"},
        )  # fmt: skip
        same = trial.read_bytes() == before
        if not same and not check:
            trial.rename(lock)
    finally:
        trial.unlink(missing_ok=True)
    return same


def _uv() -> str:
    return str(ROOT / ".tools" / "bin" / "uv")
