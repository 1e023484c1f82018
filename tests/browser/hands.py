"""Answering the questions of a page: with the mouse, by keyboard alone, or as a browser without script sends them."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from browser.eyes import is_there, start_at_the_top
from browser.story import Answer, Code, Story, When


def answer(page: Page, key: str, said: Answer) -> None:
    """Answer a question that is on the page, with the mouse where one points and with keys where one types."""
    match said:
        case When(day, hour):
            for part, text in (("day", day.day), ("month", day.month), ("year", day.year), ("time", hour)):
                if text:
                    page.locator(f'[name="{key}.{part}"]').fill(str(text))
        case Code(words, code):
            kept = page.locator(f'input[type=hidden][name="{key}"]')
            if kept.input_value() == code:
                return
            box = page.locator(f'[id="f-{key}"]')
            box.click()
            box.press_sequentially(words)
            page.locator(f'[id="f-{key}-list"] [data-code="{code}"]').click()
            expect(kept).to_have_value(code)
        case list():
            for value in said:
                page.locator(f'input[name="{key}"][value="{value}"]').check()
        case str():
            control = page.locator(f'[name="{key}"]:not([type=hidden])').first
            control.wait_for(state="attached")
            kind = control.evaluate("e => e.type")
            if kind == "radio":
                page.locator(f'[name="{key}"][value="{said}"]').check()
            elif kind == "select-one":
                control.select_option(said)
            else:
                control.fill(said)


def fill(page: Page, story: Story, step: str) -> None:
    for key, said in story[step].items():
        answer(page, key, said)


def go_on(page: Page) -> None:
    """The primary button of the page, and the next page."""
    before = page.url
    page.locator("main button.primary").first.click()
    page.wait_for_url(lambda url: url != before)


class Keyboard:
    """Somebody without a mouse: reaches what is asked with the Tab key, in the order of the page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.keys = page.keyboard

    def reach(self, selector: str) -> None:
        """Tab until something that matches has the focus. Fails when it cannot be reached."""
        is_there(self.page).locator(selector).first.wait_for(state="attached")
        for _ in range(200):
            if self.page.evaluate("s => document.activeElement.matches(s)", selector):
                return
            self.keys.press("Tab")
        pytest.fail(f"{selector} cannot be reached by keyboard on {self.page.url}")

    def reach_words(self, words: str) -> None:
        """Tab from the top until a link or button with these words has the focus."""
        start_at_the_top(self.page)
        for _ in range(200):
            self.keys.press("Tab")
            if words in self.page.evaluate("document.activeElement.innerText ?? ''"):
                return
        pytest.fail(f"{words!r} cannot be reached by keyboard on {self.page.url}")

    def reach_button(self, words: str) -> None:
        """Tab from the top until the button with exactly this name has the focus."""
        button = self.page.get_by_role("button", name=words, exact=True)
        start_at_the_top(self.page)
        for _ in range(200):
            self.keys.press("Tab")
            if button.evaluate("e => e === document.activeElement"):
                return
        pytest.fail(f"the button {words!r} cannot be reached by keyboard on {self.page.url}")

    def press(self, words: str) -> None:
        self.reach_words(words)
        self.keys.press("Enter")

    def answer(self, key: str, said: Answer) -> None:
        match said:
            case When(day, hour):
                for part, text in (("day", day.day), ("month", day.month), ("year", day.year), ("time", hour)):
                    if text:
                        self.reach(f'[name="{key}.{part}"]')
                        self.keys.type(str(text))
            case Code(words, code):
                if self.page.locator(f'input[type=hidden][name="{key}"]').input_value() == code:
                    return
                self.reach(f'[id="f-{key}"]')
                self.keys.type(words)
                self._choose(key, code)
            case list():
                for value in said:
                    self.reach(f'input[name="{key}"][value="{value}"]')
                    self.keys.press("Space")
            case str():
                self._answer_text(key, said)

    def _choose(self, key: str, code: str) -> None:
        """The code with the arrow keys among those proposed, then Enter."""
        proposed = self.page.locator(f'[id="f-{key}-list"]')
        proposed.locator(f'[data-code="{code}"]').wait_for()
        for _ in range(12):
            if proposed.locator('[aria-selected="true"]').get_attribute("data-code") == code:
                self.keys.press("Enter")
                expect(self.page.locator(f'input[type=hidden][name="{key}"]')).to_have_value(code)
                return
            self.keys.press("ArrowDown")
        pytest.fail(f"{code} cannot be chosen with the arrow keys")

    def _answer_text(self, key: str, said: str) -> None:
        self.reach(f'[name="{key}"]')
        kind = self.page.evaluate("document.activeElement.type")
        if kind == "radio":
            for _ in range(60):
                if self.page.evaluate("v => document.activeElement.value === v", said):
                    break
                self.keys.press("ArrowDown")
            self.keys.press("Space")
            expect(self.page.locator(f'[name="{key}"][value="{said}"]')).to_be_checked()
        elif kind == "select-one":
            for _ in range(60):
                if self.page.evaluate("document.activeElement.value") == said:
                    break
                self.keys.press("ArrowDown")
        else:
            if self.page.evaluate("document.activeElement.value"):
                self.keys.press("Control+a")
            self.keys.type(said)


def sent(answers: dict[str, Answer]) -> dict[str, object]:
    """The answers of a page as a form sends them."""
    form: dict[str, object] = {}
    for key, said in answers.items():
        match said:
            case When(day, hour):
                form |= {f"{key}.day": day.day, f"{key}.month": day.month, f"{key}.year": day.year}
                if hour:
                    form[f"{key}.time"] = hour
            case Code(_, code):
                form[key] = code
            case list():
                form[key] = said[0]
            case _:
                form[key] = said
    return {name: str(text) for name, text in form.items()}


def token(page: Page) -> str:
    return page.locator("[name=csrfmiddlewaretoken]").first.get_attribute("value") or ""


def draft_of(page: Page, door: str, employer: str, story: Story | None = None) -> str:
    """A draft for this employer, filled in as a browser without script would; its address. The page stands anywhere
    behind the door."""
    page.goto(f"{door}/claims/new")
    chosen = page.locator("label.choice", has_text=employer).locator("input").get_attribute("value")
    headers = {"Origin": "/".join(door.split("/")[:3])}
    own = {"csrfmiddlewaretoken": token(page)}
    began = page.request.post(f"{door}/claims/new", form={**own, "for": chosen or ""}, headers=headers)
    assert began.ok, began.status
    address = began.url
    for step, answers in (story or {}).items():
        if answers:
            form = {**own, **sent(dict(answers)), "version": "0"}
            saved = page.request.post(f"{address}{step}", form=form, headers=headers)
            assert saved.ok, f"{step}: {saved.status} {_errors(saved.text())}"
    return address


def send(page: Page, draft: str) -> str:
    """Send a draft as a browser without script would; the number of the file."""
    page.goto(f"{draft}check")
    headers = {"Origin": "/".join(draft.split("/")[:3])}
    form = {"csrfmiddlewaretoken": token(page), "key": str(uuid4()), "declared": "on"}
    answered = page.request.post(f"{draft}check", form=form, headers=headers)
    assert answered.ok, f"{answered.status} {_errors(answered.text())}"
    return re.search(r"/claims/([^/]+)/receipt", answered.url)[1]


def _errors(html: str) -> list[str]:
    return [re.sub(r"<[^>]+>", "", found).strip() for found in re.findall(r'class="error".*?</p>', html, re.DOTALL)]
