"""The commands of ./acm and what they are for. Exit 0: done, 1: refused, 2: used wrongly.

Each command is a module of `cli` with `configure(parser)` and `run(options) -> int`; it is imported when it is called,
so that a command starts no slower than what it needs.
"""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module

from accident_manager.foundation.refusal import Refusal
from accident_manager.wording import say

DONE, REFUSED, MISUSED = 0, 1, 2

# name: (module, one line for --help)
COMMANDS = {
    "demo": ("demo", "start everything with an invented world, on this machine"),
    "test": ("test", "run the tests (arguments are pytest's)"),
    "check": ("check", "format, lint, types, import contracts, migrations, translations, templates"),
    "serve": ("serve", "serve the application"),
    "worker": ("worker", "do the waiting jobs, and those of the clock"),
    "migrate": ("migrate", "bring the database to the present form"),
    "insurer": ("insurer", "add or list insurers, rotate their keys, set and check Auth0"),
    "user": ("user", "invite, import, list, block users; reset a second factor, end sessions"),
    "audit": ("audit", "verify the trail"),
    "law": ("law", "evaluate and check rules of the law"),
    "bench": ("bench", "measure"),
    "lock": ("lock", "resolve the dependencies anew and write requirements/"),
}


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="./acm", description="Accident Manager")
    words = parser.add_subparsers(dest="command", metavar="command", required=True)
    for name, (_, purpose) in COMMANDS.items():
        words.add_parser(name, help=purpose, add_help=False)
    chosen, rest = parser.parse_known_args(arguments[:1])[0].command, list(arguments[1:])
    module = import_module(f"accident_manager.cli.{COMMANDS[chosen][0]}")
    own = argparse.ArgumentParser(prog=f"./acm {chosen}", description=COMMANDS[chosen][1].capitalize() + ".")
    if getattr(module, "PASSES_ON", False):
        return module.run_with(rest)
    module.configure(own)
    try:
        return module.run(own.parse_args(rest))
    except Refusal as refusal:
        sys.stderr.write(f"{say(refusal, 'en')} ({refusal.code})\n")
        return REFUSED
    except Exception as problem:
        if not _is_a_wrong_setting(problem):
            raise
        sys.stderr.write(f"{problem} (settings)\n")
        return REFUSED


def _is_a_wrong_setting(problem: Exception) -> bool:
    from django.core.exceptions import ImproperlyConfigured

    return isinstance(problem, ImproperlyConfigured)
