"""The two doors by which people come in, as the journeys use them: our own, and Auth0 with its own screens."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from auth0.conftest import settings_for
from auth0.counterpart.running import Counterpart, counterpart
from auth0.fake_auth0 import fake_auth0
from browser.eyes import qr_text
from browser.house import House, mail_about
from browser.people import code_of_now, one_time_code
from machine import wait_until

PASSWORD = "negen lantaarns langs de kade 31"
SECRET = "KRSXG5CTMVRXEZLUKN2XAZLSKNSWG4TF"


@dataclass
class Person:
    """Somebody with an account; `secret` is that of the app on his phone."""

    email: str
    name: str
    secret: str = ""


@dataclass
class EmbeddedDoor:
    """An insurer whose people log in here."""

    house: House
    code: str
    new_page: Any
    folder: Path
    people: dict[str, Person] = field(default_factory=dict)

    def address(self, path: str = "") -> str:
        return self.house.path(f"/{self.code}/{path}")

    def person(self, first_name: str, role: str) -> Person:
        """Whoever has this name; the first time he is invited and comes in for the first time."""
        if first_name in self.people:
            return self.people[first_name]
        person = Person(f"{first_name.lower()}@{self.code}.example", f"{first_name} Dewit")
        self.exists_elsewhere(person)
        invite = ("user", "invite", "--insurer", self.code, "--first-name", first_name, "--last-name", "Dewit",
                  "--language", "en", "--role", role, person.email)  # fmt: skip
        invited = self.house.acm(*invite)
        assert invited.returncode == 0, invited.stderr
        self.activate(person)
        self.people[first_name] = person
        return person

    def exists_elsewhere(self, person: Person) -> None:
        """Nobody knows of him but us."""

    def activate(self, person: Person) -> None:
        page = self.new_page()
        page.goto(mail_about(self.house, person.email, "/reset-password/").link())
        page.locator("#f-password").fill(PASSWORD)
        page.locator("#f-again").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile("/reset-password/done"))
        page.goto(self.address("login"))
        self.give_password(page, person)
        self.enrol(page, person)

    def give_password(self, page: Page, person: Person) -> None:
        page.locator("#f-email").fill(person.email)
        page.locator("#f-password").fill(PASSWORD)
        page.keyboard.press("Enter")

    def asks_for_code(self, page: Page) -> None:
        page.wait_for_url(re.compile("/mfa/challenge"))

    def give_code(self, page: Page, person: Person, *, remember: bool = False) -> None:
        page.locator("#f-code").fill(one_time_code(person.secret))
        if remember:
            page.locator('[name="remember"]').check()
        page.locator("main button.primary").click()

    def enrol(self, page: Page, person: Person) -> None:
        """Another app is linked; in afterwards."""
        page.wait_for_url(re.compile("/mfa/enrol"))
        person.secret = re.search(r"secret=([A-Z2-7]+)", qr_text(page, self.folder))[1]
        self.give_code(page, person)
        page.wait_for_url(re.compile("/mfa/recovery-code"))
        page.locator('input[type="checkbox"]').check()
        page.locator("main button.primary").click()
        expect(page.locator("header.top")).to_be_visible()

    def log_in(self, page: Page, person: Person, *, remember: bool = False) -> None:
        page.goto(self.address("login?lang=en"))
        self.give_password(page, person)
        self.asks_for_code(page)
        self.give_code(page, person, remember=remember)
        expect(page.locator("header.top")).to_be_visible()

    def log_out(self, page: Page) -> None:
        page.goto(self.address("account"))
        page.get_by_role("button", name="Log out").first.click()

    def confirm(self, page: Page, person: Person) -> None:
        """Who one is once more, where it is asked for; back on the page."""
        page.locator('[name="confirm-password"]').fill(PASSWORD)
        page.locator('[name="confirm-code"]').fill(one_time_code(person.secret))
        page.locator('[name="confirm-code"]').press("Enter")
        expect(page.locator('[name="confirm-password"]')).to_have_count(0)

    def shows_its_login(self, page: Page) -> None:
        expect(page.locator("#f-password")).to_be_visible()

    def end_elsewhere(self, page: Page, person: Person) -> None:
        """The session of this page is ended, but not with this page."""
        other = self.new_page()
        self.log_in(other, person)
        other.goto(self.address("account/sessions"))
        other.get_by_role("button", name="End everything else").click()
        self.confirm(other, person)


@dataclass
class Auth0Door(EmbeddedDoor):
    """An insurer with a tenant: password and code are given on the screens of the counterpart."""

    counterpart: Counterpart | None = None

    def exists_elsewhere(self, person: Person) -> None:
        self.counterpart.people.add(person.email, PASSWORD, secret=SECRET)
        person.secret = SECRET

    def activate(self, person: Person) -> None:
        """The mail leads to Auth0; there he has a password already."""
        assert f"http://{self.counterpart.people.tenant.domain}/u/" in mail_about(self.house, person.email).link()

    def give_password(self, page: Page, person: Person) -> None:
        page.wait_for_url(re.compile(re.escape(f"http://{self.counterpart.domain}/u/")))
        page.locator("#email").fill(person.email)
        page.locator("#password").fill(PASSWORD)
        page.keyboard.press("Enter")

    def asks_for_code(self, page: Page) -> None:
        expect(page.locator("h1")).to_have_text("Verify Your Identity")

    def give_code(self, page: Page, person: Person, *, remember: bool = False) -> None:
        # The counterpart takes a code again: nobody has to wait for the next one.
        page.locator("#code").fill(code_of_now(person.secret))
        if remember:
            page.locator('[name="remember"]').check()
        page.get_by_role("button", name="Continue").click()

    def enrol(self, page: Page, person: Person) -> None:
        expect(page.locator("h1")).to_have_text("Secure Your Account")
        secret = page.locator("#key").inner_text()
        assert secret != person.secret
        person.secret = secret
        self.give_code(page, person)
        expect(page.locator("header.top")).to_be_visible()

    def confirm(self, page: Page, person: Person) -> None:
        page.get_by_role("link", name="Confirm with Auth0").click()
        self.give_password(page, person)
        self.asks_for_code(page)
        self.give_code(page, person)
        page.get_by_role("button", name="Go on", exact=True).click()

    def shows_its_login(self, page: Page) -> None:
        expect(page.locator("#password")).to_be_visible()
        assert self.counterpart.domain in page.url

    def end_elsewhere(self, page: Page, person: Person) -> None:
        """He logs out at Auth0, which tells us behind the browser’s back."""
        there = page.context.new_page()
        there.goto(f"http://{self.counterpart.domain}/oidc/logout")
        there.get_by_role("button", name="Log out").click()
        there.close()


@contextmanager
def embedded(house: House, new_page: Any, folder: Path) -> Iterator[EmbeddedDoor]:
    _add_insurer(house, "own-door", "Eigen Deur")
    _wait_for(house, "own-door")
    yield EmbeddedDoor(house, "own-door", new_page, folder)


@contextmanager
def by_auth0(house: House, new_page: Any, folder: Path) -> Iterator[Auth0Door]:
    code = "auth0-door"
    with fake_auth0() as tenant, counterpart(tenant, folder, door=house.path(f"/{code}")) as running:
        _add_insurer(house, code, "Andere Deur")
        # The rule that lets a browser be remembered.
        chosen = settings_for(tenant, custom_domain=running.domain, mfa_each_session="no", back_channel="yes")
        for name in ("client_secret", "management_client_secret"):
            (folder / name).write_text(chosen[name])
            chosen[name] = f"@{folder / name}"
        done = house.acm("insurer", "auth0", "set", code, *(f"{name}={value}" for name, value in chosen.items()))
        assert done.returncode == 0, done.stderr
        # Only now: whichever process answers has not kept another door.
        _wait_for(house, code)
        yield Auth0Door(house, code, new_page, folder, counterpart=running)


def _add_insurer(house: House, code: str, name: str) -> None:
    added = house.acm(
        "insurer", "add", code, "--name", name, "--colour", "#0a6c84", "--support-email", f"help@{code}.example",
        "--support-phone", "02/286 74 74", "--language", "en",
    )  # fmt: skip
    assert added.returncode == 0, added.stderr


def _wait_for(house: House, code: str) -> None:
    wait_until(lambda: _answers(house.path(f"/{code}/faq")), "the server knows the insurer", 20)


def _answers(url: str) -> bool:
    import urllib.request

    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False
