"""Many new accounts at once, each with the mail to its owner: all of them or none, in a few statements."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from accident_manager.audit import trail
from accident_manager.crypto.index import name_tokens
from accident_manager.foundation import clock
from accident_manager.foundation.actor import Actor
from accident_manager.identity import events, queries
from accident_manager.identity.actions import accounts, grants, passwords
from accident_manager.identity.actions.grants import RoleGrant
from accident_manager.identity.models import Account, AccountName, Grant


@dataclass(frozen=True, slots=True)
class NewAccount:
    """Who gets an account, and with which role; no role of a victim."""

    email: str
    first_name: str
    last_name: str
    language: str
    grant: RoleGrant


def create_and_invite(new: Sequence[NewAccount], by: Actor) -> None:
    """As `accounts.create_account` and `accounts.send_link` for each. AccountExists, InvalidInput, NotAllowed."""
    accounts.require_writing(by)
    grants.check([one.grant for one in new], by)
    rows = [_account(one) for one in new]
    given = [row for account, one in zip(rows, new, strict=True) for row in grants.rows_of(account, [one.grant])]
    try:
        with transaction.atomic():
            Account.objects.bulk_create(rows)
            Grant.objects.bulk_create(given)
            AccountName.objects.bulk_create(
                AccountName(id=row.id, account=row, name_tokens=name_tokens(row.first_name, row.last_name))
                for row in rows
            )
            passwords.send_first_links(rows)
            trail.record_all(
                [
                    entry
                    for account, grant in zip(rows, given, strict=True)
                    for entry in (
                        trail.Entry(events.ACCOUNT_CREATED, ("account", account.id)),
                        *grants.entries_of([grant]),
                        trail.Entry(events.PASSWORD_REQUESTED, ("account", account.id)),
                    )
                ],
                actor=by,
            )
    except IntegrityError as problem:
        raise accounts.AccountExists(field="email") from problem


def _account(one: NewAccount) -> Account:
    email, first_name, last_name = accounts.checked(one.email, one.first_name, one.last_name, one.language)
    return Account(
        email=email, email_token=queries.email_token(email), first_name=first_name, last_name=last_name,
        language=one.language, password=make_password(None), invited_at=clock.now(),
    )  # fmt: skip
