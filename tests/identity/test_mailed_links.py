"""Links in mails are opened by scanners before anybody reads them: whatever they open, nothing changes."""

import re

import pytest
from django.db import connection

from accident_manager.identity import outbox
from accident_manager.storage import scope
from identity.people import Visitor, freshly, later

KINDS = {"reset-password", "unblock", "suspicion", "suspicion-support", "security-notice", "support-notice"}
SCANNER = "Mozilla/5.0 (compatible; SafeLinks)"


def all_rows() -> dict[str, str]:
    """A fingerprint of every table of the insurers' data; the sessions of visitors are no data."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' "
            "AND (table_name LIKE 'identity%%' OR table_name LIKE 'audit%%' OR table_name LIKE 'insurers%%')"
        )
        tables = [name for (name,) in cursor.fetchall()]
        rows = {}
        for name in tables:
            cursor.execute(f"SELECT md5(coalesce(string_agg(t::text, chr(10) ORDER BY t::text), '')) FROM \"{name}\" t")
            rows[name] = cursor.fetchone()[0]
    assert len(rows) > 15
    return rows


@pytest.fixture
def links(belfius, sophie):
    """Every address in every mail that the login can send, to the person and to support."""
    visit = Visitor("belfius")
    visit.enrol(sophie)
    visit.post("forgot-password", email=sophie.email)
    thief = Visitor("belfius", ip="198.51.100.66")
    for number in range(11):
        with later(minutes=number):
            thief.post("login", email=sophie.email, password="guess")
    for number in range(6):
        Visitor("belfius", ip=f"203.0.113.{number}").post("login", email=sophie.email, password="guess")
    freshly(visit).post("account/sessions/end-others")
    freshly(visit).post("account/hacked/report")
    with scope.of(belfius.id):
        mails = outbox.recent(100)
    assert {mail.kind for mail in mails} == KINDS, {mail.kind for mail in mails} ^ KINDS
    found = {re.sub(r"[>).,]+$", "", url) for mail in mails for url in re.findall(r"https?://\S+", mail.text)}
    # What stands in the HTML stands in the plain text too.
    assert {url for mail in mails for url in re.findall(r'href="(https?://[^"]+)"', mail.html)} <= found
    return sorted(url.partition("/belfius/")[2] for url in found)


@pytest.mark.parametrize("method", ["get", "head"])
def test_opening_any_mailed_link_any_number_of_times_changes_no_row(belfius, links, method):
    assert {path.partition("/")[0] for path in links} >= {"reset-password", "unblock", "account"}
    with scope.of(belfius.id):
        before = all_rows()
    for path in links:
        for _ in range(3):
            scanner = Visitor("belfius", ip="192.0.2.200")
            scanner.client.defaults["HTTP_USER_AGENT"] = SCANNER
            answer = getattr(scanner.client, method)(f"/belfius/{path}", follow=True)
            assert answer.status_code in {200, 410}, path
    with scope.of(belfius.id):
        after = all_rows()
    assert {name for name in before if before[name] != after[name]} == set()


def test_the_links_that_are_left_still_do_what_they_are_for(belfius, links):
    """After all that opening, the one that sets a password does."""
    from identity.people import at, link_in, newest_mail

    visit = Visitor("belfius")
    visit.get(link_in(newest_mail(belfius.id, "reset").text).partition("/belfius/")[2])
    new = "een heel ander wachtwoord"
    assert at(visit.post("reset-password", password=new, again=new)) == "reset-password/done"
    assert visit.post("reset-password", password=new, again=new).status_code == 410, "once"
