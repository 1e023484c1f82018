"""What the insurer advises an authority (public scheme): the authority decides and tells the victim and Fedris (R12,
R62).
"""

from collections.abc import Mapping

from accident_manager.foundation.refusal import N_
from accident_manager.wording import form
from accident_manager.wording.letters import parts
from accident_manager.wording.letters.facts import LetterFacts
from accident_manager.wording.letters.parts import Body
from accident_manager.wording.letters.text import Section
from accident_manager.wording.speech import say

_ADVICE: Mapping[str, str] = {
    "accept": N_("Our advice is to recognise this accident as an accident at work."),
    "refuse": N_("Our advice is not to recognise this accident as an accident at work."),
    "doubt": N_(
        "We have doubts. With what we know today we can advise you neither to recognise this accident as an accident"
        " at work nor not to recognise it. We go on examining it; the time in which you decide goes on too."
    ),
}


def to_authority(language: str, facts: LetterFacts) -> Body:
    """We examined, this is our advice, and why; you decide, by when, and then tell us."""
    opening = N_(
        "We have examined for you the accident that %(victim)s, a member of your staff, had on %(day)s (law of 3 July"
        " 1967 on accidents at work in the public sector)."
    )
    subject = N_("Accident of %(victim)s on %(day)s: our advice to you")
    values = {"victim": facts.victim.name, "day": facts.accident_on}
    missing = parts.missing(language, facts)
    return Body(
        subject=say(subject, language, **values),
        paragraphs=(say(opening, language, **values), say(_ADVICE[facts.advice or "doubt"], language)),
        sections=(
            _why(language, facts),
            *([missing] if missing else []),
            _you_decide(language, facts),
            _then(language),
            parts.questions(language, facts),
        ),
    )


def _why(language: str, facts: LetterFacts) -> Section:
    """A refusal and a doubt give their reasons; an acceptance may rest on the file as a whole."""
    nothing_against = N_(
        "The file shows a sudden event, in the course of and because of the duties or on the way to or from work, and"
        " an injury that may come from it. Nothing in the file contradicts this."
    )
    title = say("Why we are in doubt" if facts.advice == "doubt" else "Why we advise so", language)
    if facts.advice == "accept" and not any(reason.strip() for reason in facts.reasons):
        return Section(title, (say(nothing_against, language),))
    return Section(title, items=parts.reasons(language, facts).items)


def _you_decide(language: str, facts: LetterFacts) -> Section:
    decides_by = N_(
        "%(authority)s decides whether this is an accident at work, by %(by)s at the latest: thirty days after it"
        " received the declaration. %(insurer)s does not decide: this letter is an advice."
    )
    decides = N_(
        "%(authority)s decides whether this is an accident at work, within thirty days of receiving the declaration."
        " %(insurer)s does not decide: this letter is an advice."
    )
    medical = N_(
        "The competent medical service decides on the link between the accident and the injuries and on the periods of"
        " incapacity. This advice does not replace its findings."
    )
    by = form.long_day(facts.decide_by, language) if facts.decide_by else ""
    said = say(
        decides_by if by else decides, language, authority=facts.authority_name, insurer=facts.insurer_name, by=by
    )
    return Section(say("You decide", language), (said, say(medical, language)))


def _then(language: str) -> Section:
    tell = N_("You tell the victim and Fedris what you decided.")
    letter = N_(
        "As soon as you have decided, please tell us what and on which day, and, if you do not recognise the accident,"
        " for which reasons. We then prepare your letter to the victim, in the victim’s language, with the decision,"
        " the reasons and the way to contest it; you sign it and send it."
    )
    return Section(say("What happens then", language), (say(tell, language), say(letter, language)))
