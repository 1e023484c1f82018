"""Accounts from a file: the template, the file, what would become of each row, the yes, how far it is, what came of it.

Nothing is written before the yes. The file itself is kept sealed, for a day at most.
"""

from collections.abc import Sequence
from typing import Any, cast
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header

from accident_manager.casework import accounts as casework
from accident_manager.casework.accounts import ADD, CREATE, REFUSED, UNCHANGED, Judged
from accident_manager.foundation.refusal import N_, Refusal
from accident_manager.identity.actions import imports
from accident_manager.identity.rules import account_file
from accident_manager.identity.rules.account_file import COLUMNS, HEADS, MissingColumns, UnreadableFile
from accident_manager.identity.rules.permissions import ROLE_NAMES, Role
from accident_manager.web.access import Request, page
from accident_manager.web.pages.accounts.detail import REFUSED as REFUSED_STATUS
from accident_manager.web.uploads import ReceivedFile
from accident_manager.wording import NATIVE_NAMES, say

_PAGE = 100
# words and tone
_VERDICTS = {
    CREATE: (N_("Will be made"), "ok"),
    ADD: (N_("Gets this role"), "info"),
    UNCHANGED: (N_("There already, unchanged"), ""),
    REFUSED: (N_("Refused"), "stop"),
}
_TABS = {
    "": N_("All rows"),
    CREATE: N_("Will be made"),
    ADD: N_("Get a role"),
    UNCHANGED: N_("Unchanged"),
    REFUSED: N_("Refused"),
}
_OUTCOME = {
    "created": N_("Accounts made"),
    "roles": N_("Roles added"),
    "unchanged": N_("Unchanged"),
    "refused": N_("Refused"),
}
_EXAMPLES = (
    ("an.peeters@voorbeeld.example", "An", "Peeters", "nl", "declarer", "0403.019.261", "", ""),
    ("luc.martin@exemple.example", "Luc", "Martin", "fr", "prevention_adviser", "0403.019.261", "2026-12-01", ""),
)


@page(may="accounts.write", fresh="accounts")
def choose(request: Request) -> HttpResponse:
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            import_id = imports.keep(_content(request), request.actor)
        except UnreadableFile as problem:
            refusal = problem
        else:
            return redirect("account-import-preview", import_id)
    words = _why(refusal, request.language) if refusal else ""
    context = {
        "crumbs": [{"label": N_("Accounts"), "url": reverse("accounts")}],
        "error": words,
        "errors": [(words, "file")] if words else [],
        "columns": [HEADS[name][request.language] for name in COLUMNS],
        "role_codes": [(str(role), ROLE_NAMES[role]) for role in Role if role != Role.VICTIM],
        "most": account_file.MOST_ROWS,
    }
    return render(request, "pages/accounts/import.html", context, status=REFUSED_STATUS if refusal else 200)


@page(may="accounts.write", methods=("GET", "HEAD"))
def template(request: Request) -> HttpResponse:
    content = account_file.Template(request.language, _EXAMPLES).as_csv()
    return _csv(content, say(N_("accounts.csv"), request.language))


@page(may="accounts.write", methods=("GET", "HEAD"))
def preview(request: Request, import_id: UUID) -> HttpResponse:
    """Before the yes what would become of each row; then how far it is; then what came of it."""
    file = imports.kept(import_id, request.actor)
    if file.started_at and not file.done_at:
        context = {"file": file, "crumbs": _crumbs()}
        part = "import_bar" if request.htmx else "import_progress"
        return render(request, f"pages/accounts/{part}.html", context)
    if request.htmx:
        return HttpResponse(status=204, headers={"HX-Redirect": request.path})
    judged = casework.judge(file.content, request.actor)
    if file.done_at:
        return _done(request, import_id, judged, file.outcome)
    counts = casework.count(judged)
    wanted = request.GET.get("show", "")
    rows = [one for one in judged if not wanted or one.verdict == wanted]
    start = min(_number(request.GET.get("from", "")), max(len(rows) - 1, 0))
    shown = rows[start : start + _PAGE]
    context = {
        "crumbs": _crumbs(),
        "import_id": import_id,
        "file": file,
        "counts": counts,
        "writes": counts[CREATE] + counts[ADD],
        "tabs": [
            {
                "label": words,
                "url": f"?show={verdict}" if verdict else "?",
                "current": verdict == wanted,
                "count": counts[verdict] if verdict else len(judged),
                "tone": "stop" if verdict == REFUSED and counts[REFUSED] else "",
            }
            for verdict, words in _TABS.items()
        ],
        "rows": [_row(one, request.language) for one in shown],
        "shown": len(shown),
        "total": len(rows),
        "next_url": _at(wanted, start + _PAGE) if start + _PAGE < len(rows) else "",
        "previous_url": _at(wanted, start - _PAGE) if start else "",
        "in_background": file.rows > casework.DONE_AT_ONCE,
    }
    return render(request, "pages/accounts/import_preview.html", context)


@page(may="accounts.write", methods=("POST",), fresh="accounts")
def start(request: Request, import_id: UUID) -> HttpResponse:
    casework.say_yes(import_id, request.actor)
    return redirect("account-import-preview", import_id)


@page(may="accounts.write", methods=("POST",))
def drop(request: Request, import_id: UUID) -> HttpResponse:
    imports.drop(import_id, request.actor)
    messages.info(request, N_("The file was thrown away; nothing was changed."))
    return redirect("accounts")


@page(may="accounts.write", methods=("GET", "HEAD"))
def refused(request: Request, import_id: UUID) -> HttpResponse:
    """The refused rows, with the reason, to correct in a table and give again."""
    file = imports.kept(import_id, request.actor)
    language = request.language
    rows = casework.refused_rows(casework.judge(file.content, request.actor), lambda why: _why(why, language))
    head = [say(N_("Line"), language), say(N_("Why refused"), language), *(HEADS[name][language] for name in COLUMNS)]
    return _csv(account_file.written([head, *rows]), say(N_("refused-rows.csv"), language))


def _done(request: Request, import_id: UUID, judged: list[Judged], outcome: Any) -> HttpResponse:
    rows = [one for one in judged if one.verdict == REFUSED]
    context = {
        "crumbs": _crumbs(),
        "import_id": import_id,
        "facts": [{"term": words, "value": outcome.get(name, 0)} for name, words in _OUTCOME.items()],
        "rows": [_row(one, request.language) for one in rows[:_PAGE]],
        "refused": len(rows),
    }
    return render(request, "pages/accounts/import_done.html", context)


def _content(request: Request) -> bytes:
    file = cast("ReceivedFile | None", request.FILES.get("file"))
    if file is None:
        raise UnreadableFile(N_("Choose a file."), field="file")
    if not file.is_whole:
        raise UnreadableFile(
            N_("This file is too large: at most 2 MB. Divide the table into several files."), field="file"
        )
    return file.read()


def _row(one: Judged, language: str) -> dict[str, Any]:
    words, tone = _VERDICTS[one.verdict]
    typed, entry = one.row.typed, one.entry
    return {
        "line": one.row.number,
        "name": " ".join(typed.get(name, "") for name in ("first_name", "last_name")).strip() or "–",
        "email": typed.get("email", "") or "–",
        "role": ROLE_NAMES[Role(entry.role)] if entry else typed.get("role", "") or "–",
        "employer": one.employer.name if one.employer else typed.get("employer", ""),
        "language": NATIVE_NAMES[entry.language] if entry else typed.get("language", ""),
        "is_read": entry is not None,
        "from": entry.valid_from if entry else typed.get("from", ""),
        "until": entry.valid_until if entry else typed.get("until", ""),
        "words": words,
        "tone": tone,
        "why": _why(one.refusal, language) if one.refusal else "",
    }


def _why(refusal: Refusal, language: str) -> str:
    if isinstance(refusal, MissingColumns):
        return refusal.in_language(language)
    return say(refusal, language)


def _crumbs() -> Sequence[dict[str, str]]:
    return [
        {"label": N_("Accounts"), "url": reverse("accounts")},
        {"label": N_("Import accounts"), "url": reverse("account-import")},
    ]


def _csv(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return response


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else 0


def _at(verdict: str, start: int) -> str:
    return "?" + urlencode({"show": verdict, "from": str(max(start, 0))} if verdict else {"from": str(max(start, 0))})
