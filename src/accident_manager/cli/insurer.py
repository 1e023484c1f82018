"""./acm insurer: take insurers in, list them, give one new keys, let its people log in with Auth0."""

import argparse
import json
import signal
import sys
from threading import Event

from accident_manager.cli import insurer_auth0
from accident_manager.cli.chosen_insurer import one
from accident_manager.cli.django_ready import set_up


def configure(parser: argparse.ArgumentParser) -> None:
    words = parser.add_subparsers(dest="act", metavar="act", required=True)
    add = words.add_parser("add", help="a new insurer, with its keys")
    add.add_argument("code", help="first part of its addresses: small letters, digits, dashes")
    add.add_argument("--name", required=True)
    add.add_argument("--tagline", default="")
    add.add_argument("--colour", required=True, metavar="#RRGGBB")
    add.add_argument("--support-email", required=True, metavar="ADDRESS")
    add.add_argument("--support-phone", required=True, metavar="NUMBER")
    add.add_argument(
        "--language", default="fr", choices=("fr", "nl", "de", "en"), help="when nothing else says (default fr)"
    )
    add.add_argument(
        "--host", action="append", default=[], metavar="NAME", help="a host name of its own (more than once)"
    )
    add.add_argument("--json", action="store_true", help="report as JSON")
    every = words.add_parser("list", help="all insurers")
    every.add_argument("--json", action="store_true", help="report as JSON")
    tighten = words.add_parser("set", help="tighten the rules of its login; never looser than the house's own")
    tighten.add_argument("code")
    tighten.add_argument(
        "limits", nargs="+", metavar="LIMIT=NUMBER", help="such as failed_passwords=5; max_sessions= for no limit"
    )
    rotate = words.add_parser("rotate-keys", help="a new key for its personal data; stopped, it goes on where it was")
    rotate.add_argument("code")
    rotate.add_argument("--batch", type=int, default=500, metavar="ROWS", help="rows in a transaction (default 500)")
    rotate.add_argument("--json", action="store_true", help="report as JSON")
    insurer_auth0.configure(words.add_parser("auth0", help="its Auth0 tenant: set it, check it, go on without it"))


def run(options: argparse.Namespace) -> int:
    set_up()
    acts = {"add": _add, "list": _list, "set": _set, "rotate-keys": _rotate, "auth0": insurer_auth0.run}
    return acts[options.act](options)


def _add(options: argparse.Namespace) -> int:
    from accident_manager.insurers.actions import add_insurer

    added = add_insurer(
        code=options.code,
        name=options.name,
        tagline=options.tagline,
        brand_seed=options.colour,
        support_email=options.support_email,
        support_phone=options.support_phone,
        default_language=options.language,
        hosts=options.host,
    )
    said = {"code": added.code, "id": str(added.id)}
    sys.stdout.write(json.dumps(said) + "\n" if options.json else f"{added.code} is there: /{added.code}/\n")
    return 0


def _list(options: argparse.Namespace) -> int:
    from accident_manager.insurers.queries import all_insurers

    found = [
        {"code": i.code, "name": i.name, "id": str(i.id), "hosts": list(i.hosts), "colour": i.brand_seed}
        for i in all_insurers()
    ]
    if options.json:
        sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")
    else:
        sys.stdout.write("".join(f"{i['code']:<20} {i['name']}\n" for i in found))
    return 0


def _set(options: argparse.Namespace) -> int:
    """Exit 1 for a looser limit, 2 for one that there is not."""
    from accident_manager.foundation.actor import system
    from accident_manager.insurers import queries
    from accident_manager.insurers.actions import change_security
    from accident_manager.insurers.rules import settings
    from accident_manager.insurers.rules.limits import BOUNDS
    from accident_manager.storage import scope

    wanted = dict(limit.partition("=")[::2] for limit in options.limits)
    if unknown := wanted.keys() - BOUNDS.keys():
        sys.stderr.write(f"no such limit: {', '.join(sorted(unknown))}. There are: {', '.join(BOUNDS)}\n")
        return 2
    insurer = one(options.code)
    with scope.of(insurer.id):
        now = queries.settings_now()
        typed = {name: "" if value is None else str(value) for name, value in now.security.values.items()}
        passkeys = {"passkeys_allowed": "1" if now.security.passkeys_allowed else ""}
        security = settings.security({**typed, **passkeys, **wanted})
        change_security(security, by=system(insurer.id), seen=now.security_seen)
    sys.stdout.write("".join(f"{name} is {wanted[name] or 'without limit'}\n" for name in wanted))
    return 0


def _rotate(options: argparse.Namespace) -> int:
    """Exit 1 when it was stopped before the end."""
    from accident_manager.crypto.rotation import rotate

    asked_to_stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: asked_to_stop.set())
    outcome = rotate(one(options.code).id, batch=options.batch, stop=asked_to_stop.is_set)
    if options.json:
        kept = sorted(outcome.kept_key_ids)
        said = {
            "finished": outcome.finished,
            "resealed": outcome.resealed,
            "key_id": outcome.key_id,
            "kept_key_ids": kept,
        }
        sys.stdout.write(json.dumps(said) + "\n")
    elif outcome.finished:
        sys.stdout.write(f"Done: {outcome.resealed} values are sealed with the new key.\n")
    else:
        sys.stdout.write(f"Stopped after {outcome.resealed} values. The same command goes on from there.\n")
    return 0 if outcome.finished else 1
