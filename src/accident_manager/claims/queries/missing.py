"""What a file still lacks before it can be decided and paid."""

from accident_manager.foundation.refusal import N_

CERTIFICATE, WAGE, POLICY = "certificate", "wage", "policy"

SENTENCES = {
    CERTIFICATE: N_("First-findings certificate"),
    WAGE: N_("Wages of the reference period"),
    POLICY: N_("A policy that covers the accident"),
}

# What a handler may ask for, as the letter and the mail name it.
REQUESTABLE = {
    CERTIFICATE: SENTENCES[CERTIFICATE],
    WAGE: SENTENCES[WAGE],
    "circumstances": N_("A more precise description of what happened"),
    "witness": N_("A written statement of each witness"),
    "police_report": N_("The number and the date of the police report"),
    "schedule": N_("The work schedule of the day of the accident"),
    "route": N_("The usual way to work and the way taken that day"),
}


def asked_sentence(code: str) -> str:
    """What an item of a request asks for, as a source sentence. KeyError for a code that is not among REQUESTABLE."""
    return REQUESTABLE[code]


def missing_codes(*, has_policy: bool, has_certificate: bool, has_wage: bool) -> tuple[str, ...]:
    """The codes of what is not there, in the order in which it is asked for."""
    here = ((CERTIFICATE, has_certificate), (WAGE, has_wage), (POLICY, has_policy))
    return tuple(code for code, is_here in here if not is_here)
