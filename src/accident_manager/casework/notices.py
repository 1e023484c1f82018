"""Mails about a file: to the declarer the state, never anything medical or of money; to the victim that a letter is there."""

from collections.abc import Mapping

from accident_manager.claims.models import Claim, Status
from accident_manager.claims.queries.reach import niss_token_of
from accident_manager.foundation.refusal import N_
from accident_manager.identity import outbox
from accident_manager.identity import queries as identity
from accident_manager.identity.queries import AccountInfo
from accident_manager.identity.rules.mail_text import Button, compose
from accident_manager.wording import say

# What a declarer reads when a file moves; "refusal proposed" is nobody's business outside.
_STATES: Mapping[str, str] = {
    Status.INFORMATION_REQUESTED: N_("The insurer has asked for more information before it decides."),
    Status.IN_DOUBT: N_("The insurer doubts whether this is an accident at work and goes on examining it."),
    Status.ACCEPTED: N_("The accident has been accepted as an accident at work."),
    Status.REFUSED: N_("The accident has not been accepted as an accident at work."),
    Status.ACCEPTANCE_PREPARED: N_("The insurer has sent you its advice. You, the authority, decide."),
    Status.REFUSAL_PREPARED: N_("The insurer has sent you its advice. You, the authority, decide."),
}


def tell_declarer(claim: Claim) -> None:
    """A mail to whoever sent the declaration, with the state as it is now, in the transaction of the act."""
    declaration = claim.declarations.order_by("-version").first()
    sentence = _STATES.get(claim.status)
    if declaration is None or sentence is None:
        return
    account = identity.account(declaration.sent_by)
    if account.state == "active":
        _mail(account, "claim.state", claim, sentence)


def tell_victim(claim: Claim) -> None:
    """A mail to the victim, if he has an account, that a letter stands ready. The letter itself is not mailed."""
    token = niss_token_of(claim)
    account = identity.account_of_person(token) if token else None
    if account and account.state == "active":
        _mail(account, "claim.letter", claim, N_("A letter about your accident is ready for you."))


def _mail(account: AccountInfo, kind: str, claim: Claim, sentence: str) -> None:
    language = account.language
    mail = compose(
        outbox.sender(), language,
        subject=say(N_("File %(number)s: news about the accident"), language, number=claim.number),
        paragraphs=[
            say(sentence, language),
            say(
                N_("File %(number)s, accident of %(day)s, employer %(employer)s."), language,
                number=claim.number, day=claim.accident_on, employer=claim.employer.name,
            ),
        ],
        button=Button(say(N_("Open the file"), language), outbox.address_of(f"claims/{claim.number}/")),
    )  # fmt: skip
    outbox.queue(kind, to=account.email, language=language, mail=mail, account_id=account.id)
