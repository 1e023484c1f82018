"""The insurers: their doors, names, colours, languages, help desks and settings. No personal data."""
