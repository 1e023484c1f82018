"""The file and its parts. What a reader may not see is not fetched, and a locked part is named."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from accident_manager.audit import queries as audit
from accident_manager.casework import letters as casework_letters
from accident_manager.claims import queries
from accident_manager.claims.queries import ClaimFile
from accident_manager.claims.queries.money import money_of
from accident_manager.claims.rules.declaration import summary_blocks
from accident_manager.claims.rules.deciding import ELEMENTS, PRESUMED
from accident_manager.foundation.refusal import N_, NotFound
from accident_manager.identity import queries as identity
from accident_manager.web.access import Request, page
from accident_manager.web.pages.claims.words import DOCUMENTS, LETTER_STATES, LETTERS, RECEIVERS, STATUS_TONES

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


@page(may="claims.read", methods=("GET", "HEAD"))
def overview(request: Request, number: str) -> HttpResponse:
    file = queries.claim_file(number, request.actor)
    money = money_of(number, request.actor) if "money" in file.may else None
    context = {
        **frame(request, file, "claim"),
        "money": money,
        "elements": [(words, PRESUMED.get(name, "")) for name, words in ELEMENTS.items()],
        "story": file.answers.get("deviation_text", ""),
        "codes": _codes(file, request.language),
    }
    return render(request, "pages/claims/overview.html", context)


@page(may="claims.read", methods=("GET", "HEAD"))
def declaration(request: Request, number: str) -> HttpResponse:
    file = queries.claim_file(number, request.actor)
    blocks = [
        (block.title, [{"question": row.label, "answer": row.text} for row in block.rows if row.text])
        for block in summary_blocks(file.answers, file.scheme, request.language, masked=True)
    ]
    return render(request, "pages/claims/declaration.html", {**frame(request, file, "claim-declaration"), "blocks": blocks})


@page(may="claims.read", methods=("GET", "HEAD"))
def documents(request: Request, number: str) -> HttpResponse:
    file = queries.claim_file(number, request.actor)
    files = [
        {"name": row.filename, "row": row, "words": DOCUMENTS[row.kind], "url": reverse("document", args=[row.id])}
        for row in file.documents
    ]
    return render(request, "pages/claims/documents.html", {**frame(request, file, "claim-documents"), "files": files})


@page(may="claims.read")
def letters(request: Request, number: str) -> HttpResponseBase:
    """The letters of the file; a POST notes that one went out."""
    if request.method == "POST":
        casework_letters.mark_sent(number, letter_id=_uuid(request.POST.get("letter", "")), by=request.actor)
        messages.success(request, N_("Noted: the letter went out."))
        return redirect(reverse("claim-letters", args=[number]))
    file = queries.claim_file(number, request.actor)
    rows = [
        {"row": row, "kind": LETTERS[row.kind], "receiver": RECEIVERS[row.receiver], "state": LETTER_STATES[row.state]}
        for row in file.letters
    ]
    return render(request, "pages/claims/letters.html", {**frame(request, file, "claim-letters"), "rows": rows})


@page(may="audit.read", methods=("GET", "HEAD"))
def journal(request: Request, number: str) -> HttpResponse:
    """Everything that happened to the file, and who looked."""
    file = queries.claim_file(number, request.actor)
    events = audit.events_of(("claim", file.id), limit=200)
    names = {info.id: info.name for info in identity.accounts({e.actor_account_id for e in events if e.actor_account_id})}
    rows = [(event, names.get(event.actor_account_id, "")) for event in events]
    return render(request, "pages/claims/journal.html", {**frame(request, file, "claim-journal"), "rows": rows})


@page(may="claims.decide", methods=("POST",))
def national_number(request: Request, number: str) -> HttpResponse:
    """The whole national number, on demand; that it was shown is on the trail."""
    whole = queries.national_number(number, request.actor)
    return render(request, "pages/claims/national_number.html", {"whole": whole})


def frame(request: Request, file: ClaimFile, here: str) -> dict[str, Any]:
    """What every page of a file shows around its part."""
    tabs = [
        {"label": words, "url": reverse(name, args=[file.number]), "current": name == here, "count": _count(file, name)}
        for name, words, needs in _PARTS
        if not needs or needs in file.may or (needs == "letters" and file.letters)
    ]
    if "medical" not in file.sides and "insurer" in file.sides:
        tabs.append({"label": N_("Medical papers: for the medical adviser only"), "locked": True})
    back = [{"label": N_("Files"), "url": reverse("claims")}]
    return {"file": file, "tabs": tabs, "status_tone": STATUS_TONES[file.status], "crumbs": back}


def _count(file: ClaimFile, name: str) -> int | None:
    return {"claim-documents": len(file.documents), "claim-letters": len(file.letters)}.get(name)


def _codes(file: ClaimFile, language: str) -> list[tuple[str, str, str]]:
    from accident_manager.claims.rules import declaration as form

    shown = []
    for key in _CODES:
        code = file.answers.get(key)
        if code:
            field = form.field(key)
            text = str(form.display(field, code, language))
            shown.append((field.label(language), str(code), text.removeprefix(f"{code} ")))
    return shown


def _uuid(text: str) -> Any:
    from uuid import UUID

    try:
        return UUID(text)
    except ValueError as problem:
        raise NotFound from problem
