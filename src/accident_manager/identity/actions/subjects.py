"""Linking an account with its user at an issuer: once, and nobody else's."""

from uuid import UUID

from django.db import IntegrityError, transaction

from accident_manager.audit import trail
from accident_manager.foundation.actor import Actor
from accident_manager.foundation.refusal import N_, NotFound, Refusal
from accident_manager.identity import events
from accident_manager.identity.auth0.subjects import subject_token
from accident_manager.identity.models import Account, ExternalSubject


class LinkedOtherwise(Refusal):
    code = "federation.linked-otherwise"
    sentence = N_("This account or this user of Auth0 is linked to another one already. Ask support.")


def link(account_id: UUID, *, issuer: str, subject: str, by: Actor) -> bool:
    """Let the account come in as this subject; whether that is new. LinkedOtherwise, NotFound.

    Whoever calls this has made sure that both are the same person.
    """
    try:
        with transaction.atomic():
            account = Account.objects.select_for_update(no_key=True).filter(pk=account_id).first()
            if account is None:
                raise NotFound
            token = subject_token(issuer, subject)
            there = ExternalSubject.objects.filter(account=account, issuer=issuer).first()
            if there is not None:
                if bytes(there.subject_token) != token:
                    raise LinkedOtherwise
                return False
            ExternalSubject.objects.create(account=account, issuer=issuer, subject=subject, subject_token=token)
            trail.record(events.FEDERATION_LINKED, subject=("account", account.id), actor=by)
            return True
    except IntegrityError as problem:
        raise LinkedOtherwise from problem
