"""Employers, where they work, and the periods in which they are insured under a law."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from accident_manager.crypto.fields import EncryptedText
from accident_manager.storage.models import InsurerOwned


class DateRange(Func):
    """The days from one date field up to and including another; no end is for ever."""

    function = "daterange"
    output_field = DateRangeField()


class Law(models.TextChoices):
    """The law under which a policy covers accidents."""

    PRIVATE_1971 = "private_1971"
    PUBLIC_1967 = "public_1967"


class Employer(InsurerOwned):
    """An enterprise or an authority. What names it is public (KBO/BCE); its contact person is not."""

    kbo_number = models.CharField(max_length=10)
    name = models.CharField(max_length=200)
    street = models.CharField(max_length=100)
    house_number = models.CharField(max_length=12, blank=True)
    postcode = models.CharField(max_length=10)
    municipality = models.CharField(max_length=80)
    activity = models.CharField(max_length=200, blank=True)
    nace = models.CharField(max_length=7, blank=True)
    size = models.CharField(max_length=10, blank=True)
    nsso_number = models.CharField(max_length=12, blank=True)
    language = models.CharField(max_length=2, default="fr")
    contact_name = EncryptedText(blank=True, default="")
    contact_phone = EncryptedText(blank=True, default="")
    contact_email = EncryptedText(blank=True, default="")
    iban = EncryptedText(blank=True, default="")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["insurer_id", "kbo_number"], name="employer_once_per_insurer"),
        ]
        indexes = [models.Index(fields=["insurer_id", "name"], name="employer_by_name")]


class EstablishmentUnit(InsurerOwned):
    """A place where an employer works (KBO/BCE establishment unit)."""

    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, related_name="units")
    number = models.CharField(max_length=10)
    name = models.CharField(max_length=200, blank=True)
    street = models.CharField(max_length=100)
    house_number = models.CharField(max_length=12, blank=True)
    postcode = models.CharField(max_length=10)
    municipality = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["insurer_id", "number"], name="unit_once_per_insurer")]


class Policy(InsurerOwned):
    """The insurance of an employer's people under one law, from a day until a day (both included) or until further
    notice.
    """

    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, related_name="policies")
    number = models.CharField(max_length=20)
    law = models.CharField(max_length=12, choices=Law)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="policy_ends_after_start"
            ),
            models.CheckConstraint(condition=Q(law__in=Law.values), name="policy_has_a_known_law"),
            # One accident, one policy: two policies of an employer under one law never cover the same day.
            ExclusionConstraint(
                name="one_policy_a_day",
                expressions=[
                    ("insurer_id", RangeOperators.EQUAL),
                    ("employer", RangeOperators.EQUAL),
                    ("law", RangeOperators.EQUAL),
                    (
                        DateRange("starts_on", "ends_on", RangeBoundary(inclusive_lower=True, inclusive_upper=True)),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]
        indexes = [models.Index(fields=["insurer_id", "number"], name="policy_by_number")]
