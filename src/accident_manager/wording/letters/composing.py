"""Composing a letter: the frame that all letters share, and what each kind puts in it."""

from dataclasses import replace

from accident_manager.foundation.refusal import N_
from accident_manager.wording import form
from accident_manager.wording.letters import advice, copies, decisions, requests
from accident_manager.wording.letters.facts import BY_AUTHORITY, Kind, LetterFacts, LetterLacks
from accident_manager.wording.letters.parts import Body
from accident_manager.wording.letters.text import Enclosures, LetterText, Signatory
from accident_manager.wording.speech import say

_BODIES = {
    "accepted": decisions.accepted,
    "refused": decisions.refused,
    "doubt": decisions.doubt,
    "information_request": requests.information,
    "accepted_public_by_authority": decisions.recognised_by_authority,
    "refused_public_by_authority": decisions.not_recognised_by_authority,
    "declaration_copy": requests.declaration_copy,
    "advice_to_authority": advice.to_authority,
}


def decision_letter(kind: Kind, language: str, facts: LetterFacts) -> LetterText:
    """The letter of this kind, in this language. LetterLacks when a fact it cannot do without is missing."""
    if kind in (*BY_AUTHORITY, "advice_to_authority") and not facts.authority_name:
        raise LetterLacks(
            N_("Say which authority decides: in the public scheme the letter comes from it."), field="authority_name"
        )
    if kind in ("accepted", "refused", "doubt") and facts.authority_name:
        raise LetterLacks(
            N_("In the public scheme the authority decides: prepare its own letter for signature."),
            field="authority_name",
        )
    if kind == "advice_to_authority" and facts.advice is None:
        raise LetterLacks(N_("Say what you advise: to recognise, not to recognise, or that you doubt."), field="advice")
    body: Body = _BODIES[kind](language, facts)
    if facts.to in ("fedris", "fund"):
        if kind not in ("refused", "doubt"):
            raise LetterLacks(N_("Only a refusal or a doubt is told to Fedris and to the fund."), field="to")
        body = copies.of(kind, language, facts, body, _salutation(language, replace(facts, to="victim")))
    return LetterText(
        language=language,
        title=body.subject,
        footer=say("%(sender)s · file %(file)s", language, sender=_sender(kind, facts), file=facts.file_number),
        place_date=_place_date(language, facts),
        references=_references(language, facts),
        subject=body.subject,
        salutation=_salutation(language, facts),
        paragraphs=body.paragraphs,
        facts=body.facts,
        money=body.money,
        sections=body.sections,
        contest=body.contest,
        closing=say("Yours sincerely,", language),
        signatory=_signatory(kind, language, facts),
        enclosures=Enclosures(say("Enclosures (in a letter)", language), facts.enclosures)
        if facts.enclosures
        else None,
    )


def _sender(kind: Kind, facts: LetterFacts) -> str:
    return facts.authority_name if kind in BY_AUTHORITY else facts.insurer_name


def _place_date(language: str, facts: LetterFacts) -> str:
    if not facts.place:
        return form.day(facts.decided_on, language)
    return say("%(place)s, %(day)s", language, place=facts.place, day=facts.decided_on)


def _references(language: str, facts: LetterFacts) -> tuple[tuple[str, str], ...]:
    return (
        (say("Our reference (in a letter)", language), facts.file_number),
        (say("Accident of (in a letter)", language), form.day(facts.accident_on, language)),
        (say("Victim (in a letter)", language), facts.victim.name),
        *([(say("Handled by (in a letter)", language), facts.handler_name)] if facts.handler_name else []),
    )


def _salutation(language: str, facts: LetterFacts) -> str:
    if facts.to != "victim":
        return say("Dear Sir or Madam,", language)
    sentence = {
        "f": N_("Dear Ms %(last_name)s,"),
        "m": N_("Dear Mr %(last_name)s,"),
        None: N_("Dear %(name)s,"),
    }[facts.victim.sex]
    return say(sentence, language, last_name=facts.victim.last_name, name=facts.victim.name)


def _signatory(kind: Kind, language: str, facts: LetterFacts) -> Signatory:
    if kind in BY_AUTHORITY:
        # The insurer only prepares it: the authority signs (R62).
        return Signatory(facts.authority_signatory, facts.authority_role, facts.authority_name, blank=True)
    if not facts.handler_name:
        return Signatory("", say("The workplace accidents service (in a letter)", language), facts.insurer_name)
    return Signatory(facts.handler_name, say("Your file handler (in a letter)", language), facts.insurer_name)
