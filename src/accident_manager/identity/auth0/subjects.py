"""Who an account of the insurer in scope is at an issuer. The key is issuer and subject together, never the e-mail."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from accident_manager.crypto.index import exact_token
from accident_manager.identity.models import ExternalSubject


def subject_token(issuer: str, subject: str) -> bytes:
    """The keyed token under which the pair is found."""
    return exact_token("external.subject", f"{issuer}|{subject}")


def account_of(issuer: str, subject: str) -> UUID | None:
    """The account that comes in as this subject, blocked or not."""
    return accounts_of(issuer, [subject]).get(subject)


def accounts_of(issuer: str, subjects: Iterable[str]) -> Mapping[str, UUID]:
    """The accounts of those subjects that have one, in one query."""
    by_token = {subject_token(issuer, subject): subject for subject in set(subjects) if subject}
    rows = ExternalSubject.objects.filter(subject_token__in=list(by_token)).values_list("subject_token", "account_id")
    return {by_token[bytes(token)]: account_id for token, account_id in rows}


def subject_of(account_id: UUID, issuer: str) -> str | None:
    """What the issuer calls the owner of this account ("auth0|…"); None when the two were never linked."""
    row = ExternalSubject.objects.filter(account_id=account_id, issuer=issuer).first()
    return row.subject if row else None
