"""Accounts, what they may do, their factors, sessions and devices, the failures we count, and the mails that leave.

Everything is the insurer's own; names, addresses and secrets are encrypted, tokens are kept as hashes only.
"""

from accident_manager.identity.models.accounts import (
    ACTIVE,
    BLOCKED,
    FIND_ACCOUNTS,
    Account,
    AccountImport,
    AccountName,
    Grant,
)
from accident_manager.identity.models.auth0 import Auth0LogPlace, Auth0LogSeen, Auth0Tenant, ExternalSubject, LogoutTold
from accident_manager.identity.models.counts import CodeFailures, Pace, PasswordFailures
from accident_manager.identity.models.factors import Authenticator, FormerPassword, Passkey, RecoveryCode
from accident_manager.identity.models.logins import Device, PasswordLink, Session, UnblockLink
from accident_manager.identity.models.mails import Mail, MailAttachment

__all__ = [
    "ACTIVE",
    "BLOCKED",
    "FIND_ACCOUNTS",
    "Account",
    "AccountImport",
    "AccountName",
    "Auth0LogPlace",
    "Auth0LogSeen",
    "Auth0Tenant",
    "Authenticator",
    "CodeFailures",
    "Device",
    "ExternalSubject",
    "FormerPassword",
    "Grant",
    "LogoutTold",
    "Mail",
    "MailAttachment",
    "Pace",
    "Passkey",
    "PasswordFailures",
    "PasswordLink",
    "RecoveryCode",
    "Session",
    "UnblockLink",
]
