"""The calculator in a browser: found, filled in, read, taken along as PDF; four languages, keyboard, no script."""

import re
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from browser import hands
from browser.eyes import fits, is_there, no_axe_violations, pdf_text, tab_stops
from browser.files import flat
from browser.screens import LANGUAGES
from browser.story import Code, When

ALLOWANCE = "calculator/daily_allowance_total/"
FACTS = {
    "accident_date": When(date(2026, 3, 4)),
    "incapacity_from": When(date(2026, 3, 5)),
    "incapacity_to": When(date(2026, 4, 28)),
    "annual_wage_eur": "44.657,47",
}
# What is searched, the question that is found, the answer, and words of the paper.
SAID = {
    "fr": (
        "indemnité incapacité totale",
        "6 056,05 €",
        "loi du 10 avril 1971, art. 22",
        "Cette réponse est provisoire",
    ),
    "nl": (
        "vergoeding volledige ongeschikt",
        "€ 6.056,05",
        "wet van 10 april 1971, art. 22",
        "Dit antwoord is voorlopig",
    ),
    "de": (
        "völliger Arbeitsunfähigkeit",
        "6.056,05 €",
        "Gesetz vom 10. April 1971, Art. 22",
        "Diese Antwort ist vorläufig",
    ),
    "en": ("allowance total incapacity", "€6,056.05", "law of 10 April 1971, art. 22", "This answer is provisional"),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_is_found_answered_and_taken_along_as_pdf(house, as_member, language):
    search, total, article, provisional = SAID[language]
    page = as_member("other", "victim")
    page.goto(house.path(f"/other/calculator/?lang={language}"))
    no_axe_violations(page)
    page.locator("#f-q").press_sequentially(search)
    expect(page.locator(".tasks a")).to_have_count(1)
    page.locator(".tasks a").click()
    no_axe_violations(page)
    for name, said in FACTS.items():
        hands.answer(page, name, said)
    page.locator("form .btn.primary").click()

    answer = page.locator("#answer")
    expect(answer.locator(".big")).to_have_text(re.compile(r"6.056.05"))
    main = flat(is_there(page).locator("main").inner_text())
    for words in (total, article, provisional):
        assert flat(words) in main
    no_axe_violations(page)
    for width in (1280, 360, 320):
        page.set_viewport_size({"width": width, "height": 900})
        fits(page)
    page.emulate_media(color_scheme="dark")
    # Colours change slowly on a page that is open.
    page.reload()
    no_axe_violations(page)
    page.emulate_media(color_scheme="light")

    with page.expect_download() as downloading:
        answer.locator("a[download]").click()
    assert downloading.value.suggested_filename.endswith(".pdf")
    paper = flat(pdf_text(downloading.value.path().read_bytes()))
    for words in (total, article, provisional):
        assert flat(words) in paper
    page.goto(house.path("/other/?lang=en"))


def test_an_answer_is_shared_by_its_address_and_printed_without_its_form(house, as_member):
    page = as_member("belfius", "handler")
    page.goto(house.path(f"/belfius/{ALLOWANCE}?lang=en"))
    for name, said in FACTS.items():
        hands.answer(page, name, said)
    page.get_by_role("button", name="Calculate").click()
    expect(page.locator("#answer .big")).to_have_text("€6,056.05")
    assert parse_qs(urlsplit(page.url).query)["annual_wage_eur"] == ["44.657,47"]

    other = as_member("belfius", "declarer")
    other.goto(page.url)
    expect(other.locator("#answer .big")).to_have_text("€6,056.05")
    other.emulate_media(media="print")
    expect(other.locator("#facts")).to_be_hidden()
    expect(other.locator("#answer .big")).to_be_visible()
    expect(other.get_by_role("heading", name="Facts entered")).to_be_visible()


def test_by_keyboard_alone_errors_are_heard_first_and_nothing_typed_is_lost(house, as_member):
    page = as_member("belfius", "handler")
    page.goto(house.path(f"/belfius/{ALLOWANCE}?lang=en"))
    tab_stops(page)
    page.locator("#f-annual_wage_eur").focus()
    page.keyboard.type("1e30")
    page.keyboard.press("Enter")
    summary = page.locator(".errors")
    expect(summary).to_be_focused()
    expect(summary.locator("li")).to_have_count(4)
    no_axe_violations(page)
    expect(page.locator("#f-annual_wage_eur")).to_have_value("1e30")
    summary.get_by_role("link", name=re.compile("^Wage of the year")).focus()
    page.keyboard.press("Enter")
    expect(page.locator("#f-annual_wage_eur")).to_be_focused()
    page.set_viewport_size({"width": 320, "height": 700})
    fits(page)


def test_an_example_is_one_click_away(house, as_member):
    page = as_member("belfius", "auditor")
    page.goto(house.path("/belfius/calculator/funeral_indemnity/?lang=en"))
    page.get_by_role("link", name="Show an example").click()
    expect(page.locator("#answer .big")).to_have_text("€3,000.00")
    expect(page.locator("#f-base_wage_eur")).to_have_value("36500.00")
    page.get_by_role("link", name="Begin again").click()
    expect(page.locator("#answer")).to_have_count(0)


SERIOUS = {
    "accident_date": When(date(2024, 10, 1)),
    "place": "workplace",
    "fatal": "no",
    "permanent_lesion": "yes",
}


def test_codes_are_searched_by_everyday_words(house, as_member):
    page = as_member("belfius", "prevention_adviser")
    page.goto(house.path("/belfius/calculator/serious_accident/?lang=en"))
    for name, said in {**SERIOUS, "deviation": Code("fall of person", "51")}.items():
        hands.answer(page, name, said)
    page.get_by_role("button", name="Calculate").click()
    expect(page.locator("#answer")).to_contain_text("Serious accident")
    expect(page.locator("#answer .big")).to_have_text("Yes")
    no_axe_violations(page)


def test_without_script_everything_works_the_same(house, as_member, new_context):
    known = as_member("belfius", "handler").context.storage_state()
    page: Page = new_context(java_script_enabled=False, storage_state=known).new_page()
    page.goto(house.path("/belfius/calculator/?lang=en"))
    page.locator("#f-q").fill("serious accident")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Serious accident", exact=True).click()
    for name, said in SERIOUS.items():
        hands.answer(page, name, said)
    page.locator("#f-deviation").fill("fall")
    page.locator('button[name="search"][value="deviation"]').click()
    page.locator('input[name="deviation"][value="51"]').check()
    page.get_by_role("button", name="Calculate").click()
    expect(page.locator("#answer .big")).to_have_text("Yes")

    page.goto(house.path("/belfius/calculator/death_annuities_over_time/?lang=en"))
    hands.answer(page, "base_wage_eur", "40000")
    hands.answer(page, "partner", "yes")
    hands.answer(page, "death_date", When(date(2026, 5, 3)))
    for row in (1, 2, 3):
        hands.answer(page, f"children_until.{row}", When(date(2030 + row, 9, 1)))
    page.get_by_role("button", name="Add a row").click()
    hands.answer(page, "children_until.4", When(date(2040, 9, 1)))
    page.get_by_role("button", name="Calculate").click()
    # Three rights end one after the other, then the fourth, then the partner is alone.
    expect(page.locator("tbody tr")).to_have_count(5)
