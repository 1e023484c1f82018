"""A browser that repeats the one-time code that it has just used is told so; any other learns nothing of it."""

from uuid import UUID

from django.http import HttpRequest

from accident_manager.foundation.refusal import Refusal
from accident_manager.identity.actions import factors

_USED = "used_code"


def used_by(request: HttpRequest) -> str:
    """The mark of the code that this browser used last, to carry it into another session."""
    return str(request.session.get(_USED, ""))


def carry(request: HttpRequest, mark: str) -> None:
    if mark:
        request.session[_USED] = mark


def remember(request: HttpRequest, account_id: UUID | None, typed: str) -> None:
    """This browser has used this code."""
    if account_id is not None:
        request.session[_USED] = factors.used_mark(account_id, typed)


def as_told(request: HttpRequest, account_id: UUID | None, typed: str, refusal: Refusal) -> Refusal:
    """What is said of a refused code: to the browser that has used it itself, that it has been used."""
    repeated = account_id is not None and used_by(request) == factors.used_mark(account_id, typed)
    return factors.CodeAlreadyUsed() if repeated and isinstance(refusal, factors.WrongCode) else refusal
