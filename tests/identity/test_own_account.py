"""The account page."""

from accident_manager.identity import queries
from accident_manager.storage import scope
from identity.people import text_of


def test_it_says_who_one_is_here(sophie, visit):
    visit.enrol(sophie)
    page = text_of(visit.get("account"))
    for said in ("Sophie Marchal", sophie.email, "Gestionnaire", "Conservé par vous"):
        assert said in page


def test_a_language_chosen_here_is_the_one_of_pages_and_mails(belfius, sophie, visit):
    visit.enrol(sophie)
    visit.get("account", lang="en")
    visit.post("account/language", language="nl")
    assert "Uw account" in text_of(visit.get("account"))
    with scope.of(belfius.id):
        assert queries.account(sophie.id).language == "nl"
    assert visit.post("account/language", language="xx").status_code == 422
