"""Nothing lost, nothing doubled, the person told: sent twice, gone back, logged out, without server or database."""

import contextlib
import hashlib
import re

import pytest
from playwright.sync_api import Page, expect

from browser import hands, story
from browser.eyes import no_axe_violations
from browser.files import EMPLOYER
from browser.house import WORKER, House, mails_to
from browser.people import log_in
from machine import wait_until

FILES_OF = "SELECT c.number FROM claims_claim c JOIN claims_draft d ON d.claim_id = c.id WHERE d.id = %s"


def declarer(as_member) -> Page:
    return as_member("belfius", "declarer", "Delcambre", language="fr")


def ready(house: House, page: Page, *, counter: int, surname: str) -> str:
    """The address of a draft that can be sent."""
    told = story.private_in_french(story.days_ago(1), counter=counter, surname=surname)
    return hands.draft_of(page, house.path("/belfius"), EMPLOYER, told)


def ready_at_other(house: House, page: Page, *, counter: int, surname: str) -> str:
    told = story.private_in_french(story.days_ago(1), counter=counter, surname=surname)
    return hands.draft_of(page, house.path("/other"), "Ateliers Brisefer", told)


def draft_id(draft: str) -> str:
    return draft.rstrip("/").rpartition("/")[2]


def declare_and_send(page: Page) -> None:
    page.locator("[name=declared]").check()
    page.locator("main button.primary").click()


def only_file(house: House, draft: str) -> str:
    """The number of the file that this draft became: one, with one declaration."""
    (number,) = {row[0] for row in house.sql(FILES_OF, draft_id(draft))}
    ((declarations,),) = house.sql(
        "SELECT count(*) FROM claims_declaration d JOIN claims_draft r ON r.claim_id = d.claim_id WHERE r.id = %s",
        draft_id(draft),
    )
    assert declarations == 1
    return number


def all_files(house: House) -> int:
    return house.sql("SELECT count(*) FROM claims_claim")[0][0]


def test_sending_the_same_declaration_from_two_tabs_gives_one_file_and_the_same_receipt(house, as_member):
    first = declarer(as_member)
    draft = ready(house, first, counter=751, surname="Deux-Onglets")
    before = all_files(house)
    second = first.context.new_page()
    for page in (first, second):
        page.goto(f"{draft}check")
    for page in (first, second):
        declare_and_send(page)
        page.wait_for_url(re.compile("/receipt"))
    assert first.url == second.url
    assert all_files(house) == before + 1
    only_file(house, draft)


def test_a_double_click_sends_once(house, as_member):
    page = declarer(as_member)
    draft = ready(house, page, counter=753, surname="Double-Clic")
    before = all_files(house)
    page.goto(f"{draft}check")
    page.locator("[name=declared]").check()
    page.locator("main button.primary").dblclick()
    page.wait_for_url(re.compile("/receipt"))
    assert all_files(house) == before + 1
    only_file(house, draft)


def test_the_same_form_sent_ten_times_at_once_without_script_gives_one_file(house, as_member):
    page = declarer(as_member)
    draft = ready(house, page, counter=755, surname="Dix-Fois")
    before = all_files(house)
    page.goto(f"{draft}check")
    form = {
        "csrfmiddlewaretoken": hands.token(page),
        "key": page.locator("[name=key]").get_attribute("value"),
        "declared": "on",
    }
    addresses = page.evaluate(
        """async (form) => Promise.all([...Array(10)].map(async () => {
          const answer = await fetch(location.href, {method: "POST", body: new URLSearchParams(form)});
          return answer.url;
        }))""",
        form,
    )
    assert len(set(addresses)) == 1
    assert all_files(house) == before + 1
    only_file(house, draft)


def test_the_back_button_after_sending_shows_the_receipt_and_sends_nothing(house, as_member):
    page = declarer(as_member)
    draft = ready(house, page, counter=757, surname="Retour-Arrière")
    page.goto(f"{draft}check")
    before = all_files(house)
    declare_and_send(page)
    page.wait_for_url(re.compile("/receipt"))
    receipt = page.url
    page.go_back()
    if "/check" in page.url and page.locator("[name=declared]").count():
        # The browser kept the page: sending it again leads to the same receipt.
        declare_and_send(page)
    page.wait_for_url(re.compile("/receipt"))
    assert page.url == receipt
    for part in ("", "victim", "check"):
        page.goto(f"{draft}{part}")
        assert page.url == receipt
    assert all_files(house) == before + 1


def test_a_session_that_expired_on_the_review_page_loses_nothing(house, new_context, cast):
    page = new_context(language="fr").new_page()
    member = cast("other", "declarer", "Brisefer")
    page.goto(house.path("/other/?lang=fr"))
    log_in(page, member, remember=True)
    draft = ready_at_other(house, page, counter=759, surname="Session-Finie")
    page.goto(f"{draft}check")
    before = all_files(house)
    end_session(house, page)
    declare_and_send(page)
    # Told to log in, and brought back to what he was doing.
    page.wait_for_url(re.compile("/login"))
    expect(page.locator("#f-email")).to_be_visible()
    no_axe_violations(page)
    log_in(page, member)
    assert page.url == f"{draft}check"
    expect(page.locator("main")).to_contain_text("Session-Finie")
    assert all_files(house) == before
    declare_and_send(page)
    page.wait_for_url(re.compile("/receipt"))
    assert all_files(house) == before + 1


def test_a_session_that_expired_while_typing_is_said_and_what_was_typed_is_saved_after_the_login(
    house, new_context, cast
):
    page = new_context(language="fr").new_page()
    member = cast("other", "declarer", "Brisefer")
    page.goto(house.path("/other/?lang=fr"))
    log_in(page, member, remember=True)
    draft = ready_at_other(house, page, counter=761, surname="Session-Tapée")
    page.goto(f"{draft}circumstances")
    end_session(house, page)
    page.locator("#f-general_activity_text").fill("Réfection d’une grande toiture")
    page.locator("#f-specific_activity_text").focus()
    expect(page.locator("[data-banner]")).to_be_visible()
    no_axe_violations(page)
    # Logged in again in another tab, as the banner says: the page goes on saving by itself.
    other = page.context.new_page()
    other.goto(house.path("/other/"))
    log_in(other, member)
    page.bring_to_front()
    expect(page.locator("[data-banner]")).to_have_count(0, timeout=40_000)
    page.reload()
    expect(page.locator("#f-general_activity_text")).to_have_value("Réfection d’une grande toiture")


def end_session(house: House, page: Page) -> None:
    """As if it had expired: its row is gone."""
    (cookie,) = [one for one in page.context.cookies(page.url) if one["name"] == "acm_session"]
    key_hash = hashlib.sha256(cookie["value"].encode()).digest()
    assert house.sql("DELETE FROM identity_session WHERE key_hash = %s RETURNING 1", key_hash)


# Noor, who declares for the logistics company (hers is the oldest role there), may for a while declare for the employer
# of a draft as well.
LEND = """
INSERT INTO identity_grant (id, insurer_id, account_id, role, employer_id, valid_from)
SELECT gen_random_uuid(), g.insurer_id, g.account_id, g.role, d.employer_id, g.valid_from
FROM claims_draft d JOIN identity_grant g ON g.insurer_id = d.insurer_id AND g.role = 'declarer'
JOIN policies_policy p ON p.employer_id = g.employer_id AND p.number = '7 100 214' WHERE d.id = %s
ORDER BY g.id LIMIT 1 RETURNING id
"""


def test_two_people_on_one_draft_are_told_and_nothing_is_overwritten(house, as_member):
    first = declarer(as_member)
    draft = ready(house, first, counter=763, surname="À-Deux")
    ((lent,),) = house.sql(LEND, draft_id(draft))
    second = as_member("belfius", "declarer", "Vandewinckel", language="fr")
    for page in (first, second):
        page.goto(f"{draft}circumstances")
    first.locator("#f-general_activity_text").fill("Texte de la première personne")
    with first.expect_response(lambda answer: answer.url.endswith("/save") and answer.ok):
        first.locator("#f-specific_activity_text").focus()
    # The second had the page open all the while, and writes something else.
    second.locator("#f-general_activity_text").fill("Texte de la seconde personne")
    second.locator("main button.primary").click()
    conflict = second.locator(".alert.warn", has=second.locator('[name="keep.general_activity_text"]'))
    for words in ("Éloïse Delcambre", "Texte de la première personne", "Texte de la seconde personne"):
        expect(conflict).to_contain_text(words)
    no_axe_violations(second)
    first.reload()
    expect(first.locator("#f-general_activity_text")).to_have_value("Texte de la première personne")
    # The choice is hers, and then it stands for both.
    second.locator('[name="keep.general_activity_text"][value="mine"]').check()
    second.locator("main button.primary").click()
    second.wait_for_url(re.compile("/injury"))
    first.reload()
    expect(first.locator("#f-general_activity_text")).to_have_value("Texte de la seconde personne")
    house.sql("DELETE FROM identity_grant WHERE id = %s", lent)


def test_a_server_killed_between_the_click_and_the_answer_leaves_exactly_one_file(house, as_member):
    page = declarer(as_member)
    draft = ready(house, page, counter=765, surname="Serveur-Tué")
    page.goto(f"{draft}check")
    before = all_files(house)
    page.locator("[name=declared]").check()
    # The declaration is held back in its transaction until the server is dead: the answer never comes.
    with house.holding("claims_runningnumber"):
        page.locator("main button.primary").click(no_wait_after=True)
        wait_until(lambda: house.somebody_waits(), "the server is in the middle of sending")
        house.stop("serve", kill=True)
    wait_until(lambda: not house.somebody_waits(), "the database let go of the dead server")
    house.start("serve")
    assert all_files(house) in (before, before + 1)
    page.goto(f"{draft}check")
    if "/receipt" not in page.url:
        expect(page.locator("main")).to_contain_text("Serveur-Tué")
        declare_and_send(page)
    page.wait_for_url(re.compile("/receipt"))
    assert all_files(house) == before + 1
    only_file(house, draft)


def test_a_server_killed_after_the_file_was_made_shows_its_receipt(house, as_member):
    """The answer got lost on the way: the same click again, from the page that is still open, doubles nothing."""
    page = declarer(as_member)
    draft = ready(house, page, counter=767, surname="Réponse-Perdue")
    page.goto(f"{draft}check")
    before = all_files(house)
    lost = page.context.new_page()
    lost.goto(f"{draft}check")
    lost.route("**/check", lambda route: (route.fetch(), route.abort()))
    lost.locator("[name=declared]").check()
    with lost.expect_event("requestfailed", lambda request: request.url.endswith("/check")):
        lost.locator("main button.primary").click(no_wait_after=True)
    assert all_files(house) == before + 1
    house.stop("serve", kill=True)
    house.start("serve")
    declare_and_send(page)
    page.wait_for_url(re.compile("/receipt"))
    assert all_files(house) == before + 1
    only_file(house, draft)


def test_a_lost_database_is_said_clearly_and_work_goes_on_when_it_is_back(house, as_member):
    page = declarer(as_member)
    draft = ready(house, page, counter=769, surname="Base-Perdue")
    page.goto(f"{draft}circumstances")
    with house.without_database():
        # What is typed now is kept by the page, which says so.
        page.locator("#f-general_activity_text").fill("Tapé sans base de données")
        page.locator("#f-specific_activity_text").focus()
        expect(page.locator("[data-banner]")).to_be_visible(timeout=30_000)
        no_axe_violations(page)
        other = page.context.new_page()
        for path in (f"/belfius/claims/new/{draft_id(draft)}/check", "/"):
            wait_until(lambda path=path: other.goto(house.path(path)).status == 503, f"{path} says so", 30)
            expect(other.locator("h1")).to_be_visible()
            assert not re.search("Traceback|psycopg|OperationalError", other.content())
            no_axe_violations(other)
        assert other.goto(house.path("/healthz")).status == 200
        assert other.goto(house.path("/readyz")).status == 503
    expect(page.locator("[data-banner]")).to_have_count(0, timeout=60_000)
    page.reload()
    expect(page.locator("#f-general_activity_text")).to_have_value("Tapé sans base de données")
    page.goto(f"{draft}check")
    declare_and_send(page)
    page.wait_for_url(re.compile("/receipt"))
    # The worker found the database again, too.
    page.locator('a[href*="/documents/"]').first.wait_for(timeout=60_000)


def test_a_killed_workers_papers_and_mails_still_come_and_come_once(house, as_member, cast):
    page = declarer(as_member)
    drafts = [ready(house, page, counter=771 + 2 * at, surname=f"Tâche-Tuée-{at}") for at in range(2)]
    numbers = [hands.send(page, draft) for draft in drafts]
    doing = "SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing'"
    # In the middle of a job, when it can be caught there; else before the next one begins.
    with contextlib.suppress(pytest.fail.Exception):
        wait_until(lambda: house.sql(doing)[0][0], "a job is being done", 2, every=0.01)
    house.stop("worker", kill=True)
    house.start("worker", *WORKER)
    for number in numbers:
        page.goto(house.path(f"/belfius/claims/{number}/receipt"))
        page.locator('a[href*="/documents/"]').first.wait_for(timeout=90_000)
    email = cast("belfius", "declarer", "Delcambre").email

    def with_paper(number: str) -> list:
        return [mail for mail in mails_to(house, email) if number in mail.subject + mail.text and mail.attachments]

    for number in numbers:
        wait_until(lambda number=number: with_paper(number), f"the mail about {number} comes", 60)
    waiting = "SELECT 1 FROM procrastinate_jobs WHERE status IN ('todo', 'doing') AND queue_name <> 'clock'"
    wait_until(lambda: not house.sql(waiting), "every job is done", 90)
    for number in numbers:
        assert len(with_paper(number)) == 1
        ((papers,),) = house.sql(
            "SELECT count(*) FROM claims_document d JOIN claims_claim c ON c.id = d.claim_id JOIN insurers_insurer i"
            " ON i.id = c.insurer_id WHERE i.code = 'belfius' AND c.number = %s AND d.kind = 'declaration'",
            number,
        )
        assert papers == 1
