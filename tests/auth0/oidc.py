"""Belfius behind an Auth0 tenant, and browsers that come back from it."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse

from accident_manager.foundation.actor import system
from accident_manager.identity import doors, journal
from accident_manager.identity.actions.tenant import set_tenant
from accident_manager.identity.auth0 import provider
from accident_manager.storage import scope
from auth0.conftest import settings_for
from auth0.fake_auth0 import FakeAuth0
from auth0.forger import Forger, asked_of, signed
from identity.people import Visitor


def behind_auth0(insurer, auth0: FakeAuth0, login_at: str, **other: str):
    """Set the tenant of this insurer, whose people log in at this domain; gives it."""
    with scope.of(insurer.id):
        found = set_tenant(settings_for(auth0, custom_domain=login_at, **other), by=system(insurer.id))
    provider.forget()
    doors.forget()
    return found


@dataclass
class Back:
    """A browser of ours with a login that it began, and the provider that will answer."""

    visitor: Visitor
    forger: Forger
    asked: dict[str, str]

    def comes(self, token: str = "", *, code: str = "right", **other: str) -> HttpResponse:
        """Back with a code, for which the provider gives this token."""
        self.forger.token = token or signed(self.forger.claims(self.asked))
        sent = {"code": code, "state": self.asked["state"], **other}
        return self.visitor.get("login/callback", **{name: value for name, value in sent.items() if value})

    def comes_with(self, *, by: str = "", header: dict[str, Any] | None = None, **claims: Any) -> HttpResponse:
        """Back with a code for a token with these claims."""
        return self.comes(signed(self.forger.claims(self.asked, **claims), by=by, **(header or {})))


def begin(visitor: Visitor, forger: Forger, path: str = "login/auth0") -> Back:
    """The browser is at Auth0 now."""
    answer = visitor.get(path)
    assert answer.status_code == 302, answer.content.decode()
    assert answer["Location"].startswith(f"{forger.issuer}authorize?"), answer["Location"]
    asked = asked_of(answer["Location"])
    forger.challenge = asked["code_challenge"]
    forger.codes = {"right"}
    return Back(visitor, forger, asked)


def newest_reason(insurer, code: str = "federation.login_failed") -> str:
    """What the journal says last of a refused login."""
    with scope.of(insurer.id):
        rows = journal.events(journal.Filter(group="federation"), limit=5)
        return next((row.event.values["reason"] for row in rows if row.event.code == code), "")
