"""Where a declaration begins: those under way, and for whom a new one is made."""

from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from accident_manager.casework import declare
from accident_manager.claims import queries as claims
from accident_manager.foundation.refusal import N_, InvalidInput, NotFound
from accident_manager.web.access import Request, page
from accident_manager.web.pages.declare.words import LAWS
from accident_manager.wording import say

Choice = tuple[str, declare.EmployerChoice, str]


@page(may="declarations.write", methods=("GET", "HEAD"))
def declarations(request: Request) -> HttpResponse:
    """Drafts under way, then the latest files of the employers one acts for."""
    drafts = declare.drafts_of(request.actor)
    context = {"drafts": drafts, "claims": claims.own_claims(request.actor), "laws": LAWS}
    return render(request, "pages/declare/declarations.html", context)


@page(may="declarations.write")
def start(request: Request) -> HttpResponseBase:
    """Choose the employer, and the law where it has policies under both. One employer and one law: no question."""
    choices = [
        (f"{employer.id}:{law}", employer, law)
        for employer in declare.employers_to_declare_for(request.actor)
        for law in employer.laws
    ]
    if request.method == "POST":
        chosen = request.POST.get("for", "")
        if any(key == chosen for key, _, _ in choices):
            return _begin(request, chosen)
        return _form(request, choices, N_("Choose for whom you declare."), status=422)
    return _form(request, choices, "")


def _begin(request: Request, chosen: str) -> HttpResponseBase:
    employer_id, _, law = chosen.partition(":")
    try:
        draft = declare.start(employer_id=UUID(employer_id), law=law, by=request.actor)
    except (ValueError, InvalidInput) as problem:
        raise NotFound from problem
    return redirect(reverse("declare-tasks", args=[draft.id]))


def _form(request: Request, choices: list[Choice], error: str, status: int = 200) -> HttpResponse:
    options = [
        (key, employer.name, f"{employer.municipality} · {say(LAWS[law], request.language)}")
        for key, employer, law in choices
    ]
    context = {
        "options": options,
        "error": error,
        "error_list": [(error, "for")] if error else [],
        "chosen": options[0][0] if len(options) == 1 else "",
        "crumbs": [{"label": N_("Declarations"), "url": reverse("declarations")}],
    }
    return render(request, "pages/declare/start.html", context, status=status)
