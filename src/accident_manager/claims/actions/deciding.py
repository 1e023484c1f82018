"""Moving a file towards its decision. Every act claims the row first, so that two people cannot decide at once."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db import transaction

from accident_manager.audit import trail
from accident_manager.claims import events
from accident_manager.claims.models import Claim, Decision, InformationRequest, Status
from accident_manager.claims.queries.missing import REQUESTABLE
from accident_manager.claims.queries.reach import claim_of
from accident_manager.claims.rules import deciding as rules
from accident_manager.claims.rules.deciding import Grounds
from accident_manager.foundation import clock
from accident_manager.foundation.actor import Actor
from accident_manager.foundation.refusal import N_, InvalidInput, NotAllowed, NotFound, Refusal

PUBLIC = "public_1967"
UNDECIDED = frozenset({Status.RECEIVED, Status.INFORMATION_REQUESTED, Status.IN_DOUBT})
# What the authority may decide on: our advice, which may also be that we doubt.
ADVISED = frozenset({Status.ACCEPTANCE_PREPARED, Status.REFUSAL_PREPARED, Status.IN_DOUBT})
ASKED_OF = frozenset({"employer", "victim"})
Kind, Stage = Decision.Kind, Decision.Stage


class ClaimHasMovedOn(Refusal):
    code = "claims.decide.moved-on"
    sentence = N_("Meanwhile somebody else has moved this file on: look at its present state before you act.")


class NoPolicyCovers(Refusal):
    code = "claims.decide.no-policy"
    sentence = N_("No policy covers this accident: an acceptance needs one.")


class SecondPersonNeeded(Refusal):
    code = "claims.decide.second-person"
    sentence = N_("You proposed this refusal yourself: a second person confirms it.")


class NothingAsked(Refusal):
    code = "claims.ask.nothing"
    sentence = N_("Choose what you ask for, or write it.")


class AnswerTooEarly(Refusal):
    code = "claims.ask.answer-by"
    sentence = N_("The last day to answer lies in the past: choose a later one.")


class AuthorityDayImpossible(Refusal):
    code = "claims.authority.day"
    sentence = N_("The authority decided between the day it received the declaration (%(received)s) and today.")


class SecondPersonNotesRefusal(Refusal):
    code = "claims.authority.second-person"
    sentence = N_("You prepared the advice for this file: let a colleague note that the authority refused it.")


class AuthorityDecidesHere(Refusal):
    code = "claims.authority.private"
    sentence = N_("In the private sector the insurer decides: there is no decision of an authority to note.")


class AuthorityReasonMissing(Refusal):
    code = "claims.authority.reason-missing"
    sentence = N_("Write the authority’s reasons: its letter to the victim must state them.")


@transaction.atomic
def accept(number: str, *, grounds: Grounds, by: Actor) -> Decision:
    """Accept the accident (R16). In the public scheme this prepares it: the authority decides (R12, R62)."""
    claim = _claimed(number, by, "claims.decide", UNDECIDED)
    grounds = rules.checked_for_acceptance(grounds)
    if claim.policy_id is None:
        raise NoPolicyCovers
    if claim.scheme == PUBLIC:
        decision = _decision(claim, Kind.ACCEPTED, Stage.PROPOSED, grounds, by)
        _move(claim, Status.ACCEPTANCE_PREPARED)
        trail.record(events.ACCEPTANCE_PREPARED, subject=("claim", claim.id), actor=by, number=number)
        return decision
    decision = _decision(claim, Kind.ACCEPTED, Stage.CONFIRMED, grounds, by)
    _move(claim, Status.ACCEPTED, decided_on=clock.today())
    trail.record(events.CLAIM_ACCEPTED, subject=("claim", claim.id), actor=by, number=number)
    return decision


@transaction.atomic
def doubt(number: str, *, grounds: Grounds, by: Actor) -> Decision:
    """Record doubt: no final decision, the file stays open (R16)."""
    claim = _claimed(number, by, "claims.decide", UNDECIDED)
    decision = _decision(claim, Kind.DOUBT, Stage.CONFIRMED, rules.checked_for_doubt(grounds), by)
    _move(claim, Status.IN_DOUBT)
    trail.record(events.CLAIM_DOUBTED, subject=("claim", claim.id), actor=by, number=number)
    return decision


@transaction.atomic
def ask(
    number: str, *, asked_of: str, items: Collection[str], text: str, answer_by: date, by: Actor
) -> InformationRequest:
    """Ask the employer or the victim for what is missing. The legal clock goes on."""
    claim = _claimed(number, by, "claims.decide", UNDECIDED)
    if asked_of not in ASKED_OF:
        raise InvalidInput(field="asked_of")
    if not set(items) <= set(REQUESTABLE):
        raise InvalidInput(field="items")
    if not items and not text.strip():
        raise NothingAsked(field="items")
    if answer_by < clock.today():
        raise AnswerTooEarly(field="answer_by")
    rules.checked_text(text)
    request = InformationRequest.objects.create(
        claim=claim, asked_of=asked_of, content={"items": sorted(set(items)), "text": text.strip()},
        asked_by=person_of(by), asked_at=clock.now(), answer_by=answer_by,
    )  # fmt: skip
    _take(claim, by)
    if claim.status == Status.RECEIVED:
        _move(claim, Status.INFORMATION_REQUESTED)
    trail.record(events.INFORMATION_REQUESTED, subject=("claim", claim.id), actor=by, number=number, asked_of=asked_of)
    return request


@transaction.atomic
def propose_refusal(number: str, *, grounds: Grounds, by: Actor) -> Decision:
    """Propose a refusal with a reason per element. Nothing is refused until a second person confirms it."""
    claim = _claimed(number, by, "claims.decide", UNDECIDED)
    decision = _decision(claim, Kind.REFUSED, Stage.PROPOSED, rules.checked_for_refusal(grounds), by)
    _move(claim, Status.REFUSAL_PROPOSED)
    trail.record(events.REFUSAL_PROPOSED, subject=("claim", claim.id), actor=by, number=number, decision_id=decision.id)
    return decision


@transaction.atomic
def confirm_refusal(number: str, *, decision_id: UUID, by: Actor) -> Decision:
    """Confirm a proposed refusal: another person than the one who proposed it, never a machine.

    In the public scheme this confirms what the insurer advises; the proposal stays open until the authority decides.
    """
    claim, decision = _proposal(number, decision_id, by)
    if person_of(by) == decision.proposed_by:
        raise SecondPersonNeeded
    public = claim.scheme == PUBLIC
    decision.stage = Stage.PROPOSED if public else Stage.CONFIRMED
    decision.confirmed_by, decision.confirmed_at = by.account_id, clock.now()
    decision.save(update_fields=["stage", "confirmed_by", "confirmed_at"])
    _move(claim, Status.REFUSAL_PREPARED if public else Status.REFUSED, decided_on=None if public else clock.today())
    event = events.REFUSAL_PREPARED if public else events.CLAIM_REFUSED
    trail.record(event, subject=("claim", claim.id), actor=by, number=number, decision_id=decision.id)
    return decision


@transaction.atomic
def return_refusal(number: str, *, decision_id: UUID, by: Actor) -> Decision:
    """Give a proposed refusal back: by the second person, or by the proposer who thinks again.

    The file is again what it was before the proposal.
    """
    claim, decision = _proposal(number, decision_id, by)
    _withdraw(decision)
    _move(claim, _status_before(claim))
    trail.record(events.REFUSAL_RETURNED, subject=("claim", claim.id), actor=by, number=number, decision_id=decision.id)
    return decision


@transaction.atomic
def record_authority(number: str, *, accepted: bool, decided_on: date, by: Actor, reasons: str = "") -> Decision:
    """Note what the authority decided in the public scheme, and on which day (R61a, R62).

    `reasons` are the authority's own; without them those of a refusal that we advised stand in its letter.
    """
    claim = _claimed(number, by, "claims.decide", ADVISED)
    if claim.scheme != PUBLIC:
        raise AuthorityDecidesHere
    if not claim.decision_counts_from <= decided_on <= clock.today():
        raise AuthorityDayImpossible(field="decided_on", received=claim.decision_counts_from)
    rules.checked_text(reasons)
    kind = Kind.ACCEPTED if accepted else Kind.REFUSED
    decision = _of_authority(_advice(claim), kind, reasons.strip(), by)
    _move(claim, Status.ACCEPTED if accepted else Status.REFUSED, decided_on=decided_on)
    event = events.AUTHORITY_ACCEPTED if accepted else events.AUTHORITY_REFUSED
    trail.record(event, subject=("claim", claim.id), actor=by, number=number, day=decided_on)
    return decision


def _advice(claim: Claim) -> Decision:
    """What we advised last: an open proposal, or a doubt."""
    steps = Decision.objects.filter(claim=claim).order_by("proposed_at", "id")
    found = steps.filter(stage=Stage.PROPOSED).last() or steps.filter(kind=Kind.DOUBT, stage=Stage.CONFIRMED).last()
    if found is None:
        raise ClaimHasMovedOn
    return found


def _of_authority(advice: Decision, kind: Decision.Kind, reasons: str, by: Actor) -> Decision:
    """The authority's decision, in the place of our advice; a refusal always carries two names, here too."""
    follows = advice.kind == kind
    if kind == Kind.REFUSED and not reasons and not follows:
        raise AuthorityReasonMissing(field="text")
    if kind == Kind.REFUSED and not follows and person_of(by) == advice.proposed_by:
        raise SecondPersonNotesRefusal
    if advice.stage == Stage.PROPOSED and not follows:
        _withdraw(advice)
    decision = advice if follows else Decision(
        claim=advice.claim, kind=kind, by_authority=True, proposed_by=advice.proposed_by, proposed_at=clock.now()
    )  # fmt: skip
    if reasons or not follows:
        decision.reasons = Grounds({}, reasons).as_json()
    decision.stage, decision.confirmed_at = Stage.CONFIRMED, clock.now()
    decision.confirmed_by = decision.confirmed_by or person_of(by)
    decision.save()
    return decision


def _withdraw(decision: Decision) -> None:
    decision.stage = Stage.WITHDRAWN
    decision.save(update_fields=["stage"])


def person_of(by: Actor) -> UUID:
    """The person who acts. NotAllowed for a machine: whatever rights it was given, it never decides (R90)."""
    if by.account_id is None:
        raise NotAllowed
    return by.account_id


def _claimed(number: str, by: Actor, act: str, allowed: Collection[Status]) -> Claim:
    """The file, its row locked, in a state in which this act makes sense."""
    by.require(act)
    person_of(by)
    claim = claim_of(number, by)
    now = Claim.objects.select_for_update(no_key=True).only("status", "handler").get(id=claim.id)
    claim.status, claim.handler = now.status, now.handler
    if Status(claim.status) not in allowed:
        raise ClaimHasMovedOn
    return claim


def _proposal(number: str, decision_id: UUID, by: Actor) -> tuple[Claim, Decision]:
    claim = _claimed(number, by, "claims.confirm_refusal", {Status.REFUSAL_PROPOSED})
    found = Decision.objects.filter(id=decision_id, claim=claim, kind=Kind.REFUSED, stage=Stage.PROPOSED).first()
    if found is None:
        raise NotFound
    # One and the same object, so that what moves the one is seen through the other.
    found.claim = claim
    return claim, found


def _decision(claim: Claim, kind: Decision.Kind, stage: Decision.Stage, grounds: Grounds, by: Actor) -> Decision:
    confirmed = stage == Stage.CONFIRMED
    _take(claim, by)
    return Decision.objects.create(
        claim=claim, kind=kind, stage=stage, reasons=grounds.as_json(), by_authority=claim.scheme == PUBLIC,
        proposed_by=person_of(by), proposed_at=clock.now(),
        confirmed_by=by.account_id if confirmed else None, confirmed_at=clock.now() if confirmed else None,
    )  # fmt: skip


def _take(claim: Claim, by: Actor) -> None:
    """Whoever acts first on a file of nobody becomes its handler."""
    if claim.handler is None:
        claim.handler = by.account_id
        claim.save(update_fields=["handler"])


def _status_before(claim: Claim) -> Status:
    if Decision.objects.filter(claim=claim, kind=Kind.DOUBT, stage=Stage.CONFIRMED).exists():
        return Status.IN_DOUBT
    asked = InformationRequest.objects.filter(claim=claim, answered_at__isnull=True).exists()
    return Status.INFORMATION_REQUESTED if asked else Status.RECEIVED


def _move(claim: Claim, status: Status, *, decided_on: date | None = None) -> None:
    claim.status, claim.status_since, claim.decided_on = status, clock.now(), decided_on
    claim.save(update_fields=["status", "status_since", "decided_on"])
