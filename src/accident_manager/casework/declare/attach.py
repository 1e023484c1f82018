"""Papers that go with a declaration."""

import hashlib
from uuid import UUID

from django.db import transaction

from accident_manager.audit import trail
from accident_manager.casework.declare.rows import open_draft_row
from accident_manager.claims import events
from accident_manager.claims.models import Document
from accident_manager.claims.queries.documents import document_row
from accident_manager.claims.queries.shapes import DocumentRow
from accident_manager.claims.rules import uploads
from accident_manager.foundation import clock
from accident_manager.foundation.actor import Actor
from accident_manager.foundation.refusal import N_, InvalidInput, NotFound, Refusal

MOST_FILES = 20
KINDS = (Document.Kind.CERTIFICATE, Document.Kind.ATTACHMENT)


class TooManyFiles(Refusal):
    code = "declare.too-many-files"
    sentence = N_("A declaration holds at most %(count)s files. Remove one, or put pages together in one PDF.")


@transaction.atomic
def attach(*, draft_id: UUID, filename: str, content: bytes, kind: str, by: Actor) -> DocumentRow:
    """Keep a file with the draft; the same content twice is kept once. Refusals of `claims.rules.uploads`,
    TooManyFiles.
    """
    by.require("declarations.write")
    if kind not in KINDS:
        raise InvalidInput(field="kind")
    upload = uploads.checked(filename, content)
    draft = open_draft_row(draft_id, by)
    digest = hashlib.sha256(content).hexdigest()
    papers = list(draft.documents.defer("content"))
    for paper in papers:
        if paper.sha256 == digest and paper.kind == kind:
            return document_row(paper)
    if len(papers) >= MOST_FILES:
        raise TooManyFiles(field="file", count=MOST_FILES)
    medical = kind == Document.Kind.CERTIFICATE
    row = Document.objects.create(
        draft=draft,
        kind=kind,
        filename=upload.filename,
        media_type=upload.media_type,
        size=len(content),
        sha256=digest,
        content=content,
        medical=medical,
        # The employer hands a certificate on; from then on it is between the victim and the insurer.
        audience=["insurer", "victim"] if medical else ["insurer", "employer", "victim"],
        created_by=by.account_id,
        created_at=clock.now(),
    )
    trail.record(
        events.DOCUMENT_ADDED,
        subject=("draft", draft.id),
        actor=by,
        on_behalf_of=draft.employer_id,
        document_id=row.id,
        kind=str(kind),
        size=row.size,
        sha256=digest,
    )
    return document_row(row)


@transaction.atomic
def detach(*, draft_id: UUID, document_id: UUID, by: Actor) -> None:
    """Take a file out of the draft again. NotFound when it is not there."""
    draft = open_draft_row(draft_id, by)
    row = draft.documents.defer("content").filter(id=document_id).first()
    if row is None:
        raise NotFound
    row.delete()
    trail.record(
        events.DOCUMENT_REMOVED,
        subject=("draft", draft.id),
        actor=by,
        on_behalf_of=draft.employer_id,
        document_id=document_id,
        kind=row.kind,
        sha256=row.sha256,
    )
