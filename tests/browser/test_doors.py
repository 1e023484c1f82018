"""Step 1: the doors of the insurers, the cast of the demo, and its mailbox."""

import re
import subprocess

import pytest
from playwright.sync_api import expect

from browser.eyes import no_axe_violations, tab_stops
from browser.house import mails_to

NAMES = {"belfius": "Belfius", "other": "Ourthe & Leie"}


def test_the_first_page_lists_the_insurers_and_each_leads_to_its_own_branded_door(house, new_context):
    page = new_context().new_page()
    colours = set()
    for code, name in NAMES.items():
        page.goto(house.url)
        no_axe_violations(page)
        page.get_by_role("link", name=name).first.click()
        page.wait_for_url(re.compile(rf"/{code}/login"))
        expect(page.locator("main .sign b")).to_have_text(name)
        colours.add(page.locator("button.primary, .btn.primary").evaluate("e => getComputedStyle(e).backgroundColor"))
    assert len(colours) == 2


def test_the_cast_shows_every_role_with_the_code_that_an_authenticator_would_show(house, new_context, cast):
    page = new_context().new_page()
    page.goto(house.path("/demo/"))
    no_axe_violations(page)
    tab_stops(page)
    roles = (
        "declarer", "prevention_adviser", "handler", "team_lead", "medical_adviser", "support", "administrator",
        "victim", "auditor",
    )  # fmt: skip
    for insurer in NAMES:
        for role in roles:
            member = cast(insurer, role)
            row = page.get_by_role("row").filter(has_text=member.email)
            expect(row).to_contain_text(member.password)
    member = cast("belfius", "auditor")
    code = page.get_by_role("row").filter(has_text=member.email).locator("b.mono").inner_text()
    window = subprocess.check_output(
        ["oathtool", "--totp", "--base32", "--now=1 minute ago", "--window=3", member.totp_secret], text=True
    )
    assert code in window.split()


def test_the_mailbox_shows_every_mail_with_its_words_and_its_papers(house, new_context, cast):
    page = new_context().new_page()
    page.goto(house.path("/demo/mailbox?lang=en"))
    no_axe_violations(page)
    assert page.locator("tbody tr").count() > 20
    declarer = cast("belfius", "declarer")
    sent = mails_to(house, declarer.email)
    assert sent
    page.goto(house.path(f"/demo/mailbox/{sent[0].id}"))
    no_axe_violations(page)
    expect(page.locator("h1")).to_have_text(sent[0].subject)
    assert any(mail.attachments for mail in sent)


@pytest.mark.parametrize("path", ["/", "/demo/", "/demo/mailbox", "/belfius/login", "/other/faq"])
@pytest.mark.parametrize("width", [360, 320])
def test_a_public_page_fits_a_narrow_phone(house, new_context, path, width):
    page = new_context(width=width).new_page()
    page.goto(house.path(path))
    no_axe_violations(page)
