"""Decisions: accepted, refused, in doubt; and the two that an authority takes and signs."""

from accident_manager.foundation.refusal import N_
from accident_manager.wording.letters import parts
from accident_manager.wording.letters.facts import LetterFacts
from accident_manager.wording.letters.parts import Body
from accident_manager.wording.letters.text import Section
from accident_manager.wording.speech import say


def accepted(language: str, facts: LetterFacts) -> Body:
    """The insurer accepts (private scheme)."""
    opening = N_(
        "On %(day)s you had an accident while working for your employer, %(employer)s. %(insurer)s insures your"
        " employer against accidents at work. We have examined the declaration and we accept this accident as an"
        " accident at work (articles 7, 8 and 63 of the law of 10 April 1971 on accidents at work)."
    )
    wish = N_("We wish you a good recovery.")
    why = N_(
        "The file shows a sudden event, in the course of and because of the performance of your employment contract or"
        " on the way to or from work, and an injury that may come from it. Nothing in the file contradicts this"
        " (articles 7, 8 and 9)."
    )
    care = N_(
        "The care that your injuries require: doctors, hospital, medicines, prostheses, and the travel this makes"
        " necessary, within the rates set by law (articles 28 to 33)."
    )
    pay = N_(
        "While you are totally unable to work: 90% of your average daily wage for every calendar day, from the day"
        " after the accident (article 22). For the first weeks your employer pays you the guaranteed wage; we refund"
        " it to your employer, and you receive what may remain (article 54)."
    )
    later = N_(
        "If lasting effects remain, we invite you to an examination and send you a proposal (article 24). You need not"
        " ask for it."
    )
    ask = N_(
        "Send us every medical certificate, also when your incapacity is extended, and the receipts of what you paid"
        " yourself. Tell us as soon as you go back to work, even part-time."
    )
    given = any(reason.strip() for reason in facts.reasons)
    missing = parts.missing(language, facts)
    return Body(
        subject=say("Your accident of %(day)s: we accept it as an accident at work", language, day=facts.accident_on),
        paragraphs=(
            say(
                opening,
                language,
                day=facts.accident_on,
                employer=facts.employer_name,
                insurer=facts.insurer_name,
            ),
            say(wish, language),
        ),
        money=parts.amounts(language, facts),
        sections=(
            parts.reasons(language, facts)
            if given
            else Section(say("Why we decide so", language), (say(why, language),)),
            Section(
                say("What you are entitled to", language),
                items=(say(care, language), say(pay, language), say(later, language)),
            ),
            Section(say("What we ask of you", language), (say(ask, language),)),
            *([missing] if missing else []),
            parts.questions(language, facts),
        ),
        contest=parts.contest(language, facts),
    )


def refused(language: str, facts: LetterFacts) -> Body:
    """The insurer refuses (private scheme): reasons, who pays now, Fedris, the court."""
    opening = N_(
        "We received a declaration of an accident in which you were involved on %(day)s as an employee of"
        " %(employer)s. %(insurer)s insures your employer against accidents at work. We have examined your file"
        " carefully. We regret that we cannot accept this accident as an accident at work (articles 7, 8, 9 and 63 of"
        " the law of 10 April 1971 on accidents at work)."
    )
    understand = N_(
        "We know that this may be a disappointment. Below you read why we decide so, who pays you now and what you can"
        " do if you do not agree."
    )
    told = N_(
        "We inform Fedris and your health insurance fund of this decision (article 63). Please show your fund this"
        " letter without delay and report your incapacity for work to it."
    )
    meanwhile = N_(
        "As a rule your employer first owes you the guaranteed wage, as in the case of illness. After that, your"
        " health insurance fund pays you an allowance and refunds your care, under its own conditions. If the accident"
        " is recognised later, the fund settles with us what it advanced, and you receive from us what is still due to"
        " you."
    )
    return Body(
        subject=say(
            "Your accident of %(day)s: we cannot accept it as an accident at work", language, day=facts.accident_on
        ),
        paragraphs=(
            say(opening, language, day=facts.accident_on, employer=facts.employer_name, insurer=facts.insurer_name),
            say(understand, language),
        ),
        sections=(
            parts.reasons(language, facts),
            Section(say("Who pays you now", language), (say(meanwhile, language), say(told, language))),
            parts.questions(language, facts),
            parts.fedris(language, facts),
        ),
        contest=parts.contest(language, facts),
    )


def doubt(language: str, facts: LetterFacts) -> Body:
    """The insurer doubts: not a final decision; the file stays open (R16, R17)."""
    opening = N_(
        "An accident that you had on %(day)s while working for your employer, %(employer)s, was declared to"
        " %(insurer)s, which insures your employer against accidents at work. Within the thirty days that the law"
        " gives us we cannot yet say whether it is an accident at work (article 63 of the law of 10 April 1971 on"
        " accidents at work)."
    )
    open_file = N_(
        "This is not a refusal. Your file stays open, we go on examining it, and you receive a decision from us as"
        " soon as we know enough."
    )
    meanwhile = N_(
        "During the first thirty days of your incapacity your employer, as a rule, owes you the guaranteed wage. After"
        " that, as long as we have not decided, your health insurance fund pays you an allowance and refunds your"
        " care. If we accept the accident, the fund recovers from us what it advanced, and you receive from us what is"
        " still due to you."
    )
    told = N_(
        "We inform Fedris and your health insurance fund of our doubt (article 63). Please show your fund this letter"
        " without delay and report your incapacity for work to it."
    )
    missing = parts.missing(language, facts)
    return Body(
        subject=say("Your accident of %(day)s: we cannot decide yet", language, day=facts.accident_on),
        paragraphs=(
            say(opening, language, day=facts.accident_on, employer=facts.employer_name, insurer=facts.insurer_name),
            say(open_file, language),
        ),
        sections=(
            Section(say("Why we are in doubt", language), items=parts.reasons(language, facts).items),
            *([missing] if missing else []),
            Section(say("Who pays you in the meantime", language), (say(meanwhile, language), say(told, language))),
            parts.questions(language, facts),
            parts.fedris(language, facts),
        ),
        contest=parts.contest(language, facts),
    )


def recognised_by_authority(language: str, facts: LetterFacts) -> Body:
    """The authority recognises the accident (public scheme); it signs."""
    opening = N_(
        "On %(day)s you had an accident in our service. %(authority)s has examined your declaration and recognises"
        " this accident as an accident at work (law of 3 July 1967 on accidents at work in the public sector)."
    )
    wish = N_("We wish you a good recovery.")
    why = N_(
        "The file shows a sudden event, in the course of and because of your duties or on the way to or from work, and"
        " an injury that may come from it. Nothing in the file contradicts this."
    )
    pay = N_(
        "While you are temporarily unable to work because of this accident, you keep your pay (article 3bis of this"
        " law). This absence is not sick leave."
    )
    care = N_(
        "We bear the cost of the care that your injuries require: doctors, hospital, medicines, prostheses, and the"
        " travel this makes necessary, within the rates set by law."
    )
    medical = N_(
        "The competent medical service decides on the link between the accident and your injuries, on the periods of"
        " incapacity, on the consolidation and on a permanent incapacity, if any remains."
    )
    ask = N_(
        "Send us every medical certificate, also when your incapacity is extended, and the receipts of what you paid"
        " yourself. Tell us as soon as you go back to work, even part-time."
    )
    given = any(reason.strip() for reason in facts.reasons)
    missing = parts.missing(language, facts)
    return Body(
        subject=say("Your accident of %(day)s: recognised as an accident at work", language, day=facts.accident_on),
        paragraphs=(
            say(opening, language, day=facts.accident_on, authority=facts.authority_name),
            say(wish, language),
        ),
        sections=(
            parts.reasons(language, facts)
            if given
            else Section(say("Why we decide so", language), (say(why, language),)),
            Section(
                say("What you are entitled to", language),
                items=(say(pay, language), say(care, language), say(medical, language)),
            ),
            Section(say("What we ask of you", language), (say(ask, language),)),
            *([missing] if missing else []),
            parts.questions(language, facts, by_authority=True),
        ),
        contest=parts.contest(language, facts, public=True),
    )


def not_recognised_by_authority(language: str, facts: LetterFacts) -> Body:
    """The authority does not recognise the accident (public scheme); it signs. Never "the insurer refused" (R62)."""
    opening = N_(
        "You declared an accident that you had on %(day)s in our service. %(authority)s has examined your file"
        " carefully. We regret that we cannot recognise this accident as an accident at work (law of 3 July 1967 on"
        " accidents at work in the public sector)."
    )
    understand = N_(
        "We know that this may be a disappointment. Below you read why we decide so, who pays you now and what you can"
        " do if you do not agree."
    )
    meanwhile = N_(
        "Your absence falls under the rules on illness of your statute or your employment contract. If you work under"
        " a contract, your health insurance fund pays you an allowance after the guaranteed wage. In either case it"
        " refunds your care, under its own conditions. Please show your fund this letter without delay and report your"
        " incapacity for work to it."
    )
    told = N_("We inform Fedris of this decision.")
    return Body(
        subject=say("Your accident of %(day)s: not recognised as an accident at work", language, day=facts.accident_on),
        paragraphs=(
            say(opening, language, day=facts.accident_on, authority=facts.authority_name),
            say(understand, language),
        ),
        sections=(
            parts.reasons(language, facts),
            Section(say("Who pays you now", language), (say(meanwhile, language), say(told, language))),
            parts.questions(language, facts, by_authority=True),
            parts.fedris(language, facts, public=True),
        ),
        contest=parts.contest(language, facts, public=True),
    )
