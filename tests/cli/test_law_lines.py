"""./acm law evaluate and check take whatever comes: each line its answer, nothing a traceback."""

import io
import json
import os
import signal
import subprocess

import pytest

from accident_manager.law import lines
from machine import ACM

QUESTION = (
    b'{"topic": "declaration_deadline", "inputs": {"regime": "private_1971", "accident_date": "2024-03-04", '
    b'"light_accident": false}}\n'
)
LAST_DAY = {"last_day": "2024-03-12"}


def evaluated(given: bytes, *words: str, **environment: str) -> list[dict]:
    outcome = subprocess.run(
        [*ACM, "law", "evaluate", *words], input=given, capture_output=True, timeout=60,
        env={**os.environ, **environment},
    )  # fmt: skip
    assert (outcome.returncode, outcome.stderr) == (0, b"")
    return [json.loads(line) for line in outcome.stdout.decode("utf-8").splitlines()]


def kinds(answers: list[dict]) -> list[str]:
    return [answer["error"]["code"] if "error" in answer else "ok" for answer in answers]


@pytest.mark.parametrize(
    "bad",
    [
        b"not json\n", b"{}\n", b"[]\n", b"null\n", b'"text"\n', b'{"topic": 1, "inputs": {}}\n', b"{\n",
        b'{"topic": "declaration_deadline"}\n', b'{"topic": "declaration_deadline", "inputs": []}\n', b"\x00\x01\n",
        b'{"topic": "declaration_deadline", "inputs": {"regime": "\xe9t\xe9"}}\n', b"\xff\xfe{\x00}\x00\n",
        b"9" * 5000 + b"\n", b"[" * 200_000 + b"\n", b"a" * 3_000_000 + b"\n",
        b'{"topic": "x", "inputs": {}, "topic": "y"}\n', b'{"topic": "\\ud800", "inputs": {}}\n',
        b'{"topic": "base_wage", "inputs": {"annual_wage_eur": Infinity}}\n',
    ],
)  # fmt: skip
def test_a_bad_line_is_answered_in_its_place_and_the_next_one_is_read(bad):
    answers = [json.loads(line) for line in lines.answers(io.BytesIO(QUESTION + bad + QUESTION))]
    assert len(answers) == 3
    assert answers[0]["result"] == answers[2]["result"] == LAST_DAY
    error = answers[1]["error"]
    assert set(answers[1]) == {"topic", "error"} and set(error) == {"code", "message", "field"}
    assert error["code"].startswith("law.") and error["message"]


def test_a_whole_stream_of_all_sorts_is_answered_line_by_line():
    given = b"\xef\xbb\xbf" + QUESTION + b"\n   \r\n" + QUESTION.replace(b"\n", b"\r\n") + b"x\n" + QUESTION.rstrip()
    assert kinds(evaluated(given)) == ["ok", "ok", "law.invalid-line", "ok"]


def test_an_empty_stream_has_no_answers():
    assert evaluated(b"") == []


def test_a_line_of_a_hundred_megabytes_is_refused_without_being_kept():
    class Endless(io.RawIOBase):
        """A line that goes on and on; what was asked for at most is remembered."""

        left, most = 100_000_000, 0

        def readline(self, size: int = -1) -> bytes:
            self.most = max(self.most, size)
            taken = min(size, self.left)
            self.left -= taken
            return b"x" * taken

    stream = Endless()
    [answer] = [json.loads(line) for line in lines.answers(stream)]
    assert answer["error"]["code"] == "law.invalid-line"
    assert (stream.left, stream.most <= 1_000_001) == (0, True)


@pytest.mark.parametrize("locale", ["C", "POSIX"])
def test_the_terminals_language_does_not_matter(locale):
    wrong = '{"topic": "base_wage", "inputs": {"été": 1, "annual_wage_eur": "1.00", "accident_date": "2024-05-06"}}\n'
    environment = {"LC_ALL": locale, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    [answer] = evaluated(wrong.encode(), "--language", "fr", **environment)
    assert answer["error"]["field"] == "été"
    assert "connaît pas" in answer["error"]["message"] or "é" in answer["error"]["message"]


def test_answers_come_as_the_questions_do():
    process = subprocess.Popen([*ACM, "law", "evaluate"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    for _ in range(3):
        process.stdin.write(QUESTION)
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["result"] == LAST_DAY
    process.stdin.close()
    assert process.wait(timeout=30) == 0


def test_a_reader_that_has_seen_enough_ends_it_quietly():
    process = subprocess.Popen(
        [*ACM, "law", "evaluate"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    process.stdin.write(QUESTION)
    process.stdin.flush()
    process.stdout.readline()
    process.stdout.close()
    try:
        for _ in range(2000):
            process.stdin.write(QUESTION)
        process.stdin.close()
    except BrokenPipeError:
        pass
    assert process.wait(timeout=30) == 0
    assert process.stderr.read() == b""


def test_ctrl_c_ends_it_without_a_traceback():
    process = subprocess.Popen(
        [*ACM, "law", "evaluate"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    process.stdin.write(QUESTION)
    process.stdin.flush()
    process.stdout.readline()
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=30) == 130
    assert process.stderr.read() == b""


def checked(table: bytes, tmp_path, *words: str) -> subprocess.CompletedProcess[str]:
    file = tmp_path / "cases.csv"
    file.write_bytes(table)
    return subprocess.run([*ACM, "law", "check", str(file), *words], capture_output=True, text=True, timeout=60)


HEAD = b"id,topic,inputs_json,expected_json\n"
RIGHT = (
    b'A,declaration_deadline,"{""regime"": ""private_1971"", ""accident_date"": ""2024-03-04"", '
    b'""light_accident"": false}","{""last_day"": ""2024-03-12""}"\n'
)


def test_a_table_that_agrees_ends_with_0(tmp_path):
    outcome = checked(b"\xef\xbb\xbf" + HEAD + RIGHT, tmp_path)
    assert (outcome.returncode, outcome.stdout) == (0, "1 of 1 cases agree\n")


def test_each_case_that_does_not_agree_is_named_with_what_came_instead(tmp_path):
    table = (
        HEAD
        + RIGHT
        + b'B,declaration_deadline,not json,"{}"\n,declaration_deadline,"{}",[1]\nD,no_topic,"{}","{}"\nE\n'
    )
    outcome = checked(table, tmp_path, "--json")
    report = json.loads(outcome.stdout)
    assert outcome.returncode == 1
    assert (report["cases"], report["agreed"]) == (5, 1)
    assert [(d["id"], d["got"]["error"]) for d in report["differences"]] == [
        ("B", "law.invalid-line"), ("line 4", "law.invalid-line"),
    ]  # fmt: skip
    assert report["unknown_topics"] == {"": 1, "no_topic": 1}


@pytest.mark.parametrize(
    "table",
    [
        b"", b"id,topic\n", HEAD + b'A,declaration_deadline,"\xe9t\xe9","{}"\n', "id,topic".encode("utf-16"),
        HEAD + b"A,x," + b"y" * 200_000 + b",z\n", b"\x00\x01\x02", b"%PDF-1.7\n\xff\xff",
    ],
)  # fmt: skip
def test_a_file_that_is_no_table_of_cases_is_refused(tmp_path, table):
    outcome = checked(table, tmp_path)
    assert (outcome.returncode, outcome.stdout) == (1, "")
    assert "law.invalid-file" in outcome.stderr and "Traceback" not in outcome.stderr


def test_a_folder_or_a_file_that_is_not_there_is_refused(tmp_path):
    for path in (tmp_path, tmp_path / "missing.csv"):
        outcome = subprocess.run([*ACM, "law", "check", str(path)], capture_output=True, text=True, timeout=60)
        assert outcome.returncode == 1 and "law.invalid-file" in outcome.stderr
