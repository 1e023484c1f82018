"""Facts in, answer out: when a help desk is open."""
