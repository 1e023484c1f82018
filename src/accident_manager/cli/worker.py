"""./acm worker: mails, papers and the clock's work, until it is told to stop."""

import argparse
import asyncio

from accident_manager.cli.django_ready import set_up


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--once", action="store_true", help="end when no job is waiting")
    parser.add_argument(
        "--heartbeat", type=float, default=5.0, metavar="SECONDS", help="between signs of life (default 5)"
    )
    parser.add_argument(
        "--silent-after", type=float, default=20.0, metavar="SECONDS",
        help="without a sign of life, the jobs of a worker begin again elsewhere (default 20)",
    )  # fmt: skip


def run(options: argparse.Namespace) -> int:
    set_up()
    from accident_manager.cli.start_up import refuse_if_unfit
    from accident_manager.jobs.worker import work

    refuse_if_unfit()
    asyncio.run(work(once=options.once, heartbeat=options.heartbeat, silent_after=options.silent_after))
    return 0
