"""Check your answers, then send. Sending twice is sending once."""

from collections import Counter
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from accident_manager.casework import declare
from accident_manager.casework.declare import DraftView, NotReady
from accident_manager.claims.rules.declaration import Problem, field, steps_for, summary_blocks
from accident_manager.foundation.refusal import N_, Refusal
from accident_manager.web.access import Request, page
from accident_manager.web.pages.declare.around import around, files_of, named, reason_of
from accident_manager.wording import say

# More open questions than this are counted by part: nobody reads a list of sixty.
_LISTED = 8
_STATEMENT = N_(
    "I declare on behalf of %(employer)s that these answers are right and complete to the best of my knowledge."
)


@page(may="declarations.send")
def check(request: Request, draft_id: UUID) -> HttpResponseBase:
    view = declare.draft(draft_id, request.actor)
    if request.method == "POST":
        return _send(request, view)
    if view.info.number:
        return redirect(reverse("receipt", args=[view.info.number]))
    return _show(request, view, [])


def _send(request: Request, view: DraftView) -> HttpResponseBase:
    try:
        key = UUID(request.POST.get("key", ""))
    except ValueError:
        key = uuid4()
    try:
        receipt = declare.send(draft_id=view.info.id, key=key, declared="declared" in request.POST, by=request.actor)
    except NotReady as refusal:
        view = declare.draft(view.info.id, request.actor)
        return _show(
            request, view, [(named(problem, request.language), "") for problem in refusal.problems], status=422
        )
    except Refusal as refusal:
        return _show(request, view, [(refusal, refusal.field or "")], status=422)
    return redirect(reverse("receipt", args=[receipt.number]))


def _show(request: Request, view: DraftView, errors: list[tuple[object, str]], status: int = 200) -> HttpResponse:
    open_questions = [
        (reason_of(problem), _address(view, problem.step, problem.field_key), _label(problem, request.language))
        for problem in view.problems
    ]
    not_declared = any(name == "declared" for _, name in errors)
    statement = say(_STATEMENT, request.language, employer=view.info.employer)
    context = {
        "view": view,
        "blocks": _blocks(view, request.language),
        "open": open_questions if len(open_questions) <= _LISTED else [],
        "open_parts": _by_part(view) if len(open_questions) > _LISTED else [],
        "open_count": len(open_questions),
        "warnings": [reason_of(problem) for problem in view.warnings],
        "errors": errors,
        "declared_error": errors[0][0] if not_declared else "",
        "statement": statement,
        "key": request.POST.get("key") or uuid4(),
        "files": files_of(view, request.language),
        **around(view, request.language),
    }
    return render(request, "pages/declare/check.html", context, status=status)


def _by_part(view: DraftView) -> list[tuple[str, str, int]]:
    """Title, address and number of open questions of each part that has some."""
    counts = Counter(problem.step for problem in view.problems)
    return [
        (part.title, reverse("declare-step", args=[view.info.id, part.slug]), counts[part.slug])
        for part in steps_for(view.info.scheme)
        if counts[part.slug]
    ]


def _blocks(view: DraftView, language: str) -> list[dict[str, Any]]:
    return [
        {
            "title": block.title,
            "items": [
                {
                    "question": row.label,
                    "answer": row.text,
                    "change": "" if field(row.field_key).prefilled else _address(view, row.step_slug, row.field_key),
                }
                for row in block.rows
                if row.text or row.missing
            ],
        }
        for block in summary_blocks(view.answers, view.info.scheme, language, masked=True)
    ]


def _address(view: DraftView, step: str, name: str) -> str:
    return f"{reverse('declare-step', args=[view.info.id, step])}#f-{name}"


def _label(problem: Problem, language: str) -> str:
    return field(problem.field_key).full_label(language)
