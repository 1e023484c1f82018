"""People as they log in: through pages only, with `oathtool` as an authenticator that is not ours."""

import html
import re
import subprocess
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.http import HttpResponse
from django.test import Client

from accident_manager.foundation import clock
from accident_manager.foundation import scope as in_scope
from accident_manager.foundation.actor import system
from accident_manager.identity import outbox, queries
from accident_manager.identity.actions import passwords
from accident_manager.identity.actions.accounts import RoleGrant, create_account
from accident_manager.insurers import queries as insurers
from accident_manager.storage import scope

PASSWORD = "trois chevaux dans la neige"


def without_chance(page: HttpResponse) -> str:
    """A page without what is new in each answer: the token of its form, the nonce of its scripts."""
    return re.sub(r'(csrfmiddlewaretoken" value|<script nonce)="[^"]+"', r"\1", page.content.decode())


@dataclass
class Person:
    insurer_id: UUID
    id: UUID
    email: str
    password: str = PASSWORD


def account_of(insurer, email: str, *, password: str = PASSWORD, role: str = "handler", language: str = "fr") -> Person:
    """An account whose owner has followed the link in the mail, made without the pages."""
    account = create_account(
        email=email,
        first_name="Sophie",
        last_name="Marchal",
        language=language,
        roles=[RoleGrant(role)],
        by=system(insurer.id),
    )
    if password:
        passwords.send_activation(account.id, system(insurer.id))
        mail = next(mail for mail in outbox.recent() if mail.kind == "reset-password" and mail.recipient == email)
        passwords.set_by_link(
            token_hash=passwords.link_hash(link_in(mail.text).rpartition("/")[2]),
            password=password,
            again=password,
            by=queries.visitor(),
        )
    return Person(in_scope.current(), account.id, email, password)


def link_in(text: str) -> str:
    return re.search(r"https?://\S+/reset-password/\S+", text)[0]


def oath(secret: str, at: datetime | None = None) -> str:
    """The code that an independent authenticator shows at this instant."""
    when = (at or clock.now()).strftime("%Y-%m-%d %H:%M:%S UTC")
    command = ["oathtool", "--totp", "--base32", secret.replace(" ", ""), "--now", when]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def later(**how_much: int):
    """The clock, moved on from where it stands now."""
    return clock.frozen(clock.now() + timedelta(**how_much))


class Visitor:
    """A browser at an insurer's door."""

    def __init__(self, door: str, ip: str = "192.0.2.7", language: str = "en") -> None:
        self.door = door
        self.client = Client(REMOTE_ADDR=ip, headers={"user-agent": "Firefox/150", "accept-language": language})

    def get(self, path: str, **values: str) -> HttpResponse:
        return self.client.get(f"/{self.door}/{path}", values)

    def post(self, path: str, **values: str) -> HttpResponse:
        return self.client.post(f"/{self.door}/{path}", values)

    def password(self, person: Person, **more: str) -> HttpResponse:
        return self.post("login", **{"email": person.email, "password": person.password, **more})

    def typed_key(self) -> str:
        """The key on the page for those who cannot scan."""
        return re.search(r'id="copy-text">([A-Z2-7 ]+)<', text_of(self.get("mfa/enrol/code")))[1]

    def enrol(self, person: Person) -> tuple[str, str]:
        """The whole first login; gives the app's secret and the recovery code."""
        assert at(self.password(person)) == "mfa/enrol"
        secret = self.typed_key()
        assert at(self.post("mfa/enrol", code=oath(secret))) == "mfa/recovery-code"
        recovery = self.recovery_code()
        assert at(self.post("mfa/recovery-code", kept="1")) == ""
        return secret, recovery

    def recovery_code(self) -> str:
        return re.search(r'id="copy-text">([A-Z2-9 ]+)<', text_of(self.get("mfa/recovery-code")))[1]

    def is_in(self) -> bool:
        return self.get("account").status_code == 200


def at(response: HttpResponse) -> str:
    """Where a redirect leads, without the door; an assertion when it is no redirect."""
    assert response.status_code == 302, (response.status_code, text_of(response)[:3000])
    return response["Location"].partition("?")[0].split("/", 2)[2]


def text_of(response: HttpResponse) -> str:
    return html.unescape(response.content.decode())


def newest_mail(insurer_id: UUID, kind: str = "") -> outbox.MailToSend:
    with scope.of(insurer_id):
        return next(mail for mail in outbox.recent() if mail.kind.startswith(kind))


def freshly(visitor, kind: str = "own"):
    """This browser has just given password and code again, for acts of this kind; gives it back."""
    insurer = insurers.by_code(visitor.door)
    with scope.of(insurer.id):
        session = visitor.client.session
        session["confirmed_at"] = {**session.get("confirmed_at", {}), kind: clock.now().isoformat()}
        session.save()
    return visitor
