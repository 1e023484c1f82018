"""Deciding a file: the act itself, the letters that must go out, and the people who are told.

Private sector: the insurer decides within 30 days and tells the victim; on refusal and doubt also Fedris and the
victim's health insurance fund (R16). Public sector: the authority decides; the insurer prepares, and sends what it
advises to the authority (R12, R62). Whoever declared is told by mail what the state is, and nothing medical.
"""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db import transaction

from accident_manager.casework import letters, notices
from accident_manager.claims.actions import deciding
from accident_manager.claims.actions.deciding import PUBLIC
from accident_manager.claims.models import Decision, Letter, Status
from accident_manager.claims.rules.deciding import Grounds
from accident_manager.foundation.actor import Actor

_TOLD_OF_REFUSAL_AND_DOUBT = ("victim", "fedris", "fund")


@transaction.atomic
def accept(number: str, *, grounds: Grounds, by: Actor) -> None:
    """Accept, or in the public sector prepare the acceptance. Refusals as in `claims.actions.deciding`."""
    decision = deciding.accept(number, grounds=grounds, by=by)
    if decision.claim.scheme == PUBLIC:
        _advise(decision)
    else:
        letters.request(decision.claim, Letter.Kind.ACCEPTED, ("victim",), decision=decision)
        notices.tell_declarer(decision.claim)


@transaction.atomic
def doubt(number: str, *, grounds: Grounds, by: Actor) -> None:
    """Record doubt, and tell those who must know within the 30 days."""
    decision = deciding.doubt(number, grounds=grounds, by=by)
    if decision.claim.scheme == PUBLIC:
        _advise(decision)
    else:
        letters.request(decision.claim, Letter.Kind.DOUBT, _TOLD_OF_REFUSAL_AND_DOUBT, decision=decision)
        notices.tell_declarer(decision.claim)


@transaction.atomic
def ask(number: str, *, asked_of: str, items: Collection[str], text: str, answer_by: date, by: Actor) -> None:
    """Ask the employer (by letter and mail) or the victim (by letter) for what is missing."""
    request = deciding.ask(number, asked_of=asked_of, items=items, text=text, answer_by=answer_by, by=by)
    letters.request(request.claim, Letter.Kind.INFORMATION, (asked_of,), information=request)
    if asked_of == "employer":
        notices.tell_asked(request)
    elif request.claim.status == Status.INFORMATION_REQUESTED:
        notices.tell_declarer(request.claim)


def propose_refusal(number: str, *, grounds: Grounds, by: Actor) -> None:
    """Propose; nobody outside is told until a second person confirms."""
    deciding.propose_refusal(number, grounds=grounds, by=by)


@transaction.atomic
def confirm_refusal(number: str, *, decision_id: UUID, by: Actor) -> None:
    """The second person confirms; the letters go out."""
    decision = deciding.confirm_refusal(number, decision_id=decision_id, by=by)
    if decision.claim.scheme == PUBLIC:
        _advise(decision)
    else:
        letters.request(decision.claim, Letter.Kind.REFUSED, _TOLD_OF_REFUSAL_AND_DOUBT, decision=decision)
        notices.tell_declarer(decision.claim)


def return_refusal(number: str, *, decision_id: UUID, by: Actor) -> None:
    """The proposal is given back; nobody outside was told."""
    deciding.return_refusal(number, decision_id=decision_id, by=by)


@transaction.atomic
def record_authority(number: str, *, accepted: bool, decided_on: date, by: Actor, reasons: str = "") -> None:
    """Note the authority's decision, and make the letter that the authority signs (R62).

    `reasons` are its own; it needs them when it refuses what we did not advise to refuse.
    """
    decision = deciding.record_authority(number, accepted=accepted, decided_on=decided_on, by=by, reasons=reasons)
    kind = Letter.Kind.ACCEPTED if accepted else Letter.Kind.REFUSED
    letters.request(decision.claim, kind, ("victim",), decision=decision)
    notices.tell_declarer(decision.claim)


def _advise(decision: Decision) -> None:
    """The advice goes to the authority, which decides (R62)."""
    letters.request(decision.claim, Letter.Kind.ADVICE, ("authority",), decision=decision)
    notices.tell_declarer(decision.claim)
