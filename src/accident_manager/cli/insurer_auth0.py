"""./acm insurer auth0: an insurer's Auth0 tenant, set, shown, checked, and left aside in an emergency."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from accident_manager.cli.chosen_insurer import one
from accident_manager.foundation.refusal import N_, Refusal
from accident_manager.identity.rules.auth0 import LABELS, SECRETS

if TYPE_CHECKING:
    from accident_manager.identity.auth0.tenant import Tenant

DONE, REFUSED, MISUSED = 0, 1, 2


class NoSuchSecretFile(Refusal):
    code = "auth0.no-secret-file"
    sentence = N_("The file %(name)s cannot be read.")


def configure(parser: argparse.ArgumentParser) -> None:
    words = parser.add_subparsers(dest="auth0_act", metavar="act", required=True)
    settle = words.add_parser(
        "set", help="set what is named and leave the rest", description=f"Settings: {', '.join(LABELS)}."
    )
    settle.add_argument("code")
    settle.add_argument(
        "values",
        nargs="+",
        metavar="NAME=VALUE",
        help="such as domain=example.eu.auth0.com or active=yes; a secret is read from a file: client_secret=@FILE "
        "(@- for standard input), so that it is in no list of processes",
    )
    settle.add_argument("--json", action="store_true", help="report as JSON")
    show = words.add_parser("show", help="what is set; of a secret only whether it is there")
    show.add_argument("code")
    show.add_argument("--json", action="store_true", help="report as JSON")
    look = words.add_parser("check", help="what is right in Auth0, and what to change; exit 1 when there is something")
    look.add_argument("code")
    look.add_argument("--language", default="en", choices=("fr", "nl", "de", "en"))
    look.add_argument("--json", action="store_true", help="report as JSON")
    switch = words.add_parser(
        "emergency", help="on: people log in without Auth0 for the time being; off: with it again"
    )
    switch.add_argument("position", choices=("on", "off"))
    switch.add_argument("code")


def run(options: argparse.Namespace) -> int:
    from accident_manager.storage import scope

    insurer = one(options.code)
    acts = {"set": _set, "show": _show, "check": _check, "emergency": _emergency}
    with scope.of(insurer.id):
        return acts[options.auth0_act](options, insurer)


def _set(options: argparse.Namespace, insurer: Any) -> int:
    """Exit 1 for a value that cannot be, 2 for a setting that there is not, or a secret on the command line."""
    from accident_manager.foundation.actor import system
    from accident_manager.identity.actions.tenant import set_tenant
    from accident_manager.identity.rules.auth0 import InvalidTenant
    from accident_manager.wording import say

    typed = dict(value.partition("=")[::2] for value in options.values)
    if unknown := typed.keys() - LABELS.keys():
        sys.stderr.write(f"no such setting: {', '.join(sorted(unknown))}. There are: {', '.join(LABELS)}\n")
        return MISUSED
    if spoken := sorted(name for name in typed.keys() & SECRETS if not typed[name].startswith("@")):
        sys.stderr.write(f"{', '.join(spoken)}: write the secret to a file and name it as {spoken[0]}=@FILE\n")
        return MISUSED
    typed.update({name: _secret(typed[name][1:]) for name in typed.keys() & SECRETS})
    try:
        tenant = set_tenant(typed, by=system(insurer.id, "operator"))
    except InvalidTenant as refusal:
        for name, wrong in refusal.errors.items():
            sys.stderr.write(f"{name}: {say(wrong, 'en')}\n")
        return REFUSED
    _say(tenant, as_json=options.json)
    return DONE


def _show(options: argparse.Namespace, insurer: Any) -> int:
    from accident_manager.identity.auth0.tenant import required

    _say(required(), as_json=options.json)
    return DONE


def _check(options: argparse.Namespace, insurer: Any) -> int:
    from accident_manager.identity.auth0 import check
    from accident_manager.identity.auth0.tenant import required
    from accident_manager.wording import say

    findings = check.check(required(), insurer)
    language = options.language
    rows = [
        {
            "code": finding.code,
            "state": finding.state,
            "what": say(finding.what, language),
            "advice": say(finding.advice, language) if finding.advice else "",
        }
        for finding in findings
    ]
    right = check.is_right(findings)
    if options.json:
        sys.stdout.write(json.dumps({"insurer": insurer.code, "ok": right, "checks": rows}, ensure_ascii=False) + "\n")
        return DONE if right else REFUSED
    for row in rows:
        state = say(check.STATES[row["state"]], language)
        sys.stdout.write(f"{state:<14} {row['what']}\n")
        if row["advice"]:
            sys.stdout.write(f"{'':<14} → {row['advice']}\n")
    return DONE if right else REFUSED


def _emergency(options: argparse.Namespace, insurer: Any) -> int:
    from accident_manager.foundation.actor import system
    from accident_manager.identity.actions.tenant import set_emergency

    set_emergency(options.position == "on", by=system(insurer.id, "operator"))
    without = "without Auth0 for the time being" if options.position == "on" else "with Auth0"
    sys.stdout.write(f"The people of {insurer.code} log in {without}.\n")
    return DONE


def _secret(file: str) -> str:
    try:
        return (sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")).strip()
    except (OSError, ValueError) as problem:
        raise NoSuchSecretFile(name=file) from problem


def _say(tenant: "Tenant", *, as_json: bool) -> None:
    shown = {
        name: bool(getattr(tenant, name)) if name in SECRETS else getattr(tenant, name) for name in LABELS
    } | {"emergency_embedded": tenant.emergency_embedded}  # fmt: skip
    if as_json:
        sys.stdout.write(json.dumps(shown) + "\n")
    else:
        sys.stdout.write("".join(f"{name:<26} {_plain(name, value)}\n" for name, value in shown.items()))


def _plain(name: str, value: Any) -> str:
    if name in SECRETS:
        return "is set" if value else "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value) or "–"
