"""The forms of deciding: accept, ask for more, doubt, propose a refusal, confirm it, note what the authority decided.

Each says before the click who is told what. What was typed stays when an act is refused.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from accident_manager.casework import decide as acts
from accident_manager.claims import queries
from accident_manager.claims.queries import ClaimFile
from accident_manager.claims.queries.missing import REQUESTABLE
from accident_manager.claims.queries.money import money_of
from accident_manager.claims.rules.deciding import ELEMENTS, TEXT_LIMIT, Grounds, elements_of, presumed_in
from accident_manager.foundation import clock
from accident_manager.foundation.refusal import N_, InvalidInput, NotFound, Refusal
from accident_manager.web.access import Request, page
from accident_manager.web.pages.claims.file import frame, uuid_in
from accident_manager.web.pages.claims.inputs import day_as_typed, day_in
from accident_manager.wording import say

# What the form proposes: two weeks, but not beyond the last day to decide where that still leaves some days.
_DAYS_TO_ANSWER, _FEWEST_DAYS = 14, 5
# Which words of `ClaimFile.may` open which form.
_NEEDS = {
    "accept": "decide",
    "ask": "decide",
    "doubt": "decide",
    "refuse": "decide",
    "refusal": "return_refusal",
    "authority": "record_authority",
}


@page(may="claims.decide")
def accept(request: Request, number: str) -> HttpResponseBase:
    def act() -> str:
        acts.accept(number, grounds=Grounds({}, request.POST.get("text", "").strip()), by=request.actor)
        return N_("The acceptance is recorded; the letter is being made.")

    return _act_or_show(request, number, "accept", act)


@page(may="claims.decide")
def ask(request: Request, number: str) -> HttpResponseBase:
    def act() -> str:
        acts.ask(
            number,
            asked_of="victim" if request.POST.get("asked_of") == "victim" else "employer",
            items=[item for item in request.POST.getlist("items") if item in REQUESTABLE],
            text=request.POST.get("text", ""),
            answer_by=day_in(request, "answer_by"),
            by=request.actor,
        )
        return N_("The question goes out; the legal clock goes on.")

    return _act_or_show(request, number, "ask", act)


@page(may="claims.decide")
def doubt(request: Request, number: str) -> HttpResponseBase:
    def act() -> str:
        acts.doubt(number, grounds=_grounds(request), by=request.actor)
        return N_("The doubt is recorded; the letters are being made.")

    return _act_or_show(request, number, "doubt", act)


@page(may="claims.decide")
def refuse(request: Request, number: str) -> HttpResponseBase:
    def act() -> str:
        acts.propose_refusal(number, grounds=_grounds(request), by=request.actor)
        return N_("The proposal waits for a second person. Nobody outside is told yet.")

    return _act_or_show(request, number, "refuse", act)


@page(may="claims.confirm_refusal")
def refusal(request: Request, number: str) -> HttpResponseBase:
    """The second pair of eyes: confirm, or give back."""

    def act() -> str:
        decision_id = uuid_in(request.POST.get("decision", ""))
        if request.POST.get("do") == "confirm":
            acts.confirm_refusal(number, decision_id=decision_id, by=request.actor)
            return N_("The refusal is confirmed; the letters are being made.")
        acts.return_refusal(number, decision_id=decision_id, by=request.actor)
        return N_("The proposal is given back; the file is open again.")

    return _act_or_show(request, number, "refusal", act)


@page(may="claims.decide")
def authority(request: Request, number: str) -> HttpResponseBase:
    """What the public employer decided."""

    def act() -> str:
        if request.POST.get("outcome") not in {"accepted", "refused"}:
            raise InvalidInput(N_("Choose what the authority decided."), field="outcome")
        acts.record_authority(
            number,
            accepted=request.POST["outcome"] == "accepted",
            decided_on=day_in(request, "decided_on"),
            reasons=request.POST.get("text", ""),
            by=request.actor,
        )
        return N_("The authority’s decision is noted; its letter is being made.")

    return _act_or_show(request, number, "authority", act)


def _act_or_show(request: Request, number: str, name: str, act: Callable[[], str]) -> HttpResponseBase:
    """The form, or the act and back to the file. `act` gives the sentence that says what was done."""
    if request.method != "POST":
        return _show(request, number, name)
    try:
        done = act()
    except NotFound:
        raise
    except Refusal as refused:
        return _show(request, number, name, refused, 422)
    messages.success(request, done)
    return redirect(reverse("claim", args=[number]))


def _show(request: Request, number: str, name: str, refused: Refusal | None = None, status: int = 200) -> HttpResponse:
    file = queries.claim_file(number, request.actor)
    if "insurer" not in file.sides:
        raise NotFound
    typed = request.POST
    field = (refused.field or "") if refused else ""
    latest = clock.today() + timedelta(days=_DAYS_TO_ANSWER)
    if file.decide_by >= clock.today() + timedelta(days=_FEWEST_DAYS):
        latest = min(latest, file.decide_by)
    around = frame(request, file, "claim")
    context: dict[str, Any] = {
        **around,
        "crumbs": [*around["crumbs"], {"label": number, "url": reverse("claim", args=[number])}],
        "back": reverse("claim", args=[number]),
        "state_words": say(file.status_words, request.language),
        "open": _NEEDS[name] in file.may,
        "money": money_of(number, request.actor) if name == "accept" and "money" in file.may else None,
        "elements": _elements(request, file.scheme, refused),
        "items": list(REQUESTABLE.items()),
        "chosen_items": typed.getlist("items") or request.GET.getlist("item"),
        "asked_of": typed.get("asked_of", "employer"),
        "receivers": [
            ("employer", N_("The employer"), N_("A letter, and a mail to whoever declared the accident.")),
            ("victim", N_("The victim"), N_("A letter in the victim’s language.")),
        ],
        "outcomes": [
            ("accepted", N_("The authority accepted the accident."), ""),
            ("refused", N_("The authority refused the accident."), ""),
        ],
        "text": typed.get("text", ""),
        "limit": TEXT_LIMIT,
        "answer_by": day_as_typed(request, "answer_by", latest),
        "decided_on": day_as_typed(request, "decided_on"),
        "outcome": typed.get("outcome", ""),
        "errors": [(refused, field)] if refused else [],
        "error": {field: refused} if field else {},
        "is_proposer": bool(file.proposal and file.proposal.proposed_by_id == request.actor.account_id),
        "disputed": _disputed(file),
    }
    return render(request, f"pages/claims/decide_{name}.html", context, status=status)


def _elements(request: Request, scheme: str, refused: Refusal | None) -> list[dict[str, Any]]:
    """The four elements as the form asks about them, with what was typed."""
    not_shown, presumed = request.POST.getlist("not_shown"), presumed_in(scheme)
    return [
        {
            "name": f"why_{key}",
            "key": key,
            "words": words,
            "presumed": presumed.get(key, ""),
            "not_shown": key in not_shown,
            "why": request.POST.get(f"why_{key}", ""),
            "error": refused if refused and refused.field == f"why_{key}" else "",
        }
        for key, words in elements_of(scheme).items()
    ]


def _disputed(file: ClaimFile) -> dict[str, Any]:
    """What the proposal says: each element that is not shown with its reason, and the reason as a whole."""
    reasons: Any = (file.proposal.reasons if file.proposal else None) or {}
    return {
        "elements": [
            {"question": elements_of(file.scheme).get(name, name), "answer": said["why"]}
            for name, said in reasons.get("elements", {}).items()
        ],
        "text": reasons.get("text", ""),
    }


def _grounds(request: Request) -> Grounds:
    not_shown = {
        key: request.POST.get(f"why_{key}", "").strip() for key in request.POST.getlist("not_shown") if key in ELEMENTS
    }
    return Grounds(not_shown, request.POST.get("text", "").strip())
