"""What a new day changes without anybody acting: last days that passed are noted, who decides is told what is due.

Everything here may run twice on a day: the second time finds it done.
"""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction

from accident_manager.audit import trail
from accident_manager.audit.models import Event
from accident_manager.casework.events import LAST_DAY_PASSED
from accident_manager.claims.models import Claim
from accident_manager.foundation import actor as actors
from accident_manager.foundation import clock, scope
from accident_manager.foundation.refusal import N_
from accident_manager.identity import outbox
from accident_manager.identity import queries as identity
from accident_manager.identity.models import Mail
from accident_manager.identity.queries import AccountInfo
from accident_manager.identity.rules.mail_text import Button, MailText, compose
from accident_manager.wording import form, say

# Files are called urgent from this many days before their last day on.
SOON_DAYS = 3
# A mail names so many files; the queue has the rest.
MOST_NAMED = 20
_BATCH = 500


def new_day() -> None:
    """Note the last days that passed and send the digests, for the insurer in scope."""
    note_passed_days()
    send_digests()


def note_passed_days() -> int:
    """Note in every undecided file whose last day is over that it is, once. How many were noted now."""
    today, noted = clock.today(), 0
    late = Claim.objects.filter(decided_on__isnull=True, decide_by__lt=today).order_by("id")
    ids = list(late.values_list("id", flat=True))
    for at in range(0, len(ids), _BATCH):
        with transaction.atomic():
            rows = list(
                Claim.objects.select_for_update(no_key=True).filter(
                    id__in=ids[at : at + _BATCH], decided_on__isnull=True
                )
            )
            known = set(
                Event.objects.filter(code=LAST_DAY_PASSED.code, subject_id__in=[row.id for row in rows]).values_list(
                    "subject_id", flat=True
                )
            )
            entries = [
                trail.Entry(LAST_DAY_PASSED, ("claim", row.id), {"number": row.number, "day": row.decide_by})
                for row in rows
                if row.id not in known
            ]
            if entries:
                trail.record_all(entries, actor=actors.system(scope.current()))
            noted += len(entries)
    return noted


def send_digests() -> int:
    """One mail a day to each handler and team lead: what is late or due within three days, and is his or nobody's."""
    today, sent = clock.today(), 0
    due = list(
        Claim.objects.filter(decided_on__isnull=True, decide_by__lte=today + timedelta(days=SOON_DAYS))
        .order_by("decide_by", "id")
        .only("id", "number", "decide_by", "handler")
    )
    kind = f"clock.digest.{today:%Y-%m-%d}"
    for account in identity.accounts_with_role("handler", "team_lead"):
        own = [claim for claim in due if claim.handler in (None, account.id)]
        if not own:
            continue
        with transaction.atomic():
            if Mail.objects.filter(kind=kind, account_id=account.id).exists():
                continue
            mail = _digest(account, own)
            outbox.queue(kind, to=account.email, language=account.language, mail=mail, account_id=account.id)
            sent += 1
    return sent


def _digest(account: AccountInfo, claims: list[Claim]) -> MailText:
    """Numbers of files and days only: a mail is read on the way."""
    language, today = account.language, clock.today()
    late = sum(claim.decide_by < today for claim in claims)
    named = "\n".join(_lines(claims[:MOST_NAMED], language))
    return compose(
        outbox.sender(),
        language,
        subject=say(N_("%(count)s files need a decision by %(day)s"), language, count=len(claims), day=_by(claims)),
        paragraphs=[
            say(N_("%(count)s files are past their last day to decide."), language, count=late)
            if late
            else say(N_("No file is past its last day to decide."), language),
            named,
        ],
        button=Button(say(N_("Open the queue"), language), outbox.address_of("claims/")),
    )


def _by(claims: Iterable[Claim]) -> object:
    return max(claim.decide_by for claim in claims)


def _lines(claims: Iterable[Claim], language: str) -> Iterable[str]:
    for claim in claims:
        day = form.long_day(claim.decide_by, language)
        yield say(N_("File %(number)s: last day %(day)s"), language, number=claim.number, day=day)
