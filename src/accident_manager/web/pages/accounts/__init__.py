"""The accounts of the insurer, for its support and administrators: found, made, imported, looked after."""
