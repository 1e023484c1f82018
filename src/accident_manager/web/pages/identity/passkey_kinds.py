"""What the kinds of passkeys are called, in the words of the login screens."""

from accident_manager.foundation.refusal import N_
from accident_manager.identity.rules.passkeys import PLATFORM, ROAMING

KINDS = {PLATFORM: N_("Fingerprint or Face Recognition"), ROAMING: N_("Security Key")}
