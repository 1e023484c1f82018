"""What every room stands on and no framework knows: money, periods, days, identifiers, answers with their reasons.

Pure Python. Nothing here imports Django, reads a setting or touches a database. The clock is read in `clock` only.
"""
