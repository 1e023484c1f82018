"""The forms of deciding: accept, ask for more, doubt, propose a refusal, confirm it, note what the authority decided."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from accident_manager.casework import decide as acts
from accident_manager.claims import queries
from accident_manager.claims.queries.missing import REQUESTABLE
from accident_manager.claims.queries.money import money_of
from accident_manager.claims.rules.deciding import ELEMENTS, PRESUMED, Grounds
from accident_manager.foundation import clock
from accident_manager.foundation.refusal import InvalidInput, N_, NotFound, Refusal
from accident_manager.web.access import Request, page
from accident_manager.web.pages.claims.file import frame

_DAYS_TO_ANSWER = 14
_NOT_A_DAY = N_("Enter the day, the month and the year.")


@page(may="claims.decide")
def accept(request: Request, number: str) -> HttpResponseBase:
    def act() -> None:
        acts.accept(number, grounds=_grounds(request), by=request.actor)

    return _act_or_show(request, number, "accept", act, N_("The acceptance is recorded; the letter is being made."))


@page(may="claims.decide")
def ask(request: Request, number: str) -> HttpResponseBase:
    def act() -> None:
        acts.ask(
            number, asked_of="victim" if request.POST.get("asked_of") == "victim" else "employer",
            items=[item for item in request.POST.getlist("items") if item in REQUESTABLE],
            text=request.POST.get("text", ""), answer_by=_day(request, "answer_by"), by=request.actor,
        )  # fmt: skip

    return _act_or_show(request, number, "ask", act, N_("The question goes out; the legal clock goes on."))


@page(may="claims.decide")
def doubt(request: Request, number: str) -> HttpResponseBase:
    def act() -> None:
        acts.doubt(number, grounds=_grounds(request), by=request.actor)

    return _act_or_show(request, number, "doubt", act, N_("The doubt is recorded; the letters are being made."))


@page(may="claims.decide")
def refuse(request: Request, number: str) -> HttpResponseBase:
    def act() -> None:
        acts.propose_refusal(number, grounds=_grounds(request), by=request.actor)

    return _act_or_show(request, number, "refuse", act, N_("The proposal waits for a second person. Nobody outside is told yet."))


@page(may="claims.confirm_refusal")
def refusal(request: Request, number: str) -> HttpResponseBase:
    """The second pair of eyes: confirm, or give back."""

    def act() -> None:
        decision_id = _id(request.POST.get("decision", ""))
        if request.POST.get("do") == "confirm":
            acts.confirm_refusal(number, decision_id=decision_id, by=request.actor)
        else:
            acts.return_refusal(number, decision_id=decision_id, by=request.actor)

    said = N_("The refusal is confirmed; the letters are being made.")
    if request.POST.get("do") != "confirm":
        said = N_("The proposal is given back; the file is open again.")
    return _act_or_show(request, number, "refusal", act, said)


@page(may="claims.decide")
def authority(request: Request, number: str) -> HttpResponseBase:
    """What the public employer decided."""

    def act() -> None:
        if request.POST.get("outcome") not in {"accepted", "refused"}:
            raise InvalidInput(N_("Choose what the authority decided."), field="outcome")
        acts.record_authority(
            number, accepted=request.POST["outcome"] == "accepted", decided_on=_day(request, "decided_on"), by=request.actor
        )

    return _act_or_show(request, number, "authority", act, N_("The authority’s decision is noted; its letter is being made."))


def _act_or_show(
    request: Request, number: str, name: str, act: Callable[[], None], done: str
) -> HttpResponseBase:
    if request.method != "POST":
        return _show(request, number, name)
    try:
        act()
    except NotFound:
        raise
    except Refusal as refused:
        return _show(request, number, name, refused, 422)
    messages.success(request, done)
    return redirect(reverse("claim", args=[number]))


def _show(request: Request, number: str, name: str, refused: Refusal | None = None, status: int = 200) -> HttpResponse:
    file = queries.claim_file(number, request.actor)
    typed = request.POST
    not_shown = typed.getlist("not_shown")
    field = (refused.field or "") if refused else ""
    context: dict[str, Any] = {
        **frame(request, file, "claim"),
        "crumbs": [{"label": N_("Files"), "url": reverse("claims")}, {"label": number, "url": reverse("claim", args=[number])}],
        "act": name,
        "money": money_of(number, request.actor) if "money" in file.may else None,
        "elements": [
            {"name": key, "words": words, "presumed": PRESUMED.get(key, ""), "not_shown": key in not_shown, "why": typed.get(f"why_{key}", "")}
            for key, words in ELEMENTS.items()
        ],
        "items": list(REQUESTABLE.items()),
        "chosen_items": typed.getlist("items"),
        "asked_of": typed.get("asked_of", "employer"),
        "text": typed.get("text", ""),
        "answer_by": min(clock.today() + timedelta(days=_DAYS_TO_ANSWER), max(file.decide_by, clock.today())),
        "typed": typed,
        "errors": [(refused, field)] if refused else [],
        "error": {field: refused} if refused else {},
        "is_proposer": bool(file.proposal and file.proposal.proposed_by_id == request.actor.account_id),
    }
    return render(request, f"pages/claims/decide_{name}.html", context, status=status)


def _grounds(request: Request) -> Grounds:
    not_shown = {key: request.POST.get(f"why_{key}", "").strip() for key in request.POST.getlist("not_shown") if key in ELEMENTS}
    return Grounds(not_shown, request.POST.get("text", "").strip())


def _day(request: Request, name: str) -> date:
    try:
        return date(*(int(request.POST.get(f"{name}.{part}", "")) for part in ("year", "month", "day")))
    except ValueError as problem:
        raise InvalidInput(_NOT_A_DAY, field=name) from problem


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as problem:
        raise NotFound from problem
