"""What happened to one's own account lately, in words: what, when, and from which browser and network address."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accident_manager.audit import queries as trail
from accident_manager.foundation.refusal import N_
from accident_manager.identity import journal, queries
from accident_manager.web.access import Request, page
from accident_manager.web.components import happened as in_words
from accident_manager.web.pages.audit.rows import before_in
from accident_manager.web.pages.identity.browsers import words_of
from accident_manager.wording import say

_AT_A_TIME = 20
_SYSTEM, _NOBODY = N_("The system"), N_("A visitor")
# Steps on the way to what is said anyway.
_NOT_SAID = frozenset({"mfa.challenged", "mfa.enrol_started", "mfa.succeeded", "recovery.regenerated"})


@dataclass(frozen=True, slots=True)
class Happened:
    """One line. `note` is where it came from; of what the insurer's people did that is theirs."""

    seq: int
    at: datetime
    text: str
    note: str
    kind: str = ""


@page(may="account.own", methods=("GET", "HEAD"))
def happened(request: Request) -> HttpResponse:
    before = before_in(request)
    rows, more = happened_to(cast(UUID, request.actor.account_id), request, limit=_AT_A_TIME, before_seq=before)
    here = reverse("account-events")
    values = {
        "rows": rows,
        "next_url": f"{here}?before={rows[-1].seq}" if more else "",
        "first_url": here if before else "",
    }
    return render(request, "pages/identity/happened.html", values)


def happened_to(
    account_id: UUID, request: Request, *, limit: int, before_seq: int | None = None
) -> tuple[list[Happened], bool]:
    """The newest lines before this one, newest first, and whether there are more."""
    told: list[trail.EventRow] = []
    while len(told) <= limit:
        events = trail.events_of(("account", account_id), 2 * limit, before_seq)
        told += [event for event in events if _is_said(event.code)]
        if len(events) < 2 * limit:
            break
        before_seq = events[-1].seq
    shown = told[:limit]
    names = {info.id: info.name for info in queries.accounts(e.actor_account_id for e in shown if e.actor_account_id)}
    origins = trail.origins(event.seq for event in shown if event.actor_account_id in {None, account_id})
    return [_line(event, names, origins.get(event.seq), request.language) for event in shown], len(told) > limit


def _is_said(code: str) -> bool:
    return journal.group_of(code) in journal.GROUPS and code not in _NOT_SAID


def _line(event: trail.EventRow, names: dict[UUID, str], origin: trail.Origin | None, language: str) -> Happened:
    if event.actor_account_id is None:
        actor = say(_SYSTEM if event.actor_role == "system" else _NOBODY, language)
    else:
        actor = names.get(event.actor_account_id, "–")
    return Happened(
        seq=event.seq,
        at=event.at,
        text=in_words.sentence(event, language, actor=actor),
        note=words_of(origin.user_agent, origin.ip, language) if origin else "",
        kind="key" if journal.outcome_of(event.code) != journal.DONE else "",
    )
