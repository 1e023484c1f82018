"""The law by lines and files: JSON lines in and out, and a table of cases checked against the rules."""

import csv
import json
from codecs import BOM_UTF8
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

from accident_manager.foundation.explained import Explained, Reason
from accident_manager.foundation.refusal import N_, Refusal
from accident_manager.law.door import Result, evaluate, topics

Say = Callable[[Reason | Refusal], str]

_LONGEST_LINE = 1_000_000  # characters, and bytes of what is read at once
_COLUMNS = ("id", "topic", "inputs_json", "expected_json")
_TOO_LONG = N_("The line is too long.")


class LineInvalid(Refusal):
    """A line that is not a question."""

    code = "law.invalid-line"
    sentence = N_("A line is one JSON object with “topic” and “inputs”.")


class FileInvalid(Refusal):
    """A file that is no table of cases."""

    code = "law.invalid-file"
    sentence = N_("The file is a CSV table in UTF-8 with the columns id, topic, inputs_json and expected_json.")


def plain(what: Reason | Refusal) -> str:
    """The English sentence with its values written plainly. `wording.say` can take its place in another language."""
    return what.sentence % what.values if what.values else what.sentence


def answers(stream: BinaryIO, say: Say = plain) -> Iterator[str]:
    """An answer (`evaluate_line`) for each line of a stream that is not blank, in order, as soon as it was read.

    Lines are UTF-8, the first may begin with a byte order mark. Of a line that is too long only the beginning is kept.
    """
    first = True
    while line := stream.readline(_LONGEST_LINE + 1):
        if len(line) > _LONGEST_LINE:
            _skip_the_rest(line, stream)
        if first:
            line, first = line.removeprefix(BOM_UTF8), False
        if line.strip():
            yield _evaluate_bytes(line, say)


def _skip_the_rest(line: bytes, stream: BinaryIO) -> None:
    """Read to the end of a line of which a part was read, keeping nothing."""
    while line and not line.endswith(b"\n"):
        line = stream.readline(_LONGEST_LINE)


def _evaluate_bytes(line: bytes, say: Say) -> str:
    refusal = LineInvalid(_TOO_LONG, field=None)
    if len(line) <= _LONGEST_LINE:
        try:
            return evaluate_line(line.decode(), say)
        except UnicodeDecodeError:
            refusal = LineInvalid(N_("The line is not UTF-8 text."), field=None)
    return _one_line(_refused(None, refusal, say))


def evaluate_line(text: str, say: Say = plain) -> str:
    """One JSON line `{"topic", "inputs"}` to one JSON line `{"topic", "result", "because", "provisional"}`.

    A refusal gives `{"topic", "error": {"code", "message", "field"}}`; nothing a line holds raises.
    """
    topic: Any = None
    try:
        line = _parsed(text)
        topic = line.get("topic")
        if "inputs" not in line or "topic" not in line:
            raise LineInvalid(field="inputs" if "topic" in line else "topic")
        found = evaluate(topic, line["inputs"])
        answer = {"topic": topic, **_answer(found, say)}
    except Refusal as refusal:
        answer = _refused(topic, refusal, say)
    return _one_line(answer)


def _refused(topic: Any, refusal: Refusal, say: Say) -> dict[str, Any]:
    error = {"code": refusal.code, "message": say(refusal), "field": refusal.field}
    return {"topic": topic if isinstance(topic, str) else None, "error": error}


def _one_line(answer: dict[str, Any]) -> str:
    line = json.dumps(answer, ensure_ascii=False)
    try:
        line.encode()
    except UnicodeEncodeError:  # a lone surrogate that the question brought along
        return json.dumps(answer)
    return line


def _answer(found: Explained[Result], say: Say) -> dict[str, Any]:
    because = [_reason(reason, say) for reason in found.because]
    because += [{**_reason(reason, say), "warning": True} for reason in found.warnings]
    return {"result": found.value, "because": because, "provisional": found.provisional}


def _reason(reason: Reason, say: Say) -> dict[str, Any]:
    said: dict[str, Any] = {"rule": reason.rule, "article": reason.article, "text": say(reason)}
    if reason.arithmetic:
        said["arithmetic"] = reason.arithmetic
    if reason.amount:
        said["amount"] = reason.amount
    if reason.unit:
        said["unit"] = reason.unit
    if reason.reads:
        said["reads"] = [
            {
                "parameter": read.parameter,
                "value": read.value,
                "valid_from": read.valid_from,
                "status": read.status,
                "source": read.source,
            }
            for read in reason.reads
        ]
    return said


def _parsed(text: str) -> dict[str, Any]:
    if len(text) > _LONGEST_LINE:
        raise LineInvalid(_TOO_LONG, field=None)
    try:
        # Amounts keep every digit they were written with.
        line = json.loads(text, parse_float=Decimal, parse_constant=_no_number, object_pairs_hook=_no_key_twice)
    except (ValueError, RecursionError):
        raise LineInvalid(field=None) from None
    if not isinstance(line, dict):
        raise LineInvalid(field=None)
    return line


def _no_number(text: str) -> None:
    raise ValueError(f"{text} is not a number")


def _no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        twice = next(key for at, (key, _) in enumerate(pairs) if key in dict(pairs[:at]))
        raise LineInvalid(N_("A fact is given twice: keep one."), field=twice)
    return found


@dataclass(frozen=True, slots=True)
class Difference:
    """A case whose answer is not the one expected. `got` is the result, or the refusal's code and field.

    `case` is its id, or the line on which it ends where it has none.
    """

    case: str
    topic: str
    expected: dict[str, Any]
    got: dict[str, Any]


@dataclass(frozen=True, slots=True)
class CheckReport:
    """The outcome of a table of cases: how many agreed, which did not, and which topics have no answer yet."""

    agreed: int
    differences: tuple[Difference, ...]
    unknown_topics: tuple[tuple[str, int], ...]

    @property
    def cases(self) -> int:
        return self.agreed + len(self.differences) + sum(count for _, count in self.unknown_topics)

    @property
    def ok(self) -> bool:
        """Every case of a known topic agreed."""
        return not self.differences


def check(path: str | Path) -> CheckReport:
    """Every case of a CSV file (id, topic, inputs_json, expected_json) answered and compared. FileInvalid otherwise."""
    try:
        with Path(path).open(encoding="utf-8-sig", newline="") as lines:
            rows = csv.DictReader(lines)
            if not set(_COLUMNS) <= set(rows.fieldnames or ()):
                raise FileInvalid
            return _report(rows)
    except (OSError, UnicodeDecodeError, csv.Error):
        raise FileInvalid from None


def _report(rows: "csv.DictReader[str]") -> CheckReport:
    agreed, differences, unknown = 0, [], dict[str, int]()
    known = set(topics())
    for row in rows:
        topic = row["topic"] or ""
        if topic not in known:
            unknown[topic] = unknown.get(topic, 0) + 1
            continue
        expected: dict[str, Any] = {}
        try:
            expected = without_notes(_parsed(row["expected_json"] or ""))
            got = evaluate(topic, _parsed(row["inputs_json"] or "")).value
        except Refusal as refusal:
            got = {"error": refusal.code, "field": refusal.field}
        if got == expected:
            agreed += 1
        else:
            differences.append(Difference(row["id"] or f"line {rows.line_num}", topic, expected, got))
    return CheckReport(agreed, tuple(differences), tuple(sorted(unknown.items())))


def without_notes(values: dict[str, Any]) -> dict[str, Any]:
    """The values whose key does not begin with "_"."""
    return {key: value for key, value in values.items() if not key.startswith("_")}
