"""Words for the codes of a file."""

from collections.abc import Mapping

from accident_manager.foundation.refusal import N_

STATUS_TONES: Mapping[str, str] = {
    "received": "info",
    "information_requested": "warn",
    "in_doubt": "warn",
    "refusal_proposed": "warn",
    "acceptance_prepared": "info",
    "refusal_prepared": "info",
    "accepted": "ok",
    "refused": "stop",
}
DOCUMENTS: Mapping[str, str] = {
    "certificate": N_("Medical certificate"),
    "attachment": N_("Attachment"),
    "declaration": N_("Declaration and receipt"),
    "receipt": N_("Receipt"),
    "letter": N_("Letter"),
}
LETTERS: Mapping[str, str] = {
    "declaration_copy": N_("Copy of the declaration"),
    "information": N_("Request for information"),
    "accepted": N_("Acceptance"),
    "doubt": N_("Doubt"),
    "refused": N_("Refusal"),
    "advice": N_("Advice to the authority"),
}
RECEIVERS: Mapping[str, str] = {
    "victim": N_("Victim"),
    "employer": N_("Employer"),
    "authority": N_("Authority"),
    "fedris": N_("Fedris (federal agency)"),
    "fund": N_("Health insurance fund"),
}
# words and tone
LETTER_STATES: Mapping[str, tuple[str, str]] = {
    "due": (N_("Being made"), "info"),
    "made": (N_("Ready to go out"), "warn"),
    "sent": (N_("Went out"), "ok"),
}
LAWS_SHORT: Mapping[str, str] = {
    "private_1971": N_("Private sector"),
    "public_1967": N_("Public sector"),
}
