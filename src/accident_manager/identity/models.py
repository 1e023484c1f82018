"""Accounts, what they may do, their factors, sessions and devices, the failures we count, and the mails that leave.

Everything is the insurer's own; names, addresses and secrets are encrypted, tokens are kept as hashes only.
"""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from accident_manager.crypto import index
from accident_manager.crypto.fields import EncryptedBytes, EncryptedText
from accident_manager.foundation import clock
from accident_manager.identity.rules.permissions import Role
from accident_manager.storage.models import InsurerOwned

ACTIVE, BLOCKED = "active", "blocked"


class Account(InsurerOwned, AbstractBaseUser):
    """A person at one insurer. Without a usable password until he sets one through a link in his mailbox."""

    last_login = None  # the trail knows
    email = EncryptedText()
    email_token = models.BinaryField(max_length=32)
    first_name = EncryptedText()
    last_name = EncryptedText()
    language = models.CharField(max_length=2)
    state = models.CharField(max_length=10, default=ACTIVE)
    # Raised by whatever ends all sessions and devices: new password, new second factor, block.
    credentials_version = models.PositiveIntegerField(default=1)
    password_changed_at = models.DateTimeField(null=True)
    # When the last mail with a link to set the first password was asked for by support.
    invited_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=clock.now)

    USERNAME_FIELD = "id"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["insurer_id", "email_token"], name="one_account_an_address_and_insurer"),
            models.CheckConstraint(condition=Q(state__in=[ACTIVE, BLOCKED]), name="account_state_is_known"),
            models.CheckConstraint(
                condition=Q(language__in=["fr", "nl", "de", "en"]), name="account_language_is_known"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        return self.state == ACTIVE

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    def get_session_auth_hash(self) -> str:
        """What a session must match to live on: it changes with the password and with `credentials_version`."""
        return f"{super().get_session_auth_hash()}.{self.credentials_version}"

    def get_session_auth_fallback_hash(self) -> Any:
        return ()


class AccountName(InsurerOwned):
    """The tokens by which an account is found by its owner's name; beside it, because every request reads accounts.

    Its id is that of the account, so that the search gives accounts.
    """

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="+")
    name_tokens = index.tokens_field()

    class Meta:
        indexes = [index.tokens_index("name_tokens", name="account_by_name")]


# Made by the migration; `crypto.index.ranked_ids` calls it.
FIND_ACCOUNTS = "identity_find_accounts"


class Grant(InsurerOwned):
    """A role of an account, from a day and until a day (both counted); at an employer, or as one victim.

    Nothing is deleted: what was taken back at once has the instant at which it was.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=20)
    employer_id = models.UUIDField(null=True)
    # The victim's national number, as a keyed token.
    person_niss_token = models.BinaryField(max_length=32, null=True)
    valid_from = models.DateField(default=clock.today)
    valid_until = models.DateField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(role__in=[str(role) for role in Role]), name="grant_role_is_known"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="grant_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(employer_id__isnull=False) | ~Q(role__in=["declarer", "prevention_adviser"]),
                name="grant_at_an_employer_names_it",
            ),
        ]


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


class PasswordLink(InsurerOwned):
    """A link to set a password: works once, by POST, until it expires or any password change ends it."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    token_hash = models.BinaryField(max_length=32, unique=True)
    # Who asked, as a keyed token, to count by address.
    ip_token = models.BinaryField(max_length=32)
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    used = models.BooleanField(default=False)


class UnblockLink(InsurerOwned):
    """A link to lift the block of one pair of e-mail and network address: works once, by POST."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    token_hash = models.BinaryField(max_length=32, unique=True)
    pair_token = models.BinaryField(max_length=32)
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)


class Session(InsurerOwned):
    """A browser's session. The cookie holds the key, the row only its hash."""

    key_hash = models.BinaryField(max_length=32, unique=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, null=True, related_name="+")
    data = models.TextField()
    created_at = models.DateTimeField(default=clock.now)
    last_seen_at = models.DateTimeField(default=clock.now, db_index=True)
    expires_at = models.DateTimeField(db_index=True)
    ip = EncryptedText(default="")
    user_agent = EncryptedText(default="")
    # How the second factor was given: "otp", "recovery", "device", "passkey".
    factor = models.CharField(max_length=10, default="")


class Device(InsurerOwned):
    """A remembered device: the cookie holds a token, the row its hash. It replaces the code, never the password."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    token_hash = models.BinaryField(max_length=32, unique=True)
    credentials_version = models.PositiveIntegerField()
    created_at = models.DateTimeField(default=clock.now)
    last_used_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    ip = EncryptedText(default="")
    user_agent = EncryptedText(default="")


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


class AccountImport(InsurerOwned):
    """A file of accounts that was read and shown, and waits for somebody to say yes; kept for a day at most.

    `rows` and `rows_done` tell how far it is, from the yes (`started_at`) to the end (`done_at`); `outcome` counts the
    rows by what became of them.
    """

    content = EncryptedBytes()
    by_account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    rows = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    outcome = models.JSONField(default=dict)
    started_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)


class Mail(InsurerOwned):
    """A mail to send, being sent or sent. The worker takes it by id; what it says stays encrypted."""

    kind = models.CharField(max_length=60)
    account = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    recipient = EncryptedText()
    language = models.CharField(max_length=2)
    subject = EncryptedText()
    text = EncryptedText()
    html = EncryptedText()
    status = models.CharField(max_length=10, default="queued")
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=clock.now, db_index=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(status__in=["queued", "sent", "failed"]), name="mail_status_is_known")
        ]


class MailAttachment(InsurerOwned):
    mail = models.ForeignKey(Mail, on_delete=models.CASCADE, related_name="+")
    name = EncryptedText()
    media_type = models.CharField(max_length=100)
    content = EncryptedBytes()
