"""Accounts, their names as they are searched, what they may do, and files of accounts that wait for a yes."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
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
