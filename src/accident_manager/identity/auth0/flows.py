"""The logins with Auth0 that one browser has under way, in its session: each is taken out once, by its own state."""

import hashlib
from collections.abc import Mapping
from typing import Any

from accident_manager.foundation import clock
from accident_manager.identity.auth0.not_let_in import UnknownState
from accident_manager.identity.auth0.oidc import FLOW_LASTS, Flow
from accident_manager.identity.sessions import SessionStore

_KEY = "auth0_flows"
# Tabs of one browser that begin at the same time.
_MOST = 5


def keep(session: SessionStore, flow: Flow) -> None:
    """Keep a flow until the browser comes back; the oldest beyond five are given up."""
    kept: Mapping[str, dict[str, Any]] = session.get(_KEY) or {}
    alive = [(name, data) for name, data in kept.items() if not _is_over(data)]
    session[_KEY] = dict([*alive, (_name(flow.state), flow.as_data())][-_MOST:])


def take(session: SessionStore, state: str) -> Flow:
    """The flow that this state is of, for this one time. UnknownState."""
    data = session.take(_KEY, _name(state)) if state else None
    if data is None:
        raise UnknownState
    return Flow.from_data(data)


def _name(state: str) -> str:
    return hashlib.sha256(state.encode()).hexdigest()


def _is_over(data: Mapping[str, Any]) -> bool:
    # A little longer than it lasts: whoever comes too late is told so.
    return Flow.from_data(data).begun_at + 2 * FLOW_LASTS < clock.now()
