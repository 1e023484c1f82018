"""Accident files, the declarations they come from, and the numbers they carry."""

from django.db import models
from django.db.models import F, Q

from accident_manager.claims.models.people import Person
from accident_manager.crypto.fields import EncryptedText
from accident_manager.policies.models import Employer, EstablishmentUnit, Law, Policy
from accident_manager.storage.models import InsurerOwned


class Status(models.TextChoices):
    """Where a file is. In the public sector the insurer only prepares: the authority accepts or refuses (R12, R62)."""

    RECEIVED = "received"
    INFORMATION_REQUESTED = "information_requested"
    IN_DOUBT = "in_doubt"
    REFUSAL_PROPOSED = "refusal_proposed"
    ACCEPTANCE_PREPARED = "acceptance_prepared"
    REFUSAL_PREPARED = "refusal_prepared"
    ACCEPTED = "accepted"
    REFUSED = "refused"


class RunningNumber(InsurerOwned):
    """The last number given to a file in a year."""

    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["insurer_id", "year"], name="one_counter_a_year")]


class Claim(InsurerOwned):
    """The file of one accident of one person. Dates, codes and states only: whoever it is about stands in `person`."""

    number = models.CharField(max_length=12)
    scheme = models.CharField(max_length=12, choices=Law)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="claims")
    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(EstablishmentUnit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # Why there is no policy, as a code; empty when there is one.
    policy_problem = models.CharField(max_length=40, blank=True)
    accident_on = models.DateField()
    accident_at = models.TimeField(null=True, blank=True)
    received_at = models.DateTimeField()
    received_on = models.DateField()
    declare_by = models.DateField(null=True, blank=True)
    days_late = models.PositiveIntegerField(default=0)
    # The day whose morrow is day 1 of the time to decide: receipt by the insurer (R16) or by the authority (R61a).
    decision_counts_from = models.DateField()
    decide_by = models.DateField()
    status = models.CharField(max_length=24, choices=Status, default=Status.RECEIVED)
    status_since = models.DateTimeField()
    decided_on = models.DateField(null=True, blank=True)
    handler = models.UUIDField(null=True, blank=True)
    # What the declared codes suggest (R8); a person confirms it.
    serious_proposed = models.BooleanField(default=False)
    # The victim's name as this employer declared it: what another one declared of the same person is not his to read.
    declared_name = EncryptedText(default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["insurer_id", "number"], name="file_number_once_per_insurer"),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="file_has_a_known_status"),
            models.CheckConstraint(condition=Q(scheme__in=Law.values), name="file_has_a_known_scheme"),
            models.CheckConstraint(
                condition=Q(status__in=["accepted", "refused"], decided_on__isnull=False)
                | (~Q(status__in=["accepted", "refused"]) & Q(decided_on__isnull=True)),
                name="decided_file_has_its_day",
            ),
            models.CheckConstraint(condition=Q(received_on__gte=F("accident_on")), name="file_received_after_accident"),
            models.CheckConstraint(
                condition=Q(policy__isnull=True) | Q(policy_problem=""), name="file_has_policy_or_problem"
            ),
        ]
        indexes = [
            models.Index(
                fields=["insurer_id", "decide_by", "id"], condition=Q(decided_on__isnull=True), name="file_queue"
            ),
            models.Index(
                fields=["insurer_id", "status", "decide_by", "id"],
                condition=Q(decided_on__isnull=True),
                name="file_queue_by_status",
            ),
            models.Index(
                fields=["insurer_id", "handler", "decide_by", "id"],
                condition=Q(decided_on__isnull=True),
                name="file_queue_by_handler",
            ),
            models.Index(fields=["insurer_id", "employer", "-received_at", "-id"], name="file_by_employer"),
            models.Index(fields=["insurer_id", "-received_at", "-id"], name="file_by_receipt"),
        ]


class Declaration(InsurerOwned):
    """What was declared, frozen: the canonical text and its SHA-256. A correction is a new version, never a change."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="declarations")
    version = models.PositiveSmallIntegerField(default=1)
    # The text over which the hash was taken, octet for octet: `claims.rules.frozen.canonical`.
    content = EncryptedText()
    content_hash = models.CharField(max_length=64)
    submission_key = models.UUIDField()
    language = models.CharField(max_length=2)
    sent_by = models.UUIDField()
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["insurer_id", "submission_key"], name="submission_once"),
            models.UniqueConstraint(fields=["claim", "version"], name="declaration_version_once"),
        ]
