"""Files as the journeys need them: declared a moment ago, and what is read off their pages."""

import re
from collections.abc import Callable
from datetime import date

from playwright.sync_api import Page

from browser import hands, story
from browser.eyes import pdf_text
from browser.house import House
from machine import wait_until

EMPLOYER, TOWN, DUTCH_TOWN = "Toitures Malmurin", "Commune de Valbruyère", "Gemeente Duinerode"


def declared(
    house: House,
    as_member: Callable[..., Page],
    *,
    counter: int,
    surname: str,
    accident_on: date | None = None,
    **victim: str,
) -> str:
    """The number of a private file that was declared now at Belfius, of an accident two days ago unless told; its
    address is `address(house, number)`."""
    page = as_member("belfius", "declarer", "Delcambre", language="fr")
    told = story.private_in_french(accident_on or story.days_ago(2), counter=counter, surname=surname)
    told["victim"].update(victim)
    return hands.send(page, hands.draft_of(page, house.path("/belfius"), EMPLOYER, told))


def declared_public(house: House, as_member: Callable[..., Page], *, counter: int, surname: str) -> str:
    page = as_member("other", "declarer", "Lapauwels", language="nl")
    told = story.public_in_dutch(story.days_ago(1), counter=counter, surname=surname)
    return hands.send(page, hands.draft_of(page, house.path("/other"), TOWN, told))


def address(house: House, number: str, part: str = "", insurer: str = "belfius") -> str:
    return house.path(f"/{insurer}/claims/{number}/{part}")


def letter(page: Page, name: str, receiver: str = "") -> str:
    """The text of a letter of the file whose letters are open, once the worker has made it."""
    link = (
        page.get_by_role("row").filter(has_text=name).filter(has_text=receiver).locator('a[href*="/documents/"]').first
    )
    wait_until(lambda: link.count() or not page.reload(), f"the letter {name} is made", 60)
    with page.expect_download() as downloading:
        link.click()
    return pdf_text(downloading.value.path().read_bytes())


def flat(text: str) -> str:
    """Without spaces of any kind: amounts and long words are written with many kinds of them."""
    return re.sub(r"[\s\u00ad\u00a0\u202f]", "", text)
