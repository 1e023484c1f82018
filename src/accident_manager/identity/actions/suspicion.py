"""Patterns that look like somebody else at the door: noted in the trail, told to the person and to support.

Each is told once a day. For an e-mail address that is not known here the same work is done and taken back.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Count, Q, Sum

from accident_manager.audit.trail import Entry
from accident_manager.crypto.index import exact_token
from accident_manager.foundation import clock, scope
from accident_manager.foundation.actor import Actor
from accident_manager.foundation.refusal import N_
from accident_manager.identity import events, outbox
from accident_manager.identity.actions import pacing
from accident_manager.identity.models import ACTIVE, Account, PasswordFailures
from accident_manager.identity.queries import email_token
from accident_manager.identity.rules import mail_text, pace
from accident_manager.identity.rules.addresses import network_of
from accident_manager.insurers import queries as insurers
from accident_manager.wording import say

DAY = timedelta(days=1)
# Network addresses that failed on one account in a day; accounts that one address failed on in a day; failures before
# a login that succeeded.
MANY_ADDRESSES, MANY_ACCOUNTS, MANY_FAILURES = 5, 10, 5
# Whoever has many network addresses must not fill support's mailbox; the journal has the others.
MOST_MAILS_TO_SUPPORT = 20

# What the person is told, and what support is told, by pattern.
_TOLD = {
    "many_addresses": (
        N_("Until %(timestamp)s, attempts to log in to your account failed from %(count)s network addresses."),
        N_("Within a day, attempts to log in to the account %(email)s failed from %(count)s network addresses."),
    ),
    "under_attack": (
        N_(
            "Until %(timestamp)s, more than %(count)s attempts to log in to your account failed within an hour. Your "
            "account is not blocked; each further attempt is slowed down."
        ),
        N_(
            "Within an hour, more than %(count)s attempts to log in to the account %(email)s failed. It is not "
            "blocked; each further attempt is slowed down."
        ),
    ),
    "many_accounts": (
        N_("On %(timestamp)s, somebody at %(ip)s tried many accounts, yours among them, and did not get in."),
        N_("Within a day, attempts to log in from %(ip)s failed on more than %(count)s accounts."),
    ),
    "wrong_codes": (
        N_("On %(timestamp)s, somebody at %(ip)s entered your password and then %(count)s wrong one-time codes."),
        N_("Somebody at %(ip)s entered the right password of the account %(email)s and then %(count)s wrong codes."),
    ),
    "copied_passkey": (
        N_(
            "On %(timestamp)s, somebody at %(ip)s used a passkey of your account whose counter does not fit: it may be "
            "a copy. It was refused. Remove that passkey if it was not you."
        ),
        N_(
            "Somebody at %(ip)s used a passkey of the account %(email)s whose counter does not fit: it may be a copy. "
            "It was refused."
        ),
    ),
    "success_after_failures": (
        N_("On %(timestamp)s, somebody logged in to your account from %(ip)s after %(count)s failed attempts."),
        N_("Somebody at %(ip)s logged in to the account %(email)s after %(count)s failed attempts."),
    ),
    "new_device": (
        N_("On %(timestamp)s, somebody logged in to your account from %(ip)s with a browser that we do not know."),
        "",
    ),
}
Subject = tuple[str, UUID] | None


def after_wrong_password(subject: Subject, email: str, pair_token: bytes, by: Actor) -> list[Entry]:
    """One account from many addresses, many accounts from one address; inside the transaction of the failure."""
    since = clock.now() - DAY
    failed = PasswordFailures.objects.filter(email_token=email_token(email), last_at__gt=since).aggregate(
        addresses=Count("id"), of_pair=Sum("count", filter=Q(pair_token=pair_token))
    )
    notes: list[Entry] = []
    if failed["addresses"] >= MANY_ADDRESSES:
        notes += _raise("many_addresses", subject, email, by, count=failed["addresses"])
    network = network_of(by.ip)
    # An account counts once for its address.
    if network and failed["of_pair"] == 1:
        [left] = pacing.take(_accounts(network))
        if not left.was_there:
            notes += _raise("many_accounts", subject, email, by, support_once=network, count=MANY_ACCOUNTS)
    return notes


def was_himself(by: Actor) -> None:
    """He failed before and then gave the right password: his account is none that this address tries in vain."""
    if network := network_of(by.ip):
        pacing.give_back(_accounts(network))


def account_under_attack(subject: Subject, email: str, most: int, by: Actor) -> list[Entry]:
    """More failures in an hour than there may be, from wherever."""
    return _raise("under_attack", subject, email, by, count=most)


def wrong_codes(subject: tuple[str, UUID], count: int, by: Actor) -> list[Entry]:
    """The right password, and then wrong codes until the next has to wait: the password is known to somebody."""
    return _raise("wrong_codes", subject, "", by, count=count)


def copied_passkey(subject: tuple[str, UUID], by: Actor) -> list[Entry]:
    """A genuine answer of a passkey that has counted further already: there may be two of it."""
    return _raise("copied_passkey", subject, "", by)


def after_login(account: Account, *, failures: int, is_known_device: bool, by: Actor) -> list[Entry]:
    """A login that succeeded after many failures, or with a browser never seen; inside the login's transaction."""
    subject = ("account", account.id)
    notes: list[Entry] = []
    if failures >= MANY_FAILURES:
        notes += _raise("success_after_failures", subject, account.email, by, count=failures)
    if not is_known_device:
        # Another device on the same day is another one to tell about.
        device = f"{account.id}|{network_of(by.ip)}|{by.user_agent}"
        notes += _raise("new_device", subject, account.email, by, person_once=device)
    return notes


def device_mark(account_id: UUID) -> str:
    """What a browser keeps to be known again as one that this account has logged in with. It opens nothing."""
    return exact_token("login.seen", str(account_id)).hex()


def _raise(
    pattern: str, subject: Subject, email: str, by: Actor, *, person_once: str = "", support_once: str = "", **said: Any
) -> list[Entry]:
    """Tell the person and support, each once a day; gives what the trail notes: nothing when both know already.

    Support is told of what concerns an account here, or (`support_once`) a network.
    """
    account = Account.objects.filter(pk=subject[1] if subject else uuid4(), state=ACTIVE).first()
    about = str(subject[1]) if subject else str(email_token(email).hex())
    person_first = pacing.first_in(DAY, f"told.person.{pattern}", person_once or about)
    support_first = pacing.first_in(DAY, f"told.support.{pattern}", support_once or person_once or about)
    values = {"ip": by.ip or "–", "email": account.email if account else email, **said}
    if person_first:
        with transaction.atomic():
            _tell_person(pattern, account, values)
            if account is None:
                transaction.set_rollback(True)
    if support_first and _TOLD[pattern][1]:
        with transaction.atomic():
            [mails] = pacing.take(pacing.paced("told.support", "", pace.a_day(MOST_MAILS_TO_SUPPORT)))
            if mails.was_there:
                _tell_support(pattern, values)
            if account is None and not support_once:
                transaction.set_rollback(True)
    if not person_first and not support_first:
        return []
    return [Entry(events.SUSPICION, subject, {"pattern": pattern, "attempts": said.get("count")})]


def _tell_person(pattern: str, account: Account | None, values: dict[str, Any]) -> None:
    language = account.language if account else "en"
    what = say(_TOLD[pattern][0], language, timestamp=clock.now(), **_named(_TOLD[pattern][0], values))
    mail = mail_text.suspicion(outbox.sender(), language, what=what, hacked_url=outbox.address_of("account/hacked"))
    to = account.email if account else "nobody@example.be"
    outbox.queue("suspicion", to=to, language=language, mail=mail, account_id=account.id if account else None)


def _tell_support(pattern: str, values: dict[str, Any]) -> None:
    insurer = insurers.by_id(scope.current())
    if insurer is None:
        return
    language = insurer.default_language
    what = say(_TOLD[pattern][1], language, **_named(_TOLD[pattern][1], values))
    mail = mail_text.suspicion_for_support(
        outbox.sender(), language, what=what, journal_url=outbox.address_of("security/")
    )
    outbox.queue("suspicion-support", to=insurer.support_email, language=language, mail=mail)


def _named(sentence: str, values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if f"%({name})s" in sentence}


def _accounts(network: str) -> pacing.Paced:
    return pacing.paced("suspicion.accounts", network, pace.a_day(MANY_ACCOUNTS))
