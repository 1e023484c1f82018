"""./acm user: what the operator does to accounts on behalf of an insurer's support."""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from accident_manager.cli.chosen_insurer import one
from accident_manager.cli.django_ready import set_up
from accident_manager.foundation.refusal import N_, NotFound, Refusal
from accident_manager.identity.rules.desk import BLOCK_REASONS, EVIDENCE, UNBLOCK_REASONS

DONE, REFUSED = 0, 1


class NoSuchAccount(NotFound):
    code = "identity.account.unknown"
    sentence = N_("There is no account with this e-mail address.")


class NoSuchFile(Refusal):
    code = "identity.import.no-file"
    sentence = N_("This file cannot be opened.")


def configure(parser: argparse.ArgumentParser) -> None:
    words = parser.add_subparsers(dest="act", metavar="act", required=True)
    invite = words.add_parser("invite", help="a new account; its owner gets a mail to set a password")
    _whom(invite)
    invite.add_argument("--first-name", required=True)
    invite.add_argument("--last-name", required=True)
    invite.add_argument("--language", default="fr", choices=("fr", "nl", "de", "en"))
    invite.add_argument("--role", action="append", required=True, help="for example handler (more than once)")
    invite.add_argument(
        "--employer", action="append", default=[], metavar="NUMBER", help="enterprise number, for roles at one"
    )
    several = words.add_parser(
        "import", help="accounts and roles from a CSV file; shows what would happen, and does it with --yes"
    )
    several.add_argument("file", type=Path, help="columns: email, first name, last name, language, role, employer, …")
    several.add_argument("--yes", action="store_true", help="do it; without this nothing is changed")
    _where(several)
    listed = words.add_parser("list", help="the accounts, the newest first")
    listed.add_argument("--state", choices=("active", "never", "blocked"), help="only those in this state")
    listed.add_argument("--role", help="only those that hold this role today")
    _where(listed)
    block = words.add_parser("block", help="end all its sessions and devices, and let nobody in")
    _whom(block)
    block.add_argument("--reason", default="asked", choices=tuple(BLOCK_REASONS), help="asked, when not said")
    unblock = words.add_parser("unblock", help="let its owner log in again")
    _whom(unblock)
    unblock.add_argument(
        "--failed-attempts", action="store_true", help="lift what failed attempts block, from any network address"
    )
    unblock.add_argument("--reason", default="mistake", choices=tuple(UNBLOCK_REASONS), help="mistake, when not said")
    reset = words.add_parser("reset-second-factor", help="its owner enrols an authenticator anew at the next login")
    _whom(reset)
    reset.add_argument("--evidence", required=True, choices=tuple(EVIDENCE), help="how you made sure of who asks")
    reset.add_argument("--reference", default="", help="the number under which the proof is kept; no names")
    ended = words.add_parser("end-sessions", help="end all its sessions and remembered devices, or everybody’s")
    whose = ended.add_mutually_exclusive_group(required=True)
    whose.add_argument("email", nargs="?")
    whose.add_argument("--everybody", action="store_true", help="of every account of the insurer")
    _where(ended)


def _whom(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("email")
    _where(parser)


def _where(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--insurer", required=True, metavar="CODE")
    parser.add_argument("--json", action="store_true", help="report as JSON")


def run(options: argparse.Namespace) -> int:
    set_up()
    from accident_manager.foundation.actor import system
    from accident_manager.storage import scope

    insurer = one(options.insurer)
    by = system(insurer.id, "operator")
    with scope.of(insurer.id):
        if options.act == "import":
            return _import(options, by)
        if options.act == "list":
            return _list(options)
        if options.act == "end-sessions" and options.everybody:
            return _end_all_sessions(options, by)
        acts = {
            "invite": _invite, "block": _block, "unblock": _unblock, "reset-second-factor": _reset,
            "end-sessions": _end_sessions,
        }  # fmt: skip
        account = acts[options.act](options, by)
    said = {"id": str(account.id), "insurer": insurer.code, "roles": list(account.roles), "state": account.state}
    _say(options, said, f"Done: account {account.id}.")
    return DONE


def _invite(options: argparse.Namespace, by: Any) -> Any:
    from accident_manager.casework.accounts import make, role_grant
    from accident_manager.identity import queries
    from accident_manager.identity.rules.permissions import EMPLOYER_ROLES

    grants = [
        role_grant(role, employer_number=number, by=by)
        for role in options.role
        for number in (options.employer if role in EMPLOYER_ROLES and options.employer else [""])
    ]
    made = make(
        email=options.email, first_name=options.first_name, last_name=options.last_name, language=options.language,
        roles=grants, by=by,
    )  # fmt: skip
    return queries.account(made)


def _import(options: argparse.Namespace, by: Any) -> int:
    """Exit 1 when a row is refused; the other rows are done all the same."""
    from django.db import transaction

    from accident_manager.casework import accounts
    from accident_manager.identity.actions import imports

    try:
        content = options.file.read_bytes()
    except OSError as problem:
        raise NoSuchFile(field="file") from problem
    judged = accounts.judge(content, by)
    refused = [
        {"line": row.row.number, "code": row.refusal.code, "field": row.refusal.field, "message": str(row.refusal)}
        for row in judged
        if row.refusal is not None
    ]
    if options.yes:
        outcome = accounts.carry_out(judged, by)
        with transaction.atomic():
            imports.imported(outcome, by)
        said: dict[str, Any] = {"done": True, **outcome}
    else:
        said = {"done": False, **accounts.count(judged)}
    figures = ", ".join(f"{name} {number}" for name, number in said.items() if name != "done")
    words = [f"{'Done' if options.yes else 'Nothing changed yet (--yes does it)'}: {figures}."]
    words += [f"line {row['line']}: {row['message']}" for row in refused]
    _say(options, {**said, "refused_rows": refused}, "\n".join(words))
    return REFUSED if refused else DONE


def _list(options: argparse.Namespace) -> int:
    for account in _listed(options):
        said = {
            "id": str(account.id), "state": account.state, "roles": sorted({role.role for role in account.roles}),
            "language": account.language, "invited_at": account.invited_at and account.invited_at.isoformat(),
            "second_factor": account.has_factor, "email": account.email, "name": account.name,
        }  # fmt: skip
        words = f"{account.id}  {account.state:7}  {account.email}  {account.name}  {','.join(said['roles'])}"
        _say(options, said, words)
    return DONE


def _listed(options: argparse.Namespace) -> Iterator[Any]:
    from accident_manager.identity import directory
    from accident_manager.identity.directory import Wanted

    yield from (
        account
        for account in directory.everybody(Wanted(role=options.role or ""))
        if options.state in (None, account.state)
    )


def _block(options: argparse.Namespace, by: Any) -> Any:
    from accident_manager.identity.doors import door

    door().block(_account(options.email).id, by, reason=options.reason)
    return _account(options.email)


def _unblock(options: argparse.Namespace, by: Any) -> Any:
    from accident_manager.identity.doors import door

    account = _account(options.email)
    door().unblock(account.id, by, reason=options.reason)
    if options.failed_attempts:
        door().release_failed_attempts(account.id, by)
    return _account(options.email)


def _reset(options: argparse.Namespace, by: Any) -> Any:
    from accident_manager.identity.doors import door

    account = _account(options.email)
    door().reset_factors(account.id, evidence=options.evidence, reference=options.reference, by=by)
    return account


def _end_sessions(options: argparse.Namespace, by: Any) -> Any:
    from accident_manager.identity.doors import door

    account = _account(options.email)
    door().end_sessions(account.id, by)
    return account


def _end_all_sessions(options: argparse.Namespace, by: Any) -> int:
    from accident_manager.identity.actions.accounts import end_all_sessions

    ended = end_all_sessions(by)
    said = {"sessions": ended.sessions, "devices": ended.devices}
    _say(options, said, f"Done: {ended.sessions} sessions and {ended.devices} remembered devices have ended.")
    return DONE


def _account(email: str) -> Any:
    from accident_manager.identity.queries import by_email

    found = by_email(email)
    if found is None:
        raise NoSuchAccount(field="email")
    return found


def _say(options: argparse.Namespace, said: dict[str, Any], words: str) -> None:
    sys.stdout.write((json.dumps(said) if options.json else words) + "\n")
