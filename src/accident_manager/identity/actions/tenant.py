"""Setting the insurer's Auth0 tenant. Secrets go in and never come out; the trail has names of fields only."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from accident_manager.audit import trail
from accident_manager.audit.trail import Entry
from accident_manager.foundation import clock, scope
from accident_manager.foundation.actor import Actor
from accident_manager.identity import events
from accident_manager.identity.auth0.refused import NotSetUp
from accident_manager.identity.auth0.tenant import Tenant, of_row
from accident_manager.identity.models import Auth0Tenant
from accident_manager.identity.rules import auth0 as rules
from accident_manager.insurers.actions import ChangedMeanwhile


def set_tenant(typed: Mapping[str, str], *, by: Actor, seen: str | None = None) -> Tenant:
    """Set the fields that were typed (`rules.auth0.LABELS`), leave the others. An empty secret stays what it is.

    InvalidTenant with what is wrong by field; ChangedMeanwhile when `seen` is not the state there is; NotAllowed.
    """
    _may(by)
    values = rules.read(typed, loopback=settings.DEVELOPMENT)
    try:
        return _set(values, by, seen)
    except IntegrityError as problem:  # two first ones at once
        raise ChangedMeanwhile from problem


def _set(values: Mapping[str, Any], by: Actor, seen: str | None) -> Tenant:
    with transaction.atomic():
        row = Auth0Tenant.objects.select_for_update(no_key=True).first() or Auth0Tenant()
        if seen is not None and seen != ("" if row._state.adding else of_row(row).seen):
            raise ChangedMeanwhile
        before = {name: getattr(row, name) for name in rules.LABELS}
        changed = [name for name in rules.LABELS if name in values and values[name] != before[name]]
        rules.complete({**before, **values})
        rules.stay(before, values)
        if not changed:
            return of_row(row)
        for name in changed:
            setattr(row, name, values[name])
        if not row.active:
            row.emergency_embedded = False
        row.changed_at = clock.now()
        row.save()
        subject = ("insurer", scope.current())
        trail.record_all([Entry(events.AUTH0_CHANGED, subject, {"field": name}) for name in changed], actor=by)
        return of_row(row)


def set_emergency(embedded: bool, *, by: Actor) -> Tenant:
    """Let people log in at the embedded door while Auth0 is out of reach, or at Auth0 again. NotSetUp, NotAllowed."""
    _may(by)
    with transaction.atomic():
        row = Auth0Tenant.objects.select_for_update(no_key=True).first()
        if row is None or not row.active:
            raise NotSetUp
        if row.emergency_embedded is not embedded:
            row.emergency_embedded, row.changed_at = embedded, clock.now()
            row.save(update_fields=["emergency_embedded", "changed_at"])
            event = events.EMERGENCY_DOOR_OPENED if embedded else events.EMERGENCY_DOOR_CLOSED
            trail.record(event, subject=("insurer", scope.current()), actor=by)
        return of_row(row)


def _may(by: Actor) -> None:
    if not by.is_system:
        by.require("insurer.settings")
