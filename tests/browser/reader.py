"""Somebody at a narrow phone without a mouse, who reads the questions and answers and follows them to the end.

Every screen on the way is compared with `screens.json`, tried by axe at 360 px and for its width at 320 px: the first
time it is passed in the four languages, later in the reader's own.
"""

import subprocess
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from browser.eyes import fits, is_there, no_axe_violations, start_at_the_top, tab_stops
from browser.hands import Keyboard
from browser.screens import LANGUAGES, words
from browser.still import AT, FROM, Person, Still

WIDE, NARROW = {"width": 360, "height": 800}, {"width": 320, "height": 700}
# The screens that this process has seen in every language.
_seen: set[str] = set()


def oath(secret: str, at: datetime) -> str:
    """The code that an authenticator which is not ours shows at this instant."""
    when = at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    command = ["oathtool", "--totp", "--base32", f"--now={when}", secret]
    return subprocess.check_output(command, text=True).strip()


class Reader:
    """A browser at the door of `still`. `at` is what its clock shows, `address` where it comes from."""

    def __init__(
        self, still: Still, context: BrowserContext, *, language: str, at: datetime, address: str, door: str = "belfius"
    ) -> None:
        self.still, self.context, self.language, self.door = still, context, language, door
        self.address = address
        self.page: Page = context.new_page()
        self.keyboard = Keyboard(self.page)
        self.keys = self.page.keyboard
        self.at = at
        self.set_clock(at)

    def set_clock(self, at: datetime) -> None:
        self.at = at
        self.context.set_extra_http_headers({AT: at.isoformat(), FROM: self.address})

    def later(self, **how_much: float) -> None:
        self.set_clock(self.at + timedelta(**how_much))

    def path(self, path: str) -> str:
        return self.still.path(f"/{self.door}/{path}")

    def open(self, path: str) -> None:
        self.page.goto(self.path(path))

    def asks(self, anchor: str, way: str) -> None:
        """From the page of questions: the index, then the link of the answer that leads to this path."""
        self.open("faq")
        self.at_the_questions(anchor)
        self.follow(anchor, way)

    def at_the_questions(self, anchor: str) -> None:
        """On that page, to the answer by the index."""
        start_at_the_top(self.page)
        self.keyboard.reach(f'nav a[href="#{anchor}"]')
        self.keys.press("Enter")
        expect(self.page.locator(f"article:target[id='{anchor}'] h3")).to_be_in_viewport()

    def follow(self, anchor: str, way: str) -> None:
        """The link of this answer, which is among the next stops of the Tab key."""
        for _ in range(6):
            self.keys.press("Tab")
            address = self.page.evaluate(
                "id => document.activeElement.closest('article')?.id === id ? document.activeElement.href : ''", anchor
            )
            if way.startswith(("#", "mailto:")) and address.endswith(way):
                self.keys.press("Enter")
                return
            if urlsplit(address).path == f"/{self.door}/{way}":
                self._activate()
                return
        pytest.fail(f"the answer {anchor} does not lead to {way}: {self.page.locator(f'#{anchor}').inner_html()}")

    def press(self, name: str) -> None:
        """The link, button or box of this name."""
        start_at_the_top(self.page)
        for _ in range(60):
            self.keys.press("Tab")
            focused = self.page.evaluate(
                "() => { const e = document.activeElement;"
                " return (e.labels?.[0]?.innerText ?? e.innerText ?? '').replace('*', '').trim(); }"
            )
            if focused == name:
                self._activate()
                return
        pytest.fail(f"{name!r} cannot be reached by keyboard on {self.page.url}")

    def _activate(self) -> None:
        """What has the focus: a box is ticked, the rest is opened or goes on to its page."""
        kind = self.page.evaluate("document.activeElement.type || document.activeElement.tagName")
        if kind in {"checkbox", "SUMMARY"}:
            self.keys.press("Space")
            return
        with self.page.expect_navigation():
            self.keys.press("Enter")

    def says(self, screen: str, label: str, **values: str) -> str:
        return words(screen, label, self.language, **values)

    def presses(self, screen: str, label: str, **values: str) -> None:
        self.press(self.says(screen, label, **values))

    def type(self, field: str, text: str) -> None:
        """Into the field of this name; what stands there is replaced."""
        self.keyboard.reach(f"#f-{field}")
        self.keys.press("Control+a")
        self.keys.insert_text(text)

    def sends(self, **typed: str) -> None:
        """Fill these fields and press Enter in the last one."""
        for field, text in typed.items():
            self.type(field, text)
        with self.page.expect_navigation():
            self.keys.press("Enter")

    def gives_password(self, person: Person, password: str = "") -> None:
        self.sends(email=person.email, password=password or person.member.password)

    def code_of(self, person: Person, **off: float) -> str:
        """What the person's app shows now; `off`: on a phone whose clock is off by so much."""
        return oath(person.member.totp_secret, self.at + timedelta(**off))

    def logs_in(self, person: Person, password: str = "") -> None:
        """From the login page, with password and code, into the application."""
        self.gives_password(person, password)
        self.at_screen("mfa/challenge")
        self.sends(code=self.code_of(person))
        self.is_in()

    def is_in(self) -> None:
        expect(self.page.locator("header.top .who")).to_be_visible()

    def is_out(self) -> None:
        """Whatever this browser asks for, it is asked to log in."""
        self.open("account")
        self.at_screen("login")

    def at_screen(self, path: str) -> None:
        self.page.wait_for_url(lambda url: urlsplit(url).path == f"/{self.door}/{path}")

    def sees(self, screen: str, *labels: str, title: str = "", **values: str) -> None:
        """This screen stands here with these words, the first time in every language. Ends in the reader's own."""
        state = f"{screen} {labels}"
        others = [language for language in LANGUAGES if language != self.language and state not in _seen]
        _seen.add(state)
        for language in (*others, self.language) if others else ():
            self._turn_to(language)
            self._compare(screen, labels, language, title, values)
            if language == self.language:
                tab_stops(self.page)
        if not others:
            self._compare(screen, labels, self.language, title, values)

    def reads(self, *sentences: str) -> None:
        """The page that a form has answered says this; it is looked at as it is."""
        said = is_there(self.page).locator("main").inner_text()
        for sentence in sentences:
            assert sentence in said, f"{sentence!r} is not on {self.page.url}: {said}"
        self.look()

    def _turn_to(self, language: str) -> None:
        parts = urlsplit(self.page.url)
        query = urlencode({**dict(parse_qsl(parts.query)), "lang": language})
        self.page.goto(urlunsplit(parts._replace(query=query, fragment="")))

    def _compare(self, screen: str, labels: tuple[str, ...], language: str, title: str, values: dict[str, str]) -> None:
        expect(self.page.locator("html")).to_have_attribute("lang", language)
        expect(self.page).to_have_title(words(title or screen, "pageTitle", language))
        said = is_there(self.page).locator("main").inner_text()
        for label in labels:
            text = words(screen, label, language, **values)
            assert text in said, f"{screen}.{label} in {language}: {text!r} is not on the page: {said}"
        self.look()

    def look(self) -> None:
        """As it stands: axe at 360 px, its width at 320, and the questions within reach."""
        assert self.page.viewport_size == WIDE
        no_axe_violations(self.page)
        self.page.set_viewport_size(NARROW)
        fits(self.page)
        self.page.set_viewport_size(WIDE)
        assert self.page.locator(f'footer a[href="/{self.door}/faq"]').is_visible(), f"no questions on {self.page.url}"
