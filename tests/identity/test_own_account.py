"""The account page and what lies behind it: who one is, where one is logged in, what happened."""

import pytest

from accident_manager.identity import queries
from accident_manager.identity.models import Device, Session
from accident_manager.storage import scope
from identity.people import Visitor, account_of, at, freshly, later, newest_mail, oath, text_of


@pytest.fixture
def two(belfius, sophie):
    """Two browsers of one person, the second one remembered."""
    here, there = Visitor("belfius"), Visitor("belfius", ip="198.51.100.70")
    here.secret, _ = here.enrol(sophie)
    there.client.defaults["HTTP_USER_AGENT"] = "Mozilla/5.0 (Windows NT 10.0) Chrome/150.0 Safari/537.36 Edg/150.0"
    with later(minutes=5):
        there.password(sophie)
        assert at(there.post("mfa/challenge", code=oath(here.secret), remember="1")) == ""
        yield here, there


def test_it_says_who_one_is_here(sophie, visit):
    visit.enrol(sophie)
    page = text_of(visit.get("account"))
    for said in ("Sophie Marchal", sophie.email, "Gestionnaire", "Conservé par vous", "Sessions\u00a0: 1."):
        assert said in page


def test_a_language_chosen_here_is_the_one_of_pages_and_mails(belfius, sophie, visit):
    visit.enrol(sophie)
    visit.get("account", lang="en")
    visit.post("account/language", language="nl")
    assert "Wachtwoord en tweede factor" in text_of(visit.get("account"))
    with scope.of(belfius.id):
        assert queries.account(sophie.id).language == "nl"
    assert visit.post("account/language", language="xx").status_code == 422


def test_sessions_and_devices_say_browser_address_and_which_one_this_is(two):
    here, there = two
    page = text_of(here.get("account/sessions", lang="en"))
    for said in ("Firefox", "192.0.2.7", "Edge on Windows", "198.51.100.70", "This browser", "one-time code"):
        assert said in page
    assert page.count("This browser") == 1
    assert text_of(there.get("account/sessions", lang="en")).count("This browser") == 2, "the session and the device"
    assert page.index("This browser") < page.index("Edge on Windows"), "this one stands first"
    assert page.count("/end") == 2, "the other session, and everything else"
    assert "Edge on Windows" in text_of(there.get("account/sessions", lang="en")).partition("This browser")[0]


def test_another_session_is_ended_with_one_click(belfius, sophie, two):
    here, there = two
    path = _path(here, "account/sessions/", "/end")
    assert at(freshly(here).post(path)) == "account/sessions"
    assert not there.is_in()
    assert here.is_in()
    assert "session de votre compte" in newest_mail(belfius.id, "security").text
    assert freshly(here).post(path).status_code == 404, "it is over"


def test_everything_else_is_ended_at_once(belfius, sophie, two):
    here, there = two
    assert at(freshly(here).post("account/sessions/end-others")) == "account/sessions"
    assert here.is_in()
    assert not there.is_in()
    assert at(there.password(sophie)) == "mfa/challenge", "the device is forgotten too"
    with scope.of(belfius.id):
        assert Session.objects.filter(account_id=sophie.id).count() == 1
        assert not Device.objects.exists()
    assert "Toutes les autres sessions" in newest_mail(belfius.id, "security").text
    assert "Mettre fin à tout le reste" not in text_of(here.get("account/sessions"))


def test_ending_asks_for_password_and_code_first(sophie, two):
    here, there = two
    for path in (_path(here, "account/sessions/", "/end"), "account/sessions/end-others"):
        assert "Confirmez que c’est bien vous" in text_of(here.post(path))
    assert there.is_in()


def test_nobody_ends_the_session_of_another(belfius, two):
    here, there = two
    with scope.of(belfius.id):
        eve = account_of(belfius, "eve@example.be")
        session_id = Session.objects.exclude(account_id=eve.id).filter(account_id__isnull=False).first().pk
    visit = Visitor("belfius", ip="192.0.2.66")
    visit.enrol(eve)
    assert freshly(visit).post(f"account/sessions/{session_id}/end").status_code == 404
    assert here.is_in()
    assert there.is_in()


def test_what_happened_is_told_with_browser_and_address(two, sophie):
    here, _ = two
    Visitor("belfius", ip="203.0.113.5").post("login", email=sophie.email, password="deux chevaux")
    page = text_of(here.get("account/events", lang="en"))
    for said in ("A login failed (wrong password).", "203.0.113.5", "logged in (one-time code)", "Edge on Windows"):
        assert said in page
    assert "The second factor was asked for" not in page, "steps on the way are not told"
    assert "A login failed" in text_of(here.get("account", lang="en"))


def test_what_happened_is_told_twenty_at_a_time(two, sophie):
    here, _ = two
    for number in range(30):
        Visitor("belfius", ip=f"203.0.113.{number}").post("login", email=sophie.email, password="deux chevaux")
    first = text_of(here.get("account/events", lang="en"))
    assert first.count("<time") == 20
    before = first.partition("?before=")[2].partition('"')[0]
    second = text_of(here.get("account/events", before=before))
    assert 0 < second.count("<time") <= 20
    assert "203.0.113.29" in first
    assert "203.0.113.29" not in second


def test_from_where_support_acted_is_not_told(belfius, two, sophie):
    from dataclasses import replace

    from accident_manager.foundation.actor import system
    from accident_manager.identity.actions import accounts

    here, _ = two
    with scope.of(belfius.id):
        support = account_of(belfius, "sam@example.be", role="support")
        by = replace(queries.actor_of(support.id, ip="10.1.2.3"), ip="10.1.2.3")
        accounts.release_attempts(sophie.id, by)
        accounts.end_sessions(sophie.id, by=replace(by, acts=system(belfius.id).acts | by.acts))
    visit = Visitor("belfius", ip="192.0.2.7")
    with later(minutes=2):
        visit.password(sophie)
        visit.post("mfa/challenge", code=oath(here.secret))
        page = text_of(visit.get("account/events", lang="en"))
    assert "ended 2 sessions and 1 remembered devices" in page
    assert "10.1.2.3" not in page


def test_another_persons_events_are_not_mine(belfius, two):
    here, _ = two
    with scope.of(belfius.id):
        eve = account_of(belfius, "eve@example.be")
    Visitor("belfius", ip="203.0.113.99").post("login", email=eve.email, password="deux chevaux")
    assert "203.0.113.99" not in text_of(here.get("account/events"))


@pytest.mark.parametrize("language", ["fr", "nl", "de", "en"])
def test_every_page_of_the_account_speaks_the_four_languages(two, language):
    here, _ = two
    for path in ("account", "account/password", "account/sessions", "account/events", "account/hacked"):
        page = here.get(path, lang=language)
        assert page.status_code == 200
        assert f'<html lang="{language}">' in text_of(page)
        assert "%(" not in text_of(page)


def _path(visit, begins: str, ends: str) -> str:
    page = text_of(visit.get("account/sessions"))
    inner = page.partition(f"/belfius/{begins}")[2].partition(ends)[0]
    return f"{begins}{inner}{ends}"
