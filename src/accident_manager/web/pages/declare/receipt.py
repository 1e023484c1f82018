"""The receipt: number, time, fingerprint, last day, and what happens now."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from accident_manager.casework import declare
from accident_manager.casework.declare import Receipt
from accident_manager.foundation.clock import BRUSSELS
from accident_manager.foundation.refusal import N_
from accident_manager.web.access import Request, page
from accident_manager.wording import say


@page(may="claims.read", methods=("GET", "HEAD"))
def receipt(request: Request, number: str) -> HttpResponse:
    found = declare.receipt(number, request.actor)
    received = found.received_at.astimezone(BRUSSELS)
    context = {
        "receipt": found,
        "received_on": received.date(),
        "received_time": f"{received:%H:%M:%S}",
        "fingerprint": " ".join(found.content_hash[at : at + 8] for at in range(0, 64, 8)),
        "paper": next((paper for paper in found.documents if paper.kind == "declaration"), None),
        "events": _events(found, request.language),
    }
    return render(request, "pages/declare/receipt.html", context)


def _events(found: Receipt, language: str) -> list[dict[str, Any]]:
    """What happened and what comes, in the order of time."""
    copy = say(N_("Your copy has gone to %(address)s."), language, address=found.sent_to)
    events: list[dict[str, Any]] = [
        {"at": found.received_at, "strong": N_("Declaration received"), "text": copy, "kind": "key"},
        {"at": found.received_at, "text": N_("The victim gets a copy of what was declared.")},
    ]
    if not found.certificate_here:
        missing = N_("The first-findings certificate is still missing. Send it as soon as you have it.")
        events.append({"when": say(N_("Still to do"), language), "text": missing, "kind": "to-come"})
    public = found.scheme == "public_1967"
    decides = (
        N_("The authority decides; the insurer only advises it.")
        if public
        else N_("The insurer accepts, refuses or doubts.")
    )
    article = next((reason.article for reason in found.decide_because if reason.article), "")
    decision = {"at": found.decide_by, "strong": N_("Last day to decide"), "text": decides, "article": article}
    return [*events, {**decision, "kind": "to-come"}]
