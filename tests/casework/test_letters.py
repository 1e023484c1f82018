"""Letters: made once by a job, in the receiver's language, with decision, amounts and how to contest (R19, R62)."""

from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256
from uuid import uuid4

import pytest

from accident_manager.audit import queries as audit
from accident_manager.casework import decide, letters
from accident_manager.claims import queries
from accident_manager.claims.actions import benefits
from accident_manager.claims.models import Claim, Decision, Document, Letter
from accident_manager.claims.queries.documents import open_document
from accident_manager.claims.rules.deciding import Grounds
from accident_manager.claims.rules.wage import Pay
from accident_manager.foundation import clock
from accident_manager.foundation.refusal import NotAllowed, NotFound
from accident_manager.identity import outbox
from accident_manager.identity import queries as identity
from accident_manager.jobs import tasks
from accident_manager.law.time_limits import PRIVATE, PUBLIC
from accident_manager.storage import scope
from accident_manager.wording import LANGUAGES
from casework import declaring
from papers.reading import plain, reader, text

TODAY = declaring.TODAY
PAY = Pay(
    Decimal("20.75"), "hour", hours_per_week=Decimal(38), bonus_kind="percent", bonus=Decimal("8.33"),
    other_benefits=Decimal("240.00"),
)  # fmt: skip
REFUSAL = Grounds({"sudden_event": "NO WITNESS SAW A FALL."}, "THE PAIN BEGAN DAYS BEFORE.")
ACCEPTS = {
    "fr": "nous le reconnaissons comme accident du travail",
    "nl": "wij erkennen het als arbeidsongeval",
    "de": "Wir erkennen ihn als Arbeitsunfall an",
    "en": "we accept it as an accident at work",
}
REFUSES = {
    "fr": "nous ne pouvons pas le reconnaître",
    "nl": "wij kunnen het niet als arbeidsongeval erkennen",
    "de": "Wir können ihn nicht als Arbeitsunfall anerkennen",
    "en": "we cannot accept it as an accident at work",
}
CONTEST = {
    "fr": "Comment contester",
    "nl": "Hoe u dit kunt betwisten",
    "de": "Wie Sie dies anfechten können",
    "en": "How to contest",
}
COURT = {"fr": "tribunal du travail", "nl": "arbeidsrechtbank", "de": "Arbeitsgericht", "en": "labour court"}
THREE_YEARS = {"fr": "trois ans", "nl": "drie jaar", "de": "drei Jahre", "en": "three years"}
PROVISIONAL = {"fr": "provisoires", "nl": "voorlopig", "de": "vorläufig", "en": "provisional"}
AMOUNTS = {
    "fr": ("44 657,47 €", "110,11 €", "6 056,05 €"),
    "nl": ("€ 44.657,47", "€ 110,11", "€ 6.056,05"),
    "de": ("44.657,47 €", "110,11 €", "6.056,05 €"),
    "en": ("€44,657.47", "€110.11", "€6,056.05"),
}
NOT_SHOWN = {
    "fr": "Non établi : ", "nl": "Niet aangetoond: ", "de": "Nicht nachgewiesen: ", "en": "Not shown: "
}  # fmt: skip


def file_of(employer, by, language: str, law: str = PRIVATE) -> str:
    """The file of an accident of 14 September 2026 of somebody who reads this language."""
    return declaring.sent(
        employer.id, law, by, language=language, accident_date="2026-09-14", notified_at="2026-09-14T10:40",
        cessation_at="2026-09-14T10:30",
    ).number  # fmt: skip


def letter(number: str, kind: str, receiver: str = "victim") -> Letter:
    return Letter.objects.get(claim__number=number, kind=kind, receiver=receiver)


def made(number: str, kind: str, receiver: str = "victim") -> Document:
    """The paper of a letter, made now if it is not yet."""
    row = letter(number, kind, receiver)
    letters.produce_letter(row.id)
    return Document.objects.get(letter=row)


def words(paper: Document) -> str:
    return text(bytes(paper.content))


def bare(words: str) -> str:
    """Without blanks: lines break where the layout wants."""
    return plain(words).replace(" ", "")


def refused(number: str, joris, lena) -> None:
    decide.propose_refusal(number, grounds=REFUSAL, by=joris)
    decide.confirm_refusal(number, decision_id=Decision.objects.get(stage="proposed").id, by=lena)


def letters_mailed_to(actor) -> list[outbox.MailToSend]:
    address = identity.account(actor.account_id).email
    return [mail for mail in outbox.recent(100) if mail.kind == "claim.letter" and mail.recipient == address]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_victim_reads_decision_amounts_and_how_to_contest_in_his_language(today, delcourt, sophie, joris, language):
    number = file_of(delcourt, sophie, language)
    benefits.record_wage(number, pay=PAY, by=joris)
    benefits.add_incapacity(number, starts_on=date(2026, 9, 15), ends_on=date(2026, 11, 8), by=joris)
    decide.accept(number, grounds=Grounds({}), by=joris)
    paper = made(number, "accepted")
    said = words(paper)
    assert bare(ACCEPTS[language]) in bare(said)
    for amount in (*AMOUNTS[language], "55"):
        assert bare(amount) in bare(said)
    assert bare(PROVISIONAL[language]) in bare(said)
    for needed in (
        CONTEST[language],
        COURT[language],
        THREE_YEARS[language],
        number,
        "Joris De Backer",
        "02/286 74 74",
    ):
        assert bare(needed) in bare(said)
    assert "Rue des Glycines 14" in said and "5000 Namur" in said
    assert str(reader(bytes(paper.content)).trailer["/Root"]["/Lang"]).lower().startswith(language)
    assert (paper.language, paper.media_type, paper.sha256) == (
        language,
        "application/pdf",
        sha256(bytes(paper.content)).hexdigest(),
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refusal_names_the_element_quotes_the_reasons_and_says_how_to_contest(
    today, delcourt, sophie, joris, lena, language
):
    number = file_of(delcourt, sophie, language)
    refused(number, joris, lena)
    said = bare(words(made(number, "refused")))
    for needed in (
        REFUSES[language], NOT_SHOWN[language], "NO WITNESS SAW A FALL.", "THE PAIN BEGAN DAYS BEFORE.",
        CONTEST[language], COURT[language], THREE_YEARS[language], "www.fedris.be",
    ):  # fmt: skip
        assert bare(needed) in said


@pytest.mark.parametrize("receiver", ["fedris", "fund"])
def test_fedris_and_the_fund_get_a_copy_behind_words_of_their_own(private, joris, lena, receiver):
    refused(private, joris, lena)
    paper = made(private, "refused", receiver)
    said = words(paper)
    assert "Geachte mevrouw, geachte heer," in said
    assert "Kopie van de brief aan het slachtoffer" in said
    assert "Geachte heer Zieliński-Lefèvre" in said
    where = "1210 Bruxelles / Brussel" if receiver == "fedris" else "Mutualité chrétienne"
    assert where in said
    assert paper.audience == ["insurer"]


def test_a_doubt_is_no_refusal_and_names_the_doubtful_element(private, joris):
    decide.doubt(private, grounds=Grounds({"lesion": ""}, "TWO ACCOUNTS."), by=joris)
    said = words(made(private, "doubt"))
    assert "geen weigering" in said and "Betwijfeld:" in said and "TWO ACCOUNTS." in said


def test_a_letter_is_made_once_however_often_the_job_runs(in_belfius, private, joris, tomasz):
    decide.accept(private, grounds=Grounds({}), by=joris)
    row = letter(private, "accepted")
    for _ in range(2):
        tasks.letter_paper(insurer_id=str(in_belfius.id), letter_id=str(row.id))
    row.refresh_from_db()
    assert (row.state, row.made_at) == ("made", clock.now())
    assert Document.objects.filter(kind="letter").count() == 1
    assert len(letters_mailed_to(tomasz)) == 1
    claim_id = Claim.objects.get().id
    assert [event.code for event in audit.events_of(("claim", claim_id))].count("letter.made") == 1


def test_the_job_is_asked_for_with_ids_only(in_belfius, private, joris):
    from procrastinate.contrib.django.models import ProcrastinateJob

    decide.accept(private, grounds=Grounds({}), by=joris)
    row = letter(private, "accepted")
    asked = [job.args for job in ProcrastinateJob.objects.filter(task_name="papers.letter", queue_name="papers")]
    assert {"insurer_id": str(in_belfius.id), "letter_id": str(row.id)} in asked


def test_a_letter_bears_the_day_of_the_decision_even_when_it_is_made_later(private, joris):
    decide.accept(private, grounds=Grounds({}), by=joris)
    with clock.frozen(TODAY + timedelta(days=2)):
        said = words(made(private, "accepted"))
    assert "23 november 2026" in said and "25 november 2026" not in said


def test_the_victims_letter_is_not_for_the_employer(private, joris, sophie, tomasz):
    decide.accept(private, grounds=Grounds({}), by=joris)
    paper = made(private, "accepted")
    assert open_document(paper.id, tomasz).content.startswith(b"%PDF-")
    with pytest.raises(NotFound):
        open_document(paper.id, sophie)
    assert queries.claim_file(private, sophie).letters == ()
    assert [row.kind for row in queries.claim_file(private, tomasz).letters] == ["accepted"]


def test_a_letter_to_the_employer_is_not_for_the_victim(private, joris, sophie, tomasz):
    decide.ask(
        private, asked_of="employer", items=["wage"], text="FOR THE BASE WAGE.", answer_by=date(2026, 12, 4), by=joris
    )
    paper = made(private, "information", "employer")
    said = words(paper)
    assert "FOR THE BASE WAGE." in said and "4 décembre 2026" in said and "Menuiserie Delcourt SRL" in said
    assert open_document(paper.id, sophie).filename == f"{private}-information-employer.pdf"
    with pytest.raises(NotFound):
        open_document(paper.id, tomasz)
    assert letters_mailed_to(tomasz) == []


def test_a_question_in_the_handlers_words_alone_is_what_is_asked(private, joris):
    decide.ask(private, asked_of="victim", items=[], text="WHICH LADDER WAS IT?", answer_by=date(2026, 12, 4), by=joris)
    assert "WHICH LADDER WAS IT?" in words(made(private, "information"))


def test_an_employer_may_be_asked_for_the_certificate_and_for_nothing_else_medical(private, joris):
    decide.ask(private, asked_of="employer", items=["certificate"], text="", answer_by=date(2026, 12, 4), by=joris)
    assert "aucune autre donnée médicale" in words(made(private, "information", "employer"))


def test_the_victim_is_told_that_a_letter_waits_and_not_what_it_says(private, joris, lena, tomasz):
    refused(private, joris, lena)
    assert letters_mailed_to(tomasz) == []
    made(private, "refused")
    (mail,) = letters_mailed_to(tomasz)
    assert private in mail.subject
    assert "WITNESS" not in mail.text and "Zieli" not in mail.text and mail.attachments == ()


def test_the_copy_of_the_declaration_shows_the_victim_what_was_declared_with_shortened_numbers(private):
    said = words(made(private, "declaration_copy"))
    assert "Tomasz" in said and declaring.STORY.split(",")[0][:30] in said
    assert "85.07.30-033.28" not in said and "BE68 5390 0754 7034" not in said


def test_a_letter_without_an_allowance_has_no_amounts(private, joris):
    decide.accept(private, grounds=Grounds({}), by=joris)
    assert "€" not in words(made(private, "accepted"))


def test_two_periods_stand_in_two_lines_and_together(today, delcourt, sophie, joris):
    number = file_of(delcourt, sophie, "en")
    benefits.record_wage(number, pay=PAY, by=joris)
    for start, end in ((date(2026, 9, 15), date(2026, 9, 24)), (date(2026, 10, 1), date(2026, 10, 5))):
        benefits.add_incapacity(number, starts_on=start, ends_on=end, by=joris)
    decide.accept(number, grounds=Grounds({}), by=joris)
    said = words(made(number, "accepted"))
    assert said.count("weekends and public holidays included") == 2
    assert bare("€110.11 × 15") in bare(said) and "€1,651.65" in said


# The public sector: the authority decides, the insurer prepares (R12, R62).


@pytest.mark.parametrize(
    ("advise", "expected"),
    [
        (lambda number, joris, lena: decide.accept(number, grounds=Grounds({}), by=joris), "est de reconnaître"),
        (lambda number, joris, lena: refused(number, joris, lena), "est de ne pas reconnaître"),
        (lambda number, joris, lena: decide.doubt(number, grounds=Grounds({}, "TWO ACCOUNTS."), by=joris), "un doute"),
    ],
)
def test_the_authority_gets_our_advice_and_reads_that_it_decides_by_when(
    public, joris, lena, marc, tomasz, advise, expected
):
    advise(public, joris, lena)
    paper = made(public, "advice", "authority")
    said = words(paper)
    assert expected in said
    assert "Belfius ne décide pas" in said and "18 décembre 2026" in said
    assert "Ville de Namur" in said and "1971" not in said
    assert open_document(paper.id, marc).content
    with pytest.raises(NotFound):
        open_document(paper.id, tomasz)
    assert letters_mailed_to(tomasz) == []


def test_the_authoritys_own_letter_is_for_it_to_sign_and_the_victims_once_it_went_out(public, joris, marc, tomasz):
    decide.accept(public, grounds=Grounds({}), by=joris)
    decide.record_authority(public, accepted=True, decided_on=date(2026, 11, 20), by=joris)
    paper = made(public, "accepted")
    said = words(paper)
    assert "Ville de Namur" in said and "erkend als arbeidsongeval" in said and "20 november 2026" in said
    assert said.count("Belfius") == 1 and "€" not in said
    assert open_document(paper.id, marc).content
    assert letters_mailed_to(tomasz) == []
    with pytest.raises(NotFound):
        open_document(paper.id, tomasz)
    letters.mark_sent(public, letter_id=letter(public, "accepted").id, by=joris)
    assert open_document(paper.id, tomasz).content
    assert len(letters_mailed_to(tomasz)) == 1


def test_the_authoritys_refusal_gives_its_own_reasons_and_never_says_that_an_insurer_refused(public, joris, lena):
    decide.doubt(public, grounds=Grounds({}, "OUR DOUBT."), by=joris)
    decide.record_authority(public, accepted=False, decided_on=TODAY, by=lena, reasons="THE AUTHORITYS REASON.")
    said = words(made(public, "refused"))
    assert "THE AUTHORITYS REASON." in said and "OUR DOUBT." not in said
    assert "niet erkend als arbeidsongeval" in said and "1967" in said and "1971" not in said
    assert said.count("Belfius") == 1


def test_following_our_advice_the_authoritys_refusal_names_the_elements_in_the_words_of_its_scheme(
    today, namur, marc, joris, lena
):
    number = file_of(namur, marc, "en", PUBLIC)
    decide.propose_refusal(number, grounds=Grounds({"in_course": "HE WAS ON LEAVE."}, "SO SAYS THE ROSTER."), by=joris)
    decide.confirm_refusal(number, decision_id=Decision.objects.get(stage="proposed").id, by=lena)
    decide.record_authority(number, accepted=False, decided_on=TODAY, by=joris)
    assert bare("Not shown: In the course of the duties. HE WAS ON LEAVE.") in bare(words(made(number, "refused")))


def test_a_letter_is_marked_as_gone_once_it_is_made_and_only_by_those_who_decide(private, joris, sophie):
    decide.accept(private, grounds=Grounds({}), by=joris)
    row = letter(private, "accepted")
    with pytest.raises(NotFound):
        letters.mark_sent(private, letter_id=row.id, by=joris)
    letters.produce_letter(row.id)
    with pytest.raises(NotAllowed):
        letters.mark_sent(private, letter_id=row.id, by=sophie)
    with pytest.raises(NotFound):
        letters.mark_sent(private, letter_id=uuid4(), by=joris)
    for _ in range(2):
        letters.mark_sent(private, letter_id=row.id, by=joris)
    row.refresh_from_db()
    assert row.state == "sent"
    codes = [event.code for event in audit.events_of(("claim", row.claim_id))]
    assert codes.count("letter.sent") == 1


def test_a_letter_of_another_insurer_is_not_made(private, joris, other):
    decide.accept(private, grounds=Grounds({}), by=joris)
    row = letter(private, "accepted")
    with scope.of(other.id), pytest.raises(NotFound):
        letters.produce_letter(row.id)
    row.refresh_from_db()
    assert row.state == "due"
