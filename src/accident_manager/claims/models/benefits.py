"""Wages, incapacity and what follows from them."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Q

from accident_manager.claims.models.files import Claim
from accident_manager.crypto.fields import EncryptedJSON, EncryptedText
from accident_manager.policies.models import DateRange
from accident_manager.storage.models import InsurerOwned


class WageBase(InsurerOwned):
    """The base wage as somebody entered it. A new one takes the place of the current one; the old one stays readable.

    `components` is what was entered, `base` the outcome (EUR a year, as text), `explained` its reasons.
    """

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="wage_bases")
    components = EncryptedJSON(default=dict)
    base = EncryptedText()
    explained = EncryptedJSON(default=dict)
    current = models.BooleanField(default=True)
    entered_by = models.UUIDField()
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["claim"], condition=Q(current=True), name="one_current_wage_base"),
        ]


class Incapacity(InsurerOwned):
    """Days on which the victim could not work, both ends included: no diagnosis, so that those who pay may read it."""

    class Kind(models.TextChoices):
        TOTAL = "total"
        PARTIAL = "partial"

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="incapacities")
    starts_on = models.DateField()
    ends_on = models.DateField()
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.TOTAL)
    percent = models.PositiveSmallIntegerField(default=100)
    entered_by = models.UUIDField()
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="incapacity_ends_after_start"),
            models.CheckConstraint(
                condition=Q(percent__gte=1, percent__lte=100), name="incapacity_percent_between_1_and_100"
            ),
            # Nobody is paid twice for a day.
            ExclusionConstraint(
                name="one_incapacity_a_day",
                expressions=[
                    ("claim", RangeOperators.EQUAL),
                    (
                        DateRange("starts_on", "ends_on", RangeBoundary(inclusive_lower=True, inclusive_upper=True)),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]


class Allowance(InsurerOwned):
    """The temporary incapacity allowance as calculated: every line with its rule and arithmetic, and the total (EUR,
    as text).
    """

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="allowances")
    explained = EncryptedJSON(default=dict)
    total = EncryptedText()
    provisional = models.BooleanField(default=False)
    current = models.BooleanField(default=True)
    calculated_by = models.UUIDField()
    calculated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["claim"], condition=Q(current=True), name="one_current_allowance"),
        ]
