"""Mails about the account to its owner, in his language."""

from typing import Any

from accident_manager.foundation import clock, scope
from accident_manager.identity import outbox
from accident_manager.identity.models import Account
from accident_manager.identity.rules import mail_text
from accident_manager.insurers import queries as insurers
from accident_manager.wording import say


def tell(account: Account, sentence: str, *, may_be_hacked: bool = True, **values: Any) -> None:
    """A security notice that says this sentence; `timestamp` is now. Inside the transaction of what it tells.

    It leads to the page for a hacked account, unless it tells of that itself (`may_be_hacked`).
    """
    what = say(sentence, account.language, timestamp=clock.now(), **values)
    url = outbox.address_of("account/hacked") if may_be_hacked else ""
    mail = mail_text.security_notice(outbox.sender(), account.language, what=what, hacked_url=url)
    outbox.queue("security-notice", to=account.email, language=account.language, mail=mail, account_id=account.id)


def tell_support(sentence: str, **values: Any) -> None:
    """A mail to the insurer's support, in the insurer's language; `timestamp` is now. Inside a transaction too."""
    insurer = insurers.by_id(scope.current())
    if insurer is None:
        return
    language = insurer.default_language
    what = say(sentence, language, timestamp=clock.now(), **values)
    subject = say("For support: an account may have been used by somebody else", language)
    mail = mail_text.compose(outbox.sender(), language, subject=subject, paragraphs=[what])
    outbox.queue("support-notice", to=insurer.support_email, language=language, mail=mail)
