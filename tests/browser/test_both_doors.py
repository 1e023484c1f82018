"""The same journeys by both doors: our own, and the insurer’s Auth0 tenant with a certified provider behind."""

import re
from contextlib import ExitStack

import pytest
from playwright.sync_api import expect

from browser.doors import by_auth0, embedded
from browser.eyes import fits, no_axe_violations
from machine import wait_until

DOORS = {"embedded": embedded, "auth0": by_auth0}


@pytest.fixture(scope="module", params=list(DOORS))
def door(request, house, browser, tmp_path_factory):
    with ExitStack() as open_until_the_end:

        def new_page():
            context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en", reduced_motion="reduce")
            context.set_default_timeout(15_000)
            open_until_the_end.callback(context.close)
            return context.new_page()

        folder = tmp_path_factory.mktemp(request.param)
        yield open_until_the_end.enter_context(DOORS[request.param](house, new_page, folder))


def test_somebody_logs_in(door):
    page = door.new_page()
    person = door.person("Anna", "handler")
    page.goto(door.address("account/events?lang=en"))
    door.give_password(page, person)
    door.asks_for_code(page)
    door.give_code(page, person)
    # The page that was wanted.
    expect(page).to_have_url(re.compile("/account/events"))
    page.goto(door.address("account"))
    expect(page.locator("h1")).to_have_text(person.name)
    no_axe_violations(page)
    page.set_viewport_size({"width": 320, "height": 700})
    fits(page)


def test_a_remembered_device_is_asked_for_the_password_only(door):
    page = door.new_page()
    person = door.person("Bram", "handler")
    door.log_in(page, person, remember=True)
    door.log_out(page)
    door.shows_its_login(page)
    page.goto(door.address("login"))
    door.give_password(page, person)
    expect(page.locator("header.top")).to_be_visible()
    # Another browser is asked for the code.
    other = door.new_page()
    other.goto(door.address("login"))
    door.give_password(other, person)
    door.asks_for_code(other)


def test_a_blocked_account_is_out_at_once_and_stays_out(door):
    person, support = door.person("Chloe", "handler"), door.person("Sam", "support")
    page, desk = door.new_page(), door.new_page()
    door.log_in(page, person)
    door.log_in(desk, support)
    desk.goto(door.address("accounts/?q=Chloe"))
    desk.get_by_role("link", name=person.name).click()
    desk.get_by_role("link", name="Block the account…").click()
    desk.locator('[name="reason"]').first.check()
    desk.locator("main form button").last.click()
    expect(desk.locator("main")).to_contain_text("Blocked")
    page.goto(door.address("account"))
    expect(page.locator("header.top")).to_have_count(0)
    fresh = door.new_page()
    fresh.goto(door.address("login?lang=en"))
    door.give_password(fresh, person)
    expect(fresh.locator("h1")).to_have_text("Account not active")
    no_axe_violations(fresh)
    # And in again, once support lets him.
    desk.get_by_role("link", name="Unblock the account…").click()
    desk.locator('[name="reason"]').first.check()
    desk.locator("main form button").last.click()
    expect(desk.locator("main")).not_to_contain_text("Unblock the account…")
    door.log_in(door.new_page(), person)


def test_support_resets_the_second_factor_and_another_one_is_enrolled(door):
    person, support = door.person("Daan", "handler"), door.person("Sam", "support")
    page, desk = door.new_page(), door.new_page()
    door.log_in(page, person, remember=True)
    door.log_in(desk, support)
    desk.goto(door.address("accounts/?q=Daan"))
    desk.get_by_role("link", name=person.name).click()
    no_axe_violations(desk)
    desk.locator('[name="evidence"][value="called-back"]').check()
    desk.locator("#f-reference").fill("TEL-2026-118")
    desk.get_by_role("button", name="Reset the second factor").click()
    no_axe_violations(desk)
    door.confirm(desk, support)
    expect(desk.locator("main")).to_contain_text("The second factor is reset.")
    # His session and his remembered device are gone with it.
    page.goto(door.address("account"))
    door.give_password(page, person)
    door.enrol(page, person)
    door.log_in(door.new_page(), person)


def test_logging_out_ends_everything_that_was_open(door):
    page = door.new_page()
    person = door.person("Elif", "handler")
    door.log_in(page, person)
    door.log_out(page)
    door.shows_its_login(page)
    page.goto(door.address("account"))
    door.shows_its_login(page)


def test_a_session_that_is_ended_elsewhere_is_over_here(door):
    page = door.new_page()
    person = door.person("Farid", "handler")
    door.log_in(page, person)
    door.end_elsewhere(page, person)

    def is_out() -> bool:
        page.goto(door.address("account"))
        return "/account" not in page.url

    wait_until(is_out, "the session is over")
    door.shows_its_login(page)


def test_the_administrator_sees_by_which_door_people_come_and_what_to_change(door):
    page = door.new_page()
    door.log_in(page, door.person("Ada", "administrator"))
    page.goto(door.address("settings/login?lang=en"))
    if page.get_by_role("button", name="Check Auth0").count():
        page.get_by_role("button", name="Check Auth0").click()
        expect(page.locator("#h-found")).to_be_visible()
    no_axe_violations(page)
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(door.address("settings/login?lang=de"))
    no_axe_violations(page)
    page.set_viewport_size({"width": 320, "height": 700})
    fits(page)
    page.goto(door.address("account?lang=de"))
    fits(page)
