"""What the check says of a tenant that is set up right, and of each thing that is not, with what to change."""

from dataclasses import replace
from datetime import timedelta

import pytest

from accident_manager.foundation import clock
from accident_manager.identity.auth0 import check, logs
from accident_manager.identity.auth0.check import OK, UNKNOWN, WRONG
from accident_manager.identity.auth0.management import SCOPES
from accident_manager.insurers import queries as insurers
from accident_manager.wording import LANGUAGES, say
from auth0.conftest import NOW
from auth0.fake_auth0 import (
    CLIENT,
    CLIENT_SECRET,
    CONNECTION_ID,
    MACHINE,
    MACHINE_SECRET,
    ORGANIZATION,
    Spoilt,
    fake_auth0,
)


@pytest.fixture
def belfius_info(in_belfius):
    return insurers.by_code("belfius")


@pytest.fixture
def checked(tenant, auth0, belfius_info):
    """Check the tenant as it is, with other settings; the findings by their codes."""
    # As many scopes as an insurer needs that has a tenant of its own.
    auth0.scopes = set(SCOPES)

    def run(**other: object) -> dict[str, check.Finding]:
        findings = check.check(replace(tenant, **other), belfius_info)
        assert len({finding.code for finding in findings}) == len(findings)
        return {finding.code: finding for finding in findings}

    return run


def wrong(found: dict[str, check.Finding]) -> dict[str, str]:
    """What is to be changed: the advice by code."""
    return {code: say(finding.advice, "en") for code, finding in found.items() if finding.state == WRONG}


def unknown(found: dict[str, check.Finding]) -> set[str]:
    return {code for code, finding in found.items() if finding.state == UNKNOWN}


def test_a_tenant_that_is_right_is_right_in_every_line(checked):
    found = checked()
    assert wrong(found) == {}
    assert unknown(found) == {"address.callback", "address.logout", "log"}, "what cannot be asked, or not yet"
    assert list(found) == [
        "domain", "issuer", "logout", "clock", "client", "management", *(f"scope.{scope}" for scope in SCOPES),
        "scopes.spare", "factor.otp", "factor.recovery-code", "policy", "sessions", "connection", "connection.clients",
        "connection.sign-up", "connection.brute-force", "log", "address.callback", "address.logout",
    ]  # fmt: skip
    assert check.is_right(list(found.values()))


def test_nothing_is_changed_there(checked, auth0):
    checked()
    asked = {(seen.method, seen.path) for seen in auth0.seen if seen.method != "GET"}
    assert asked == {("POST", "/oauth/token")}


def test_everything_it_says_is_said_in_every_language_and_holds_no_secret(checked, auth0):
    for broken in (False, True):
        if broken:
            auth0.scopes, auth0.policies, auth0.factors = set(), [], {}
            auth0.machine_secret = auth0.client_secret = "changed-since-then-for-everybody"
        for finding in checked(back_channel=True, organization=ORGANIZATION).values():
            for language in LANGUAGES:
                for sentence in filter(None, (finding.what, finding.advice)):
                    spoken = say(sentence, language)
                    assert "%(" not in spoken
                    assert CLIENT_SECRET not in spoken
                    assert MACHINE_SECRET not in spoken


# The login


def test_a_domain_where_nobody_answers(checked, auth0):
    with fake_auth0() as gone:
        domain = gone.domain
    found = checked(domain=domain)
    assert wrong(found) == {
        "domain": "There is no answer. Is the domain written right, and may this server reach it?",
    }
    assert "management" in unknown(found)
    assert not check.is_right(list(found.values()))


@pytest.mark.parametrize("page", [b"<html>Shop</html>", b"[]", b"{}", b""])
def test_a_domain_that_is_somebody_elses(checked, auth0, page):
    auth0.spoil(Spoilt(status=200, body=page, at="/.well-known"))
    found = checked()
    assert "This is no domain of Auth0" in wrong(found)["domain"]
    assert found["management"].state == UNKNOWN
    assert [seen.path for seen in auth0.seen] == ["/.well-known/openid-configuration"], "and it gets no secret"


def test_beside_a_custom_domain_the_tenants_own_is_looked_at_too(checked, auth0):
    with fake_auth0(clock=lambda: NOW) as custom:
        found = checked(custom_domain=custom.domain)
        assert (wrong(found), found["domain.own"].state) == ({}, OK)
        assert {seen.path for seen in custom.seen} == {"/.well-known/openid-configuration", "/oauth/token"}
        assert custom.token_requests() == [], "the Management API is the tenant's own"
        auth0.spoil(Spoilt(status=200, body=b"<html>Shop</html>", at="/.well-known"))
        auth0.seen.clear()
        found = checked(custom_domain=custom.domain)
        assert set(wrong(found)) == {"domain.own"}
        assert auth0.token_requests() == []


def test_a_domain_that_sends_elsewhere_is_not_followed(checked, auth0):
    with fake_auth0() as other:
        elsewhere = f"http://{other.domain}/.well-known/openid-configuration"
        auth0.spoil(Spoilt(status=302, headers={"Location": elsewhere}, at="/.well-known"))
        assert "domain" in wrong(checked())
        assert other.seen == []


@pytest.mark.parametrize("issuer", ["https://login.belfius.example/", "http://127.0.0.1", "HTTP://EVIL/"])
def test_an_issuer_that_is_another_one(checked, auth0, issuer):
    auth0.issuer = issuer
    assert issuer in wrong(checked())["issuer"]


def test_an_issuer_without_its_slash_is_another_one(checked, auth0):
    auth0.issuer = f"http://{auth0.domain}"
    assert "issuer" in wrong(checked())


def test_a_logout_that_is_not_offered(checked, auth0):
    auth0.discovery = {"end_session_endpoint": None}
    assert "RP-Initiated Logout" in wrong(checked())["logout"]


@pytest.mark.parametrize(("seconds", "state"), [(0, OK), (30, OK), (-30, OK), (31, WRONG), (-31, WRONG), (4000, WRONG)])
def test_a_clock_that_is_off_is_said_in_seconds(checked, auth0, seconds, state):
    auth0.clock = lambda: NOW + timedelta(seconds=seconds)
    finding = checked()["clock"]
    assert finding.state == state
    if state == WRONG:
        assert finding.advice.values == {"count": abs(seconds)}


@pytest.mark.parametrize("date", ["", "yesterday", "Mon, 99 Nov 2026 09:00:00 GMT"])
def test_a_time_that_is_not_said_is_not_known(date):
    assert check._clock(date).state == UNKNOWN


def test_a_login_secret_that_is_wrong_missing_or_may_not_be_used(checked, auth0):
    auth0.client_secret = "another-secret-since-this-morning"
    assert "Copy both again" in wrong(checked())["client"]
    auth0.client_secret, auth0.grant_types = CLIENT_SECRET, {"implicit"}
    assert "Authorization Code" in wrong(checked())["client"]
    assert "No secret is set" in wrong(checked(client_secret=""))["client"]
    auth0.spoil(Spoilt(status=418, body=b"{}", at="/oauth/token"))
    assert checked()["client"].state == UNKNOWN


# The machine


def test_a_machine_that_is_not_set_wrong_or_not_authorised(checked, auth0):
    assert "the log is not copied" in wrong(checked(management_client_id=""))["management"]
    assert auth0.audience in wrong(checked(management_client_secret="a-wrong-one-of-some-length"))["management"]
    auth0.granted = False
    found = checked()
    assert "authorise the application" in wrong(found)["management"]
    assert not [code for code in found if code.startswith(("scope", "factor", "connection"))]


def test_a_secret_that_was_changed_is_noticed_though_a_token_is_still_good(checked, auth0):
    checked()
    auth0.machine_secret = "rotated-in-the-dashboard-just-now"
    assert "management" in wrong(checked())


@pytest.mark.parametrize("scope", SCOPES)
def test_each_missing_scope_is_named_and_stops_no_other_line(checked, auth0, scope):
    auth0.scopes = set(SCOPES) - {scope}
    found = checked()
    assert set(wrong(found)) == {f"scope.{scope}"}
    assert scope in say(found[f"scope.{scope}"].what, "nl")


def test_a_scope_that_is_too_much_is_to_be_taken_out(checked, auth0):
    auth0.scopes |= {"delete:users", "update:tenant_settings"}
    assert wrong(checked()) == {
        "scopes.spare": "Take these out of the machine-to-machine application, under “APIs”: delete:users, "
        "update:tenant_settings."
    }


def test_scopes_that_are_not_said_are_not_known(checked, auth0):
    auth0.says_scopes = False
    assert {f"scope.{scope}" for scope in SCOPES} <= unknown(checked())


@pytest.mark.parametrize(("kind", "switch"), [("otp", "One-time Password"), ("recovery-code", "Recovery Code")])
def test_a_factor_that_is_off(checked, auth0, kind, switch):
    auth0.factors[kind] = False
    found = checked()
    assert set(wrong(found)) == {f"factor.{kind}"}
    assert switch in wrong(found)[f"factor.{kind}"]


@pytest.mark.parametrize("policies", [[], ["confidence-score"], ["all-applications-but-one"]])
def test_a_policy_that_is_not_always(checked, auth0, policies):
    auth0.policies = policies
    assert "Always" in wrong(checked())["policy"]


def test_a_plan_without_calls_about_sessions_is_said_and_not_wrong(checked, auth0):
    auth0.enterprise = False
    found = checked()
    assert (wrong(found), found["sessions"].state) == ({}, UNKNOWN)
    assert "Enterprise" in say(found["sessions"].advice, "en")


# The connection and the organization


def test_a_connection_that_is_not_there_or_another_one(checked, auth0):
    assert checked(connection_id="")["connection"].state == UNKNOWN
    assert "none with this identifier" in wrong(checked(connection_id="con_ZZZZ"))["connection"]
    assert "another connection" in wrong(checked(connection="Other-Accounts"))["connection"]
    auth0.connection["strategy"] = "google-oauth2"
    found = checked()
    assert "google-oauth2" in wrong(found)["connection"]
    assert "connection.sign-up" not in found


@pytest.mark.parametrize("clients", [[CLIENT], [MACHINE], [], ["another"]])
def test_a_connection_that_is_not_on_for_both_applications(checked, auth0, clients):
    auth0.connection_clients = clients
    assert set(wrong(checked())) == {"connection.clients"}


@pytest.mark.parametrize(
    ("option", "code"), [("disable_signup", "connection.sign-up"), ("brute_force_protection", "connection.brute-force")]
)
def test_a_connection_that_lets_in_too_many(checked, auth0, option, code):
    auth0.connection["options"][option] = False
    assert set(wrong(checked())) == {code}


def test_an_organization_with_its_scopes_and_connection(checked, auth0):
    auth0.scopes = {*SCOPES, "create:organization_members", "read:organizations"}
    found = checked(organization=ORGANIZATION)
    assert (wrong(found), found["organization.connection"].state) == ({}, OK)
    auth0.organization_connections[ORGANIZATION] = ["con_ANOTHER"]
    assert set(wrong(checked(organization=ORGANIZATION))) == {"organization.connection"}
    assert set(wrong(checked(organization="org_ZZZZ"))) == {"organization"}
    assert checked(organization=ORGANIZATION, connection_id="")["organization.connection"].state == UNKNOWN
    assert CONNECTION_ID.startswith("con_")


# The log


def test_a_log_that_is_no_longer_copied_is_noticed(checked, tenant, auth0):
    assert checked()["log"].state == UNKNOWN
    assert "log" not in checked(active=False)
    logs.copy(tenant)
    for later, state in ((timedelta(hours=1), OK), (timedelta(hours=1, seconds=1), WRONG)):
        with clock.frozen(NOW + later):
            finding = checked()["log"]
        assert finding.state == state
    assert "2026" in say(finding.advice, "fr")


# What is compared by hand


def test_the_addresses_to_register_are_those_of_the_insurers_door(checked, belfius_info, settings):
    settings.ACM_PUBLIC_URL = "https://accidents.example"
    found = checked(back_channel=True)
    said = [say(found[code].what, "en") for code in ("address.callback", "address.logout", "address.back-channel")]
    assert said == [
        "Allowed Callback URLs has https://accidents.example/belfius/login/callback",
        "Allowed Logout URLs has https://accidents.example/belfius/login",
        "Back-Channel Logout URI is https://accidents.example/belfius/login/back-channel",
    ]
    own = check.addresses(replace(belfius_info, hosts=("accidents.belfius.example",)))
    assert own.callback == "https://accidents.belfius.example/login/callback"


def test_auth0_overloaded_is_not_called_wrong(checked, auth0):
    reset = {"x-ratelimit-reset": str(int(NOW.timestamp()) + 300)}
    auth0.spoil(*[Spoilt(status=429, body=b"{}", headers=reset, at="/api/")] * 20)
    found = checked()
    assert wrong(found) == {}
    assert {"factor.otp", "policy", "connection"} <= unknown(found)
    assert found["policy"].advice.values["count"] in {300, 301}
