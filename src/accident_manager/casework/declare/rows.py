"""Finding the draft for whoever may work on it."""

from uuid import UUID

from accident_manager.claims.models import Draft
from accident_manager.foundation.actor import Actor
from accident_manager.foundation.refusal import N_, NotFound, Refusal


class AlreadySent(Refusal):
    code = "declare.already-sent"
    sentence = N_("This declaration was sent already. A correction goes to your handler.")


def draft_row(draft_id: UUID, by: Actor, *, lock: bool = False) -> Draft:
    """The draft, locked until the end of the transaction when asked. NotFound when it is not for this person, or
    discarded.
    """
    by.require("declarations.write")
    rows = Draft.objects.filter(id=draft_id, employer_id__in=by.employer_ids).exclude(state=Draft.State.DISCARDED)
    row = (
        (rows.select_for_update(of=("self",), no_key=True) if lock else rows)
        .select_related("employer", "claim")
        .first()
    )
    if row is None:
        raise NotFound
    return row


def open_draft_row(draft_id: UUID, by: Actor) -> Draft:
    """The draft, locked, when it can still change. AlreadySent, NotFound."""
    row = draft_row(draft_id, by, lock=True)
    if row.state != Draft.State.OPEN:
        raise AlreadySent
    return row
