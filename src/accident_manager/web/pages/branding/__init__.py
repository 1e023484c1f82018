"""The insurer's colour as a style sheet."""
