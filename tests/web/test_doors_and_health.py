"""Outside the insurers' doors: the list of doors, and what the machines ask."""

from datetime import timedelta

import pytest
from django.db import connection

from accident_manager.foundation import clock
from accident_manager.insurers import queries
from accident_manager.web.pages import health


def test_the_page_lists_each_insurer_with_its_door_and_its_colour(client, belfius, other):
    page = client.get("/", HTTP_ACCEPT_LANGUAGE="nl").content.decode()
    assert 'href="/belfius/"' in page and 'href="/other/"' in page
    assert "Naar Ourthe &amp; Leie" in page
    assert "/demo/" not in page
    address = page.split('<link rel="stylesheet" href="/?colours=')[1].split('"')[0]
    sheet = client.get("/", {"colours": address})
    assert sheet["Content-Type"].startswith("text/css")
    assert '[data-brand="other"]{--brand-seed:#0a6c84' in sheet.content.decode()
    assert "immutable" in sheet["Cache-Control"]


@pytest.mark.django_db
def test_without_an_insurer_the_page_says_how_to_add_one(client):
    queries.forget()
    assert "./acm insurer add" in client.get("/").content.decode()


def test_the_process_answers_without_a_database(rf):
    # No fixture gives this test a database: a query would fail.
    assert health.process(rf.get("/healthz")).content == b'{"status": "ok"}'


def test_ready_names_what_is_missing(client, db, monkeypatch):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["missing"]) == (503, ["worker"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT worker_id FROM procrastinate_register_worker_v1()")
    assert client.get("/readyz").json() == {"status": "ok", "missing": []}
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '61 seconds'")
    assert client.get("/readyz").json()["missing"] == ["worker"]
    monkeypatch.setattr(health, "_known_migrations", lambda: frozenset({("claims", "9999_to_come")}))
    assert "migrations" in client.get("/readyz").json()["missing"]


def test_ready_names_a_clock_that_is_not_the_databases(client, db):
    for seconds, is_missing in ((-30, True), (-5, False), (5, False), (30, True)):
        with clock.frozen(clock.now() + timedelta(seconds=seconds)):
            assert ("clock" in client.get("/readyz").json()["missing"]) is is_missing, seconds
