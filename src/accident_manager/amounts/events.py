"""What happens to official notices. Values are names and numbers of the law, never of a person."""

from accident_manager.audit.events import event
from accident_manager.foundation.refusal import N_

NOTICE_ADDED = event(
    "amounts.notice_added",
    N_("%(actor)s added the official notice of %(parameter)s: %(value)s from %(valid_from)s."),
    values=("parameter", "value", "valid_from", "published_on", "confirmed"),
)
NOTICE_WITHDRAWN = event(
    "amounts.notice_withdrawn",
    N_("%(actor)s withdrew the official notice of %(parameter)s: %(value)s from %(valid_from)s."),
    values=("parameter", "value", "valid_from"),
)
