"""The journal of the insurer: the latest events, page by page, and whether the chain holds."""

from django.http import HttpResponse
from django.shortcuts import render

from accident_manager.audit import queries
from accident_manager.audit.verify import Verified, verify
from accident_manager.web.access import Request, page
from accident_manager.web.pages.audit.rows import before_in, rows_of

_PAGE = 50


@page(may="audit.read")
def journal(request: Request) -> HttpResponse:
    """A POST looks at every row of the chain anew: that may take a while, so it is asked for."""
    verified = verify(request.insurer.id) if request.method == "POST" else None
    before = before_in(request)
    events = queries.recent(limit=_PAGE + 1, before_seq=before)
    shown = events[:_PAGE]
    context = {
        "rows": rows_of(shown, request),
        "next_url": f"?before={shown[-1].seq}" if len(events) > _PAGE else "",
        "first_url": "?" if before else "",
        "verified": verified,
        "holds": isinstance(verified, Verified),
    }
    return render(request, "pages/audit/journal.html", context)
