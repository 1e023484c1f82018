"""Copying the tenant's log into the trail, page by page: each page and the place it reached are one transaction.

Auth0 keeps its log for 1 to 30 days and writes entries late, so the copy goes by checkpoint and knows each entry by its
id: whatever is read twice is written once. What comes in keeps Auth0's own time beside ours.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accident_manager.audit import trail
from accident_manager.audit.events import EventType, declared
from accident_manager.audit.trail import Entry
from accident_manager.audit.values import Value
from accident_manager.foundation import clock
from accident_manager.foundation.actor import Actor, system
from accident_manager.identity import events
from accident_manager.identity.auth0.answers import LogEntry, LogPage
from accident_manager.identity.auth0.management import Management
from accident_manager.identity.auth0.refused import AnsweredOddly, NotThere
from accident_manager.identity.auth0.subjects import accounts_of
from accident_manager.identity.auth0.tenant import Tenant
from accident_manager.identity.models import Auth0LogPlace, Auth0LogSeen
from accident_manager.identity.rules import auth0_log as rules

SOURCE = "auth0"
# Pages of a run: half of what Auth0 answers in a minute. The next run goes on.
MOST_PAGES = 50
# Seconds that a run waits for a rate limit.
PATIENCE = 60.0
_PLAIN_ID = re.compile(r"[\w.:-]{1,64}")


@dataclass(frozen=True, slots=True)
class Copied:
    """What a run did: entries written down, entries left because they are another organization's, pages read."""

    written: int = 0
    left: int = 0
    pages: int = 0


def copy(tenant: Tenant, *, api: Management | None = None, most_pages: int = MOST_PAGES) -> Copied:
    """Copy what is new for the insurer in scope, at most so many pages. Any refusal of `refused`.

    Not inside a transaction. Two at once, or one that was killed between two pages, write nothing twice.
    """
    if api is None:
        with Management(tenant, patience=PATIENCE) as own:
            return copy(tenant, api=own, most_pages=most_pages)
    Auth0LogPlace.objects.get_or_create(domain=tenant.domain)
    done, began_anew = Copied(), False
    for _ in range(most_pages):
        checkpoint = Auth0LogPlace.objects.get(domain=tenant.domain).checkpoint
        page = _page(tenant, api, checkpoint, once_more=not began_anew)
        if page is None:
            began_anew = True
            continue
        written, left = _keep(tenant, checkpoint, page)
        done = replace(done, written=done.written + written, left=done.left + left, pages=done.pages + 1)
        if not page.entries or page.checkpoint == checkpoint:
            break
    return done


def copied_at(tenant: Tenant) -> datetime | None:
    """When the log of the insurer in scope was copied last; None when never."""
    place = Auth0LogPlace.objects.filter(domain=tenant.domain).first()
    return place.copied_at if place else None


def _page(tenant: Tenant, api: Management, checkpoint: str, *, once_more: bool) -> LogPage | None:
    """The page after the checkpoint; None after an entry that Auth0 no longer has, when the copy begins anew."""
    try:
        return api.log(checkpoint)
    except (NotThere, AnsweredOddly) as refusal:
        if not checkpoint or not once_more or (isinstance(refusal, AnsweredOddly) and refusal.status != 400):
            raise
    with transaction.atomic():
        if Auth0LogPlace.objects.filter(domain=tenant.domain, checkpoint=checkpoint).update(checkpoint=""):
            trail.record(
                events.FEDERATION_LOG_GAP,
                subject=("insurer", tenant.insurer_id),
                actor=system(tenant.insurer_id, SOURCE),
            )
    return None


@transaction.atomic
def _keep(tenant: Tenant, checkpoint: str, page: LogPage) -> tuple[int, int]:
    """Write a page down and move the place; how many entries were written, and left. Nothing when another was first."""
    place = Auth0LogPlace.objects.select_for_update(no_key=True).get(domain=tenant.domain)
    if place.checkpoint != checkpoint:
        return 0, 0
    new = _unseen(tenant, page.entries)
    Auth0LogSeen.objects.bulk_create([Auth0LogSeen(domain=tenant.domain, log_id=entry.log_id) for entry in new])
    place.checkpoint, place.copied_at = page.checkpoint, clock.now()
    place.save(update_fields=["checkpoint", "copied_at"])
    accounts = accounts_of(tenant.issuer, (entry.user_id for entry in new))
    ours = [entry for entry in new if _is_ours(tenant, entry, accounts)]
    for entry in ours:
        _write(tenant, entry, accounts.get(entry.user_id))
    return len(ours), len(new) - len(ours)


def _unseen(tenant: Tenant, entries: Iterable[LogEntry]) -> list[LogEntry]:
    """Each entry once, without those that were copied before."""
    by_id = {entry.log_id: entry for entry in entries}
    seen = Auth0LogSeen.objects.filter(domain=tenant.domain, log_id__in=list(by_id)).values_list("log_id", flat=True)
    for log_id in seen:
        del by_id[log_id]
    return list(by_id.values())


def _is_ours(tenant: Tenant, entry: LogEntry, accounts: Mapping[str, UUID]) -> bool:
    return rules.is_ours(
        organization=tenant.organization,
        of_organization=entry.organization_id,
        known=entry.user_id in accounts,
        client_id=entry.client_id,
        our_clients=_our_clients(tenant),
    )


def _write(tenant: Tenant, entry: LogEntry, account_id: UUID | None) -> None:
    meaning = rules.meaning(
        entry.type,
        entry.description,
        method=entry.method,
        resource=entry.resource,
        our_client=entry.client_id in _our_clients(tenant),
    )
    values: dict[str, Value | None] = {
        **meaning.values,
        "source": SOURCE,
        "occurred_at": entry.at,
        "log_id": entry.log_id if _PLAIN_ID.fullmatch(entry.log_id) else None,
    }
    actor = Actor(
        insurer_id=tenant.insurer_id,
        account_id=account_id if meaning.by_person else None,
        name="",
        role=SOURCE,
        acts=frozenset(),
        ip=entry.ip,
        user_agent=entry.user_agent,
    )
    subject = ("account", account_id) if account_id else None
    trail.record_all([Entry(_event(meaning.code), subject, values)], actor=actor)


def _event(code: str) -> EventType:
    found = declared(code)
    if found is None:
        raise LookupError(code)
    return found


def _our_clients(tenant: Tenant) -> frozenset[str]:
    return frozenset({tenant.client_id, tenant.management_client_id}) - {""}
