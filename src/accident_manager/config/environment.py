"""Reading the environment: flags, words, secrets, the database."""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg.conninfo
from django.core.exceptions import ImproperlyConfigured


def flag(name: str) -> bool:
    """True for 1, true, yes, on. ImproperlyConfigured for a word that is neither yes nor no."""
    word = os.environ.get(name, "").strip().lower()
    if word in {"1", "true", "yes", "on"}:
        return True
    if word in {"", "0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} must be 1 or 0, not {word!r}")


def words(name: str, default: list[str] | None = None) -> list[str]:
    """Words separated by commas."""
    given = [word.strip() for word in os.environ.get(name, "").split(",")]
    return [word for word in given if word] or list(default or [])


def secret(name: str, file: Path, *, make: bool) -> str:
    """A secret from the variable, from the file that `<name>_FILE` names, or (development only) made once in `file`.

    Empty when there is none: commands that need no secret still run, and the start-up checks refuse to serve without.
    """
    if value := os.environ.get(name):
        return value
    if given := os.environ.get(f"{name}_FILE"):
        try:
            return Path(given).read_text(encoding="ascii").strip()
        except (OSError, ValueError) as problem:
            raise ImproperlyConfigured(f"{name}_FILE cannot be read: {problem}") from problem
    if not make:
        return ""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        unfinished = file.with_suffix(f".{os.getpid()}")
        unfinished.touch(mode=0o600)
        unfinished.write_text(secrets.token_urlsafe(48), encoding="ascii")
        try:
            os.link(unfinished, file)  # the first of two processes wins, both read the same
        except FileExistsError:
            pass
        finally:
            unfinished.unlink()
    return file.read_text(encoding="ascii").strip()


def web_address(name: str) -> str:
    """An address of the web, or nothing. ImproperlyConfigured for anything else, and for http to another machine."""
    address = os.environ.get(name, "").strip()
    parts = urlsplit(address)
    is_here = parts.hostname in {"127.0.0.1", "::1", "localhost"}
    if address and not (parts.hostname and (parts.scheme == "https" or (parts.scheme == "http" and is_here))):
        raise ImproperlyConfigured(f"{name} must begin with https://, not {address!r}")
    return address


def readable_file(name: str) -> str:
    """The path of a file that can be read, or nothing. ImproperlyConfigured when it cannot."""
    path = os.environ.get(name, "").strip()
    if path and not os.access(path, os.R_OK):
        raise ImproperlyConfigured(f"{name} names a file that cannot be read: {path}")
    return path


def database(*, pool: bool) -> dict[str, Any]:
    """Django's settings for DATABASE_URL, any connection string that libpq accepts."""
    url = os.environ.get("DATABASE_URL", "")
    try:
        parts = psycopg.conninfo.conninfo_to_dict(url) if url else {}
    except psycopg.ProgrammingError as problem:
        raise ImproperlyConfigured(f"DATABASE_URL is not a PostgreSQL address: {problem}") from problem
    options: dict[str, Any] = {"connect_timeout": 5}
    if pool:
        options["pool"] = {"min_size": 1, "max_size": int(os.environ.get("ACM_POOL", "12")), "timeout": 5}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": str(parts.pop("dbname", "") or "accident_manager"),
        "USER": str(parts.pop("user", "") or ""),
        "PASSWORD": str(parts.pop("password", "") or ""),
        "HOST": str(parts.pop("host", "") or ""),
        "PORT": str(parts.pop("port", "") or ""),
        "OPTIONS": options | {key: value for key, value in parts.items() if value is not None},
        "CONN_HEALTH_CHECKS": True,
    }
