"""Letters: complete in four languages, with reasons, rights and the way to contest (R16, R17, R19, R22, R62, R90)."""

import re
import tomllib
from dataclasses import asdict, fields, is_dataclass, replace
from datetime import date
from decimal import Decimal
from importlib.resources import files

import pytest

from accident_manager import papers
from accident_manager.foundation.period import Period
from accident_manager.wording.letters import (
    KINDS,
    Allowance,
    AllowanceLine,
    LetterLacks,
    LetterText,
    Person,
    decision_letter,
)
from papers.reading import plain, reader, tags, text
from papers.samples import CREATED, LETTERHEAD
from wording.letters.letter_cases import facts_for

LANGUAGES = ("fr", "nl", "de", "en")
DECISIONS = (
    "accepted",
    "refused",
    "doubt",
    "accepted_public_by_authority",
    "refused_public_by_authority",
)
NOT_DECISIONS = ("information_request", "declaration_copy")
AGAINST = ("refused", "doubt", "refused_public_by_authority")
COURT = {"fr": "tribunal du travail", "nl": "arbeidsrechtbank", "de": "Arbeitsgericht", "en": "labour court"}
THREE_YEARS = {"fr": "trois ans", "nl": "drie jaar", "de": "drei Jahre", "en": "three years"}
REGISTERED = {"fr": "lettre recommandée", "nl": "aangetekende brief", "de": "Einschreiben", "en": "registered post"}
FUND = {"fr": "mutualité", "nl": "ziekenfonds", "de": "Krankenkasse", "en": "health insurance fund"}
GUARANTEED = {"fr": "salaire garanti", "nl": "gewaarborgd loon", "de": "garantierten Lohn", "en": "guaranteed wage"}
every_language = pytest.mark.parametrize("language", LANGUAGES)


def words(letter: LetterText) -> str:
    """All that the letter says, with plain spaces."""

    def strings(value):
        if isinstance(value, str):
            yield value
        elif is_dataclass(value):
            for field in fields(value):
                yield from strings(getattr(value, field.name))
        elif isinstance(value, tuple):
            for part in value:
                yield from strings(part)

    return plain(" ".join(strings(letter)))


@every_language
@pytest.mark.parametrize("kind", KINDS)
def test_every_letter_names_the_file_and_whom_to_ask(kind, language):
    said = words(decision_letter(kind, language, facts_for(kind)))
    for needed in ("26-004518", "Belfius", "02/286 74 74", "workerscompensation-claims@belins.be", "Joris De Backer"):
        assert needed in said
    assert "%(" not in said


@every_language
@pytest.mark.parametrize("kind", DECISIONS)
def test_a_decision_says_where_how_and_until_when_to_contest_it_and_what_that_costs(kind, language):
    contest = decision_letter(kind, language, facts_for(kind)).contest
    said = plain(" ".join(contest.paragraphs))
    assert COURT[language] in said
    assert "www.rechtbanken-tribunaux.be" in said
    assert REGISTERED[language] in said
    assert THREE_YEARS[language] in said
    for article in ("1017", "728", "13", "14"):
        assert re.search(rf"\b{article}\b", said)


@every_language
def test_the_time_limit_is_that_of_the_scheme(language):
    private = " ".join(decision_letter("refused", language, facts_for("refused")).contest.paragraphs)
    assert "1971" in private and "1967" not in private
    kind = "refused_public_by_authority"
    public = " ".join(decision_letter(kind, language, facts_for(kind)).contest.paragraphs)
    assert "1967" in public and "1971" not in public


@every_language
@pytest.mark.parametrize("kind", DECISIONS)
def test_a_known_court_is_named_with_its_address(kind, language):
    court = ("Arbeidsrechtbank Leuven", "Ferdinand Smoldersplein 5", "3000 Leuven")
    said = words(decision_letter(kind, language, facts_for(kind, court=court)))
    assert "Arbeidsrechtbank Leuven, Ferdinand Smoldersplein 5, 3000 Leuven" in said
    assert "rechtbanken-tribunaux" not in said


@every_language
@pytest.mark.parametrize("kind", NOT_DECISIONS)
def test_a_letter_that_decides_nothing_says_so_and_has_nothing_to_contest(kind, language):
    letter = decision_letter(kind, language, facts_for(kind))
    assert letter.contest is None
    denial = {
        "fr": "n’est pas une décision",
        "nl": "is geen beslissing",
        "de": "ist keine Entscheidung",
        "en": "is not a decision",
    }
    assert denial[language] in words(letter)


@every_language
@pytest.mark.parametrize("kind", AGAINST)
def test_a_refusal_or_a_doubt_gives_its_reasons_who_pays_and_fedris(kind, language):
    said = words(decision_letter(kind, language, facts_for(kind)))
    assert "REASON ONE" in said
    assert FUND[language] in said
    assert "www.fedris.be" in said
    assert GUARANTEED[language] in said or kind == "refused_public_by_authority"


@pytest.mark.parametrize("kind", AGAINST)
@pytest.mark.parametrize("reasons", [(), ("", "  ")])
def test_a_refusal_or_a_doubt_without_a_reason_cannot_be_written(kind, reasons):
    with pytest.raises(LetterLacks) as refusal:
        decision_letter(kind, "nl", facts_for(kind, reasons=reasons))
    assert refusal.value.field == "reasons"


@every_language
def test_a_doubt_is_not_a_refusal(language):
    said = words(decision_letter("doubt", language, facts_for("doubt")))
    not_refused = {"fr": "n’est pas un refus", "nl": "geen weigering", "de": "keine Ablehnung", "en": "not a refusal"}
    assert not_refused[language] in said
    assert "MISSING ITEM" in said


@every_language
@pytest.mark.parametrize("kind", ["accepted_public_by_authority", "refused_public_by_authority"])
def test_in_the_public_scheme_the_authority_decides_and_signs(kind, language):
    letter = decision_letter(kind, language, facts_for(kind, authority_role="ROLE"))
    assert letter.signatory.organisation == "Stad Leuven"
    assert letter.signatory.blank
    assert letter.footer.startswith("Stad Leuven")
    # The insurer is named once: as the desk to ask.
    assert words(letter).count("Belfius") == 1
    assert "Belfius" not in " ".join(letter.paragraphs)


@pytest.mark.parametrize("kind", ["accepted", "refused", "doubt"])
def test_an_insurer_cannot_decide_for_an_authority(kind):
    with pytest.raises(LetterLacks) as refusal:
        decision_letter(kind, "nl", facts_for(kind, authority_name="Stad Leuven"))
    assert refusal.value.field == "authority_name"


def test_a_letter_of_an_authority_needs_the_authority():
    kind = "accepted_public_by_authority"
    with pytest.raises(LetterLacks):
        decision_letter(kind, "fr", facts_for(kind, authority_name=""))


@every_language
@pytest.mark.parametrize("kind", NOT_DECISIONS)
def test_a_letter_that_decides_nothing_says_that_the_authority_will_decide(kind, language):
    for by in (None, date(2026, 12, 1)):
        said = words(decision_letter(kind, language, facts_for(kind, authority_name="Stad Leuven", decide_by=by)))
        assert "Stad Leuven" in said
        assert "1967" in said and "1971" not in said


@every_language
def test_the_amounts_can_be_redone_and_are_provisional_when_they_are(language):
    money = decision_letter("accepted", language, facts_for("accepted")).money
    amounts = {
        "fr": ["44 657,47 €", "110,11 €", "55", "6 056,05 €", "3 005,10 €", "3 050,95 €"],
        "nl": ["€ 44.657,47", "€ 110,11", "55", "€ 6.056,05", "€ 3.005,10", "€ 3.050,95"],
        "de": ["44.657,47 €", "110,11 €", "55", "6.056,05 €", "3.005,10 €", "3.050,95 €"],
        "en": ["€44,657.47", "€110.11", "55", "€6,056.05", "€3,005.10", "€3,050.95"],
    }
    assert [plain(row.amount) for row in money.rows] == amounts[language]
    assert plain(money.rows[1].how) == f"{amounts[language][0]} × 90 ÷ 100 ÷ 365"
    assert [row.kind for row in money.rows] == ["line", "line", "line", "subtotal", "line", "total"]
    assert money.note
    assert not decision_letter("accepted", language, facts_for("accepted", provisional=False)).money.note
    assert decision_letter("accepted", language, facts_for("accepted", allowance=None)).money is None


@pytest.mark.parametrize(
    ("language", "sex", "salutation"),
    [
        ("fr", "f", "Madame Zieliński,"),
        ("fr", None, "Bonjour Tomasz Zieliński,"),
        ("nl", "m", "Geachte heer Zieliński,"),
        ("nl", None, "Geachte Tomasz Zieliński,"),
        ("de", "f", "Sehr geehrte Frau Zieliński,"),
        ("de", "m", "Sehr geehrter Herr Zieliński,"),
        ("de", None, "Guten Tag Tomasz Zieliński,"),
        ("en", "f", "Dear Ms Zieliński,"),
        ("en", None, "Dear Tomasz Zieliński,"),
    ],
)
def test_the_receiver_is_greeted_as_the_file_knows_him(language, sex, salutation):
    facts = facts_for("accepted", victim=Person("Tomasz", "Zieliński", sex))
    assert decision_letter("accepted", language, facts).salutation == salutation


@every_language
def test_an_employer_is_asked_without_medical_data_and_reads_no_word_to_the_victim(language):
    letter = decision_letter("information_request", language, facts_for("information_request", to="employer"))
    assert "Tomasz Zieliński" in letter.subject
    medical = {"fr": "données médicales", "nl": "medische gegevens", "de": "medizinischen Daten", "en": "medical data"}
    assert medical[language] in words(letter)
    assert "Zieliński" not in letter.salutation


@every_language
def test_the_victim_reads_what_was_declared_about_him(language):
    letter = decision_letter("declaration_copy", language, facts_for("declaration_copy", received_on=date(2026, 9, 18)))
    assert letter.facts.rows == (("LABEL", "VALUE"),)
    assert "2026" in letter.paragraphs[0]


def test_nothing_asked_and_nothing_declared_cannot_be_written():
    with pytest.raises(LetterLacks):
        decision_letter("information_request", "en", facts_for("information_request", missing=()))
    with pytest.raises(LetterLacks):
        decision_letter("declaration_copy", "en", facts_for("declaration_copy", declared=()))


@pytest.mark.parametrize("kind", KINDS)
def test_no_two_languages_say_the_same(kind):
    said = {words(decision_letter(kind, language, facts_for(kind))) for language in LANGUAGES}
    assert len(said) == len(LANGUAGES)
    subjects = {decision_letter(kind, language, facts_for(kind)).subject for language in LANGUAGES}
    assert len(subjects) == len(LANGUAGES)


@pytest.mark.parametrize("subject", ["letters", "decisions"])
def test_the_translations_keep_values_articles_and_french_spaces(subject):
    catalogue = files("accident_manager.wording").joinpath(f"catalogue/{subject}.toml").read_text(encoding="utf-8")
    for source, said in tomllib.loads(catalogue).items():
        for language in ("fr", "nl", "de"):
            translated = said[language]
            assert sorted(re.findall(r"%\(\w+\)s", source)) == sorted(re.findall(r"%\(\w+\)s", translated)), source
            assert "'" not in translated
            numbers = set(re.findall(r"\d+", source))
            assert numbers == set(re.findall(r"\d+", translated)), source
        assert not re.search(r"[^\u00a0\u202f][:;?!]", said["fr"].replace("https:", "")), source


ADVICE = {
    "accept": {
        "fr": "est de reconnaître",
        "nl": "is dit ongeval als arbeidsongeval te erkennen",
        "de": "empfehlen Ihnen, diesen Unfall als Arbeitsunfall anzuerkennen",
        "en": "is to recognise",
    },
    "refuse": {
        "fr": "est de ne pas reconnaître",
        "nl": "niet als arbeidsongeval te erkennen",
        "de": "nicht als Arbeitsunfall anzuerkennen",
        "en": "is not to recognise",
    },
    "doubt": {"fr": "un doute", "nl": "Wij twijfelen", "de": "Wir haben Zweifel", "en": "We have doubts"},
}
AUTHORITY_DECIDES = {
    "fr": "Belfius ne décide pas",
    "nl": "Belfius beslist niet",
    "de": "Belfius entscheidet nicht",
    "en": "Belfius does not decide",
}


@every_language
@pytest.mark.parametrize("advice", ADVICE)
def test_an_advice_says_what_we_advise_and_why_and_that_the_authority_decides_by_when(language, advice):
    letter = decision_letter("advice_to_authority", language, facts_for("advice_to_authority", advice=advice))
    said = words(letter)
    assert ADVICE[advice][language] in said
    others = [other[language] for name, other in ADVICE.items() if name != advice]
    assert not any(other in said for other in others)
    assert "REASON ONE" in said
    assert AUTHORITY_DECIDES[language] in said
    assert "Stad Leuven" in said and "2026" in letter.sections[1].paragraphs[0]
    assert "Fedris" in said and "1967" in said and "1971" not in said
    assert letter.contest is None
    assert (letter.signatory.organisation, letter.signatory.blank) == ("Belfius", False)
    assert "Zieliński" not in letter.salutation


def test_an_advice_to_recognise_may_rest_on_the_file_and_the_others_need_reasons():
    kind = "advice_to_authority"
    letter = decision_letter(kind, "en", facts_for(kind, advice="accept", reasons=()))
    assert "Nothing in the file contradicts this" in words(letter)
    for advice in ("refuse", "doubt"):
        with pytest.raises(LetterLacks) as refusal:
            decision_letter(kind, "en", facts_for(kind, advice=advice, reasons=()))
        assert refusal.value.field == "reasons"


@pytest.mark.parametrize(
    ("changes", "field"), [({"advice": None}, "advice"), ({"authority_name": ""}, "authority_name")]
)
def test_an_advice_needs_its_outcome_and_its_authority(changes, field):
    with pytest.raises(LetterLacks) as refusal:
        decision_letter("advice_to_authority", "nl", facts_for("advice_to_authority", **changes))
    assert refusal.value.field == field


COPY = {
    "fr": "une copie de la lettre",
    "nl": "een kopie van de brief",
    "de": "eine Kopie des Schreibens",
    "en": "a copy of the letter",
}


@every_language
@pytest.mark.parametrize("to", ["fedris", "fund"])
@pytest.mark.parametrize("kind", ["refused", "doubt"])
def test_fedris_and_the_fund_read_words_of_their_own_and_then_the_victims_letter(kind, to, language):
    letter = decision_letter(kind, language, facts_for(kind, to=to))
    victims = decision_letter(kind, language, facts_for(kind))
    assert "Zieliński" not in letter.salutation
    assert letter.subject != victims.subject and "Tomasz Zieliński" in letter.subject
    cover = plain(" ".join(letter.paragraphs))
    assert COPY[language] in cover and "63" in cover and "Belfius" in cover
    assert letter.sections[0].paragraphs == (victims.subject, victims.salutation, *victims.paragraphs)
    assert letter.sections[1:] == victims.sections and letter.contest == victims.contest
    assert "%(" not in words(letter)


@every_language
def test_the_fund_and_fedris_do_not_read_the_same(language):
    both = [decision_letter("refused", language, facts_for("refused", to=to)) for to in ("fedris", "fund")]
    assert both[0].paragraphs != both[1].paragraphs


def test_an_acceptance_is_not_copied_to_fedris():
    with pytest.raises(LetterLacks) as refusal:
        decision_letter("accepted", "en", facts_for("accepted", to="fedris"))
    assert refusal.value.field == "to"


@every_language
def test_a_daily_amount_that_changes_on_the_way_stands_line_by_line(language):
    first, second = Period(date(2026, 9, 15), date(2026, 9, 24)), Period(date(2026, 9, 25), date(2026, 9, 29))
    lines = (
        AllowanceLine(first, Decimal("110.11"), Decimal("1101.10")),
        AllowanceLine(second, Decimal("112.31"), Decimal("561.55")),
    )
    paid = Allowance(Decimal("44657.47"), Decimal("110.11"), 15, (first, second), Decimal("1662.65"), lines=lines)
    money = decision_letter("accepted", language, facts_for("accepted", allowance=paid)).money
    said = plain(" ".join(f"{row.how} {row.amount}" for row in money.rows))
    assert "112" in said and "561" in said
    assert len(money.rows) == 5
    assert plain(money.rows[-1].how).count(" + ") == 1


@every_language
def test_an_undivided_amount_says_that_the_employer_may_be_paid_back_first(language):
    undivided = replace(facts_for("accepted").allowance, to_employer=None, to_victim=None)
    money = decision_letter("accepted", language, facts_for("accepted", allowance=undivided, provisional=False)).money
    assert "54" in money.note
    assert [row.kind for row in money.rows] == ["line", "line", "line", "total"]


@every_language
def test_a_letter_of_nobody_names_the_service(language):
    letter = decision_letter("declaration_copy", language, facts_for("declaration_copy", handler_name=""))
    assert letter.signatory.name == "" and letter.signatory.role
    assert len(letter.references) == 3
    assert "26-004518" in words(letter)


@every_language
def test_an_employer_who_is_asked_for_a_certificate_is_not_told_to_send_nothing_medical(language):
    facts = facts_for("information_request", to="employer")
    plainly, medical = (
        words(decision_letter("information_request", language, replace(facts, medical_asked=asked)))
        for asked in (False, True)
    )
    other = {
        "fr": "aucune autre donnée",
        "nl": "geen andere medische",
        "de": "keine anderen medizinischen",
        "en": "any other medical data",
    }
    assert other[language] in medical and other[language] not in plainly


@every_language
@pytest.mark.parametrize("kind", KINDS)
def test_every_letter_can_be_printed_whole(kind, language):
    letter = decision_letter(kind, language, facts_for(kind, enclosures=("ENCLOSURE",)))
    paper = {
        **asdict(letter),
        "letterhead": LETTERHEAD,
        "sender": ["Belfius", "1210 Brussel"],
        "receiver": ["Tomasz Zieliński", "3001 Leuven"],
    }
    pdf = papers.render("letter", paper, created=CREATED)
    printed = text(pdf).replace(" ", "")
    for section in (*letter.sections, *([letter.contest] if letter.contest else [])):
        for part in (section.title, *section.paragraphs, *section.items):
            # Words that go over to the next page have the foot of the page between them.
            assert plain(part).replace(" ", "")[:60] in printed
    assert "ENCLOSURE" in printed
    assert str(reader(pdf).trailer["/Root"]["/Lang"]).lower().startswith(language)
    assert tags(pdf).count("H1") == 1
    assert 1 <= len(reader(pdf).pages) <= 3
