"""What the application writes to its log: JSON lines with time, place and who; never what somebody typed."""

import io
import json
import logging
import sys
from datetime import datetime, timedelta

import pytest
import structlog
from django.test import Client

from accident_manager.config import logs
from accident_manager.identity.actions import passwords
from accident_manager.insurers import queries as insurers
from accident_manager.web.pages import errors


@pytest.fixture
def written(monkeypatch):
    """The lines that were written so far, each as what it says."""
    root, stream = logging.getLogger(), io.StringIO()
    handlers, level = root.handlers, root.level
    monkeypatch.setattr(sys, "stderr", stream)
    logs.configure({"level": "INFO"})
    # pytest switches some of them off while it collects.
    for name in ("django.request", "django.security.csrf", "django.security.DisallowedHost"):
        monkeypatch.setattr(logging.getLogger(name), "disabled", False)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.handlers = handlers
    root.setLevel(level)
    structlog.contextvars.clear_contextvars()


@pytest.fixture
def client(belfius) -> Client:
    insurers.forget()
    return Client(raise_request_exception=False, REMOTE_ADDR="192.0.2.7")


def test_who_is_refused_what_he_may_not_do_is_noted_with_account_act_and_insurer(world, written):
    person = world.visitor("declarer")
    assert person.get("accounts/").status_code == 404
    [line] = [line for line in written() if line["event"] == "not allowed"]
    assert line["account"] == str(world.actors["declarer"].account_id)
    assert (line["act"], line["insurer"], line["level"]) == ("accounts.see", "belfius", "warning")
    assert len(line["request_id"]) == 16
    assert datetime.fromisoformat(line["timestamp"]).utcoffset() == timedelta(0)


def test_a_form_without_its_token_and_a_host_that_is_not_ours_are_noted(belfius, written, settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    forged = Client(enforce_csrf_checks=True)
    assert forged.post("/belfius/login", {"email": "an@example.be", "password": "geheim"}).status_code == 403
    assert forged.get("/belfius/login", headers={"host": "evil.example"}).status_code == 400
    assert {"django.security.csrf", "django.security.DisallowedHost"} <= {line["logger"] for line in written()}
    assert "geheim" not in str(written())


def test_what_nobody_expected_is_noted_with_its_place_and_the_page_says_nothing_of_it(client, written, monkeypatch):
    monkeypatch.setattr(passwords, "request_link", lambda **_: 1 / 0)
    answer = client.post("/belfius/forgot-password", {"email": "an@example.be"})
    assert answer.status_code == 500
    page = answer.content.decode()
    assert "ZeroDivisionError" not in page
    assert ".py" not in page
    [line] = [line for line in written() if "ZeroDivisionError" in str(line)]
    assert line["level"] == "error"
    assert "forgot" in line["exception"], "where it happened"
    assert "an@example.be" not in str(line)


def test_a_database_that_is_lost_is_noted(client, written, monkeypatch):
    def lost(**_):
        raise errors.DATABASE_LOST[0]("server closed the connection")

    monkeypatch.setattr(passwords, "request_link", lost)
    assert client.post("/belfius/forgot-password", {"email": "an@example.be"}).status_code == 503
    [line] = [line for line in written() if line["event"] == "database lost"]
    assert (line["level"], line["problem"]) == ("error", "OperationalError")


def test_nobody_writes_a_line_of_his_own_into_the_log(client, written):
    forged = '/belfius/x%0a{"event": "login.succeeded"}%0d%1b[2K%e2%80%a8'
    assert client.get(forged).status_code == 404
    client.get("/belfius/no-such-page", headers={"user-agent": 'x\n{"event": "login.succeeded"}'})
    lines = written()
    assert lines, "a page that does not exist is noted"
    assert not [line for line in lines if line["event"] == "login.succeeded"]


def test_what_opens_a_link_of_a_mail_is_masked_wherever_it_stands(client, written):
    token = "q" * 43
    for path in (f"/belfius/reset-password/{token}", f"/belfius/unblock/{token}"):
        assert client.post(path).status_code == 405
        logging.getLogger("anything").warning("asked: %s", path)
    assert len([line for line in written() if "***" in line["event"]]) >= 4
    assert token not in str(written())


def test_what_is_typed_at_the_login_is_in_no_line(client, written):
    client.post("/belfius/login", {"email": "an@example.be", "password": "geheim-van-An"})
    client.post("/belfius/mfa/challenge", {"code": "918273"})
    client.post("/belfius/mfa/recovery", {"code": "WRNG2RECV3RYC4DE5WRNG6RE"})
    client.post("/belfius/reset-password", {"password": "geheim-van-An", "again": "geheim-van-An"})
    client.get("/belfius/no-such-page")
    said = str(written())
    assert said != "[]"
    for typed in ("geheim-van-An", "an@example.be", "918273", "WRNG2RECV", client.cookies["acm_csrf"].value):
        assert typed not in said
