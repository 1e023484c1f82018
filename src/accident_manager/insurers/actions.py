"""Taking an insurer in, its row and its keys together; and changing what it sets for itself.

A form of the settings says which state it was filled from (`seen`): when somebody else has changed that part meanwhile,
nothing is saved and the second is told.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction

from accident_manager.audit import trail
from accident_manager.audit.trail import Entry
from accident_manager.crypto.keys import create_keyset
from accident_manager.foundation import scope as in_scope
from accident_manager.foundation.actor import Actor
from accident_manager.foundation.refusal import N_, InvalidInput, Refusal
from accident_manager.insurers import events, queries
from accident_manager.insurers.models import Insurer
from accident_manager.insurers.queries import BRANDING, HELP_DESK, SECURITY, InsurerInfo, Settings
from accident_manager.insurers.rules import help_desk
from accident_manager.insurers.rules.limits import BOUNDS, NAMES
from accident_manager.insurers.rules.settings import Branding, HelpDesk, Security
from accident_manager.storage import scope
from accident_manager.wording import LANGUAGES

# First parts of addresses that are not an insurer's.
RESERVED_CODES = frozenset({"demo", "static", "healthz", "readyz", "api", "admin"})


class InsurerExists(Refusal):
    code = "insurers.exists"
    sentence = N_("There is already an insurer with the code %(code)s.")


class ChangedMeanwhile(Refusal):
    code = "insurers.settings.changed-meanwhile"
    sentence = N_(
        "Somebody else saved these settings while you were changing them. Nothing of yours was saved yet: compare with "
        "what is set now, then save again."
    )


def add_insurer(
    *,
    code: str,
    name: str,
    brand_seed: str,
    support_email: str,
    support_phone: str,
    tagline: str = "",
    product_name: str = "",
    login_name: str = "accidentmanager",
    reset_name: str = "app-acm",
    hosts: Sequence[str] = (),
    languages: Sequence[str] = LANGUAGES,
    default_language: str = "fr",
    help_desk_hours: Mapping[str, Any] | None = None,
    decision_settings: Mapping[str, Any] | None = None,
) -> InsurerInfo:
    """The new insurer, with a fresh keyset. InsurerExists for a code twice, InvalidInput for a value that cannot be."""
    if not re.fullmatch(r"[a-z][a-z0-9-]{1,39}", code) or code in RESERVED_CODES:
        raise InvalidInput(N_("A code has small letters, digits and dashes, and begins with a letter."), field="code")
    if not re.fullmatch(r"#[0-9a-f]{6}", brand_seed.lower()):
        raise InvalidInput(N_("A colour is written like #b5103c."), field="brand_seed")
    if default_language not in languages or not set(languages) <= set(LANGUAGES):
        raise InvalidInput(N_("The languages are fr, nl, de and en."), field="languages")
    hours = dict(help_desk_hours if help_desk_hours is not None else help_desk.FAQ_HOURS)
    help_desk.parse(hours)
    try:
        with transaction.atomic():
            row = Insurer.objects.create(
                code=code,
                name=name,
                tagline=tagline,
                product_name=product_name or f"{name} Insurance Accident Manager",
                login_name=login_name,
                reset_name=reset_name,
                hosts=list(hosts),
                brand_seed=brand_seed.lower(),
                languages=list(languages),
                default_language=default_language,
                support_email=support_email,
                support_phone=support_phone,
                help_desk_hours=hours,
                decision_settings=dict(decision_settings or {}),
            )
            with scope.of(row.id):
                create_keyset(row.id)
    except IntegrityError as problem:
        raise InsurerExists(field="code", code=code) from problem
    queries.forget()
    return queries.info(row)


def change_help_desk(wanted: HelpDesk, *, by: Actor, seen: str | None = None) -> None:
    """Set how and when the help desk answers. ChangedMeanwhile, NotAllowed."""
    _change(HELP_DESK, _columns(wanted, HELP_DESK), by, seen)


def change_branding(wanted: Branding, *, by: Actor, seen: str | None = None) -> None:
    """Set the names, the colour and the languages. ChangedMeanwhile, NotAllowed."""
    _change(BRANDING, _columns(wanted, BRANDING), by, seen)


def change_security(wanted: Security, *, by: Actor, seen: str | None = None) -> None:
    """Set the limits of the login. InvalidInput for a looser one; ChangedMeanwhile, NotAllowed."""
    for name, value in wanted.values.items():
        if value is not None:
            BOUNDS[name].check(value)
    tighter = {name: wanted.values[name] for name in NAMES if wanted.values[name] != BOUNDS[name].house}
    columns = {name: wanted.values[name] for name in BOUNDS if name not in NAMES}
    _change(SECURITY, {**columns, "passkeys_allowed": wanted.passkeys_allowed, "login_limits": tighter}, by, seen)


def _change(part: tuple[str, ...], wanted: Mapping[str, Any], by: Actor, seen: str | None) -> None:
    """Save what is different and write each difference down; inside one transaction."""
    if not by.is_system:
        by.require("insurer.settings")
    with transaction.atomic():
        row = Insurer.objects.select_for_update(no_key=True).get(pk=in_scope.current())
        if seen is not None and seen != queries.seen(row, part):
            raise ChangedMeanwhile
        before = queries.settings_of(row)
        changed = [name for name in part if getattr(row, name) != wanted[name]]
        for name in changed:
            setattr(row, name, wanted[name])
        if changed:
            row.save(update_fields=changed)
            trail.record_all(_entries(part, changed, before, queries.settings_of(row), row), actor=by)
    queries.forget()


def _entries(
    part: tuple[str, ...], changed: Iterable[str], before: Settings, after: Settings, row: Insurer
) -> list[Entry]:
    subject = ("insurer", row.id)
    if part is not SECURITY:
        event = events.HELP_DESK_CHANGED if part is HELP_DESK else events.BRANDING_CHANGED
        return [Entry(event, subject, {"field": name}) for name in changed]
    old, new = _numbers(before.security), _numbers(after.security)
    return [
        Entry(events.LIMIT_CHANGED, subject, {"limit": name, "before": old[name], "after": new[name]})
        for name in old
        if old[name] != new[name]
    ]


def _numbers(security: Security) -> dict[str, int | None]:
    return {**security.values, "passkeys_allowed": security.passkeys_allowed}


def _columns(wanted: HelpDesk | Branding, part: tuple[str, ...]) -> dict[str, Any]:
    values = {name: getattr(wanted, name) for name in part}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}
