"""An insurer's wrapped keysets, and how far a rotation of them has come."""

from django.db import models

from accident_manager.foundation import clock
from accident_manager.storage.models import InsurerOwned


class Keyset(InsurerOwned):
    """A Tink keyset of one insurer, wrapped by the master key. `version` grows with every change: caches look at it."""

    class Purpose(models.TextChoices):
        AEAD = "aead"
        PRF = "prf"

    purpose = models.CharField(max_length=4, choices=Purpose.choices)
    wrapped = models.BinaryField()
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["insurer_id", "purpose"], name="crypto_one_keyset_per_purpose")]


class Rotation(InsurerOwned):
    """A rotation that runs, was interrupted, or is done. It goes on after row `after` of `table`."""

    key_id = models.BigIntegerField()
    started_at = models.DateTimeField(default=clock.now)
    table = models.CharField(max_length=63, default="")
    after = models.CharField(max_length=64, default="")
    resealed = models.PositiveBigIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["insurer_id"],
                condition=models.Q(finished_at__isnull=True),
                name="crypto_one_rotation_at_a_time",
            )
        ]
