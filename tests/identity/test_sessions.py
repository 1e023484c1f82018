"""How long a session lasts, and what of it stands in the database."""

import hashlib
from math import log2

import pytest
from django.contrib.sessions.backends.base import UpdateError

from accident_manager.foundation import clock
from accident_manager.identity.models import Session
from accident_manager.identity.sessions import SessionStore
from accident_manager.insurers import queries
from accident_manager.insurers.models import Insurer
from accident_manager.storage import scope
from identity.conftest import NOW
from identity.people import Visitor, at, later


def test_it_ends_after_an_hour_without_a_look(sophie, visit):
    visit.enrol(sophie)
    with later(minutes=59):
        assert visit.is_in()
    with later(minutes=59 + 61):
        assert not visit.is_in()


def test_it_ends_after_twelve_hours_whatever_one_does(sophie, visit):
    visit.enrol(sophie)
    for half_hour in range(1, 24):
        with later(minutes=30 * half_hour):
            assert visit.is_in(), half_hour
    with later(hours=12, seconds=1):
        assert not visit.is_in()


def test_the_key_itself_is_not_in_the_database(belfius, sophie, visit):
    visit.enrol(sophie)
    key = visit.client.cookies["acm_session"].value
    with scope.of(belfius.id):
        row = Session.objects.get(account_id=sophie.id)
        assert bytes(row.key_hash) == hashlib.sha256(key.encode()).digest()
        assert key not in str(list(Session.objects.values()))
        assert (row.ip, row.user_agent) == ("192.0.2.7", "Firefox/150")


def test_looking_is_written_at_most_once_a_minute(belfius, sophie, visit):
    visit.enrol(sophie)
    with later(seconds=59):
        visit.get("account")
    with scope.of(belfius.id):
        assert Session.objects.get(account_id=sophie.id).last_seen_at == NOW
    with later(seconds=61):
        visit.get("account")
        with scope.of(belfius.id):
            assert Session.objects.get(account_id=sophie.id).last_seen_at == clock.now()


def test_an_insurer_may_only_be_stricter(belfius, sophie, visit):
    Insurer.objects.filter(pk=belfius.id).update(session_idle_minutes=10)
    queries.forget()
    visit.enrol(sophie)
    with later(minutes=11):
        assert not visit.is_in()


def test_a_tightened_end_counts_at_once_for_sessions_that_are_open(belfius, sophie, visit):
    visit.enrol(sophie)
    with later(minutes=40):
        assert visit.is_in()
    Insurer.objects.filter(pk=belfius.id).update(session_absolute_hours=1)
    queries.forget()
    with later(minutes=59):
        assert visit.is_in()
    with later(minutes=61):
        assert not visit.is_in(), "it was made to last for twelve hours"


def test_ended_ones_are_forgotten(belfius, sophie, visit):
    visit.enrol(sophie)
    with scope.of(belfius.id), later(hours=2):
        SessionStore.clear_expired()
        assert not Session.objects.exists()


def test_a_session_that_was_ended_meanwhile_is_not_brought_back(belfius, sophie, visit):
    visit.enrol(sophie)
    with scope.of(belfius.id):
        store = SessionStore(visit.client.cookies["acm_session"].value)
        store["something"] = "new"
        Session.objects.all().delete()
        with pytest.raises(UpdateError):
            store.save()


def test_the_cookie_is_closed_to_scripts_and_other_sites(sophie, visit):
    answer = visit.password(sophie)
    cookie = answer.cookies["acm_session"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == "/belfius/"
    assert not cookie["max-age"], "it ends with the browser"
    assert at(answer) == "mfa/enrol"
    assert not Visitor("belfius").is_in()


def test_a_key_is_random_made_anew_each_time_and_has_more_than_128_bits(sophie):
    keys = set()
    for _ in range(20):
        keys.add(Visitor("belfius").password(sophie).cookies["acm_session"].value)
    assert len(keys) == 20
    [length] = {len(key) for key in keys}
    # Every one of the characters occurs in so many of them, but once in some thousand runs.
    kinds = len(set("".join(keys)))
    assert length * log2(kinds) > 128, (length, kinds)
