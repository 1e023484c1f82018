"""Home by role: the one thing to do, then time, then work. Never a wall of figures."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accident_manager.audit import queries as audit
from accident_manager.casework import declare
from accident_manager.claims import queries as claims
from accident_manager.foundation.refusal import N_
from accident_manager.identity import queries as identity
from accident_manager.policies import queries as policies
from accident_manager.web.access import Request, page
from accident_manager.web.components.strip import Deadline
from accident_manager.web.pages.audit.rows import rows_of
from accident_manager.web.pages.claims.lists import TABS, count_words, shown
from accident_manager.wording import say

_ROWS = 6
_EVENTS = 12
# The tabs of the queue that the strip of figures names.
_FIGURES = ("late", "today", "three_days", "complete", "waiting")


@page(may="home.see", methods=("GET", "HEAD"))
def home(request: Request) -> HttpResponse:
    """What a person may do decides what stands here; the first that fits."""
    actor = request.actor
    if actor.may("claims.list") and claims.is_insurers(actor) and not actor.may("audit.read"):
        return render(request, "pages/home/insurer.html", _work(request))
    if actor.may("declarations.write"):
        return render(request, "pages/home/declarer.html", _declarations(request))
    if actor.may("audit.read"):
        return render(request, "pages/home/auditor.html", {"rows": rows_of(audit.recent(limit=_EVENTS), request)})
    if actor.may("accounts.see"):
        return render(request, "pages/home/accounts_home.html", {"counts": identity.account_counts()})
    rows = claims.own_claims(actor, limit=_ROWS) if actor.may("claims.list") else None
    return render(request, "pages/home/own.html", {"rows": rows, "employers": _employers(request)})


def _work(request: Request) -> dict[str, Any]:
    found = claims.queue(request.actor, limit=_ROWS)
    figures = [
        {
            "term": TABS[tab],
            "value": count_words(found.counts[tab], request.language),
            "url": f"{reverse('claims')}?tab={tab}",
        }
        for tab in _FIGURES
    ]
    return {
        "figures": figures,
        "days": _due(request),
        "rows": [shown(row) for row in found.rows],
        "total": count_words(found.counts["all"], request.language),
    }


def _due(request: Request) -> list[Deadline]:
    """One mark a day: how many files fall due."""
    return [
        Deadline(day, say(N_("%(count)s files"), request.language, count=number), reverse("claims"))
        for day, number in claims.due_by_day(request.actor).items()
    ]


def _declarations(request: Request) -> dict[str, Any]:
    drafts = declare.drafts_of(request.actor)
    days = [
        Deadline(draft.clock.last_day, _name(draft, request.language), reverse("declare-tasks", args=[draft.id]))
        for draft in drafts
        if draft.clock
    ]
    return {
        "drafts": drafts,
        "days": days,
        "rows": claims.own_claims(request.actor, limit=_ROWS),
        "employers": _employers(request),
    }


def _name(draft: declare.DraftInfo, language: str) -> str:
    return draft.victim.rpartition(" ")[2] or say(N_("Declaration"), language)


def _employers(request: Request) -> Iterable[str]:
    return [employer.name for employer in policies.employers(request.actor.employer_ids)]
