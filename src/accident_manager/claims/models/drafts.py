"""Declarations that are being written, by one person or by several at once."""

from django.db import models
from django.db.models import Q

from accident_manager.crypto.fields import EncryptedJSON
from accident_manager.policies.models import Employer, Law
from accident_manager.storage.models import InsurerOwned


class Draft(InsurerOwned):
    """A declaration in the making.

    `answers` is the stored shape of `claims.rules.declaration`; `field_versions` says for every field in which version
    of the draft it last changed, by which account and when: {field: [version, account id, instant]}.
    """

    class State(models.TextChoices):
        OPEN = "open"
        SENT = "sent"
        DISCARDED = "discarded"

    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, related_name="+")
    scheme = models.CharField(max_length=12, choices=Law)
    answers = EncryptedJSON(default=dict)
    field_versions = models.JSONField(default=dict)
    # What stood in a field before its last changes, to tell who changed it from who only had an old page open:
    # {field: [[version in which it changed, value before, texts typed before], …]}, the latest last.
    earlier = EncryptedJSON(default=dict)
    version = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    claim = models.OneToOneField("claims.Claim", on_delete=models.PROTECT, null=True, blank=True, related_name="draft")
    created_by = models.UUIDField()
    updated_by = models.UUIDField()
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="sent", claim__isnull=False) | (~Q(state="sent") & Q(claim__isnull=True)),
                name="sent_draft_has_its_file",
            ),
        ]
        indexes = [
            models.Index(
                fields=["insurer_id", "employer", "-updated_at"],
                condition=Q(state="open"),
                name="draft_open_by_employer",
            )
        ]
