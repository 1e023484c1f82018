"""Journeys in a real browser, against a real server and worker, on a copy of the demo world.

The browser is Debian's Chromium (or ACM_CHROMIUM): its headless shell where there is one, which needs half the CPU.
Codes come from `oathtool`, QR codes are read off the page by `zbarimg`: neither knows our code. Without them the
journeys are skipped, unless ACM_REQUIRE_BROWSER=1: then they fail.
"""

import json
import os
import shutil
import socket
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from accident_manager.cli.postgres import APP, OWNER
from browser.house import WORKER, House, Member
from browser.people import log_in
from demo_world import world
from machine import running_cluster

CHROMIUM = os.environ.get("ACM_CHROMIUM") or shutil.which("chromium-headless-shell") or "/usr/bin/chromium"
REQUIRED = os.environ.get("ACM_REQUIRE_BROWSER") == "1"
NEEDED = {
    CHROMIUM: "Chromium",
    "oathtool": "oathtool (an independent authenticator)",
    "zbarimg": "zbarimg (a QR scanner)",
    "pdftotext": "pdftotext (a reader of PDF)",
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    missing = [name for program, name in NEEDED.items() if not shutil.which(program)]
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if missing and not REQUIRED:
                item.add_marker(pytest.mark.skip(reason=f"not on this machine: {', '.join(missing)}"))


@pytest.fixture(scope="session")
def house() -> Iterator[House]:
    """The application on a database of its own, with the demo world in it."""
    cluster = running_cluster()
    home = cluster.folder.parent
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **os.environ, "ACM_DEMO": "1", "ACM_HOME": str(home), "ACM_PUBLIC_URL": f"http://127.0.0.1:{port}",
    }  # fmt: skip
    environment.pop("ACM_NO_POOL", None)
    database = f"acm_house_{os.getpid()}"
    cluster.create_database(database, template=world(cluster, environment))
    environment["DATABASE_URL"] = cluster.url(database, APP)
    environment["ACM_OWNER_DATABASE_URL"] = cluster.url(database, OWNER)
    house = House(f"http://127.0.0.1:{port}", cluster.url(database, "postgres"), environment, {})
    try:
        house.start("serve")
        house.start("worker", *WORKER)
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


@pytest.fixture(scope="session")
def cast(house: House) -> Callable[..., Member]:
    """A member of the cast by insurer and role; by a part of the name where there are several."""
    with urllib.request.urlopen(house.path("/demo/cast.json")) as answer:
        members = [Member(**member) for member in json.load(answer)]

    def find(insurer: str, role: str, name: str = "") -> Member:
        return next(m for m in members if (m.insurer, m.role) == (insurer, role) and name in m.name)

    return find


@pytest.fixture
def new_context(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    contexts: list[BrowserContext] = []

    def make(*, width: int = 1280, language: str = "en", **options: object) -> BrowserContext:
        # Nothing moves: a colour half-way to another one would be looked at as if it stayed.
        context = browser.new_context(
            viewport={"width": width, "height": 900}, locale=language, timezone_id="Europe/Brussels",
            reduced_motion="reduce", **options,
        )  # fmt: skip
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

    def open_as(insurer: str, role: str, name: str = "", *, width: int = 1280, language: str = "en") -> Page:
        member = cast(insurer, role, name)
        known = _states.get(member.email)
        context = new_context(width=width, language=language, **({"storage_state": known} if known else {}))
        page = context.new_page()
        page.goto(house.path(f"/{insurer}/?lang={language}"))
        if "/login" in page.url:
            log_in(page, member)
            _states[member.email] = context.storage_state()
            page.goto(house.path(f"/{insurer}/?lang={language}"))
        return page

    return open_as
