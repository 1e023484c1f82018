"""./acm demo: everything on this machine, with an invented world: PostgreSQL, tables, people, pages, the worker.

State is in `$ACM_HOME` (`.acm`). What it started ends with it, also when it is killed.
"""

import argparse
import fcntl
import hashlib
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import psycopg

from accident_manager.cli.postgres import APP, OWNER, NoPostgres, Postgres
from accident_manager.foundation.refusal import N_, Refusal

DATABASE = "accident_manager"
HOST = "127.0.0.1"
INSURERS = ("belfius", "other")
SOURCE = Path(__file__).resolve().parents[1]
# A child that had to begin again this often in a minute is broken, not killed.
_MOST_BEGINNINGS = 6


class DemoRefused(Refusal):
    code = "demo.refused"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8000, help="where to answer (default 8000)")
    parser.add_argument("--fresh", action="store_true", help="forget the demo world and begin anew")


def run(options: argparse.Namespace) -> int:
    home = Path(os.environ.get("ACM_HOME", ".acm")).resolve()
    home.mkdir(parents=True, exist_ok=True)
    # From the first moment on: a signal ends what has been started by then.
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, _stop)
    with _alone(home):
        _refuse_taken_port(options.port)
        cluster = Postgres(home / "postgres")
        children: list[_Child] = []
        try:
            _start(cluster)
            if options.fresh:
                _forget(cluster, home)
            _set_environment(cluster, options.port)
            _see_to_tables(cluster)
            children = [
                _Child("serve", home, "--port", str(options.port)),
                _Child("worker", home),
            ]
            _wait_until_answered(options.port, children)
            sys.stdout.write(f"Ready: http://{HOST}:{options.port}/belfius/\n")
            sys.stdout.flush()
            _watch(children, cluster)
        except _Stopped:
            return 0
        except NoPostgres as problem:
            raise DemoRefused(str(problem)) from problem
        finally:
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            for child in children:
                child.ask_to_end()
            for child in children:
                child.end()
            cluster.stop()
    return 0


class _Stopped(BaseException):
    """Ctrl-C or SIGTERM."""


def _stop(*_: object) -> None:
    raise _Stopped


class _Child:
    """A command of ours in a process of its own, which ends when we do; what it says goes to a log file."""

    def __init__(self, command: str, home: Path, *arguments: str) -> None:
        self.name = command
        self.log = home / f"demo-{command}.log"
        # setpriv tells the kernel to end the child when we are killed.
        leash = ["setpriv", "--pdeathsig", "TERM", "--"] if shutil.which("setpriv") else []
        self._command = [*leash, sys.executable, "-m", "accident_manager.cli", command, *arguments]
        self.log.write_bytes(b"")
        self._begun: list[float] = []
        self.begin()

    def begin(self) -> None:
        self._begun.append(time.monotonic())
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self._command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )

    @property
    def ended(self) -> bool:
        return self.process.poll() is not None

    def begin_again(self) -> None:
        """After it was killed. DemoRefused when it ends again and again."""
        a_minute_ago = time.monotonic() - 60
        if sum(begun > a_minute_ago for begun in self._begun) >= _MOST_BEGINNINGS:
            raise self.broken()
        self.begin()

    def broken(self) -> DemoRefused:
        sentence = N_("%(what)s ended; the reason is in %(file)s.")
        return DemoRefused(sentence, what=f"./acm {self.name}", file=str(self.log))

    def ask_to_end(self) -> None:
        if not self.ended:
            self.process.terminate()

    def end(self) -> None:
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


@contextmanager
def _alone(home: Path) -> Iterator[TextIO]:
    """One demo a folder: the lock ends with the process, however it ends."""
    with (home / "demo.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as taken:
            raise DemoRefused(
                N_("A demo is running from this folder already (%(folder)s). Stop it first."), folder=str(home)
            ) from taken
        yield file


def _refuse_taken_port(port: int) -> None:
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((HOST, port))
        except (OSError, OverflowError) as taken:
            raise DemoRefused(
                N_("Port %(port)s is in use or not allowed. Choose another: ./acm demo --port 8001"), port=str(port)
            ) from taken


def _start(cluster: Postgres) -> None:
    cluster.start()
    if not cluster.has_database(DATABASE):
        cluster.create_database(DATABASE)


def _forget(cluster: Postgres, home: Path) -> None:
    cluster.execute(f'DROP DATABASE "{DATABASE}" WITH (FORCE)')
    cluster.create_database(DATABASE)
    for log in home.glob("demo-*.log"):
        log.unlink()


def _set_environment(cluster: Postgres, port: int) -> None:
    os.environ.update(
        ACM_DEMO="1",
        ACM_DEVELOPMENT="1",
        DATABASE_URL=cluster.url(DATABASE, APP),
        ACM_OWNER_DATABASE_URL=cluster.url(DATABASE, OWNER),
        ACM_PUBLIC_URL=f"http://{HOST}:{port}",
    )


def _see_to_tables(cluster: Postgres) -> None:
    """Migrate and load the world, unless the database carries the mark of these very migrations and this world."""
    mark = _fingerprint()
    if _mark_of(cluster) == mark:
        return
    sys.stderr.write("Preparing the demo world ...\n")
    sys.stderr.flush()
    _all_done([["accident_manager.cli", "migrate"]])
    _all_done([["accident_manager.demo", code] for code in INSURERS])
    cluster.execute(f"COMMENT ON DATABASE \"{DATABASE}\" IS '{mark}'")


def _all_done(modules: list[list[str]]) -> None:
    """Run Python modules side by side until all have ended. DemoRefused when one fails."""
    running = [
        subprocess.Popen([sys.executable, "-m", *words], stdin=subprocess.DEVNULL, stdout=sys.stderr)
        for words in modules
    ]
    try:
        codes = [process.wait() for process in running]
        if any(codes):
            raise DemoRefused(N_("The demo world could not be made. Begin anew: ./acm demo --fresh"))
    finally:
        for process in running:
            process.kill()


def _fingerprint() -> str:
    """What the database must have been through: our migrations, and the versions of everybody else's."""
    locked = SOURCE.parents[1] / "requirements" / "run.txt"
    files = sorted(SOURCE.glob("*/migrations/*.py"))
    digest = hashlib.sha256(locked.read_bytes() if locked.exists() else b"")
    for file in files:
        digest.update(f"{file.relative_to(SOURCE)}\n".encode() + file.read_bytes())
    return digest.hexdigest()


def _mark_of(cluster: Postgres) -> str:
    with psycopg.connect(cluster.url(DATABASE, "postgres")) as connection:
        row = connection.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [DATABASE]
        ).fetchone()
    return str(row[0]) if row else ""


def _wait_until_answered(port: int, children: list[_Child]) -> None:
    """Until the insurer's door opens. DemoRefused when a child ends before."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        for child in children:
            if child.ended:
                raise child.broken()
        connection = http.client.HTTPConnection(HOST, port, timeout=20)
        try:
            connection.request("GET", "/belfius/")
            if connection.getresponse().status < 500:
                return
        except OSError:
            pass
        finally:
            connection.close()
        time.sleep(0.05)
    raise DemoRefused(N_("The application does not answer; see %(file)s."), file=str(children[0].log))


def _watch(children: list[_Child], cluster: Postgres) -> None:
    """For ever: what was killed begins again, as a supervisor would do in production."""
    while True:
        threading.Event().wait(1.0)
        if _ended(cluster):
            cluster.start()
        for child in children:
            if child.ended:
                child.begin_again()


def _ended(cluster: Postgres) -> bool:
    return cluster._process is not None and cluster._process.poll() is not None
