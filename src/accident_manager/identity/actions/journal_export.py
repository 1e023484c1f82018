"""Taking the security journal out: the export is an event itself, with what was asked for and how much it was."""

from collections.abc import Iterator

from django.db import transaction

from accident_manager.audit import search, trail
from accident_manager.audit.search import Found
from accident_manager.foundation.actor import Actor
from accident_manager.identity import events, journal
from accident_manager.identity.journal import Filter


def export(wanted: Filter, *, as_format: str, by: Actor) -> Iterator[Found]:
    """The events, newest first, up to this moment; read while they are taken. NotAllowed."""
    by.require("security.read")
    with transaction.atomic():
        number, found = journal.to_export(wanted, search.last_seq())
        trail.record(
            events.SECURITY_EXPORTED,
            actor=by,
            rows=number,
            format=as_format,
            since=wanted.since,
            until=wanted.until,
            group=wanted.group or None,
            outcome=wanted.outcome or None,
            account=wanted.account_id,
            network=wanted.network or None,
        )
    return found
