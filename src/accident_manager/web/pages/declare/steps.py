"""A page a subject: saved while one types, checked when one goes on, nothing typed ever lost."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from accident_manager import codes
from accident_manager.casework import declare
from accident_manager.casework.declare import AlreadySent, DraftView, Saved
from accident_manager.claims.rules import declaration
from accident_manager.claims.rules.declaration import Step, fields_of, steps_for
from accident_manager.claims.rules.uploads import LARGEST, FileTooLarge, TooMuchAtOnce
from accident_manager.foundation.refusal import N_, NotFound, Refusal
from accident_manager.web.access import Request, page
from accident_manager.web.components.questions import Drawing, questions
from accident_manager.web.pages.declare.around import around, files_of, named, reason_of
from accident_manager.wording import say

DOCUMENTS = "documents"
_CERTIFICATE, _ATTACHMENT = "certificate", "attachment"


@page(may="declarations.write")
def step(request: Request, draft_id: UUID, slug: str) -> HttpResponseBase:
    """Show the questions of a subject; a POST is "I am done here"."""
    view = declare.draft(draft_id, request.actor)
    if view.info.number:
        return redirect(reverse("receipt", args=[view.info.number]))
    here = _step(slug, view)
    if request.method == "POST":
        return _finish(request, view, here)
    return _show(request, view, here)


@page(may="declarations.write", methods=("POST",))
def save(request: Request, draft_id: UUID, slug: str) -> HttpResponse:
    """Keep what was typed so far. Answers with "Saved at …", the new version, and whether other questions follow."""
    before = declare.draft(draft_id, request.actor)
    here = _step(slug, before)
    try:
        saved = _save(request, before, here, final=False)
    except AlreadySent as sent:
        # A colleague sent it while this page was open: said where "Saved at" stands.
        return render(request, "components/not_saved.html", {"why": sent}, status=409)
    response = render(request, "components/saved.html", {"at": saved.saved_at})
    response.headers["X-Version"] = str(saved.version)
    asked = [field.key for field in fields_of(here, before.info.scheme, before.answers)]
    now_asked = [field.key for field in fields_of(here, before.info.scheme, saved.answers)]
    if asked != now_asked or saved.conflicts:
        response.headers["X-Questions"] = "changed"
    return response


@page(may="declarations.write", methods=("POST",))
def documents(request: Request, draft_id: UUID) -> HttpResponseBase:
    """Add chosen files, or take one away; a refused file is named with what to do."""
    here = reverse("declare-step", args=[draft_id, DOCUMENTS])
    if remove := request.POST.get("remove"):
        try:
            declare.detach(draft_id=draft_id, document_id=UUID(remove), by=request.actor)
        except ValueError as problem:
            raise NotFound from problem
        except AlreadySent:
            pass  # the page of the draft leads to the receipt
        return redirect(here)
    errors: dict[str, Any] = {}
    for kind in (_CERTIFICATE, _ATTACHMENT):
        for file in request.FILES.getlist(kind):
            if refusal := _attach(request, draft_id, kind, file):
                errors[kind] = refusal
    if not errors:
        return redirect(here)
    view = declare.draft(draft_id, request.actor)
    if view.info.number:
        return redirect(here)
    return _show(request, view, _step(DOCUMENTS, view), errors=errors, status=422)


@page(may="declarations.write", methods=("GET", "HEAD"))
def code_options(request: Request, table: str) -> HttpResponse:
    """Codes whose words match what was typed, as options of the picker."""
    if table not in codes.names():
        raise NotFound
    query = request.GET.get("q", "")[:200]
    found = codes.table(table).search(query, request.language) if query.strip() else []
    return render(request, "components/code_options.html", {"options": found, "query": query})


def _attach(request: Request, draft_id: UUID, kind: str, file: UploadedFile) -> str:
    """Empty, or why this file was not kept."""
    try:
        if not getattr(file, "is_whole", True):
            raise FileTooLarge if (file.size or 0) > LARGEST else TooMuchAtOnce
        declare.attach(draft_id=draft_id, filename=file.name or "", content=file.read(), kind=kind, by=request.actor)
    except Refusal as refusal:
        return f"{file.name}: {say(refusal, request.language)}"
    return ""


def _step(slug: str, view: DraftView) -> Step:
    try:
        return declaration.step(slug, view.info.scheme)
    except KeyError as problem:
        raise NotFound from problem


def _save(request: Request, view: DraftView, here: Step, *, final: bool) -> Saved:
    try:
        base = int(request.POST.get("version", ""))
    except ValueError:
        base = view.info.version
    raw = {name: request.POST.getlist(name) for name in request.POST if name != "csrfmiddlewaretoken"}
    return declare.save_step(
        draft_id=view.info.id, step=here.slug, raw=raw, base_version=base, by=request.actor, final=final
    )


def _finish(request: Request, view: DraftView, here: Step) -> HttpResponseBase:
    try:
        saved = _save(request, view, here, final=True)
    except AlreadySent:
        return redirect(reverse("declare-tasks", args=[view.info.id]))
    searching = any(name.endswith("_query") and str(text).strip() for name, text in request.POST.items())
    if changed := request.POST.get("change"):
        # Without a script "Change" sends the form: the chosen code is let go.
        _save_blank(request, view, here, changed)
    elif not saved.problems and not saved.conflicts and not searching:
        return redirect(_next(view, here))
    view = declare.draft(view.info.id, request.actor)
    return _show(request, view, here, saved=saved, status=200 if changed or searching else 422)


def _save_blank(request: Request, view: DraftView, here: Step, name: str) -> None:
    declare.save_step(
        draft_id=view.info.id, step=here.slug, raw={name: [""]}, base_version=view.info.version + 1,
        by=request.actor, final=False,
    )  # fmt: skip


def _next(view: DraftView, here: Step) -> str:
    slugs = [step.slug for step in steps_for(view.info.scheme)]
    at = slugs.index(here.slug) + 1
    if at < len(slugs):
        return reverse("declare-step", args=[view.info.id, slugs[at]])
    return reverse("declare-check", args=[view.info.id])


def _show(
    request: Request,
    view: DraftView,
    here: Step,
    *,
    saved: Saved | None = None,
    errors: Mapping[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    problems = saved.problems if saved else ()
    answers = {"values": declaration.values_of(view.answers), "raw": _typed(request, view, saved)}
    drawing = Drawing(
        answers=answers,
        scheme=view.info.scheme,
        language=request.language,
        errors={problem.field_key: reason_of(problem) for problem in problems},
        warnings={problem.field_key: reason_of(problem) for problem in (saved.warnings if saved else ())},
        queries=request.POST,
        choices={"establishment_unit_number": tuple((unit.number, unit.name) for unit in view.units)},
    )
    slugs = [step.slug for step in steps_for(view.info.scheme)]
    drawn = questions(fields_of(here, view.info.scheme, answers), drawing)
    context = {
        "view": view,
        "step": here,
        "number": slugs.index(here.slug) + 1,
        "total": len(slugs),
        "facts": [{"term": one.label, "value": one.value} for one in drawn if one.draw == "fact" and one.value],
        "questions": [one for one in drawn if one.draw != "fact"],
        "errors": [(named(problem, request.language), problem.field_key) for problem in problems],
        "file_errors": errors or {},
        "file_error_list": [(text, kind) for kind, text in (errors or {}).items()],
        "conflicts": [_conflict(request, conflict) for conflict in (saved.conflicts if saved else ())],
        "files": files_of(view, request.language, removable=True),
        "back": reverse("declare-tasks", args=[view.info.id]),
        **around(view, request.language),
    }
    return render(
        request, f"pages/declare/{'documents' if here.slug == DOCUMENTS else 'step'}.html", context, status=status
    )


def _typed(request: Request, view: DraftView, saved: Saved | None) -> Mapping[str, Any]:
    """What was typed and cannot be read: as stored, and over it what this very form sent, however long."""
    if not saved:
        return view.answers.get("raw", {})
    wrong = {problem.field_key for problem in saved.problems} | {conflict.field for conflict in saved.conflicts}
    sent = {
        name: text for name, text in request.POST.items() if any(name == f or name.startswith(f"{f}.") for f in wrong)
    }
    return {**view.answers.get("raw", {}), **sent}


def _conflict(request: Request, conflict: declare.Conflict) -> dict[str, Any]:
    field = declaration.field(conflict.field)
    return {
        "name": conflict.field,
        "label": field.full_label(request.language),
        "theirs": declaration.display(field, conflict.theirs, request.language),
        "mine": declaration.display(field, conflict.mine, request.language),
        "who": conflict.who,
        "when": conflict.when,
        "words": N_("%(who)s changed this answer at %(hour)s, while this page was open."),
    }
