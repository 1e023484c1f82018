"""Passkeys: a further second factor where the insurer allows them, never in the place of password, app or recovery
code.

A question is a challenge of 256 bits in the browser's session: good for one answer, for five minutes, for
one account and one purpose. What signs the answer must have verified its user (WebAuthn level 2, section 7; ASVS 6.7).
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from django.db import IntegrityError, transaction
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import (
    base64url_to_bytes,
    bytes_to_base64url,
    decode_credential_public_key,
    decoded_public_key_to_cryptography,
    options_to_json_dict,
    parse_authentication_credential_json,
    parse_client_data_json,
    parse_registration_credential_json,
)
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    AuthenticatorTransport,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from accident_manager.audit import trail
from accident_manager.crypto.index import exact_token
from accident_manager.foundation import clock, scope
from accident_manager.foundation.actor import Actor
from accident_manager.foundation.refusal import N_, NotFound, Refusal
from accident_manager.identity import events
from accident_manager.identity.actions import endings, factors, notices, pacing, passwords, suspicion, throttle
from accident_manager.identity.models import Account, Passkey
from accident_manager.identity.rules import passkeys as rules
from accident_manager.identity.rules.passkeys import Site
from accident_manager.identity.sessions import SessionStore
from accident_manager.insurers import queries as insurers

# What an answer is asked for: to add a passkey, to log in, to confirm an act of somebody who is logged in.
ADD, LOG_IN, CONFIRM = "add", "log-in", "confirm"
_KEY = "passkey_asked"
# Longer than a question lives: an answer to it is taken once in this time.
_REMEMBERED = timedelta(hours=1)
_NOTED_EVERY = timedelta(minutes=1)


class PasskeysNotAllowed(Refusal):
    code = "identity.passkey.not-allowed"
    sentence = N_("Your insurer does not allow passkeys. Use a one-time code.")


class NoPasskeyHere(Refusal):
    """At an address to which no passkey can be bound, or without a passkey."""

    code = "identity.passkey.not-here"
    sentence = N_("No passkey can be used here. Use a one-time code.")


class NoAnswer(Refusal):
    """The form came without an answer of the browser: nothing is counted."""

    code = "identity.passkey.no-answer"
    sentence = N_("Your browser did not send a passkey. Try again, or use a one-time code.")


class WrongPasskey(Refusal):
    """Nobody is told why; the trail knows."""

    code = "identity.passkey.wrong"
    sentence = N_("The passkey was not accepted. Try again, or use a one-time code.")


class PasskeyIsKnown(Refusal):
    code = "identity.passkey.known"
    sentence = N_("This passkey is linked to an account already.")


class TooManyPasskeys(Refusal):
    code = "identity.passkey.too-many"
    sentence = N_("You have %(most)s passkeys. Remove one before you add another.")


class _Unfit(Exception):
    """Why an answer is refused, as the trail says it."""


@dataclass(frozen=True, slots=True)
class _Answer:
    passkey: Passkey
    count: int


def are_allowed() -> bool:
    """What the insurer in scope says now, for passkeys that there are as well."""
    return insurers.settings_now().security.passkeys_allowed


def are_usable(account_id: UUID, site: Site | None) -> bool:
    """True when this account has a passkey that may be used at this site."""
    return site is not None and are_allowed() and Passkey.objects.filter(account_id=account_id).exists()


def begin_registration(session: SessionStore, site: Site | None, by: Actor) -> dict[str, Any]:
    """What the browser needs to make a passkey for one's own account. PasskeysNotAllowed, NoPasskeyHere, TooMany…

    The user handle is the account's id: no name or address leaves by it.
    """
    by.require("account.own")
    account = passwords.own_account(by)
    site = _ready(account, site)
    present = _of(account.id)
    if len(present) >= rules.MOST:
        raise TooManyPasskeys(most=rules.MOST)
    insurer = insurers.by_id(scope.current())
    options = generate_registration_options(
        rp_id=site.rp_id,
        rp_name=insurer.product_name if insurer else site.rp_id,
        user_id=account.id.bytes,
        user_name=account.email,
        user_display_name=account.name or account.email,
        challenge=_ask(session, ADD, account.id),
        timeout=_milliseconds(rules.ASKED_FOR),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=[_descriptor(row) for row in present],
    )
    with transaction.atomic():
        trail.record(events.MFA_ENROL_STARTED, subject=("account", account.id), actor=by, factor="passkey")
    return options_to_json_dict(options)


def finish_registration(session: SessionStore, answer: str, name: str, site: Site | None, by: Actor) -> UUID:
    """Keep the passkey that the browser made; gives its id. As `begin_registration`; NoAnswer, WrongPasskey, …IsKnown.

    Whoever could ask for it (`begin_registration`) may give it: the question is the permission.
    """
    by.require("account.own")
    account = passwords.own_account(by)
    site = _ready(account, site)
    if not answer.strip():
        raise NoAnswer
    subject = ("account", account.id)
    try:
        made = _made(session, account, answer, site)
    except _Unfit as problem:
        _note_failure(str(problem), subject, by)
        raise WrongPasskey from None
    try:
        with transaction.atomic():
            Account.objects.select_for_update(no_key=True).get(pk=account.pk)
            if Passkey.objects.filter(account=account).count() >= rules.MOST:
                raise TooManyPasskeys(most=rules.MOST)
            made.name = rules.name_of(name)
            made.save(force_insert=True)
            notices.tell(account, _ADDED, ip=by.ip or "–")
            trail.record(events.MFA_ENROLLED, subject=subject, actor=by, factor="passkey")
    except IntegrityError:
        _note_failure("passkey_known", subject, by)
        raise PasskeyIsKnown from None
    return made.id


def rename(passkey_id: UUID, name: str, by: Actor) -> None:
    """Another name for a passkey of one's own. NotFound for any other."""
    by.require("account.own")
    account = passwords.own_account(by)
    with transaction.atomic():
        row = Passkey.objects.select_for_update(no_key=True).filter(pk=passkey_id, account=account).first()
        if row is None:
            raise NotFound
        row.name = rules.name_of(name)
        row.save(update_fields=["name"])
        trail.record(events.MFA_RENAMED, subject=("account", account.id), actor=by, factor="passkey")


def remove(session: SessionStore, passkey_id: UUID, by: Actor) -> None:
    """Take a passkey off one's own account; everything else that was open ends. NotFound for any other."""
    by.require("account.own")
    with transaction.atomic():
        account = Account.objects.select_for_update(no_key=True).get(pk=passwords.own_account(by).pk)
        if not Passkey.objects.filter(pk=passkey_id, account=account).delete()[0]:
            raise NotFound
        endings.end_others(account, session)
        notices.tell(account, _REMOVED, ip=by.ip or "–")
        trail.record(events.MFA_REMOVED, subject=("account", account.id), actor=by, factor="passkey")


def begin_challenge(
    session: SessionStore, account_id: UUID, site: Site | None, by: Actor, *, purpose: str
) -> dict[str, Any]:
    """What the browser needs to use a passkey of this account. PasskeysNotAllowed, NoPasskeyHere."""
    present = _of(account_id)
    if not are_allowed():
        raise PasskeysNotAllowed
    if site is None or not present:
        raise NoPasskeyHere
    options = generate_authentication_options(
        rp_id=site.rp_id,
        challenge=_ask(session, purpose, account_id),
        timeout=_milliseconds(rules.ASKED_FOR),
        allow_credentials=[_descriptor(row) for row in present],
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    with transaction.atomic():
        # A button pressed many times is one line.
        if pacing.first_in(_NOTED_EVERY, "passkey.asked", str(account_id)):
            trail.record(events.MFA_CHALLENGED, subject=("account", account_id), actor=by, factor="passkey")
    return options_to_json_dict(options)


def verify(session: SessionStore, account: Account, answer: str, site: Site | None, by: Actor, *, purpose: str) -> None:
    """Use a passkey of the account, counted as a one-time code is. NoAnswer, WrongPasskey, PasskeysNotAllowed, …"""
    if not answer.strip():
        raise NoAnswer
    failures = throttle.count_code(account.id, throttle.CODE, by)
    subject = ("account", account.id)
    try:
        given = _given(session, account, answer, site, purpose)
        with transaction.atomic():
            # Of two answers of one passkey at once, the second finds a counter that is not lower any more.
            rows = Passkey.objects.filter(pk=given.passkey.pk)
            rows = rows.filter(sign_count__lt=given.count) if given.count else rows.filter(sign_count=0)
            if rows.update(sign_count=given.count, last_used_at=clock.now()) != 1:
                raise _Unfit("passkey_counter")
            throttle.code_was_right(account.id, throttle.CODE)
            trail.record(events.MFA_SUCCEEDED, subject=subject, actor=by, factor="passkey")
    except _Unfit as problem:
        reason = str(problem)
        with transaction.atomic():
            throttle.code_was_wrong(failures, by, subject)
            notes = suspicion.copied_passkey(subject, by) if reason == "passkey_counter" else []
            trail.record_all([trail.Entry(events.MFA_FAILED, subject, _why(reason)), *notes], actor=by)
        raise (PasskeysNotAllowed if reason == "passkey_not_allowed" else WrongPasskey) from None


_ADDED = N_("A passkey was added to your account on %(timestamp)s from %(ip)s.")
_REMOVED = N_("A passkey was removed from your account on %(timestamp)s from %(ip)s.")


def _ready(account: Account, site: Site | None) -> Site:
    """A passkey comes beside an app, never before it."""
    if not are_allowed():
        raise PasskeysNotAllowed
    authenticator = factors.confirmed(account.id)
    if site is None or authenticator is None or authenticator.to_replace:
        raise NoPasskeyHere
    return site


def _ask(session: SessionStore, purpose: str, account_id: UUID) -> bytes:
    """A new question; one that was asked before in this browser is void."""
    challenge = secrets.token_bytes(rules.CHALLENGE_BYTES)
    asked = {"for": purpose, "account": str(account_id), "at": clock.now().isoformat()}
    session[_KEY] = {**asked, "challenge": bytes_to_base64url(challenge)}
    return challenge


def _asked(session: SessionStore, purpose: str, account_id: UUID) -> bytes:
    """The challenge of the question that this browser was asked; used up by this look, right or wrong."""
    asked = session.pop(_KEY, None)
    if not asked or (asked["for"], asked["account"]) != (purpose, str(account_id)):
        raise _Unfit("passkey_late")
    # Two requests at once read the same session: only the database tells who was first.
    if not pacing.first_in(_REMEMBERED, "passkey.answered", asked["challenge"]):
        raise _Unfit("passkey_used")
    if datetime.fromisoformat(asked["at"]) + rules.ASKED_FOR <= clock.now():
        raise _Unfit("passkey_late")
    return base64url_to_bytes(asked["challenge"])


def _made(session: SessionStore, account: Account, answer: str, site: Site) -> Passkey:
    """The row for a new passkey, not saved yet. _Unfit."""
    challenge = _asked(session, ADD, account.id)
    try:
        credential = parse_registration_credential_json(_bounded(answer))
        made = verify_registration_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=site.rp_id,
            expected_origin=site.origin,
            require_user_verification=True,
        )
        _refuse_frames(credential.response.client_data_json)
        decoded_public_key_to_cryptography(decode_credential_public_key(made.credential_public_key))
    except Exception as problem:  # the parsers of a stranger's bytes raise whatever they meet
        raise _Unfit("passkey_invalid") from problem
    return Passkey(
        account=account,
        credential=made.credential_id,
        credential_token=_token(made.credential_id),
        public_key=made.credential_public_key,
        sign_count=made.sign_count,
        transports=[way.value for way in credential.response.transports or ()],
    )


def _given(session: SessionStore, account: Account, answer: str, site: Site | None, purpose: str) -> _Answer:
    """The passkey of this account that signed the question of this browser. _Unfit."""
    if not are_allowed():
        raise _Unfit("passkey_not_allowed")
    challenge = _asked(session, purpose, account.id)
    try:
        credential = parse_authentication_credential_json(_bounded(answer))
    except Exception as problem:  # as above
        raise _Unfit("passkey_invalid") from problem
    row = Passkey.objects.filter(account=account, credential_token=_token(credential.raw_id)).first()
    if row is None or credential.response.user_handle not in {None, b"", account.id.bytes}:
        raise _Unfit("passkey_unknown")
    if site is None:
        raise _Unfit("passkey_invalid")
    try:
        used = verify_authentication_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=site.rp_id,
            expected_origin=site.origin,
            credential_public_key=bytes(row.public_key),
            # The counter is compared when it is written; before the signature it would say nothing.
            credential_current_sign_count=0,
            require_user_verification=True,
        )
        _refuse_frames(credential.response.client_data_json)
    except Exception as problem:  # as above
        raise _Unfit("passkey_invalid") from problem
    return _Answer(row, used.new_sign_count)


def _bounded(answer: str) -> str:
    if len(answer) > rules.LONGEST_ANSWER:
        raise ValueError("no browser answers that much")
    return answer


def _refuse_frames(client_data: bytes) -> None:
    if parse_client_data_json(client_data).cross_origin:
        raise ValueError("made inside a frame of another site")


def _of(account_id: UUID) -> list[Passkey]:
    return list(Passkey.objects.filter(account_id=account_id).order_by("created_at", "id"))


def _descriptor(row: Passkey) -> PublicKeyCredentialDescriptor:
    ways = [AuthenticatorTransport(way) for way in cast(list[str], row.transports)]
    return PublicKeyCredentialDescriptor(id=bytes(row.credential), transports=ways)


def _token(credential_id: bytes) -> bytes:
    return exact_token("passkey.credential", credential_id.hex())


def _milliseconds(time: timedelta) -> int:
    return int(time.total_seconds() * 1000)


def _why(reason: str) -> dict[str, str]:
    return {"reason": reason, "factor": "passkey"}


def _note_failure(reason: str, subject: tuple[str, UUID], by: Actor) -> None:
    with transaction.atomic():
        trail.record_all([trail.Entry(events.MFA_FAILED, subject, _why(reason))], actor=by)
