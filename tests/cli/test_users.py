"""./acm user: what an operator does to accounts. Exit 0: done, 1: refused, 2: used wrongly."""

import json

import pytest

HERE = ("--insurer", "belfius")
NORA = ("--first-name", "Nora", "--last-name", "Peeters", *HERE)
EMAIL = "nora@belfius.example"
HEAD = "email;first name;last name;language;role;employer number;from;until\n"


@pytest.fixture
def nora(belfius):
    belfius.done("user", "invite", EMAIL, *NORA, "--role", "handler", "--language", "nl")
    return belfius


def test_an_invited_user_is_mailed_and_listed_as_never_activated(nora):
    [account] = [json.loads(line) for line in nora.done("user", "list", *HERE, "--json").splitlines()]
    assert (account["state"], account["roles"], account["second_factor"]) == ("never", ["handler"], False)
    assert account["invited_at"]
    assert nora.sql("SELECT kind, language, status FROM identity_mail") == [("reset-password", "nl", "queued")]
    assert nora.done("user", "list", *HERE, "--state", "blocked") == ""
    assert EMAIL in nora.done("user", "list", *HERE, "--role", "handler")


def test_a_role_at_an_employer_that_is_unknown_or_missing_is_refused(belfius):
    for more, code in (((), "invalid"), (("--employer", "0403019261"), "policies.employer-unknown")):
        outcome = belfius.acm("user", "invite", EMAIL, *NORA, "--role", "declarer", *more)
        assert (outcome.returncode, code in outcome.stderr) == (1, True), outcome.stderr
    assert belfius.sql("SELECT count(*) FROM identity_account") == [(0,)]


def test_a_user_is_blocked_and_unblocked_with_a_reason_on_the_trail(nora):
    assert json.loads(nora.done("user", "block", EMAIL, *HERE, "--reason", "left", "--json"))["state"] == "blocked"
    assert json.loads(nora.done("user", "unblock", EMAIL, *HERE, "--reason", "returned", "--json"))["state"] == "active"
    nora.done("user", "unblock", EMAIL, *HERE, "--failed-attempts")
    events = nora.sql("SELECT code, values->>'reason' FROM audit_event WHERE code LIKE 'admin.%block%' ORDER BY seq")
    assert events == [("admin.blocked", "left"), ("admin.unblocked", "returned")]
    assert nora.acm("user", "block", EMAIL, *HERE, "--reason", "spite").returncode == 2


def test_sessions_end_and_a_second_factor_is_reset_with_evidence(nora):
    nora.done("user", "end-sessions", EMAIL, *HERE)
    assert nora.acm("user", "reset-second-factor", EMAIL, *HERE).returncode == 2
    wrong = nora.acm(
        "user", "reset-second-factor", EMAIL, *HERE, "--evidence", "in-person", "--reference", "Nora Peeters"
    )
    assert (wrong.returncode, "No names" in wrong.stderr) == (1, True)
    nora.done("user", "reset-second-factor", EMAIL, *HERE, "--evidence", "in-person", "--reference", "DESK-7")
    [(values,)] = nora.sql("SELECT values FROM audit_event WHERE code = 'admin.mfa_reset'")
    assert values == {"evidence": "in-person", "reference": "DESK-7"}


def test_a_file_is_shown_first_and_done_with_yes_and_changes_nothing_twice(belfius, tmp_path):
    file = tmp_path / "accounts.csv"
    file.write_text(HEAD + "an@x.example;An;Peeters;nl;handler;;;\nbo@x.example;Bo;Maes;fr;auditor;;;\n")
    shown = json.loads(belfius.done("user", "import", str(file), *HERE, "--json"))
    assert (shown["done"], shown["create"]) == (False, 2)
    assert belfius.sql("SELECT count(*) FROM identity_account") == [(0,)]
    done = json.loads(belfius.done("user", "import", str(file), *HERE, "--yes", "--json"))
    assert (done["done"], done["created"], done["refused"]) == (True, 2, 0)
    again = json.loads(belfius.done("user", "import", str(file), *HERE, "--yes", "--json"))
    assert (again["created"], again["unchanged"]) == (0, 2)
    assert belfius.sql("SELECT count(*) FROM identity_mail") == [(2,)]
    assert belfius.sql("SELECT count(*) FROM audit_event WHERE code = 'admin.imported'") == [(2,)]


def test_refused_rows_are_named_and_the_exit_says_so(belfius, tmp_path):
    file = tmp_path / "accounts.csv"
    file.write_text(HEAD + "an@x.example;An;Peeters;nl;king;;;\nbo@x.example;Bo;Maes;fr;auditor;;;\n")
    outcome = belfius.acm("user", "import", str(file), *HERE, "--yes", "--json")
    said = json.loads(outcome.stdout)
    assert (outcome.returncode, said["created"], said["refused"]) == (1, 1, 1)
    assert (said["refused_rows"][0]["line"], said["refused_rows"][0]["field"]) == (2, "role")
    file.write_bytes(b"PK\x03\x04")
    for path, code in ((file, "identity.import.file"), (tmp_path / "none.csv", "identity.import.no-file")):
        outcome = belfius.acm("user", "import", str(path), *HERE)
        assert (outcome.returncode, code in outcome.stderr) == (1, True)


def test_every_act_explains_itself_and_wrong_use_is_told(belfius):
    said = belfius.done("user", "--help")
    for act in ("invite", "import", "list", "block", "unblock", "reset-second-factor", "end-sessions"):
        assert act in said
        assert "--insurer" in belfius.done("user", act, "--help")
    assert belfius.acm("user").returncode == 2
    assert belfius.acm("user", "list").returncode == 2
