"""What docs/auth0.md tells an administrator to do is what the code asks for."""

import re
from pathlib import Path

import pytest

from accident_manager.cli import insurer_auth0
from accident_manager.identity.auth0 import check
from accident_manager.identity.auth0.logs import MOST_PAGES
from accident_manager.identity.auth0.management import LOG_PAGE, ORGANIZATION_SCOPES, SCOPES
from accident_manager.identity.auth0.oidc import MULTI_FACTOR
from accident_manager.identity.rules.auth0 import LABELS

MANUAL = (Path(__file__).parents[2] / "docs/auth0.md").read_text(encoding="utf-8")


def _rows(beginning: str, end: str) -> list[tuple[str, str]]:
    """The table between two marks: the words in its first column, and its second."""
    table = MANUAL.partition(f"<!-- {beginning} -->")[2].partition(f"<!-- {end} -->")[0]
    rows = re.findall(r"^\| (`.+?) \| (.+?) \|$", table, re.MULTILINE)
    return [(name, purpose) for names, purpose in rows for name in re.findall(r"`([^`]+)`", names)]


def test_the_permissions_are_exactly_those_that_the_code_asks_for_with_their_purpose():
    assert _rows("scopes", "scopes of an organization") == list(SCOPES.items())
    of_organization = _rows("scopes of an organization", "end of scopes")
    assert of_organization == [(s, f"only with an organization: {what}") for s, what in ORGANIZATION_SCOPES.items()]


def test_every_setting_is_explained_and_no_other():
    assert [name for name, _ in _rows("settings", "end of settings")] == list(LABELS)


@pytest.mark.parametrize("path", [check.CALLBACK, check.LOGGED_OUT, check.BACK_CHANNEL])
def test_the_addresses_to_register_are_those_that_people_come_back_to(path):
    assert f"`https://accidents.example/belfius/{path}`" in MANUAL


def test_every_command_that_it_names_can_be_typed():
    import argparse

    parser = argparse.ArgumentParser()
    insurer_auth0.configure(parser)
    commands = re.findall(r"^\./acm insurer auth0 (.+?)(?: +#.*)?$", MANUAL.replace("\\\n    ", ""), re.MULTILINE)
    assert {command.split()[0] for command in commands} == {"set", "show", "check", "emergency"}
    for command in commands:
        parser.parse_args(command.split())


def test_the_action_asks_for_what_we_send():
    assert f"'{MULTI_FACTOR}'" in MANUAL


def test_the_switches_that_the_check_names_are_in_the_manual():
    advice = [
        "Disable Sign Ups", "One-time Password", "Recovery Code", "Always", "Brute-force Protection",
        "Authorization Code", "RP-Initiated Logout End Session Endpoint Discovery", "Allowed Callback URLs",
        "Allowed Logout URLs", "Back-Channel Logout URI",
    ]  # fmt: skip
    source = Path(check.__file__).read_text(encoding="utf-8")
    for switch in advice:
        assert switch in source
        assert f"**{switch}**" in MANUAL or f"> {switch}**" in MANUAL


def test_its_figures_are_those_of_the_code():
    assert f"at most {MOST_PAGES} pages of {LOG_PAGE} a run" in MANUAL
