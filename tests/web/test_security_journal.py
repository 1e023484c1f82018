"""The security journal: who opens it, what it shows and hides, its filter, its pages, its export."""

import csv
import html
import io
import json
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from accident_manager.audit import queries as trail_queries
from accident_manager.audit import trail
from accident_manager.audit.events import all_events
from accident_manager.foundation import clock
from accident_manager.identity import events, journal
from accident_manager.identity.journal import DONE, FAILED, STOPPED, SUSPICIOUS
from accident_manager.identity.queries import visitor
from accident_manager.storage import scope
from accident_manager.wording import LANGUAGES, say
from identity.people import freshly
from web.world import Visitor

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:150.0) Gecko/20100101 Firefox/150.0"


@pytest.fixture
def sam(world) -> Visitor:
    return world.visitor("support")


def note(event, account_id=None, ip: str = "203.0.113.9", by=None, **values) -> None:
    actor = by or visitor(ip, FIREFOX)
    with transaction.atomic():
        trail.record(event, subject=("account", account_id) if account_id else None, actor=actor, **values)


def rows(page: str) -> list[str]:
    """The rows of the table as text."""
    body = re.search(r"<tbody.*?</tbody>", page, re.DOTALL)
    found = re.findall(r"<tr .*?</tr>", body[0], re.DOTALL) if body else []
    return [" ".join(html.unescape(re.sub(r"<[^>]+>", " ", row)).split()) for row in found]


def test_support_administrator_and_auditor_open_it_and_nobody_else(world):
    for role in world.actors:
        status = 200 if role in {"support", "administrator", "auditor"} else 404
        assert world.visitor(role).get("security/").status_code == status, role
        assert world.visitor(role).get("security/export").status_code == (302 if status == 200 else 404), role
    assert Visitor("belfius").get("security/").headers["Location"].startswith("/belfius/login")


def test_events_of_files_are_never_in_it(world, sam):
    world.visitor("handler").page(world.file())
    said = sam.page("security/")
    assert world.number not in said and "opened the file" not in said
    outside = {event.code for event in all_events() if event.code.partition(".")[0] not in journal.GROUPS}
    assert outside and not outside & set(journal.codes())
    # Not by asking for it either.
    assert rows(sam.page("security/", group="claim")) == rows(sam.page("security/"))


def test_a_row_says_who_whose_account_from_where_with_which_browser_and_why(world, sam):
    nora = world.actors["handler"]
    note(events.LOGIN_FAILED, nora.account_id, reason="bad_password")
    [newest, *_] = rows(sam.page("security/"))
    for words in (
        "A login failed (wrong password).", "A visitor", "Nora Janssens", "203.0.113.9", "Firefox on Windows", "Failed",
        "23 November 2026, 12:00",
    ):  # fmt: skip
        assert words.replace(" ", "") in newest.replace("\u00a0", "").replace(" ", ""), words


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_speaks_the_readers_language(world, sam, language):
    note(events.LOGIN_FAILED, reason="bad_password")
    page = html.unescape(sam.page("security/", language))
    assert say(events.LOGIN_FAILED.sentence, language, reason=say("wrong password", language)) in page
    assert "bad_password" not in page


def test_the_filter_is_posted_and_no_address_of_a_page_holds_a_mail_or_network_address(world, sam):
    nora = world.actors["handler"]
    note(events.LOGIN_FAILED, nora.account_id, reason="bad_password")
    note(events.LOGIN_FAILED, world.actors["victim"].account_id, ip="198.51.100.4", reason="bad_password")
    email = _email(nora)
    answer = sam.client.post("/belfius/security/", {"email": f" {email.upper()} ", "outcome": "failed"})
    where = answer.headers["Location"]
    assert answer.status_code == 302
    assert email not in where.lower() and "%40" not in where
    page = sam.client.get(f"{where.partition('#')[0]}&lang=en").content.decode()
    assert len(rows(page)) == 1 and "Nora Janssens" in rows(page)[0]
    assert email in page  # back in the form
    answer = sam.client.post("/belfius/security/", {"ip": "198.51.100.4"})
    where = answer.headers["Location"]
    assert "198" not in where
    page = sam.client.get(f"{where.partition('#')[0]}&lang=en").content.decode()
    assert len(rows(page)) == 1 and "198.51.100.4" in rows(page)[0]


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"email": "nobody@nowhere.example"}, "No account has this email address."),
        ({"ip": "somewhere"}, "A network address looks like"),
        ({"from.day": "23", "from.month": "11"}, "Fill in the day, the month and the year."),
        ({"from.day": "31", "from.month": "11", "from.year": "2026"}, "This day does not exist"),
        (
            {"from.day": "23", "from.month": "11", "from.year": "2026"}
            | {"to.day": "22", "to.month": "11", "to.year": "2026"},
            "The period ends before it begins.",
        ),
    ],
)
def test_a_filter_that_cannot_be_is_said_and_kept(sam, sent, said):
    answer = sam.client.post("/belfius/security/?lang=en", sent)
    page = html.unescape(answer.content.decode())
    assert answer.status_code == 422
    assert said in page
    for typed in sent.values():
        assert f'value="{typed}"' in page


def test_the_period_counts_whole_brussels_days(world, sam):
    with clock.frozen(clock.now() - timedelta(days=1)):
        note(events.LOGIN_FAILED, reason="bad_password")
    assert len(rows(sam.page("security/", **{"from": "2026-11-22", "to": "2026-11-22", "group": "login"}))) == 1
    assert rows(sam.page("security/", **{"from": "2026-11-23", "group": "login"})) == []
    assert "No event fits this filter" in sam.page("security/", **{"from": "2027-01-01"})


def test_pages_join_and_cost_a_constant_number_of_queries(world, sam):
    for _ in range(120):
        note(events.LOGIN_FAILED, world.actors["handler"].account_id, reason="bad_password")
    sam.page("security/")
    with CaptureQueriesContext(
        connection,
    ) as first:
        page = sam.page("security/", group="login")
    assert len(rows(page)) == 50 and "Found: 120" in page
    numbers = [re.search(r"No\. (\d+)", row)[1] for row in rows(page)]
    after = re.search(r'href="\?([^"#]*before=\d+)', html.unescape(page))[1]
    with CaptureQueriesContext(connection) as second:
        page = sam.client.get(f"/belfius/security/?{after}&lang=en").content.decode()
    numbers += [re.search(r"No\. (\d+)", row)[1] for row in rows(page)]
    assert len(set(numbers)) == 100
    assert len(second) == len(first) + 1  # where the page before ended
    with CaptureQueriesContext(connection) as few:
        assert len(rows(sam.page("security/", group="mfa"))) == 0
    assert len(few) <= len(first)


def test_the_overview_counts_the_last_24_hours_and_leads_to_the_events(world, sam):
    account = world.actors["handler"].account_id
    for hours in (1, 2, 30):
        with clock.frozen(clock.now() - timedelta(hours=hours)):
            note(events.LOGIN_SUCCEEDED, account, factor="otp")
            note(events.SUSPICION, account, pattern="wrong_codes", attempts=3)
    note(events.PAIR_BLOCKED, account, attempts=10)
    with scope.of(world.insurer.id):
        overview = journal.overview()
    assert [overview.total(kind) for kind in (DONE, FAILED, STOPPED, SUSPICIOUS)] == [2, 0, 1, 2]
    assert len(overview.hours) == 24
    page = html.unescape(sam.page("security/"))
    assert 'href="?outcome=suspicious#events"' in page
    assert "From 11:00" in page and "From 10:00" in page
    assert len(rows(sam.page("security/", outcome="suspicious"))) == 3
    assert "right password, wrong codes" in sam.page("security/", outcome="suspicious")


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        ("login.succeeded", DONE), ("login.failed", FAILED), ("password.change_failed", FAILED), ("mfa.failed", FAILED),
        ("recovery.failed", FAILED), ("session.confirm_failed", FAILED), ("password.breached", FAILED),
        ("throttle.pair_blocked", STOPPED), ("throttle.user_slowed", STOPPED), ("throttle.ip_blocked", STOPPED),
        ("mfa.throttled", STOPPED), ("throttle.released", DONE), ("admin.blocked", DONE), ("admin.unblocked", DONE),
        ("security.suspicion", SUSPICIOUS), ("account.hacked", SUSPICIOUS), ("security.exported", DONE),
        ("insurer.limit_changed", DONE), ("admin.mfa_reset", DONE),
    ],
)  # fmt: skip
def test_every_event_of_the_list_has_the_outcome_that_its_name_says(code, outcome):
    assert code in journal.codes()
    assert journal.outcome_of(code) == outcome


def test_every_event_that_the_login_promises_is_declared():
    """The names of the list of log events, those of the door to Auth0 excepted: it is not built yet."""
    promised = {
        "login.succeeded", "login.failed", "throttle.pair_blocked", "throttle.user_slowed", "throttle.ip_blocked",
        "throttle.released", "password.reset_requested", "password.changed", "password.change_failed",
        "password.breached", "mfa.enrol_started", "mfa.enrolled", "mfa.removed", "mfa.challenged", "mfa.succeeded",
        "mfa.failed", "mfa.throttled", "recovery.used", "recovery.failed", "session.ended", "account.created",
        "device.remembered", "device.revoked", "admin.mfa_reset", "admin.blocked", "admin.unblocked",
        "recovery.regenerated",
    }  # fmt: skip
    assert promised <= set(journal.codes())


def exported(person: Visitor, as_format: str, query: str = "") -> bytes:
    answer = person.client.post(f"/belfius/security/export{query}", {"format": as_format})
    assert answer.status_code == 200
    assert f".{as_format}" in answer.headers["Content-Disposition"]
    return b"".join(answer.streaming_content)


def test_the_export_asks_who_one_is_first(sam):
    assert "/account/confirm?for=export" in sam.get("security/export").headers["Location"]
    asked = sam.client.post("/belfius/security/export", {"format": "csv"})
    assert asked.status_code == 200 and "attachment" not in asked.headers.get("Content-Disposition", "")
    freshly(sam, "export")
    assert "will hold these events" in sam.page("security/export")


def test_the_csv_is_what_the_filter_found_and_no_cell_is_a_formula(world, sam):
    freshly(sam, "export")
    evil = replace(visitor("203.0.113.9", '=HYPERLINK("http://evil.example";"a")\r\n@x'), role="visitor")
    account = world.actors["handler"].account_id
    note(events.LOGIN_FAILED, account, by=evil, reason="bad_password")
    note(events.LOGIN_FAILED, account, reason="bad_password")
    data = exported(sam, "csv", "?group=login")
    assert data.startswith(b"\xef\xbb\xbf")
    [head, *lines] = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";")
    found = [dict(zip(head, line, strict=True)) for line in lines]
    assert [row["code"] for row in found] == ["login.failed", "login.failed"]
    assert found[1]["user_agent"].startswith("'=HYPERLINK")
    assert found[0]["reason"] == "bad_password" and found[0]["account"] == "Nora Janssens"
    assert not [cell for line in lines for cell in line if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_the_json_lines_hold_everything_that_a_log_event_carries(world, sam):
    freshly(sam, "export")
    by = replace(
        world.actors["handler"], ip="203.0.113.9", user_agent=FIREFOX, session_id=world.actors["handler"].account_id
    )
    note(events.LOGIN_SUCCEEDED, by.account_id, by=by, factor="otp")
    [line] = exported(sam, "jsonl", "?group=login").decode().splitlines()
    row = json.loads(line)
    assert row["at"] == "2026-11-23T11:00:00+00:00"
    for name, value in {
        "code": "login.succeeded", "group": "login", "outcome": "done", "actor_id": str(by.account_id),
        "actor": "Nora Janssens", "account_id": str(by.account_id), "ip": "203.0.113.9", "user_agent": FIREFOX,
        "session": str(by.session_id), "factor": "otp",
    }.items():  # fmt: skip
        assert row[name] == value, name


def test_the_export_is_an_event_with_its_filter_and_number_of_rows(world, sam):
    freshly(sam, "export")
    for _ in range(3):
        note(events.LOGIN_FAILED, world.actors["handler"].account_id, reason="bad_password")
    lines = exported(sam, "jsonl", "?group=login&outcome=failed&from=2026-11-01").decode().splitlines()
    [event] = [e for e in trail_queries.recent(5) if e.code == "security.exported"]
    assert event.values["rows"] == len(lines) == 3
    assert (event.values["group"], event.values["outcome"], event.values["format"]) == ("login", "failed", "jsonl")
    assert event.values["since"].isoformat() == "2026-11-01"
    assert event.actor_account_id == world.actors["support"].account_id
    assert rows(sam.page("security/", group="security"))[0].count("exported 3 events") == 1


def test_a_long_export_is_written_in_parts_and_stops_where_the_event_says(world, sam, monkeypatch):
    from accident_manager.audit import search
    from accident_manager.web.pages.security import export

    monkeypatch.setattr(search, "_BATCH", 7)
    monkeypatch.setattr(export, "_BATCH", 5)
    freshly(sam, "export")
    for _ in range(33):
        note(events.LOGIN_FAILED, reason="bad_password")
    answer = sam.client.post("/belfius/security/export?group=login", {"format": "jsonl"})
    # What happens while the file is on its way is not in it.
    note(events.LOGIN_FAILED, reason="bad_password")
    numbers = [json.loads(line)["number"] for line in b"".join(answer.streaming_content).decode().splitlines()]
    assert len(numbers) == 33 and numbers == sorted(numbers, reverse=True)


def test_another_insurers_account_and_events_are_not_found(world, sam, other):
    note(events.LOGIN_FAILED, world.actors["handler"].account_id, reason="bad_password")
    with scope.of(other.id):
        from casework import declaring

        theirs = declaring.actor(other, "support", name="Vera Vreemd")
    vera = Visitor("other", theirs)
    page = vera.page("security/", account=str(world.actors["handler"].account_id))
    assert rows(page) == [] and "Nora" not in page
    answer = vera.client.post("/other/security/?lang=en", {"email": _email(world.actors["handler"])})
    assert "No account has this email address." in answer.content.decode()
    freshly(vera, "export")
    answer = vera.client.post("/other/security/export", {"format": "csv"})
    assert b"Nora" not in b"".join(answer.streaming_content)


def test_every_reason_that_is_recorded_is_said_in_words():
    """Codes written as such in the source of the room; a new one needs its words."""
    from pathlib import Path

    from accident_manager.identity import actions
    from accident_manager.web.components.happened import REASONS

    source = "\n".join(file.read_text(encoding="utf-8") for file in Path(actions.__file__).parent.glob("*.py"))
    recorded = set(
        re.findall(r'reason="(\w+)"|"reason": "(\w+)"|_note_failure\("(\w+)"|_refused\([^)]*"(\w+)"', source)
    )
    codes = {code for found in recorded for code in found if code}
    assert {"unfit", "wrong", "pair_blocked"} <= codes
    assert codes - set(REASONS) == set()


def _email(actor) -> str:
    from accident_manager.identity.queries import account

    return account(actor.account_id).email
