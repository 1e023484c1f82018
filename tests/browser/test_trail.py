"""Step 6: what happened can be checked, a changed byte is found and named, and another insurer finds nothing."""

import json
import re

import psycopg
from playwright.sync_api import expect

from browser.eyes import no_axe_violations
from browser.files import address, declared

NEWEST_READ = """
SELECT e.id, e.seq FROM audit_event e JOIN insurers_insurer i ON i.id = e.insurer_id
WHERE i.code = 'belfius' AND e.subject_id = (
  SELECT c.id FROM claims_claim c WHERE c.number = %s AND c.insurer_id = i.id
) ORDER BY e.seq DESC LIMIT 1
"""
# One byte of the encrypted address from which somebody acted; back again by the same statement.
CHANGE = "UPDATE audit_event SET origin = set_byte(origin, 20, 255 - get_byte(origin, 20)) WHERE id = %s"


def by_hand(house, row_id) -> None:
    """As somebody does who holds the database itself: the triggers do not fire."""
    with psycopg.connect(house.database_url, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute(CHANGE, [row_id])


def test_the_chain_is_confirmed_and_a_byte_changed_by_hand_is_found_and_named(house, as_member):
    number = declared(house, as_member, counter=741, surname="Octet-Changé")
    as_member("belfius", "handler", "Zieliński").goto(address(house, number))
    ((row_id, seq),) = house.sql(NEWEST_READ, number)

    before = house.acm("audit", "verify")
    assert before.returncode == 0, before.stdout + before.stderr
    assert re.findall(r"^(\w+): \d+ rows, all as they were written", before.stdout, re.M) == ["belfius", "other"]

    by_hand(house, row_id)
    try:
        wrong = house.acm("audit", "verify", "--json")
        assert wrong.returncode == 1
        found = {report["insurer"]: report for report in json.loads(wrong.stdout)}
        assert (found["belfius"]["ok"], found["belfius"]["id"]) == (False, str(row_id))
        assert found["belfius"]["seq"] == seq
        assert found["other"]["ok"]
        assert str(row_id) in house.acm("audit", "verify", "--insurer", "belfius").stdout
    finally:
        by_hand(house, row_id)
    assert house.acm("audit", "verify").returncode == 0


def test_every_look_at_a_file_stands_in_the_journal_that_the_auditor_reads(house, as_member):
    number = declared(house, as_member, counter=743, surname="Regard-Noté")
    handler = as_member("belfius", "handler", "Zieliński")
    handler.goto(address(house, number))
    handler.get_by_role("button", name="Show").click()
    expect(handler.locator("#niss")).to_contain_text(re.compile(r"\d{2}\.\d{2}\.\d{2}-743\.\d{2}"))
    auditor = as_member("belfius", "auditor")
    no_axe_violations(auditor)
    auditor.goto(address(house, number, "journal"))
    no_axe_violations(auditor)
    expect(auditor.locator("main")).to_contain_text("Amélie Zieliński")
    expect(auditor.locator("main")).to_contain_text("national number")
    auditor.goto(house.path("/belfius/audit/"))
    no_axe_violations(auditor)
    # He changes nothing: the forms of deciding are not there for him.
    for part in ("accept", "ask", "doubt", "refuse"):
        assert auditor.goto(address(house, number, part)).status == 404


def test_the_other_insurers_handler_finds_nothing_at_the_same_address(house, as_member, cast):
    number = declared(house, as_member, counter=745, surname="Voisin-Étranger")
    mine = as_member("belfius", "handler", "Zieliński")
    mine.goto(address(house, number, "documents"))
    theirs = as_member("other", "handler", "Van Wetteren")

    # Behind Belfius's door he is nobody: asked to log in, and his account does not exist there.
    theirs.goto(address(house, number))
    assert "/belfius/login" in theirs.url
    member = cast("other", "handler", "Van Wetteren")
    theirs.locator("#f-email").fill(member.email)
    theirs.locator("#f-password").fill(member.password)
    theirs.keyboard.press("Enter")
    expect(theirs.get_by_role("alert")).to_contain_text("Wrong email or password")

    # Behind his own door the same number is nobody's file, or one of his own: never Belfius's.
    theirs.goto(address(house, number, insurer="other"))
    expect(theirs.locator("body")).not_to_contain_text("Voisin-Étranger")
    unknown = house.sql(
        "SELECT c.number FROM claims_claim c JOIN insurers_insurer i ON i.id = c.insurer_id WHERE i.code = 'belfius'"
        " AND c.number NOT IN (SELECT o.number FROM claims_claim o WHERE o.insurer_id <> i.id)"
    )
    for (only_theirs,) in unknown[:2]:
        for part in ("", "declaration", "documents", "benefits", "letters", "accept"):
            assert theirs.goto(address(house, only_theirs, part, insurer="other")).status == 404
    papers = house.sql(
        "SELECT d.id FROM claims_document d JOIN insurers_insurer i ON i.id = d.insurer_id"
        " WHERE i.code = 'belfius' LIMIT 3"
    )
    assert papers
    for (paper,) in papers:
        assert theirs.goto(house.path(f"/other/documents/{paper}")).status == 404
    no_axe_violations(theirs)
