"""What a person proves himself with. Secrets are encrypted, codes and former passwords kept as hashes only."""

from django.db import models
from django.db.models import Q

from accident_manager.crypto.fields import EncryptedBytes, EncryptedText
from accident_manager.foundation import clock
from accident_manager.identity.models.accounts import Account
from accident_manager.storage.models import InsurerOwned


class Authenticator(InsurerOwned):
    """An authenticator app. `last_step` only grows: a code is accepted once, ever, by a conditional UPDATE."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    secret = EncryptedBytes()
    confirmed_at = models.DateTimeField(null=True)
    drift = models.SmallIntegerField(default=0)
    # A step still to come whose code somebody typed and was told so: that code is not accepted any more.
    told_step = models.BigIntegerField(null=True)
    # After a report of a hack: good for one more login, at which another one takes its place.
    to_replace = models.BooleanField(default=False)
    last_step = models.BigIntegerField(default=-1)
    last_used_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account"], condition=Q(confirmed_at__isnull=False), name="one_confirmed_authenticator"
            ),
        ]


class RecoveryCode(InsurerOwned):
    """The hash of the recovery code of an account; the code itself is shown once and kept nowhere."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="+")
    code_hash = models.BinaryField(max_length=32)
    # Until the person has ticked that he kept it; a login that stops before gets a new one.
    kept_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=clock.now)


class FormerPassword(InsurerOwned):
    """The hash of a password the account had, so that it does not come back too soon."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    password = models.CharField(max_length=128)
    replaced_at = models.DateTimeField(default=clock.now)


class Passkey(InsurerOwned):
    """A passkey as a second factor, never instead of the password. `sign_count` only grows, when the key counts."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    name = EncryptedText()
    credential = EncryptedBytes()
    # The credential's id as a keyed token: how it is found again.
    credential_token = models.BinaryField(max_length=32)
    public_key = EncryptedBytes()
    sign_count = models.BigIntegerField(default=0)
    transports = models.JSONField(default=list)
    created_at = models.DateTimeField(default=clock.now)
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["insurer_id", "credential_token"], name="one_row_a_passkey"),
        ]
