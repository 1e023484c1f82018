"""What somebody does who thinks that another person uses his account: everything ends, and support is told.

Whoever holds a part of his secrets gains nothing by it. The password opens nothing from this moment: only his mailbox
leads on. The app (or the recovery code) is asked one last time at the next login, so that the mailbox alone is not
enough either; then another app takes its place, with a new recovery code.
"""

from django.db import transaction

from accident_manager.audit import trail
from accident_manager.foundation.actor import Actor
from accident_manager.foundation.refusal import N_
from accident_manager.identity import events
from accident_manager.identity.actions import endings, notices, passwords
from accident_manager.identity.models import Account, Authenticator, Passkey


def report(by: Actor, *, elsewhere: bool = False) -> None:
    """End sessions, devices and links, make the password unusable, mail a link for a new one, tell support.

    `elsewhere`: the link is sent by who keeps the password.
    """
    by.require("account.own")
    with transaction.atomic():
        account = Account.objects.select_for_update(no_key=True).get(pk=passwords.own_account(by).pk)
        passwords.make_unusable(account)
        Authenticator.objects.filter(account=account, confirmed_at__isnull=False).update(to_replace=True)
        Authenticator.objects.filter(account=account, confirmed_at__isnull=True).delete()
        Passkey.objects.filter(account=account).delete()
        endings.end_everything(account)
        notices.tell(
            account,
            N_(
                "On %(timestamp)s you reported that somebody else may have used your account. Your password, your "
                "sessions and your remembered devices have ended. A link to set a new password follows in another mail."
            ),
            may_be_hacked=False,
        )
        notices.tell_support(
            N_(
                "On %(timestamp)s, %(name)s (%(email)s) reported that somebody else may have used the account. Its "
                "password, sessions and devices have ended. Please call this person."
            ),
            name=account.name,
            email=account.email,
        )
        if not elsewhere:
            passwords.send_after_hack(account, by)
        trail.record(events.ACCOUNT_HACKED, subject=("account", account.id), actor=by)
