"""What an operator does: insurers, users, the trail. Exit 0: done, 1: refused, 2: used wrongly."""

import json

from machine import ADD_BELFIUS

NORA = ("--first-name", "Nora", "--last-name", "Peeters", "--insurer", "belfius")


def test_an_insurer_is_added_once_listed_and_gets_new_keys(belfius):
    assert [insurer["code"] for insurer in json.loads(belfius.done("insurer", "list", "--json"))] == ["belfius"]
    twice = belfius.acm(*ADD_BELFIUS)
    assert (twice.returncode, "belfius" in twice.stderr) == (1, True)
    nobody = belfius.acm("insurer", "rotate-keys", "nobody")
    assert (nobody.returncode, "insurers.unknown" in nobody.stderr) == (1, True)


def test_a_user_is_invited_and_blocked_and_no_name_is_kept_in_clear(belfius):
    said = json.loads(belfius.done("user", "invite", "nora@belfius.example", *NORA, "--role", "handler", "--json"))
    assert (said["roles"], said["state"]) == (["handler"], "active")
    assert belfius.sql("SELECT status FROM identity_mail") == [("queued",)]
    [row] = belfius.sql("SELECT identity_account::text FROM identity_account")
    assert "Peeters" not in row[0]
    again = belfius.acm("user", "invite", "nora@belfius.example", *NORA, "--role", "handler")
    assert (again.returncode, "identity.account.exists" in again.stderr) == (1, True)
    blocked = json.loads(belfius.done("user", "block", "nora@belfius.example", "--insurer", "belfius", "--json"))
    assert blocked["state"] == "blocked"
    unknown = belfius.acm("user", "block", "nobody@belfius.example", "--insurer", "belfius")
    assert (unknown.returncode, "identity.account.unknown" in unknown.stderr) == (1, True)


def test_a_changed_row_of_the_trail_is_found_and_named(belfius):
    belfius.done("user", "invite", "nora@belfius.example", *NORA, "--role", "handler")
    [report] = json.loads(belfius.done("audit", "verify", "--json"))
    assert report["ok"] and report["rows"] >= 2
    [(changed,)] = belfius.sql("SELECT id FROM audit_event WHERE seq = 2")
    belfius.sql("SET session_replication_role = replica; UPDATE audit_event SET code = 'account.blocked' WHERE seq = 2")
    outcome = belfius.acm("audit", "verify")
    assert outcome.returncode == 1
    assert f"first wrong row 2 ({changed})" in outcome.stdout


def test_the_rules_of_the_login_are_tightened_never_loosened(belfius):
    belfius.done("insurer", "set", "belfius", "failed_passwords=4", "max_sessions=2")
    [row] = belfius.sql("SELECT login_limits, max_sessions FROM insurers_insurer")
    assert row == ({"failed_passwords": 4}, 2)
    looser = belfius.acm("insurer", "set", "belfius", "failed_passwords=11")
    assert (looser.returncode, "never" in looser.stderr or "loosened" in looser.stderr) == (1, True)
    assert belfius.acm("insurer", "set", "belfius", "speed=11").returncode == 2
    assert belfius.sql("SELECT login_limits FROM insurers_insurer") == [({"failed_passwords": 4},)]
    assert belfius.sql("SELECT count(*) FROM audit_event WHERE code = 'insurer.limit_changed'") == [(2,)]
