"""The line of a file: what happened, and the days that come."""

from collections.abc import Iterable, Sequence

from accident_manager.claims.models import Claim, Letter
from accident_manager.claims.queries.shapes import DecisionStep, Request, TimelineEvent
from accident_manager.foundation.clock import day_of, today
from accident_manager.foundation.refusal import N_
from accident_manager.law.time_limits import PUBLIC

_ACCIDENT = N_("The accident happened.")
_IN_TIME = N_("The declaration was received in time.")
_LATE = N_("The declaration was received, %(count)s days after the last day.")
_ASKED = N_("%(who)s asked for more information.")
_ANSWERED = N_("The information asked for was received.")
_LAST_DAY_TO_ANSWER = N_("Last day to answer the question.")
_LAST_DAY = N_("Last day to decide.")
_LAST_DAY_AUTHORITY = N_("Last day for the authority to decide.")
_LETTER = N_("A letter was made.")
_COPY = N_("The victim’s copy of the declaration was made.")
_STEPS = {
    ("accepted", "confirmed"): N_("%(who)s accepted the accident."),
    ("doubt", "confirmed"): N_("%(who)s recorded a doubt."),
    ("refused", "proposed"): N_("%(who)s proposed a refusal."),
    ("refused", "withdrawn"): N_("The proposal to refuse was withdrawn."),
    ("refused", "confirmed"): N_("%(who)s confirmed the refusal."),
}
_STEPS_PUBLIC = {
    ("accepted", "proposed"): N_("%(who)s prepared an acceptance for the authority."),
    ("refused", "proposed"): N_("%(who)s prepared a refusal for the authority."),
    ("accepted", "confirmed"): N_("The authority accepted the accident."),
    ("refused", "confirmed"): N_("The authority refused the accident."),
}


def of(
    claim: Claim, requests: Sequence[Request], decisions: Sequence[DecisionStep], letters: Iterable[Letter]
) -> tuple[TimelineEvent, ...]:
    """The latest first; what comes stands before what was."""
    line = [
        TimelineEvent(claim.accident_on, None, _ACCIDENT, {}, key=True),
        TimelineEvent(
            claim.received_on,
            claim.received_at,
            _LATE if claim.days_late else _IN_TIME,
            {"count": claim.days_late} if claim.days_late else {},
            key=True,
        ),
    ]
    for request in requests:
        line.append(TimelineEvent(day_of(request.asked_at), request.asked_at, _ASKED, {"who": request.asked_by}))
        if request.answered_at:
            line.append(TimelineEvent(day_of(request.answered_at), request.answered_at, _ANSWERED, {}))
        elif request.answer_by and request.answer_by >= today():
            line.append(TimelineEvent(request.answer_by, None, _LAST_DAY_TO_ANSWER, {}, coming=True))
    line += [event for step in decisions if (event := _decision(step)) is not None]
    for letter in letters:
        if letter.made_at:
            sentence = _COPY if letter.kind == Letter.Kind.DECLARATION_COPY else _LETTER
            line.append(TimelineEvent(day_of(letter.made_at), letter.made_at, sentence, {}))
    if claim.decided_on is None:
        sentence = _LAST_DAY_AUTHORITY if claim.scheme == PUBLIC else _LAST_DAY
        line.append(TimelineEvent(claim.decide_by, None, sentence, {}, coming=claim.decide_by >= today(), key=True))
    # An event of a whole day stands before those of its hours, except the accident: it came first.
    return tuple(
        sorted(
            line,
            key=lambda e: (e.coming, e.day, e.sentence != _ACCIDENT, e.at.isoformat() if e.at else ""),
            reverse=True,
        )
    )


def _decision(step: DecisionStep) -> TimelineEvent | None:
    sentences = {**_STEPS, **_STEPS_PUBLIC} if step.by_authority else _STEPS
    sentence = sentences.get((step.kind, step.stage))
    if sentence is None:
        return None
    confirmed = step.stage == "confirmed" and step.confirmed_at is not None
    at = step.confirmed_at if confirmed and step.confirmed_at else step.proposed_at
    who = step.confirmed_by if confirmed and step.confirmed_by else step.proposed_by
    return TimelineEvent(day_of(at), at, sentence, {"who": who}, key=True)
