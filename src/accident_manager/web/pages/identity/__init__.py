"""Logging in, logging out, the password, one's own account, and the questions and answers about it."""
