"""Auth0 slow, gone, overloaded or talking nonsense; and that no secret of ours ever leaves the way it should go."""

import json
import logging
import threading
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from accident_manager.audit.models import Event
from accident_manager.foundation import clock
from accident_manager.identity.auth0 import wire
from accident_manager.identity.auth0.management import Management
from accident_manager.identity.auth0.refused import (
    AnsweredOddly,
    Auth0Refused,
    MayNotCall,
    NotOffered,
    NotSetUp,
    RateLimited,
    Unreachable,
    WrongClient,
)
from accident_manager.identity.auth0.wire import LARGEST_ANSWER, WHOLE_ANSWER
from auth0 import calls
from auth0.calls import EMAIL
from auth0.conftest import NOW
from auth0.fake_auth0 import CLIENT_SECRET, MACHINE_SECRET, ORGANIZATION, Spoilt, fake_auth0

DOWN = Spoilt(status=503, body=b"<html>Sorry, sophie.marchal@example.be</html>", at="/api/")


@pytest.fixture
def sophie(auth0) -> str:
    user_id = auth0.user(EMAIL)
    auth0.enrol(user_id)
    return user_id


# The token


def test_a_token_is_asked_for_once_and_shared_until_a_minute_before_its_end(auth0, api, tenant, sophie):
    for _ in range(3):
        api.user(sophie)
    with Management(tenant) as another:
        another.user(sophie)
    assert len(auth0.token_requests()) == 1
    end = NOW + timedelta(seconds=auth0.token_seconds)
    for before_its_end, asked in ((timedelta(seconds=61), 1), (timedelta(seconds=60), 2)):
        auth0.clock = lambda at=end - before_its_end: at
        with clock.frozen(end - before_its_end):
            api.user(sophie)
        assert len(auth0.token_requests()) == asked


def test_a_token_is_asked_for_the_tenants_own_domain_even_beside_a_custom_one(auth0, tenant, sophie):
    with Management(replace(tenant, custom_domain="login.belfius.example")) as api:
        api.user(sophie)
    [asked] = auth0.token_requests()
    assert asked.body["audience"] == f"http://{auth0.domain}/api/v2/"


def test_a_token_that_was_taken_back_is_asked_for_again_once(auth0, api, sophie):
    api.user(sophie)
    auth0.tokens.clear()
    assert api.user(sophie).user_id == sophie
    assert len(auth0.token_requests()) == 2


def test_a_token_that_is_never_good_is_a_wrong_client_and_no_loop(auth0, api, sophie):
    auth0.spoil(*[Spoilt(status=401, body=b"{}", at="/api/")] * 2)
    with pytest.raises(WrongClient):
        api.user(sophie)
    assert len(auth0.token_requests()) == 2


@pytest.mark.parametrize("how", ["secret", "audience", "grant"])
def test_a_wrong_secret_audience_or_grant_is_the_clients_fault_and_said_so(auth0, tenant, sophie, how):
    if how == "secret":
        auth0.machine_secret = "changed-in-the-dashboard-meanwhile"
    elif how == "grant":
        auth0.granted = False
    wrong = replace(tenant, domain=auth0.domain.replace("127.0.0.1", "localhost")) if how == "audience" else tenant
    with Management(wrong) as api, pytest.raises(WrongClient):
        api.user(sophie)
    assert auth0.asked("GET", f"/users/{sophie}") == []


def test_a_new_secret_counts_at_once(auth0, tenant, sophie):
    with Management(tenant) as api:
        api.user(sophie)
    another = replace(tenant, management_client_secret="a-wrong-secret-of-some-length")
    with Management(another) as api, pytest.raises(WrongClient):
        api.user(sophie)


def test_the_token_of_one_insurer_is_not_used_for_another(auth0, tenant, sophie):
    with Management(tenant) as api, fake_auth0(clock=lambda: NOW) as second:
        api.user(sophie)
        there = second.user("oscar@example.be")
        with Management(replace(tenant, domain=second.domain)) as other:
            other.user(there)
        assert (len(auth0.token_requests()), len(second.token_requests())) == (1, 1)
        foreign = {f"Bearer {token}" for token in auth0.tokens}
        assert not [seen for seen in second.seen if seen.headers.get("Authorization") in foreign]


def test_without_a_machine_nothing_is_asked(auth0, tenant):
    with Management(replace(tenant, management_client_secret="")) as api, pytest.raises(NotSetUp):
        api.factors_on()
    assert auth0.seen == []


@pytest.mark.parametrize(
    "answer",
    [b"", b"null", b"[]", b"{}", b"no JSON", b'{"access_token": 1, "expires_in": 60}',
     b'{"access_token": "a b", "expires_in": 60}', b'{"access_token": "a", "expires_in": "60"}',
     b'{"access_token": "a", "expires_in": -1}', b'{"access_token": "a\\r\\nX: y", "expires_in": 60}'],
)  # fmt: skip
def test_an_answer_without_a_token_is_none(auth0, api, sophie, answer):
    auth0.spoil(Spoilt(status=200, body=answer, at="/oauth/"))
    with pytest.raises(AnsweredOddly):
        api.user(sophie)


def test_a_token_for_a_hundred_years_is_used_for_a_day(auth0, api, sophie):
    auth0.token_seconds = 10**9
    api.user(sophie)
    with clock.frozen(NOW + timedelta(days=1)):
        api.user(sophie)
    assert len(auth0.token_requests()) == 2


# Too many questions


def test_after_429_the_client_waits_until_the_moment_named_and_goes_on(auth0, api, waits, sophie):
    """Also for what may be done only once: Auth0 has done nothing."""
    auth0.spoil(
        Spoilt(status=429, body=b"{}", headers={"x-ratelimit-reset": str(int(NOW.timestamp()) + 3)}, at="/api/")
    )
    api.password_link(sophie)
    assert waits == [3.5]
    assert len(auth0.tickets) == 1


def test_the_allowance_of_the_stand_in_is_kept_to(auth0, api, waits, sophie):
    def later(seconds: float) -> None:
        waits.append(seconds)
        then = auth0.clock() + timedelta(seconds=seconds)
        auth0.clock = lambda: then

    api._sleep = later
    for _ in range(25):
        api.block(sophie)
    assert waits
    assert all(wait <= 5 for wait in waits)
    assert len(auth0.asked("PATCH", f"/users/{sophie.replace('|', '%7C')}")) == 25 + len(waits)


def test_whoever_would_wait_too_long_is_told_how_long(auth0, api, waits, sophie):
    auth0.spoil(
        Spoilt(status=429, body=b"{}", headers={"x-ratelimit-reset": str(int(NOW.timestamp()) + 40)}, at="/api/")
    )
    with pytest.raises(RateLimited) as refusal:
        api.user(sophie)
    assert (refusal.value.values["count"], waits) == (40, [])


@pytest.mark.parametrize("reset", ["", "soon", "-5", "9" * 30, "1e9"])
def test_a_moment_that_makes_no_sense_makes_nobody_wait_for_ever(auth0, api, waits, sophie, reset):
    auth0.spoil(*[Spoilt(status=429, body=b"{}", headers={"x-ratelimit-reset": reset}, at="/api/")] * 3)
    with pytest.raises(RateLimited) as refusal:
        api.user(sophie)
    assert refusal.value.values["count"] <= 3601
    assert sum(waits) <= 5


# Slow, gone, broken


@pytest.mark.parametrize("name", calls.ALL)
def test_only_what_does_no_harm_twice_is_asked_again(auth0, tenant, waits, sophie, name):
    spoilt = Spoilt(status=503, body=b"", at="/dbconnections" if name == "mail_password_link" else "/api/")
    with Management(replace(tenant, organization=ORGANIZATION), sleep=waits.append, chance=lambda: 0.5) as api:
        if name == "create_user":
            api.connection = lambda: (_ for _ in ()).throw(MayNotCall(scope=""))
        auth0.spoil(spoilt)
        if name in calls.AGAIN:
            calls.ALL[name](api, sophie)
            assert waits == [0.1875]
        else:
            with pytest.raises(Unreachable):
                calls.ALL[name](api, sophie)
            assert waits == []


def test_an_answer_that_was_lost_makes_no_second_user(auth0, api, monkeypatch):
    auth0.api_behavior = "required"
    monkeypatch.setattr(Management, "_makes_users_without_password", lambda _: False)
    auth0.spoil(Spoilt(hang_up=True, afterwards=True, at="/api/"))
    with pytest.raises(Unreachable):
        api.create_user(email="nora@example.be", given_name="Nora", family_name="Peeters")
    [found] = api.find_by_email("nora@example.be")
    assert len(auth0.users) == 1
    assert found.email_verified is False


def test_a_tenant_that_stays_down_is_given_up_after_three_tries_further_and_further_apart(auth0, api, waits, sophie):
    auth0.spoil(*[DOWN] * 3)
    with pytest.raises(Unreachable) as refusal:
        api.user(sophie)
    assert waits == [0.1875, 0.375]
    assert "sophie" not in str(refusal.value.values) + repr(refusal.value)


def test_a_tenant_that_does_not_answer_is_given_up(auth0, tenant, waits, sophie):
    auth0.spoil(*[Spoilt(hold=True, at="/api/")] * 3)
    short = httpx.Timeout(0.2)
    with Management(tenant, sleep=waits.append, timeout=short) as api, pytest.raises(Unreachable):
        api.user(sophie)
    assert auth0.holding.is_set()
    assert len(waits) == 2


def test_an_answer_that_comes_by_drops_is_given_up_as_a_whole(auth0, tenant, waits, sophie):
    """The time between two drops is short enough each time."""
    times = iter(range(0, 10_000, int(WHOLE_ANSWER) + 1))
    with Management(tenant, sleep=waits.append, timer=lambda: next(times)) as api, pytest.raises(Unreachable):
        api.user(sophie)
    assert len(waits) == 2


def test_nobody_at_the_address_is_out_of_reach(tenant, waits):
    with fake_auth0() as gone:
        domain = gone.domain
    with Management(replace(tenant, domain=domain), sleep=waits.append) as api, pytest.raises(Unreachable):
        api.factors_on()


@pytest.mark.parametrize(
    "body",
    [b"", b"null", b"7", b'"text"', b"[]", b"{}", b'{"user_id": 7}', b'{"user_id": ""}', b"{", b"<html></html>",
     b"\xff\xfe", b"[" * 100_000, b'{"user_id": null, "email": {}}', b"1" * 6000],
)  # fmt: skip
def test_an_answer_that_says_nothing_is_refused_never_a_crash(auth0, api, sophie, body):
    auth0.spoil(Spoilt(status=200, body=body, at="/api/"))
    with pytest.raises(AnsweredOddly) as refusal:
        api.user(sophie)
    assert refusal.value.status == 200


# Of these, nothing is read.
_SILENT = {
    "offers_sessions",
    "reset_factors",
    "forget_browsers",
    "release_attempts",
    "end_sessions",
    "revoke_access",
    "join_organization",
}


@pytest.mark.parametrize("name", sorted(calls.AGAIN.keys() - _SILENT))
@pytest.mark.parametrize(
    "body", [b'[{"id": 1}]', b'{"sessions": 3, "clients": "x", "blocked_for": {}}', b"[[1]]", b"[null]", b"true"]
)
def test_no_list_or_object_of_another_shape_gets_through(auth0, api, tenant, sophie, name, body):
    with Management(replace(tenant, organization=ORGANIZATION)) as api:
        auth0.spoil(*[Spoilt(status=200, body=body, at="/api/")] * 2)
        with pytest.raises(AnsweredOddly):
            calls.AGAIN[name](api, sophie)


def test_a_huge_answer_is_not_read_to_its_end(auth0, api, sophie):
    auth0.spoil(Spoilt(status=200, body=b'{"user_id": "' + b"x" * LARGEST_ANSWER + b'"}', at="/api/"))
    with pytest.raises(AnsweredOddly) as refusal:
        api.user(sophie)
    assert refusal.value.values["reason"] == "too-large"


def test_an_answer_that_would_unfold_is_not_unfolded(auth0, api, sophie):
    import gzip

    body = gzip.compress(json.dumps({"user_id": sophie, "email": " " * 10**6}).encode())
    auth0.spoil(Spoilt(status=200, body=body, headers={"Content-Encoding": "gzip"}, at="/api/"))
    with pytest.raises(AnsweredOddly):
        api.user(sophie)
    assert auth0.seen[-1].headers["Accept-Encoding"] == "identity"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_refused_and_no_other_address_gets_the_token(auth0, api, sophie, status):
    with fake_auth0() as thief:
        elsewhere = f"http://{thief.domain}/api/v2/users/x"
        auth0.spoil(Spoilt(status=status, body=b"", headers={"Location": elsewhere}, at="/api/"))
        with pytest.raises(AnsweredOddly):
            api.user(sophie)
        with pytest.raises(AnsweredOddly):
            wire._Tokens.kept.clear()
            auth0.spoil(Spoilt(status=status, body=b"", headers={"Location": elsewhere}, at="/oauth/"))
            api.user(sophie)
        assert thief.seen == []


def test_a_next_page_at_another_address_gets_no_token(auth0, api):
    with fake_auth0() as thief:
        auth0.spoil(Spoilt(
            status=200, body=b'[{"log_id": "1", "type": "s"}]', at="/api/",
            headers={"Link": f'<http://{thief.domain}/api/v2/logs?from=77&take=100>; rel="next"'},
        ))  # fmt: skip
        page = api.log("1")
        assert page.checkpoint == "77"
        api.log(page.checkpoint)
        assert thief.seen == []


def test_a_403_for_another_reason_is_not_called_a_missing_scope(auth0, api, sophie):
    auth0.spoil(Spoilt(status=403, body=b'{"errorCode": "operation_not_supported"}', at="/api/"))
    with pytest.raises(NotOffered):
        api.factors(sophie)


def test_a_plan_without_calls_about_sessions_stops_no_block_nor_reset(auth0, api, sophie):
    auth0.log_in(sophie)
    auth0.enterprise = False
    assert api.block(sophie).blocked
    assert (api.revoke_access(sophie), api.end_sessions(sophie), api.offers_sessions()) == (False, False, False)
    with pytest.raises(NotOffered):
        api.sessions(sophie)
    auth0.enterprise = True
    assert (api.revoke_access(sophie), api.end_sessions(sophie), api.offers_sessions()) == (True, True, True)


# Secrets


@contextmanager
def everything_logged():
    lines: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(record.getMessage() + str(record.exc_info) + str(record.args))

    root, keep = logging.getLogger(), Keep(level=0)
    level = root.level
    root.addHandler(keep)
    root.setLevel(0)
    try:
        yield lines
    finally:
        root.removeHandler(keep)
        root.setLevel(level)


def test_no_secret_token_link_or_address_is_logged_shown_or_kept_in_clear(auth0, tenant, sophie, waits):
    refusals: list[str] = []
    with everything_logged() as lines, Management(replace(tenant, organization=ORGANIZATION)) as api:
        answers = [call(api, sophie) for call in calls.ALL.values()]
        api._sleep = waits.append
        for spoilt in (DOWN, Spoilt(status=400, body=b'{"message": "sophie.marchal@example.be", "error": "Bad"}')):
            auth0.spoil(*[spoilt] * 3)
            try:
                api.find_by_email(EMAIL)
            except Auth0Refused as refusal:
                refusals.append(f"{refusal!r} {refusal.values} {refusal.__context__!r}")
            auth0.spoilt.clear()
    events = [f"{event.values} {event.code}" for event in Event.objects.all()]
    seen = " ".join([*lines, *refusals, *events, repr(answers), repr(tenant), repr(api), repr(wire._Tokens.kept)])
    assert len(refusals) == 2
    hidden = [CLIENT_SECRET, MACHINE_SECRET, *auth0.tokens, *auth0.passwords.values(), "RECVRYCDENEVRTBESEEN2345"]
    hidden += [EMAIL, EMAIL.lower(), "Sophie’s phone", "ticket="]
    assert not [secret for secret in hidden if secret and secret in seen]


def test_the_secrets_are_sealed_in_the_database(auth0, tenant):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(t)::text FROM identity_auth0tenant t")
        [(row,)] = cursor.fetchall()
    assert CLIENT_SECRET not in row and CLIENT_SECRET.encode().hex() not in row
    assert MACHINE_SECRET not in row and MACHINE_SECRET.encode().hex() not in row
    assert auth0.domain in row


def test_two_threads_share_one_client(auth0, api, sophie):
    found: list[str] = []
    threads = [threading.Thread(target=lambda: found.append(api.user(sophie).user_id)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [sophie] * 4
