"""Deciding: who may, in which state, what is noted, and who is told what."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from accident_manager.audit import queries as audit
from accident_manager.casework import decide
from accident_manager.claims import queries
from accident_manager.claims.actions import deciding as acts
from accident_manager.claims.models import Claim, Decision, InformationRequest, Letter
from accident_manager.claims.rules.deciding import ElementMissing, ElementNotShown, Grounds, ReasonMissing, TextTooLong
from accident_manager.foundation.actor import Actor, system
from accident_manager.foundation.refusal import InvalidInput, NotAllowed, NotFound
from accident_manager.identity import outbox
from accident_manager.storage import scope
from accident_manager.wording import say
from casework import declaring

TODAY = declaring.TODAY
DOUBT = Grounds({}, "Two accounts of the fall contradict each other.")
REFUSAL = Grounds({"sudden_event": "No witness saw a fall."}, "The pain began slowly, days before.")


def letters_of(number: str) -> set[tuple[str, str, str]]:
    rows = Letter.objects.filter(claim__number=number).exclude(kind="declaration_copy")
    return {(row.kind, row.receiver, row.language) for row in rows}


def mails_to(actor: Actor, kind: str = "claim.state") -> list[outbox.MailToSend]:
    from accident_manager.identity import queries as identity

    address = identity.account(actor.account_id).email
    return [mail for mail in outbox.recent(100) if mail.kind == kind and mail.recipient == address]


def proposal_of(number: str) -> Decision:
    return Decision.objects.get(claim__number=number, stage="proposed")


def codes_of(number: str) -> list[str]:
    return [event.code for event in audit.events_of(("claim", Claim.objects.get(number=number).id))]


def test_an_acceptance_decides_the_file_today_and_asks_for_the_victims_letter(private, claim, joris, sophie):
    decide.accept(private, grounds=Grounds({}), by=joris)
    file = claim(private)
    assert (file.status, file.decided_on, file.handler) == ("accepted", TODAY, joris.account_id)
    step = Decision.objects.get()
    assert (step.kind, step.stage, step.by_authority) == ("accepted", "confirmed", False)
    assert (step.proposed_by, step.confirmed_by) == (joris.account_id, joris.account_id)
    assert letters_of(private) == {("accepted", "victim", "nl")}
    assert "claim.accepted" in codes_of(private)


def test_a_doubt_is_no_decision_and_is_told_to_victim_fedris_and_fund(private, claim, joris):
    decide.doubt(private, grounds=DOUBT, by=joris)
    assert (claim(private).status, claim(private).decided_on) == ("in_doubt", None)
    assert letters_of(private) == {("doubt", who, "nl") for who in ("victim", "fedris", "fund")}
    decide.accept(private, grounds=Grounds({}), by=joris)
    assert claim(private).status == "accepted"


def test_asking_the_employer_makes_his_letter_in_his_language_and_a_mail(private, claim, joris, sophie):
    decide.ask(private, asked_of="employer", items=["wage"], text="", answer_by=date(2026, 12, 4), by=joris)
    assert claim(private).status == "information_requested"
    assert letters_of(private) == {("information", "employer", "fr")}
    (mail,) = mails_to(sophie, "claim.asked")
    assert "4 décembre 2026" in mail.text.replace("\u00a0", " ")
    asked = InformationRequest.objects.get()
    assert (asked.content, asked.asked_by) == ({"items": ["wage"], "text": ""}, joris.account_id)


def test_asking_twice_makes_two_letters(private, joris):
    for items in (["wage"], ["witness"]):
        decide.ask(private, asked_of="victim", items=items, text="", answer_by=date(2026, 12, 4), by=joris)
    assert Letter.objects.filter(kind="information").count() == 2


@pytest.mark.parametrize(
    ("changes", "refusal", "field"),
    [
        ({"items": [], "text": "  "}, acts.NothingAsked, "items"),
        ({"answer_by": TODAY - timedelta(days=1)}, acts.AnswerTooEarly, "answer_by"),
        ({"items": ["no such item"]}, InvalidInput, "items"),
        ({"asked_of": "fedris"}, InvalidInput, "asked_of"),
        ({"text": "x" * 4001}, TextTooLong, "text"),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused_beside_its_field(private, claim, joris, changes, refusal, field):
    asked = {"asked_of": "victim", "items": ["wage"], "text": "", "answer_by": date(2026, 12, 4), **changes}
    with pytest.raises(refusal) as refused:
        decide.ask(private, by=joris, **asked)
    assert refused.value.field == field
    assert claim(private).status == "received"
    assert not InformationRequest.objects.exists()


def test_a_proposed_refusal_is_nobodys_business_outside(private, claim, joris, sophie, tomasz):
    decide.propose_refusal(private, grounds=REFUSAL, by=joris)
    assert (claim(private).status, claim(private).decided_on) == ("refusal_proposed", None)
    assert letters_of(private) == set()
    assert mails_to(sophie) == []
    for outsider in (sophie, tomasz):
        file = queries.claim_file(private, outsider)
        assert (file.status, file.decisions) == ("received", ())


def test_a_second_person_confirms_and_then_the_letters_go_out(private, claim, joris, lena):
    decide.propose_refusal(private, grounds=REFUSAL, by=joris)
    decide.confirm_refusal(private, decision_id=proposal_of(private).id, by=lena)
    assert (claim(private).status, claim(private).decided_on) == ("refused", TODAY)
    step = Decision.objects.get()
    assert (step.proposed_by, step.confirmed_by) == (joris.account_id, lena.account_id)
    assert letters_of(private) == {("refused", who, "nl") for who in ("victim", "fedris", "fund")}
    assert {"claim.refusal_proposed", "claim.refused"} <= set(codes_of(private))


def test_the_proposer_cannot_confirm_his_own_refusal(private, claim, joris):
    decide.propose_refusal(private, grounds=REFUSAL, by=joris)
    with pytest.raises(acts.SecondPersonNeeded):
        decide.confirm_refusal(private, decision_id=proposal_of(private).id, by=joris)
    assert claim(private).status == "refusal_proposed"


def test_a_machine_never_decides_whatever_rights_it_was_given(in_belfius, private, claim, joris):
    machine = system(in_belfius.id)
    robot = Actor(in_belfius.id, None, "robot", "team_lead", joris.acts | {"system"})
    decide.propose_refusal(private, grounds=REFUSAL, by=joris)
    proposal = proposal_of(private)
    for nobody in (machine, robot):
        with pytest.raises(NotAllowed):
            decide.confirm_refusal(private, decision_id=proposal.id, by=nobody)
    assert claim(private).status == "refusal_proposed"
    decide.return_refusal(private, decision_id=proposal.id, by=joris)
    for act in (decide.accept, decide.doubt, decide.propose_refusal):
        for nobody in (machine, robot):
            with pytest.raises(NotAllowed):
                act(private, grounds=REFUSAL, by=nobody)
    assert claim(private).status == "received"


def test_a_returned_proposal_opens_the_file_again_as_it_was(private, claim, joris, lena):
    decide.doubt(private, grounds=DOUBT, by=joris)
    decide.propose_refusal(private, grounds=REFUSAL, by=joris)
    decide.return_refusal(private, decision_id=proposal_of(private).id, by=lena)
    assert claim(private).status == "in_doubt"
    decide.propose_refusal(private, grounds=REFUSAL, by=lena)
    decide.confirm_refusal(private, decision_id=proposal_of(private).id, by=joris)
    assert claim(private).status == "refused"


def test_a_proposal_of_another_file_is_not_found(delcourt, sophie, private, joris, lena):
    from accident_manager.law.time_limits import PRIVATE

    second = declaring.sent(delcourt.id, PRIVATE, sophie).number
    for number in (private, second):
        decide.propose_refusal(number, grounds=REFUSAL, by=joris)
    with pytest.raises(NotFound):
        decide.confirm_refusal(private, decision_id=proposal_of(second).id, by=lena)
    with pytest.raises(NotFound):
        decide.confirm_refusal(private, decision_id=uuid4(), by=lena)


@pytest.mark.parametrize(
    ("grounds", "refusal", "field"),
    [
        (Grounds({}, "Only a text."), ElementMissing, "elements"),
        (Grounds({"no such element": "x"}, "text"), ElementMissing, "elements"),
        (Grounds({"lesion": "  "}, "text"), ReasonMissing, "why_lesion"),
        (Grounds({"lesion": "No lesion."}, " "), ReasonMissing, "text"),
        (Grounds({"lesion": "x" * 4001}, "text"), TextTooLong, "why_lesion"),
    ],
)
def test_a_refusal_names_an_element_and_gives_its_reasons(private, claim, joris, grounds, refusal, field):
    with pytest.raises(refusal) as refused:
        decide.propose_refusal(private, grounds=grounds, by=joris)
    assert refused.value.field == field
    assert claim(private).status == "received"


def test_an_acceptance_needs_all_four_elements_and_a_doubt_needs_a_reason(private, joris):
    with pytest.raises(ElementNotShown):
        decide.accept(private, grounds=Grounds({"lesion": "none"}), by=joris)
    with pytest.raises(ReasonMissing):
        decide.doubt(private, grounds=Grounds({}), by=joris)


def test_an_acceptance_needs_a_policy(private, joris):
    Claim.objects.filter(number=private).update(policy=None)
    with pytest.raises(acts.NoPolicyCovers):
        decide.accept(private, grounds=Grounds({}), by=joris)


def test_a_file_that_moved_on_is_not_decided_again(private, joris, lena):
    decide.accept(private, grounds=Grounds({}), by=joris)
    for act in (
        lambda: decide.accept(private, grounds=Grounds({}), by=lena),
        lambda: decide.doubt(private, grounds=DOUBT, by=lena),
        lambda: decide.propose_refusal(private, grounds=REFUSAL, by=lena),
        lambda: decide.ask(private, asked_of="victim", items=["wage"], text="", answer_by=TODAY, by=lena),
        lambda: decide.confirm_refusal(private, decision_id=uuid4(), by=lena),
        lambda: decide.record_authority(private, accepted=False, decided_on=TODAY, by=lena),
    ):
        with pytest.raises(acts.ClaimHasMovedOn):
            act()
    assert Decision.objects.count() == 1


@pytest.mark.parametrize("role", ["auditor", "medical_adviser"])
def test_other_people_of_the_insurer_do_not_decide(in_belfius, private, role):
    with pytest.raises(NotAllowed):
        decide.accept(private, grounds=Grounds({}), by=declaring.actor(in_belfius, role))


def test_declarer_and_victim_do_not_decide(private, sophie, tomasz):
    for outsider in (sophie, tomasz):
        with pytest.raises(NotAllowed):
            decide.accept(private, grounds=Grounds({}), by=outsider)


def test_a_handler_of_another_insurer_does_not_find_the_file(private, other, claim):
    with scope.of(other.id):
        oscar = declaring.actor(other, "handler", name="Oscar Baert")
        with pytest.raises(NotFound):
            decide.accept(private, grounds=Grounds({}), by=oscar)
    assert claim(private).status == "received"


def test_the_declarer_is_told_by_mail_the_state_and_nothing_medical_or_of_money(private, joris, lena, sophie):
    decide.doubt(private, grounds=Grounds({}, "A hernia of 2019 may explain it."), by=joris)
    decide.propose_refusal(private, grounds=REFUSAL, by=joris)
    decide.confirm_refusal(private, decision_id=proposal_of(private).id, by=lena)
    mails = mails_to(sophie)
    assert len(mails) == 2
    for mail in mails:
        said = mail.subject + mail.text + mail.html
        assert private in said
        assert f"/belfius/claims/{private}/" in said
        for secret in ("hernia", "fall", "pain", "Zieli", "€", declaring.NISS):
            assert secret not in said
    assert say("The accident has not been accepted as an accident at work.", "fr") in mails[0].text


def test_a_blocked_declarer_is_told_nothing_and_the_decision_stands(in_belfius, private, claim, joris, sophie):
    from accident_manager.identity.actions.accounts import block

    block(sophie.account_id, declaring.actor(in_belfius, "administrator"), reason="left")
    decide.accept(private, grounds=Grounds({}), by=joris)
    assert mails_to(sophie) == []
    assert claim(private).status == "accepted"


def test_reasons_are_not_for_the_employer(private, joris, lena, sophie, tomasz):
    decide.propose_refusal(private, grounds=REFUSAL, by=joris)
    decide.confirm_refusal(private, decision_id=proposal_of(private).id, by=lena)
    assert queries.claim_file(private, sophie).decisions[0].reasons is None
    assert queries.claim_file(private, tomasz).decisions[0].reasons["text"] == REFUSAL.text


# The public sector: the authority decides, the insurer prepares (R12, R62).


def test_in_the_public_sector_an_acceptance_is_an_advice(public, claim, joris, marc):
    decide.accept(public, grounds=Grounds({}), by=joris)
    assert (claim(public).status, claim(public).decided_on) == ("acceptance_prepared", None)
    assert letters_of(public) == {("advice", "authority", "fr")}
    (mail,) = mails_to(marc)
    assert "accepté" not in mail.text
    assert "claim.acceptance_prepared" in codes_of(public)


def test_a_public_doubt_is_an_advice_too_and_never_a_letter_to_the_victim(public, claim, joris):
    decide.doubt(public, grounds=DOUBT, by=joris)
    assert claim(public).status == "in_doubt"
    assert letters_of(public) == {("advice", "authority", "fr")}
    assert "record_authority" in queries.claim_file(public, joris).may


def test_a_public_refusal_takes_two_people_to_be_advised_and_the_authority_to_be_decided(public, claim, joris, lena):
    decide.propose_refusal(public, grounds=REFUSAL, by=joris)
    with pytest.raises(acts.SecondPersonNeeded):
        decide.confirm_refusal(public, decision_id=proposal_of(public).id, by=joris)
    decide.confirm_refusal(public, decision_id=proposal_of(public).id, by=lena)
    assert (claim(public).status, claim(public).decided_on) == ("refusal_prepared", None)
    assert letters_of(public) == {("advice", "authority", "fr")}
    decide.record_authority(public, accepted=False, decided_on=date(2026, 11, 20), by=joris)
    assert (claim(public).status, claim(public).decided_on) == ("refused", date(2026, 11, 20))
    assert letters_of(public) == {("advice", "authority", "fr"), ("refused", "victim", "nl")}
    assert Decision.objects.get().by_authority


def test_the_authority_may_accept_what_we_advised_to_refuse(public, claim, joris, lena):
    decide.propose_refusal(public, grounds=REFUSAL, by=joris)
    decide.confirm_refusal(public, decision_id=proposal_of(public).id, by=lena)
    decide.record_authority(public, accepted=True, decided_on=TODAY, by=joris)
    assert claim(public).status == "accepted"
    steps = {(step.kind, step.stage) for step in Decision.objects.all()}
    assert steps == {("refused", "withdrawn"), ("accepted", "confirmed")}


@pytest.mark.parametrize("advise", [decide.accept, decide.doubt])
def test_a_refusal_of_the_authority_against_our_advice_needs_its_reasons_and_a_colleague(
    public, claim, joris, lena, advise
):
    advise(public, grounds=DOUBT, by=joris)
    with pytest.raises(acts.AuthorityReasonMissing) as refused:
        decide.record_authority(public, accepted=False, decided_on=TODAY, by=lena)
    assert refused.value.field == "text"
    with pytest.raises(acts.SecondPersonNotesRefusal):
        decide.record_authority(public, accepted=False, decided_on=TODAY, by=joris, reasons="No sudden event.")
    decide.record_authority(public, accepted=False, decided_on=TODAY, by=lena, reasons="No sudden event.")
    step = Decision.objects.get(kind="refused")
    assert (step.proposed_by, step.confirmed_by) == (joris.account_id, lena.account_id)
    assert step.reasons["text"] == "No sudden event."
    assert claim(public).status == "refused"


@pytest.mark.parametrize("day", [date(2026, 11, 17), date(2026, 11, 24)])
def test_the_authority_decided_between_its_receipt_and_today(public, claim, joris, day):
    decide.accept(public, grounds=Grounds({}), by=joris)
    with pytest.raises(acts.AuthorityDayImpossible) as refused:
        decide.record_authority(public, accepted=True, decided_on=day, by=joris)
    assert refused.value.field == "decided_on"
    assert claim(public).status == "acceptance_prepared"


def test_the_private_sector_knows_no_decision_of_an_authority(private, claim, joris):
    decide.doubt(private, grounds=DOUBT, by=joris)
    with pytest.raises(acts.AuthorityDecidesHere):
        decide.record_authority(private, accepted=True, decided_on=TODAY, by=joris)
    assert "record_authority" not in queries.claim_file(private, joris).may
    assert claim(private).status == "in_doubt"


def test_the_authority_is_told_that_its_own_letter_waits_for_its_signature(public, joris, marc):
    decide.accept(public, grounds=Grounds({}), by=joris)
    decide.record_authority(public, accepted=True, decided_on=TODAY, by=joris)
    assert "votre décision" in mails_to(marc)[0].text.lower()
