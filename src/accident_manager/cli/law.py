"""./acm law: the law by lines and by files. Pure: no database, no settings."""

import argparse
import json
import sys

from accident_manager.law import door, lines
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
    topics = words.add_parser("topics", help="what can be asked")
    topics.add_argument("--json", action="store_true", help="report as JSON")


def run(options: argparse.Namespace) -> int:
    acts = {"evaluate": _evaluate, "check": _check, "topics": _topics}
    return acts[options.act](options)


def _evaluate(options: argparse.Namespace) -> int:
    """Exit 0 also when a line was refused: the refusal is that line's answer."""
    sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    try:
        for line in sys.stdin:
            if line.strip():
                answer = lines.evaluate_line(line, lambda what: say(what, options.language))
                sys.stdout.write(answer + "\n")
                sys.stdout.flush()
    except BrokenPipeError:
        # The reader has seen enough; nothing may be written any more, not even at exit.
        sys.stdout = None
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
    known = door.topics()
    sys.stdout.write(json.dumps(known) + "\n" if options.json else "".join(f"{topic}\n" for topic in known))
    return 0
