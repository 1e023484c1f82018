"""Steps 4 and 5: the handler's queue, the file, the decision, its euros and its letters; who is told what."""

import re
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal

from playwright.sync_api import Page, expect

from browser import hands, story
from browser.eyes import no_axe_violations, tab_stops
from browser.files import TOWN, address, declared, declared_public, flat, letter
from browser.house import mail_about, mails_to

CENT = Decimal("0.01")


def press(page: Page, words: str) -> None:
    """A button, reached and pressed by keyboard, and the page that answers it."""
    hands.Keyboard(page).reach_button(words)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def tick(page: Page, name: str, value: str) -> None:
    hands.Keyboard(page).reach(f'[name="{name}"][value="{value}"]')
    page.keyboard.press("Space")


def write(page: Page, name: str, text: str) -> None:
    hands.Keyboard(page).reach(f'[id="f-{name}"]')
    page.keyboard.insert_text(text)


def test_the_queue_is_ordered_by_the_last_day_to_decide_and_walks_by_keyboard(house, as_member):
    number = declared(house, as_member, counter=721, surname="Lacroix-Enqueue", accident_on=story.days_ago(1))
    page = as_member("belfius", "handler", "Zieliński")
    page.goto(house.path("/belfius/claims/"))
    no_axe_violations(page)
    tab_stops(page)
    shown = [
        re.search(r"\d{2}-\d{6}", row)[0]
        for row in page.locator("[data-queue] tbody tr:not(.bucket) th").all_inner_texts()
    ]
    by_law = house.sql(
        "SELECT c.number FROM claims_claim c JOIN insurers_insurer i ON i.id = c.insurer_id WHERE i.code = 'belfius'"
        " AND c.status NOT IN ('accepted', 'refused') ORDER BY c.decide_by, c.id"
    )
    assert [row[0] for row in by_law][: len(shown)] == shown
    assert len(shown) > 10
    # Received today: 30 days from now (R16).
    row = page.get_by_role("row").filter(has_text=number)
    expect(row).to_contain_text("30 days")
    # J goes down, the row's link has the focus, Enter opens the file.
    page.locator("h1").click()
    page.keyboard.press("j")
    page.keyboard.press("j")
    open_link = page.evaluate("document.activeElement.getAttribute('href')")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(f"{re.escape(open_link)}$"))


def test_an_accident_is_accepted_and_the_allowance_stands_to_the_cent_with_rule_and_arithmetic(house, as_member, cast):
    accident_on = story.day_with_figures(40)
    number = declared(house, as_member, counter=723, surname="Bodson-Centime", accident_on=accident_on, language="fr")
    # Eight days to declare it (R13), the day of the accident not counted.
    days_late = (story.today() - accident_on).days - 8
    page = as_member("belfius", "handler", "Zieliński")
    page.goto(address(house, number))
    for words in (
        "Toitures Malmurin SA",
        "7 100 391",
        f"{days_late} days late",
        "First-findings certificate",
        "art. 63",
        "glissé sur les ardoises",
    ):
        expect(page.locator("main")).to_contain_text(words)
    # The national number is masked until it is asked for.
    niss = story.national_number(story.private_in_french(accident_on)["victim"]["birth_date"].day, 723)
    assert niss not in flat(page.content()).replace(".", "").replace("-", "")
    no_axe_violations(page)
    tab_stops(page)

    # Base wage and days, by keyboard: the form holds what was declared.
    page.goto(address(house, number, "benefits"))
    no_axe_violations(page)
    keyboard = hands.Keyboard(page)
    expect(page.locator("#f-amount")).to_have_value("21.35")
    keyboard.reach("#f-bonus_kind")
    keyboard.answer("bonus_kind", "percent")
    keyboard.answer("bonus", "8.33")
    keyboard.press("Calculate the base wage")
    expect(page.locator("main")).to_contain_text("The base wage has been calculated.")
    first, last = accident_on + timedelta(days=1), accident_on + timedelta(days=21)
    keyboard.reach('[name="starts_on.day"]')
    for name, day in (("starts_on", first), ("ends_on", last)):
        for part in ("day", "month", "year"):
            keyboard.reach(f'[name="{name}.{part}"]')
            page.keyboard.press("Control+a")
            page.keyboard.type(str(getattr(day, part)))
    keyboard.press("Add these days")
    expect(page.locator("main")).to_contain_text("the allowance calculated anew")

    # R29, R27, R38: 21.35 x 38 x 52, and 8.33 % of it; 90 % of that by 365, to the cent, times 21 calendar days.
    pay = Decimal("21.35") * 38 * 52
    base = pay + (pay * Decimal("8.33") / 100).quantize(CENT, ROUND_HALF_UP)
    daily = (base * 90 / 100 / 365).quantize(CENT, ROUND_HALF_UP)
    total = daily * 21
    table = page.locator("main")
    for amount in (base, daily, total):
        expect(table).to_contain_text(f"€{amount:,.2f}")
    for said in ("R29", "R27", "R38", "21.35 × 38.00 × 52", f"{daily} × 21", "90 ÷ 100 ÷ 365", "art. 22"):
        expect(table).to_contain_text(said)
    no_axe_violations(page)
    tab_stops(page)

    # Accept: before the click one reads what it does.
    page.goto(address(house, number, "accept"))
    expect(page.locator("main")).to_contain_text(f"€{total:,.2f}")
    no_axe_violations(page)
    press(page, "Accept the accident")
    expect(page.locator("main .badge", has_text="Accepted").first).to_be_visible()
    no_axe_violations(page)

    # The victim's letter: in French, the decision, the amounts, how to contest (R19).
    page.goto(address(house, number, "letters"))
    no_axe_violations(page)
    text = letter(page, "Acceptance")
    assert number in text
    for amount in (base, daily, total):
        assert f"{amount:,.2f}".replace(",", "").replace(".", ",") in flat(text)
    assert "nous reconnaissons cet accident comme accident du travail" in text
    assert "tribunal du travail" in text
    assert "trois ans" in text
    page.set_viewport_size({"width": 360, "height": 800})
    for part in ("", "benefits", "letters", "declaration", "documents"):
        page.goto(address(house, number, part))
        no_axe_violations(page)

    # Whoever declared: a mail with the state, the state on the page; nothing medical, no amounts.
    declarer = cast("belfius", "declarer", "Delcambre")
    mail = mail_about(house, declarer.email, number, "a été accepté")
    assert not mail.attachments
    page = as_member("belfius", "declarer", "Delcambre", language="fr")
    seen = mail.subject + mail.text
    for part in ("", "declaration", "documents"):
        page.goto(address(house, number, part))
        seen += page.locator("main").inner_text()
        no_axe_violations(page)
    assert "Accepté" in seen
    assert not [amount for amount in (base, daily, total) if f"{amount:.2f}".replace(".", ",") in flat(seen)]
    assert not [words for words in ("Fractures", "Poignet", "021 ", "Lésion corporelle") if words in seen]
    for part in ("benefits", "journal", "accept", "ask", "refuse"):
        answered = page.goto(address(house, number, part))
        assert answered.status == 404, part
    page.goto(address(house, number, "letters"))
    expect(page.locator('main a[href*="/documents/"]')).to_have_count(0)


def test_more_is_asked_for_in_a_letter_and_a_mail_and_the_clock_goes_on(house, as_member, cast):
    number = declared(house, as_member, counter=725, surname="Demandé-Plus")
    page = as_member("belfius", "handler", "Zieliński")
    page.goto(address(house, number, "ask"))
    no_axe_violations(page)
    tab_stops(page)
    press(page, "Ask")
    # Nothing was asked: said beside the question, and nothing is lost.
    expect(page.locator("main .error").first).to_be_visible()
    no_axe_violations(page)
    tick(page, "items", "certificate")
    write(page, "text", "Merci d’envoyer le certificat.")
    press(page, "Ask")
    expect(page.locator("main")).to_contain_text("Merci d’envoyer le certificat.")
    expect(page.locator("main")).to_contain_text("30 days")
    page.goto(address(house, number, "letters"))
    assert "Merci d’envoyer le certificat." in letter(page, "Request for information")
    mail_about(house, cast("belfius", "declarer", "Delcambre").email, number, "renseignements")
    page = as_member("belfius", "declarer", "Delcambre", language="fr")
    page.goto(address(house, number))
    expect(page.locator("main")).to_contain_text("Merci d’envoyer le certificat.")


def test_a_doubt_is_told_to_the_victim_in_his_language_to_fedris_and_to_the_fund(house, as_member):
    number = declared(house, as_member, counter=727, surname="Zweifel-Meyer", language="de")
    page = as_member("belfius", "handler", "Zieliński")
    page.goto(address(house, number, "doubt"))
    no_axe_violations(page)
    press(page, "Record the doubt")
    expect(page.locator("main .error").first).to_be_visible()
    write(page, "text", "Das Attest fehlt noch.")
    press(page, "Record the doubt")
    page.goto(address(house, number, "letters"))
    text = letter(page, "Doubt", "Victim")
    assert "Das Attest fehlt noch." in text
    assert "Arbeitsgericht" in text
    for receiver in ("Fedris", "Health insurance fund"):
        expect(page.get_by_role("row").filter(has_text="Doubt").filter(has_text=receiver)).to_have_count(1)


def test_a_refusal_is_proposed_by_one_and_confirmed_by_another_never_by_a_machine(house, as_member, cast):
    number = declared(house, as_member, counter=729, surname="Refused-English", language="en")
    page = as_member("belfius", "handler", "Zieliński")
    page.goto(address(house, number, "refuse"))
    no_axe_violations(page)
    write(page, "text", "The pain came over several days.")
    press(page, "Propose the refusal")
    # Without an element that is not shown there is no refusal; the words typed stay.
    expect(page.locator("main .error").first).to_be_visible()
    expect(page.locator("#f-text")).to_have_value("The pain came over several days.")
    no_axe_violations(page)
    tick(page, "not_shown", "sudden_event")
    write(page, "why_sudden_event", "No sudden event is described.")
    press(page, "Propose the refusal")
    expect(page.locator("main")).to_contain_text("Waits for a second person")

    # The proposer cannot confirm: not on the page, and not by sending the form all the same.
    page.goto(address(house, number, "refusal"))
    no_axe_violations(page)
    expect(page.get_by_role("button", name="Confirm the refusal")).to_have_count(0)
    form = {
        "csrfmiddlewaretoken": hands.token(page),
        "decision": page.locator("[name=decision]").get_attribute("value"),
        "do": "confirm",
    }
    answered = page.request.post(page.url, form=form, headers={"Origin": house.url}, max_redirects=0)
    assert answered.status == 422
    letters_of = (
        "SELECT l.kind FROM claims_letter l JOIN claims_claim c ON c.id = l.claim_id JOIN insurers_insurer i"
        " ON i.id = c.insurer_id WHERE i.code = 'belfius' AND c.number = %s"
    )
    assert house.sql(letters_of, number) == [("declaration_copy",)]
    declarer = cast("belfius", "declarer", "Delcambre")
    assert not [mail for mail in mails_to(house, declarer.email) if number in mail.subject and "accepté" in mail.text]

    # A second person does.
    lead = as_member("belfius", "team_lead")
    lead.goto(address(house, number, "refusal"))
    no_axe_violations(lead)
    press(lead, "Confirm the refusal")
    expect(lead.locator("main .badge", has_text="Refused").first).to_be_visible()
    lead.goto(address(house, number, "letters"))
    text = letter(lead, "Refusal", "Victim")
    for words in (
        "No sudden event is described.",
        "The pain came over several days.",
        "labour court",
        "three years",
        "Fedris",
    ):
        assert words in text, words
    mail_about(house, declarer.email, number, "n’a pas été accepté")


def test_in_the_public_scheme_the_authority_decides_and_everything_says_so(house, as_member):
    number = declared_public(house, as_member, counter=824, surname="Overheid-Beslist")
    page = as_member("other", "handler", "Van Wetteren")
    page.goto(address(house, number, insurer="other"))
    expect(page.locator("main")).to_contain_text(f"{TOWN} decides, not the insurer")
    no_axe_violations(page)
    page.goto(address(house, number, "benefits", insurer="other"))
    expect(page.locator("main")).to_contain_text("No allowance of the insurer")
    no_axe_violations(page)
    page.goto(address(house, number, "accept", insurer="other"))
    no_axe_violations(page)
    press(page, "Send the advice to accept")
    expect(page.locator("main")).to_contain_text("Your advice has gone to the authority")
    page.goto(address(house, number, "letters", insurer="other"))
    text = letter(page, "Advice to the authority")
    assert f"{TOWN} décide" in text
    assert "ne décide pas : cette lettre est un avis" in text
    expect(page.get_by_role("row").filter(has_text="Acceptance")).to_have_count(0)

    # The authority decided: its letter, in its name and in the victim's language.
    page.goto(address(house, number, "authority", insurer="other"))
    no_axe_violations(page)
    tick(page, "outcome", "accepted")
    hands.answer(page, "decided_on", story.When(story.today()))
    press(page, "Note the decision")
    page.goto(address(house, number, "letters", insurer="other"))
    text = letter(page, "Acceptance")
    assert f"{TOWN} heeft uw aangifte onderzocht en erkent dit ongeval als arbeidsongeval" in text
    assert "wet van 3 juli 1967" in text
    assert "arbeidsrechtbank" in text

    # The declarer reads on the file who decides.
    page = as_member("other", "declarer", "Lapauwels", language="nl")
    page.goto(address(house, number, insurer="other"))
    no_axe_violations(page)
    expect(page.locator("main")).not_to_contain_text("Ourthe & Leie heeft het ongeval aanvaard")


def test_a_victim_reads_his_own_letters_and_nobody_elses_file(house, as_member):
    page = as_member("belfius", "victim", language="nl")
    no_axe_violations(page)
    page.goto(house.path("/belfius/claims/"))
    no_axe_violations(page)
    page.locator("main tbody a").first.click()
    page.wait_for_url(re.compile(r"/claims/\d{2}-\d{6}/$"))
    own = page.url
    expect(page.locator("h1")).to_contain_text("Okkerse")
    no_axe_violations(page)
    page.goto(f"{own}letters")
    no_axe_violations(page)
    text = letter(page, "Aanvaarding")
    assert "arbeidsrechtbank" in text
    assert "Okkerse" in text
    others = house.sql(
        "SELECT c.number FROM claims_claim c JOIN insurers_insurer i ON i.id = c.insurer_id"
        " WHERE i.code = 'belfius' AND c.number <> %s ORDER BY c.number LIMIT 3",
        re.search(r"\d{2}-\d{6}", own)[0],
    )
    for (number,) in others:
        assert page.goto(address(house, number)).status == 404
