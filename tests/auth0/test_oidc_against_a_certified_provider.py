"""Logging in against `oidc-provider`, which is certified and not ours: there and back, through its own screens."""

import html
import re
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from accident_manager.foundation import clock
from accident_manager.identity import doors
from auth0.counterpart.running import counterpart
from auth0.fake_auth0 import ORGANIZATION, fake_auth0
from auth0.oidc import behind_auth0
from auth0.there import DOOR, Elsewhere
from identity.people import PASSWORD, account_of

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
EMAIL = "sophie.marchal@example.be"


@pytest.fixture(autouse=True)
def _real_clock(_still_clock):
    """The provider has a clock of its own."""
    with clock.frozen(datetime.now(UTC)):
        yield


@pytest.fixture(scope="module")
def there(tmp_path_factory):
    with (
        fake_auth0() as tenant,
        counterpart(tenant, tmp_path_factory.mktemp("op"), door=DOOR) as running,
    ):
        yield running


@pytest.fixture
def sophie(there):
    there.people.tenant.users.clear()
    return there.people.add(EMAIL, PASSWORD, secret=SECRET)


@pytest.fixture
def belfius_there(in_belfius, there, settings):
    """Belfius, whose people log in at the provider; gives a way to set more."""
    settings.ACM_PUBLIC_URL = "http://testserver"
    account_of(in_belfius, EMAIL, password="", language="en")

    def with_more(**other: str) -> None:
        behind_auth0(in_belfius, there.people.tenant, there.domain, **other)

    with_more()
    yield with_more
    doors.forget()


def asked(ours: Client) -> str:
    """The address at the provider to which our login leads."""
    return ours.get(ours.get("/belfius/login")["Location"])["Location"]


def is_in(ours: Client) -> bool:
    return ours.get("/belfius/account").status_code == 200


@pytest.mark.usefixtures("sophie")
def test_somebody_logs_in_with_password_and_code_of_the_provider(belfius_there):
    ours = Client()
    answer = ours.get(Elsewhere().log_in(asked(ours), EMAIL, PASSWORD, SECRET))
    assert answer["Location"] == "/belfius/"
    assert is_in(ours)


@pytest.mark.usefixtures("sophie")
def test_the_organization_is_asked_for_and_comes_back_in_the_token(belfius_there):
    belfius_there(organization=ORGANIZATION)
    ours = Client()
    assert ours.get(Elsewhere().log_in(asked(ours), EMAIL, PASSWORD, SECRET))["Location"] == "/belfius/"


@pytest.mark.usefixtures("sophie")
def test_a_token_of_another_organization_is_refused(belfius_there):
    belfius_there(organization=ORGANIZATION)
    ours = Client()
    elsewhere = asked(ours).replace(ORGANIZATION, "org_SomebodyElse")
    assert ours.get(Elsewhere().log_in(elsewhere, EMAIL, PASSWORD, SECRET)).status_code == 403
    assert not is_in(ours)


@pytest.mark.usefixtures("sophie")
def test_a_code_that_was_stolen_on_its_way_opens_nothing_in_another_browser(belfius_there):
    """The provider itself checks that who exchanges the code has begun the login (PKCE)."""
    victim, thief = Client(), Client()
    stolen = Elsewhere().log_in(asked(victim), EMAIL, PASSWORD, SECRET)
    state = parse_qs(urlsplit(asked(thief)).query)["state"][0]
    code = parse_qs(urlsplit(stolen).query)["code"][0]
    issuer = parse_qs(urlsplit(stolen).query)["iss"][0]
    answer = thief.get("/belfius/login/callback", {"code": code, "state": state, "iss": issuer})
    assert answer.status_code == 403
    assert not is_in(thief)


@pytest.mark.usefixtures("sophie")
def test_a_second_factor_that_is_left_out_of_the_request_lets_nobody_in(belfius_there):
    """In a browser that the provider remembers, with the question for the second factor cut out of the address."""
    belfius_there(mfa_each_session="no")
    first, there_too = Client(), Elsewhere()
    assert first.get(there_too.log_in(asked(first), EMAIL, PASSWORD, SECRET, remember=True))["Location"] == "/belfius/"
    belfius_there(mfa_each_session="yes")
    again = Client()
    cut = re.sub(r"&acr_values=[^&]*", "", asked(again)) + "&prompt=login"
    page = there_too.go(cut)
    back = there_too.send(page, email=EMAIL, password=PASSWORD)
    assert isinstance(back, str), "no code was asked for"
    assert again.get(back).status_code == 403
    assert not is_in(again)


def test_a_user_whom_the_provider_has_blocked_is_told_so(belfius_there, there, sophie):
    there.people.tenant.users[sophie]["blocked"] = True
    ours, browser = Client(headers={"accept-language": "en"}), Elsewhere()
    back = browser.send(browser.go(asked(ours)), email=EMAIL, password=PASSWORD)
    answer = ours.get(back)
    assert answer.status_code == 403
    assert "Account not active" in html.unescape(answer.content.decode())


@pytest.mark.usefixtures("sophie")
def test_logging_out_here_logs_out_there(belfius_there):
    ours, browser = Client(), Elsewhere()
    ours.get(browser.log_in(asked(ours), EMAIL, PASSWORD, SECRET))
    browser.leave(ours.post("/belfius/logout")["Location"])
    assert not is_in(ours)
    assert not isinstance(browser.go(asked(ours)), str), "the provider asks who it is"
