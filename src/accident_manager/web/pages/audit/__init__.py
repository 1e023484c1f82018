"""The journal: what happened at the insurer, and who looked."""
