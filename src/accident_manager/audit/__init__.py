"""What happened and who looked: append-only, chained by hash per insurer, in the same transaction.

`events` is the register of what can happen, `trail` writes, `queries` read, `verify` finds the first row that is not as
written. An event holds ids, codes, dates and numbers, never personal data; from where it came is sealed.
"""
