"""A passkey, from the first to the last day: Chromium's own virtual authenticator gives it.

At "localhost", because no passkey is bound to a bare network address.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from playwright.sync_api import CDPSession, Page, expect

from browser.eyes import no_axe_violations, tab_stops
from browser.hands import Keyboard
from browser.house import House, Member, mail_about
from browser.people import one_time_code
from browser.screens import LANGUAGES, words
from browser.test_own_account import PASSWORD, confirm, first_login, set_password
from machine import wait_until

LINK = 'main a[href$="/account/passkeys"]'
EMAIL = "ysaline.passkey@belfius-demo.example"
_PHONE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@dataclass
class Phone:
    """What makes and keeps passkeys for one page: a virtual authenticator of the browser."""

    control: CDPSession
    id: str

    @classmethod
    def of(cls, page: Page) -> "Phone":
        control = page.context.new_cdp_session(page)
        control.send("WebAuthn.enable")
        made = control.send("WebAuthn.addVirtualAuthenticator", {"options": _PHONE})
        return cls(control, made["authenticatorId"])

    def knows_its_owner(self, known: bool) -> None:
        self.control.send("WebAuthn.setUserVerified", {"authenticatorId": self.id, "isUserVerified": known})

    def passkeys(self) -> list[dict]:
        return self.control.send("WebAuthn.getCredentials", {"authenticatorId": self.id})["credentials"]


@pytest.fixture
def local(house: House) -> Iterator[House]:
    """The same house under a name, with passkeys allowed."""
    house.sql("UPDATE insurers_insurer SET passkeys_allowed = true WHERE code = 'belfius'")
    yield replace(house, url=house.url.replace("127.0.0.1", "localhost"))
    house.sql("UPDATE insurers_insurer SET passkeys_allowed = false WHERE code = 'belfius'")


@pytest.fixture
def ysaline(house: House, local: House, new_context) -> tuple[Page, Member]:
    names = ("--first-name", "Ysaline", "--last-name", "Querton", "--language", "fr")
    made = house.acm("user", "invite", EMAIL, "--insurer", "belfius", *names, "--role", "handler")
    assert made.returncode == 0, made.stderr
    page = new_context(language="fr").new_page()
    set_password(house, page, EMAIL, PASSWORD)
    secret, _ = first_login(local, page, EMAIL, PASSWORD)
    return page, Member("belfius", "handler", "Ysaline Querton", EMAIL, PASSWORD, secret)


def look(page: Page, address: str) -> None:
    """In four languages, wide and narrow, with axe and along its tab stops."""
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 900})
        for language in LANGUAGES:
            page.goto(f"{address}?lang={language}")
            assert page.url.startswith(address), page.url
            no_axe_violations(page)
    tab_stops(page)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{address}?lang=en")


def password(local: House, page: Page) -> None:
    page.goto(local.path("/belfius/login?lang=en"))
    page.locator("#f-email").fill(EMAIL)
    page.locator("#f-password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/mfa/challenge"))


def test_a_passkey_is_added_used_to_log_in_and_removed(house, local, ysaline, new_context):
    page, member = ysaline
    phone, keyboard = Phone.of(page), Keyboard(page)
    account = local.path("/belfius/account")

    def offered() -> bool:
        page.goto(f"{account}?lang=en")
        return page.locator(LINK).count() == 1

    # The server reads what the insurer allows every few seconds.
    wait_until(offered, "the account page shows passkeys", 30)
    keyboard.reach(LINK)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/account/passkeys$"))
    look(page, f"{account}/passkeys")
    keyboard.press("Add a passkey")
    confirm(page, member)
    page.wait_for_url(re.compile("/passkeys/add"))
    look(page, f"{account}/passkeys/add")

    # The name is what one finds it by; Enter in the field asks the phone.
    expect(page.locator("#f-name")).to_have_value("Chrome on Linux")
    page.locator("#f-name").fill("My telephone")
    page.locator("#f-name").press("Enter")
    page.wait_for_url(re.compile("/passkeys$"))
    expect(page.locator(".alert.ok")).to_contain_text("The passkey has been added.")
    expect(page.locator("tbody th")).to_contain_text("My telephone")
    expect(page.locator("tbody th")).to_contain_text(
        words("mfa-login-options", "authenticatorNamesWebauthnPlatform", "en")
    )
    [made] = phone.passkeys()
    assert made["rpId"] == "localhost"
    look(page, f"{account}/passkeys")
    mail_about(house, EMAIL, "Une clé d’accès a été ajoutée à votre compte")

    # The same phone twice: the browser knows it, and says so.
    page.goto(f"{account}/passkeys/add")
    page.get_by_role("button", name="Create the passkey").click()
    expect(page.locator("[data-said]")).to_have_text("This device or key is linked to your account already.")
    no_axe_violations(page)

    page.goto(account)
    page.locator("main").get_by_role("button", name="Log out").click()
    password(local, page)
    keyboard.press(words("mfa-otp-challenge", "pickAuthenticatorText", "en"))
    expect(page.locator("h1")).to_have_text(words("mfa-login-options", "title", "en"))
    look(page, local.path("/belfius/mfa/methods"))
    for language in LANGUAGES:
        page.goto(local.path(f"/belfius/mfa/methods?lang={language}"))
        expect(page.locator("main")).to_contain_text(
            words("mfa-login-options", "authenticatorNamesWebauthnPlatform", language)
        )
    page.goto(local.path("/belfius/mfa/methods?lang=en"))
    keyboard.reach_words("Passkey")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/mfa/passkey$"))
    look(page, local.path("/belfius/mfa/passkey"))

    # A phone that does not know who holds it gives nothing; the page says so, and another try is free.
    phone.knows_its_owner(False)
    page.get_by_role("button", name="Use the passkey").click()
    expect(page.locator("[data-said]")).to_contain_text("No passkey was used")
    no_axe_violations(page)
    phone.knows_its_owner(True)
    keyboard.reach_button("Use the passkey")
    page.keyboard.press("Enter")
    expect(page.locator("header.top .who")).to_be_visible()
    page.goto(f"{account}/sessions")
    expect(page.locator("main")).to_contain_text("passkey")

    without_script(local, new_context, member)

    # It confirms that it is he, too, and is then taken off.
    page.goto(f"{account}/passkeys?lang=en")
    page.get_by_role("button", name="Remove My telephone").click()
    expect(page.get_by_role("button", name="Use a passkey instead of the code")).to_be_visible()
    no_axe_violations(page)
    page.locator('[name="confirm-password"]').fill(PASSWORD)
    page.get_by_role("button", name="Use a passkey instead of the code").click()
    page.wait_for_url(re.compile("/passkeys$"))
    expect(page.locator(".alert.ok")).to_contain_text("The passkey has been removed.")
    mail_about(house, EMAIL, "Une clé d’accès a été retirée de votre compte")
    page.goto(account)
    page.locator("main").get_by_role("button", name="Log out").click()
    password(local, page)
    page.goto(local.path("/belfius/mfa/methods"))
    expect(page.locator("main")).not_to_contain_text("Passkey")


def without_script(local: House, new_context, member: Member) -> None:
    """A browser without JavaScript has no button that does nothing, and the way to the code. What <noscript> says is
    not drawn by Chromium when a test switches scripts off: tests/identity reads it."""
    page = new_context(java_script_enabled=False).new_page()
    password(local, page)
    page.goto(local.path("/belfius/mfa/passkey"))
    expect(page.get_by_role("button", name="Use the passkey")).to_have_count(0)
    page.get_by_role("link", name=words("mfa-otp-challenge", "pickAuthenticatorText", "en")).click()
    page.get_by_role("link", name=words("mfa-login-options", "authenticatorNamesOTP", "en")).click()
    page.locator("#f-code").fill(one_time_code(member.totp_secret))
    page.locator("main button.primary").click()
    expect(page.locator("header.top")).to_be_visible()
