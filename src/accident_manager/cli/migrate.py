"""./acm migrate: as the owner role, then the application role is given what it may do and no more."""

import argparse

from django.db import connection

from accident_manager.cli.django_ready import set_up
from accident_manager.cli.postgres import APP


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--plan", action="store_true", help="only show what would be done")


def run(options: argparse.Namespace) -> int:
    set_up(as_owner=True)
    from django.core.management import call_command

    if options.plan:
        call_command("migrate", plan=True)
        return 0
    with connection.cursor() as cursor:
        _grant_future(cursor)
    call_command("migrate", interactive=False, verbosity=0)
    return 0


def _grant_future(cursor) -> None:  # type: ignore[no-untyped-def]
    """Tables made from now on are the application's to use; what it may not, a migration takes back."""
    cursor.execute(f"GRANT USAGE ON SCHEMA public TO {APP}")
    cursor.execute(f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {APP}")
    cursor.execute(f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {APP}")
    cursor.execute(f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT EXECUTE ON FUNCTIONS TO {APP}")
