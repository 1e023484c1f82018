"""The mails that leave; what they say stays encrypted."""

from django.db import models
from django.db.models import Q

from accident_manager.crypto.fields import EncryptedBytes, EncryptedText
from accident_manager.foundation import clock
from accident_manager.identity.models.accounts import Account
from accident_manager.storage.models import InsurerOwned


class Mail(InsurerOwned):
    """A mail to send, being sent or sent. The worker takes it by id; what it says stays encrypted."""

    kind = models.CharField(max_length=60)
    account = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    recipient = EncryptedText()
    language = models.CharField(max_length=2)
    subject = EncryptedText()
    text = EncryptedText()
    html = EncryptedText()
    status = models.CharField(max_length=10, default="queued")
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=clock.now, db_index=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(status__in=["queued", "sent", "failed"]), name="mail_status_is_known")
        ]


class MailAttachment(InsurerOwned):
    mail = models.ForeignKey(Mail, on_delete=models.CASCADE, related_name="+")
    name = EncryptedText()
    media_type = models.CharField(max_length=100)
    content = EncryptedBytes()
