"""The official notice of a year: an administrator adds it, and a handler's figures are final instead of provisional."""

from itertools import product

from playwright.sync_api import expect

from browser import hands
from browser.eyes import fits, is_there, no_axe_violations, tab_stops
from browser.files import address, declared
from browser.screens import LANGUAGES
from browser.story import When, day_with_figures, days_ago
from browser.test_desk import confirmed

CEILING = "amounts/base_wage_ceiling/"
SOURCE = "Moniteur belge, https://www.ejustice.just.fgov.be/eli/avis/2026"


def wage_of(page, house, number: str) -> None:
    """The handler enters a pay above the ceiling and lets the base wage be calculated."""
    page.goto(address(house, number, "benefits"))
    page.locator("#f-amount").fill("5900")
    page.locator("#f-unit").select_option("month")
    page.locator("#f-amount").press("Enter")
    expect(page.locator(".alert.ok")).to_be_visible()


def test_an_administrator_adds_the_notice_and_a_handlers_calculation_is_final(house, as_member, cast):
    accident_on = day_with_figures(20)
    number = declared(house, as_member, counter=761, surname="Moniteur-Avis", accident_on=accident_on, language="fr")
    handler = as_member("belfius", "handler", "Zieliński")
    wage_of(handler, house, number)
    expect(handler.locator("main")).to_contain_text("Why provisional?")
    expect(handler.locator("main")).to_contain_text("56,957.69")

    page = as_member("belfius", "administrator")
    door = house.path("/belfius/")
    page.goto(f"{door}amounts/?show=open")
    page.get_by_role("link", name="Ceiling of the base wage", exact=True).click()
    is_there(page).get_by_role("link", name="Add the official notice").last.click()
    confirmed(page, cast("belfius", "administrator"))
    # By keyboard alone, the error first.
    keyboard = hands.Keyboard(page)
    keyboard.reach_button("Look at what changes")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator(".errors")).to_contain_text("4 answers need your attention")
    no_axe_violations(page)
    for name, said in (
        ("valid_from", When(accident_on.replace(month=1, day=1))), ("value", "57.584,22"),
        ("published_on", When(days_ago(3))), ("source", SOURCE),
    ):  # fmt: skip
        keyboard.answer(name, said)
    keyboard.reach_button("Look at what changes")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("main tbody")).to_contain_text("56,957.69")
    expect(page.locator("main tbody")).to_contain_text("57,584.22")
    no_axe_violations(page)
    tab_stops(page)
    keyboard.reach_button("Add this notice")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator(".alert.ok")).to_contain_text("The notice has been added.")

    wage_of(handler, house, number)
    expect(handler.locator("main")).not_to_contain_text("rovisional")
    expect(handler.locator("main")).to_contain_text("57,584.22")
    # The other insurer goes on with the computed one.
    theirs = as_member("other", "administrator")
    theirs.goto(house.path(f"/other/{CEILING}"))
    expect(theirs.locator("main")).not_to_contain_text("57,584.22")

    page.get_by_role("link", name="Withdraw").click()
    no_axe_violations(page)
    page.get_by_role("button", name="Withdraw the notice").click()
    expect(page.locator(".alert.ok")).to_contain_text("The notice has been withdrawn.")
    wage_of(handler, house, number)
    expect(handler.locator("main")).to_contain_text("Why provisional?")


def test_the_pages_of_the_numbers_are_accessible_in_every_language_wide_and_narrow(house, as_member, cast):
    page = as_member("belfius", "administrator")
    page.goto(house.path(f"/belfius/{CEILING}notice"))
    confirmed(page, cast("belfius", "administrator"))
    for path, language in product(("amounts/", CEILING, f"{CEILING}notice"), LANGUAGES):
        page.goto(house.path(f"/belfius/{path}?lang={language}"))
        for width in (1280, 360, 320):
            page.set_viewport_size({"width": width, "height": 900})
            fits(page)
        no_axe_violations(page)


def test_without_script_the_notice_is_previewed_and_changed_just_the_same(house, cast, as_member, new_context):
    known = as_member("belfius", "administrator").context.storage_state()
    page = new_context(java_script_enabled=False, storage_state=known).new_page()
    page.goto(house.path("/belfius/amounts/index_coefficient_public_salaries/notice?lang=en"))
    confirmed(page, cast("belfius", "administrator"))
    for name, said in (("valid_from", When(days_ago(10))), ("value", "2,1647"), ("published_on", When(days_ago(9)))):
        hands.answer(page, name, said)
    page.locator("#f-source").fill(SOURCE)
    page.get_by_role("button", name="Look at what changes").click()
    expect(page.locator("main tbody")).to_contain_text("2.1647")
    page.get_by_role("button", name="Change").click()
    expect(page.locator("#f-value")).to_have_value("2,1647")
