"""Who a session belongs to. Authenticating is not done here: `identity.actions.login` alone opens a session."""

from typing import Any
from uuid import UUID

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from accident_manager.foundation import scope
from accident_manager.identity import queries
from accident_manager.identity.models import Account


class AccountBackend(BaseBackend):
    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> None:
        """Nobody: a password alone never authenticates."""
        return

    def get_user(self, user_id: UUID) -> Account | None:
        """The account of a session, when it is active and the insurer in scope is his."""
        if scope.current_or_none() is None:
            return None
        return queries.find_active(id=user_id)
