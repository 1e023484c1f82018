"""Words, values and drawings for templates."""
