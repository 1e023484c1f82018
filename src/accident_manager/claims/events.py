"""What happens to drafts and files, and who looked. Values are ids, codes, dates and numbers: never who it is about."""

from accident_manager.audit.events import event
from accident_manager.foundation.refusal import N_

DRAFT_STARTED = event(
    "draft.started", N_("%(actor)s started a declaration."), values=("draft_id", "employer_id", "scheme")
)
DRAFT_SAVED = event(
    "draft.saved", N_("%(actor)s saved answers of the declaration."), values=("draft_id", "version", "step", "fields")
)
DRAFT_DISCARDED = event("draft.discarded", N_("%(actor)s discarded the draft declaration."), values=("draft_id",))
DRAFT_OPENED = event("draft.opened", N_("%(actor)s opened the draft declaration."), values=("draft_id",))
DOCUMENT_ADDED = event(
    "document.added", N_("%(actor)s added a document."), values=("document_id", "kind", "size", "sha256")
)
DOCUMENT_REMOVED = event(
    "document.removed", N_("%(actor)s removed a document."), values=("document_id", "kind", "sha256")
)
DOCUMENT_OPENED = event("document.opened", N_("%(actor)s opened a document."), values=("document_id", "kind"))
DOCUMENT_MADE = event(
    "document.made", N_("A document was made for the file."), values=("document_id", "kind", "language", "sha256")
)
CLAIM_DECLARED = event(
    "claim.declared",
    N_("%(actor)s sent the declaration; file %(number)s was opened."),
    values=("number", "scheme", "content_hash", "draft_id", "days_late"),
)
CLAIM_OPENED = event("claim.opened", N_("%(actor)s opened the file."), values=("number",))
CLAIMS_SEARCHED = event(
    "claims.searched", N_("%(actor)s searched the files and found %(found)s."), values=("kind", "found")
)
RECEIPT_OPENED = event(
    "claim.receipt_opened", N_("%(actor)s opened the receipt of the declaration."), values=("number",)
)
NATIONAL_NUMBER_SHOWN = event(
    "claim.national_number_shown", N_("%(actor)s had the whole national number shown."), values=("number",)
)
CLAIM_ACCEPTED = event("claim.accepted", N_("%(actor)s accepted the accident."), values=("number",))
CLAIM_DOUBTED = event("claim.doubted", N_("%(actor)s recorded doubt."), values=("number",))
CLAIM_REFUSED = event("claim.refused", N_("%(actor)s confirmed the refusal."), values=("number", "decision_id"))
REFUSAL_PROPOSED = event(
    "claim.refusal_proposed", N_("%(actor)s proposed a refusal."), values=("number", "decision_id")
)
REFUSAL_RETURNED = event(
    "claim.refusal_returned", N_("%(actor)s gave the proposed refusal back."), values=("number", "decision_id")
)
ACCEPTANCE_PREPARED = event(
    "claim.acceptance_prepared", N_("%(actor)s prepared an acceptance for the authority."), values=("number",)
)
REFUSAL_PREPARED = event(
    "claim.refusal_prepared",
    N_("%(actor)s confirmed the refusal that is advised to the authority."),
    values=("number", "decision_id"),
)
AUTHORITY_ACCEPTED = event(
    "claim.authority_accepted",
    N_("%(actor)s noted that the authority accepted the accident."),
    values=("number", "day"),
)
AUTHORITY_REFUSED = event(
    "claim.authority_refused", N_("%(actor)s noted that the authority refused the accident."), values=("number", "day")
)
INFORMATION_REQUESTED = event(
    "claim.information_requested", N_("%(actor)s asked for information."), values=("number", "asked_of")
)
WAGE_ENTERED = event("claim.wage_entered", N_("%(actor)s entered the base wage."), values=("number",))
INCAPACITY_ENTERED = event(
    "claim.incapacity_entered", N_("%(actor)s entered a period of incapacity."), values=("number", "days")
)
INCAPACITY_REMOVED = event(
    "claim.incapacity_removed", N_("%(actor)s removed a period of incapacity."), values=("number",)
)
ALLOWANCE_CALCULATED = event("claim.allowance_calculated", N_("The allowance was calculated anew."), values=("number",))
LETTER_MADE = event("letter.made", N_("A letter was made."), values=("letter_id", "kind", "receiver", "language"))
LETTER_SENT = event("letter.sent", N_("%(actor)s noted that the letter went out."), values=("letter_id",))
MONEY_OPENED = event("claim.money_opened", N_("%(actor)s opened the benefits of the file."), values=("number",))
