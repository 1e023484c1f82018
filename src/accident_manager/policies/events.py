"""What happens to employers and policies."""

from accident_manager.audit.events import event
from accident_manager.foundation.refusal import N_

EMPLOYER_ADDED = event("employer.added", N_("%(actor)s added the employer."), values=("employer_id",))
UNIT_ADDED = event("employer.unit_added", N_("%(actor)s added an establishment unit."), values=("unit_id",))
POLICY_ADDED = event(
    "policy.added", N_("%(actor)s added a policy that covers from %(starts_on)s."), values=("policy_id", "starts_on")
)
