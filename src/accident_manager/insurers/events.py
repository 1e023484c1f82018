"""What can happen to the settings of an insurer. Fields and limits by their code, limits with their numbers."""

from accident_manager.audit.events import event
from accident_manager.foundation.refusal import N_

HELP_DESK_CHANGED = event(
    "insurer.help_desk_changed", N_("%(actor)s changed the help desk (%(field)s)."), values=("field",)
)
BRANDING_CHANGED = event(
    "insurer.branding_changed", N_("%(actor)s changed the branding (%(field)s)."), values=("field",)
)
LIMIT_CHANGED = event(
    "insurer.limit_changed",
    N_("%(actor)s changed a limit of the login (%(limit)s) from %(before)s to %(after)s."),
    values=("limit", "before", "after"),
)
