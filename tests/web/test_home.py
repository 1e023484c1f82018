"""The first page by role, the accounts and the journal."""

import pytest

from web.world import Visitor

HOME = {
    "declarer": "Declare an accident",
    "prevention_adviser": "Your files",
    "handler": "Due first",
    "team_lead": "Due first",
    "medical_adviser": "Due first",
    "support": "Never activated",
    "administrator": "Never activated",
    "victim": "Your files",
    "auditor": "What happened last",
}


@pytest.mark.parametrize("role", HOME)
@pytest.mark.parametrize("language", ["fr", "nl", "de", "en"])
def test_home_shows_what_a_role_is_here_for(world, role, language):
    page = world.visitor(role).page("", language)
    assert world.actors[role].name in page
    if language == "en":
        assert HOME[role] in page


def test_home_sends_nobody_to_the_login(world):
    assert Visitor("belfius").get("").headers["Location"].startswith("/belfius/login")


def test_support_sees_no_file_and_a_declarer_no_queue_figures(world):
    assert world.number not in world.visitor("support").page("")
    assert "In the queue" not in world.visitor("declarer").page("")
    assert world.number in world.visitor("declarer").page("")


def test_the_accounts_are_listed_for_support_and_administrator_only(world):
    for role in world.actors:
        answer = world.visitor(role).get("accounts/")
        assert answer.status_code == (200 if role in {"support", "administrator"} else 404), role
    page = world.visitor("support").page("accounts/")
    assert "Nora Janssens" in page
    assert "Never activated" in page


def test_the_journal_says_who_looked_and_opens_for_the_auditor_only(world):
    world.visitor("handler").page(world.file())
    for role in world.actors:
        assert world.visitor(role).get("audit/").status_code == (200 if role == "auditor" else 404), role
    page = world.visitor("auditor").page("audit/")
    assert "Nora Janssens opened the file." in page
    assert f'href="/belfius/claims/{world.number}/"' in page


def test_the_journal_verifies_its_chain_on_demand(world):
    answer = world.visitor("auditor").client.post("/belfius/audit/?lang=en")
    assert "are as they were written" in answer.content.decode()


def test_the_colour_of_the_insurer_is_a_style_sheet_for_everybody(world):
    answer = Visitor("belfius").get("brand.css")
    assert answer.headers["Content-Type"].startswith("text/css")
    assert b"#b5103c" in answer.content
