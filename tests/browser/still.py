"""The same application on the journeys' database, with a clock that stands still where a journey sets it.

`application` is what granian serves: the instant of a request and the address it comes from are two of its headers.
It also makes people, as a demo does, so that a journey about one question need not live through the others first.
"""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterable
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs
from urllib.request import Request, urlopen

from browser.house import House, Member, answers
from machine import wait_until

AT, FROM, MAKE, FORGET = "X-Still-At", "X-Still-From", "/still/person", "/still/forget"
PASSWORD = "trois moineaux sur un fil 58"


@dataclass(frozen=True)
class Person:
    """Somebody of whom no other journey knows: after a first login, or (`totp_secret` empty) before it."""

    member: Member
    recovery_code: str = ""

    @property
    def email(self) -> str:
        return self.member.email


@dataclass
class Still:
    """The running server."""

    house: House
    url: str
    made: list[str] = field(default_factory=list)

    def path(self, path: str) -> str:
        return self.url + path

    def forget(self) -> None:
        """Insurers are read again, as they are after some seconds."""
        with urlopen(self.url + FORGET) as answer:
            answer.read()

    def person(self, at: datetime, *, language: str, insurer: str = "belfius", ready: bool = True) -> Person:
        name = f"{insurer}{os.getpid()}n{len(self.made)}"
        self.made.append(name)
        asked = f"{self.url}{MAKE}?insurer={insurer}&email={name}@example.be&language={language}&ready={int(ready)}"
        with urlopen(Request(asked, headers={AT: at.isoformat()})) as answer:
            said = json.load(answer)
        member = Member(
            insurer, "handler", "Ysaline Querton", **{k: said[k] for k in ("email", "password", "totp_secret")}
        )
        return Person(member, said["recovery_code"])


@contextmanager
def serving(house: House):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    here = str(Path(__file__).parents[1])
    environment = {
        **house.environment, "ACM_PUBLIC_URL": url,
        "PYTHONPATH": os.pathsep.join([here, *filter(None, [os.environ.get("PYTHONPATH")])]),
    }  # fmt: skip
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--http", "1", "--port", str(port)]
    command += ["--blocking-threads", "4", "--log-level", "warning", "--no-access-log", "browser.still:application"]
    log = house.log("still")
    with log.open("ab") as said:
        process = subprocess.Popen(command, env=environment, stdout=said, stderr=said)
    try:
        wait_until(lambda: answers(url + "/healthz"), f"the server with the still clock answers ({log})", 60)
        yield Still(house, url)
    finally:
        process.terminate()
        process.wait(timeout=30)


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    from accident_manager.foundation import clock

    served = _served()
    environ["REMOTE_ADDR"] = environ.pop(_name(FROM), environ.get("REMOTE_ADDR", ""))
    at = environ.pop(_name(AT), "")
    if environ["PATH_INFO"] == FORGET:
        from accident_manager.insurers import queries

        queries.forget()
        start_response("204 No Content", [])
        return []
    if not at:
        return served(environ, start_response)
    with clock.frozen(datetime.fromisoformat(at)):
        if environ["PATH_INFO"] == MAKE:
            start_response("200 OK", [("Content-Type", "application/json")])
            return [_made(environ["QUERY_STRING"])]
        return served(environ, start_response)


def _served() -> Any:
    from accident_manager.config import wsgi

    return wsgi.application


def _made(query: str) -> bytes:
    from accident_manager.demo import backstage
    from accident_manager.foundation.actor import system
    from accident_manager.identity.actions.accounts import RoleGrant, create_account
    from accident_manager.insurers import queries as insurers
    from accident_manager.storage import scope

    asked = {name: values[0] for name, values in parse_qs(query).items()}
    insurer, email, ready = insurers.by_code(asked["insurer"]), asked["email"], asked["ready"] == "1"
    assert insurer is not None
    with scope.of(insurer.id):
        account = create_account(
            email=email, first_name="Ysaline", last_name="Querton", language=asked["language"],
            roles=[RoleGrant("handler")], by=system(insurer.id),
        )  # fmt: skip
        if ready:
            backstage.make_ready(account.id, email=email, password=PASSWORD)
        said = {
            "email": email,
            "password": PASSWORD if ready else "",
            "totp_secret": backstage.key_of(account.id),
            "recovery_code": backstage.recovery_code(email) if ready else "",
        }
    return json.dumps(said).encode()


def _name(header: str) -> str:
    return "HTTP_" + header.upper().replace("-", "_")
