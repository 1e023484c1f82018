"""An insurer's Auth0 tenant, as an operator sets and checks it. Exit 0: done or right, 1: refused, 2: used wrongly."""

import json
from collections.abc import Iterator

import pytest

from auth0.conftest import settings_for
from auth0.fake_auth0 import CLIENT_SECRET, MACHINE_SECRET, FakeAuth0, fake_auth0
from machine import Machine, wait_until

SECRETS = ("client_secret", "management_client_secret")


@pytest.fixture
def auth0() -> Iterator[FakeAuth0]:
    from accident_manager.identity.auth0.management import SCOPES

    with fake_auth0() as server:
        server.scopes = set(SCOPES)
        yield server


@pytest.fixture
def typed(auth0, tmp_path) -> list[str]:
    """NAME=VALUE for everything; secrets in files."""
    words = []
    for name, value in settings_for(auth0).items():
        if name in SECRETS:
            (tmp_path / name).write_text(f"{value}\n")
            value = f"@{tmp_path / name}"
        words.append(f"{name}={value}")
    return words


@pytest.fixture
def set_up(belfius: Machine, typed) -> Machine:
    belfius.done("insurer", "auth0", "set", "belfius", *typed)
    return belfius


def test_a_tenant_is_set_shown_and_changed_and_no_secret_is_ever_said(belfius, typed, auth0):
    first = belfius.done("insurer", "auth0", "set", "belfius", *typed)
    assert auth0.domain in first
    shown = json.loads(belfius.done("insurer", "auth0", "show", "belfius", "--json"))
    assert (shown["domain"], shown["active"], shown["jit"]) == (auth0.domain, True, False)
    assert (shown["client_secret"], shown["management_client_secret"]) == (True, True)
    assert "is set" in belfius.done("insurer", "auth0", "show", "belfius")
    belfius.done("insurer", "auth0", "set", "belfius", "mfa_each_session=no", "--json")
    [(row,)] = belfius.sql("SELECT row_to_json(t)::text FROM identity_auth0tenant t")
    assert json.loads(row)["mfa_each_session"] is False
    [(trail,)] = belfius.sql("SELECT json_agg(e)::text FROM audit_event e")
    everything = first + json.dumps(shown) + row + trail
    for secret in (CLIENT_SECRET, MACHINE_SECRET):
        assert secret not in everything
        assert secret.encode().hex() not in everything
    assert belfius.sql("SELECT count(*) FROM audit_event WHERE code = 'insurer.auth0_changed'") == [(9,)]


def test_a_secret_comes_from_a_file_or_from_standard_input_never_from_the_command_line(set_up):
    spoken = set_up.acm("insurer", "auth0", "set", "belfius", "client_secret=" + "s" * 20)
    assert (spoken.returncode, "client_secret=@FILE" in spoken.stderr) == (2, True)
    assert "ssss" not in spoken.stderr + spoken.stdout
    piped = set_up.acm("insurer", "auth0", "set", "belfius", "client_secret=@-", stdin="another-secret-by-the-pipe\n")
    assert piped.returncode == 0, piped.stderr
    nowhere = set_up.acm("insurer", "auth0", "set", "belfius", "client_secret=@/nowhere/at/all")
    assert (nowhere.returncode, "auth0.no-secret-file" in nowhere.stderr) == (1, True)


def test_what_cannot_be_is_refused_field_by_field_and_nothing_is_kept(belfius, typed):
    refused = belfius.acm("insurer", "auth0", "set", "belfius", "domain=https://x/y", "client_id=a b", "active=perhaps")
    assert refused.returncode == 1
    assert [line.partition(":")[0] for line in refused.stderr.splitlines()] == ["domain", "client_id", "active"]
    incomplete = belfius.acm("insurer", "auth0", "set", "belfius", "domain=belfius.eu.auth0.com")
    assert (incomplete.returncode, "connection: Fill this in." in incomplete.stderr) == (1, True)
    assert belfius.acm("insurer", "auth0", "set", "belfius", "speed=11").returncode == 2
    assert belfius.acm("insurer", "auth0", "set", "belfius").returncode == 2
    assert belfius.sql("SELECT count(*) FROM identity_auth0tenant") == [(0,)]


def test_the_check_says_what_is_right_and_exits_0(set_up):
    said = set_up.done("insurer", "auth0", "check", "belfius")
    assert "To change" not in said
    assert "The clock of this server agrees with Auth0’s" in said
    report = json.loads(set_up.done("insurer", "auth0", "check", "belfius", "--json"))
    assert (report["ok"], report["insurer"]) == (True, "belfius")
    assert {row["state"] for row in report["checks"]} == {"ok", "unknown"}
    assert "In orde" in set_up.done("insurer", "auth0", "check", "belfius", "--language", "nl")


def test_the_check_says_what_to_change_and_exits_1(set_up, auth0):
    auth0.policies, auth0.scopes = [], auth0.scopes - {"read:logs"}
    outcome = set_up.acm("insurer", "auth0", "check", "belfius")
    assert outcome.returncode == 1
    assert "→ Choose “Always” under Security, Multi-factor Auth, Define policies." in outcome.stdout
    assert "Scope read:logs: copying the log" in outcome.stdout
    report = json.loads(set_up.acm("insurer", "auth0", "check", "belfius", "--json").stdout)
    assert {row["code"] for row in report["checks"] if row["state"] == "wrong"} == {"policy", "scope.read:logs"}


def test_an_insurer_without_a_tenant_is_told_so(belfius):
    for words in (("check", "belfius"), ("show", "belfius"), ("emergency", "on", "belfius")):
        outcome = belfius.acm("insurer", "auth0", *words)
        assert (outcome.returncode, "auth0.not-set-up" in outcome.stderr) == (1, True)
    assert belfius.acm("insurer", "auth0", "check", "nobody").returncode == 1


def test_in_an_emergency_people_log_in_without_auth0_until_it_is_over(set_up):
    set_up.done("insurer", "auth0", "emergency", "on", "belfius")
    set_up.done("insurer", "auth0", "emergency", "on", "belfius")
    assert set_up.sql("SELECT emergency_embedded FROM identity_auth0tenant") == [(True,)]
    set_up.done("insurer", "auth0", "emergency", "off", "belfius")
    assert set_up.sql("SELECT emergency_embedded FROM identity_auth0tenant") == [(False,)]
    assert set_up.sql("SELECT code FROM audit_event WHERE code LIKE 'insurer.emergency%' ORDER BY seq") == [
        ("insurer.emergency_door_opened",), ("insurer.emergency_door_closed",),
    ]  # fmt: skip
    assert set_up.acm("insurer", "auth0", "emergency", "perhaps", "belfius").returncode == 2


def test_the_worker_copies_the_log_by_itself(set_up, auth0):
    log_id = auth0.log("s")
    with set_up.running("worker"):
        wait_until(lambda: set_up.sql("SELECT 1 FROM identity_auth0logseen"), "the worker has copied the log", 60)
    query = "SELECT code, values->>'log_id' FROM audit_event WHERE values->>'source' = 'auth0'"
    assert set_up.sql(query) == [("login.succeeded", log_id)]
    report = json.loads(set_up.done("insurer", "auth0", "check", "belfius", "--json"))
    assert [row["state"] for row in report["checks"] if row["code"] == "log"] == ["ok"]
