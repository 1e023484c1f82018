"""One side of the comparison, in its own process: `python -m bench.login.side ours|peer`.

It reads "warm" and "go N" from standard input and writes one JSON line each: what one of N full logins cost on the
average (seconds of this process, user and system), and one Argon2id verification between them.
"""

import base64
import hashlib
import hmac
import json
import os
import struct
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from statistics import mean

from bench.login.browser import Browser

PASSWORD = "trois chevaux dans la neige"
SECRET = b"twenty bytes of test"
HASHER = "accident_manager.identity.hasher.Argon2idHasher"


@dataclass(frozen=True)
class Door:
    """How to come in on one side: the addresses of its pages, its fields, its session's cookie."""

    application: Callable[..., object]
    login: str
    challenge: str
    home: str
    email_field: str
    session_cookie: str


def code_at(seconds: float) -> str:
    """RFC 6238, written here so that neither side checks its own arithmetic."""
    digest = hmac.new(SECRET, struct.pack(">Q", int(seconds) // 30), hashlib.sha1).digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def log_in(door: Door, browser: Browser, email: str) -> None:
    browser.cookies.pop(door.session_cookie, None)
    browser.get(door.login)
    reached = browser.post(door.login, **{door.email_field: email, "password": PASSWORD})
    if reached != door.challenge:
        raise RuntimeError(f"the password led to {reached}, not to the code")
    browser.get(door.challenge)
    if time.time() % 30 > 28:
        until_next_step()  # the peer takes no code of the step before
    reached = browser.post(door.challenge, code=code_at(time.time()))
    if reached != door.home:
        raise RuntimeError(f"the code led to {reached}, not home")


def one_verification() -> float:
    """The processor time of one Argon2id verification, in seconds."""
    from django.contrib.auth.hashers import check_password

    began = time.process_time()
    assert check_password(PASSWORD, _encoded())
    return time.process_time() - began


@cache
def _encoded() -> str:
    from django.contrib.auth.hashers import make_password

    return make_password(PASSWORD)


def until_next_step() -> None:
    """A code is good once: the next login of the same account needs the next one."""
    time.sleep(30 - time.time() % 30 + 0.2)


def main() -> None:
    side, accounts = import_module(f"bench.login.{sys.argv[1]}"), int(sys.argv[2])
    door, emails = side.prepare(accounts)
    browsers = {
        email: Browser(door.application, f"10.{n >> 16}.{n >> 8 & 255}.{n & 255}") for n, email in enumerate(emails, 1)
    }
    waiting: Iterator[str] = iter(emails)
    for line in sys.stdin:
        word, _, number = line.strip().partition(" ")
        if word == "warm":
            # Every account has logged in once before from this browser, as people mostly have.
            for email in emails:
                log_in(door, browsers[email], email)
            until_next_step()
            waiting = iter(emails)
            one_verification()
            report = {}
        else:
            chosen = [next(waiting) for _ in range(int(number))]
            before = {email: dict(browsers[email].spent) for email in chosen}
            verifications = []
            for email in chosen:
                log_in(door, browsers[email], email)
                # Between the logins, so that whatever else the machine does slows both down alike.
                verifications.append(one_verification())
            spent = {m: sum(browsers[e].spent[m] - before[e][m] for e in chosen) / len(chosen) for m in ("GET", "POST")}
            report = {"pages": spent["GET"], "posts": spent["POST"], "verification": mean(verifications)}
        sys.stdout.write(json.dumps(report) + "\n")
        sys.stdout.flush()


def key_to_type() -> str:
    return base64.b32encode(SECRET).decode()


if __name__ == "__main__":
    os.environ["PYTHONHASHSEED"] = "0"
    main()
