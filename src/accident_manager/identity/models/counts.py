"""The failures and the pace we count. The rows name nobody: keyed tokens only."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accident_manager.foundation import clock
from accident_manager.identity.models.accounts import Account
from accident_manager.storage.models import InsurerOwned


class PasswordFailures(InsurerOwned):
    """Wrong passwords of one visitor's address on one e-mail address, known here or not."""

    pair_token = models.BinaryField(max_length=32)
    email_token = models.BinaryField(max_length=32)
    count = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(default=clock.now, db_index=True)
    blocked_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["insurer_id", "pair_token"], name="one_count_a_pair")]
        indexes = [models.Index(fields=["insurer_id", "email_token"], name="failures_by_address")]


class Pace(InsurerOwned):
    """How many more tries something has at this moment: a bucket that fills again with time (`identity.rules.pace`).

    `key_token` is a keyed token of what is paced (a network address, an address and e-mail, an account), so that the
    row names nobody.
    """

    key_token = models.BinaryField(max_length=32)
    left = models.FloatField()
    at = models.DateTimeField(default=clock.now, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["insurer_id", "key_token"], name="one_pace_a_key")]


class CodeFailures(InsurerOwned):
    """Wrong codes of an account, by kind: of the authenticator ("code") or the recovery code ("recovery").

    `in_a_row` ends with a right one; `recent` are the instants of the last hour, whatever followed.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10)
    in_a_row = models.PositiveIntegerField(default=0)
    waits_until = models.DateTimeField(null=True)
    recent = ArrayField(models.DateTimeField(), default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "kind"], name="one_count_a_kind"),
            models.CheckConstraint(condition=Q(kind__in=["code", "recovery"]), name="kind_of_code_is_known"),
        ]
