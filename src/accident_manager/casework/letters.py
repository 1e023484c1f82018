"""Letters: asked for in the transaction of the act, made by a job, written in the receiver's language (R19, R62)."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, replace
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any, Literal
from uuid import UUID

from django.db import transaction

from accident_manager import papers
from accident_manager.audit import trail
from accident_manager.casework import notices, queues
from accident_manager.claims import events
from accident_manager.claims.models import Allowance, Claim, Decision, Document, InformationRequest, Letter
from accident_manager.claims.queries.missing import CERTIFICATE, asked_sentence
from accident_manager.claims.queries.reach import claim_of
from accident_manager.claims.rules.deciding import elements, grounds_from
from accident_manager.claims.rules.declaration import summary_blocks
from accident_manager.claims.rules.frozen import answers_of
from accident_manager.foundation import actor as actors
from accident_manager.foundation import clock
from accident_manager.foundation.actor import Actor
from accident_manager.foundation.period import Period
from accident_manager.foundation.refusal import N_, NotFound
from accident_manager.identity import queries as identity
from accident_manager.insurers import queries as insurers
from accident_manager.insurers.queries import InsurerInfo
from accident_manager.policies.models import Employer
from accident_manager.wording import say
from accident_manager.wording.letters import (
    Advice,
    AllowanceLine,
    LetterFacts,
    LetterText,
    Person,
    Receiver,
    decision_letter,
)
from accident_manager.wording.letters import Allowance as LetterAllowance
from accident_manager.wording.letters import Kind as LetterKind

PUBLIC = "public_1967"
FEDRIS = ("Fedris", "Avenue de l’Astronomie 1 / Sterrenkundelaan 1", "1210 Bruxelles / Brussel")
INFORMATION, COPY = Letter.Kind.INFORMATION, Letter.Kind.DECLARATION_COPY
# What a letter says, by what it is about. In the public scheme the authority speaks, and a doubt is an advice (R62).
_PRIVATE_LETTERS: Mapping[str, LetterKind] = {
    Letter.Kind.ACCEPTED: "accepted",
    Letter.Kind.REFUSED: "refused",
    Letter.Kind.DOUBT: "doubt",
    INFORMATION: "information_request",
    COPY: "declaration_copy",
}
_PUBLIC_LETTERS: Mapping[str, LetterKind] = {
    Letter.Kind.ACCEPTED: "accepted_public_by_authority",
    Letter.Kind.REFUSED: "refused_public_by_authority",
    Letter.Kind.ADVICE: "advice_to_authority",
    INFORMATION: "information_request",
    COPY: "declaration_copy",
}
_ADVICE: Mapping[str, Advice] = {
    Decision.Kind.ACCEPTED: "accept",
    Decision.Kind.REFUSED: "refuse",
    Decision.Kind.DOUBT: "doubt",
}
_RECEIVERS: Mapping[str, Receiver] = {
    "victim": "victim",
    "employer": "employer",
    "authority": "employer",
    "fedris": "fedris",
    "fund": "fund",
}
_AUTHORITYS_COLOUR = "#333333"


def request(
    claim: Claim,
    kind: Letter.Kind,
    receivers: Collection[str],
    *,
    decision: Decision | None = None,
    information: InformationRequest | None = None,
) -> None:
    """Ask for a letter to each receiver, inside the transaction of the act it tells of. A job makes it."""
    for receiver in receivers:
        letter, new = Letter.objects.get_or_create(
            claim=claim, kind=kind, receiver=receiver, decision=decision, information=information,
            defaults={"language": _language(claim, receiver), "created_at": clock.now()},
        )  # fmt: skip
        if new:
            queues.later("papers.letter", queue="papers", insurer_id=claim.insurer_id, letter_id=letter.id)


@transaction.atomic
def produce_letter(letter_id: UUID) -> None:
    """Make the letter's paper, once: run again it changes nothing. NotFound."""
    letter = Letter.objects.select_for_update(no_key=True).filter(id=letter_id).first()
    if letter is None:
        raise NotFound
    if letter.state != Letter.State.DUE:
        return
    claim = Claim.objects.select_related("person", "employer").get(id=letter.claim_id)
    insurer = _insurer(claim)
    content = papers.render(
        "letter", _laid_out(written(letter, claim, insurer), letter, claim, insurer), created=clock.now()
    )
    document = Document.objects.create(
        claim=claim, kind=Document.Kind.LETTER, filename=_filename(letter, claim), media_type="application/pdf",
        size=len(content), sha256=sha256(content).hexdigest(), content=content, language=letter.language,
        audience=_audience(letter, claim), created_at=clock.now(),
    )  # fmt: skip
    letter.document, letter.state, letter.made_at = document, Letter.State.MADE, clock.now()
    letter.save(update_fields=["document", "state", "made_at"])
    trail.record(
        events.LETTER_MADE, subject=("claim", claim.id), actor=actors.system(claim.insurer_id),
        letter_id=letter.id, kind=letter.kind, receiver=letter.receiver, language=letter.language,
    )  # fmt: skip
    if "victim" in document.audience:
        notices.tell_victim(claim)


@transaction.atomic
def mark_sent(number: str, *, letter_id: UUID, by: Actor) -> None:
    """Note that a made letter went out: who sent it must be able to prove it (R18).

    What an authority signed is the victim's to read from then on. NotFound when there is no made letter.
    """
    by.require("claims.decide")
    claim = claim_of(number, by)
    letter = (
        Letter.objects.select_for_update(no_key=True)
        .filter(id=letter_id, claim=claim)
        .exclude(state=Letter.State.DUE)
        .first()
    )
    if letter is None:
        raise NotFound
    if letter.state == Letter.State.SENT or letter.document_id is None:
        return
    letter.state = Letter.State.SENT
    letter.save(update_fields=["state"])
    trail.record(events.LETTER_SENT, subject=("claim", claim.id), actor=by, letter_id=letter_id)
    if _signed_by_authority(letter, claim):
        Document.objects.filter(id=letter.document_id).update(audience=["insurer", "employer", "victim"])
        notices.tell_victim(claim)


def written(letter: Letter, claim: Claim, insurer: InsurerInfo) -> LetterText:
    """The words of a letter, in its language."""
    kinds = _PUBLIC_LETTERS if claim.scheme == PUBLIC else _PRIVATE_LETTERS
    return decision_letter(kinds[letter.kind], letter.language, _facts(letter, claim, insurer))


def _facts(letter: Letter, claim: Claim, insurer: InsurerInfo) -> LetterFacts:
    decision, asked, language = letter.decision, letter.information, letter.language
    public = claim.scheme == PUBLIC
    facts = LetterFacts(
        victim=_person(claim),
        file_number=claim.number,
        accident_on=claim.accident_on,
        employer_name=claim.employer.name,
        insurer_name=insurer.name,
        desk_phone=insurer.support_phone,
        desk_email=insurer.support_email,
        decided_on=_day_of(letter, claim),
        handler_name=_handler(letter),
        to=_RECEIVERS[letter.receiver],
        received_on=claim.received_on,
        decide_by=claim.decide_by,
        authority_name=claim.employer.name if public else "",
    )
    if decision is not None:
        facts = replace(facts, reasons=_reasons(decision, claim.scheme, language))
    if asked is not None:
        facts = _asking(facts, asked, language)
    match letter.kind:
        case Letter.Kind.ADVICE if decision is not None:
            return replace(facts, advice=_ADVICE[decision.kind])
        case Letter.Kind.ACCEPTED if not public:
            return _with_amounts(facts, claim)
        case Letter.Kind.DECLARATION_COPY:
            return replace(facts, declared=_declared(claim, language))
        case _:
            return facts


def _day_of(letter: Letter, claim: Claim) -> date:
    """The day the letter bears: of the act it tells of, whenever its paper is made."""
    decision, asked = letter.decision, letter.information
    if _signed_by_authority(letter, claim) and claim.decided_on:
        return claim.decided_on
    if decision is not None:
        return clock.day_of(decision.confirmed_at or decision.proposed_at)
    return clock.day_of(asked.asked_at if asked else letter.created_at)


def _handler(letter: Letter) -> str:
    """The name under the letter: who examined the file, or nobody while nobody has."""
    decision, asked = letter.decision, letter.information
    who = decision.proposed_by if decision else asked.asked_by if asked else None
    found = identity.accounts([who]) if who else []
    return found[0].name if found else ""


def _reasons(decision: Decision, scheme: str, language: str) -> tuple[str, ...]:
    """Each element that is not shown, named in the language of the letter, with the handler's own words; then the
    whole.
    """
    grounds = grounds_from(decision.reasons)
    names = elements(scheme)
    named = N_("In doubt: %(element)s.") if decision.kind == Decision.Kind.DOUBT else N_("Not shown: %(element)s.")
    said = [
        f"{say(named, language, element=say(names[element], language))} {why}".strip()
        for element, why in grounds.not_shown.items()
    ]
    return (*said, grounds.text) if grounds.text else tuple(said)


def _asking(facts: LetterFacts, asked: InformationRequest, language: str) -> LetterFacts:
    """What is asked for; the handler's words say why, or what, when they stand alone."""
    codes, text = asked.content["items"], asked.content["text"]
    items = tuple(say(asked_sentence(code), language) for code in codes)
    return replace(
        facts, missing=items or (text,), reasons=(text,) if items and text else (), reply_by=asked.answer_by,
        medical_asked=CERTIFICATE in codes,
    )  # fmt: skip


def _with_amounts(facts: LetterFacts, claim: Claim) -> LetterFacts:
    """The allowance as it stands, once there is one."""
    found = Allowance.objects.filter(claim=claim, current=True).first()
    if found is None:
        return facts
    kept = found.explained
    lines = tuple(
        AllowanceLine(
            Period(date.fromisoformat(line["starts_on"]), date.fromisoformat(line["ends_on"])),
            Decimal(line["daily"]), Decimal(line["amount"]),
        )
        for line in kept["lines"]
    )  # fmt: skip
    return replace(
        facts,
        allowance=LetterAllowance(
            base_wage=Decimal(kept["base"]), daily=Decimal(kept["daily"]), days=kept["days"],
            periods=tuple(line.period for line in lines), total=Decimal(found.total), lines=lines,
        ),
        provisional=found.provisional,
    )  # fmt: skip


def _declared(claim: Claim, language: str) -> tuple[tuple[str, str], ...]:
    blocks = summary_blocks(_answers(claim), claim.scheme, language, masked=True)
    return tuple((row.label, row.text) for block in blocks for row in block.rows if row.text)


def _answers(claim: Claim) -> dict[str, Any]:
    declaration = claim.declarations.order_by("-version").first()
    return answers_of(declaration.content) if declaration else {}


def _laid_out(text: LetterText, letter: Letter, claim: Claim, insurer: InsurerInfo) -> dict[str, object]:
    employer = claim.employer
    if _signed_by_authority(letter, claim):
        head: dict[str, object] = {"name": employer.name, "colour": _AUTHORITYS_COLOUR, "mark": False}
        sender = _address(employer)
    else:
        head = {"name": insurer.name, "tagline": insurer.tagline, "colour": insurer.brand_seed}
        sender = [insurer.name, insurer.support_phone, insurer.support_email]
    return {**asdict(text), "letterhead": head, "sender": sender, "receiver": _receiver(letter, claim)}


def _receiver(letter: Letter, claim: Claim) -> list[str]:
    """The lines in the window of the envelope."""
    person = claim.person
    match letter.receiver:
        case "fedris":
            return list(FEDRIS)
        case "employer" | "authority":
            return _address(claim.employer)
        case "fund":
            answers = _answers(claim)
            lines = [answers.get("mutuality.fund", ""), answers.get("mutuality.address", "")]
            if not lines[0]:
                lines = [say(N_("Health insurance fund of the victim"), letter.language), person.name]
        case _:
            lines = [person.name, person.street, f"{person.postcode} {person.municipality}"]
    return [line.strip() for line in lines if line.strip()]


def _address(employer: Employer) -> list[str]:
    lines = [
        employer.name,
        f"{employer.street} {employer.house_number}",
        f"{employer.postcode} {employer.municipality}",
    ]
    return [line.strip() for line in lines if line.strip()]


def _person(claim: Claim) -> Person:
    sexes: Mapping[str, Literal["m", "f"]] = {"M": "m", "F": "f"}
    return Person(claim.person.first_name, claim.person.last_name, sexes.get(claim.person.sex))


def _language(claim: Claim, receiver: str) -> str:
    return claim.employer.language if receiver in {"employer", "authority"} else claim.person.language


def _signed_by_authority(letter: Letter, claim: Claim) -> bool:
    return claim.scheme == PUBLIC and letter.kind in {Letter.Kind.ACCEPTED, Letter.Kind.REFUSED}


def _audience(letter: Letter, claim: Claim) -> list[str]:
    """Who may open it: what is for the victim is not for his employer; what an authority must sign is for the
    authority, and for the victim once it went out (`mark_sent`).
    """
    if _signed_by_authority(letter, claim) or letter.receiver in {"employer", "authority"}:
        return ["insurer", "employer"]
    return ["insurer", "victim"] if letter.receiver == "victim" else ["insurer"]


def _filename(letter: Letter, claim: Claim) -> str:
    return f"{claim.number}-{letter.kind.replace('_', '-')}-{letter.receiver}.pdf"


def _insurer(claim: Claim) -> InsurerInfo:
    insurer = insurers.by_id(claim.insurer_id)
    if insurer is None:
        raise NotFound
    return insurer
