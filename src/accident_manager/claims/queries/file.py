"""One file, whole, as one reader may see it. Opening it is on the trail, in the same transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import transaction

from accident_manager.audit import trail
from accident_manager.claims import events
from accident_manager.claims.models import Claim, Decision, Document, Letter, Status
from accident_manager.claims.queries import missing, timeline
from accident_manager.claims.queries.documents import document_row
from accident_manager.claims.queries.reach import (
    EMPLOYER,
    INSURER,
    VICTIM,
    claim_of,
    documents_for,
    sees_no_wages,
    sides,
)
from accident_manager.claims.queries.shapes import (
    Clock,
    DecisionStep,
    DocumentRow,
    LetterRow,
    Missing,
    Request,
    TimelineEvent,
    Victim,
)
from accident_manager.claims.rules import declaration as form
from accident_manager.claims.rules import frozen, states
from accident_manager.foundation import clock, identifiers
from accident_manager.foundation.actor import Actor
from accident_manager.foundation.refusal import NotFound
from accident_manager.identity import queries as identity
from accident_manager.law import time_limits
from accident_manager.policies.queries import EmployerInfo, PolicyInfo, UnitInfo, employer, policy_info, unit_info

_UNDECIDED = frozenset({Status.RECEIVED, Status.INFORMATION_REQUESTED, Status.IN_DOUBT})
# In the public sector a doubt, too, is an advice on which the authority decides.
_ADVISED = frozenset({Status.ACCEPTANCE_PREPARED, Status.REFUSAL_PREPARED, Status.IN_DOUBT})


@dataclass(frozen=True, slots=True)
class ClaimFile:
    """A file for the reader it was asked by.

    `sides`: his capacities ("insurer", "employer", "victim", "medical"). `may`: what he can do here and now: "decide",
    "confirm_refusal", "return_refusal", "record_authority", "money", "change_money", "letters", "medical", "audit".
    `status_words` is a source sentence. `answers` are those of the frozen declaration, for
    `claims.rules.declaration.summary_blocks`. `authority_decides` in the public sector (R12, R62).
    `decision_clock.met_on` is the day of the decision, once there is one.
    """

    id: UUID
    number: str
    scheme: str
    authority_decides: bool
    status: str
    status_words: str
    status_since: datetime
    victim: Victim
    employer: EmployerInfo
    unit: UnitInfo | None
    policy: PolicyInfo | None
    policy_problem: str
    accident_on: date
    accident_at: time | None
    received_at: datetime
    received_on: date
    declare_by: date | None
    days_late: int
    decide_by: date
    decided_on: date | None
    decision_clock: Clock
    serious_proposed: bool
    handler_id: UUID | None
    handler: str
    missing: tuple[Missing, ...]
    answers: Mapping[str, Any]
    content_hash: str
    documents: tuple[DocumentRow, ...]
    requests: tuple[Request, ...]
    decisions: tuple[DecisionStep, ...]
    letters: tuple[LetterRow, ...]
    timeline: tuple[TimelineEvent, ...]
    sides: frozenset[str]
    may: frozenset[str]

    @property
    def proposal(self) -> DecisionStep | None:
        """The refusal that waits for a second person."""
        return next((step for step in self.decisions if step.stage == "proposed"), None)


@transaction.atomic
def claim_file(number: str, by: Actor) -> ClaimFile:
    """The file with this number. NotFound when there is none, or it is not for this reader."""
    claim = claim_of(number, by)
    capacities = sides(claim, by)
    inside = INSURER in capacities
    declaration = claim.declarations.order_by("-version").first()
    if declaration is None:
        raise NotFound
    steps = list(claim.decisions.order_by("proposed_at", "id"))
    asked = list(claim.requests.order_by("asked_at", "id"))
    documents = list(documents_for(claim, by).order_by("created_at", "id"))
    to_open = {document.id for document in documents}
    # From outside a letter is there once its paper is, and only for whom the paper is.
    letters = [row for row in claim.letters.order_by("created_at", "id") if inside or row.document_id in to_open]
    names = _names(claim, steps, [request.asked_by for request in asked])
    requests = tuple(
        Request(
            r.id, r.asked_of, tuple(r.content.get("items", ())), r.content.get("text", ""), names.get(r.asked_by, ""),
            r.asked_at, r.answer_by, r.answered_at,
        )
        for r in asked
        if inside or r.asked_of in capacities
    )  # fmt: skip
    decisions = tuple(
        _step(step, names, capacities) for step in steps if inside or step.stage == Decision.Stage.CONFIRMED
    )
    status = claim.status if inside else states.from_outside(claim.status)
    narrow = sees_no_wages(capacities, by)
    answers = frozen.answers_of(declaration.content)
    if narrow:
        answers = {key: value for key, value in answers.items() if not _is_private(key)}
    found = ClaimFile(
        id=claim.id,
        number=claim.number,
        scheme=claim.scheme,
        authority_decides=claim.scheme == time_limits.PUBLIC,
        status=status,
        status_words=states.words(status, claim.scheme),
        status_since=claim.status_since if status == claim.status else claim.received_at,
        victim=_victim(claim, answers, capacities, narrow=narrow),
        employer=employer(claim.employer_id),
        unit=unit_info(claim.unit) if claim.unit else None,
        policy=policy_info(claim.policy) if claim.policy else None,
        policy_problem=claim.policy_problem,
        accident_on=claim.accident_on,
        accident_at=claim.accident_at,
        received_at=claim.received_at,
        received_on=claim.received_on,
        declare_by=claim.declare_by,
        days_late=claim.days_late,
        decide_by=claim.decide_by,
        decided_on=claim.decided_on,
        decision_clock=decision_clock(claim),
        serious_proposed=claim.serious_proposed,
        handler_id=claim.handler,
        handler=names.get(claim.handler, "") if claim.handler else "",
        missing=_missing(claim, asked) if inside or EMPLOYER in capacities else (),
        answers=answers,
        content_hash=declaration.content_hash,
        documents=tuple(document_row(row) for row in documents),
        requests=requests,
        decisions=decisions,
        letters=tuple(_letter(row) for row in letters),
        timeline=timeline.of(claim, requests, decisions, letters),
        sides=capacities,
        may=_may(claim, steps, by, inside=inside),
    )
    trail.record(events.CLAIM_OPENED, subject=("claim", claim.id), actor=by, number=claim.number)
    return found


@transaction.atomic
def national_number(number: str, by: Actor) -> str:
    """The victim's whole national number, as people write it. That somebody asked is on the trail. NotFound."""
    claim = claim_of(number, by)
    if not claim.person.niss:
        raise NotFound
    trail.record(events.NATIONAL_NUMBER_SHOWN, subject=("claim", claim.id), actor=by, number=claim.number)
    return identifiers.format_niss(claim.person.niss)


def decision_clock(claim: Claim) -> Clock:
    """The time to decide: the insurer's (R16), or in the public sector the authority's (R61a)."""
    because = time_limits.decision_deadline(received_on=claim.decision_counts_from, regime=claim.scheme).because
    return Clock(claim.decision_counts_from, claim.decide_by, clock.today(), because, claim.decided_on)


def _names(claim: Claim, steps: list[Decision], askers: list[UUID]) -> dict[UUID, str]:
    ids = {claim.handler, *askers, *(s.proposed_by for s in steps), *(s.confirmed_by for s in steps)} - {None}
    return {info.id: info.name for info in identity.accounts(i for i in ids if i)} if ids else {}


def _is_private(key: str) -> bool:
    """Whether an answer is about health, money or the private life of the victim."""
    asked = form.field(key)
    return asked.medical or (asked.step in {"wage", "victim"} and key not in {"last_name", "first_name"})


def _victim(claim: Claim, answers: Mapping[str, Any], capacities: frozenset[str], *, narrow: bool) -> Victim:
    person = claim.person
    if not capacities & {INSURER, VICTIM}:
        return _declared_victim(claim, answers, narrow=narrow)
    place = f"{person.postcode} {person.municipality}".strip()
    return Victim(
        id=person.id,
        name=person.name,
        first_name=person.first_name,
        last_name=person.last_name,
        niss_masked=identifiers.mask_niss(person.niss) if person.niss else "",
        birth_date=person.birth_date,
        sex=person.sex,
        language=person.language,
        address=", ".join(part for part in (person.street, place) if part),
        phone=person.phone,
        email=person.email,
        iban_masked=identifiers.mask_iban(person.iban) if person.iban else "",
    )


def _declared_victim(claim: Claim, answers: Mapping[str, Any], *, narrow: bool) -> Victim:
    """As the employer declared him: what another employer or the victim told the insurer is not his to read."""

    def said(key: str) -> str:
        return str(answers.get(key) or "")

    first_name, last_name = said("first_name"), said("last_name")
    names = (claim.person.id, f"{first_name} {last_name}".strip(), first_name, last_name)
    if narrow:
        return Victim(*names, "", None, "", claim.person.language, "", "", "", "")
    box = said("victim_address.box")
    street = f"{said('victim_address.street')} {said('victim_address.number')}".strip()
    place = f"{said('victim_address.postcode')} {said('victim_address.municipality')}".strip()
    return Victim(
        *names,
        niss_masked=identifiers.mask_niss(said("niss")) if said("niss") else "",
        birth_date=date.fromisoformat(said("birth_date")) if said("birth_date") else None,
        sex=said("sex"),
        language=said("language") or claim.person.language,
        address=", ".join(part for part in (f"{street} / {box}" if box and street else street, place) if part),
        phone=said("victim_phone"),
        email=said("victim_email"),
        iban_masked=identifiers.mask_iban(said("victim_iban")) if said("victim_iban") else "",
    )


def _missing(claim: Claim, asked: list[Any]) -> tuple[Missing, ...]:
    absent = missing.missing_codes(
        has_policy=claim.policy_id is not None,
        has_certificate=claim.documents.filter(kind=Document.Kind.CERTIFICATE).exists(),
        # In the public sector the pay goes on: no wage is needed to decide (R60).
        has_wage=claim.scheme == time_limits.PUBLIC or claim.wage_bases.filter(current=True).exists(),
    )
    asked_at = {code: r.asked_at for r in asked if r.answered_at is None for code in r.content.get("items", ())}
    return tuple(
        Missing(code, sentence, "asked" if code in asked_at else "missing", asked_at.get(code))
        if code in absent
        else Missing(code, sentence, "here")
        for code, sentence in missing.SENTENCES.items()
    )


def _step(step: Decision, names: Mapping[UUID, str], capacities: frozenset[str]) -> DecisionStep:
    return DecisionStep(
        id=step.id,
        kind=step.kind,
        stage=step.stage,
        by_authority=step.by_authority,
        proposed_by_id=step.proposed_by,
        proposed_by=names.get(step.proposed_by, ""),
        proposed_at=step.proposed_at,
        confirmed_by=names.get(step.confirmed_by, "") if step.confirmed_by else "",
        confirmed_at=step.confirmed_at,
        # Why may tell what the doctor found: not for the employer.
        reasons=step.reasons if capacities & {INSURER, VICTIM} else None,
    )


def _letter(row: Letter) -> LetterRow:
    return LetterRow(row.id, row.kind, row.receiver, row.language, row.state, row.document_id, row.created_at)


def _may(claim: Claim, steps: list[Decision], by: Actor, *, inside: bool) -> frozenset[str]:
    """What the page offers; every action asks again."""
    proposed_by = next((step.proposed_by for step in steps if step.stage == Decision.Stage.PROPOSED), None)
    waits_for_second = claim.status == Status.REFUSAL_PROPOSED and by.may("claims.confirm_refusal")
    offered = {
        "decide": claim.status in _UNDECIDED and by.may("claims.decide"),
        "confirm_refusal": waits_for_second and proposed_by != by.account_id,
        "return_refusal": waits_for_second,
        "record_authority": claim.scheme == time_limits.PUBLIC and claim.status in _ADVISED and by.may("claims.decide"),
        "money": by.may("claims.money"),
        "change_money": by.may("claims.money") and by.may("claims.decide"),
        "letters": by.may("claims.letters"),
        "medical": by.may("claims.medical"),
        "audit": by.may("audit.read"),
    }
    return frozenset(act for act, may in offered.items() if may and inside)
