"""Wrong input: a clear error beside the field, a summary that leads to it, and everything typed kept."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from browser import hands, story
from browser.eyes import no_axe_violations
from browser.files import EMPLOYER


def error_beside(page: Page, key: str) -> str:
    """The error of a field: tied to it, in the summary too, which has the focus and leads to the field."""
    beside = page.locator(f'[id="f-{key}-e"]')
    expect(beside).to_be_visible()
    summary = page.locator(".errors")
    expect(summary).to_be_focused()
    link = summary.locator(f'a[href="#f-{key}"]')
    expect(link).to_have_count(1)
    link.click()
    assert page.evaluate("document.activeElement.id").startswith(f"f-{key}")
    no_axe_violations(page)
    return beside.inner_text()


def finish(page: Page) -> None:
    with page.expect_navigation():
        page.locator("main button.primary").first.click()


@pytest.fixture
def draft(house, as_member):
    """A page of the declarer and a draft that is complete; each test spoils one page of it."""
    page = as_member("belfius", "declarer", "Delcambre", language="fr")
    told = story.private_in_french(story.days_ago(2), counter=781, surname="Faute-De-Frappe")
    return page, hands.draft_of(page, house.path("/belfius"), EMPLOYER, told)


@pytest.mark.parametrize("wrong", ["85073070199", "12345", "85.13.45-701.12", "quatre-vingt-cinq"])
def test_a_wrong_national_number_is_said_beside_it_and_all_that_was_typed_stays(draft, wrong):
    page, address = draft
    page.goto(f"{address}victim")
    page.locator("#f-niss").fill(wrong)
    page.locator("#f-birth_place").fill("Liège-sur-Meuse")
    finish(page)
    error_beside(page, "niss")
    expect(page.locator("#f-niss")).to_have_value(wrong)
    expect(page.locator("#f-birth_place")).to_have_value("Liège-sur-Meuse")
    expect(page.locator("#f-last_name")).to_have_value("Faute-De-Frappe")


def test_an_accident_in_the_future_is_said_beside_the_date(draft):
    page, address = draft
    page.goto(f"{address}place-time")
    tomorrow = story.today() + timedelta(days=1)
    hands.answer(page, "accident_date", story.When(tomorrow))
    finish(page)
    assert re.search("avenir|futur", error_beside(page, "accident_date"))
    expect(page.locator('[name="accident_date.day"]')).to_have_value(str(tomorrow.day))
    expect(page.locator("#f-environment_text")).to_have_value(re.compile("entrepôt"))


def test_a_day_that_does_not_exist_is_said_beside_the_date_as_it_was_typed(draft):
    page, address = draft
    page.goto(f"{address}place-time")
    for part, text in (("day", "31"), ("month", "2"), ("year", "2026")):
        page.locator(f'[name="accident_date.{part}"]').fill(text)
    finish(page)
    error_beside(page, "accident_date")
    for part, text in (("day", "31"), ("month", "2"), ("year", "2026")):
        expect(page.locator(f'[name="accident_date.{part}"]')).to_have_value(text)


def test_an_accident_before_the_policy_began_is_said_beside_the_date(house, as_member):
    page = as_member("belfius", "declarer", "Delcambre", language="fr")
    long_ago = date(2019, 3, 4)
    told = story.private_in_french(long_ago, counter=783, surname="Avant-La-Police")
    told["contract"]["entry_date"] = story.When(date(2015, 9, 1))
    told.pop("place-time")
    address = hands.draft_of(page, house.path("/belfius"), "Backstube Hagedorn", told)
    page.goto(f"{address}place-time")
    hands.fill(page, {"place-time": story.private_in_french(long_ago)["place-time"]}, "place-time")
    finish(page)
    assert "police" in error_beside(page, "accident_date").lower()
    expect(page.locator('[name="accident_date.year"]')).to_have_value("2019")
    # And it cannot be sent either.
    page.goto(f"{address}check")
    page.locator("[name=declared]").check()
    page.locator("main button.primary").click()
    expect(page.locator(".errors")).to_be_visible()
    assert "/check" in page.url
    no_axe_violations(page)


def test_ten_megabytes_of_text_are_refused_beside_the_field_and_stay_on_the_page(draft):
    page, address = draft
    page.goto(f"{address}circumstances")
    page.evaluate(
        """() => {
          const field = document.getElementById("f-deviation_text");
          field.removeAttribute("maxlength");
          field.value = "Il a glissé. ".repeat(800000);
        }"""
    )
    typed = page.locator("#f-deviation_text").evaluate("e => e.value.length")
    assert typed > 10_000_000
    with page.expect_navigation(timeout=60_000):
        page.evaluate("document.querySelector('form[data-autosave]').requestSubmit()")
    expect(page.locator("#f-deviation_text-e")).to_contain_text("4")
    assert page.locator("#f-deviation_text").evaluate("e => e.value.length") == typed
    expect(page.locator("#f-general_activity_text")).to_have_value("Réfection d’une toiture")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("attest.pdf", b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff" + bytes(4000)),
        ("photo.jpg", b"#!/bin/sh\nrm -rf /\n"),
        ("certificat.pdf", b"<html><script>alert(1)</script></html>"),
        ("vide.pdf", b""),
    ],
)
def test_a_renamed_executable_is_refused_by_its_content_and_named(draft, tmp_path, name, content):
    page, address = draft
    page.goto(f"{address}documents")
    file = tmp_path / name
    file.write_bytes(content)
    page.locator("#f-certificate").set_input_files(file)
    page.get_by_role("button", name="Ajouter les fichiers").click()
    error = page.locator("#f-certificate-e")
    expect(error).to_contain_text(name)
    expect(page.locator("ul.files")).to_have_count(0)
    no_axe_violations(page)
    page.reload()
    expect(page.locator("ul.files")).to_have_count(0)


def test_a_file_of_more_than_ten_megabytes_is_refused_with_the_limit(draft, tmp_path):
    page, address = draft
    page.goto(f"{address}documents")
    file = tmp_path / "gros.pdf"
    file.write_bytes(b"%PDF-1.4\n" + bytes(11_000_000))
    page.locator("#f-certificate").set_input_files(file)
    page.get_by_role("button", name="Ajouter les fichiers").click()
    expect(page.locator("#f-certificate-e")).to_contain_text("10")
    expect(page.locator("#f-certificate-e")).to_contain_text("gros.pdf")


def test_a_declaration_with_holes_is_not_sent_and_each_hole_is_a_link_to_its_question(house, as_member):
    page = as_member("belfius", "declarer", "Delcambre", language="fr")
    told = story.private_in_french(story.days_ago(2), counter=785, surname="À-Trous")
    told.pop("injury")
    address = hands.draft_of(page, house.path("/belfius"), EMPLOYER, told)
    page.goto(f"{address}check")
    no_axe_violations(page)
    hole = page.locator('a[href*="/injury#f-body_part"]').first
    page.locator("[name=declared]").check()
    page.locator("main button.primary").click()
    expect(page.locator(".errors")).to_be_focused()
    no_axe_violations(page)
    hole = page.locator('main .alert a[href*="/injury#f-body_part"]')
    hole.click()
    page.wait_for_url(re.compile("/injury"))
    expect(page.locator("h1")).to_be_visible()
