"""An insurer's Auth0 tenant, who its people are there, and how far its log was copied."""

from django.db import models
from django.db.models import Q

from accident_manager.crypto.fields import EncryptedText
from accident_manager.foundation import clock
from accident_manager.identity.models.accounts import Account
from accident_manager.storage.models import InsurerOwned


class Auth0Tenant(InsurerOwned):
    """Where and how an insurer's people log in with Auth0. `identity.auth0.tenant.Tenant` is what the house reads."""

    # The tenant's own domain, of which the Management API is; a custom one changes the issuer and where people go.
    domain = models.CharField(max_length=253)
    custom_domain = models.CharField(max_length=253, default="", blank=True)
    client_id = models.CharField(max_length=128)
    client_secret = EncryptedText(default="")
    management_client_id = models.CharField(max_length=128, default="", blank=True)
    management_client_secret = EncryptedText(default="")
    # The database connection, by name and by id ("con_…").
    connection = models.CharField(max_length=128)
    connection_id = models.CharField(max_length=64, default="", blank=True)
    # "org_…" when the tenant is shared with others, or nothing.
    organization = models.CharField(max_length=64, default="", blank=True)
    # A second factor in each session, or the tenant's policy with its remembered browsers.
    mfa_each_session = models.BooleanField(default=True)
    # An account for whoever Auth0 lets in; it has no role until support gives one.
    jit = models.BooleanField(default=False)
    back_channel = models.BooleanField(default=False)
    # The embedded door instead, while Auth0 is out of reach.
    emergency_embedded = models.BooleanField(default=False)
    # Whether people log in there; a tenant may be prepared and checked before.
    active = models.BooleanField(default=False)
    changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["insurer_id"], name="one_auth0_tenant_an_insurer"),
            models.CheckConstraint(
                condition=Q(emergency_embedded=False) | Q(active=True), name="emergency_door_beside_an_active_tenant"
            ),
        ]


class ExternalSubject(InsurerOwned):
    """Who an account is elsewhere: an issuer and its name for the person ("auth0|…"). Never found by e-mail."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    issuer = models.CharField(max_length=300)
    subject = EncryptedText()
    # Issuer and subject as a keyed token: how it is found again.
    subject_token = models.BinaryField(max_length=32)
    linked_at = models.DateTimeField(default=clock.now)
    # The first login with it.
    came_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["insurer_id", "subject_token"], name="one_account_a_subject"),
            models.UniqueConstraint(fields=["account", "issuer"], name="one_subject_an_account_and_issuer"),
        ]


class Auth0LogPlace(InsurerOwned):
    """How far a tenant's log was copied: the last entry of the last whole page."""

    domain = models.CharField(max_length=253)
    checkpoint = models.CharField(max_length=128, default="", blank=True)
    copied_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["insurer_id", "domain"], name="one_place_in_a_log")]


class Auth0LogSeen(InsurerOwned):
    """An entry that was copied, or looked at and left: no entry comes into the journal twice."""

    domain = models.CharField(max_length=253)
    log_id = models.CharField(max_length=128)
    seen_at = models.DateTimeField(default=clock.now, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["insurer_id", "domain", "log_id"], name="one_row_a_log_entry")]


class LogoutTold(InsurerOwned):
    """A logout that Auth0 has told us of: the keyed token of its name (`jti`), so that it counts once."""

    token_hash = models.BinaryField(max_length=32)
    told_at = models.DateTimeField(default=clock.now, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["insurer_id", "token_hash"], name="one_row_a_logout_told")]
