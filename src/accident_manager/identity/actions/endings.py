"""Ending what was open for an account: sessions, remembered devices, links in mails."""

from django.db.models import F

from accident_manager.foundation import clock
from accident_manager.identity.models import Account, Device, PasswordLink, Session


def end_everything(account: Account) -> None:
    """End every session, remembered device and link of the account; inside the transaction of the reason for it."""
    Account.objects.filter(pk=account.pk).update(credentials_version=F("credentials_version") + 1)
    account.credentials_version += 1
    Session.objects.filter(account_id=account.pk).delete()
    Device.objects.filter(account_id=account.pk).delete()
    PasswordLink.objects.filter(account_id=account.pk, ended_at__isnull=True).update(ended_at=clock.now())
