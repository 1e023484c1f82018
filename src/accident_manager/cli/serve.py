"""./acm serve: the application, on granian."""

import argparse
import os
import sys

from accident_manager.cli.django_ready import set_up


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=1, help="processes (default 1)")


def run(options: argparse.Namespace) -> int:
    set_up()
    from django.conf import settings
    from django.core.management import call_command

    from accident_manager.cli.start_up import refuse_if_unfit

    refuse_if_unfit()
    if settings.STATIC_ROOT:
        call_command("collectstatic", interactive=False, verbosity=0)
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--http", "1"]
    command += ["--host", options.host, "--port", str(options.port), "--workers", str(options.workers)]
    command += ["--blocking-threads", "8", "--backpressure", "64", "--log-level", "warning", "--no-access-log"]
    command += ["accident_manager.config.wsgi:application"]
    os.execv(sys.executable, command)
    return 0
