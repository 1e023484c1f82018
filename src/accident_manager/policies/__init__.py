"""Employers, their establishment units and policies: which policy covers an accident on a day."""
