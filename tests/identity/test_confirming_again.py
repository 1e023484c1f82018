"""Password and code again before what a stolen session must not do: for one kind of act, for five minutes."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from accident_manager.audit import queries as trail
from accident_manager.identity.actions import step_up
from accident_manager.storage import scope
from accident_manager.web.access import page
from identity.people import at, freshly, later, newest_mail, oath, text_of

AGAIN = {"confirm-send": "1"}


def confirmed(visit, person, secret, kind="own", **more):
    return visit.post(
        "account/confirm",
        **{"for": kind, "confirm-password": person.password, "confirm-code": oath(secret), **AGAIN, **more},
    )


def is_fresh(visit, belfius, kind="own") -> bool:
    with scope.of(belfius.id):
        return step_up.is_fresh(visit.client.session, kind)


def codes_of(belfius, person) -> list[str]:
    with scope.of(belfius.id):
        return [event.code for event in trail.events_of(("account", person.id))]


def test_password_and_code_make_the_session_fresh_for_five_minutes_and_for_one_kind(belfius, sophie, visit):
    secret, _ = visit.enrol(sophie)
    with later(seconds=30):
        assert not is_fresh(visit, belfius)
        answer = confirmed(visit, sophie, secret, next="/belfius/account")
        assert at(answer) == "account"
        assert is_fresh(visit, belfius)
        assert not is_fresh(visit, belfius, "accounts")
        assert codes_of(belfius, sophie)[0] == "session.confirmed"
        with later(seconds=299):
            assert is_fresh(visit, belfius)
        with later(seconds=300):
            assert not is_fresh(visit, belfius)


def test_the_session_gets_a_new_key_and_the_old_cookie_opens_nothing(belfius, sophie, visit):
    secret, _ = visit.enrol(sophie)
    before = visit.client.cookies["acm_session"].value
    with later(seconds=30):
        confirmed(visit, sophie, secret)
        after = visit.client.cookies["acm_session"].value
        assert after != before
        assert visit.is_in()
        visit.client.cookies["acm_session"] = before
        assert not visit.is_in()


def test_a_wrong_password_is_refused_counted_and_uses_up_no_code(belfius, sophie, visit):
    secret, _ = visit.enrol(sophie)
    with later(seconds=30):
        answer = confirmed(visit, sophie, secret, **{"confirm-password": "deux chevaux dans la neige"})
        assert answer.status_code == 422
        assert "Ce n’est pas votre mot de passe." in text_of(answer)
        assert not is_fresh(visit, belfius)
        assert codes_of(belfius, sophie)[0] == "session.confirm_failed"
        assert at(confirmed(visit, sophie, secret)) == "account"


def test_the_tenth_wrong_password_blocks_here_as_at_the_login(belfius, sophie, visit):
    secret, _ = visit.enrol(sophie)
    with later(seconds=30):
        for _ in range(10):
            confirmed(visit, sophie, secret, **{"confirm-password": "deux chevaux dans la neige"})
        answer = confirmed(visit, sophie, secret)
        assert "bloqué" in text_of(answer)
        assert not is_fresh(visit, belfius)


@pytest.mark.parametrize("code", ["", "000000", "12 34"])
def test_a_password_alone_confirms_nothing(belfius, sophie, visit, code):
    secret, _ = visit.enrol(sophie)
    with later(seconds=30):
        assert confirmed(visit, sophie, secret, **{"confirm-code": code}).status_code == 422
        assert not is_fresh(visit, belfius)


def test_the_code_that_confirmed_does_not_confirm_twice(belfius, sophie, visit):
    secret, _ = visit.enrol(sophie)
    with later(seconds=30):
        confirmed(visit, sophie, secret)
        assert confirmed(visit, sophie, secret, kind="accounts").status_code == 422
        assert not is_fresh(visit, belfius, "accounts")


def test_without_the_phone_the_recovery_code_confirms_once_and_its_owner_is_told(belfius, sophie, visit):
    _, recovery = visit.enrol(sophie)
    with later(seconds=30):
        assert "code de récupération" in text_of(
            visit.post("account/confirm", **{"for": "own", "confirm-recovery": "1"})
        )
        by_it = {"confirm-recovery": "1", "confirm-code": recovery}
        answer = visit.post("account/confirm", **{"for": "own", "confirm-password": sophie.password, **AGAIN, **by_it})
        assert at(answer) == "account"
        assert is_fresh(visit, belfius)
        assert "ne fonctionne plus" in text_of(visit.get("account"))
        assert "confirmer une modification" in newest_mail(belfius.id).text
        answer = visit.post("account/confirm", **{"for": "own", "confirm-password": sophie.password, **AGAIN, **by_it})
        assert answer.status_code == 422


def test_nobody_is_led_elsewhere_after_confirming(sophie, visit):
    secret, _ = visit.enrol(sophie)
    with later(seconds=30):
        assert at(confirmed(visit, sophie, secret, next="//evil.example/")) == "account"


def test_an_unknown_kind_of_act_is_not_found(sophie, visit):
    visit.enrol(sophie)
    assert visit.get("account/confirm", **{"for": "everything"}).status_code == 404


def test_the_helper_of_the_tests_makes_a_session_fresh(belfius, sophie, visit):
    visit.enrol(sophie)
    assert is_fresh(freshly(visit, "export"), belfius, "export")


@page(may="account.own", fresh="accounts")
def guarded(request) -> HttpResponse:
    return HttpResponse("|".join(f"{name}={value}" for name, value in request.POST.items()))


class Door:
    """The guarded view above, called as this browser."""

    def __init__(self, visit, belfius, sophie) -> None:
        self.visit, self.belfius, self.sophie = visit, belfius, sophie

    def send(self, method: str, path: str = "/belfius/guarded?x=1", **sent: str) -> HttpResponse:
        from django.contrib.messages.storage.cookie import CookieStorage
        from django.urls import set_script_prefix, set_urlconf

        from accident_manager.identity.models import Account

        request = getattr(RequestFactory(REMOTE_ADDR="192.0.2.7"), method)(path, sent)
        with scope.of(self.belfius.id):
            set_script_prefix("/belfius/")
            set_urlconf("accident_manager.config.urls_insurer")
            request.insurer, request.language = self.belfius, "en"
            request.session = self.visit.client.session
            request._messages = CookieStorage(request)
            request.user = Account.objects.get(pk=self.sophie.id)
            try:
                return guarded(request)
            finally:
                set_urlconf(None)


@pytest.fixture
def door(belfius, sophie, visit):
    door = Door(visit, belfius, sophie)
    door.secret, _ = visit.enrol(sophie)
    return door


def test_a_page_that_asks_says_so_for_the_tests():
    assert guarded.fresh == "accounts"


def test_a_page_that_is_only_opened_goes_to_the_screen_and_comes_back(door):
    answer = door.send("get")
    assert answer["Location"] == "/belfius/account/confirm?for=accounts&next=%2Fbelfius%2Fguarded%3Fx%3D1"


def test_a_form_that_was_sent_is_carried_through_the_screen_and_nothing_typed_is_lost(door):
    with later(seconds=30):
        asked = text_of(door.send("post", reason="ill <b>", role="handler"))
        assert '<input type="hidden" name="reason" value="ill <b>">' in asked
        assert 'action="/belfius/guarded?x=1"' in asked
        wrong = door.send("post", reason="ill", **{"confirm-password": "x", "confirm-code": "123456", **AGAIN})
        assert wrong.status_code == 422
        assert 'name="reason" value="ill"' in text_of(wrong)
        assert 'value="x"' not in text_of(wrong)
        right = {"confirm-password": door.sophie.password, "confirm-code": oath(door.secret), **AGAIN}
        assert text_of(door.send("post", reason="ill", **right)) == "reason=ill"


def test_a_fresh_session_is_asked_nothing(door):
    freshly(door.visit, "accounts")
    assert door.send("post", reason="ill").content == b"reason=ill"


def test_the_code_one_has_just_logged_in_with_is_called_used_to_oneself(belfius, sophie, visit):
    secret, _ = visit.enrol(sophie)
    visit.get("account", lang="en")
    assert "This code has already been used." in text_of(confirmed(visit, sophie, secret))
    with later(seconds=30):
        assert at(confirmed(visit, sophie, secret)) == "account"
