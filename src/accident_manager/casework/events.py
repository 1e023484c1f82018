"""What the clock notes in files. Values are numbers and days only."""

from accident_manager.audit.events import event
from accident_manager.foundation.refusal import N_

LAST_DAY_PASSED = event(
    "claim.last_day_passed", N_("The last day to decide passed without a decision."), values=("number", "day")
)
