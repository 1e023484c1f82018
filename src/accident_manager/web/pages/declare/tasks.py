"""The task list of a declaration: one line a subject, and the legal clock."""

from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from accident_manager.casework import declare
from accident_manager.casework.declare import AlreadySent, DraftView
from accident_manager.claims.rules.declaration import StepState, steps_for
from accident_manager.foundation.refusal import N_
from accident_manager.web.access import Request, page
from accident_manager.web.pages.declare.around import around
from accident_manager.web.pages.declare.words import LAWS, STATES
from accident_manager.wording import Plural, say

# The parts of the list, each with its steps.
_PARTS = (
    (N_("Who (of the declaration)"), ("employer", "victim", "contract")),
    (N_("What happened"), ("place-time", "circumstances", "injury", "people")),
    (N_("Consequences"), ("consequences", "wage")),
    (N_("Prevention and papers"), ("prevention", "documents")),
)


@page(may="declarations.write", methods=("GET", "HEAD"))
def tasks(request: Request, draft_id: UUID) -> HttpResponseBase:
    view = declare.draft(draft_id, request.actor)
    if view.info.number:
        return redirect(reverse("receipt", args=[view.info.number]))
    done = sum(1 for state in view.steps if state.state in {"done", "optional"})
    context_around = around(view, request.language)
    context = {
        "view": view,
        "law": LAWS[view.info.scheme],
        "parts": _parts(view, request.language),
        "done": Plural(done),
        "total": len(view.steps),
        "sending": [_send_line(view, request.language)],
        **context_around,
        "crumbs": context_around["crumbs"][:-1],
    }
    return render(request, "pages/declare/tasks.html", context)


@page(may="declarations.write", methods=("POST",))
def discard(request: Request, draft_id: UUID) -> HttpResponse:
    try:
        declare.discard(draft_id=draft_id, by=request.actor)
    except AlreadySent:
        return redirect(reverse("declare-tasks", args=[draft_id]))
    return redirect(reverse("declarations"))


def _parts(view: DraftView, language: str) -> list[tuple[str, list[dict[str, str]]]]:
    titles = {step.slug: (step.title, step.hint) for step in steps_for(view.info.scheme)}
    states = {state.step.slug: state for state in view.steps}
    parts = []
    for title, slugs in _PARTS:
        lines = [_line(view, slug, *titles[slug], states[slug], language) for slug in slugs if slug in titles]
        parts.append((title, lines))
    return parts


def _line(view: DraftView, slug: str, title: str, hint: str, state: StepState, language: str) -> dict[str, str]:
    words, tone, icon = STATES[state.state]
    if state.state == "half":
        hint = say(N_("%(count)s answers are missing or need attention."), language, count=state.missing_count)
    url = reverse("declare-step", args=[view.info.id, slug])
    return {"label": title, "hint": hint, "url": url, "badge": words, "tone": tone, "icon": icon}


def _send_line(view: DraftView, language: str) -> dict[str, str]:
    line = {"label": N_("Check and send"), "url": reverse("declare-check", args=[view.info.id])}
    if view.can_be_sent:
        return {
            **line,
            "hint": N_("Everything is there: read it once more, then send."),
            "badge": N_("Ready"),
            "tone": "ok",
        }
    hint = say(N_("%(count)s answers are still missing or need attention"), language, count=len(view.problems))
    return {**line, "hint": hint, "badge": N_("Not complete yet"), "icon": "lock"}
