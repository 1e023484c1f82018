"""Handing a mail to the mail server, once."""

import smtplib
from email.utils import formataddr, parseaddr
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction

from accident_manager.foundation import scope
from accident_manager.identity import outbox
from accident_manager.identity.outbox import MailToSend
from accident_manager.insurers import queries as insurers

# In the demo nobody is written to: its mailbox shows what is kept here.
_NOWHERE = "django.core.mail.backends.dummy.EmailBackend"


class NotDelivered(Exception):
    """The mail server did not take it; another attempt may succeed. The message holds a code, never an address."""


def send(mail_id: UUID, *, last_attempt: bool = False) -> bool:
    """Send a mail of the insurer in scope unless it is sent already; whether it was sent now.

    Its row is locked until the server has answered, so of two workers one sends. NotDelivered, unless this was the last
    attempt or the server will never take it: then the mail is marked as failed.
    """
    with transaction.atomic():
        mail = outbox.take(mail_id)
        if mail is None:
            return False
        try:
            _hand_over(mail)
        except (OSError, smtplib.SMTPException, ValueError) as problem:
            reason, final = _reason(problem)
            if final or last_attempt:
                outbox.failed(mail_id)
                return False
        else:
            outbox.sent(mail_id)
            return True
    raise NotDelivered(reason)


def _hand_over(mail: MailToSend) -> None:
    insurer = insurers.by_id(scope.current())
    name = insurer.name if insurer else ""
    address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    connection = get_connection(_NOWHERE if settings.ACM_DEMO else None)
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text,
        from_email=formataddr((name, address)),
        to=[mail.recipient],
        reply_to=[insurer.support_email] if insurer else None,
        headers={
            # The same in every attempt: a mail that comes twice after a lost answer is known as one.
            "Message-ID": f"<{mail.id}@{address.partition('@')[2]}>",
            "Auto-Submitted": "auto-generated",
            "Content-Language": mail.language,
        },
        connection=connection,
    )
    message.attach_alternative(mail.html, "text/html")
    for attachment in mail.attachments:
        message.attach(attachment.name, attachment.content, attachment.media_type)
    message.send()


def _reason(problem: Exception) -> tuple[str, bool]:
    """A code for the log, and whether another attempt is useless (the server refuses this receiver for good)."""
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _ in problem.recipients.values()]
        return f"recipient refused {codes}", all(500 <= code < 600 for code in codes)
    if isinstance(problem, smtplib.SMTPResponseException):
        return f"{type(problem).__name__} {problem.smtp_code}", False
    # A receiver that cannot be written into a mail never will be.
    return type(problem).__name__, isinstance(problem, ValueError)
