"""The security journal: an overview of the last 24 hours, and the events, filtered, page by page."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accident_manager.foundation.clock import BRUSSELS
from accident_manager.foundation.refusal import N_
from accident_manager.identity import journal as queries
from accident_manager.identity import queries as identity
from accident_manager.identity.journal import DONE, FAILED, GROUPS, OUTCOMES, STOPPED, SUSPICIOUS, Filter, Overview
from accident_manager.web.access import Request, page
from accident_manager.web.pages.audit.rows import before_in
from accident_manager.web.pages.security import filtering
from accident_manager.web.pages.security.rows import rows_of
from accident_manager.wording import form, say

REFUSED = 422
_PAGE = 50
# The choice that filters nothing.
_ALL = "all"
# What stands on top, and the events that it leads to.
_FIGURES: tuple[tuple[str, str, Filter], ...] = (
    (DONE, N_("Logins"), Filter(group="login", outcome=DONE)),
    (FAILED, N_("Failures"), Filter(outcome=FAILED)),
    (STOPPED, N_("Blocked or slowed"), Filter(outcome=STOPPED)),
    (SUSPICIOUS, N_("Suspicions"), Filter(outcome=SUSPICIOUS)),
)
_BAR, _HEIGHT = 10, 24


@page(may="security.read")
def journal(request: Request) -> HttpResponse:
    """The form is posted, so that neither an e-mail nor a network address gets into the page's address."""
    if request.method == "POST":
        wanted, errors = filtering.typed(request.POST)
        if not errors:
            return redirect(reverse("security") + filtering.as_query(wanted) + "#events")
        days = {name: filtering.day_typed(request.POST, name) for name in ("from", "to")}
        return _page(request, wanted, REFUSED, errors=errors, typed={**request.POST.dict(), **days})
    return _page(request, filtering.of(request.GET))


def _page(request: Request, wanted: Filter, status: int = 200, **more: Any) -> HttpResponse:
    before = before_in(request)
    found = queries.events(wanted, limit=_PAGE + 1, before_seq=before)
    number, is_more = queries.number(wanted)
    rows = rows_of(found[:_PAGE], request.language)
    last = {"before": rows[-1].seq} if len(found) > _PAGE else {}
    values = {
        "figures": figures(queries.overview(), request.language),
        "suspicions_url": filtering.as_query(Filter(outcome=SUSPICIOUS)),
        "groups": [(_ALL, N_("All groups")), *GROUPS.items()],
        "outcomes": [(_ALL, N_("All outcomes")), *OUTCOMES.items()],
        "typed": _typed(wanted, rows[0].ip if rows else ""),
        "is_filtered": wanted != Filter(),
        "rows": rows,
        "total": say(N_("more than %(count)s"), request.language, count=number)
        if is_more
        else form.integer(number, request.language),
        "next_url": filtering.as_query(wanted, **last) + "#events" if last else "",
        "first_url": filtering.as_query(wanted) + "#events" if before else "",
        "export_url": reverse("security-export") + filtering.as_query(wanted),
        **more,
    }
    values["summary"] = [(error, name) for name, error in more.get("errors", {}).items()]
    return render(request, "pages/security/journal.html", values, status=status)


def figures(overview: Overview, language: str) -> list[dict[str, Any]]:
    """Each kind with its number, where it leads, and its hours drawn as bars as high as the busiest."""
    drawn = []
    for kind, words, wanted in _FIGURES:
        total, is_more = overview.total(kind), overview.is_capped(kind)
        numbers = [counts[kind] for _, counts in overview.hours]
        most = max(numbers) or 1
        drawn.append(
            {
                "kind": kind,
                "words": words,
                "url": filtering.as_query(wanted) + "#events",
                "number": say(N_("more than %(count)s"), language, count=total) if is_more else total,
                "bars": [
                    (index * _BAR, _HEIGHT - height, height)
                    for index, number in enumerate(numbers)
                    for height in [round(_HEIGHT * number / most)]
                ],
                "hours": [(hour.astimezone(BRUSSELS), counts[kind]) for hour, counts in overview.hours if counts[kind]],
            }
        )
    return drawn


def _typed(wanted: Filter, ip: str) -> Mapping[str, Any]:
    """The form as it is filled from the filter; a network address is known from the events that came from it."""
    account = identity.accounts([wanted.account_id]) if wanted.account_id else []
    return {
        "from": wanted.since,
        "to": wanted.until,
        "group": wanted.group or _ALL,
        "outcome": wanted.outcome or _ALL,
        "email": account[0].email if account else "",
        "ip": ip if wanted.network else "",
    }
