"""Copies of what a victim is told, for those whom the law has told too: Fedris and the health insurance fund (R16)."""

from dataclasses import replace

from accident_manager.foundation.refusal import N_
from accident_manager.wording import form
from accident_manager.wording.letters.facts import Kind, LetterFacts
from accident_manager.wording.letters.parts import Body
from accident_manager.wording.letters.text import Section
from accident_manager.wording.speech import say


def of(kind: Kind, language: str, facts: LetterFacts, to_victim: Body, salutation: str) -> Body:
    """The victim's letter behind words for its other receiver; `salutation` is how the victim is greeted."""
    refused = N_(
        "%(insurer)s cannot accept as an accident at work the accident that %(victim)s, employed by %(employer)s, had"
        " on %(day)s. We inform you of this as article 63 of the law of 10 April 1971 on accidents at work requires."
    )
    doubted = N_(
        "%(insurer)s doubts whether the accident that %(victim)s, employed by %(employer)s, had on %(day)s is an"
        " accident at work. We inform you of this as article 63 of the law of 10 April 1971 on accidents at work"
        " requires. The file stays open: we tell you what we decide."
    )
    copy = N_("Below you find a copy of the letter that we sent to the victim on %(sent)s.")
    recovers = N_(
        "If the accident is recognised later, we settle with you what you advanced to the victim. Please give the"
        " reference %(file)s."
    )
    fedris = N_("If the victim asks you to examine our position, we give you the file: reference %(file)s.")
    values = {"day": facts.accident_on, "victim": facts.victim.name}
    cover = (
        say(
            refused if kind == "refused" else doubted,
            language,
            insurer=facts.insurer_name,
            employer=facts.employer_name,
            **values,
        ),
        say(recovers if facts.to == "fund" else fedris, language, file=facts.file_number),
        say(copy, language, sent=form.long_day(facts.decided_on, language)),
    )
    subject = N_("Accident of %(victim)s on %(day)s: copy of our refusal")
    if kind == "doubt":
        subject = N_("Accident of %(victim)s on %(day)s: copy of our letter about our doubt")
    quoted = Section(
        say("Copy of the letter to the victim", language), (to_victim.subject, salutation, *to_victim.paragraphs)
    )
    return replace(
        to_victim,
        subject=say(subject, language, **values),
        paragraphs=cover,
        sections=(quoted, *to_victim.sections),
    )
