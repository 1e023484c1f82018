"""Who steals a dump of the database finds no person in it: the words of the demo's files are looked for, in every way
that a dump may write them."""

import base64
import hashlib
import os
import re
import subprocess
import tomllib
from datetime import date
from importlib.resources import files
from pathlib import Path
from uuid import uuid4

import pytest

from accident_manager.cli.postgres import _binary
from accident_manager.demo import numbers
from demo_world import world
from machine import running_cluster

INSURERS = ("belfius", "other")
TOLD = ("what", "contact", "specific", "general", "environment")


def data(name: str) -> dict:
    return tomllib.loads(files("accident_manager.demo").joinpath("data", f"{name}.toml").read_text(encoding="utf-8"))


def words() -> dict[str, set[str]]:
    """What must not be readable, by kind: of every victim, of the cast, and what was told and written."""
    found: dict[str, set[str]] = {
        kind: set()
        for kind in ("names", "national numbers", "addresses", "accounts", "narratives", "e-mails", "secrets")
    }
    for insurer in map(data, INSURERS):
        for place, (first, last, sex, born, street, number, *_) in enumerate(insurer["victims"]["people"]):
            niss = numbers.niss(date.fromisoformat(born), sex, place)
            found["names"] |= {last, f"{first} {last}"}
            found["national numbers"] |= {niss, f"{niss[:2]}.{niss[2:4]}.{niss[4:6]}-{niss[6:9]}.{niss[9:]}"}
            found["addresses"].add(f"{street} {number}")
            found["accounts"] |= accounts(numbers.iban(1000 + place))
        for account in insurer["account"]:
            found["names"].add(f"{account['first_name']} {account['last_name']}")
            found["e-mails"].add(account["email"])
            secret = hashlib.sha1(f"authenticator of {account['email']} in the demo".encode()).digest()
            found["secrets"] |= {secret.hex(), base64.b32encode(secret).decode(), account.get("password", "")}
        for employer in insurer["employer"]:
            found["names"].add(employer["contact"])
            found["e-mails"].add(employer["email"])
            found["accounts"] |= accounts(numbers.iban(int(employer["number"])))
    for accident in data("accidents")["accident"]:
        found["narratives"] |= {accident[key] for key in TOLD if len(accident.get(key, "")) > 12}
    found["narratives"] |= {text for entry in data("words").values() for text in sentences(entry)}
    return {kind: texts - {""} for kind, texts in found.items()}


def accounts(iban: str) -> set[str]:
    return {iban, " ".join(re.findall(".{1,4}", iban))}


def sentences(entry: object) -> set[str]:
    match entry:
        case str():
            return {entry} if len(entry) > 20 else set()
        case dict():
            return {text for value in entry.values() for text in sentences(value)}
        case _:
            return set()


def ways_to_write(text: str) -> set[str]:
    """The text as it is, as JSON escapes it, as the hexadecimal digits of its bytes, and in base64 at any place."""
    raw = text.encode()
    escaped = "".join(letter if ord(letter) < 128 else f"\\u{ord(letter):04x}" for letter in text)
    ways = {text, escaped, escaped.replace("\\", "\\\\"), raw.hex()}
    if len(raw) > 11:
        for shift in range(3):
            # Whole groups of three bytes only: the edges depend on what stands around.
            inner = raw[(3 - shift) % 3 :]
            ways.add(base64.b64encode(inner[: len(inner) // 3 * 3]).decode())
    return ways


@pytest.fixture(scope="module")
def dump() -> str:
    cluster = running_cluster()
    name = f"acm_dump_{uuid4().hex[:12]}"
    environment = {**os.environ, "ACM_DEMO": "1", "ACM_HOME": str(Path(os.environ["ACM_TEST_POSTGRES"]).parent)}
    cluster.create_database(name, template=world(cluster, environment))
    try:
        done = subprocess.run([_binary("pg_dump"), cluster.url(name, "postgres")], capture_output=True, check=True)
    finally:
        cluster.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    return done.stdout.decode()


def readable(dump: str, texts: set[str]) -> list[str]:
    return sorted(text for text in texts if any(way in dump for way in ways_to_write(text)))


def test_a_dump_of_the_demo_holds_the_whole_world(dump):
    """Otherwise it would be easy to find nobody in it. Companies stand in the public register, and here."""
    assert readable(dump, {"Kraanvogel Logistiek NV", "Ateliers Brisefer et Fils SRL"}) == [
        "Ateliers Brisefer et Fils SRL", "Kraanvogel Logistiek NV",
    ]  # fmt: skip
    assert len(re.findall(r"^\d{2}-\d{6}\t|\t26-\d{6}\t", dump, re.M)) > 40
    assert len(dump) > 1_000_000


def test_the_search_would_find_what_is_written_in_another_way():
    secret = "Le pied de l’échelle a glissé"
    hidden = [secret.encode().hex(), base64.b64encode(b"xy" + secret.encode() + b"z").decode()]
    for text in (*hidden, "".join(f"\\u{ord(c):04x}" if ord(c) > 127 else c for c in secret)):
        assert readable(f"COPY … {text} …", {secret}) == [secret]


@pytest.mark.parametrize("kind", words())
def test_a_dump_of_the_demo_names_nobody(dump, kind):
    looked_for = words()[kind]
    assert len(looked_for) > 10
    assert readable(dump, looked_for) == []
