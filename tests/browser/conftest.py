"""Journeys in a real browser, against a real server and worker, on a copy of the demo world.

The browser is Debian's Chromium (or ACM_CHROMIUM). Codes come from `oathtool`, QR codes are read off the page by `zbarimg`:
neither knows our code. Without Chromium the journeys are skipped, unless ACM_REQUIRE_BROWSER=1: then they fail.
"""

import fcntl
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

CHROMIUM = os.environ.get("ACM_CHROMIUM", "/usr/bin/chromium")
REQUIRED = os.environ.get("ACM_REQUIRE_BROWSER") == "1"
WORLD = "acm_world"
NEEDED = {CHROMIUM: "Chromium", "oathtool": "oathtool (an independent authenticator)", "zbarimg": "zbarimg (a QR scanner)"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    missing = [name for program, name in NEEDED.items() if not shutil.which(program)]
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)
            if missing and not REQUIRED:
                item.add_marker(pytest.mark.skip(reason=f"not on this machine: {', '.join(missing)}"))


@dataclass
class House:
    """The running application: where it is, and its cast as /demo/ would show it."""

    url: str
    database_url: str
    environment: dict[str, str]
    processes: dict[str, subprocess.Popen[bytes]]

    def path(self, path: str) -> str:
        return self.url + path

    def start(self, name: str) -> None:
        arguments = {"serve": ["serve", "--port", self.url.rsplit(":", 1)[1]], "worker": ["worker"]}[name]
        log = Path(os.environ["ACM_HOME"], f"{name}-{os.getpid()}.log").open("ab")
        self.processes[name] = subprocess.Popen(
            [sys.executable, "-m", "accident_manager.cli", *arguments], env=self.environment, stdout=log, stderr=log
        )
        if name == "serve":
            wait_until(lambda: answers(self.path("/healthz")), f"the server answers ({log.name})")

    def stop(self, name: str, *, kill: bool = False) -> None:
        process = self.processes.pop(name)
        process.kill() if kill else process.terminate()
        process.wait(timeout=20)


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:
            return answer.status == 200
    except OSError:
        return False


def wait_until(condition: Callable[[], bool], what: str, seconds: float = 60) -> None:
    """Poll a condition of another process; fail with what was awaited."""
    until = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > until:
            pytest.fail(f"waited {seconds:.0f} s in vain until {what}")
        time.sleep(0.05)


@pytest.fixture(scope="session")
def house() -> Iterator[House]:
    from accident_manager.cli.postgres import APP, Postgres

    cluster = Postgres(Path(os.environ["ACM_TEST_POSTGRES"]), safe=False)
    home = Path(os.environ["ACM_TEST_POSTGRES"]).parent
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **os.environ, "ACM_DEMO": "1", "ACM_HOME": str(home), "ACM_PUBLIC_URL": f"http://127.0.0.1:{port}",
    }  # fmt: skip
    environment.pop("ACM_NO_POOL", None)
    with (home / "world.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not cluster.has_database(WORLD):
            unfinished = f"{WORLD}_unfinished"
            cluster.execute(f'DROP DATABASE IF EXISTS "{unfinished}" WITH (FORCE)')
            cluster.create_database(unfinished, template="acm_template")
            subprocess.run(
                [sys.executable, "-m", "accident_manager.demo"],
                env={**environment, "DATABASE_URL": cluster.url(unfinished, APP)}, check=True,
            )  # fmt: skip
            cluster.execute(f'ALTER DATABASE "{unfinished}" RENAME TO "{WORLD}"')
        database = f"acm_house_{os.getpid()}"
        cluster.create_database(database, template=WORLD)
    environment["DATABASE_URL"] = cluster.url(database, APP)
    house = House(f"http://127.0.0.1:{port}", cluster.url(database, "postgres"), environment, {})
    try:
        house.start("serve")
        house.start("worker")
        yield house
    finally:
        for name in list(house.processes):
            house.stop(name)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
            ],
        )  # fmt: skip
        yield browser
        browser.close()


@dataclass
class Member:
    """A member of the cast, from /demo/?format=json."""

    insurer: str
    role: str
    name: str
    email: str
    password: str
    totp_secret: str


@pytest.fixture(scope="session")
def cast(house: House) -> Callable[[str, str], Member]:
    with urllib.request.urlopen(house.path("/demo/cast.json")) as answer:
        members = [Member(**member) for member in json.load(answer)]

    def find(insurer: str, role: str) -> Member:
        return next(member for member in members if (member.insurer, member.role) == (insurer, role))

    return find


_steps_used: dict[str, int] = {}


def one_time_code(secret: str) -> str:
    """A code from oathtool that was not used before: the present step, or the next one, which is accepted too."""
    step = max(int(time.time()) // 30, _steps_used.get(secret, 0) + 1)
    wait_until(lambda: int(time.time()) // 30 >= step - 1, "the next one-time code is accepted", 40)
    _steps_used[secret] = step
    now = f"{time.strftime('%Y-%m-%d %H:%M:%S', time.gmtime(step * 30))} UTC"
    return subprocess.check_output(["oathtool", "--totp", "--base32", f"--now={now}", secret], text=True).strip()


@pytest.fixture
def new_context(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    contexts: list[BrowserContext] = []

    def make(*, width: int = 1280, language: str = "en", **options: object) -> BrowserContext:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, locale=language, timezone_id="Europe/Brussels", **options
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        return context

    yield make
    for context in contexts:
        context.close()


_states: dict[str, dict] = {}


@pytest.fixture
def as_member(house: House, cast, new_context) -> Callable[..., Page]:
    """A page of a logged-in member of the cast. The login itself is done once a process; its cookies are reused."""

    def open_as(insurer: str, role: str, *, width: int = 1280, language: str = "en", fresh: bool = False) -> Page:
        member = cast(insurer, role)
        known = None if fresh else _states.get(member.email + insurer)
        context = new_context(width=width, language=language, **({"storage_state": known} if known else {}))
        page = context.new_page()
        page.goto(house.path(f"/{insurer}/?lang={language}"))
        if page.url.split("?")[0].endswith("/login"):
            log_in(page, member)
            _states[member.email + insurer] = context.storage_state()
        return page

    return open_as


def log_in(page: Page, member: Member) -> None:
    """By keyboard alone, from the login page to the home page."""
    page.locator("#email").focus()
    page.keyboard.type(member.email)
    page.keyboard.press("Tab")
    page.keyboard.type(member.password)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("mfa"))
    page.locator("#code").focus()
    page.keyboard.type(one_time_code(member.totp_secret))
    page.keyboard.press("Enter")
    expect(page.locator("header.top")).to_be_visible()


def no_axe_violations(page: Page) -> None:
    """Fails with what axe-core finds against WCAG 2.0 to 2.2, levels A and AA, and best practices."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    said = [f"{one['id']} ({one['impact']}): {one['nodes'][0]['html'][:160]}" for one in found]
    assert not said, f"{page.url}\n" + "\n".join(said)
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0, f"{page.url} is {overflow} px wider than the window"
