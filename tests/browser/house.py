"""The running application as the journeys use it: its processes, its database, its cast and its mailbox."""

import os
import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from machine import wait_until

# A killed worker's job begins again within seconds instead of half a minute.
WORKER = ("--heartbeat", "0.5", "--silent-after", "2")


@dataclass(frozen=True)
class Member:
    """A member of the cast, from /demo/cast.json. `password` and `totp_secret` are empty for the one who never came."""

    insurer: str
    role: str
    name: str
    email: str
    password: str
    totp_secret: str


@dataclass
class House:
    """The application on a database of its own. `database_url` is the superuser's: it sees every row."""

    url: str
    database_url: str
    environment: dict[str, str]
    processes: dict[str, subprocess.Popen[bytes]]

    def path(self, path: str) -> str:
        return self.url + path

    def start(self, name: str, *options: str) -> None:
        arguments = {"serve": ["serve", "--port", self.url.rsplit(":", 1)[1]], "worker": ["worker"]}[name]
        log = self.log(name)
        with log.open("ab") as said:
            self.processes[name] = subprocess.Popen(
                [sys.executable, "-m", "accident_manager.cli", *arguments, *options],
                env=self.environment, stdout=said, stderr=said,
            )  # fmt: skip
        if name == "serve":
            wait_until(lambda: answers(self.path("/healthz")), f"the server answers ({log})", 60)

    def stop(self, name: str, *, kill: bool = False) -> None:
        process = self.processes.pop(name)
        if kill:
            process.kill()
        else:
            process.terminate()
        process.wait(timeout=30)

    def log(self, name: str) -> Path:
        return Path(self.environment["ACM_HOME"], f"{name}-{os.getpid()}.log")

    def acm(self, *words: str) -> subprocess.CompletedProcess[str]:
        """A command as an operator types it."""
        return subprocess.run(
            [sys.executable, "-m", "accident_manager.cli", *words],
            env=self.environment, capture_output=True, text=True, timeout=60,
        )  # fmt: skip

    def sql(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.database_url, autocommit=True) as connection:
            cursor = connection.execute(query.encode(), values or None)
            return cursor.fetchall() if cursor.description else []

    @contextmanager
    def without_database(self) -> Iterator[None]:
        """As if the database had been stopped, for this application only: nobody may connect, everybody is cut off."""
        name = psycopg.conninfo.conninfo_to_dict(self.database_url)["dbname"]
        elsewhere = psycopg.conninfo.make_conninfo(self.database_url, dbname="postgres")
        with psycopg.connect(elsewhere, autocommit=True) as connection:
            allow = sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS {}")
            connection.execute(allow.format(sql.Identifier(name), sql.SQL("false")))
            connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
            try:
                yield
            finally:
                connection.execute(allow.format(sql.Identifier(name), sql.SQL("true")))

    @contextmanager
    def holding(self, table: str) -> Iterator[None]:
        """Whoever writes into this table waits until the end of the block."""
        with psycopg.connect(self.database_url) as connection:
            connection.execute(sql.SQL("LOCK TABLE {} IN EXCLUSIVE MODE").format(sql.Identifier(table)))
            yield

    def somebody_waits(self) -> bool:
        """Whether a statement waits for a lock."""
        waiting = (
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return bool(self.sql(waiting)[0][0])


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:
            return answer.status == 200
    except OSError:
        return False


@dataclass(frozen=True)
class Mail:
    """A mail of the demo's mailbox: its subject, its words, and where its attachments are."""

    id: str
    subject: str
    text: str
    attachments: tuple[str, ...]

    def link(self) -> str:
        """The only address in the mail."""
        (found,) = set(re.findall(r"https?://[^\s<>\"]+", self.text))
        return found


def mails_to(house: House, email: str) -> list[Mail]:
    """Every mail that left to this address, newest first, read from the demo's mailbox as anybody may."""
    listed = _get(house, f"/demo/mailbox?to={email}")
    return [_mail(house, found) for found in dict.fromkeys(re.findall(r"/demo/mailbox/([0-9a-f-]{36})", listed))]


def mail_about(house: House, email: str, *words: str, seconds: float = 60) -> Mail:
    """The newest mail to this address that has all these words, waited for."""
    found: list[Mail] = []

    def there() -> bool:
        found[:] = [m for m in mails_to(house, email) if all(w in m.subject + m.text for w in words)]
        return bool(found)

    wait_until(there, f"a mail with {words} reaches {email}", seconds)
    return found[0]


def attachment(house: House, path: str) -> bytes:
    with urllib.request.urlopen(house.path(path)) as answer:
        return answer.read()


def _mail(house: House, mail_id: str) -> Mail:
    page = _get(house, f"/demo/mailbox/{mail_id}")
    import html

    subject = html.unescape(re.search(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)[1])
    body = re.search(r"<article[^>]*>(.*?)</article>", page, re.DOTALL)[1]
    text = html.unescape(re.sub(r"<[^>]+>", " ", body))
    files = tuple(dict.fromkeys(re.findall(rf"/demo/mailbox/{mail_id}/\d+", page)))
    return Mail(mail_id, subject, text, files)


def _get(house: House, path: str) -> str:
    with urllib.request.urlopen(house.path(path)) as answer:
        return answer.read().decode()
