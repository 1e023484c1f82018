"""The queue of those who decide, and the files of everybody else."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from accident_manager.claims import queries
from accident_manager.claims.queries.missing import SENTENCES
from accident_manager.foundation.refusal import N_
from accident_manager.web.access import Request, page

_TABS = {
    "all": N_("All (files)"),
    "late": N_("Late"),
    "today": N_("Today"),
    "three_days": N_("Within 3 days"),
    "complete": N_("Complete, can be decided"),
    "waiting": N_("Waiting for somebody"),
    "mine": N_("Mine"),
}
_BUCKETS = {
    "late": N_("Late"),
    "today": N_("Today"),
    "three_days": N_("Within 3 days"),
    "month": N_("Later this month"),
    "later": N_("Later"),
}
_TONES = {"late": "stop", "today": "warn"}


@page(may="claims.list", methods=("GET", "HEAD"))
def claims(request: Request) -> HttpResponseBase:
    """A search leads straight to the only file it finds."""
    query = request.GET.get("q", "").strip()[:200]
    if query:
        found = queries.find(query, request.actor)
        if len(found.rows) == 1:
            return redirect(reverse("claim", args=[found.rows[0].number]))
        return render(request, "pages/claims/found.html", {"query": query, "found": found})
    return _queue(request) if queries.works_through_the_queue(request.actor) else _own(request)


def _queue(request: Request) -> HttpResponse:
    found = queries.queue(request.actor, tab=request.GET.get("tab", "all"), after=request.GET.get("after"))
    tabs = [
        {
            "label": words,
            "url": f"?tab={tab}",
            "current": tab == found.tab,
            "count": f"{found.counts[tab].number:,}+" if found.counts[tab].more else found.counts[tab].number,
            "tone": _TONES.get(tab, "") if found.counts[tab].number else "",
        }
        for tab, words in _TABS.items()
    ]
    groups: list[tuple[str, list[queries.QueueRow]]] = []
    for row in found.rows:
        if not groups or groups[-1][0] != _BUCKETS[row.bucket]:
            groups.append((_BUCKETS[row.bucket], []))
        groups[-1][1].append(row)
    context = {
        "page": found,
        "tabs": tabs,
        "groups": groups,
        "total": found.counts["all"],
        "missing_words": SENTENCES,
        "next_url": f"?tab={found.tab}&after={found.next_after}" if found.next_after else "",
    }
    return render(request, "pages/claims/queue.html", context)


def _own(request: Request) -> HttpResponse:
    found = queries.own_claims(request.actor, after=request.GET.get("after"))
    next_url = f"?after={found.next_after}" if found.next_after else ""
    return render(request, "pages/claims/own.html", {"page": found, "next_url": next_url})
