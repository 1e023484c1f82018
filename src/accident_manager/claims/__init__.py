"""Accidents: drafts, declarations, files, decisions, incapacity, benefits and documents."""
