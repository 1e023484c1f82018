"""Every page, as everybody who sees it: axe finds nothing, wide and narrow; the key pages in the four languages."""

import pytest

from browser.eyes import fits, no_axe_violations, tab_stops
from browser.screens import LANGUAGES

FILE_PARTS = ("", "declaration", "documents", "letters")
MIXED = "base_wage_eur=40000&partner=yes&children_lost_one_parent=3&children_lost_both_parents=2&sent=1"
# Who sees which pages; "FILE" and "ACCOUNT" stand for the first one that he sees.
PAGES = {
    ("belfius", "declarer"): ("", "declarations/", "claims/", "claims/new", "account", "faq", "FILE", "calculator/"),
    ("belfius", "prevention_adviser"): (
        "",
        "claims/",
        "FILE",
        "account/password",
        "account/sessions",
        "account/events",
        "account/hacked",
        "account/hacked/done",
        "account/confirm?for=own",
    ),
    ("belfius", "handler"): (
        "",
        "claims/",
        "claims/?tab=late",
        "claims/?q=Zielinski",
        "claims/?q=nobody",
        "FILE",
        "calculator/?q=R38",
        "calculator/public_annuity/",
        f"calculator/death_annuities_mixed/?{MIXED}",
        "amounts/?show=open",
        "amounts/base_wage_ceiling/",
    ),
    ("other", "team_lead"): ("", "claims/", "FILE"),
    ("belfius", "medical_adviser"): ("", "claims/", "FILE"),
    ("belfius", "support"): (
        "",
        "accounts/",
        "accounts/?tab=never",
        "accounts/new",
        "accounts/import",
        "ACCOUNT",
        "security/",
        "account",
    ),
    ("other", "administrator"): (
        "",
        "accounts/",
        "security/",
        "amounts/",
        "settings/help-desk",
        "settings/branding",
        "settings/security",
        "settings/login",
    ),
    ("other", "victim"): ("", "claims/", "FILE"),
    ("other", "auditor"): ("", "audit/", "claims/", "FILE"),
}
# German has the longest words.
NARROW = "de"


@pytest.mark.parametrize(("insurer", "role"), PAGES)
def test_everything_that_a_role_sees_is_accessible_wide_and_narrow_and_by_keyboard(house, as_member, insurer, role):
    page = as_member(insurer, role)
    door = house.path(f"/{insurer}/")
    for path in addresses(house, page, insurer, role):
        page.set_viewport_size({"width": 1280, "height": 900})
        assert page.goto(f"{door}{path}").status == 200, path
        no_axe_violations(page)
        tab_stops(page)
        page.set_viewport_size({"width": 360, "height": 800})
        page.goto(f"{door}{path}{'&' if '?' in path else '?'}lang={NARROW}")
        no_axe_violations(page)
        page.set_viewport_size({"width": 320, "height": 700})
        fits(page)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{door}?lang=en")


def addresses(house, page, insurer, role) -> list[str]:
    found = []
    for path in PAGES[(insurer, role)]:
        if path == "ACCOUNT":
            page.goto(house.path(f"/{insurer}/accounts/"))
            page.locator("main tbody a").first.click()
            page.wait_for_load_state()
            account = page.url.removeprefix(house.path(f"/{insurer}/")).partition("?")[0]
            links = [link.get_attribute("href") for link in page.locator("main a").all()]
            forms = [f"{account}{form}" for form in ("correct", "block", "roles/new")]
            found += [account, *(form for form in forms if f"/{insurer}/{form}" in links)]
            continue
        if path != "FILE":
            found.append(path)
            continue
        page.goto(house.path(f"/{insurer}/claims/"))
        first = page.locator("main tbody a").first.get_attribute("href").removeprefix(f"/{insurer}/").partition("?")[0]
        parts = [*FILE_PARTS, "benefits"] if role in {"handler", "team_lead", "auditor"} else FILE_PARTS
        parts = [*parts, "journal"] if role == "auditor" else parts
        found += [first + part for part in parts if part != "letters" or role != "prevention_adviser"]
    return found


@pytest.mark.parametrize(
    ("role", "paths"),
    [
        ("declarer", ("", "claims/new", "declarations/")),
        ("handler", ("", "claims/", "FILE", "FILEbenefits", "FILErefuse")),
    ],
)
def test_the_key_pages_are_accessible_and_say_their_language_in_all_four(house, as_member, role, paths):
    page = as_member("belfius", role)
    page.goto(house.path("/belfius/claims/"))
    file = page.locator("main tbody a").first.get_attribute("href").removeprefix("/belfius/")
    for path in paths:
        said = set()
        for language in LANGUAGES:
            page.goto(house.path(f"/belfius/{path.replace('FILE', file)}?lang={language}"))
            assert page.locator("html").get_attribute("lang") == language
            said.add(page.locator("main").inner_text())
            no_axe_violations(page)
        assert len(said) == len(LANGUAGES), f"{path} says the same in two languages"


def test_no_page_asks_anything_of_a_third_party_or_runs_what_is_inline(house, as_member):
    page = as_member("belfius", "handler")
    asked, problems = set(), []
    page.on("request", lambda request: asked.add("/".join(request.url.split("/")[:3])))
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda problem: problems.append(str(problem)))
    for path in ("", "claims/", "account", "faq"):
        answered = page.goto(house.path(f"/belfius/{path}"))
        policy = answered.headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy
        assert page.locator("[style], script:not([src]), style, [onclick]").count() == 0
    assert asked == {house.url}
    assert problems == []
