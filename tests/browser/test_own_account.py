"""Looking after one's own account: another password, another phone, and what to do after a hack."""

import re
from dataclasses import dataclass, replace
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from browser.eyes import no_axe_violations, qr_text, tab_stops
from browser.hands import Keyboard
from browser.house import House, Member, mail_about, mails_to
from browser.people import log_in, one_time_code
from browser.screens import LANGUAGES, words

PASSWORD, NEW = "un parapluie, trois moineaux 47", "vier kaarsen op zolder 1911"


@dataclass
class Newcomer:
    """Somebody of whom no other journey knows, logged in for the first time."""

    page: Page
    member: Member
    recovery_code: str


@pytest.fixture
def newcomer(house: House, new_context, request) -> Newcomer:
    email = f"{request.node.name.partition('[')[0][5:25].strip('_')}@belfius-demo.example"
    names = ("--first-name", "Ysaline", "--last-name", "Querton", "--language", "fr")
    made = house.acm("user", "invite", email, "--insurer", "belfius", *names, "--role", "handler")
    assert made.returncode == 0, made.stderr
    page = new_context(language="fr").new_page()
    set_password(house, page, email, PASSWORD)
    secret, recovery_code = first_login(house, page, email, PASSWORD)
    return Newcomer(page, Member("belfius", "handler", "Ysaline Querton", email, PASSWORD, secret), recovery_code)


def set_password(house: House, page: Page, email: str, password: str) -> None:
    """Follow the newest link that this mailbox got."""
    page.goto(mail_about(house, email, words("own-email-reset-password", "ignore", "fr")).link())
    page.locator("#f-password").fill(password)
    page.locator("#f-again").fill(password)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(words("reset-password-success", "eventTitle", "fr"))


def first_login(house: House, page: Page, email: str, password: str) -> tuple[str, str]:
    """Password, the key by hand, the recovery code; gives both secrets."""
    page.goto(house.path("/belfius/login"))
    page.locator("#f-email").fill(email)
    page.locator("#f-password").fill(password)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/mfa/enrol"))
    return enrol(page)


def enrol(page: Page) -> tuple[str, str]:
    page.goto(page.url.split("?")[0].removesuffix("/code") + "/code")
    secret = re.sub(r"\s", "", page.locator("#copy-text").inner_text())
    page.locator("#f-code").fill(one_time_code(secret))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/mfa/recovery-code"))
    recovery_code = page.locator("#copy-text").inner_text()
    page.locator("#f-kept").check()
    page.locator("main button.primary").click()
    expect(page.locator("header.top")).to_be_visible()
    return secret, recovery_code


def confirm(page: Page, member: Member) -> None:
    """Password and code once more."""
    expect(page.locator('[name="confirm-code"]')).to_be_visible()
    page.locator('[name="confirm-password"]').fill(member.password)
    page.locator('[name="confirm-code"]').fill(one_time_code(member.totp_secret))
    page.keyboard.press("Enter")


def remembered(house: House, new_context, member: Member) -> BrowserContext:
    """Another browser of the same person, logged in and remembered."""
    page = new_context(language="fr").new_page()
    page.goto(house.path("/belfius/login"))
    log_in(page, member, remember=True)
    return page.context


def is_in(house: House, context: BrowserContext) -> bool:
    page = context.new_page()
    page.goto(house.path("/belfius/account"))
    inside = page.locator("header.top .who").count() == 1
    page.close()
    return inside


def test_a_password_is_changed_by_keyboard_and_other_browsers_are_out(house, newcomer, new_context):
    page, member = newcomer.page, newcomer.member
    elsewhere = remembered(house, new_context, member)
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 900})
        for language in LANGUAGES:
            page.goto(house.path(f"/belfius/account/password?lang={language}"))
            said = page.locator("main").inner_text()
            for label in ("passwordSecurityText", "lengthAtLeast", "passwordPlaceholder", "reEnterpasswordPlaceholder"):
                assert words("reset-password", label, language).replace("%d", "12") in said, (label, language)
            no_axe_violations(page)
    tab_stops(page)

    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(house.path("/belfius/account?lang=en"))
    keyboard = Keyboard(page)
    keyboard.press("Change")
    page.wait_for_url(re.compile("/account/password"))
    keyboard.reach("#f-current")
    keyboard.keys.insert_text(member.password)
    keyboard.reach("#f-password")
    keyboard.keys.type("vier kaarsen")
    state, badge = page.locator("[data-least] [data-state]"), page.locator("[data-least] .badge")
    expect(state).to_have_text(words("reset-password", "accessibilityValid", "en"))
    expect(badge).to_have_class(re.compile(r"\bok\b"))
    keyboard.keys.press("Backspace")
    expect(state).to_have_text(words("reset-password", "accessibilityError", "en"))
    expect(badge).not_to_have_class(re.compile(r"\bok\b"))
    keyboard.keys.type(NEW.removeprefix("vier kaarse"))
    # Shown and hidden again: what one sees is what is sent.
    keyboard.reach("[data-show=f-password]")
    keyboard.keys.press("Enter")
    expect(page.locator("#f-password")).to_have_attribute("type", "text")
    expect(page.locator("#f-password")).to_have_value(NEW)
    keyboard.reach("#f-again")
    keyboard.keys.insert_text(NEW)
    keyboard.keys.press("Enter")
    page.wait_for_url(re.compile("/account$"))
    expect(page.locator(".alert.ok")).to_contain_text("Your password has been changed.")
    no_axe_violations(page)

    assert is_in(house, page.context)
    assert not is_in(house, elsewhere)
    mail_about(house, member.email, "Votre mot de passe a été modifié le")
    again = new_context(language="fr").new_page()
    again.goto(house.path("/belfius/login"))
    log_in(again, replace(member, password=NEW))


def test_another_phone_takes_the_place_of_the_old_one(house, newcomer, new_context, tmp_path):
    page, member = newcomer.page, newcomer.member
    elsewhere = remembered(house, new_context, member)
    page.goto(house.path("/belfius/account?lang=fr"))
    page.get_by_role("button", name=re.compile("^Remplacer")).click()
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        no_axe_violations(page)
    tab_stops(page)
    confirm(page, member)
    page.wait_for_url(re.compile("/account/authenticator$"))
    no_axe_violations(page)
    asked = parse_qs(urlsplit(qr_text(page, tmp_path)).query)
    secret = asked["secret"][0]
    assert asked["issuer"] == ["Belfius"]
    assert secret != member.totp_secret
    page.locator("summary").click()
    assert re.sub(r"\s", "", page.locator("#copy-text").inner_text()) == secret
    no_axe_violations(page)
    assert is_in(house, elsewhere), "until the new app is confirmed, nothing ends"

    page.locator("#f-code").fill(one_time_code(secret))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/account$"))
    expect(page.locator(".alert.ok")).to_be_visible()
    assert not is_in(house, elsewhere)
    mail_about(house, member.email, "Une application d’authentification a été associée à votre compte")
    again = new_context(language="fr").new_page()
    again.goto(house.path("/belfius/login"))
    log_in(again, replace(member, totp_secret=secret))
    again.goto(house.path("/belfius/account/sessions?lang=de"))
    for width in (360, 1280):
        again.set_viewport_size({"width": width, "height": 900})
        no_axe_violations(again)


def test_after_a_hack_one_page_ends_everything_and_leads_back_in(house, newcomer, new_context):
    page, member = newcomer.page, newcomer.member
    elsewhere = remembered(house, new_context, member)
    # From the mail that told of a new browser, on a browser that is not logged in.
    mail = mail_about(house, member.email, words("own-email-security-notice", "subject", "fr", companyName="Belfius"))
    reader = new_context(language="fr").new_page()
    reader.goto(house.path("/belfius/account/hacked"))
    assert "/login" in reader.url
    assert house.path("/belfius/account/hacked") in mail.text
    for language in LANGUAGES:
        page.goto(house.path(f"/belfius/account/hacked?lang={language}"))
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            no_axe_violations(page)
    tab_stops(page)
    page.goto(house.path("/belfius/account/hacked?lang=fr"))
    page.locator("main button.stop").click()
    confirm(page, member)
    page.wait_for_url(re.compile("/account/hacked/done"))
    no_axe_violations(page)
    assert not is_in(house, page.context)
    assert not is_in(house, elsewhere)
    expect(page.locator("header.top")).to_have_count(0)

    # The password opens nothing; the mailbox does, and then the app is asked for one last time.
    thief = new_context(language="fr").new_page()
    thief.goto(house.path("/belfius/login"))
    thief.locator("#f-email").fill(member.email)
    thief.locator("#f-password").fill(member.password)
    thief.keyboard.press("Enter")
    expect(thief.locator("main")).to_contain_text(words("login", "wrong-email-credentials", "fr"))
    assert any("vous avez signalé" in mail.text for mail in mails_to(house, member.email))
    set_password(house, page, member.email, NEW)
    page.goto(house.path("/belfius/login"))
    page.locator("#f-email").fill(member.email)
    page.locator("#f-password").fill(NEW)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/mfa/challenge"))
    page.locator("#f-code").fill(one_time_code(member.totp_secret))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/mfa/enrol"))
    secret, recovery_code = enrol(page)
    assert secret != member.totp_secret
    assert recovery_code != newcomer.recovery_code
    again = new_context(language="fr").new_page()
    again.goto(house.path("/belfius/login"))
    log_in(again, replace(member, password=NEW, totp_secret=secret))
