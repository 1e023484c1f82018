"""An administrator sets his insurer up: hours, colour, a tighter limit. Support reads the security journal."""

import csv
import json
import re

import pytest
from playwright.sync_api import Page, expect

from browser.eyes import fits, is_there, no_axe_violations, tab_stops
from browser.hands import Keyboard
from browser.people import log_in, one_time_code
from browser.screens import LANGUAGES
from browser.story import today

SETTINGS = ("settings/help-desk", "settings/branding", "settings/security", "settings/login")


@pytest.fixture
def as_before(house):
    """The journeys that follow find the insurers as they were."""
    columns = "support_phone, help_desk_hours, closed_days, brand_seed, tagline, login_limits"
    ((phone, hours, closed, seed, tagline, limits),) = house.sql(
        f"SELECT {columns} FROM insurers_insurer WHERE code = 'other'"
    )
    yield
    house.sql(
        "UPDATE insurers_insurer SET support_phone = %s, help_desk_hours = %s, closed_days = %s, brand_seed = %s,"
        " tagline = %s, login_limits = %s WHERE code = 'other'",
        phone, json.dumps(hours), json.dumps(closed), seed, tagline, json.dumps(limits),
    )  # fmt: skip


def confirm(page: Page, member) -> None:
    """Password and code again, by keyboard."""
    page.locator("#f-confirm-password").fill(member.password)
    page.locator("#f-confirm-code").fill(one_time_code(member.totp_secret))
    no_axe_violations(page)
    page.keyboard.press("Enter")


def test_an_administrator_sets_hours_colour_and_a_tighter_limit(house, as_member, cast, as_before):
    page = as_member("other", "administrator")
    page.get_by_role("link", name="Settings").first.click()
    is_there(page).locator("#f-support_phone").fill("087 12 34 56")
    year = today().year
    page.locator("#f-closed_days").fill(f"24/12/{year} – 2/1/{year + 1}")
    page.locator('[id="f-hours.saturday"]').fill("10h-12h")
    # As one types, the page says how it was read; a mistake is said there too.
    expect(page.locator("#preview")).to_contain_text("10:00 – 12:00")
    expect(page.locator("#preview")).to_contain_text(f"2\u00a0January {year + 1}")
    page.locator('[id="f-hours.saturday"]').fill("12h-10h")
    expect(page.locator("#preview")).to_contain_text("An opening ends after it starts")
    no_axe_violations(page)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("need")
    expect(page.locator('[id="f-hours.saturday"]')).to_have_value("12h-10h")
    no_axe_violations(page)
    page.locator('[id="f-hours.saturday"]').fill("10h-12h")
    page.get_by_role("button", name="Save").click()
    confirm(page, cast("other", "administrator"))
    expect(page.get_by_role("status").first).to_contain_text("Saved.")
    expect(page.locator("footer")).to_contain_text("087 12 34 56")
    expect(page.locator("footer")).to_contain_text("Sat, 10:00 – 12:00")

    page.get_by_role("link", name="Branding").click()
    before = is_there(page).locator("button.primary").evaluate("e => getComputedStyle(e).backgroundColor")
    page.locator("#f-brand_seed").fill("#ffd200")
    expect(page.locator("#check")).to_contain_text("buttons carry dark text")
    # The login page beside wears it, this page does not yet.
    expect(page.locator('[data-brand="preview"] .btn').first).not_to_have_css("background-color", before)
    assert page.locator("button.primary").evaluate("e => getComputedStyle(e).backgroundColor") == before
    no_axe_violations(page)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status").first).to_contain_text("Saved.")
    assert page.locator("button.primary").evaluate("e => getComputedStyle(e).backgroundColor") != before

    page.get_by_role("link", name="Rules of the login").click()
    page.locator("#f-failed_passwords").fill("11")
    page.get_by_role("button", name="Save").click()
    # Who he is was asked a moment ago.
    expect(page.get_by_role("alert")).to_contain_text("This limit lies between 3 and 10")
    expect(page.locator("#f-failed_passwords")).to_have_value("11")
    no_axe_violations(page)
    page.locator("#f-failed_passwords").fill("4")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status").first).to_contain_text("Saved.")
    expect(page.locator("main")).to_contain_text("tightened")
    assert house.sql("SELECT login_limits FROM insurers_insurer WHERE code = 'other'") == [({"failed_passwords": 4},)]

    # What he did stands in the journal.
    page.get_by_role("link", name="Security", exact=True).click()
    rows = page.locator("#events tbody")
    expect(rows).to_contain_text(
        "changed a limit of the login (Wrong passwords from one network address) from 10 to 4."
    )
    expect(rows).to_contain_text("changed the branding (Colour).")


def test_two_administrators_at_once_the_second_is_told(house, as_member, as_before):
    first, second = as_member("other", "administrator"), as_member("other", "administrator")
    for page in (first, second):
        page.goto(house.path("/other/settings/branding?lang=en"))
    first.locator("#f-tagline").fill("Eerst")
    first.get_by_role("button", name="Save").click()
    expect(first.get_by_role("status").first).to_contain_text("Saved.")
    second.locator("#f-tagline").fill("Tweede")
    second.get_by_role("button", name="Save").click()
    told = second.get_by_role("alert")
    expect(told).to_contain_text("Somebody else saved these settings")
    expect(told).to_contain_text("Eerst")
    expect(second.locator("#f-tagline")).to_have_value("Tweede")
    no_axe_violations(second)
    second.get_by_role("button", name="Save").click()
    expect(second.get_by_role("status").first).to_contain_text("Saved.")


def test_support_filters_the_journal_and_exports_by_keyboard(house, as_member, cast, new_context, tmp_path):
    victim = cast("belfius", "handler", "Zieliński")
    stranger = new_context().new_page()
    stranger.goto(house.path("/belfius/login?lang=en"))
    stranger.locator("#f-email").fill(victim.email)
    stranger.locator("#f-password").fill("not the right password")
    stranger.keyboard.press("Enter")
    expect(stranger.get_by_role("alert")).to_contain_text("Wrong email or password")

    page = as_member("belfius", "support")
    keyboard = Keyboard(page)
    keyboard.press("Security")
    page.wait_for_url("**/security/")
    keyboard.reach('[name="email"]')
    keyboard.keys.type(victim.email)
    keyboard.reach('[name="outcome"]')
    keyboard.keys.type("Failed")
    keyboard.reach_button("Search")
    keyboard.keys.press("Enter")
    page.wait_for_url("**outcome=failed**")
    assert victim.email not in page.url and "@" not in page.url
    expect(page.locator("#f-email")).to_have_value(victim.email)
    row = page.locator("#events tbody tr").first
    for words in ("A login failed (wrong password).", victim.name, "127.0.0.1"):
        expect(row).to_contain_text(words)
    no_axe_violations(page)

    keyboard.press("Export")
    expect(page.locator("#f-confirm-password")).to_be_visible()
    confirm(page, cast("belfius", "support"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Export of the security journal")
    no_axe_violations(page)
    with page.expect_download() as download:
        keyboard.reach_button("CSV, for a spreadsheet")
        keyboard.keys.press("Enter")
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    with file.open(encoding="utf-8-sig", newline="") as lines:
        found = list(csv.DictReader(lines, delimiter=";"))
    assert found and {one["outcome"] for one in found} == {"failed"}
    assert {one["account_email"] for one in found} == {victim.email}
    assert "not the right password" not in file.read_text(encoding="utf-8")

    # Not always the first line: another journey may have set the clock of its server ahead.
    page.goto(house.path("/belfius/security/?group=security&lang=en"))
    said = re.compile(rf"exported {len(found)} events of the security journal \(csv\)")
    expect(page.locator("#events tbody tr").filter(has_text=said)).to_have_count(1)


@pytest.mark.parametrize(("role", "paths"), [("administrator", (*SETTINGS, "security/")), ("support", ("security/",))])
def test_the_pages_are_accessible_wide_and_narrow_by_keyboard_in_four_languages(house, as_member, role, paths):
    page = as_member("belfius", role)
    for path in paths:
        page.set_viewport_size({"width": 1280, "height": 900})
        said = set()
        for language in LANGUAGES:
            assert page.goto(house.path(f"/belfius/{path}?lang={language}")).status == 200
            no_axe_violations(page)
            said.add(page.locator("main").inner_text())
        assert len(said) == len(LANGUAGES)
        tab_stops(page)
        for width in (360, 320):
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(house.path(f"/belfius/{path}?lang=de"))
            fits(page)
        page.set_viewport_size({"width": 360, "height": 800})
        no_axe_violations(page)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(house.path("/belfius/?lang=en"))


def test_everything_works_without_script(house, new_context, cast, as_before):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(house.path("/other/settings/branding?lang=en"))
    log_in(page, cast("other", "administrator"))
    page.goto(house.path("/other/settings/branding?lang=en"))
    page.locator("#f-brand_seed").fill("#ffd200")
    page.get_by_role("button", name="Only look at it").click()
    expect(page.locator("#check")).to_contain_text("buttons carry dark text")
    expect(page.locator("#f-brand_seed")).to_have_value("#ffd200")
    assert house.sql("SELECT brand_seed FROM insurers_insurer WHERE code = 'other'") != [("#ffd200",)]
    page.get_by_role("button", name="Save").click()
    assert house.sql("SELECT brand_seed FROM insurers_insurer WHERE code = 'other'") == [("#ffd200",)]
