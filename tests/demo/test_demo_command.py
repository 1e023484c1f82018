"""./acm demo as people start it: one line says it is ready, one signal ends everything."""

import json
import os
import signal
import socket
import subprocess
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from machine import ACM, wait_until


@pytest.fixture
def home(tmp_path):
    return tmp_path / "home"


def demo(home: Path, port: int, *words: str) -> subprocess.Popen[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("ACM_", "DATABASE_"))}
    return subprocess.Popen(
        [*ACM, "demo", "--port", str(port), *words], env={**environment, "ACM_HOME": str(home)}, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


def status(port: int, path: str) -> int:
    try:
        return urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10).status
    except urllib.error.HTTPError as problem:
        return problem.code


def children(process: subprocess.Popen[str]) -> list[psutil.Process]:
    return psutil.Process(process.pid).children(recursive=True)


def gone(processes: list[psutil.Process]) -> bool:
    return not any(one.is_running() and one.status() != psutil.STATUS_ZOMBIE for one in processes)


def worker_of(process: subprocess.Popen[str]) -> psutil.Process | None:
    for one in children(process):
        # Processes come and go meanwhile.
        with suppress(psutil.NoSuchProcess):
            if one.cmdline()[-1:] == ["worker"]:
                return one
    return None


def test_the_demo_begins_answers_survives_a_killed_worker_and_ends_all_it_started(home):
    port = free_port()
    first = demo(home, port)
    try:
        assert first.stdout.readline() == f"Ready: http://127.0.0.1:{port}/belfius/\n"
        for path in ("/", "/healthz", "/demo/", "/demo/codes", "/demo/mailbox", "/belfius/login", "/other/login"):
            assert status(port, path) == 200, path
        wait_until(lambda: status(port, "/readyz") == 200, "the worker is alive")
        assert status(port, "/nobody/login") == 404
        cast = json.load(urllib.request.urlopen(f"http://127.0.0.1:{port}/demo/cast.json"))
        assert {member["insurer"] for member in cast} == {"belfius", "other"}

        same_folder = demo(home, free_port())
        assert same_folder.wait(timeout=20) == 1
        assert "running from this folder already" in same_folder.stderr.read()

        killed = worker_of(first)
        killed.kill()
        wait_until(lambda: (again := worker_of(first)) and again.pid != killed.pid, "the worker began again")

        started = children(first)
        first.send_signal(signal.SIGTERM)
        assert first.wait(timeout=30) == 0
        wait_until(lambda: gone(started), "everything it started has ended")
        assert first.stdout.read() == ""
    finally:
        first.kill()

    second = demo(home, port)
    try:
        assert second.stdout.readline().startswith("Ready: ")
        started = children(second)
        second.kill()
        wait_until(lambda: gone(started), "everything it started has ended, though it was killed")
    finally:
        second.kill()


def test_a_port_in_use_is_said_and_nothing_is_left_running(home):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        refused = demo(home, taken.getsockname()[1])
        assert refused.wait(timeout=20) == 1
    assert "Choose another: ./acm demo --port" in refused.stderr.read()
    assert not (home / "postgres" / "data").exists()
