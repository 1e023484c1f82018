"""Journeys that go through several rooms, one file each."""
