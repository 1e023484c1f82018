"""Letters that decide nothing: asking for information, and telling the victim what was declared about him."""

from accident_manager.foundation.refusal import N_
from accident_manager.wording import form
from accident_manager.wording.letters import parts
from accident_manager.wording.letters.facts import LetterFacts, LetterLacks
from accident_manager.wording.letters.parts import Body
from accident_manager.wording.letters.text import Facts, Section
from accident_manager.wording.speech import say


def information(language: str, facts: LetterFacts) -> Body:
    """To the victim or to the employer: what we need to decide, and by when."""
    missing = parts.missing(language, facts)
    if missing is None:
        raise LetterLacks(N_("Say what we ask for: this letter needs at least one item."), field="missing")
    to_victim = N_(
        "We are examining the accident that you had on %(day)s while working for your employer, %(employer)s. To be"
        " able to judge it well, we need some more information from you."
    )
    to_employer = N_(
        "We are examining the accident that %(victim)s, a member of your staff, had on %(day)s. To be able to judge it"
        " well, we need some more information from you."
    )
    help_victim = N_("If you cannot obtain something, or not in time, please call us: we look for a solution together.")
    help_employer = N_(
        "Please do not send us any medical data of your staff member: we ask for those ourselves. If you cannot obtain"
        " something, or not in time, please call us."
    )
    help_employer_medical = N_(
        "Please do not send us any other medical data of your staff member than what we ask for here. If you cannot"
        " obtain something, or not in time, please call us."
    )
    if facts.medical_asked:
        help_employer = help_employer_medical
    employer = facts.to == "employer"
    why = tuple(reason for reason in facts.reasons if reason.strip())
    subject = (
        say(
            "Accident of %(victim)s on %(day)s: we need information from you",
            language,
            victim=facts.victim.name,
            day=facts.accident_on,
        )
        if employer
        else say("Your accident of %(day)s: we need information from you", language, day=facts.accident_on)
    )
    return Body(
        subject=subject,
        paragraphs=(
            say(
                to_employer if employer else to_victim,
                language,
                day=facts.accident_on,
                victim=facts.victim.name,
                employer=facts.employer_name,
            ),
        ),
        sections=(
            missing,
            *([Section(say("Why we ask for this", language), items=why)] if why else []),
            Section(
                say("What happens then", language),
                (say(help_employer if employer else help_victim, language), _who_decides(language, facts)),
            ),
            parts.questions(language, facts),
        ),
    )


def declaration_copy(language: str, facts: LetterFacts) -> Body:
    """What was declared about the victim, so that he can correct it."""
    if not facts.declared:
        raise LetterLacks(N_("Say what was declared: this letter shows it to the victim."), field="declared")
    received = N_(
        "On %(received)s %(insurer)s received a declaration of the accident that you had on %(day)s while working for"
        " your employer, %(employer)s. You are entitled to know what was declared about you. You read it below."
    )
    received_undated = N_(
        "%(insurer)s received a declaration of the accident that you had on %(day)s while working for your employer,"
        " %(employer)s. You are entitled to know what was declared about you. You read it below."
    )
    correct = N_(
        "If everything is right, you need do nothing. If something is wrong or missing, please tell us, in writing or"
        " by phone: we add your own account to the file and take it into account."
    )
    wish = N_("We wish you a good recovery.")
    values = {"day": facts.accident_on, "employer": facts.employer_name, "insurer": facts.insurer_name}
    opening = (
        say(received, language, received=facts.received_on, **values)
        if facts.received_on
        else say(received_undated, language, **values)
    )
    missing = parts.missing(language, facts)
    return Body(
        subject=say("Your accident of %(day)s: what was declared", language, day=facts.accident_on),
        paragraphs=(opening, say(correct, language), say(wish, language)),
        facts=Facts(
            say("What was declared", language),
            (say("Question (in a letter)", language), say("Answer (in a letter)", language)),
            facts.declared,
        ),
        sections=(
            *([missing] if missing else []),
            Section(say("What happens then", language), (_who_decides(language, facts),)),
            parts.questions(language, facts),
        ),
    )


def _who_decides(language: str, facts: LetterFacts) -> str:
    by = form.long_day(facts.decide_by, language) if facts.decide_by else ""
    if facts.authority_name:
        # Public scheme: the authority decides, the insurer only assists it (R12, R62).
        sentence = (
            N_(
                "This letter is not a decision. %(authority)s, your public employer, decides whether the accident is"
                " an accident at work, by %(by)s at the latest (law of 3 July 1967). The letter with the decision says"
                " how it can be contested."
            )
            if by
            else N_(
                "This letter is not a decision. %(authority)s, your public employer, decides whether the accident is"
                " an accident at work (law of 3 July 1967). The letter with the decision says how it can be contested."
            )
        )
        if facts.to == "employer":
            sentence = N_(
                "This letter is not a decision. It is for %(authority)s to decide whether the accident is an accident"
                " at work, within thirty days of receiving the declaration (law of 3 July 1967)."
            )
        return say(sentence, language, authority=facts.authority_name, by=by)
    if by:
        return say(
            N_(
                "This letter is not a decision. We decide by %(by)s at the latest, thirty days after we received the"
                " declaration (article 63 of the law of 10 April 1971). The letter with the decision says how it can"
                " be contested."
            ),
            language,
            by=by,
        )
    return say(
        N_(
            "This letter is not a decision. We decide within thirty days of receiving the declaration (article 63 of"
            " the law of 10 April 1971). The letter with the decision says how it can be contested."
        ),
        language,
    )
