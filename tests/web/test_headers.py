"""What every answer tells the browser to do, and not to do, with it."""

import re

import pytest
from django.test import Client

from accident_manager.insurers import queries as insurers

# A page of everybody, every screen of the login, a page behind it, one that is not there, a file, a form refused.
PATHS = [
    "/", "/healthz", "/readyz", "/nobody/", "/belfius", "/belfius/", "/belfius/login", "/belfius/forgot-password",
    "/belfius/forgot-password/sent", "/belfius/reset-password", "/belfius/reset-password/" + "x" * 43,
    "/belfius/reset-password/done", "/belfius/unblock", "/belfius/unblock/" + "x" * 43, "/belfius/mfa/enrol",
    "/belfius/mfa/challenge", "/belfius/mfa/methods", "/belfius/mfa/recovery", "/belfius/mfa/recovery-code",
    "/belfius/faq", "/belfius/claims/", "/belfius/logout", "/belfius/no-such-page", "/static/acm/acm.css",
]  # fmt: skip


@pytest.fixture
def client(belfius, other) -> Client:
    insurers.forget()
    return Client(raise_request_exception=False)


@pytest.fixture(params=PATHS)
def answer(request, client):
    return client.get(request.param, secure=True)


def test_scripts_run_only_when_the_answer_itself_names_them(answer):
    policy = dict(part.split(" ", 1) for part in answer["Content-Security-Policy"].split("; "))
    assert re.fullmatch(r"'nonce-[\w-]{22}'", policy["script-src"])
    assert policy["default-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert policy["object-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in answer["Content-Security-Policy"]


def test_the_browser_is_told_to_come_by_tls_only_and_for_two_years(answer):
    assert answer["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"


def test_no_answer_is_guessed_at_framed_or_read_by_another_site(answer):
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Cross-Origin-Opener-Policy"] == answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in answer


def test_no_other_site_learns_the_address_of_a_page(answer):
    assert answer["Referrer-Policy"] in {"same-origin", "no-referrer"}


def test_camera_microphone_place_and_payments_are_out_of_reach(answer):
    assert answer["Permissions-Policy"] == "camera=(), microphone=(), geolocation=(), payment=()"


def test_a_nonce_is_of_one_answer_and_every_script_of_the_page_carries_it(client):
    seen = set()
    for _ in range(2):
        page = client.get("/belfius/login")
        nonce = re.search(r"'nonce-([\w-]+)'", page["Content-Security-Policy"])[1]
        assert set(re.findall(r"<script([^>]*?) src=", page.content.decode())) == {f' nonce="{nonce}"'}
        seen.add(nonce)
    assert len(seen) == 2


def test_only_what_is_everybodys_is_kept_by_a_browser(client):
    for path in PATHS:
        answer = client.get(path, secure=True)
        if not path.startswith("/static/"):
            assert answer["Cache-Control"] == "no-store", path


def test_where_a_cookies_prefix_wants_the_whole_host_its_name_keeps_the_doors_apart(client, settings):
    settings.ACM_COOKIE_PREFIX = "__Host-"
    settings.SESSION_COOKIE_NAME = "__Host-acm_session"
    client.get("/belfius/login?lang=de")
    client.get("/other/login?lang=nl")
    kept = {name: morsel for name, morsel in client.cookies.items() if name.startswith("acm_language")}
    assert {(name, kept[name].value, kept[name]["path"]) for name in kept} == {
        ("acm_language.belfius", "de", "/"),
        ("acm_language.other", "nl", "/"),
    }
    assert '<html lang="de">' in client.get("/belfius/login").content.decode()
    assert '<html lang="nl">' in client.get("/other/login").content.decode()
    assert client.get("/belfius/claims/")["Location"].endswith("next=%2Fbelfius%2Fclaims%2F")
    client.cookies["__Host-acm_session"] = "of no door"
    assert client.get("/belfius/claims/")["Location"].endswith("next=%2Fbelfius%2Fclaims%2F"), "it is not this door's"
    client.cookies["__Host-acm_session.belfius"] = "of this door"
    assert client.get("/belfius/claims/")["Location"].endswith("ended=session")


def test_behind_our_proxy_a_browser_without_tls_gets_nothing_but_the_way_to_it(client, settings):
    settings.ACM_BEHIND_PROXY = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    in_the_clear = {"x-forwarded-proto": "http"}
    answer = client.get("/belfius/login?next=/belfius/claims/", headers=in_the_clear)
    assert (answer.status_code, answer["Location"]) == (
        308,
        "https://testserver/belfius/login?next=/belfius/claims/",
    )
    assert not answer.cookies
    assert not answer.content
    for path in ("login", "forgot-password", "logout"):
        sent = client.post(f"/belfius/{path}", {"email": "an@example.be", "password": "x"}, headers=in_the_clear)
        assert (sent.status_code, sent.content) == (403, b"")
    assert client.get("/belfius/login", headers={"x-forwarded-proto": "https"}).status_code == 200
    assert client.get("/healthz").status_code == 200, "what the proxy asks itself"
