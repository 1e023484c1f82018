"""Everything that happened to one file, and who looked."""

from django.http import HttpResponse
from django.shortcuts import render

from accident_manager.audit import queries as audit
from accident_manager.claims import queries
from accident_manager.web.access import Request, page
from accident_manager.web.pages.audit.rows import before_in, rows_of
from accident_manager.web.pages.claims.file import frame

_PAGE = 50


@page(may="audit.read", methods=("GET", "HEAD"))
def journal(request: Request, number: str) -> HttpResponse:
    file = queries.claim_file(number, request.actor)
    before = before_in(request)
    events = audit.events_of(("claim", file.id), limit=_PAGE + 1, before_seq=before)
    shown = events[:_PAGE]
    context = {
        **frame(request, file, "claim-journal"),
        "rows": rows_of(shown, request),
        "next_url": f"?before={shown[-1].seq}" if len(events) > _PAGE else "",
        "first_url": "?" if before else "",
    }
    return render(request, "pages/claims/journal.html", context)
