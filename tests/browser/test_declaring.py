"""Step 3: an accident goes from the employer's screen to the receipt and the paper."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from browser import hands, story
from browser.eyes import fits, no_axe_violations, pdf_text, tab_stops
from browser.house import attachment, mail_about

EMPLOYER, TOWN = "Toitures Malmurin", "Commune de Valbruyère"


def begin(page: Page, employer: str) -> str:
    """Choose the employer and begin; the draft's address."""
    page.locator("label.choice", has_text=employer).click()
    page.locator("main button.primary").click()
    page.wait_for_url(re.compile(r"/claims/new/[0-9a-f-]{36}/"))
    return page.url


def receipt_of(page: Page) -> tuple[str, str]:
    """The file's number and the fingerprint as the receipt shows them."""
    number = re.search(r"/claims/([^/]+)/receipt", page.url)[1]
    expect(page.locator(".stub")).to_contain_text(number)
    fingerprint = page.locator(".stub dd.mono").inner_text()
    assert len(re.sub(r"\s", "", fingerprint)) == 64
    return number, fingerprint


def paper_of(page: Page) -> str:
    """The text of the PDF that the receipt offers, once the worker has made it."""
    link = page.locator('a[href*="/documents/"]').first
    link.wait_for(timeout=60_000)
    with page.expect_download() as downloading:
        link.click()
    return pdf_text(downloading.value.path().read_bytes())


def test_a_private_accident_is_declared_in_french_and_the_receipt_and_the_paper_prove_it(
    house, as_member, cast, tmp_path
):
    page = as_member("belfius", "declarer", "Delcambre", language="fr")
    accident_on = story.days_ago(3)
    told = story.private_in_french(accident_on)
    page.goto(house.path("/belfius/claims/new"))
    no_axe_violations(page)
    tab_stops(page)
    draft = begin(page, EMPLOYER)
    no_axe_violations(page)

    for step in told:
        page.goto(f"{draft}{step}")
        hands.fill(page, told, step)
        no_axe_violations(page)
        if step == "circumstances":
            # Saved while typing: nothing was sent, and a reload shows it all.
            expect(page.locator("[data-saved]")).to_contain_text("Enregistré")
            page.locator('[name="deviation_text"]').press("End")
            with page.expect_response(lambda answer: "pleuvait" in (answer.request.post_data or "") and answer.ok):
                page.keyboard.type(" Il pleuvait.")
            page.reload()
            expect(page.locator('[name="deviation_text"]')).to_have_value(
                told[step]["deviation_text"] + " Il pleuvait."
            )
            expect(page.locator('input[type=hidden][name="material_agent"]')).to_have_value("02.03")
        hands.go_on(page)

    # Papers: a certificate.
    assert page.url.endswith("/documents")
    no_axe_violations(page)
    paper = tmp_path / "certificat.pdf"
    paper.write_bytes(CERTIFICATE)
    page.locator("#f-certificate").set_input_files(paper)
    page.get_by_role("button", name="Ajouter les fichiers").click()
    expect(page.locator("ul.files")).to_contain_text("certificat.pdf")
    no_axe_violations(page)

    # The task list says that all is there, and the legal clock until when.
    page.goto(draft)
    last_day = accident_on + timedelta(days=8)
    no_axe_violations(page)
    tab_stops(page)
    expect(page.locator("aside")).to_contain_text(re.compile(r"loi du 10\savril 1971, art\.\s62"))
    page.goto(f"{draft}check")
    expect(page.locator("main")).to_contain_text("Il pleuvait.")
    no_axe_violations(page)
    tab_stops(page)
    expect(page.locator("main h1")).to_have_text("Vérifiez vos réponses")

    # Sending without the statement is refused beside it; nothing is lost.
    page.locator("main button.primary").click()
    expect(page.locator("main .error")).to_be_visible()
    no_axe_violations(page)
    page.locator("[name=declared]").check()
    page.locator("main button.primary").click()
    page.wait_for_url(re.compile("/receipt"))

    # The receipt: number, time, fingerprint, last day (R13) and whether it was late; the paper, to keep and by mail.
    number, fingerprint = receipt_of(page)
    expect(page.locator(".stub")).to_contain_text(story.long_day(last_day, "fr"))
    expect(page.locator(".stub")).to_contain_text("5 jours avant")
    no_axe_violations(page)
    tab_stops(page)
    text = paper_of(page)
    assert number in text
    assert re.sub(r"\s", "", fingerprint) in re.sub(r"\s", "", text)
    assert "Bodarwé-Lhonneux" in text
    page.set_viewport_size({"width": 360, "height": 800})
    no_axe_violations(page)

    mail = mail_about(house, cast("belfius", "declarer", "Delcambre").email, number)
    assert len(mail.attachments) == 1
    assert number in pdf_text(attachment(house, mail.attachments[0]))


def test_a_public_accident_is_declared_in_dutch_by_keyboard_alone(house, as_member, cast):
    page = as_member("other", "declarer", "Lapauwels", language="nl")
    keyboard = hands.Keyboard(page)
    accident_on = story.days_ago(1)
    told = story.public_in_dutch(accident_on)

    keyboard.press("Een ongeval aangeven")
    page.wait_for_url(re.compile("/claims/new$"))
    value = page.locator("label.choice", has_text=TOWN).locator("input").get_attribute("value")
    keyboard.answer("for", value)
    keyboard.press("Beginnen")
    page.wait_for_url(re.compile(r"/claims/new/[0-9a-f-]{36}/$"))
    keyboard.press("De werkgever en de polis")
    steps = [*told, "documents"]
    for at, step in enumerate(steps):
        page.wait_for_url(re.compile(f"/{step}$"))
        for key, said in told.get(step, {}).items():
            keyboard.answer(key, said)
        if step == "documents":
            break
        # Enter in the last field would do as well; this way the button is reached on every page.
        keyboard.press("Bewaren en doorgaan")
        page.wait_for_url(re.compile(f"/{steps[at + 1]}$"))
    keyboard.press("Doorgaan")
    page.wait_for_url(re.compile("/check$"))
    expect(page.locator("main")).to_contain_text("De ladder zakte weg in de natte grond")
    expect(page.locator("main")).to_contain_text("Van Kerrebroeck")
    keyboard.reach("[name=declared]")
    page.keyboard.press("Space")
    keyboard.press("Aangifte versturen")
    page.wait_for_url(re.compile("/receipt"))

    number, fingerprint = receipt_of(page)
    expect(page.locator("main")).to_contain_text("De overheid beslist")
    text = paper_of(page)
    assert number in text
    assert re.sub(r"\s", "", fingerprint) in re.sub(r"\s", "", text)
    mail = mail_about(house, cast("other", "declarer", "Lapauwels").email, number)
    assert mail.attachments


def test_a_late_declaration_is_received_and_says_how_late(house, as_member):
    page = as_member("belfius", "declarer", "Delcambre", language="fr")
    told = story.private_in_french(story.days_ago(20), counter=703, surname="Wathieu-Trop-Tard")
    draft = hands.draft_of(page, house.path("/belfius"), EMPLOYER, told)
    number = hands.send(page, draft)
    page.goto(house.path(f"/belfius/claims/{number}/receipt"))
    expect(page.locator(".stub")).to_contain_text("12 jours de retard")
    expect(page.locator(".stub")).to_contain_text(story.long_day(story.days_ago(12), "fr"))


def test_the_pages_of_a_declaration_fit_a_phone_and_can_be_walked_by_keyboard(house, as_member):
    page = as_member("belfius", "declarer", "Delcambre", language="fr", width=360)
    told = story.private_in_french(story.days_ago(2), counter=705, surname="Petitjean-Étroit")
    draft = hands.draft_of(page, house.path("/belfius"), EMPLOYER, told)
    for step in ("", *told, "documents", "check"):
        page.goto(f"{draft}{step}")
        assert urlsplit(page.url).path.endswith(step or "/")
        no_axe_violations(page)
        tab_stops(page)
        page.set_viewport_size({"width": 320, "height": 700})
        fits(page)
        page.set_viewport_size({"width": 360, "height": 700})


CERTIFICATE = (
    b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
    b"2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n"
    b"3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>\nendobj\n"
    b"trailer\n<< /Root 1 0 R >>\n%%EOF\n"
)
