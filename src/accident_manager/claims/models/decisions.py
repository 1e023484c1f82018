"""What was asked, doubted, accepted and refused, by whom and why."""

from django.db import models
from django.db.models import F, Q

from accident_manager.claims.models.files import Claim
from accident_manager.crypto.fields import EncryptedJSON
from accident_manager.storage.models import InsurerOwned


class InformationRequest(InsurerOwned):
    """What was asked of somebody to be able to decide. `content` is {"items": [code, …], "text": words of the
    handler}.
    """

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="requests")
    asked_of = models.CharField(max_length=12)
    content = EncryptedJSON(default=dict)
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    answer_by = models.DateField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["claim"], condition=Q(answered_at__isnull=True), name="request_open_by_file"),
        ]


class Decision(InsurerOwned):
    """One step of deciding. A refusal is proposed by one person and confirmed by another, never by a machine."""

    class Kind(models.TextChoices):
        ACCEPTED = "accepted"
        REFUSED = "refused"
        DOUBT = "doubt"
        INFORMATION = "information"

    class Stage(models.TextChoices):
        PROPOSED = "proposed"
        CONFIRMED = "confirmed"
        WITHDRAWN = "withdrawn"

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=12, choices=Kind)
    stage = models.CharField(max_length=10, choices=Stage)
    # {"elements": {element: {"holds": bool, "why": text}}, "text": words for the letter, …}: what `casework.decide`
    # needs.
    reasons = EncryptedJSON(default=dict)
    # The public sector: the authority decides, this is what the insurer prepared for it (R12, R62).
    by_authority = models.BooleanField(default=False)
    proposed_by = models.UUIDField()
    proposed_at = models.DateTimeField()
    confirmed_by = models.UUIDField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="refused", stage="confirmed") | Q(confirmed_by__isnull=False),
                name="refusal_is_confirmed_by_a_person",
            ),
            models.CheckConstraint(
                condition=~Q(kind="refused") | Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("proposed_by")),
                name="refusal_needs_a_second_person",
            ),
            models.UniqueConstraint(fields=["claim"], condition=Q(stage="proposed"), name="one_open_proposal"),
            models.UniqueConstraint(
                fields=["claim"],
                condition=Q(stage="confirmed", kind__in=["accepted", "refused"]),
                name="one_final_decision",
            ),
        ]
