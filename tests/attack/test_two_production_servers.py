"""Two server processes behind one address, as in production: they share every limit, and their cookies are safe."""

import http.client
import re
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from http.cookies import SimpleCookie
from urllib.parse import urlencode

import psycopg
import pytest

from machine import ADD_BELFIUS, Machine, machine, wait_until

ENVIRONMENT = {
    "ACM_SECRET_KEY": "the secret key of a production, long enough to be one",
    "ACM_MASTER_KEY": "the master key of a production, long enough as well",
    "ACM_DEVELOPMENT": "0", "ACM_DEMO": "0", "ACM_HOSTS": "acm.example.be", "ACM_BEHIND_PROXY": "1",
    "ACM_PUBLIC_URL": "https://acm.example.be",
}  # fmt: skip
HERE, ELSEWHERE = "203.0.113.1", "198.51.100.7"


class Browser:
    """A browser behind the proxy, which says from where it comes and that it came by TLS."""

    def __init__(self, port: int, ip: str) -> None:
        self.port, self.ip = port, ip
        self.cookies: SimpleCookie = SimpleCookie()
        self.text = self.token = ""

    def ask(self, method: str, path: str, body: str | None = None, host: str = "acm.example.be"):
        headers = {
            "Host": host, "X-Forwarded-Proto": "https", "X-Forwarded-For": self.ip, "Accept-Language": "en",
            "Referer": "https://acm.example.be/belfius/login",
            "Cookie": "; ".join(f"{name}={morsel.value}" for name, morsel in self.cookies.items()),
            "Content-Type": "application/x-www-form-urlencoded",
        }  # fmt: skip
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        self.text = answer.read().decode()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                self.cookies.load(value)
        connection.close()
        return answer

    def log_in(self, email: str) -> int:
        if not self.token:
            self.ask("GET", "/belfius/login?lang=en")
            self.token = re.search(r'csrfmiddlewaretoken" value="([^"]+)', self.text)[1]
        fields = {"email": email, "password": "a wrong guess", "csrfmiddlewaretoken": self.token}
        return self.ask("POST", "/belfius/login", urlencode(fields)).status


@pytest.fixture(scope="module")
def two(tmp_path_factory) -> Iterator[tuple[Machine, int, int]]:
    """A production with two server processes on two ports, and one database."""
    for made in machine(**ENVIRONMENT, ACM_HOME=str(tmp_path_factory.mktemp("production"))):
        made.done(*ADD_BELFIUS)
        ports = [_free_port(), _free_port()]
        with ExitStack() as stack:
            for port in ports:
                stack.enter_context(made.running("serve", "--port", str(port)))
            for port in ports:
                wait_until(lambda port=port: _answers(port), "the server answers")
            yield made, *ports


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def _answers(port: int) -> bool:
    try:
        return Browser(port, HERE).ask("GET", "/belfius/login").status == 200
    except OSError:
        return False


def test_ten_failures_are_ten_at_both_together(two):
    _, first, second = two
    browsers = [Browser(first, HERE), Browser(second, HERE)]
    for number in range(10):
        assert browsers[number % 2].log_in("sophie@example.be") == 422
        assert "Wrong email or password" in browsers[number % 2].text
    for browser in browsers:
        browser.log_in("sophie@example.be")
        assert "Your account has been blocked after multiple consecutive login attempts." in browser.text
    elsewhere = Browser(second, ELSEWHERE)
    elsewhere.log_in("sophie@example.be")
    assert "Wrong email or password" in elsewhere.text


def test_twenty_attempts_a_minute_are_twenty_at_both_together(two):
    _, first, second = two
    browsers = [Browser(first, "203.0.113.2"), Browser(second, "203.0.113.2")]
    answers = [browsers[number % 2].log_in("an@example.be") for number in range(34)]
    assert answers[:20] == [422] * 20
    assert 429 in answers[20:], "a minute gives ten back: some of these came too fast"


def test_every_cookie_is_for_tls_only_closed_to_scripts_and_named_so(two):
    _, first, _ = two
    browser = Browser(first, "203.0.113.3")
    browser.log_in("nobody@example.be")
    browser.ask("GET", "/belfius/unblock/" + "x" * 43)
    browser.ask("GET", "/belfius/reset-password/" + "x" * 43)
    given = {f"__Host-acm_{name}.belfius" for name in ("session", "csrf", "language", "link", "unblock")}
    assert given - {"__Host-acm_session.belfius"} <= set(browser.cookies) <= given
    for name, morsel in browser.cookies.items():
        assert morsel["secure"], name
        assert morsel["httponly"], name
        assert morsel["samesite"] == "Lax", name
        # What "__Host-" asks for: a browser keeps no other.
        assert (morsel["path"], morsel["domain"]) == ("/", ""), name
        assert len(morsel.OutputString()) < 4096


def test_a_host_that_is_not_named_in_the_settings_is_refused(two):
    _, first, _ = two
    assert Browser(first, "203.0.113.4").ask("GET", "/belfius/login", host="evil.example").status == 400


def test_without_its_database_it_lets_nobody_in_says_so_and_comes_back(two):
    made, first, second = two
    browser = Browser(first, "203.0.113.5")
    browser.log_in("eve@example.be")
    name = psycopg.conninfo.conninfo_to_dict(made.superuser_url)["dbname"]
    with psycopg.connect(made.superuser_url, dbname="postgres", autocommit=True) as cluster:
        cluster.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false'.encode())
        cluster.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
        try:
            for port in (first, second):
                browser.port = port
                assert browser.log_in("eve@example.be") == 503
                assert "Traceback" not in browser.text
                assert Browser(port, "203.0.113.5").ask("GET", "/belfius/account").status in {302, 503}
        finally:
            cluster.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true'.encode())
    wait_until(lambda: browser.log_in("eve@example.be") == 422, "logging in works again")
