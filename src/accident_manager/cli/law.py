"""./acm law: the law by lines and by files, its topics and its rules. Pure: no database, no settings."""

import argparse
import json
import os
import sys
from collections.abc import Callable
from datetime import date

from accident_manager.cli import law_rules
from accident_manager.foundation import clock
from accident_manager.law import lines, register
from accident_manager.wording import LANGUAGES, say


def configure(parser: argparse.ArgumentParser) -> None:
    words = parser.add_subparsers(dest="act", metavar="act", required=True)
    evaluate = words.add_parser(
        "evaluate", help='JSON lines {"topic", "inputs"} from standard input, a JSON line out for each, in order'
    )
    evaluate.add_argument("--language", choices=LANGUAGES, default="en", help="of the reasons (default en)")
    check = words.add_parser("check", help="compare a table of cases (CSV) with the rules; exit 1 when one differs")
    check.add_argument("file", help="columns id, topic, inputs_json, expected_json")
    check.add_argument("--json", action="store_true", help="report as JSON")
    topics = words.add_parser("topics", help="what can be asked, with rule and subject")
    topics.add_argument("--json", action="store_true", help="report as JSON")
    show = words.add_parser("show", help="a rule: what it says, where it stands, its numbers and sources on a day")
    show.add_argument("rule", help="R1 to R92, or a convention A1 to A12")
    show.add_argument("--on", type=_day, metavar="DAY", help="the day of the numbers, 2024-05-01 (default today)")
    show.add_argument("--json", action="store_true", help="report as JSON")
    words.add_parser("status", help="the state of every rule and number, as docs/law-status.md has it")


def run(options: argparse.Namespace) -> int:
    acts: dict[str, Callable[[argparse.Namespace], int]] = {
        "evaluate": _evaluate, "check": _check, "topics": _topics, "show": _show, "status": _status,
    }  # fmt: skip
    # Whatever the language of the terminal.
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    try:
        code = acts[options.act](options)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader has seen enough; nothing may be written any more, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return _INTERRUPTED
    return code


# As a shell reports a program that Ctrl-C ended.
_INTERRUPTED = 130


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is no day: write it as 2024-05-01") from None


def _evaluate(options: argparse.Namespace) -> int:
    """Exit 0 also when a line was refused: the refusal is that line's answer."""
    for answer in lines.answers(sys.stdin.buffer, lambda what: say(what, options.language)):
        sys.stdout.write(answer + "\n")
        sys.stdout.flush()
    return 0


def _check(options: argparse.Namespace) -> int:
    report = lines.check(options.file)
    if options.json:
        differences = [
            {"id": d.case, "topic": d.topic, "expected": d.expected, "got": d.got} for d in report.differences
        ]
        unknown = dict(report.unknown_topics)
        answer = {"cases": report.cases, "agreed": report.agreed, "differences": differences, "unknown_topics": unknown}
        sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
        return 0 if report.ok else 1
    for difference in report.differences:
        sys.stdout.write(f"{difference.case} ({difference.topic})\n")
        sys.stdout.write(f"  expected {json.dumps(difference.expected, ensure_ascii=False, sort_keys=True)}\n")
        sys.stdout.write(f"  got      {json.dumps(difference.got, ensure_ascii=False, sort_keys=True)}\n")
    for topic, count in report.unknown_topics:
        sys.stdout.write(f"no answer yet: {topic} ({count} cases)\n")
    sys.stdout.write(f"{report.agreed} of {report.cases} cases agree\n")
    return 0 if report.ok else 1


def _topics(options: argparse.Namespace) -> int:
    known = law_rules.topics()
    if options.json:
        sys.stdout.write(json.dumps(known, ensure_ascii=False) + "\n")
        return 0
    widths = [max(len(one["topic"]) for one in known), max(len(", ".join(one["rules"])) for one in known)]
    for one in known:
        rules = ", ".join(one["rules"])
        sys.stdout.write(f"{one['topic']:{widths[0]}}  {rules:{widths[1]}}  {one['subject']}".rstrip() + "\n")
    return 0


def _show(options: argparse.Namespace) -> int:
    found = law_rules.shown(register.rule(options.rule), options.on or clock.today())
    sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n" if options.json else law_rules.as_text(found))
    return 0


def _status(options: argparse.Namespace) -> int:
    sys.stdout.write(law_rules.status())
    return 0
