"""What support does to an account, with the same pages at both doors; what Auth0 cannot do is not offered."""

import pytest

from accident_manager.casework import accounts as casework
from accident_manager.foundation.actor import system
from accident_manager.identity import directory, doors, outbox, queries
from accident_manager.identity.actions.grants import RoleGrant
from accident_manager.identity.auth0.subjects import subject_of
from accident_manager.identity.doors.interface import LoginDoor
from accident_manager.identity.rules import desk
from accident_manager.storage import scope
from auth0.fake_auth0 import API, Spoilt
from auth0.forger import forger
from auth0.oidc import begin, behind_auth0
from identity.people import Visitor, account_of, at, freshly, text_of
from web.world import Visitor as LoggedIn

EMAIL = "sophie.marchal@example.be"


@pytest.fixture
def tells(settings):
    settings.ACM_PUBLIC_URL = "http://testserver"
    with forger() as running:
        yield running


@pytest.fixture
def there(belfius, auth0, tells):
    behind_auth0(belfius, auth0, tells.domain)
    with scope.of(belfius.id):
        yield belfius
    doors.forget()


@pytest.fixture
def support(there) -> LoggedIn:
    person = account_of(there, "sam@example.be", password="", role="support", language="en")
    return LoggedIn("belfius", queries.actor_of(person.id))


@pytest.fixture
def sophie(there, auth0, tells):
    """Somebody who has come in once, with an app at Auth0; her account."""
    sub = auth0.user(EMAIL)
    auth0.enrol(sub)
    account = account_of(there, EMAIL, password="", language="en")
    visitor = Visitor("belfius")
    assert at(begin(visitor, tells).comes_with(sub=sub)) == ""
    account.sub, account.visitor = sub, visitor
    return account


def detail(support, account) -> str:
    return support.page(f"accounts/{account.id}/")


def state_of(support, account) -> str:
    return directory.look_at(account.id, queries.actor_of(support.client.session["_auth_user_id"])).state


@pytest.mark.parametrize("at_auth0", [False, True])
def test_both_doors_keep_to_one_interface(belfius, auth0, tells, at_auth0):
    if at_auth0:
        behind_auth0(belfius, auth0, tells.domain)
    with scope.of(belfius.id):
        door: LoginDoor = doors.door()
        assert door.kind == ("auth0" if at_auth0 else "embedded")
        missing = [name for name in vars(LoginDoor) if not name.startswith("_") and not hasattr(door, name)]
    assert not missing
    doors.forget()


def test_a_new_account_gets_its_user_at_auth0_and_our_mail_with_its_link(
    there, auth0, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        made = casework.make(
            email="Nele@Example.be", first_name="Nele", last_name="Nieuw", language="nl",
            roles=[RoleGrant("handler")], by=system(there.id),
        )  # fmt: skip
    (user,) = [user for user in auth0.users.values() if user["email"] == "nele@example.be"]
    assert subject_of(made, doors.door().tenant.issuer) == user["user_id"]
    mail = next(mail for mail in outbox.recent() if mail.recipient == "Nele@Example.be")
    assert "/u/reset-verify?ticket=" in mail.text
    assert "/reset-password/" not in mail.text
    assert queries.account(made).has_password is False
    assert auth0.tickets[-1]["mark_email_as_verified"] is True


def test_a_user_who_was_there_unverified_is_not_taken_for_the_owner(there, auth0, django_capture_on_commit_callbacks):
    """Somebody else may have signed up with this address: who opens the mail is linked, at the first login."""
    squatter = auth0.user("nele@example.be", email_verified=False)
    with django_capture_on_commit_callbacks(execute=True):
        made = casework.make(
            email="nele@example.be", first_name="Nele", last_name="Nieuw", language="nl",
            roles=[RoleGrant("handler")], by=system(there.id),
        )  # fmt: skip
    assert subject_of(made, doors.door().tenant.issuer) is None
    assert auth0.tickets[-1]["user_id"] == squatter
    auth0.users[squatter]["email_verified"] = True


def test_without_an_answer_the_account_is_there_and_the_page_says_that_no_mail_went_out(
    there, auth0, support, django_capture_on_commit_callbacks
):
    auth0.spoil(*[Spoilt(status=503, at="/oauth/token")] * 4)
    with django_capture_on_commit_callbacks(execute=True):
        answer = freshly(support, "accounts").post(
            "accounts/new", email="nele@example.be", first_name="Nele", last_name="Nieuw", language="nl",
            role="auditor",
        )  # fmt: skip
    if answer.status_code == 302:
        assert "no mail was sent" in text_of(support.client.get(answer["Location"]))
    assert all(mail.recipient != "nele@example.be" for mail in outbox.recent())


def test_the_page_of_an_account_shows_the_factors_that_auth0_keeps(there, support, sophie):
    page = detail(support, sophie)
    assert "kept by Auth0" in page
    assert "Authenticator app" in page
    assert "Recovery code" in page
    assert "Reset the second factor" in page
    assert "never" not in state_of(support, sophie)


def test_the_page_is_there_when_auth0_is_not(there, auth0, support, sophie):
    auth0.spoil(*[Spoilt(hang_up=True, at=API)] * 4)
    assert "Auth0 does not answer" in detail(support, sophie)


def test_an_address_that_auth0_keeps_is_not_corrected_here(there, support, sophie):
    by = queries.actor_of(support.client.session["_auth_user_id"])
    assert desk.EMAIL not in directory.look_at(sophie.id, by).may
    support.post(
        f"accounts/{sophie.id}/correct", email="other@example.be", first_name="S", last_name="M", language="en"
    )
    assert directory.look_at(sophie.id, by).email == EMAIL


def test_without_the_management_api_only_what_is_ours_is_offered(belfius, auth0, tells, there, support, sophie):
    from accident_manager.identity.models import Auth0Tenant

    row = Auth0Tenant.objects.get()
    row.management_client_id = row.management_client_secret = ""
    row.save()
    doors.forget()
    page = detail(support, sophie)
    assert "Reset the second factor" not in page
    assert "Send a link to reset it" not in page
    assert "Block the account" in page


def test_blocking_ends_the_session_here_and_access_there(there, auth0, support, sophie):
    auth0.log_in(sophie.sub)
    assert support.post(f"accounts/{sophie.id}/block", reason="left").status_code == 302
    assert not sophie.visitor.is_in()
    assert auth0.users[sophie.sub]["blocked"] is True
    assert sophie.sub not in auth0.sessions
    assert support.post(f"accounts/{sophie.id}/block", do="unblock", reason="mistake").status_code == 302
    assert auth0.users[sophie.sub]["blocked"] is False
    assert state_of(support, sophie) == "active"


def test_a_block_holds_here_when_auth0_does_not_answer(there, auth0, support, sophie):
    auth0.spoil(*[Spoilt(hang_up=True, at=API)] * 8)
    answer = support.post(f"accounts/{sophie.id}/block", reason="left")
    assert "Auth0 could not be told" in text_of(answer)
    assert not sophie.visitor.is_in()
    assert state_of(support, sophie) == "blocked"


def test_unblocking_does_nothing_by_halves(there, auth0, support, sophie):
    support.post(f"accounts/{sophie.id}/block", reason="left")
    auth0.spoil(*[Spoilt(hang_up=True, at=API)] * 8)
    answer = support.post(f"accounts/{sophie.id}/block", do="unblock", reason="mistake")
    assert answer.status_code == 422
    assert state_of(support, sophie) == "blocked"


def test_a_second_factor_is_reset_there_with_the_evidence_written_down_here(there, auth0, tells, support, sophie):
    auth0.log_in(sophie.sub)
    asked = support.post(f"accounts/{sophie.id}/reset-factor", evidence="called-back", reference="TEL-1")
    assert "Confirm with Auth0" in text_of(asked)
    answer = freshly(support, "accounts").post(
        f"accounts/{sophie.id}/reset-factor", evidence="called-back", reference="TEL-1"
    )
    assert answer.status_code == 302
    assert sophie.sub not in auth0.methods
    assert auth0.remembered[sophie.sub] == 0
    assert not sophie.visitor.is_in()
    assert "Evidence of identity" in detail(support, sophie)
    assert any("second factor was reset" in mail.text for mail in outbox.recent() if mail.recipient == EMAIL)


@pytest.mark.parametrize("evidence", ["", "i-know-him"])
def test_without_evidence_nothing_is_reset_anywhere(there, auth0, support, sophie, evidence):
    answer = freshly(support, "accounts").post(f"accounts/{sophie.id}/reset-factor", evidence=evidence)
    assert answer.status_code == 422
    assert sophie.sub in auth0.methods


def test_nothing_is_written_down_as_done_that_auth0_did_not_do(there, auth0, support, sophie):
    auth0.spoil(*[Spoilt(hang_up=True, at=API)] * 8)
    answer = freshly(support, "accounts").post(f"accounts/{sophie.id}/reset-factor", evidence="called-back")
    assert answer.status_code == 422
    assert sophie.visitor.is_in()
    assert "Evidence of identity" not in detail(support, sophie)


def test_failed_attempts_are_released_there(there, auth0, support, sophie):
    auth0.failed_blocks.append({"identifier": EMAIL, "ip": "192.0.2.9", "connection": "x"})
    assert support.post(f"accounts/{sophie.id}/release").status_code == 302
    assert auth0.failed_blocks == []
    assert "lifted (in Auth0)" in detail(support, sophie)


def test_sessions_and_remembered_browsers_end_on_both_sides(there, auth0, support, sophie):
    auth0.log_in(sophie.sub)
    assert support.post(f"accounts/{sophie.id}/end-sessions").status_code == 302
    assert not sophie.visitor.is_in()
    assert auth0.remembered[sophie.sub] == 0
    assert sophie.sub not in auth0.sessions


def test_who_never_came_is_listed_as_such_and_mailed_again(there, auth0, support, sophie):
    never = account_of(there, "nele@example.be", password="", language="en")
    page = support.page("accounts/", tab="never")
    assert "nele@example.be" in page
    assert EMAIL not in page
    support.post("accounts/resend", account=str(never.id))
    assert any("/u/reset-verify" in mail.text for mail in outbox.recent() if mail.recipient == "nele@example.be")


def test_somebody_hacked_is_out_on_both_sides_and_gets_auth0s_own_link(there, auth0, tells, sophie):
    auth0.log_in(sophie.sub)
    assert at(freshly(sophie.visitor, "own").post("account/hacked/report")) == "account/hacked/done"
    assert not sophie.visitor.is_in()
    assert sophie.sub not in auth0.sessions
    assert "/dbconnections/change_password" in tells.asked


def test_the_own_account_offers_nothing_that_auth0_keeps(there, sophie):
    page = text_of(sophie.visitor.get("account"))
    for path in ("account/password", "account/authenticator", "account/recovery-code", "account/passkeys"):
        assert path not in page
        assert sophie.visitor.get(path).status_code == 404, path
    assert "Kept by Auth0" in page
    assert "Remembered devices" not in text_of(sophie.visitor.get("account/sessions"))


def test_the_questions_and_answers_lead_to_screens_that_are_there(there, sophie):
    for visitor in (Visitor("belfius"), sophie.visitor):
        page = text_of(visitor.get("faq"))
        for path in ("forgot-password", "mfa/", "account/password", "account/passkeys"):
            assert f'href="/belfius/{path}' not in page
