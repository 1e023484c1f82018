"""The receipt: number, time, fingerprint, last day, and what happens now."""

from django.http import HttpResponse
from django.shortcuts import render

from accident_manager.casework import declare
from accident_manager.web.access import Request, page


@page(may="claims.read", methods=("GET", "HEAD"))
def receipt(request: Request, number: str) -> HttpResponse:
    found = declare.receipt(number, request.actor)
    groups = [found.content_hash[at : at + 8] for at in range(0, 64, 8)]
    paper = next((paper for paper in found.documents if paper.kind == "declaration"), None)
    return render(request, "pages/declare/receipt.html", {"receipt": found, "fingerprint": " ".join(groups), "paper": paper})
