"""An insurer's own Auth0 tenant, as this application speaks to it: no pages.

`tenant` says which and how, `management` are the calls of the Management API, `logs` copies the tenant's log into the
trail, `check` says what is right and what to change, `subjects` knows who an account is there.
"""
