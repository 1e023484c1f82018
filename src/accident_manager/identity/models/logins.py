"""What a browser or a mail holds for an account: links, sessions, remembered devices. Tokens are kept as hashes."""

from django.db import models

from accident_manager.crypto.fields import EncryptedText
from accident_manager.foundation import clock
from accident_manager.identity.models.accounts import Account
from accident_manager.storage.models import InsurerOwned


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
    # How the second factor was given: "otp", "recovery", "device", "passkey"; "auth0" or "remembered" elsewhere.
    factor = models.CharField(max_length=10, default="")
    # The session's name at Auth0 as a keyed token, by which a logout there ends this one.
    sid_token = models.BinaryField(max_length=32, null=True, db_index=True)


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
