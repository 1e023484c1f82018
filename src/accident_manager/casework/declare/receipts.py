"""The receipt: proof that a declaration was received, when, and of what."""

from django.db import transaction

from accident_manager.audit import trail
from accident_manager.casework.declare.shapes import Receipt
from accident_manager.claims import events
from accident_manager.claims.models import Claim, Document
from accident_manager.claims.queries.documents import document_row
from accident_manager.claims.queries.reach import claim_of, documents_for
from accident_manager.claims.queries.shapes import DocumentRow
from accident_manager.foundation.actor import Actor
from accident_manager.foundation.refusal import NotFound
from accident_manager.identity import queries as identity
from accident_manager.law import time_limits


@transaction.atomic
def receipt(number: str, by: Actor) -> Receipt:
    """The receipt of a file's declaration, on the trail. NotFound when there is none, or it is not for this reader."""
    claim = claim_of(number, by)
    papers = tuple(document_row(row) for row in documents_for(claim, by).order_by("created_at", "id"))
    found = receipt_of(claim, papers)
    trail.record(events.RECEIPT_OPENED, subject=("claim", claim.id), actor=by, number=number)
    return found


def receipt_of(claim: Claim, papers: tuple[DocumentRow, ...] = ()) -> Receipt:
    """The receipt of a file, for whoever may see the file."""
    first = claim.declarations.order_by("version").first()
    if first is None or claim.declare_by is None:
        raise NotFound
    counts_from = claim.decision_counts_from if claim.scheme == time_limits.PUBLIC else None
    declaring = time_limits.declaration_deadline(
        accident_on=claim.accident_on, regime=claim.scheme, employer_received_on=counts_from
    )
    deciding = time_limits.decision_deadline(received_on=claim.decision_counts_from, regime=claim.scheme)
    late = time_limits.late_days(last_day=claim.declare_by, declared_on=claim.received_on, regime=claim.scheme)
    sender = identity.accounts([first.sent_by])
    return Receipt(
        claim_id=claim.id,
        number=claim.number,
        scheme=claim.scheme,
        received_at=claim.received_at,
        content_hash=first.content_hash,
        declare_by=claim.declare_by,
        declare_because=(*declaring.because, *late.because),
        days_late=claim.days_late,
        days_before=max(0, (claim.declare_by - claim.received_on).days),
        decide_by=claim.decide_by,
        decide_because=deciding.because,
        employer=claim.employer.name,
        employer_municipality=claim.employer.municipality,
        victim=claim.declared_name,
        victim_language=claim.person.language,
        accident_on=claim.accident_on,
        accident_at=claim.accident_at,
        sent_to=sender[0].email if sender else "",
        certificate_here=claim.documents.filter(kind=Document.Kind.CERTIFICATE).exists(),
        documents=papers,
    )
