"""Accident Manager: workplace accidents declared, handled, decided and paid, each insurer behind its own door."""
