"""Every command says what it is for, and what was typed wrongly."""

import json
import os
import subprocess

import pytest

from accident_manager.cli.commands import COMMANDS
from machine import ACM


def acm(*words: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run([*ACM, *words], input=stdin, capture_output=True, text=True, env=dict(os.environ), timeout=60)


@pytest.mark.parametrize("command", sorted(set(COMMANDS) - {"test"}))
def test_every_command_explains_itself(command):
    outcome = acm(command, "--help")
    assert outcome.returncode == 0
    assert f"usage: ./acm {command}" in outcome.stdout


@pytest.mark.parametrize("words", [("nothing",), ("insurer",), ("user", "block", "a@b.example"), ("law", "guess")])
def test_a_command_used_wrongly_ends_with_2(words):
    assert acm(*words).returncode == 2


def test_the_law_answers_each_line_with_a_line_and_refuses_within_it():
    questions = [
        '{"topic": "declaration_deadline", "inputs": '
        '{"regime": "private_1971", "accident_date": "2024-03-04", "light_accident": false}}',
        "not json",
        "",
        '{"topic": "tomorrow", "inputs": {}}',
    ]
    outcome = acm("law", "evaluate", stdin="\n".join(questions) + "\n")
    assert outcome.returncode == 0
    first, second, third = [json.loads(line) for line in outcome.stdout.splitlines()]
    assert first["result"] == {"last_day": "2024-03-12"}
    assert {"rule", "article", "text"} <= set(first["because"][0])
    assert second["error"]["code"] == "law.invalid-line"
    assert third["error"]["code"] == "law.unknown-topic"


def test_a_table_of_cases_with_a_wrong_one_ends_with_1(tmp_path):
    table = tmp_path / "cases.csv"
    table.write_text(
        "id,topic,inputs_json,expected_json\n"
        'A,declaration_deadline,"{""regime"": ""private_1971"", ""accident_date"": ""2024-03-04"", '
        '""light_accident"": false}","{""last_day"": ""2024-03-13""}"\n'
    )
    outcome = acm("law", "check", str(table))
    assert outcome.returncode == 1
    assert "2024-03-12" in outcome.stdout
    assert acm("law", "check", str(tmp_path / "missing.csv")).returncode == 1
