"""Asking for work that is done later, in the transaction that needs it: undone with it, and never before it."""

from procrastinate.contrib.django import app


def later(task: str, *, queue: str, **ids: object) -> None:
    """Defer a task of `jobs` by its name; its arguments are ids only, never personal data."""
    app.configure_task(task, queue=queue).defer(**{name: str(value) for name, value in ids.items()})
