"""Mails that leave: kept encrypted, sent by the worker, asked for in the transaction of what they tell.

Whoever tells somebody something calls `queue`; the worker's job "mail.send" calls `take`, then `sent` or `failed`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from accident_manager.foundation import clock, scope
from accident_manager.foundation.refusal import NotFound
from accident_manager.identity.models import Mail, MailAttachment
from accident_manager.identity.rules.mail_text import MailText, Sender
from accident_manager.insurers import queries as insurers

TASK, QUEUE = "mail.send", "mail"


class NotInTransaction(RuntimeError):
    """A programming error: a mail is queued in the transaction of what it tells."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a mail; its media type is for example "application/pdf"."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class NewMail:
    """A mail for `queue_all`: what `queue` takes."""

    kind: str
    to: str
    language: str
    mail: MailText
    account_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class MailToSend:
    """A mail as the worker and the demo's mailbox see it."""

    id: UUID
    kind: str
    recipient: str
    language: str
    subject: str
    text: str
    html: str
    status: str
    attempts: int
    created_at: datetime
    sent_at: datetime | None
    attachments: tuple[Attachment, ...] = ()


def queue(
    kind: str,
    *,
    to: str,
    language: str,
    mail: MailText,
    account_id: UUID | None = None,
    attachments: Sequence[Attachment] = (),
) -> UUID:
    """Queue a mail of the insurer in scope; gives its id. It leaves when the transaction holds. NotInTransaction."""
    [row] = queue_all([NewMail(kind, to, language, mail, account_id)])
    for attachment in attachments:
        MailAttachment.objects.create(
            mail_id=row, name=attachment.name, media_type=attachment.media_type, content=attachment.content
        )
    return row


def queue_all(mails: Iterable[NewMail]) -> list[UUID]:
    """As `queue` for many at once, in two statements; gives their ids in this order."""
    if not connection.in_atomic_block:
        raise NotInTransaction("a mail is queued in the transaction of what it tells")
    rows = [
        Mail(
            kind=one.kind,
            account_id=one.account_id,
            recipient=one.to,
            language=one.language,
            subject=one.mail.subject,
            text=one.mail.text,
            html=one.mail.html,
        )
        for one in mails
    ]
    Mail.objects.bulk_create(rows)
    if rows:
        app.job_manager.batch_defer_jobs([_job(row) for row in rows])
    return [row.id for row in rows]


def take(mail_id: UUID) -> MailToSend | None:
    """The mail to send, its attempt counted; None when it has been sent already. NotFound at another insurer."""
    with transaction.atomic():
        row = Mail.objects.select_for_update(no_key=True).filter(pk=mail_id).first()
        if row is None:
            raise NotFound
        if row.status == "sent":
            return None
        Mail.objects.filter(pk=mail_id).update(attempts=F("attempts") + 1)
        row.attempts += 1
        return _seen(row, _files([row])[row.id])


def sent(mail_id: UUID) -> None:
    Mail.objects.filter(pk=mail_id).update(status="sent", sent_at=clock.now())


def failed(mail_id: UUID) -> None:
    """No further attempt will be made."""
    Mail.objects.filter(pk=mail_id).exclude(status="sent").update(status="failed")


def _job(row: Mail) -> Job:
    task = app.configure_task(TASK, queue=QUEUE, lock=f"mail:{row.id}")
    return task.make_new_job(insurer_id=str(row.insurer_id), mail_id=str(row.id))


def recent(limit: int = 50) -> list[MailToSend]:
    """The newest mails of the insurer in scope, newest first."""
    rows = list(Mail.objects.order_by("-created_at", "-id")[:limit])
    files = _files(rows)
    return [_seen(row, files[row.id]) for row in rows]


def sender() -> Sender:
    """Who the mails of the insurer in scope come from."""
    insurer = insurers.by_id(scope.current())
    if insurer is None:
        raise NotFound
    return Sender(
        name=insurer.name,
        colour=insurer.brand_seed,
        support_email=insurer.support_email,
        support_phone=insurer.support_phone,
    )


def address_of(path: str) -> str:
    """The full address of a path behind the door of the insurer in scope ("claims/…"); never made from a request."""
    insurer = insurers.by_id(scope.current())
    if insurer is None:
        raise NotFound
    return f"{settings.ACM_PUBLIC_URL}/{insurer.code}/{path.lstrip('/')}"


def _files(mails: Sequence[Mail]) -> dict[UUID, list[MailAttachment]]:
    files: dict[UUID, list[MailAttachment]] = {mail.id: [] for mail in mails}
    for file in MailAttachment.objects.filter(mail_id__in=list(files)).order_by("id"):
        files[file.mail_id].append(file)
    return files


def _seen(row: Mail, files: Sequence[MailAttachment]) -> MailToSend:
    return MailToSend(
        id=row.id,
        kind=row.kind,
        recipient=row.recipient,
        language=row.language,
        subject=row.subject,
        text=row.text,
        html=row.html,
        status=row.status,
        attempts=row.attempts,
        created_at=row.created_at,
        sent_at=row.sent_at,
        attachments=tuple(Attachment(a.name, a.media_type, bytes(a.content)) for a in files),
    )
