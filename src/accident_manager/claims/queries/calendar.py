"""How many files fall due on each of the coming days, for the strip of whoever works through the queue."""

from datetime import date, timedelta

from django.db.models import Count

from accident_manager.claims.models import Claim
from accident_manager.claims.queries.reach import is_insurers
from accident_manager.foundation import clock
from accident_manager.foundation.actor import Actor
from accident_manager.foundation.refusal import NotAllowed


def due_by_day(by: Actor, *, days: int = 14) -> dict[date, int]:
    """Undecided files by their last day to decide, from today on; days on which nothing falls due are left out."""
    by.require("claims.list")
    if not is_insurers(by):
        raise NotAllowed
    today = clock.today()
    rows = Claim.objects.filter(
        decided_on__isnull=True, decide_by__gte=today, decide_by__lt=today + timedelta(days=days)
    )
    return dict(rows.values_list("decide_by").annotate(Count("id")).order_by("decide_by"))
