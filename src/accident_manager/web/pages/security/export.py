"""The security journal as a file: CSV for a spreadsheet, JSON lines for a machine. Written while it is sent."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import UTC
from itertools import islice
from typing import Any
from uuid import UUID

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from accident_manager.audit.search import Found
from accident_manager.foundation import clock
from accident_manager.foundation.explained import Reason
from accident_manager.foundation.refusal import N_
from accident_manager.identity import journal
from accident_manager.identity import queries as identity
from accident_manager.identity.actions import journal_export
from accident_manager.identity.journal import GROUPS, OUTCOMES, Filter
from accident_manager.storage import scope
from accident_manager.web.access import Request, page
from accident_manager.web.pages.security import filtering
from accident_manager.web.pages.security.rows import Row, rows_of
from accident_manager.wording import form, say

_FORMATS = {"csv": "text/csv; charset=utf-8", "jsonl": "application/jsonl; charset=utf-8"}
_COLUMNS = (
    "number", "at", "group", "code", "outcome", "sentence", "actor_id", "actor", "actor_role", "account_id", "account",
    "account_email", "ip", "user_agent", "session", "factor", "reason", "values",
)  # fmt: skip
_BATCH = 500
# What a spreadsheet takes for a formula when a cell begins with it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@page(may="security.read", fresh="export")
def export(request: Request) -> HttpResponseBase:
    """Says first what will be in the file; a POST sends it."""
    wanted = filtering.of(request.GET)
    chosen = request.POST.get("format", "")
    if chosen not in _FORMATS:
        return _page(request, wanted)
    found = journal_export.export(wanted, as_format=chosen, by=request.actor)
    rows = _rows(found, request.insurer.id, request.language)
    lines = _csv(rows) if chosen == "csv" else _json_lines(rows)
    response = StreamingHttpResponse(lines, content_type=_FORMATS[chosen])
    name = f"security-journal-{clock.today().isoformat()}.{chosen}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _page(request: Request, wanted: Filter) -> HttpResponse:
    number, is_more = journal.number(wanted)
    accounts = identity.accounts([wanted.account_id]) if wanted.account_id else []
    values = {
        "number": say(N_("more than %(count)s"), request.language, count=number)
        if is_more
        else form.integer(number, request.language),
        "asked": [
            {"term": N_("From day"), "value": wanted.since or Reason(N_("The beginning"))},
            {"term": N_("To day"), "value": wanted.until or clock.today()},
            {"term": N_("Group"), "value": Reason(GROUPS.get(wanted.group) or N_("All groups"))},
            {"term": N_("Outcome"), "value": Reason(OUTCOMES.get(wanted.outcome) or N_("All outcomes"))},
            *({"term": N_("Account"), "value": account.email} for account in accounts),
            *([{"term": N_("Network address"), "value": Reason(N_("The one you chose"))}] if wanted.network else []),
        ],
        "back_query": filtering.as_query(wanted),
    }
    return render(request, "pages/security/export.html", values)


def _rows(found: Iterator[Found], insurer_id: UUID, language: str) -> Iterator[Row]:
    """The rows, some hundred at a time: the answer is written after the page's own scope has ended."""
    while True:
        with scope.of(insurer_id):
            batch = rows_of(list(islice(found, _BATCH)), language)
        if not batch:
            return
        yield from batch


def _csv(rows: Iterator[Row]) -> Iterator[str]:
    yield "\ufeff" + _line(_COLUMNS)
    for row in rows:
        values = _values(row)
        values["values"] = json.dumps(values["values"], ensure_ascii=False, sort_keys=True)
        yield _line(_safe(values[column]) for column in _COLUMNS)


def _json_lines(rows: Iterator[Row]) -> Iterator[str]:
    for row in rows:
        yield json.dumps(_values(row), ensure_ascii=False) + "\n"


def _values(row: Row) -> dict[str, Any]:
    event, origin, account = row.found.event, row.found.origin, row.account
    values = {name: value if isinstance(value, bool | int) else str(value) for name, value in event.values.items()}
    return {
        "number": row.seq,
        "at": row.at.astimezone(UTC).isoformat(),
        "group": row.group,
        "code": row.code,
        "outcome": row.outcome,
        "sentence": row.sentence,
        "actor_id": str(event.actor_account_id or ""),
        "actor": row.actor,
        "actor_role": event.actor_role,
        "account_id": str(event.subject_id or "") if event.subject_kind == "account" else "",
        "account": account.name if account else "",
        "account_email": account.email if account else "",
        "ip": origin.ip,
        "user_agent": origin.user_agent,
        "session": str(values.get("session") or origin.session),
        "factor": values.get("factor", ""),
        "reason": values.get("reason", ""),
        "values": values,
    }


def _safe(value: Any) -> str:
    """A cell that no spreadsheet takes for a formula."""
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _line(cells: Any) -> str:
    line = io.StringIO()
    csv.writer(line, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerow(cells)
    return line.getvalue()
