"""For the machines that watch over us: does the process answer, and is everything there that it needs."""

from datetime import timedelta
from functools import cache

from django.db import Error as DatabaseProblem
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe
from procrastinate.contrib.django.models import ProcrastinateWorker

from accident_manager.foundation import clock
from accident_manager.web.access import public_page

# One-time codes and limits depend on the time: this process and the database must agree on it.
CLOCKS_DIFFER_BY = timedelta(seconds=10)
# A worker says every five seconds that it is alive.
WORKER_SILENT_AFTER = timedelta(seconds=60)


@public_page
@require_safe
def process(request: HttpRequest) -> JsonResponse:
    """200 while this process answers, whatever else is lost."""
    return JsonResponse({"status": "ok"})


@public_page
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """200 when the database answers, is migrated, has our time, and a worker lives; else 503 with what is missing."""
    missing = _missing()
    return JsonResponse({"status": "unready" if missing else "ok", "missing": missing}, status=503 if missing else 200)


def _missing() -> list[str]:
    try:
        return [
            *(
                ["migrations"]
                if _known_migrations() - MigrationRecorder(connection).applied_migrations().keys()
                else []
            ),
            *([] if _a_worker_lives() else ["worker"]),
            *([] if clocks_agree() else ["clock"]),
        ]
    except DatabaseProblem:
        return ["database"]


@cache
def _known_migrations() -> frozenset[tuple[str, str]]:
    """Those that this process was written for: (app, name)."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    return frozenset(loader.disk_migrations)


def _a_worker_lives() -> bool:
    since = clock.now() - WORKER_SILENT_AFTER
    return ProcrastinateWorker.objects.filter(last_heartbeat__gte=since).exists()


def clocks_agree() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return bool(abs(cursor.fetchone()[0] - clock.now()) <= CLOCKS_DIFFER_BY)
