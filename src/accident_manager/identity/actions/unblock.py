"""Lifting the block of a pair of e-mail and network address by a link in the mailbox. Only its button does, once."""

import hashlib
import secrets
from datetime import timedelta
from uuid import UUID, uuid4

from django.db import transaction

from accident_manager.audit import trail
from accident_manager.foundation import clock
from accident_manager.foundation.actor import Actor
from accident_manager.foundation.refusal import N_, Refusal
from accident_manager.identity import events, outbox
from accident_manager.identity.models import ACTIVE, Account, PasswordFailures, UnblockLink
from accident_manager.identity.rules import mail_text

# As long as the block itself.
LINK_LASTS = timedelta(hours=24)
# Mails an hour: of one pair, and to one account however many addresses are tried on it.
MAILS_OF_A_PAIR, MAILS_TO_AN_ACCOUNT = 1, 5


class LinkIsGone(Refusal):
    """The link lifts nothing any more; `state` says why: "expired", "used" or "unknown"."""

    code = "identity.unblock.link"
    sentence = N_("This link cannot be used any more.")

    def __init__(self, state: str) -> None:
        self.state = state
        super().__init__()


def send_link(account_id: UUID | None, pair_token: bytes, *, attempts: int, by: Actor) -> None:
    """Mail the owner of an active account a link to lift this block; inside the transaction that blocks.

    The same work is done when there is none, and taken back: neither the answer nor its time tells.
    """
    account = Account.objects.filter(pk=account_id or uuid4(), state=ACTIVE).first()
    receiver_id = account.id if account else uuid4()
    hour_ago = clock.now() - timedelta(hours=1)
    of_pair = UnblockLink.objects.filter(pair_token=pair_token, created_at__gt=hour_ago).count()
    to_account = UnblockLink.objects.filter(account_id=receiver_id, created_at__gt=hour_ago).count()
    with transaction.atomic():
        token = secrets.token_urlsafe(32)
        UnblockLink.objects.create(
            account_id=receiver_id,
            token_hash=link_hash(token),
            pair_token=pair_token,
            expires_at=clock.now() + LINK_LASTS,
        )
        language = account.language if account else "en"
        mail = mail_text.unblock_link(
            outbox.sender(), language, attempts=attempts, ip=by.ip or "–", url=outbox.address_of(f"unblock/{token}")
        )
        to = account.email if account else "nobody@example.be"
        outbox.queue("unblock", to=to, language=language, mail=mail, account_id=receiver_id)
        if account is None or of_pair >= MAILS_OF_A_PAIR or to_account >= MAILS_TO_AN_ACCOUNT:
            transaction.set_rollback(True)


def link_hash(token: str) -> bytes:
    """What a link is known by here; the token itself is in the mail only."""
    return hashlib.sha256(token.encode()).digest()


def link_state(token_hash: bytes) -> str:
    """ "usable", "expired", "used" (by it or by what ended the block otherwise), or "unknown". Changes nothing."""
    return _state(UnblockLink.objects.filter(token_hash=token_hash, account__state=ACTIVE).first())


def lift(*, token_hash: bytes, by: Actor) -> None:
    """Lift the block that the link is for, and use the link up. LinkIsGone."""
    link = UnblockLink.objects.filter(token_hash=token_hash, account__state=ACTIVE).first()
    if link is None or _state(link) != "usable":
        raise LinkIsGone(_state(link))
    with transaction.atomic():
        # Two tabs, one link: one of them finds it unused.
        if UnblockLink.objects.filter(pk=link.pk, ended_at__isnull=True).update(ended_at=clock.now()) != 1:
            raise LinkIsGone("used")
        PasswordFailures.objects.filter(pair_token=bytes(link.pair_token)).delete()
        trail.record(events.THROTTLE_RELEASED, subject=("account", link.account_id), actor=by, reason="link")


def _state(link: UnblockLink | None) -> str:
    if link is None:
        return "unknown"
    if link.ended_at is not None:
        return "used"
    return "usable" if link.expires_at > clock.now() else "expired"
