"""./acm user: what the operator does to accounts on behalf of an insurer's support."""

import argparse
import json
import sys
from typing import Any

from accident_manager.cli.chosen_insurer import one
from accident_manager.cli.django_ready import set_up
from accident_manager.foundation.refusal import N_, NotFound

# How the operator made sure of who asks.
EVIDENCE = ("called-back", "second-person", "in-person")


class NoSuchAccount(NotFound):
    code = "identity.account.unknown"
    sentence = N_("There is no account with this e-mail address.")


class NoSuchEmployer(NotFound):
    code = "policies.employer-unknown"
    sentence = N_("There is no employer with this enterprise number.")


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
    block = words.add_parser("block", help="end all its sessions and devices, and let nobody in")
    _whom(block)
    reset = words.add_parser("reset-second-factor", help="its owner enrols an authenticator anew at the next login")
    _whom(reset)
    reset.add_argument("--evidence", required=True, choices=EVIDENCE, help="how you made sure of who asks")


def _whom(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("email")
    parser.add_argument("--insurer", required=True, metavar="CODE")
    parser.add_argument("--json", action="store_true", help="report as JSON")


def run(options: argparse.Namespace) -> int:
    set_up()
    from accident_manager.foundation.actor import system
    from accident_manager.storage import scope

    insurer = one(options.insurer)
    acts = {"invite": _invite, "block": _block, "reset-second-factor": _reset}
    with scope.of(insurer.id):
        account = acts[options.act](options, system(insurer.id, "operator"))
    said = {"id": str(account.id), "insurer": insurer.code, "roles": list(account.roles), "state": account.state}
    sys.stdout.write(json.dumps(said) + "\n" if options.json else f"Done: account {account.id}.\n")
    return 0


def _invite(options: argparse.Namespace, by: Any) -> Any:
    from accident_manager.foundation.identifiers import parse_enterprise_number
    from accident_manager.identity.actions.accounts import RoleGrant, create_account
    from accident_manager.identity.actions.passwords import send_activation
    from accident_manager.identity.rules.permissions import EMPLOYER_ROLES
    from accident_manager.policies.queries import employer_by_number

    employers = []
    for number in options.employer:
        employer = employer_by_number(parse_enterprise_number(number))
        if employer is None:
            raise NoSuchEmployer(field="employer")
        employers.append(employer.id)
    grants = [
        RoleGrant(role, employer_id=place)
        for role in options.role
        for place in (employers if role in EMPLOYER_ROLES and employers else [None])
    ]
    account = create_account(
        email=options.email, first_name=options.first_name, last_name=options.last_name, language=options.language,
        roles=grants, by=by,
    )  # fmt: skip
    send_activation(account.id, by)
    return account


def _block(options: argparse.Namespace, by: Any) -> Any:
    from accident_manager.identity import queries
    from accident_manager.identity.actions.accounts import block

    block(_account(options.email).id, by)
    return queries.account(_account(options.email).id)


def _reset(options: argparse.Namespace, by: Any) -> Any:
    from accident_manager.identity.actions.accounts import reset_second_factor

    account = _account(options.email)
    reset_second_factor(account.id, evidence=options.evidence, by=by)
    return account


def _account(email: str) -> Any:
    from accident_manager.identity.queries import by_email

    found = by_email(email)
    if found is None:
        raise NoSuchAccount(field="email")
    return found
