"""Logging in as people do: with a password and an authenticator that is not ours."""

import subprocess
import time

from playwright.sync_api import Page, expect

from browser.house import Member
from machine import wait_until

_steps_used: dict[str, int] = {}


def one_time_code(secret: str) -> str:
    """A code from oathtool that was not used before: the present step, or the next one, which is accepted too."""
    step = max(int(time.time()) // 30, _steps_used.get(secret, 0) + 1)
    wait_until(lambda: int(time.time()) // 30 >= step - 1, "the next one-time code is accepted", 40)
    _steps_used[secret] = step
    now = f"{time.strftime('%Y-%m-%d %H:%M:%S', time.gmtime(step * 30))} UTC"
    return subprocess.check_output(["oathtool", "--totp", "--base32", f"--now={now}", secret], text=True).strip()


def code_of_now(secret: str) -> str:
    """A code from oathtool, for whoever takes one more than once."""
    return subprocess.check_output(["oathtool", "--totp", "--base32", secret], text=True).strip()


def log_in(page: Page, member: Member, *, remember: bool = False) -> None:
    """From the login page to the page that was asked for, by keyboard alone. On a device that was remembered before
    (`remember`) no code is asked for."""
    page.locator("#f-email").focus()
    page.keyboard.insert_text(member.email)
    page.keyboard.press("Tab")
    page.keyboard.insert_text(member.password)
    page.keyboard.press("Enter")
    expect(page.locator("#f-code, header.top")).to_be_visible()
    if page.locator("#f-code").count():
        expect(page.locator("#f-code")).to_be_focused()
        page.keyboard.type(one_time_code(member.totp_secret))
        if remember:
            page.keyboard.press("Tab")
            page.keyboard.press("Space")
        page.keyboard.press("Enter")
    expect(page.locator("header.top")).to_be_visible()
