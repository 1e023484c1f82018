"""Words that several pages of the declaration share."""

from collections.abc import Mapping

from accident_manager.foundation.refusal import N_

LAWS: Mapping[str, str] = {
    "private_1971": N_("Private sector (law of 10 April 1971)"),
    "public_1967": N_("Public sector (law of 3 July 1967)"),
}
# state of a step: (words, tone, icon) of its badge
STATES: Mapping[str, tuple[str, str, str]] = {
    "done": (N_("Done"), "ok", ""),
    "half": (N_("Under way"), "info", "half"),
    "todo": (N_("Still to do"), "", "todo"),
    "optional": (N_("Not mandatory"), "", "todo"),
}
