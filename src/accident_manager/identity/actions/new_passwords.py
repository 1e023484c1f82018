"""A new password: whether it may be this person's, and what becomes of the one it replaces."""

import gzip
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from uuid import UUID

from django.contrib.auth import password_validation
from django.contrib.auth.hashers import check_password
from django.db import transaction

from accident_manager.audit import trail
from accident_manager.foundation import clock, scope
from accident_manager.foundation.actor import Actor
from accident_manager.identity import breaches, events, queries
from accident_manager.identity.models import Account, FormerPassword
from accident_manager.identity.rules import passwords
from accident_manager.insurers import queries as insurers

# From the ids of a person's employers to their names and numbers: no words for his password. Employers are known a
# floor above.
CompanyWords = Callable[[frozenset[UUID]], Iterable[str]]


def no_words(ids: frozenset[UUID]) -> Iterable[str]:
    return ()


def check(account: Account, password: str, again: str, company_words: CompanyWords, by: Actor) -> None:
    """Nothing for what may be this person's password at this insurer, else UnfitPassword, and a note in the trail."""
    insurer = insurers.by_id(scope.current())
    of_insurer = [insurer.name, insurer.code, insurer.product_name, "accidentmanager"] if insurer else []
    try:
        passwords.check_new(
            password,
            again,
            shortest=insurer.password_min_length if insurer else 12,
            of_person=[account.first_name, account.last_name, account.email.partition("@")[0]],
            of_insurer=[*of_insurer, *company_words(queries.account(account.id).employer_ids)],
            is_common=lambda text: text in _common_passwords(),
            is_breached=breaches.is_breached,
            was_used=lambda text: _was_used(account, text, insurer.password_history if insurer else 0),
        )
    except passwords.UnfitPassword:
        with transaction.atomic():
            subject = ("account", account.id)
            trail.record(events.PASSWORD_CHANGE_FAILED, subject=subject, actor=by, reason="unfit")
        raise


def give(account: Account, hashed: str) -> None:
    """Give the account this hash and keep the one it had, with as many before it as the insurer wants known.

    Inside a transaction, the account's row locked.
    """
    insurer = insurers.by_id(scope.current())
    history = insurer.password_history if insurer else 0
    if account.has_usable_password():
        FormerPassword.objects.create(account=account, password=account.password)
    former = FormerPassword.objects.filter(account=account)
    kept = former.order_by("-replaced_at", "-id").values_list("pk", flat=True)[:history]
    former.exclude(pk__in=list(kept)).delete()
    account.password, account.password_changed_at = hashed, clock.now()
    account.save(update_fields=["password", "password_changed_at"])


def _was_used(account: Account, password: str, history: int) -> bool:
    """True for the password the account has, and for those it had before, as far back as the insurer says."""
    if not history:
        return False
    newest = FormerPassword.objects.filter(account=account).order_by("-replaced_at", "-id")[:history]
    normal = passwords.normal_password(password)
    return any(check_password(normal, encoded) for encoded in (account.password, *(row.password for row in newest)))


@cache
def _common_passwords() -> frozenset[str]:
    """Django's list of the 20,000 most common."""
    file = Path(password_validation.__file__).resolve().parent / "common-passwords.txt.gz"
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        return frozenset(line.strip() for line in lines)
