"""./acm audit verify: is the trail what was written? Names the first row that is not."""

import argparse
import json
import sys
from typing import Any

from accident_manager.cli.chosen_insurer import chosen
from accident_manager.cli.django_ready import set_up


def configure(parser: argparse.ArgumentParser) -> None:
    words = parser.add_subparsers(dest="act", metavar="act", required=True)
    verify = words.add_parser("verify", help="hash every row anew; exit 1 when one is not as it was written")
    verify.add_argument("--insurer", metavar="CODE", help="only this insurer")
    verify.add_argument("--json", action="store_true", help="report as JSON")


def run(options: argparse.Namespace) -> int:
    set_up()
    from accident_manager.audit.verify import Verified, verify

    reports: list[dict[str, Any]] = []
    for insurer in chosen(options.insurer):
        outcome = verify(insurer.id)
        if isinstance(outcome, Verified):
            reports.append({"insurer": insurer.code, "ok": True, "rows": outcome.count, "head": outcome.head})
        else:
            row = str(outcome.id) if outcome.id else None
            reports.append(
                {"insurer": insurer.code, "ok": False, "seq": outcome.seq, "id": row, "reason": outcome.reason}
            )
    if options.json:
        sys.stdout.write(json.dumps(reports) + "\n")
    else:
        sys.stdout.write("".join(_line(report) for report in reports))
    return 0 if all(report["ok"] for report in reports) else 1


def _line(report: dict[str, Any]) -> str:
    if report["ok"]:
        return f"{report['insurer']}: {report['rows']} rows, all as they were written; head {report['head']}\n"
    where = f"row {report['seq']}" + (f" ({report['id']})" if report["id"] else "")
    return f"{report['insurer']}: first wrong {where}: {report['reason']}\n"
