"""Whether a password is known from a leak elsewhere: one question, whatever answers it.

A list is on disk always: the one that comes with the product, or a larger one (ACM_BREACHED_PASSWORDS_FILE). Where a
range service is configured (ACM_BREACHED_PASSWORDS_URL) it is asked too; it learns five digits of a hash, and when it
does not answer, people come in all the same.
"""

from functools import cache
from pathlib import Path

import structlog
from django.conf import settings

from accident_manager.identity.rules import breached
from accident_manager.identity.rules.passwords import normal_password

# Comes with the product: docs/decisions/passwords.md says what is in it.
OWN_LIST = Path(__file__).parent / "data" / "breached-passwords.txt"
_OWN_DIGITS = 12
# Seconds; a login waits for it.
_PATIENCE = 2
_log = structlog.get_logger("accident_manager.identity")


def is_breached(password: str) -> bool:
    """True for a password that leaked, as it was typed or in small letters."""
    normal = normal_password(password)
    wanted = {breached.fingerprint(normal), breached.fingerprint(normal.casefold())}
    if any(_is_listed(fingerprint) for fingerprint in wanted):
        return True
    return bool(settings.ACM_BREACHED_PASSWORDS_URL) and _is_told(breached.fingerprint(normal))


def _is_listed(fingerprint: str) -> bool:
    chosen = settings.ACM_BREACHED_PASSWORDS_FILE
    if not chosen:
        return fingerprint[:_OWN_DIGITS] in _own_list()
    try:
        with Path(chosen).open("rb") as file:
            return breached.is_in_file(file, fingerprint)
    except OSError as problem:
        # It was there at the start. Nobody is kept out for it, but the operator is told.
        _log.warning("list of breached passwords cannot be read", problem=type(problem).__name__)
        return False


@cache
def _own_list() -> frozenset[str]:
    """Short, and the same as long as this process runs: kept, because every login asks it."""
    return frozenset(OWN_LIST.read_text(encoding="ascii").split())


def _is_told(fingerprint: str) -> bool:
    # Only an installation that asks a service needs it: a tenth of a second at the start of every command.
    import httpx

    address = f"{settings.ACM_BREACHED_PASSWORDS_URL.rstrip('/')}/{fingerprint[: breached.TOLD]}"
    headers = {"Add-Padding": "true", "User-Agent": "accident-manager"}
    try:
        answer = httpx.get(address, headers=headers, timeout=_PATIENCE).raise_for_status()
    except (httpx.HTTPError, httpx.InvalidURL) as problem:
        _log.warning("service of breached passwords did not answer", problem=type(problem).__name__)
        return False
    return breached.is_in_range(answer.text, fingerprint)
