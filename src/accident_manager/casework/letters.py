"""Letters: asked for in the transaction of the act, made by a job, written in the receiver's language (R19, R62)."""

from collections.abc import Collection
from dataclasses import asdict
from decimal import Decimal
from hashlib import sha256
from uuid import UUID

from django.db import transaction

from accident_manager import papers
from accident_manager.audit import trail
from accident_manager.casework import queues
from accident_manager.claims import events
from accident_manager.claims.models import Allowance, Claim, Decision, Document, InformationRequest, Letter, WageBase
from accident_manager.claims.queries.missing import asked_sentence
from accident_manager.claims.queries.reach import claim_of
from accident_manager.claims.rules.deciding import grounds_from
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
from accident_manager.wording import say
from accident_manager.wording.letters import Allowance as LetterAllowance
from accident_manager.wording.letters import LetterFacts, LetterText, Person, decision_letter

PUBLIC = "public_1967"
FEDRIS = ("Fedris", "Avenue de l’Astronomie 1 / Sterrenkundelaan 1", "1210 Bruxelles / Brussel")
# How a letter goes on, by what it is about: in the public scheme the authority speaks (R62).
_KINDS = {
    Letter.Kind.ACCEPTED: ("accepted", "accepted_public_by_authority"),
    Letter.Kind.REFUSED: ("refused", "refused_public_by_authority"),
    Letter.Kind.DOUBT: ("doubt", "doubt"),
    Letter.Kind.INFORMATION: ("information_request", "information_request"),
    Letter.Kind.DECLARATION_COPY: ("declaration_copy", "declaration_copy"),
}


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
    """Make the letter's paper, once: run again it changes nothing."""
    letter = Letter.objects.select_for_update().filter(id=letter_id).first()
    if letter is None:
        raise NotFound
    if letter.state != Letter.State.DUE:
        return
    claim = Claim.objects.select_related("person", "employer", "policy").get(id=letter.claim_id)
    insurer = insurers.by_id(claim.insurer_id)
    assert insurer is not None
    text = written(letter, claim, insurer)
    content = papers.render("letter", _laid_out(text, letter, claim, insurer), created=clock.now())
    document = Document.objects.create(
        claim=claim, kind=Document.Kind.LETTER, filename=_filename(letter, claim), media_type="application/pdf",
        size=len(content), sha256=sha256(content).hexdigest(), content=content, language=letter.language,
        audience=_audience(letter), created_at=clock.now(),
    )  # fmt: skip
    letter.document, letter.state, letter.made_at = document, Letter.State.MADE, clock.now()
    letter.save(update_fields=["document", "state", "made_at"])
    trail.record(
        events.LETTER_MADE, subject=("claim", claim.id), actor=actors.system(claim.insurer_id),
        letter_id=letter.id, kind=letter.kind, receiver=letter.receiver, language=letter.language,
    )  # fmt: skip


@transaction.atomic
def mark_sent(number: str, *, letter_id: UUID, by: Actor) -> None:
    """Note that a made letter went out: the insurer must be able to prove it (R18)."""
    by.require("claims.decide")
    claim = claim_of(number, by)
    moved = Letter.objects.filter(id=letter_id, claim=claim, state=Letter.State.MADE).update(state=Letter.State.SENT)
    if moved:
        trail.record(events.LETTER_SENT, subject=("claim", claim.id), actor=by, letter_id=letter_id)
    elif not Letter.objects.filter(id=letter_id, claim=claim, state=Letter.State.SENT).exists():
        raise NotFound


def written(letter: Letter, claim: Claim, insurer: InsurerInfo) -> LetterText:
    """The words of a letter, in its language. An advice to the authority quotes the letter that the authority may sign."""
    public = claim.scheme == PUBLIC
    if letter.kind == Letter.Kind.ADVICE:
        assert letter.decision is not None
        kind = "doubt_public_to_authority" if letter.decision.kind == Decision.Kind.DOUBT else "advice_public"
        return decision_letter(kind, letter.language, _facts(letter, claim, insurer))
    return decision_letter(_KINDS[Letter.Kind(letter.kind)][public], letter.language, _facts(letter, claim, insurer))


def _facts(letter: Letter, claim: Claim, insurer: InsurerInfo) -> LetterFacts:
    decision, asked = letter.decision, letter.information
    language = letter.language
    handler = (decision and (decision.confirmed_by or decision.proposed_by)) or (asked and asked.asked_by)
    allowance = _allowance(claim) if letter.kind == Letter.Kind.ACCEPTED and claim.scheme != PUBLIC else None
    public = claim.scheme == PUBLIC
    return LetterFacts(
        victim=_person(claim),
        file_number=claim.number,
        accident_on=claim.accident_on,
        employer_name=claim.employer.name,
        insurer_name=insurer.name,
        desk_phone=insurer.support_phone,
        desk_email=insurer.support_email,
        decided_on=claim.decided_on or clock.today(),
        handler_name=identity.name_of(handler) if handler else insurer.name,
        to="employer" if letter.receiver == "employer" else "victim",
        reasons=grounds_from(decision.reasons).sentences if decision else ((asked.content["text"],) if asked else ()),
        missing=_asked_for(asked, language),
        reply_by=asked.answer_by if asked else None,
        received_on=claim.received_on,
        decide_by=claim.decide_by,
        allowance=allowance[0] if allowance else None,
        provisional=allowance[1] if allowance else False,
        authority_name=claim.employer.name if public else "",
        declared=_declared(claim, language) if letter.kind == Letter.Kind.DECLARATION_COPY else (),
        advises_acceptance=bool(decision and decision.kind == Decision.Kind.ACCEPTED),
    )


def _allowance(claim: Claim) -> tuple[LetterAllowance, bool] | None:
    base = WageBase.objects.filter(claim=claim, current=True).first()
    found = Allowance.objects.filter(claim=claim, current=True).first()
    if base is None or found is None:
        return None
    periods = tuple(Period(row.starts_on, row.ends_on) for row in claim.incapacities.order_by("starts_on"))
    return (
        LetterAllowance(
            base_wage=Decimal(base.base), daily=Decimal(found.explained["daily"]), days=found.explained["days"],
            periods=periods, total=Decimal(found.total),
        ),
        found.provisional,
    )  # fmt: skip


def _asked_for(asked: InformationRequest | None, language: str) -> tuple[str, ...]:
    return tuple(say(asked_sentence(code), language) for code in asked.content["items"]) if asked else ()


def _declared(claim: Claim, language: str) -> tuple[tuple[str, str], ...]:
    declaration = claim.declarations.order_by("-version").first()
    if declaration is None:
        return ()
    blocks = summary_blocks(answers_of(declaration.content), claim.scheme, language, masked=True)
    return tuple((row.label, row.text) for block in blocks for row in block.rows if row.text)


def _laid_out(text: LetterText, letter: Letter, claim: Claim, insurer: InsurerInfo) -> dict[str, object]:
    signed_by_authority = claim.scheme == PUBLIC and letter.kind in {Letter.Kind.ACCEPTED, Letter.Kind.REFUSED}
    if signed_by_authority:
        head: dict[str, object] = {"name": claim.employer.name, "colour": "#333333", "mark": False}
        sender = [claim.employer.name, f"{claim.employer.street} {claim.employer.house_number}".strip()]
        sender.append(f"{claim.employer.postcode} {claim.employer.municipality}")
    else:
        head = {"name": insurer.name, "tagline": insurer.tagline, "colour": insurer.brand_seed}
        sender = [insurer.name, insurer.support_phone, insurer.support_email]
    return {**asdict(text), "letterhead": head, "sender": sender, "receiver": _receiver(letter, claim)}


def _receiver(letter: Letter, claim: Claim) -> list[str]:
    person, employer = claim.person, claim.employer
    if letter.receiver == "fedris":
        return list(FEDRIS)
    if letter.receiver in {"employer", "authority"}:
        lines = [employer.name, f"{employer.street} {employer.house_number}", f"{employer.postcode} {employer.municipality}"]
    elif letter.receiver == "fund":
        lines = [say(N_("Health insurance fund of the victim"), letter.language), _fund(claim)]
    else:
        lines = [f"{person.first_name} {person.last_name}", person.street, f"{person.postcode} {person.municipality}"]
    return [line.strip() for line in lines if line.strip()]


def _fund(claim: Claim) -> str:
    declaration = claim.declarations.order_by("-version").first()
    values = answers_of(declaration.content) if declaration else {}
    return " · ".join(str(values[key]) for key in sorted(values) if key.startswith("mutuality.") and values[key])


def _person(claim: Claim) -> Person:
    sex = {"M": "m", "F": "f"}.get(claim.person.sex)
    return Person(claim.person.first_name, claim.person.last_name, sex)  # type: ignore[arg-type]


def _language(claim: Claim, receiver: str) -> str:
    return claim.employer.language if receiver in {"employer", "authority"} else claim.person.language


def _audience(letter: Letter) -> list[str]:
    """Who may open it: what is for the victim is not for his employer, except what the authority itself must sign."""
    match letter.receiver:
        case "victim":
            return ["insurer", "victim"]
        case "employer" | "authority":
            return ["insurer", "employer"]
        case _:
            return ["insurer"]


def _filename(letter: Letter, claim: Claim) -> str:
    return f"{claim.number}-{letter.kind.replace('_', '-')}-{letter.receiver}.pdf"
