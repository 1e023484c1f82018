"""The trail's rows. Nobody changes or removes them: a trigger refuses it, also to the owner."""

from django.db import models

from accident_manager.crypto.fields import EncryptedJSON
from accident_manager.storage.models import InsurerOwned


class Event(InsurerOwned):
    """Something that happened, as link number `seq` of the insurer's chain. See `chain` for what its hash covers."""

    # Rotation of keys leaves these rows as they are, and their key in use.
    append_only = True

    seq = models.BigIntegerField()
    at = models.DateTimeField()
    code = models.CharField(max_length=80)
    actor_account_id = models.UUIDField(null=True)
    actor_role = models.CharField(max_length=40)
    on_behalf_of = models.UUIDField(null=True)
    subject_kind = models.CharField(max_length=40, default="")
    subject_id = models.UUIDField(null=True)
    values = models.JSONField(default=dict)
    origin = EncryptedJSON()
    # The network address of the origin as a keyed token, to find by; rows written before there were tokens have none.
    ip_token = models.BinaryField(null=True)
    previous_hash = models.BinaryField()
    hash = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["insurer_id", "seq"], name="audit_one_event_per_seq")]
        indexes = [
            models.Index(fields=["subject_id", "-seq"], name="audit_event_subject"),
            models.Index(fields=["insurer_id", "code", "-at", "-seq"], name="audit_event_kind"),
            models.Index(fields=["actor_account_id", "code", "-at", "-seq"], name="audit_event_actor"),
            models.Index(
                fields=["insurer_id", "ip_token", "code", "-at", "-seq"],
                name="audit_event_network",
                condition=models.Q(ip_token__isnull=False),
            ),
        ]


class ChainHead(models.Model):
    """The last link of an insurer's chain. Who adds one locks it, so that links are added one after the other."""

    insurer_id = models.UUIDField(primary_key=True)
    seq = models.BigIntegerField()
    hash = models.BinaryField()
