"""Compare both implementations, then measure both: `./acm bench law`. Exit 1 when they disagree."""

import argparse
import json
import sys

from bench.law import measure
from bench.law.compare import compared


def main() -> int:
    parser = argparse.ArgumentParser(prog="./acm bench law", description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000, help="random cases to compare (default 100,000)")
    parser.add_argument("--seed", type=int, default=1971, help="of the cases and the portfolio (default 1971)")
    parser.add_argument("--files", type=int, default=1_000_000, help="files in the portfolio (default 1,000,000)")
    parser.add_argument("--seconds", type=float, default=2.0, help="how long to measure each formula (default 2)")
    parser.add_argument("--show", type=int, default=20, help="disagreements to print (default 20)")
    parser.add_argument("--json", action="store_true", help="report as JSON")
    options = parser.parse_args()
    say = sys.stderr.write if options.json else sys.stdout.write
    different = compared(options.seed, options.cases)
    agreed = options.cases - len(different)
    say(f"{agreed:,} of {options.cases:,} random cases agree to the cent (seed {options.seed})\n")
    for found in different[: options.show]:
        say(f"{found}\n")
    if different:
        return 1
    alone = measure.one_by_one(seconds=options.seconds, seed=options.seed)
    together = measure.batches(files=options.files, seed=options.seed)
    about = measure.machine()
    if options.json:
        report = {
            "machine": about,
            "compared": {"cases": options.cases, "seed": options.seed, "agreed": agreed},
            "one_by_one_per_second_and_core": measure.as_json(alone),
            "portfolio_ms": measure.as_json(together),
        }
        sys.stdout.write(json.dumps(report) + "\n")
        return 0
    say(f"\n{about['processor']}, {about['cores']} cores, Python {about['python']}, load {about['load']}\n")
    say(f"\n{'calculations a second and core':32}{'ours, explained':>18}{'OpenFisca':>12}{'ratio':>9}\n")
    for row in alone:
        say(f"{row.topic:32}{row.ours:>18,.0f}{row.openfisca:>12,.0f}{row.ratio:>8.1f}x\n")
    say(f"\n{'portfolio, ms of one core':32}{'files':>12}{'ours':>8}{'OpenFisca':>12}{'ratio':>9}\n")
    for batch in together:
        say(f"{batch.what:32}{batch.files:>12,}{batch.ours:>8,.0f}{batch.openfisca:>12,.0f}{batch.ratio:>8.1f}x\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
