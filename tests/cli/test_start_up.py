"""A production with a mistake does not start, and says what to set; one without serves."""

import socket
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import timedelta

import pytest

from accident_manager.cli import start_up
from accident_manager.foundation import clock
from machine import ADD_BELFIUS, Machine, machine, wait_until

KEYS = {
    "ACM_SECRET_KEY": "the secret key of a production, long enough to be one",
    "ACM_MASTER_KEY": "the master key of a production, long enough as well",
}
PRODUCTION = {
    **KEYS, "ACM_DEVELOPMENT": "0", "ACM_DEMO": "0", "ACM_HOSTS": "127.0.0.1", "ACM_BEHIND_PROXY": "1",
    "ACM_PUBLIC_URL": "https://acm.example.be",
}  # fmt: skip


@pytest.fixture
def production(tmp_path) -> Iterator[Machine]:
    yield from machine(**PRODUCTION, ACM_HOME=str(tmp_path))


@pytest.mark.parametrize(
    ("setting", "value", "said"),
    [
        ("ACM_DEMO", "1", "ACM_DEMO is on"),
        ("ACM_SECRET_KEY", "", "SECRET_KEY"),
        ("ACM_SECRET_KEY", "short", "SECRET_KEY is missing"),
        ("ACM_MASTER_KEY", "", "ACM_MASTER_KEY is missing"),
        ("ACM_MASTER_KEY", KEYS["ACM_SECRET_KEY"], "must differ"),
        ("ACM_HOSTS", "", "ACM_HOSTS is missing"),
        ("ACM_PUBLIC_URL", "http://acm.example.be", "ACM_PUBLIC_URL must begin with https://"),
        ("ACM_DEMO", "perhaps", "must be 1 or 0"),
        ("DATABASE_URL", "mysql://somewhere", "DATABASE_URL is not a PostgreSQL address"),
    ],
)
@pytest.mark.parametrize("command", ["serve", "worker"])
def test_a_production_with_a_mistake_does_not_start(production, command, setting, value, said):
    production.environment[setting] = value
    outcome = production.acm(command)
    assert outcome.returncode != 0
    assert said in outcome.stderr


def test_another_master_key_than_the_one_that_wrapped_the_keys_is_refused(production):
    production.done(*ADD_BELFIUS)
    production.environment["ACM_MASTER_KEY"] = "another master key, which never wrapped a key of anybody"
    outcome = production.acm("serve")
    assert outcome.returncode == 1
    assert "Traceback" not in outcome.stderr


def test_where_the_databases_clock_is_another_nobody_is_served(db):
    start_up.refuse_if_unfit()
    for seconds in (-11, 11):
        with (
            clock.frozen(clock.now() + timedelta(seconds=seconds)),
            pytest.raises(start_up.Unfit, match="differ by more than 10 seconds"),
        ):
            start_up.refuse_if_unfit()


def test_a_production_serves_pages_and_static_files_that_may_be_kept_for_ever(production):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    with production.running("serve", "--port", str(port)):
        wait_until(lambda: answered(f"{url}/healthz"), "the server answers")
        request = urllib.request.Request(url, headers={"X-Forwarded-Proto": "https"})
        with urllib.request.urlopen(request) as page:
            text = page.read().decode()
            assert "max-age=63072000" in page.headers["Strict-Transport-Security"]
        came_in_the_clear = urllib.request.Request(url, b"a=b", {"X-Forwarded-Proto": "http"})
        with pytest.raises(urllib.error.HTTPError, match="403"):
            urllib.request.urlopen(came_in_the_clear)
        sheet = text.partition('href="/static/acm/acm.')[2].partition('"')[0]
        assert sheet != "css"
        with urllib.request.urlopen(f"{url}/static/acm/acm.{sheet}") as file:
            assert "immutable" in file.headers["Cache-Control"]
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(f"{url}/demo/")


def answered(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2):
            return True
    except OSError:
        return False


def test_a_server_that_is_killed_leaves_no_process_on_its_port(production):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with production.running("serve", "--port", str(port)) as server:
        wait_until(lambda: answered(f"http://127.0.0.1:{port}/healthz"), "the server answers")
        server.kill()
        server.wait(timeout=10)
        wait_until(lambda: not is_open(port), "nobody listens on the port any more", 10)


def is_open(port: int) -> bool:
    with socket.socket() as trial:
        return trial.connect_ex(("127.0.0.1", port)) == 0
