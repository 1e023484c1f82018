"""The security journal of the insurer: logins, factors, sessions, accounts and settings. Never a file's events."""
