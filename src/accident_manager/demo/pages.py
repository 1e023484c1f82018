"""The demo's own pages: the cast with their codes, and every mail that was sent."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from accident_manager.demo import backstage, world
from accident_manager.demo.backstage import Code
from accident_manager.foundation.refusal import N_, NotFound
from accident_manager.identity import outbox
from accident_manager.identity import queries as identity
from accident_manager.identity.outbox import MailToSend
from accident_manager.identity.rules.permissions import ROLE_NAMES, Role
from accident_manager.insurers import queries as insurers
from accident_manager.insurers.queries import InsurerInfo
from accident_manager.policies import queries as policies
from accident_manager.storage import scope
from accident_manager.web.access import public_page

# What each role is for, in a sentence.
ROLE_SENTENCES = {
    Role.DECLARER: N_("Declares accidents for the employer and follows the files."),
    Role.PREVENTION_ADVISER: N_("Reads the accidents of the employer, to prevent the next one."),
    Role.HANDLER: N_("Works through the queue by legal deadline and decides."),
    Role.TEAM_LEAD: N_("Gives the second opinion on refusals and sees the whole queue."),
    Role.MEDICAL_ADVISER: N_("Sees the medical part, which nobody else sees."),
    Role.SUPPORT: N_("Helps people with their accounts and never sees a file."),
    Role.ADMINISTRATOR: N_("Looks after accounts and roles and never sees a file."),
    Role.VICTIM: N_("Reads what was declared about him, the decision and his letters."),
    Role.AUDITOR: N_("Sees everything that happened and who looked; changes nothing."),
}
BROKER = N_("A broker: declares for several employers.")
MOST_MAILS = 100


@dataclass(frozen=True, slots=True)
class Player:
    """One of the cast. `password` is empty for the one who was created and never came."""

    id: UUID
    name: str
    role_key: str
    role: str
    sentence: str
    employers: tuple[str, ...]
    language: str
    email: str
    password: str
    recovery_code: str
    code: Code | None


@dataclass(frozen=True, slots=True)
class SentMail:
    insurer: InsurerInfo
    mail: MailToSend


@public_page
@require_safe
def cast(request: HttpRequest) -> HttpResponse:
    houses = [{"insurer": insurer, "players": list(_players(insurer))} for insurer in insurers.all_insurers()]
    return render(request, "demo/cast.html", {"houses": houses})


@public_page
@require_safe
def cast_json(request: HttpRequest) -> JsonResponse:
    """The same for a machine that plays the roles: with the key of each authenticator, to make its own codes."""
    found = []
    for insurer in insurers.all_insurers():
        for player in _players(insurer):
            with scope.of(insurer.id):
                secret = backstage.key_of(player.id)
            found.append(
                {
                    "insurer": insurer.code, "role": player.role_key, "name": player.name, "email": player.email,
                    "password": player.password, "totp_secret": secret,
                }
            )  # fmt: skip
    return JsonResponse(found, safe=False)


@public_page
@require_safe
def codes(request: HttpRequest) -> HttpResponse:
    """The codes of this moment, each to take the place of the one that stands on the page."""
    players = [player for insurer in insurers.all_insurers() for player in _players(insurer)]
    return render(request, "demo/codes.html", {"players": [player for player in players if player.code]})


@public_page
@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    """Every mail, newest first: of both insurers or of one, to everybody or to one address."""
    chosen, to = request.GET.get("insurer", ""), request.GET.get("to", "").strip().lower()
    mails = [sent for sent in _all_mails() if chosen in ("", sent.insurer.code) and to in sent.mail.recipient.lower()]
    address = reverse("demo-mailbox")
    tabs = [{"label": N_("All mails"), "url": address, "current": not chosen}]
    tabs += [
        {"label": insurer.name, "url": f"{address}?insurer={insurer.code}", "current": chosen == insurer.code}
        for insurer in insurers.all_insurers()
    ]
    return render(request, "demo/mailbox.html", {"mails": mails[:MOST_MAILS], "tabs": tabs, "to": to, "chosen": chosen})


@public_page
@require_safe
def mail(request: HttpRequest, mail_id: UUID) -> HttpResponse:
    sent = _mail(mail_id)
    links = list(dict.fromkeys(re.findall(r"https?://[^\s<>\"]+", sent.mail.text)))
    return render(request, "demo/mail.html", {"sent": sent, "links": links})


@public_page
@require_safe
def mail_html(request: HttpRequest, mail_id: UUID) -> HttpResponse:
    """The HTML part as a mail program shows it: a document of its own, without scripts or anything from outside."""
    response = HttpResponse(_mail(mail_id).mail.html)
    response.headers["Content-Security-Policy"] = (
        "sandbox allow-popups allow-top-navigation-by-user-activation; default-src 'none'; "
        "style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
    )
    return response


@public_page
@require_safe
def attachment(request: HttpRequest, mail_id: UUID, which: int) -> HttpResponse:
    attached = _mail(mail_id).mail.attachments
    if which >= len(attached):
        raise NotFound
    file = attached[which]
    response = HttpResponse(file.content, content_type=file.media_type)
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=file.name) or ""
    return response


def _players(insurer: InsurerInfo) -> Iterator[Player]:
    with scope.of(insurer.id):
        if insurer.code not in world.INSURERS:
            return
        for entry in world.cast_of(insurer.code):
            account = identity.by_email(entry["email"])
            if account is None:
                continue
            role = Role(entry["role"])
            yield Player(
                id=account.id,
                name=account.name,
                role_key=role.value,
                role=ROLE_NAMES[role],
                sentence=BROKER if entry.get("broker") else ROLE_SENTENCES[role],
                employers=tuple(employer.name for employer in policies.employers(account.employer_ids)),
                language=account.language,
                email=account.email,
                password=entry.get("password", ""),
                recovery_code=backstage.recovery_code(entry["email"]) if "password" in entry else "",
                code=backstage.code_of(account.id),
            )


def _all_mails() -> list[SentMail]:
    found = []
    for insurer in insurers.all_insurers():
        with scope.of(insurer.id):
            found += [SentMail(insurer, mail) for mail in outbox.recent(MOST_MAILS)]
    return sorted(found, key=lambda sent: sent.mail.created_at, reverse=True)


def _mail(mail_id: UUID) -> SentMail:
    found = next((sent for sent in _all_mails() if sent.mail.id == mail_id), None)
    if found is None:
        raise NotFound
    return found
