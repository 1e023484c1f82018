"""Opening a paper. Every opening is on the trail."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from accident_manager.audit import trail
from accident_manager.claims import events
from accident_manager.claims.models import Document
from accident_manager.claims.queries.reach import claim_of, documents_for
from accident_manager.claims.queries.shapes import DocumentRow
from accident_manager.foundation.actor import Actor
from accident_manager.foundation.refusal import NotFound


@dataclass(frozen=True, slots=True)
class Opened:
    """A paper with its content, to be given as an attachment."""

    id: UUID
    filename: str
    media_type: str
    content: bytes


@transaction.atomic
def open_document(document_id: UUID, by: Actor) -> Opened:
    """A paper of a file or of a draft, decrypted. NotFound when it is not there or not for this reader."""
    by.require("documents.read")
    row = Document.objects.select_related("claim", "draft").filter(id=document_id).first()
    if row is None or not _may_open(row, by):
        raise NotFound
    subject = ("claim", row.claim_id) if row.claim_id else ("draft", row.draft_id or row.id)
    trail.record(events.DOCUMENT_OPENED, subject=subject, actor=by, document_id=row.id, kind=row.kind)
    return Opened(row.id, row.filename, row.media_type, bytes(row.content))


def _may_open(row: Document, by: Actor) -> bool:
    if row.claim is None:
        # Still in the draft: whoever may write the declaration may see what he and his colleagues added.
        return row.draft is not None and by.may("declarations.write") and row.draft.employer_id in by.employer_ids
    try:
        claim = claim_of(row.claim.number, by)
    except NotFound:
        return False
    return documents_for(claim, by).filter(id=row.id).exists()


def document_row(row: Document) -> DocumentRow:
    return DocumentRow(
        row.id, row.kind, row.filename, row.media_type, row.size, row.medical, row.language, row.created_at
    )
