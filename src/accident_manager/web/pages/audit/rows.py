"""Rows of the journal in the reader's language, with the names of who acted and a link to what it was about."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from accident_manager.audit.queries import EventRow
from accident_manager.claims import queries as claims
from accident_manager.foundation.refusal import N_
from accident_manager.identity import queries as identity
from accident_manager.identity.rules.permissions import ROLE_NAMES, Role
from accident_manager.web.access import Request
from accident_manager.web.components import happened
from accident_manager.wording import say

_SYSTEM = N_("The system")
_NOBODY = N_("A visitor")


@dataclass(frozen=True, slots=True)
class Row:
    """An event as it is read. `subject` names a file or an account; `url` leads to it, "" where there is no page."""

    seq: int
    at: datetime
    sentence: str
    actor: str
    role: str
    subject: str
    url: str


def before_in(request: Request) -> int | None:
    """The number of the event before which a page of the journal ends; None for the first page, or for what is none."""
    before = request.GET.get("before", "")
    return int(before) if re.fullmatch("[0-9]{1,18}", before) else None


def rows_of(events: Sequence[EventRow], request: Request) -> list[Row]:
    """In a constant number of queries, however many events."""
    accounts = {event.actor_account_id for event in events} | {
        event.subject_id for event in events if event.subject_kind == "account"
    }
    names = {info.id: info.name for info in identity.accounts(one for one in accounts if one)}
    files = {event.subject_id for event in events if event.subject_kind == "claim" and event.subject_id}
    may_read = request.actor.may("claims.read")
    numbers = claims.numbers_of(files, request.actor) if files and may_read else {}
    rows = []
    for event in events:
        if event.actor_account_id:
            actor = names.get(event.actor_account_id, "")
        else:
            actor = say(_SYSTEM if event.actor_role == "system" else _NOBODY, request.language)
        number = numbers.get(event.subject_id, "") if event.subject_id else ""
        subject = number or (names.get(event.subject_id, "") if event.subject_id else "")
        rows.append(
            Row(
                seq=event.seq,
                at=event.at,
                sentence=happened.sentence(event, request.language, actor=actor, subject=subject),
                actor=actor,
                role=ROLE_NAMES[Role(event.actor_role)] if event.actor_role in set(Role) else "",
                subject=subject,
                url=reverse("claim", args=[number]) if number else "",
            )
        )
    return rows
