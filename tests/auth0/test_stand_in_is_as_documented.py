"""The contract: the stand-in answers as Auth0's documentation says, and refuses what it says is refused."""

import json
import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import httpx
import pytest

from auth0.calls import EMAIL
from auth0.conftest import NOW
from auth0.fake_auth0 import (
    _CALLS,
    CLIENT,
    CLIENT_SECRET,
    CONNECTION,
    CONNECTION_ID,
    MACHINE,
    MACHINE_SECRET,
    ORGANIZATION,
    FakeAuth0,
)
from auth0.shapes import documented, wrong

ROUTES = {route["call"]: route for route in documented()["routes"]}
# What each call is given here; the others need nothing.
GIVEN: Mapping[str, dict[str, Any]] = {
    "POST /users": {
        "json": {"connection": CONNECTION, "email": "new@example.be", "password": "x" * 20, "verify_email": False}
    },
    "GET /users-by-email": {"params": {"email": EMAIL.lower()}},
    "PATCH /users/{id}": {"json": {"blocked": True}},
    "POST /guardian/enrollments/ticket": {"json": {"user_id": "{user}", "send_mail": False}},
    "POST /tickets/password-change": {"json": {"user_id": "{user}", "client_id": CLIENT, "ttl_sec": 0}},
    "GET /user-blocks": {"params": {"identifier": EMAIL.lower()}},
    "DELETE /user-blocks": {"params": {"identifier": EMAIL.lower()}},
    "POST /organizations/{id}/members": {"json": {"members": ["{user}"]}},
    "GET /logs": {"params": {"sort": "date:1"}},
}


@pytest.fixture
def sophie(auth0) -> str:
    """Somebody of whom the tenant has everything: factors, a session, a block, an entry of the log."""
    user_id = auth0.user(EMAIL)
    auth0.enrol(user_id)
    auth0.log_in(user_id)
    auth0.failed_blocks.append({"identifier": EMAIL.lower(), "ip": "192.0.2.7", "connection": CONNECTION})
    auth0.log("s", user_id=user_id, client_id=CLIENT, ip="192.0.2.7")
    return user_id


def machine_token(auth0: FakeAuth0, **other: str) -> httpx.Response:
    body = {
        "grant_type": "client_credentials", "client_id": MACHINE, "client_secret": MACHINE_SECRET,
        "audience": auth0.audience, **other,
    }  # fmt: skip
    return httpx.post(f"http://{auth0.domain}/oauth/token", json=body, trust_env=False)


def ask(auth0: FakeAuth0, call: str, user_id: str, token: str = "", **more: Any) -> httpx.Response:
    method, path = call.split()
    number = ORGANIZATION if "organizations" in path else CONNECTION_ID if "connections" in path else user_id
    given = json.loads(json.dumps(GIVEN.get(call, {})).replace("{user}", user_id))
    headers = {"Authorization": f"Bearer {token or machine_token(auth0).json()['access_token']}"}
    address = f"http://{auth0.domain}/api/v2{path.replace('{id}', number.replace('|', '%7C'))}"
    return httpx.request(method, address, headers=headers, trust_env=False, **{**given, **more})


def test_it_knows_exactly_the_documented_calls():
    assert _CALLS.keys() == ROUTES.keys()


@pytest.mark.parametrize("call", ROUTES)
def test_each_call_answers_in_its_documented_shape(auth0, sophie, call):
    answer = ask(auth0, call, sophie)
    assert answer.status_code == ROUTES[call]["status"], answer.text
    if "answer" in ROUTES[call]:
        assert list(wrong(answer.json(), ROUTES[call]["answer"])) == []
        assert answer.json(), "something is there to compare"
    else:
        assert answer.content == b""
    assert {"x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset"} <= answer.headers.keys()


@pytest.mark.parametrize("call", ROUTES)
def test_each_call_wants_its_own_scopes_and_says_which_is_missing(auth0, sophie, call):
    token = machine_token(auth0).json()["access_token"]
    for scope in ROUTES[call]["scope"].split():
        auth0.scopes = {s for route in ROUTES.values() for s in route["scope"].split()} - {scope}
        answer = ask(auth0, call, sophie, token)
        assert (answer.status_code, answer.json()["errorCode"]) == (403, "insufficient_scope")
        assert scope in answer.json()["message"]
        assert list(wrong(answer.json(), documented()["error"])) == []


@pytest.mark.parametrize("call", ROUTES)
def test_each_call_wants_a_token_that_is_good_at_this_moment(auth0, sophie, call):
    token = machine_token(auth0).json()["access_token"]
    assert ask(auth0, call, sophie, "another").status_code == 401
    auth0.clock = lambda: NOW + timedelta(days=1)
    answer = ask(auth0, call, sophie, token)
    assert answer.status_code == 401
    assert list(wrong(answer.json(), documented()["error"])) == []


@pytest.mark.parametrize("call", [call for call, route in ROUTES.items() if "body" in route])
def test_a_field_that_is_not_documented_is_refused(auth0, sophie, call):
    given = json.loads(json.dumps(GIVEN.get(call, {}).get("json", {})).replace("{user}", sophie))
    answer = ask(auth0, call, sophie, json={**given, "send_email": False})
    assert (answer.status_code, answer.json()["errorCode"]) == (400, "invalid_body")


@pytest.mark.parametrize("call", [call for call in ROUTES if "/users/{id}" in call])
def test_a_bar_in_an_id_that_is_not_percent_encoded_leads_nowhere(auth0, sophie, call):
    method, path = call.split()
    raw = f"{method} /api/v2{path.replace('{id}', sophie)} HTTP/1.1\r\nHost: {auth0.domain}\r\n"
    raw += f"Authorization: Bearer {machine_token(auth0).json()['access_token']}\r\nConnection: close\r\n\r\n"
    assert _spoken(auth0, raw).startswith("HTTP/1.1 404")


def _spoken(auth0: FakeAuth0, raw: str) -> str:
    import socket

    with socket.create_connection(auth0.server_address) as line:
        line.sendall(raw.encode())
        return line.makefile().read()


@pytest.mark.parametrize("kind", [kind for kind in documented()["limits"] if kind != "token"])
def test_who_asks_too_much_gets_429_until_the_moment_it_names(auth0, sophie, kind):
    call = next(call for call, route in ROUTES.items() if route["limit"] == kind and call != "POST /users")
    token, (at_once, _) = machine_token(auth0).json()["access_token"], documented()["limits"][kind]
    answers = [ask(auth0, call, sophie, token) for _ in range(at_once + 1)]
    assert {answer.status_code for answer in answers[:-1]} == {ROUTES[call]["status"]}
    last = answers[-1]
    assert (last.status_code, last.headers["x-ratelimit-remaining"]) == (429, "0")
    assert list(wrong(last.json(), documented()["error"])) == []
    until = int(last.headers["x-ratelimit-reset"])
    assert until > NOW.timestamp()
    auth0.clock = lambda: NOW + timedelta(seconds=until - NOW.timestamp())
    assert ask(auth0, call, sophie, token).status_code == ROUTES[call]["status"]


def test_the_token_has_its_documented_shape_and_every_wrong_request_is_refused(auth0):
    [shape] = [route for route in documented()["open"] if route["call"] == "POST /oauth/token"]
    good = machine_token(auth0)
    assert (good.status_code, list(wrong(good.json(), shape["answer"]))) == (200, [])
    for status, other in (
        (401, {"client_secret": "another"}), (401, {"client_id": "another"}), (403, {"audience": "https://other/"}),
    ):  # fmt: skip
        answer = machine_token(auth0, **other)
        assert (answer.status_code, list(wrong(answer.json(), shape["error"]))) == (status, [])
    bad_code = machine_token(
        auth0, grant_type="authorization_code", client_id=CLIENT, client_secret=CLIENT_SECRET, code="x"
    )
    assert bad_code.json()["error"] == "invalid_grant"


def test_the_discovery_document_names_its_issuer_with_a_slash(auth0):
    [shape] = [route for route in documented()["open"] if "openid-configuration" in route["call"]]
    document = httpx.get(f"http://{auth0.domain}/.well-known/openid-configuration", trust_env=False).json()
    assert list(wrong(document, shape["answer"])) == []
    assert document["issuer"].endswith("/")


def test_the_log_is_read_on_by_the_link_and_an_empty_page_names_itself(auth0, sophie):
    ids = [auth0.logs[0]["log_id"], *(auth0.log("s") for _ in range(5))]
    first = ask(auth0, "GET /logs", sophie, params={"from": ids[0], "take": "2"})
    assert [entry["log_id"] for entry in first.json()] == ids[1:3]
    following = re.fullmatch(r"<[^>]+from=(\d+)&take=2>; rel=\"next\"", first.headers["Link"])[1]
    assert following == ids[2]
    empty = ask(auth0, "GET /logs", sophie, params={"from": ids[-1], "take": "2"})
    assert (empty.json(), f"from={ids[-1]}&" in empty.headers["Link"]) == ([], True)
    assert ask(auth0, "GET /logs", sophie, params={"from": ids[0], "take": "101"}).status_code == 400
    assert ask(auth0, "GET /logs", sophie, params={"per_page": "100", "page": "10"}).status_code == 400
