"""Declaring an accident: choosing the employer, a page a subject, checking, sending, the receipt."""
