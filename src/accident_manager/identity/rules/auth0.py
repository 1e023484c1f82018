"""What may be set of an insurer's Auth0 tenant: read from what somebody typed or pasted, field by field."""

import re
from collections.abc import Mapping
from typing import Any

from accident_manager.foundation.refusal import N_, InvalidInput, Refusal

# What each field is called, in the order in which they are asked for.
LABELS: Mapping[str, str] = {
    "domain": N_("Domain of the tenant"),
    "custom_domain": N_("Custom domain"),
    "client_id": N_("Client ID of the application"),
    "client_secret": N_("Client secret of the application"),
    "management_client_id": N_("Client ID of the machine-to-machine application"),
    "management_client_secret": N_("Client secret of the machine-to-machine application"),
    "connection": N_("Name of the database connection"),
    "connection_id": N_("Identifier of the database connection"),
    "organization": N_("Organization"),
    "mfa_each_session": N_("A second factor at every login"),
    "jit": N_("An account for everybody whom Auth0 lets in"),
    "back_channel": N_("Logging out in Auth0 logs out here"),
    "active": N_("People log in with Auth0"),
}
SECRETS = frozenset({"client_secret", "management_client_secret"})
SWITCHES = frozenset({"mfa_each_session", "jit", "back_channel", "active"})
_REQUIRED = frozenset({"domain", "client_id", "connection"})
_HOST = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
_LOOPBACK = re.compile(r"(127\.0\.0\.1|localhost):[0-9]{1,5}")
_ID = re.compile(r"[A-Za-z0-9_.-]{4,128}")
_SECRET = re.compile(r"[!-~]{16,512}")
_CONNECTION = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]{0,126}[A-Za-z0-9])?")
_YES, _NO = frozenset({"1", "yes", "true", "on"}), frozenset({"", "0", "no", "false", "off"})


class InvalidTenant(InvalidInput):
    """`errors` says by field what is wrong."""

    code = "auth0.settings.invalid"

    def __init__(self, errors: Mapping[str, Refusal]) -> None:
        self.errors = dict(errors)
        field, first = next(iter(self.errors.items()))
        super().__init__(first.sentence, field=field, **first.values)


def is_loopback(domain: str) -> bool:
    """Whether this is a stand-in on the developer's own machine ("127.0.0.1:4400")."""
    return bool(_LOOPBACK.fullmatch(domain))


def read(typed: Mapping[str, str], *, loopback: bool = False) -> dict[str, Any]:
    """The fields that were typed, as they are kept; an empty secret is left out: it stays what it is. InvalidTenant.

    `loopback` lets a stand-in on this machine be named.
    """
    errors: dict[str, Refusal] = {}
    values: dict[str, Any] = {}
    for name in LABELS:
        if name not in typed or (name in SECRETS and not typed[name].strip()):
            continue
        try:
            values[name] = _read(name, typed[name].strip(), loopback)
        except InvalidInput as refusal:
            errors[name] = refusal
    if unknown := typed.keys() - LABELS.keys():
        errors[min(unknown)] = InvalidInput(N_("There is no such setting of Auth0."))
    if errors:
        raise InvalidTenant(errors)
    return values


def complete(values: Mapping[str, Any]) -> None:
    """InvalidTenant when what is kept after a change lacks what a login needs."""
    errors: dict[str, Refusal] = {
        name: InvalidInput(N_("Fill this in.")) for name in LABELS if name in _REQUIRED and not values[name]
    }
    if values["active"] and not values["client_secret"]:
        errors["client_secret"] = InvalidInput(N_("Without this secret nobody can log in. Copy it from Auth0."))
    if bool(values["management_client_id"]) != bool(values["management_client_secret"]):
        missing = "management_client_secret" if values["management_client_id"] else "management_client_id"
        errors[missing] = InvalidInput(
            N_("The client ID and the secret of the machine-to-machine application go together.")
        )
    if errors:
        raise InvalidTenant(errors)


def stay(before: Mapping[str, Any], typed: Mapping[str, Any]) -> None:
    """InvalidTenant when a secret would be sent to another domain than the one that it was typed for.

    Nobody is shown a secret, so nobody may have it sent to a domain of his own either.
    """
    after = {**before, **typed}
    login_moved = (after["custom_domain"] or after["domain"]) != (before["custom_domain"] or before["domain"])
    moved = {"client_secret": login_moved, "management_client_secret": after["domain"] != before["domain"]}
    errors: dict[str, Refusal] = {
        name: InvalidInput(N_("The domain is another one: copy this secret again from Auth0."))
        for name in LABELS
        if moved.get(name) and before[name] and name not in typed
    }
    if errors:
        raise InvalidTenant(errors)


def _read(name: str, text: str, loopback: bool) -> Any:
    if name in SWITCHES:
        return _switch(text)
    if not text and name not in _REQUIRED:
        return ""
    if name in {"domain", "custom_domain"}:
        return _domain(text, loopback)
    if name == "connection":
        if not _CONNECTION.fullmatch(text):
            raise InvalidInput(N_("The name of a connection has letters, digits and dashes only."))
    elif name in {"connection_id", "organization"}:
        start = "con_" if name == "connection_id" else "org_"
        if not re.fullmatch(start + "[A-Za-z0-9]{1,60}", text):
            raise InvalidInput(N_("This begins with %(start)s. Copy it from Auth0."), start=start)
    elif name in SECRETS:
        if not _SECRET.fullmatch(text):
            raise InvalidInput(N_("A secret has at least 16 characters and no spaces. Copy it from Auth0."))
    elif not _ID.fullmatch(text):
        raise InvalidInput(N_("A client ID has letters and digits, without spaces. Copy it from Auth0."))
    return text


def _domain(text: str, loopback: bool) -> str:
    """ "https://belfius.eu.auth0.com/" as "belfius.eu.auth0.com"."""
    domain = text.lower().removeprefix("https://").removesuffix("/").removesuffix(".")
    if loopback and is_loopback(domain.removeprefix("http://")):
        return domain.removeprefix("http://")
    if not _HOST.fullmatch(domain):
        raise InvalidInput(N_("A domain looks like example.eu.auth0.com, without a path."))
    return domain


def _switch(text: str) -> bool:
    word = text.lower()
    if word not in _YES | _NO:
        raise InvalidInput(N_("Answer with yes or no."))
    return word in _YES
