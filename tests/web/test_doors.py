"""Every insurer behind its own door, by path or by host name; cookies, language and headers end there."""

import pytest
from django.test import Client

from accident_manager.insurers import queries as insurers
from accident_manager.insurers.models import Insurer


@pytest.fixture
def client(belfius, other) -> Client:
    insurers.forget()
    return Client()


def test_an_insurer_is_found_by_the_first_part_of_the_path(client):
    page = client.get("/belfius/login", HTTP_ACCEPT_LANGUAGE="fr")
    assert page.status_code == 200
    assert "Belfius" in page.content.decode()
    assert "Ourthe" not in page.content.decode()


def test_an_insurer_is_found_by_its_own_host_name(client, belfius, settings):
    settings.ALLOWED_HOSTS = ["acm.belfius.example", "testserver"]
    Insurer.objects.filter(id=belfius.id).update(hosts=["acm.belfius.example"])
    insurers.forget()
    page = client.get("/login", headers={"host": "acm.belfius.example"})
    assert page.status_code == 200
    assert 'action="/login"' in page.content.decode()
    assert client.get("/login").status_code == 404


def test_the_door_without_its_slash_leads_to_the_door(client):
    page = client.get("/belfius?lang=nl")
    assert (page.status_code, page["Location"]) == (308, "/belfius/?lang=nl")


@pytest.mark.parametrize("path", ["/nobody/login", "/nobody/", "/Belfius/login", "/belfius/no-such-page", "/%00/login"])
def test_an_insurer_or_page_that_does_not_exist_is_not_found(client, path):
    assert client.get(path).status_code == 404


def test_cookies_end_at_the_insurers_door(client):
    page = client.get("/belfius/login?lang=de")
    assert page.cookies
    assert {morsel["path"] for morsel in page.cookies.values()} == {"/belfius/"}


def test_a_chosen_language_stays(client):
    assert '<html lang="de">' in client.get("/belfius/login?lang=de").content.decode()
    assert '<html lang="de">' in client.get("/belfius/login", HTTP_ACCEPT_LANGUAGE="nl").content.decode()
    assert '<html lang="de">' in client.get("/belfius/login?lang=xx").content.decode()


@pytest.mark.parametrize(
    ("accepted", "language"),
    [("nl-BE,nl;q=0.9,fr;q=0.8", "nl"), ("es,de;q=0.5", "de"), ("es", "fr"), ("x" * 5000, "fr"), ("nl;q=abc", "fr")],
)
def test_the_language_of_the_browser_is_used_before_the_insurers(client, accepted, language):
    assert f'<html lang="{language}">' in client.get("/belfius/login", HTTP_ACCEPT_LANGUAGE=accepted).content.decode()


@pytest.mark.parametrize("path", ["/", "/belfius/login", "/belfius/claims/", "/nobody/"])
def test_every_answer_carries_the_headers_that_protect_it(client, path):
    page = client.get(path)
    assert page["Content-Security-Policy"].startswith("default-src 'self'; script-src 'nonce-")
    assert "unsafe" not in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"
    assert page["X-Content-Type-Options"] == "nosniff"
    assert page["Cache-Control"] == "no-store"


def test_nobody_is_asked_to_log_in_and_brought_back_inside_the_door(client):
    page = client.get("/belfius/claims/?tab=late")
    assert (page.status_code, page["Location"]) == (302, "/belfius/login?next=%2Fbelfius%2Fclaims%2F%3Ftab%3Dlate")


def test_a_script_that_saves_without_a_session_is_told_so(client):
    page = client.post("/belfius/claims/new", headers={"x-requested-with": "fetch"})
    assert page.status_code in {401, 403}
