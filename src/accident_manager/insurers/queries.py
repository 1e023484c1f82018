"""The insurers, for every door. Read on every request, so a process keeps them for a few seconds."""

import hashlib
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from accident_manager.foundation import scope
from accident_manager.insurers.models import Insurer
from accident_manager.insurers.rules.help_desk import DeskState, Hours, parse
from accident_manager.insurers.rules.limits import BOUNDS, NAMES, Limits, limits
from accident_manager.insurers.rules.settings import Branding, HelpDesk, Security

_KEPT_SECONDS = 5.0
# The columns of each part of the settings.
HELP_DESK = ("support_email", "support_phone", "help_desk_hours", "closed_days", "time_zone")
BRANDING = (
    "name", "tagline", "product_name", "login_name", "reset_name", "brand_seed", "languages", "default_language",
)  # fmt: skip
SECURITY = (*(name for name in BOUNDS if name not in NAMES), "passkeys_allowed", "login_limits")


@dataclass(frozen=True, slots=True)
class InsurerInfo:
    """An insurer as pages, mails and jobs see it."""

    id: UUID
    code: str
    name: str
    tagline: str
    product_name: str
    login_name: str
    reset_name: str
    hosts: tuple[str, ...]
    brand_seed: str
    languages: tuple[str, ...]
    default_language: str
    support_email: str
    support_phone: str
    hours: Hours
    session_idle_minutes: int
    session_absolute_hours: int
    password_min_length: int
    code_tolerance: int
    decision_settings: Mapping[str, Any] = field(default_factory=dict)
    limits: Limits = Limits()  # noqa: RUF009 - frozen
    password_history: int = 5
    max_sessions: int | None = None
    passkeys_allowed: bool = False
    closed_days: frozenset[date] = frozenset()
    time_zone: str = "Europe/Brussels"

    def help_desk(self, at: datetime) -> DeskState:
        """Whether the help desk is open at an aware instant, until when, and when it opens next."""
        return replace(self.hours.state(at), phone=self.support_phone, email=self.support_email)

    @property
    def phone_link(self) -> str:
        """ "02/286 74 74" as "tel:+3222867474"."""
        digits = "".join(character for character in self.support_phone if character.isdigit() or character == "+")
        return "tel:" + (f"+32{digits[1:]}" if digits.startswith("0") and not digits.startswith("00") else digits)


@dataclass(frozen=True, slots=True)
class Settings:
    """What is set at this moment, and for each part what a form hands back as `seen`."""

    help_desk: HelpDesk
    branding: Branding
    security: Security
    help_desk_seen: str
    branding_seen: str
    security_seen: str


class _Kept:
    """The insurers of this process and when they were read (monotonic seconds)."""

    insurers: tuple[InsurerInfo, ...] = ()
    read_at: float = float("-inf")


def all_insurers() -> tuple[InsurerInfo, ...]:
    """All insurers, by code; at most a few seconds old."""
    now = time.monotonic()
    if now - _Kept.read_at > _KEPT_SECONDS:
        _Kept.insurers = tuple(info(row) for row in Insurer.objects.all())
        _Kept.read_at = now
    return _Kept.insurers


def by_code(code: str) -> InsurerInfo | None:
    return next((insurer for insurer in all_insurers() if insurer.code == code), None)


def by_id(insurer_id: UUID) -> InsurerInfo | None:
    return next((insurer for insurer in all_insurers() if insurer.id == insurer_id), None)


def by_host(host: str) -> InsurerInfo | None:
    """The insurer whose own host name this is (without port)."""
    name = host.lower().rstrip(".")
    return next((insurer for insurer in all_insurers() if name in insurer.hosts), None)


def forget() -> None:
    """Read anew at the next question: after a change in this process."""
    _Kept.read_at = float("-inf")


def info(row: Insurer) -> InsurerInfo:
    """What the rest of the house sees of a row."""
    return InsurerInfo(
        id=row.id,
        code=row.code,
        name=row.name,
        tagline=row.tagline,
        product_name=row.product_name,
        login_name=row.login_name,
        reset_name=row.reset_name,
        hosts=tuple(host.lower() for host in row.hosts),
        brand_seed=row.brand_seed,
        languages=tuple(row.languages),
        default_language=row.default_language,
        support_email=row.support_email,
        support_phone=row.support_phone,
        hours=parse(row.help_desk_hours, row.time_zone, map(date.fromisoformat, row.closed_days)),
        session_idle_minutes=row.session_idle_minutes,
        session_absolute_hours=row.session_absolute_hours,
        password_min_length=row.password_min_length,
        code_tolerance=row.code_tolerance,
        decision_settings=dict(row.decision_settings),
        limits=limits(row.login_limits),
        password_history=row.password_history,
        max_sessions=row.max_sessions,
        passkeys_allowed=row.passkeys_allowed,
        closed_days=frozenset(date.fromisoformat(day) for day in row.closed_days),
        time_zone=row.time_zone,
    )


def settings_now() -> Settings:
    """The settings of the insurer in scope, read now."""
    return settings_of(Insurer.objects.get(pk=scope.current()))


def settings_of(row: Insurer) -> Settings:
    limits = info(row).limits
    values = {name: getattr(limits if name in NAMES else row, name) for name in BOUNDS}
    return Settings(
        help_desk=HelpDesk(**{**_values(row, HELP_DESK), "closed_days": tuple(row.closed_days)}),
        branding=Branding(**{**_values(row, BRANDING), "languages": tuple(row.languages)}),
        security=Security(values, row.passkeys_allowed),
        help_desk_seen=seen(row, HELP_DESK),
        branding_seen=seen(row, BRANDING),
        security_seen=seen(row, SECURITY),
    )


def _values(row: Insurer, part: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in part}


def seen(row: Insurer, part: tuple[str, ...]) -> str:
    """What stands for these values: the same as long as nobody changes them."""
    written = json.dumps(_values(row, part), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()[:32]
