"""Finding files by what one has in hand: a file number, a national number, a name with a typing error in it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from accident_manager.audit import trail
from accident_manager.claims import events
from accident_manager.claims.models import Claim
from accident_manager.claims.models.people import FIND_PEOPLE, person_token
from accident_manager.claims.queries.reach import claims_of, is_insurers
from accident_manager.claims.rules import states
from accident_manager.crypto.index import SearchTokens, ranked_ids, search_tokens
from accident_manager.foundation import identifiers
from accident_manager.foundation.actor import Actor
from accident_manager.foundation.refusal import InvalidInput

# Files of one employer whose names share something with the query: beyond this one must say more.
_NEAR = 500
_NUMBER = re.compile(r"\s*([0-9]{2})[-\s]?([0-9]{6})\s*")


@dataclass(frozen=True, slots=True)
class Found:
    """A file that fits. `why`: "number", "national_number" or "name"; `status_words` is a source sentence."""

    id: UUID
    number: str
    victim: str
    employer: str
    accident_on: date
    status: str
    status_words: str
    why: str


@transaction.atomic
def find(query: str, by: Actor, *, limit: int = 20) -> list[Found]:
    """Files that fit, the best first, of those this reader may know of. Searching is on the trail, without its
    words.
    """
    by.require("claims.list")
    why, claims = _search(query.strip()[:100], by, limit)
    trail.record(events.CLAIMS_SEARCHED, subject=None, actor=by, kind=why, found=len(claims))
    outside = not is_insurers(by)
    return [_found(claim, why, outside=outside) for claim in claims]


def numbers_of(ids: Iterable[UUID], by: Actor) -> dict[UUID, str]:
    """The numbers of these files, of those this reader may know of: for the journal."""
    return dict(claims_of(by).filter(id__in=list(ids)).values_list("id", "number"))


def _search(query: str, by: Actor, limit: int) -> tuple[str, list[Claim]]:
    reach = claims_of(by).select_related("person", "employer").order_by("-received_at", "-id")
    if match := _NUMBER.fullmatch(query):
        return "number", list(reach.filter(number=f"{match[1]}-{match[2]}"))
    try:
        niss = identifiers.parse_niss(query)
    except InvalidInput:
        return "name", _by_name(query, by, reach, limit)
    return "national_number", list(reach.filter(person__niss_token=person_token(niss.digits))[:limit])


def _by_name(query: str, by: Actor, reach: QuerySet[Claim], limit: int) -> list[Claim]:
    tokens = search_tokens(query)
    if not tokens:
        return []
    if is_insurers(by):
        ranks = {person: rank for rank, person in enumerate(ranked_ids(FIND_PEOPLE, tokens, limit))}
        claims = list(reach.filter(person_id__in=list(ranks))[:limit])
        return sorted(claims, key=lambda claim: ranks[claim.person_id])
    # The few files of an employer or a victim: the best of the whole insurer might all be somebody else's.
    near = list(reach.filter(person__name_tokens__overlap=list(tokens))[:_NEAR])
    return _ranked(near, tokens)[:limit]


def _ranked(claims: Sequence[Claim], tokens: SearchTokens) -> list[Claim]:
    """Those that fit, the best first, looked for in the same stages as `crypto.index.ranked_ids` does."""
    have = {claim.id: set(claim.person.name_tokens) for claim in claims}
    found: dict[UUID, Claim] = {}
    for number, alternatives in enumerate(tokens.stages):
        if number >= 2 and found:
            break
        fitting = [c for c in claims if any(have[c.id].issuperset(together) for together in alternatives)]
        for claim in sorted(fitting, key=lambda claim: -len(have[claim.id] & set(tokens))):
            found.setdefault(claim.id, claim)
    return list(found.values())


def _found(claim: Claim, why: str, *, outside: bool) -> Found:
    status = states.from_outside(claim.status) if outside else claim.status
    return Found(
        claim.id,
        claim.number,
        claim.declared_name if outside else claim.person.name,
        claim.employer.name,
        claim.accident_on,
        status,
        states.words(status, claim.scheme),
        why,
    )
