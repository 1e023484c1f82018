"""One row a notice: written once, then only withdrawn. The database lets nothing else be changed."""

from django.db import models
from django.db.models import Q

from accident_manager.storage.models import InsurerOwned


class OfficialNotice(InsurerOwned):
    """From `valid_from` (included) the number `parameter` is `value`, as `source` published it on `published_on`."""

    # The name of a file of law/parameters.
    parameter = models.CharField(max_length=80)
    valid_from = models.DateField()
    # With the decimals of its unit, up to four.
    value = models.DecimalField(max_digits=14, decimal_places=4)
    # Where it stands, in words or as an address; no personal data.
    source = models.CharField(max_length=300)
    published_on = models.DateField()
    added_by_id = models.UUIDField()
    added_at = models.DateTimeField()
    withdrawn_by_id = models.UUIDField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["insurer_id", "parameter", "valid_from"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_notice_a_day_of_a_number",
            ),
            models.CheckConstraint(condition=Q(value__gte=0), name="notice_is_not_negative"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by_id__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by_id__isnull=False),
                name="notice_withdrawn_by_somebody",
            ),
        ]
