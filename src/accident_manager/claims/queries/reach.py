"""Which files somebody may know of, and in what capacity. Whatever is out of reach does not exist for him."""

from django.db.models import Q, QuerySet

from accident_manager.claims.models import Claim, Document
from accident_manager.foundation.actor import Actor
from accident_manager.foundation.refusal import NotFound
from accident_manager.identity import queries as identity
from accident_manager.identity.rules.permissions import Role

INSURER, EMPLOYER, VICTIM, MEDICAL = "insurer", "employer", "victim", "medical"
# Everybody who works for the insurer on all its files; support and the administrator never see one.
_INSURERS_OWN = frozenset({Role.HANDLER, Role.TEAM_LEAD, Role.MEDICAL_ADVISER, Role.AUDITOR})


def is_insurers(by: Actor) -> bool:
    """Whether this reader works for the insurer, on all files."""
    return by.role in _INSURERS_OWN


def claims_of(by: Actor) -> QuerySet[Claim]:
    """The files that this reader may know of. NotAllowed without the right to read files at all."""
    by.require("claims.read")
    if is_insurers(by):
        return Claim.objects.all()
    return Claim.objects.filter(Q(employer_id__in=by.employer_ids) | Q(person__niss_token__in=_own_tokens(by)))


def claim_of(number: str, by: Actor) -> Claim:
    """The file with this number. NotFound when there is none, or it is not for this reader."""
    claim = claims_of(by).filter(number=number).select_related("person", "employer", "unit", "policy").first()
    if claim is None:
        raise NotFound
    return claim


def sides(claim: Claim, by: Actor) -> frozenset[str]:
    """In what capacity this reader sees this file: "insurer", "employer", "victim", and "medical" for medical
    papers.
    """
    found = set()
    if is_insurers(by):
        found.add(INSURER)
    if claim.employer_id in by.employer_ids:
        found.add(EMPLOYER)
    if niss_token_of(claim) in _own_tokens(by):
        found.add(VICTIM)
    if by.may("claims.medical") or VICTIM in found:
        found.add(MEDICAL)
    return frozenset(found)


def documents_for(claim: Claim, by: Actor) -> QuerySet[Document]:
    """The papers of a file that this reader may open, without their content."""
    capacities = sides(claim, by)
    papers = claim.documents.defer("content").filter(audience__overlap=sorted(capacities & {INSURER, EMPLOYER, VICTIM}))
    if sees_no_wages(capacities, by):
        papers = papers.exclude(kind=Document.Kind.DECLARATION)
    return papers if MEDICAL in capacities else papers.filter(medical=False)


def sees_no_wages(capacities: frozenset[str], by: Actor) -> bool:
    """A prevention adviser learns how it happened: neither wages nor account numbers nor health (they are in the
    declaration).
    """
    return not capacities & {INSURER, VICTIM} and not by.may("declarations.write")


def niss_token_of(claim: Claim) -> bytes | None:
    """The token of the victim's national number: a victim's account carries the same one."""
    return bytes(claim.person.niss_token) if claim.person.niss_token is not None else None


def _own_tokens(by: Actor) -> list[bytes]:
    if by.account_id is None or by.role in _INSURERS_OWN:
        return []
    token = identity.person_token_of(by.account_id)
    return [token] if token else []
