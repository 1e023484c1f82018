"""The administrator’s page about the login: values, secrets that never come out, the check, the emergency switch."""

import pytest

from accident_manager.foundation.actor import system
from accident_manager.identity import doors, queries
from accident_manager.identity.actions.tenant import set_tenant
from accident_manager.identity.auth0.tenant import tenant
from auth0.conftest import settings_for
from auth0.fake_auth0 import CLIENT_SECRET, MACHINE_SECRET
from identity.people import account_of, freshly, text_of
from web.world import Visitor


@pytest.fixture
def ada(in_belfius, settings) -> Visitor:
    settings.ACM_PUBLIC_URL = "http://testserver"
    person = account_of(in_belfius, "ada@example.be", password="", role="administrator", language="en")
    doors.forget()
    yield Visitor("belfius", queries.actor_of(person.id))
    doors.forget()


def sent(auth0, **other: str) -> dict[str, str]:
    now = tenant()
    return {**settings_for(auth0), "mfa_each_session": "yes", "seen": now.seen if now else "", **other}


def test_a_tenant_is_set_after_confirming_and_its_secrets_never_come_out(auth0, ada):
    assert "confirm-password" in text_of(ada.post("settings/login/save", **sent(auth0)))
    assert tenant() is None
    freshly(ada, "settings")
    assert ada.post("settings/login/save", **sent(auth0, active="")).status_code == 302
    page = ada.page("settings/login")
    assert auth0.domain in page
    assert "Set. Leave this empty to keep it." in page
    assert CLIENT_SECRET not in page
    assert MACHINE_SECRET not in page
    assert "http://testserver/belfius/login/callback" in page
    assert tenant().client_secret == CLIENT_SECRET
    # An empty secret stays what it is.
    again = ada.post("settings/login/save", **sent(auth0, active="", client_secret="", organization="org_Abc123"))
    assert again.status_code == 302
    assert (tenant().client_secret, tenant().organization) == (CLIENT_SECRET, "org_Abc123")


def test_what_is_wrong_stands_beside_its_field_and_no_secret_comes_back(auth0, ada):
    freshly(ada, "settings")
    answer = ada.post("settings/login/save", **sent(auth0, domain="not a domain", client_secret="much-too-secret-0001"))
    assert answer.status_code == 422
    page = text_of(answer)
    assert "A domain looks like" in page
    assert "much-too-secret" not in page
    assert tenant() is None


def test_the_second_of_two_who_save_at_once_is_told(auth0, ada, in_belfius):
    freshly(ada, "settings")
    ada.post("settings/login/save", **sent(auth0, active=""))
    stale = sent(auth0, active="", custom_domain="login.example.be")
    set_tenant({"connection": "Another"}, by=system(in_belfius.id))
    answer = ada.post("settings/login/save", **{**stale, "seen": "x"})
    assert answer.status_code == 409
    assert "Another" in text_of(answer)
    assert tenant().custom_domain == ""


def test_the_check_says_in_words_what_is_right_and_what_to_change(auth0, ada):
    freshly(ada, "settings")
    ada.post("settings/login/save", **sent(auth0, active=""))
    auth0.factors["otp"] = False
    page = text_of(ada.post("settings/login/check"))
    assert "There is something to change" in page
    assert "Right" in page
    assert "To change" in page


def test_the_switch_for_an_emergency(auth0, ada, in_belfius):
    set_tenant(settings_for(auth0), by=system(in_belfius.id))
    doors.forget()
    assert "Log in without Auth0 for the time being" in ada.page("settings/login")
    assert "Confirm with Auth0" in text_of(ada.post("settings/login/emergency", do="on"))
    freshly(ada, "settings")
    assert ada.post("settings/login/emergency", do="on").status_code == 302
    assert doors.door() is doors.EMBEDDED
    assert "Emergency: people log in without Auth0" in ada.page("settings/login")
    assert ada.post("settings/login/emergency", do="off").status_code == 302
    assert doors.door() is not doors.EMBEDDED


def test_without_a_tenant_there_is_no_emergency(ada):
    freshly(ada, "settings")
    assert ada.post("settings/login/emergency", do="on").status_code == 422


def test_the_page_is_there_in_every_language(auth0, ada, in_belfius):
    set_tenant(settings_for(auth0), by=system(in_belfius.id))
    said = {ada.page("settings/login", language) for language in ("fr", "nl", "de", "en")}
    assert len(said) == 4
