"""The declaration as a paper: made by a job (or by whoever wants it before the job came), once, and mailed to its
sender.
"""

import hashlib
from uuid import UUID

from django.db import transaction

from accident_manager import papers
from accident_manager.audit import trail
from accident_manager.casework.declare.receipts import receipt_of
from accident_manager.casework.declare.shapes import Receipt
from accident_manager.claims import events
from accident_manager.claims.models import Claim, Declaration, Document
from accident_manager.claims.queries.reach import claim_of, documents_for
from accident_manager.claims.rules.declaration import summary_blocks
from accident_manager.claims.rules.frozen import answers_of
from accident_manager.foundation.actor import Actor, system
from accident_manager.foundation.clock import BRUSSELS
from accident_manager.foundation.refusal import N_, NotFound
from accident_manager.identity import outbox
from accident_manager.identity import queries as identity
from accident_manager.identity.rules.mail_text import Button, compose
from accident_manager.insurers import queries as insurers
from accident_manager.insurers.queries import InsurerInfo
from accident_manager.papers.data import DeclarationPaper, Proof
from accident_manager.wording import form, say

PUBLIC = "public_1967"
_SHORTENED = N_("In this copy that goes by mail, national and account numbers are shortened.")


@transaction.atomic
def produce_declaration(claim_id: UUID) -> None:
    """Make the paper in the sender's language, keep it in the file, mail it. Run again it changes nothing. NotFound."""
    claim = _locked(claim_id)
    declaration = claim.declarations.order_by("-version").first()
    if declaration is None:
        raise NotFound
    if claim.documents.filter(kind=Document.Kind.DECLARATION, language=declaration.language).exists():
        return
    content = _printed(claim, declaration, masked=False)
    row = Document.objects.create(
        claim=claim,
        kind=Document.Kind.DECLARATION,
        filename=_filename(claim, declaration.language),
        media_type="application/pdf",
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        language=declaration.language,
        audience=["insurer", "employer", "victim"],
        created_at=claim.received_at,
    )
    _mail(claim, declaration)
    trail.record(
        events.DOCUMENT_MADE,
        subject=("claim", claim.id),
        actor=system(claim.insurer_id),
        document_id=row.id,
        kind=row.kind,
        language=row.language,
        sha256=row.sha256,
    )


def declaration_paper(number: str, by: Actor) -> UUID:
    """The id of the declaration's paper, made now when the job has not come to it yet. NotFound."""
    by.require("documents.read")
    claim = claim_of(number, by)
    papers_here = documents_for(claim, by).filter(kind=Document.Kind.DECLARATION).order_by("created_at", "id")
    row = papers_here.first()
    if row is None:
        produce_declaration(claim.id)
        row = papers_here.all().first()
    if row is None:
        raise NotFound
    return row.id


def _locked(claim_id: UUID) -> Claim:
    claim = (
        Claim.objects.select_for_update(of=("self",), no_key=True)
        .select_related("person", "employer")
        .filter(id=claim_id)
        .first()
    )
    if claim is None:
        raise NotFound
    return claim


def _printed(claim: Claim, declaration: Declaration, *, masked: bool) -> bytes:
    language = declaration.language
    insurer = _insurer(claim)
    blocks = summary_blocks(answers_of(declaration.content), claim.scheme, language, masked)
    receipt = receipt_of(claim)
    title = say(N_("Declaration of an accident at work"), language)
    about = say(
        N_("%(victim)s, accident of %(day)s, employer %(employer)s."),
        language,
        victim=receipt.victim,
        day=claim.accident_on,
        employer=receipt.employer,
    )
    head = [say(N_("Question"), language), say(N_("Answer"), language)]
    paper: DeclarationPaper = {
        "language": language,
        "title": f"{title} {claim.number}",
        "letterhead": {"name": insurer.name, "tagline": insurer.tagline, "colour": insurer.brand_seed},
        "footer": f"{insurer.name} · {claim.number}",
        "intro": f"{about} {say(_SHORTENED, language)}" if masked else about,
        "proof": _proof(receipt, language),
        "blocks": [
            {"title": block.title, "head": head, "rows": [[row.label, row.text] for row in block.rows if row.text]}
            for block in blocks
        ],
    }
    return papers.render("declaration", dict(paper), created=claim.received_at)


def _proof(receipt: Receipt, language: str) -> Proof:
    if receipt.days_late:
        verdict = say(N_("%(count)s days after the last day"), language, count=receipt.days_late)
    elif receipt.days_before:
        verdict = say(N_("%(count)s days before the last day"), language, count=receipt.days_before)
    else:
        verdict = say(N_("On the last day"), language)
    note = (
        N_("The authority decides by %(day)s at the latest.")
        if receipt.scheme == PUBLIC
        else N_("The insurer decides by %(day)s at the latest.")
    )
    at = receipt.received_at.astimezone(BRUSSELS)
    return {
        "number": [say(N_("File number"), language), receipt.number],
        "received": [say(N_("Received"), language), f"{form.long_day(at.date(), language)}, {at:%H:%M:%S}"],
        "last_day": [say(N_("Legal last day"), language), form.long_day(receipt.declare_by, language)],
        "verdict": verdict,
        "state": "late" if receipt.days_late else "ok",
        "fingerprint": [say(N_("Fingerprint of the content (SHA-256)"), language), receipt.content_hash],
        "note": say(note, language, day=receipt.decide_by),
    }


def _mail(claim: Claim, declaration: Declaration) -> None:
    """To whoever sent it, as long as his account is active."""
    found = identity.accounts([declaration.sent_by])
    if not found or found[0].state != "active":
        return
    account, language = found[0], declaration.language
    mail = compose(
        outbox.sender(),
        language,
        subject=say(N_("Declaration received: file %(number)s"), language, number=claim.number),
        paragraphs=[
            say(
                N_("%(insurer)s received your declaration on %(at)s. Its file number is %(number)s."),
                language,
                insurer=_insurer(claim).name,
                at=claim.received_at,
                number=claim.number,
            ),
            say(N_("The declaration is attached as a PDF. Keep it: it proves when you declared and what."), language),
        ],
        button=Button(say(N_("Open the receipt"), language), outbox.address_of(f"claims/{claim.number}/receipt")),
    )
    attachment = outbox.Attachment(
        _filename(claim, language), "application/pdf", _printed(claim, declaration, masked=True)
    )
    outbox.queue(
        "declaration.received",
        to=account.email,
        language=language,
        mail=mail,
        account_id=account.id,
        attachments=[attachment],
    )


def _insurer(claim: Claim) -> InsurerInfo:
    insurer = insurers.by_id(claim.insurer_id)
    if insurer is None:
        raise NotFound
    return insurer


def _filename(claim: Claim, language: str) -> str:
    words = {"fr": "declaration", "nl": "aangifte", "de": "unfallmeldung", "en": "declaration"}
    return f"{claim.number}-{words[language]}.pdf"
