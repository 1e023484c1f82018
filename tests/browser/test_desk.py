"""Step by step at the help desk: an account is made, its owner comes in, loses the phone, and is helped."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browser.eyes import fits, no_axe_violations, qr_text, tab_stops
from browser.house import Member, mail_about, mails_to
from browser.people import log_in, one_time_code
from browser.screens import words

PASSWORD = "zeven potloden onder sneeuw 12"
EMAIL = "lieselotte.uyttenhove@kraanvogel.example"


def confirmed(page: Page, member: Member) -> None:
    """Password and code once more, where they are asked for."""
    page.locator('[name="confirm-password"]').fill(member.password)
    page.locator('[name="confirm-code"]').fill(one_time_code(member.totp_secret))
    page.keyboard.press("Enter")
    expect(page.locator('[name="confirm-password"]')).to_have_count(0)


def good_wide_and_narrow(page: Page) -> None:
    no_axe_violations(page)
    tab_stops(page)
    page.set_viewport_size({"width": 360, "height": 800})
    no_axe_violations(page)
    page.set_viewport_size({"width": 320, "height": 700})
    fits(page)
    page.set_viewport_size({"width": 1280, "height": 900})


def enrolled(page: Page, folder: Path) -> str:
    """The app linked by its QR code, the recovery code kept; gives the key."""
    page.wait_for_url(re.compile("/mfa/enrol"))
    secret = re.search(r"secret=([A-Z2-7]+)", qr_text(page, folder))[1]
    page.locator("#f-code").fill(one_time_code(secret))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/mfa/recovery-code"))
    page.locator('input[type="checkbox"]').check()
    page.locator("main button.primary").click()
    expect(page.locator("header.top")).to_be_visible()
    return secret


def test_an_account_is_made_activated_and_helped_after_the_phone_is_lost(house, cast, as_member, new_context, tmp_path):
    # An administrator makes the account; the employer is searched by name, with the keyboard.
    desk = as_member("belfius", "administrator")
    desk.goto(house.path("/belfius/accounts/?lang=en"))
    good_wide_and_narrow(desk)
    desk.get_by_role("link", name="New account").click()
    good_wide_and_narrow(desk)
    desk.locator("#f-first_name").fill("Lieselotte")
    desk.locator("#f-last_name").fill("Uyttenhove")
    desk.locator("#f-email").fill(EMAIL)
    desk.locator('[name="language"][value="nl"]').check()
    desk.locator("#f-role").select_option("declarer")
    desk.locator("#f-employer").press_sequentially("kraan")
    desk.locator("#f-employer-list [data-code]").wait_for()
    desk.keyboard.press("Enter")
    expect(desk.locator(".chosen")).to_contain_text("Kraanvogel Logistiek NV")
    desk.get_by_role("button", name="Make the account and send the mail").click()
    confirmed(desk, cast("belfius", "administrator"))
    expect(desk.locator("h1")).to_have_text("Lieselotte Uyttenhove")
    expect(desk.locator("main")).to_contain_text("Never activated")
    good_wide_and_narrow(desk)

    # Its owner follows the mail in her language, on a phone.
    phone = new_context(width=360, language="nl").new_page()
    mail = mail_about(house, EMAIL, words("own-email-reset-password", "ignore", "nl"))
    phone.goto(mail.link())
    phone.locator("#f-password").fill(PASSWORD)
    phone.locator("#f-again").fill(PASSWORD)
    phone.keyboard.press("Enter")
    phone.wait_for_url(re.compile("/reset-password/done"))
    phone.goto(house.path("/belfius/login"))
    phone.locator("#f-email").fill(EMAIL)
    phone.locator("#f-password").fill(PASSWORD)
    phone.keyboard.press("Enter")
    secret = enrolled(phone, tmp_path)
    fits(phone)
    desk.reload()
    expect(desk.locator("main")).not_to_contain_text("Never activated")
    expect(desk.locator("main")).to_contain_text("Session")

    # The phone is lost. She calls; support finds her in spite of a typing error and says how it checked who calls.
    support = as_member("belfius", "support")
    support.goto(house.path("/belfius/accounts/?lang=en"))
    support.locator("#f-q").fill("Uytenhove")
    support.keyboard.press("Enter")
    support.get_by_role("link", name="Lieselotte Uyttenhove").click()
    expect(support.locator("h1")).to_have_text("Lieselotte Uyttenhove")
    reset = support.get_by_role("button", name="Reset the second factor")
    reset.click()
    assert "/reset-factor" not in support.url, "the browser itself asks for the evidence"
    support.locator('[name="evidence"][value="called-back"]').check()
    support.locator("#f-reference").fill("TEL-2026-118")
    reset.click()
    no_axe_violations(support)
    confirmed(support, cast("belfius", "support"))
    expect(support.locator("main")).to_contain_text("The second factor is reset.")
    expect(support.locator("main")).to_contain_text("Evidence of identity")
    good_wide_and_narrow(support)

    # She is told, is out, and enrols the new phone.
    mail_about(house, EMAIL, "tweede factor is op")
    phone.goto(house.path("/belfius/account"))
    expect(phone).to_have_url(re.compile("/login"))
    new_phone = new_context(width=360, language="nl").new_page()
    new_phone.goto(house.path("/belfius/login"))
    new_phone.locator("#f-email").fill(EMAIL)
    new_phone.locator("#f-password").fill(PASSWORD)
    new_phone.keyboard.press("Enter")
    new_secret = enrolled(new_phone, tmp_path)
    assert new_secret != secret
    again = new_context(language="nl").new_page()
    again.goto(house.path("/belfius/login"))
    log_in(again, Member("belfius", "declarer", "Lieselotte Uyttenhove", EMAIL, PASSWORD, new_secret))


def test_a_file_of_accounts_is_looked_at_and_done_in_the_browser(house, cast, as_member, tmp_path):
    member = cast("belfius", "administrator")
    desk = as_member("belfius", "administrator")
    desk.goto(house.path("/belfius/accounts/import?lang=en"))
    if desk.locator('[name="confirm-password"]').count():
        confirmed(desk, member)
    desk.wait_for_url(re.compile("/accounts/import"))
    good_wide_and_narrow(desk)
    file = tmp_path / "accounts.csv"
    head = "E-mail;Prénom;Nom;Langue;Rôle;Numéro d’entreprise;Du;Au\n"
    file.write_text(
        head + "fabrice.import@x.example;Fabrice;Importé;fr;auditeur;;;\nno;=1+1;X;nl;declarer;;;\n", "cp1252"
    )
    desk.set_input_files("#f-file", str(file))
    desk.get_by_role("button", name="Look at the file").click()
    expect(desk.locator("h1")).to_have_text("What the file would do")
    expect(desk.locator("main")).to_contain_text("Fabrice Importé")
    good_wide_and_narrow(desk)
    with desk.expect_download() as download:
        desk.get_by_role("link", name="Download the refused rows").click()
    assert "'=1+1" in Path(download.value.path()).read_text(encoding="utf-8-sig")
    desk.get_by_role("button", name="Yes, do this").click()
    expect(desk.locator("h1")).to_have_text("The import is done")
    good_wide_and_narrow(desk)
    mail_about(house, "fabrice.import@x.example", words("own-email-reset-password", "ignore", "fr"))


@pytest.mark.parametrize("path", ["block", "correct", "roles/new"])
def test_the_forms_about_an_account_are_accessible_and_the_mails_wait_for_those_ticked(house, as_member, path):
    support = as_member("other", "support")
    support.goto(house.path("/other/accounts/?tab=never&lang=de"))
    good_wide_and_narrow(support)
    support.locator("main tbody a").first.click()
    support.wait_for_url(re.compile("/accounts/[0-9a-f-]{36}/"))
    address = support.url.partition("?")[0]
    support.goto(f"{address}{path}?lang=de")
    good_wide_and_narrow(support)


def test_without_script_an_employer_is_found_and_chosen_too(house, as_member, new_context, cast):
    known = as_member("other", "support").context.storage_state()
    page = new_context(storage_state=known, java_script_enabled=False).new_page()
    page.goto(house.path("/other/accounts/new?lang=en"))
    page.locator("#f-email").fill("stijn.zonder@steltloper.example")
    page.locator("#f-employer").fill("steltloper")
    page.locator('button[name="search"]').click()
    page.locator('.found input[type="radio"]').first.check()
    page.locator("#f-first_name").fill("Stijn")
    page.locator("#f-last_name").fill("Zonder")
    page.locator('[name="role"][value="declarer"]').check()
    page.get_by_role("button", name="Make the account and send the mail").click()
    confirmed(page, cast("other", "support"))
    assert page.locator("h1").inner_text() == "Stijn Zonder"
    mail_about(house, "stijn.zonder@steltloper.example", "steltloper")
    assert len(mails_to(house, "stijn.zonder@steltloper.example")) == 1
