"""Accident files: the queue, the file and its parts, deciding."""
