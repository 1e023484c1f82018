"""The door for newcomers: two invented insurers, their cast and a mailbox. Not installed when ACM_DEMO is off."""
