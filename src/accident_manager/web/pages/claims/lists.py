"""The queue of those who decide, and the files of everybody else."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from accident_manager.claims import queries
from accident_manager.claims.queries import QueueRow
from accident_manager.claims.queries.missing import CERTIFICATE, POLICY, WAGE
from accident_manager.claims.queries.queue import Count
from accident_manager.claims.rules import states
from accident_manager.foundation.refusal import N_
from accident_manager.law.parameters import parameter
from accident_manager.web import searched
from accident_manager.web.access import Request, page
from accident_manager.web.pages.claims.words import LAWS_SHORT, STATUS_TONES
from accident_manager.wording import form, say

TABS = {
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
# What a file lacks, in words that fit a column.
_MISSING = {CERTIFICATE: N_("Medical certificate"), WAGE: N_("Wage data"), POLICY: N_("Policy")}
# The parameter that says within how many days the file is decided.
_DECISION = {"private_1971": "decision_days", "public_1967": "public_decision_days"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A row of the queue with its words."""

    row: QueueRow
    missing: tuple[str, ...]
    article: str
    law: str
    status: str
    tone: str

    @property
    def late_by(self) -> int:
        return -self.row.days_left


@page(may="claims.list")
def claims(request: Request) -> HttpResponseBase:
    """A search leads straight to the only file it finds. Its form is posted: no name gets into a page's address."""
    query = searched.words(request, 200)
    if query:
        found = queries.find(query, request.actor)
        if len(found) == 1:
            return redirect(reverse("claim", args=[found[0].number]))
    if request.method == "POST":
        return redirect(f"{reverse('claims')}?{urlencode(searched.in_address(query))}".rstrip("?"))
    if query:
        rows = [(row, STATUS_TONES[row.status]) for row in found]
        return render(request, "pages/claims/found.html", {"query": query, "rows": rows})
    if not queries.is_insurers(request.actor):
        return _own(request)
    if preview := request.GET.get("preview"):
        return render(request, "pages/claims/preview.html", {"shown": shown(queries.queue_row(preview, request.actor))})
    return _queue(request)


def shown(row: QueueRow) -> Shown:
    return Shown(
        row=row,
        missing=tuple(_MISSING[code] for code in row.missing),
        article=parameter(_DECISION[row.scheme]).article,
        law=LAWS_SHORT[row.scheme],
        status=states.words(row.status, row.scheme),
        tone=STATUS_TONES[row.status],
    )


def count_words(count: Count, language: str) -> str:
    """A count as the pages write it: "118", or "more than 1,000"."""
    if count.more:
        return say(N_("more than %(count)s"), language, count=count.number)
    return form.integer(count.number, language)


def _queue(request: Request) -> HttpResponse:
    found = queries.queue(request.actor, tab=request.GET.get("tab", "all"), after=request.GET.get("after"))
    tabs = [
        {
            "label": words,
            "url": f"?tab={tab}",
            "current": tab == found.tab,
            "count": count_words(found.counts[tab], request.language),
            "tone": _TONES.get(tab, "") if found.counts[tab].number else "",
        }
        for tab, words in TABS.items()
    ]
    rows = [shown(row) for row in found.rows]
    groups: list[tuple[str, list[Shown]]] = []
    for one in rows:
        if not groups or groups[-1][0] != _BUCKETS[one.row.bucket]:
            groups.append((_BUCKETS[one.row.bucket], []))
        groups[-1][1].append(one)
    context = {
        "page": found,
        "tabs": tabs,
        "groups": groups,
        "shown": rows[0] if rows else None,
        "total": count_words(found.counts["all"], request.language),
        "in_tab": count_words(found.counts[found.tab], request.language),
        "next_url": f"?tab={found.tab}&after={found.next_after}" if found.next_after else "",
        "first_url": f"?tab={found.tab}" if request.GET.get("after") else "",
    }
    return render(request, "pages/claims/queue.html", context)


def _own(request: Request) -> HttpResponse:
    found = queries.own_claims(request.actor, after=request.GET.get("after"))
    context = {
        "rows": found,
        "next_url": f"?after={found.next_after}" if found.next_after else "",
        "first_url": "?" if request.GET.get("after") else "",
    }
    return render(request, "pages/claims/own.html", context)
