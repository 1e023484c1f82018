"""The file and its parts. What a reader may not see is not fetched, and a locked part is named."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from accident_manager.casework import letters as casework_letters
from accident_manager.claims import queries
from accident_manager.claims.queries import ClaimFile
from accident_manager.claims.queries.missing import CERTIFICATE, REQUESTABLE, WAGE
from accident_manager.claims.queries.money import money_of
from accident_manager.claims.queries.shapes import TimelineEvent
from accident_manager.claims.rules import declaration as form
from accident_manager.claims.rules import states
from accident_manager.claims.rules.deciding import elements_of, presumed_in
from accident_manager.foundation import clock
from accident_manager.foundation.explained import Reason
from accident_manager.foundation.refusal import N_, NotFound
from accident_manager.web.access import Request, page
from accident_manager.web.components.sums import first_arithmetic
from accident_manager.web.pages.claims.words import DOCUMENTS, LAWS_SHORT, LETTER_STATES, LETTERS, RECEIVERS
from accident_manager.wording import NATIVE_NAMES, say
from accident_manager.wording.form import size

# part: (address, words, what of `may` opens it; "" for everybody who sees the file)
_PARTS = (
    ("claim", N_("Overview"), ""),
    ("claim-declaration", N_("Declaration"), ""),
    ("claim-documents", N_("Documents"), ""),
    ("claim-benefits", N_("Benefits"), "money"),
    ("claim-letters", N_("Letters"), "letters"),
    ("claim-journal", N_("Who looked"), "audit"),
)
_CODES = ("deviation", "material_agent", "injury_type", "body_part")
_BADGES = {"missing": (N_("Missing"), "warn"), "asked": (N_("Awaited"), "info"), "here": (N_("Complete"), "ok")}


@page(may="claims.read", methods=("GET", "HEAD"))
def overview(request: Request, number: str) -> HttpResponse:
    return _overview(request, number)


@page(may="claims.decide", methods=("POST",))
def national_number(request: Request, number: str) -> HttpResponse:
    """The whole national number, on demand; that it was shown is on the trail."""
    whole = queries.national_number(number, request.actor)
    if request.htmx:
        return render(request, "pages/claims/national_number.html", {"whole": whole})
    return _overview(request, number, whole)


@page(may="claims.read", methods=("GET", "HEAD"))
def declaration(request: Request, number: str) -> HttpResponse:
    file = queries.claim_file(number, request.actor)
    open_to_all = _sees_health(file)
    blocks = [
        (block.title, rows)
        for block in form.summary_blocks(file.answers, file.scheme, request.language, masked=True)
        if (
            rows := [
                {"question": row.label, "answer": row.text}
                for row in block.rows
                if row.text and (open_to_all or not row.medical)
            ]
        )
    ]
    context = {**frame(request, file, "claim-declaration"), "blocks": blocks, "health_hidden": not open_to_all}
    return render(request, "pages/claims/declaration.html", context)


@page(may="claims.read", methods=("GET", "HEAD"))
def documents(request: Request, number: str) -> HttpResponse:
    file = queries.claim_file(number, request.actor)
    files = [
        {
            "name": row.filename,
            "kind": DOCUMENTS[row.kind],
            "medical": row.medical,
            "language": NATIVE_NAMES.get(row.language, ""),
            "size": size(row.size, request.language),
            "at": row.created_at,
            "url": reverse("document", args=[row.id]),
        }
        for row in file.documents
    ]
    return render(request, "pages/claims/documents.html", {**frame(request, file, "claim-documents"), "files": files})


@page(may="claims.read")
def letters(request: Request, number: str) -> HttpResponseBase:
    """The letters of the file; a POST notes that one went out."""
    if request.method == "POST":
        request.actor.require("claims.decide")
        casework_letters.mark_sent(number, letter_id=uuid_in(request.POST.get("letter", "")), by=request.actor)
        messages.success(request, N_("Noted: the letter went out."))
        return redirect(reverse("claim-letters", args=[number]))
    file = queries.claim_file(number, request.actor)
    rows = [
        {
            "id": row.id,
            "kind": LETTERS[row.kind],
            "receiver": RECEIVERS[row.receiver],
            "language": NATIVE_NAMES.get(row.language, row.language),
            "at": row.created_at,
            "state": LETTER_STATES[row.state],
            "url": reverse("document", args=[row.document_id]) if row.document_id else "",
            "can_go_out": row.state == "made" and "insurer" in file.sides and request.actor.may("claims.decide"),
        }
        for row in file.letters
    ]
    return render(request, "pages/claims/letters.html", {**frame(request, file, "claim-letters"), "rows": rows})


def frame(request: Request, file: ClaimFile, here: str) -> dict[str, Any]:
    """What every page of a file shows around its part."""
    inside = "insurer" in file.sides
    tabs = [
        {"label": words, "url": reverse(name, args=[file.number]), "current": name == here, "count": _count(file, name)}
        for name, words, needs in _PARTS
        if not needs or needs in file.may or (needs == "letters" and file.letters)
    ]
    if "medical" not in file.sides and inside:
        tabs.append({"label": N_("Medical papers: for the medical adviser only"), "locked": True})
    return {
        "file": file,
        "tabs": tabs,
        "inside": inside,
        "law": LAWS_SHORT[file.scheme],
        "facts": _facts(file, request.language, inside=inside),
        "days_late": -file.decision_clock.days_left,
        "crumbs": [
            {"label": N_("To do") if request.actor.may("claims.decide") else N_("Files"), "url": reverse("claims")},
        ],
    }


def uuid_in(text: str) -> UUID:
    """NotFound for what is none."""
    try:
        return UUID(text)
    except ValueError as problem:
        raise NotFound from problem


def _overview(request: Request, number: str, whole_number: str = "") -> HttpResponse:
    file = queries.claim_file(number, request.actor)
    money = money_of(number, request.actor) if "money" in file.may else None
    context = {
        **frame(request, file, "claim"),
        "money": money,
        "due_from": money.days[0].starts_on if money and money.days else None,
        "missing": [] if file.decided_on else _missing(file, request.language),
        "daily_how": first_arithmetic(money.allowance.because, request.language) if money and money.allowance else "",
        "asked": [(asked, [REQUESTABLE[item] for item in asked.items]) for asked in file.requests],
        "elements": list(elements(file)),
        "story": file.answers.get("deviation_text", ""),
        "codes": _codes(file, request.language),
        "events": list(_events(file, request.language)),
        "whole_number": whole_number,
        "language_of_victim": NATIVE_NAMES.get(file.victim.language, file.victim.language),
        "reasons": _reasons(file),
        "next_step": Reason(states.next_step_outside(file.status, file.scheme), {"day": file.decide_by}),
    }
    return render(request, "pages/claims/overview.html", context)


def elements(file: ClaimFile) -> Iterator[dict[str, str]]:
    """The four elements of an accident at work (R1) as this file shows them: what is presumed, missing or disputed."""
    disputed: dict[str, Any] = {}
    presumed = presumed_in(file.scheme)
    for step in file.decisions:
        if step.kind in {"doubt", "refused"} and step.stage != "withdrawn" and step.reasons:
            disputed.update(step.reasons.get("elements", {}))  # type: ignore[call-overload]
    no_certificate = any(one.code == CERTIFICATE and not one.here for one in file.missing)
    for name, words in elements_of(file.scheme).items():
        if name in disputed and "insurer" in file.sides:
            yield {"words": words, "tone": "stop", "note": disputed[name]["why"]}
        elif file.status == "accepted":
            yield {"words": words, "tone": "ok", "note": ""}
        elif name == "lesion" and no_certificate:
            yield {"words": words, "tone": "warn", "note": N_("The medical certificate is not here yet.")}
        else:
            yield {"words": words, "tone": "", "note": presumed.get(name, "")}


def _reasons(file: ClaimFile) -> tuple[str, ...]:
    """Why it was decided so, in the words of the letter, for those who may know."""
    final = next((step for step in reversed(file.decisions) if step.stage == "confirmed" and step.reasons), None)
    if final is None or final.reasons is None:
        return ()
    told: Any = final.reasons
    said = [one["why"] for one in told.get("elements", {}).values()] + [told.get("text", "")]
    return tuple(words for words in said if words)


def _sees_health(file: ClaimFile) -> bool:
    """Nobody at an employer sees medical data, also not what a colleague declared."""
    return bool(file.sides & {"insurer", "victim"})


def _count(file: ClaimFile, name: str) -> int | None:
    return {"claim-documents": len(file.documents), "claim-letters": len(file.letters)}.get(name)


def _facts(file: ClaimFile, language: str, *, inside: bool) -> list[dict[str, Any]]:
    facts: list[dict[str, Any]] = [
        {"term": N_("File"), "value": file.number, "strong": True, "note": LAWS_SHORT[file.scheme]},
        {"term": N_("Accident"), "value": file.accident_on, "time": file.accident_at},
        {"term": N_("Employer"), "value": file.employer.name, "note": file.unit.name if file.unit else ""},
    ]
    if inside:
        no_policy = {} if file.policy else {"badge": N_("No policy covers this day"), "tone": "stop"}
        facts.append({"term": N_("Policy"), "value": file.policy.number if file.policy else None, **no_policy})
    late = {"badge": N_("in time"), "tone": "ok"}
    if file.days_late:
        late = {"late": file.days_late, "tone": "warn"}  # type: ignore[dict-item]
    facts.append({"term": N_("Declaration received"), "value": file.received_on, **(late if file.declare_by else {})})
    if inside:
        facts.append({"term": N_("Handler"), "value": file.handler or say(N_("Nobody yet"), language)})
    return facts


def _missing(file: ClaimFile, language: str) -> list[dict[str, Any]]:
    may_decide = "decide" in file.may
    lines = []
    for one in file.missing:
        if one.code == WAGE and file.authority_decides:
            continue
        words, tone = _BADGES[one.state]
        hint, url = "", ""
        if one.asked_at and not one.here:
            hint = say(N_("Asked on %(day)s."), language, day=clock.day_of(one.asked_at))
        elif one.code == WAGE and not one.here and "money" in file.may:
            hint = say(N_("Enter them under Benefits; the declaration gives a first figure."), language)
        if one.code == WAGE and "money" in file.may:
            url = reverse("claim-benefits", args=[file.number])
        elif one.code == CERTIFICATE and not one.here and may_decide:
            url = f"{reverse('claim-ask', args=[file.number])}?item={CERTIFICATE}"
        lines.append({"label": one.sentence, "hint": hint, "url": url, "badge": words, "tone": tone})
    return lines


def _codes(file: ClaimFile, language: str) -> list[dict[str, str]]:
    shown = []
    for key in _CODES:
        code, field = file.answers.get(key), form.field(key)
        if code and (_sees_health(file) or not field.medical):
            text = str(form.display(field, code, language))
            shown.append({"term": field.label(language), "code": str(code), "value": text.removeprefix(f"{code} ")})
    return shown


def _events(file: ClaimFile, language: str) -> Iterator[dict[str, Any]]:
    """The line of the file, with today between what comes and what was."""
    passed = False
    for event in file.timeline:
        if not passed and not event.coming:
            passed = True
            if file.decided_on is None:
                yield _today(file, language)
        yield _event(event, language)


def _today(file: ClaimFile, language: str) -> dict[str, Any]:
    counted = file.decision_clock
    text = ""
    if 0 < counted.day_number <= counted.length:
        text = say(N_("Day %(day)s of %(total)s."), language, day=counted.day_number, total=counted.length)
    return {"when": counted.today, "at": counted.today, "strong": N_("Today"), "text": text, "kind": "key"}


def _event(event: TimelineEvent, language: str) -> dict[str, Any]:
    words = say(event.sentence, language, **event.values)
    kind = "to-come" if event.coming else "key" if event.key else ""
    told = {"strong": words} if event.key else {"text": words}
    return {"when": event.at or event.day, "at": event.at or event.day, "kind": kind, **told}
