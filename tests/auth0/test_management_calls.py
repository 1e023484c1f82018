"""Our client of the Management API against the stand-in: what each call does, and the traps of the documentation."""

import inspect
from dataclasses import replace

import pytest

from accident_manager.identity.auth0.management import ORGANIZATION_SCOPES, SCOPES, Management, scopes_for
from accident_manager.identity.auth0.refused import AnsweredOddly, ExistsThere, MayNotCall, NotThere
from auth0 import calls
from auth0.calls import EMAIL
from auth0.fake_auth0 import API, CLIENT, CONNECTION, MACHINE, ORGANIZATION
from auth0.shapes import documented


@pytest.fixture
def api(tenant, waits):
    """Of an insurer that is one organization of its tenant: then every call can be made."""
    with Management(replace(tenant, organization=ORGANIZATION), sleep=waits.append, chance=lambda: 0.5) as api:
        yield api


@pytest.fixture
def sophie(auth0) -> str:
    user_id = auth0.user(EMAIL)
    auth0.enrol(user_id)
    auth0.log_in(user_id)
    auth0.failed_blocks.append({"identifier": EMAIL.lower(), "ip": "192.0.2.7", "connection": CONNECTION})
    auth0.log("s", user_id=user_id)
    return user_id


def test_every_call_of_the_client_is_tried_here():
    methods = {name for name, _ in inspect.getmembers(Management, inspect.isfunction) if not name.startswith("_")}
    assert methods - calls.NO_CALLS == calls.ALL.keys()


@pytest.mark.parametrize("name", calls.ALL)
def test_every_call_is_made_as_documented(auth0, api, sophie, name):
    calls.ALL[name](api, sophie)
    assert not [seen for seen in auth0.seen if "|" in seen.path], "ids are percent-encoded"


@pytest.mark.parametrize("name", sorted(calls.ALL.keys() - {"mail_password_link"}))
def test_a_missing_scope_is_named_as_it_is_called_in_auth0(auth0, api, sophie, name):
    before = len(auth0.seen)
    calls.ALL[name](api, sophie)
    routes = {f"{seen.method} {_template(seen.path, sophie)}" for seen in auth0.seen[before:] if API in seen.path}
    needed = {scope for route in documented()["routes"] if route["call"] in routes for scope in route["scope"].split()}
    if name == "create_user":
        auth0.users.popitem()
        # Whether it needs a password: asked when it may be, done without when not.
        needed -= {"read:connections"}
    every = set(auth0.scopes)
    for scope in needed:
        auth0.scopes = every - {scope}
        with pytest.raises(MayNotCall) as refusal:
            calls.ALL[name](api, sophie)
        assert scope in refusal.value.values["scope"].split()
        assert set(refusal.value.values["scope"].split()) <= needed


def test_the_client_needs_exactly_the_scopes_that_it_asks_for():
    """What the calls need by the documentation is what the client, the check and the manual name: no more, no less."""
    documented_scopes = {scope for route in documented()["routes"] for scope in route["scope"].split()}
    assert documented_scopes == SCOPES.keys() | ORGANIZATION_SCOPES.keys()
    of_organizations = {
        route["scope"] for route in documented()["routes"] if "/organizations/" in route["call"]
    }  # fmt: skip
    assert of_organizations == ORGANIZATION_SCOPES.keys()
    assert scopes_for("").keys() == SCOPES.keys()
    assert scopes_for(ORGANIZATION).keys() == documented_scopes


def _template(path: str, user_id: str) -> str:
    quoted = user_id.replace("|", "%7C")
    path = path.removeprefix(API).replace(quoted, "{id}").replace(ORGANIZATION, "{id}")
    return path.replace("con_AAAAAAAAAAAAAAAA", "{id}")


# The traps of section 7, each by its number


def test_1_unblocking_lifts_no_block_of_failed_attempts_nor_the_other_way_round(auth0, api, sophie):
    api.block(sophie)
    assert not api.unblock(sophie).blocked
    assert [block.ip for block in api.attack_blocks(EMAIL)] == ["192.0.2.7"]
    api.block(sophie)
    api.release_attempts(EMAIL)
    assert api.attack_blocks(EMAIL) == []
    assert api.user(sophie).blocked


def test_2_no_call_sets_a_password_of_somebody_who_is_there(auth0, api, sophie):
    """In Auth0 it would lift an administrator's block as well: the stand-in does that, too."""
    api.block(sophie)
    api.call("PATCH", f"/users/{sophie.replace('|', '%7C')}", scope="", again=True, body={"password": "x" * 20})
    assert not api.user(sophie).blocked
    auth0.seen.clear()
    for call in calls.ALL.values():
        call(api, sophie)
    [made] = [seen for seen in auth0.seen if "password" in (seen.body or {})]
    assert (made.method, made.path) == ("POST", f"{API}/users")
    assert [seen.body for seen in auth0.seen if seen.method == "PATCH"] == [{"blocked": True}, {"blocked": False}]


def test_2_a_new_user_gets_a_password_that_nobody_knows_or_none(auth0, api):
    first = api.create_user(email="one@example.be", given_name="Nora", family_name="Peeters")
    second = api.create_user(email="two@example.be", given_name="Nora", family_name="Peeters")
    one, two = auth0.passwords[first.user_id], auth0.passwords[second.user_id]
    assert one != two
    assert len(one) >= 40
    for kind in (str.islower, str.isupper, str.isdigit, lambda letter: not letter.isalnum()):
        assert any(kind(letter) for letter in one)
    auth0.api_behavior = "optional"
    third = api.create_user(email="three@example.be", given_name="", family_name="")
    assert auth0.passwords[third.user_id] == ""


def test_3_a_block_ends_no_session_taking_back_access_does(auth0, api, sophie):
    api.block(sophie)
    assert [found.ip for found in api.sessions(sophie)] == ["192.0.2.7"]
    api.revoke_access(sophie)
    assert (api.sessions(sophie), auth0.refresh_tokens[sophie]) == ([], 0)


def test_3_ending_sessions_leaves_refresh_tokens(auth0, api, sophie):
    api.end_sessions(sophie)
    assert (api.sessions(sophie), auth0.refresh_tokens[sophie]) == ([], 1)


@pytest.mark.parametrize("odd", ["auth0|a/b", "auth0|../users", "samlp|x|y@z.be", "auth0|50%7C", "auth0|a?b#c"])
def test_4_an_id_with_signs_of_its_own_is_that_id_and_no_other_path(auth0, api, odd):
    auth0.users[odd] = {"user_id": odd, "email": "odd@example.be", "created_at": auth0.instant()}
    assert api.user(odd).user_id == odd
    assert api.block(odd).blocked


def test_7_an_address_is_found_and_kept_in_small_letters(auth0, api, sophie):
    assert [found.user_id for found in api.find_by_email("SOPHIE.marchal@example.BE")] == [sophie]
    api.create_user(email="Nora@Example.be", given_name="Nora", family_name="Peeters")
    [made] = auth0.asked("POST", "/users")
    assert made.body["email"] == "nora@example.be"
    assert api.attack_blocks("SOPHIE.marchal@example.BE") != []


# What each call is for


def test_an_account_is_made_unverified_and_auth0_mails_nothing(auth0, api):
    made = api.create_user(
        email="nora@example.be", given_name="Nora", family_name="Peeters", user_metadata={"language": "nl"}
    )
    assert (made.user_id.startswith("auth0|"), made.email, made.email_verified) == (True, "nora@example.be", False)
    [asked] = auth0.asked("POST", "/users")
    assert (asked.body["connection"], asked.body["verify_email"]) == (CONNECTION, False)
    assert (asked.body["name"], asked.body["user_metadata"]) == ("Nora Peeters", {"language": "nl"})
    with pytest.raises(ExistsThere):
        api.create_user(email="nora@example.be", given_name="Nora", family_name="Peeters")


def test_a_connection_that_is_off_for_the_machine_makes_no_users(auth0, api):
    auth0.connection_clients = [CLIENT]
    with pytest.raises(AnsweredOddly) as refusal:
        api.create_user(email="nora@example.be", given_name="Nora", family_name="Peeters")
    assert (refusal.value.status, auth0.users) == (400, {})


def test_a_link_lasts_a_day_proves_the_mailbox_and_leads_into_the_organization(auth0, api, sophie):
    link = api.password_link(sophie)
    assert link.url.startswith(f"http://{auth0.domain}/u/reset-verify?ticket=")
    assert "ticket=" not in repr(link)
    [ticket] = auth0.tickets
    assert ticket == {
        "user_id": sophie, "client_id": CLIENT, "organization_id": ORGANIZATION, "ttl_sec": 86400,
        "mark_email_as_verified": True, "includeEmailInRedirect": False,
    }  # fmt: skip


def test_factors_are_listed_reset_and_enrolled_anew(auth0, api, sophie):
    app, recovery = api.factors(sophie)
    assert (app.kind, app.confirmed, recovery.kind) == ("totp", True, "recovery-code")
    assert "Sophie" not in repr(app)
    api.reset_factors(sophie)
    assert api.factors(sophie) == []
    link = api.enrolment_link(sophie, language="fr")
    assert "mfa-enroll" in link.url
    [asked] = auth0.asked("POST", "/guardian/enrollments/ticket")
    assert (asked.body["send_mail"], asked.body["email_locale"]) == (False, "fr")
    api.forget_browsers(sophie)
    assert auth0.remembered[sophie] == 0


def test_a_new_recovery_code_is_shown_and_in_no_repr(auth0, api, sophie):
    shown = api.new_recovery_code(sophie)
    assert len(shown.recovery_code) == 24
    assert shown.recovery_code not in repr(shown)


def test_what_is_not_there_is_said_so(auth0, api):
    for call in (api.user, api.factors, api.block, api.revoke_access, api.password_link):
        with pytest.raises(NotThere):
            call("auth0|nobody")
    assert api.find_by_email("nobody@example.be") == []


def test_the_organization_is_joined_only_where_there_is_one(auth0, api, tenant, sophie):
    api.join_organization(sophie)
    assert auth0.members[ORGANIZATION] == {sophie}
    assert api.organization().connection_ids == ("con_AAAAAAAAAAAAAAAA",)
    auth0.seen.clear()
    with Management(tenant) as alone:
        alone.join_organization(sophie)
    assert auth0.seen == []


def test_all_applications_of_a_connection_are_read_page_by_page(auth0, api):
    auth0.connection_clients = [*(f"other{number}" for number in range(120)), MACHINE]
    assert MACHINE in api.connection_clients()
    assert len(auth0.asked("GET", "/connections/con_AAAAAAAAAAAAAAAA/clients")) == 3
