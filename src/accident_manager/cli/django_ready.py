"""Django for commands: set up once, as the application or as the owner who migrates."""

import os

import django


def set_up(*, as_owner: bool = False) -> None:
    """Load settings and apps. `as_owner` connects with ACM_OWNER_DATABASE_URL, which may change tables."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "accident_manager.config.settings")
    if as_owner:
        os.environ["DATABASE_URL"] = os.environ.get("ACM_OWNER_DATABASE_URL", os.environ.get("DATABASE_URL", ""))
        os.environ["ACM_NO_POOL"] = "1"
    django.setup()
