"""Parts that several letters share: reasons, what is missing, whom to ask, Fedris, how to contest, the amounts."""

from dataclasses import dataclass
from typing import Any

from accident_manager.foundation.refusal import N_
from accident_manager.wording import form
from accident_manager.wording.letters.facts import LetterFacts, LetterLacks
from accident_manager.wording.letters.text import Facts, Money, MoneyRow, Section
from accident_manager.wording.speech import say


@dataclass(frozen=True, slots=True)
class Body:
    """What one kind of letter puts into the frame."""

    subject: str
    paragraphs: tuple[str, ...]
    sections: tuple[Section, ...]
    facts: Facts | None = None
    money: Money | None = None
    contest: Section | None = None


def reasons(language: str, facts: LetterFacts) -> Section:
    """Why. LetterLacks without a reason: a decision gives its reasons (Charter, article 13)."""
    if not any(reason.strip() for reason in facts.reasons):
        raise LetterLacks(N_("Write at least one reason: this letter must say why."), field="reasons")
    return Section(say("Why we decide so", language), items=facts.reasons)


def missing(language: str, facts: LetterFacts) -> Section | None:
    """What we still need, and by when."""
    if not facts.missing:
        return None
    ask = N_("Please send us the following, with the reference %(file)s:")
    ask_by = N_("Please send us the following by %(day)s, with the reference %(file)s:")
    said = (
        say(ask_by, language, day=form.long_day(facts.reply_by, language), file=facts.file_number)
        if facts.reply_by
        else say(ask, language, file=facts.file_number)
    )
    return Section(say("What we still need", language), (said,), facts.missing)


def questions(language: str, facts: LetterFacts, *, by_authority: bool = False) -> Section:
    """The service to ask and the reference to give (Charter, article 14)."""
    ask = N_(
        "The workplace accidents service of %(insurer)s answers your questions about this letter and about your file:"
        " %(phone)s, %(email)s. Your contact is %(handler)s. Please always give the reference %(file)s."
    )
    ask_for_authority = N_(
        "%(insurer)s follows up your file for us and answers your questions about this letter: %(phone)s, %(email)s."
        " Your contact is %(handler)s. Please always give the reference %(file)s."
    )
    ask_nobody_by_name = N_(
        "The workplace accidents service of %(insurer)s answers your questions about this letter and about your file:"
        " %(phone)s, %(email)s. Please always give the reference %(file)s."
    )
    if not facts.handler_name and not by_authority:
        ask = ask_nobody_by_name
    said = say(
        ask_for_authority if by_authority else ask,
        language,
        insurer=facts.insurer_name,
        phone=facts.desk_phone,
        email=facts.desk_email,
        handler=facts.handler_name,
        file=facts.file_number,
    )
    return Section(say("Any questions?", language), (said,))


def fedris(language: str, facts: LetterFacts, *, public: bool = False) -> Section:
    """Fedris can be asked to examine (R90)."""
    ask = N_(
        "You may ask Fedris, the Federal Agency for Occupational Risks, to examine our position. This is free of"
        " charge. Write to Fedris, avenue de l’Astronomie 1, 1210 Brussels, or see www.fedris.be, and give the"
        " reference %(file)s."
    )
    after_private = N_(
        "Fedris makes its own inquiry. If it does not share our view, it discusses the case with us and may bring it"
        " before the labour court. Only the court decides in the end. A request to Fedris does not extend the time"
        " limit stated below."
    )
    after_public = N_(
        "Fedris makes its own inquiry. If it does not share our view, it tells us so by registered letter and may"
        " bring the case before the labour court (article 20decies of the law of 3 July 1967). Only the court decides"
        " in the end. A request to Fedris does not extend the time limit stated below."
    )
    return Section(
        say("You may have this examined by Fedris", language),
        (say(ask, language, file=facts.file_number), say(after_public if public else after_private, language)),
    )


def contest(language: str, facts: LetterFacts, *, public: bool = False) -> Section:
    """Possibility, address, form, time limit, costs and representation (Charter, article 14; R22, R61g)."""
    where = N_(
        "If you do not agree with this letter, you may go to the labour court of the judicial district in which you"
        " live."
    )
    known = N_("The address of its registry is: %(court)s.")
    unknown = N_("The address of its registry is at www.rechtbanken-tribunaux.be; we also give it to you on request.")
    how = N_(
        "You do so by a written application, signed by you or by your lawyer, that you hand in at the registry of the"
        " court or send to it by registered post, with a copy of this letter; or by a summons served by a bailiff."
    )
    until_private = N_(
        "You have three years, counted from the day on which your right came into being: for a daily allowance, the"
        " day on which your incapacity for work began (articles 69 and 70 of the law of 10 April 1971 on accidents at"
        " work). A registered letter to us, a court action or a payment without reservation by us interrupts this time"
        " limit; a new period of three years then begins."
    )
    until_public = N_(
        "You have three years, counted from the notification of this decision (article 20 of the law of 3 July 1967 on"
        " accidents at work in the public sector)."
    )
    costs_private = N_(
        "We bear the costs of the court proceedings, even if the court does not agree with you, unless your claim is"
        " reckless and vexatious (article 68 of the law of 10 April 1971 and article 1017 of the Judicial Code)."
    )
    costs_public = N_(
        "We bear the costs of the court proceedings, even if the court does not agree with you, unless your claim is"
        " reckless or vexatious (article 1017 of the Judicial Code)."
    )
    who = N_(
        "Before the labour court you may appear in person or be represented by a lawyer or, with a written authority,"
        " by a delegate of a representative trade union. Your spouse, legal cohabitant or a relative may also"
        " represent you, with a written authority and the leave of the court (article 728 of the Judicial Code)."
    )
    charter = N_(
        "We give you this information under articles 13 and 14 of the law of 11 April 1995 introducing the Charter of"
        " the socially insured."
    )
    court = ", ".join(line.strip() for line in facts.court if line.strip())
    address = say(known, language, court=court) if court else say(unknown, language)
    return Section(
        say("How to contest", language),
        (
            f"{say(where, language)} {address}",
            say(how, language),
            say(until_public if public else until_private, language),
            say(costs_public if public else costs_private, language),
            say(who, language),
            say(charter, language),
        ),
    )


def amounts(language: str, facts: LetterFacts) -> Money | None:
    """The daily allowance, line by line (R38, R45)."""
    paid = facts.allowance
    if paid is None:
        return None

    def line(what: str, how: str, rule: str, amount: str, kind: str = "line") -> MoneyRow:
        return MoneyRow(say(what, language), how, say(rule, language) if rule else "", amount, kind)

    def euro(amount: Any) -> str:
        return form.money(amount, language)

    wage_how = say(N_("your wage of the year before the accident, up to the ceiling set by law"), language)
    rows = [
        line(N_("Base wage (in a letter)"), wage_how, N_("art. 34 to 39"), euro(paid.base_wage)),
        line(N_("Per day (in a letter)"), f"{euro(paid.base_wage)} × 90 ÷ 100 ÷ 365", N_("art. 22"), euro(paid.daily)),
    ]
    between = N_("from %(start)s to %(end)s, weekends and public holidays included")
    between_at = N_("from %(start)s to %(end)s, weekends and public holidays included: %(daily)s × %(count)s")
    in_all = f"{euro(paid.daily)} × {form.integer(paid.days, language)}"
    if any(part.daily != paid.daily for part in paid.lines):
        # The daily amount changes on the way (R43): each line carries its own amount.
        rows += [
            line(
                N_("Calendar days (in a letter)"),
                say(
                    between_at,
                    language,
                    start=part.period.start,
                    end=part.period.end,
                    daily=part.daily,
                    count=part.period.days,
                ),
                N_("art. 22"),
                euro(part.amount),
            )
            for part in paid.lines
        ]
        in_all = " + ".join(euro(part.amount) for part in paid.lines)
    else:
        rows += [
            line(
                N_("Calendar days (in a letter)"),
                say(between, language, start=period.start, end=period.end),
                N_("art. 22"),
                form.integer(period.days, language),
            )
            for period in paid.periods
        ]
    split = paid.to_employer is not None and paid.to_victim is not None
    rows.append(
        line(
            N_("Allowance in all (in a letter)"),
            in_all,
            N_("art. 22"),
            euro(paid.total),
            "subtotal" if split else "total",
        )
    )
    if split:
        refund = say(N_("refund of the guaranteed wage that your employer paid you"), language)
        rows.append(line(N_("To your employer (in a letter)"), refund, N_("art. 54"), euro(paid.to_employer)))
        rows.append(
            line(N_("To you (in a letter)"), say(N_("gross amount"), language), "", euro(paid.to_victim), "total")
        )
    provisional = N_(
        "These amounts are provisional: at least one figure on which they rest has not been officially published yet"
        " and was computed by us. As soon as it is published, we calculate again and tell you of any difference."
    )
    employer_first = N_(
        "This is the gross amount. For the days on which your employer paid you the guaranteed wage, we first pay your"
        " employer back, not more than he paid (article 54). From what we pay to you, the social contribution and the"
        " withholding tax are deducted."
    )
    notes = [*([] if split else [employer_first]), *([provisional] if facts.provisional else [])]
    head = (
        N_("What (in a letter)"),
        N_("How calculated (in a letter)"),
        N_("Law of 10 April 1971 (head of a column)"),
        N_("Amount (in a letter)"),
    )
    first, second, third, fourth = (say(cell, language) for cell in head)
    return Money(
        say("Your daily allowance", language),
        (first, second, third, fourth),
        tuple(rows),
        " ".join(say(note, language) for note in notes),
    )
