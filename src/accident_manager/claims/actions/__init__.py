"""Acts on files: one act, one function, one transaction: right, change, trail."""
