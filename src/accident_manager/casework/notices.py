"""Mails about a file: to the declarer the state, never anything medical or of money; to the victim that a letter is
there.
"""

from collections.abc import Mapping

from accident_manager.claims.models import Claim, InformationRequest, Status
from accident_manager.claims.queries.reach import niss_token_of
from accident_manager.foundation.refusal import N_
from accident_manager.identity import outbox
from accident_manager.identity import queries as identity
from accident_manager.identity.queries import AccountInfo
from accident_manager.identity.rules.mail_text import Button, compose
from accident_manager.wording import say

PUBLIC = "public_1967"
# What a declarer reads when a file moves; "refusal proposed" is nobody's business outside.
_STATES: Mapping[str, str] = {
    Status.INFORMATION_REQUESTED: N_("The insurer has asked for more information before it decides."),
    Status.IN_DOUBT: N_("The insurer doubts whether this is an accident at work and goes on examining it."),
    Status.ACCEPTED: N_("The accident has been accepted as an accident at work."),
    Status.REFUSED: N_("The accident has not been accepted as an accident at work."),
}
_ADVISED = N_("The insurer has sent you its advice. You, the authority, decide.")
# The authority decides, and knows it before we do (R62).
_STATES_PUBLIC: Mapping[str, str] = {
    Status.INFORMATION_REQUESTED: N_("The insurer has asked for more information before it can advise you."),
    Status.IN_DOUBT: _ADVISED,
    Status.ACCEPTANCE_PREPARED: _ADVISED,
    Status.REFUSAL_PREPARED: _ADVISED,
    Status.ACCEPTED: N_(
        "Your decision is noted: you recognise the accident as an accident at work. Your letter to the victim stands in"
        " the file for you to sign and to send."
    ),
    Status.REFUSED: N_(
        "Your decision is noted: you do not recognise the accident as an accident at work. Your letter to the victim"
        " stands in the file for you to sign and to send."
    ),
}


def tell_declarer(claim: Claim) -> None:
    """A mail to whoever sent the declaration, with the state as it is now, in the transaction of the act."""
    sentence = (_STATES_PUBLIC if claim.scheme == PUBLIC else _STATES).get(claim.status)
    account = _sender(claim)
    if account and sentence:
        _mail(account, "claim.state", claim, say(sentence, account.language))


def tell_asked(request: InformationRequest) -> None:
    """A mail to whoever sent the declaration that something is asked of the employer; what, stands in the letter."""
    account = _sender(request.claim)
    if account:
        asked = N_(
            "The insurer needs information from you about this accident, by %(day)s. The letter in the file says which."
        )
        _mail(account, "claim.asked", request.claim, say(asked, account.language, day=request.answer_by))


def tell_victim(claim: Claim) -> None:
    """A mail to the victim, if he has an account, that a letter stands ready. The letter itself is not mailed."""
    token = niss_token_of(claim)
    account = identity.account_of_person(token) if token else None
    if account:
        _mail(
            account, "claim.letter", claim, say(N_("A letter about your accident is ready for you."), account.language)
        )


def _sender(claim: Claim) -> AccountInfo | None:
    """Who sent the declaration, as long as he may log in."""
    declaration = claim.declarations.order_by("-version").first()
    found = identity.accounts([declaration.sent_by]) if declaration else []
    return found[0] if found and found[0].state == "active" else None


def _mail(account: AccountInfo, kind: str, claim: Claim, news: str) -> None:
    language = account.language
    mail = compose(
        outbox.sender(), language,
        subject=say(N_("File %(number)s: news about the accident"), language, number=claim.number),
        paragraphs=[
            news,
            say(
                N_("File %(number)s, accident of %(day)s, employer %(employer)s."), language,
                number=claim.number, day=claim.accident_on, employer=claim.employer.name,
            ),
        ],
        button=Button(say(N_("Open the file"), language), outbox.address_of(f"claims/{claim.number}/")),
    )  # fmt: skip
    outbox.queue(kind, to=account.email, language=language, mail=mail, account_id=account.id)
