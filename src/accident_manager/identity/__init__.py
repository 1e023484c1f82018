"""Accounts of one insurer, how they log in, and what each may do.

Nobody has a session without a password and a second factor, a one-time code works once ever, and the same address at
two insurers is two accounts. Mails of every room leave by `outbox`, in the transaction that asks for them.
"""
