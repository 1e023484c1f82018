"""People are searched by name, address and national number; none of these gets into the address of a page."""

import html
import re
from urllib.parse import unquote

import pytest

from casework import declaring
from web.world import Visitor

NISS = f"{declaring.NISS[:6]} {declaring.NISS[6:]}"


@pytest.fixture
def sam(world) -> Visitor:
    return world.visitor("support")


def followed(person, path: str, **sent) -> tuple[str, str]:
    """The address that a form leads to, and the page there."""
    answer = person.post(path, **sent)
    assert answer.status_code == 302
    return unquote(answer["Location"]), person.client.get(answer["Location"]).content.decode()


@pytest.mark.parametrize(("form", "path"), [("claims/", "claims"), ("accounts/", "accounts")])
def test_the_form_of_a_search_is_posted(world, form, path):
    person = world.visitor("support" if path == "accounts" else "handler")
    assert re.search(rf'<form[^>]*method="post"[^>]*action="/belfius/{path}/" role="search">', person.page(form))


def test_accounts_are_searched_without_a_word_in_the_address(sam):
    address, page = followed(sam, "accounts/", q="Janssens", role="handler", tab="all")
    assert "Nora Janssens" in page
    assert "Ada Lenoir" not in page
    assert 'value="Janssens"' in page, "it can be corrected"
    assert "janssens" not in address.lower()
    assert "role=handler" in address
    # Nor in an address that the page leads to: tabs, the next page.
    assert not [url for url in re.findall(r'href="([^"]*)"', page) if "janssens" in url.lower()]
    tab = html.unescape(re.search(r'href="(\?[^"]*tab=never[^"]*)"', page)[1])
    page = sam.client.get(f"/belfius/accounts/{tab}").content.decode()
    assert ("Nora Janssens" in page, "Ada Lenoir" in page) == (True, False), "another tab, the same search"


@pytest.mark.parametrize("words", ["Zieliński", NISS, "nobody of that name"])
def test_files_are_searched_without_a_word_in_the_address(world, words):
    handler = world.visitor("handler")
    address, page = followed(handler, "claims/", q=words)
    assert words.lower() not in address.lower()
    assert declaring.NISS not in address
    assert ("Nothing found" in page or "Rien" in page) is ("nobody" in words)


def test_an_address_of_another_insurer_or_of_nobody_searches_nothing(world, other, sam):
    address, page = followed(sam, "accounts/", q="Janssens")
    sealed = re.search(r"w=([\w-]+)", address)[1]
    for broken in (sealed[:-4], sealed[4:], "x", "%ff", "a" * 3000, "é"):
        answer = sam.get("accounts/", w=broken)
        assert answer.status_code == 200
        assert "Ada Lenoir" in answer.content.decode(), "everybody, as without a search"
    assert "Ada Lenoir" not in page
