"""Between the password and the second factor there is no session: every page is closed."""

from django.urls import resolve

from accident_manager.config import urls_insurer
from accident_manager.foundation.actor import system
from accident_manager.identity.actions import accounts
from accident_manager.storage import scope
from identity.people import Visitor, at, later, oath


def _paths(patterns, before: str = "") -> list[str]:
    found = []
    for pattern in patterns:
        path = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            found += _paths(pattern.url_patterns, path)
        elif "<" not in path:
            found.append(path)
    return found


def test_the_right_password_alone_opens_no_page(sophie, visit):
    visit.password(sophie)
    tried = 0
    for path in _paths(urls_insurer.urlpatterns):
        answer = visit.get(path)
        if answer.status_code == 200:
            view = resolve(f"/{path}", urls_insurer).func
            assert view.act is None, f"{path} opened for somebody without a second factor"
        tried += 1
    assert tried > 15


def test_nor_does_enrolling_without_keeping_the_recovery_code(sophie, visit):
    visit.password(sophie)
    visit.post("mfa/enrol", code=oath(visit.typed_key()))
    assert not visit.is_in()


def test_steps_cannot_be_skipped(sophie, visit):
    visit.password(sophie)
    for step in ("mfa/challenge", "mfa/recovery", "mfa/recovery-code"):
        assert at(visit.post(step, code="123456", kept="1")) == "mfa/enrol"
    assert not visit.is_in()


def test_steps_without_a_password_lead_to_the_login(belfius, visit):
    for step in ("mfa/enrol", "mfa/enrol/code", "mfa/challenge", "mfa/methods", "mfa/recovery", "mfa/recovery-code"):
        assert at(visit.get(step)) == "login"


def test_it_ends_after_half_an_hour(sophie, visit):
    visit.password(sophie)
    secret = visit.typed_key()
    with later(minutes=31):
        assert at(visit.post("mfa/enrol", code=oath(secret))) == "login"


def test_it_ends_when_the_account_is_blocked(belfius, sophie, visit):
    visit.password(sophie)
    secret = visit.typed_key()
    with scope.of(belfius.id):
        accounts.block(sophie.id, system(belfius.id), reason="left")
    assert at(visit.post("mfa/enrol", code=oath(secret))) == "login"


def test_a_secret_that_one_browser_saw_is_never_offered_to_another(sophie):
    first, second = Visitor("belfius"), Visitor("belfius")
    first.password(sophie)
    second.password(sophie)
    assert first.typed_key() != second.typed_key()
    secret = second.typed_key()
    assert at(second.post("mfa/enrol", code=oath(secret))) == "mfa/recovery-code"
    assert first.post("mfa/enrol", code=oath(secret)).status_code == 422, "only one of them can finish"
