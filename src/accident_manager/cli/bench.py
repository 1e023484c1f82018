"""./acm bench: measure. Figures depend on the machine; no test asserts them."""

import argparse
import json
import sys
import time
from collections.abc import Callable
from typing import Any

# A temporary incapacity allowance with its reasons: base above the ceiling, 45 days.
_QUESTION: dict[str, Any] = {
    "topic": "daily_allowance_total",
    "inputs": {
        "regime": "private_1971",
        "accident_date": "2025-03-03",
        "incapacity_from": "2025-03-04",
        "incapacity_to": "2025-04-17",
        "annual_wage_eur": "61200.00",
    },
}


def configure(parser: argparse.ArgumentParser) -> None:
    words = parser.add_subparsers(dest="what", metavar="what", required=True)
    law = words.add_parser("law", help="calculations with their reasons, a second, on one core")
    law.add_argument("--seconds", type=float, default=3.0, help="how long to measure (default 3)")
    law.add_argument("--question", type=json.loads, default=_QUESTION, metavar="JSON", help='{"topic", "inputs"}')
    law.add_argument("--json", action="store_true", help="report as JSON")


def run(options: argparse.Namespace) -> int:
    from accident_manager.law.door import evaluate

    topic, inputs = options.question["topic"], options.question["inputs"]
    rate = _per_second(lambda: evaluate(topic, inputs), options.seconds)
    report = {"topic": topic, "per_second": round(rate), "seconds": options.seconds}
    sys.stdout.write(json.dumps(report) + "\n" if options.json else f"{topic}: {rate:,.0f} a second\n")
    return 0


def _per_second(act: Callable[[], object], seconds: float) -> float:
    """The median of the rates of ten stretches, after one that is not counted."""
    rates = []
    for stretch in range(11):
        began, done = time.perf_counter(), 0
        while (took := time.perf_counter() - began) < seconds / 10:
            act()
            done += 1
        if stretch:
            rates.append(done / took)
    return sorted(rates)[len(rates) // 2]
