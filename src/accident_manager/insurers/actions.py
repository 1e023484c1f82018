"""Taking an insurer in: its row and its keys, together or not at all."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction

from accident_manager.crypto.keys import create_keyset
from accident_manager.foundation.refusal import N_, InvalidInput, Refusal
from accident_manager.insurers import queries
from accident_manager.insurers.models import Insurer
from accident_manager.insurers.queries import InsurerInfo
from accident_manager.insurers.rules import help_desk
from accident_manager.storage import scope
from accident_manager.wording import LANGUAGES

# First parts of addresses that are not an insurer's.
RESERVED_CODES = frozenset({"demo", "static", "healthz", "readyz", "api", "admin"})


class InsurerExists(Refusal):
    code = "insurers.exists"
    sentence = N_("There is already an insurer with the code %(code)s.")


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
