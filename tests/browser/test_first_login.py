"""Step 2: somebody whom the insurer created and who never came follows the FAQ, by keyboard alone."""

import re
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from playwright.sync_api import Page, expect

from browser.eyes import no_axe_violations, qr_text, start_at_the_top, tab_stops
from browser.house import Member, mail_about
from browser.people import log_in, one_time_code
from browser.screens import LANGUAGES, words

PASSWORD = "un parapluie, trois moineaux 47"


def shows(page: Page, screen: str, labels: tuple[str, ...], language: str, **values: str) -> None:
    """The page has the title and these words of the screen, and axe finds nothing: in the language, then in the others.
    Ends in the language it began with."""
    here = page.url.split("?")[0]
    for other in (*(lang for lang in LANGUAGES if lang != language), language):
        page.goto(f"{here}?lang={other}")
        expect(page).to_have_title(words(screen, "pageTitle", other, **values))
        expect(page.locator("html")).to_have_attribute("lang", other)
        said = page.locator("main").inner_text()
        names = page.locator("main").evaluate(
            "e => [...e.querySelectorAll('label, button, a, h1')].map(n => n.innerText.replace('*', '').trim())"
        )
        for label in labels:
            text = words(screen, label, other, **values)
            assert text in names or text in said, f"{screen}.{label} in {other}: {text!r} is not on the page: {said}"
        no_axe_violations(page)
    tab_stops(page)


def press_to(page: Page, words: str) -> None:
    """Tab until the thing with this name has the focus; fails when it cannot be reached."""
    start_at_the_top(page)
    for _ in range(60):
        page.keyboard.press("Tab")
        name = page.evaluate(
            "() => { const e = document.activeElement;"
            " return (e.labels?.[0]?.innerText ?? e.innerText ?? '').replace('*', '').trim(); }"
        )
        if name == words:
            return
    pytest.fail(f"{words!r} cannot be reached by keyboard on {page.url}")


@pytest.mark.parametrize(
    ("insurer", "surname", "language", "name"),
    [("belfius", "Vrancx", "fr", "Belfius"), ("other", "Sougnard", "nl", "Ourthe & Leie")],
)
def test_the_first_login_goes_as_the_faq_says(house, cast, new_context, tmp_path, insurer, surname, language, name):
    person: Member = cast(insurer, "declarer", surname)
    page = new_context(language=language).new_page()

    # The insurer made the account; nobody has ever used it.
    assert (person.password, person.totp_secret) == ("", "")
    cast_page = new_context().new_page()
    cast_page.goto(house.path("/demo/?lang=en"))
    expect(cast_page.get_by_role("row").filter(has_text=person.email)).to_contain_text("Never activated")

    # 1 and 2. The login page of the insurer, "Forgot password?".
    page.goto(house.path(f"/{insurer}/login"))
    texts = ("title", "description", "emailPlaceholder", "passwordPlaceholder", "forgotPasswordText", "buttonText")
    shows(page, "login", texts, language)
    expect(page.locator(".sign b")).to_have_text(name)
    press_to(page, words("login", "forgotPasswordText", language))
    page.keyboard.press("Enter")

    # 3. The e-mail address.
    page.wait_for_url(re.compile("/forgot-password"))
    texts = ("title", "emailDescription", "emailPlaceholder", "buttonText", "backToLoginLinkText")
    shows(page, "reset-password-request", texts, language)
    press_to(page, words("reset-password-request", "emailPlaceholder", language))
    page.keyboard.type(person.email)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(words("reset-password-email", "title", language))
    expect(page.locator("main")).to_contain_text(person.email)
    no_axe_violations(page)

    # 4. The mail, in the person's own language, and the password twice.
    own = {"belfius": "nl", "other": "fr"}[insurer]
    mail = mail_about(house, person.email, words("own-email-reset-password", "ignore", own))
    assert mail.link().startswith(house.path(f"/{insurer}/reset-password/"))
    page.goto(mail.link())
    assert "reset-password" in page.url
    assert mail.link().rpartition("/")[2] not in page.url
    texts = ("title", "description", "passwordPlaceholder", "reEnterpasswordPlaceholder", "buttonText")
    shows(page, "reset-password", texts, language)
    press_to(page, words("reset-password", "passwordPlaceholder", language))
    page.keyboard.type(PASSWORD)
    press_to(page, words("reset-password", "reEnterpasswordPlaceholder", language))
    page.keyboard.type(PASSWORD)
    press_to(page, words("reset-password", "buttonText", language))
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(words("reset-password-success", "eventTitle", language))
    shows(page, "reset-password-success", ("eventTitle", "description", "buttonText"), language)
    press_to(page, words("reset-password-success", "buttonText", language))
    page.keyboard.press("Enter")

    # 5. Log in.
    page.wait_for_url(re.compile("/login"))
    press_to(page, words("login", "emailPlaceholder", language))
    page.keyboard.type(person.email)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")

    # 6 and 7. The QR code off the page, or the key typed by hand: the same one. The code. "Continue".
    page.wait_for_url(re.compile("/mfa/enrol"))
    texts = ("title", "description", "separatorText", "placeholder", "buttonText", "codeEnrollmentText")
    shows(page, "mfa-otp-enrollment-qr", texts, language)
    uri = urlsplit(qr_text(page, tmp_path))
    assert (uri.scheme, uri.netloc) == ("otpauth", "totp")
    asked = parse_qs(uri.query)
    assert unquote(uri.path) == f"/{name}:{person.email}"
    assert (asked["issuer"], asked.get("algorithm", ["SHA1"])) == ([name], ["SHA1"])
    assert (asked.get("digits", ["6"]), asked.get("period", ["30"])) == (["6"], ["30"])
    press_to(page, words("mfa-otp-enrollment-qr", "codeEnrollmentText", language))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/mfa/enrol/code"))
    texts = ("title", "description", "placeholder", "buttonText", "copyCodeButtonText", "backText")
    shows(page, "mfa-otp-enrollment-code", texts, language)
    assert asked["secret"][0] in re.sub(r"\s", "", page.locator("main").inner_text())
    press_to(page, words("mfa-otp-enrollment-code", "backText", language))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/mfa/enrol$"))
    secret = asked["secret"][0]
    assert urlsplit(qr_text(page, tmp_path)).query == uri.query
    page.keyboard.type(one_time_code(secret))
    press_to(page, words("mfa-otp-enrollment-qr", "buttonText", language))
    page.keyboard.press("Enter")

    # 8. The recovery code is kept: without the tick it does not go on.
    page.wait_for_url(re.compile("/mfa/recovery-code"))
    texts = ("title", "description", "copyCodeButtonText", "checkboxText", "buttonText")
    shows(page, "mfa-recovery-code-enrollment", texts, language)
    recovery_code = re.sub(r"[^0-9A-Z]", "", page.locator(".copy, [id*=copy]").first.inner_text().split("\n")[0])
    assert len(recovery_code) == 24
    press_to(page, words("mfa-recovery-code-enrollment", "buttonText", language))
    page.keyboard.press("Enter")
    expect(page.locator(".error")).to_be_visible()
    no_axe_violations(page)
    press_to(page, words("mfa-recovery-code-enrollment", "checkboxText", language))
    page.keyboard.press("Space")
    press_to(page, words("mfa-recovery-code-enrollment", "buttonText", language))
    page.keyboard.press("Enter")

    # Home, and the link of the mail is spent.
    expect(page.locator("header.top")).to_be_visible()
    assert page.url.split("?")[0] == house.path(f"/{insurer}/")
    no_axe_violations(page)
    second = new_context(language=language).new_page()
    second.goto(mail.link())
    expect(second.locator("h1")).to_have_text(words("reset-password-error", "eventTitleUsed", language))
    no_axe_violations(second)

    # The next time: password and code, nothing more.
    third = new_context(language=language).new_page()
    third.goto(house.path(f"/{insurer}/login"))
    log_in(third, Member(insurer, "declarer", person.name, person.email, PASSWORD, secret))


def test_the_second_factor_is_asked_in_the_words_of_the_faq_and_another_method_is_offered(house, cast, new_context):
    member = cast("belfius", "prevention_adviser")
    page = new_context(language="fr").new_page()
    page.goto(house.path("/belfius/login"))
    page.locator("#f-email").fill(member.email)
    page.locator("#f-password").fill(member.password)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/mfa/challenge"))
    texts = ("title", "description", "placeholder", "rememberMeText", "buttonText", "pickAuthenticatorText")
    shows(page, "mfa-otp-challenge", texts, "fr")
    press_to(page, words("mfa-otp-challenge", "pickAuthenticatorText", "fr"))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/mfa/methods"))
    shows(
        page,
        "mfa-login-options",
        ("title", "authenticatorNamesOTP", "authenticatorNamesRecoveryCode", "backText"),
        "fr",
    )
    press_to(page, words("mfa-login-options", "authenticatorNamesRecoveryCode", "fr"))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/mfa/recovery"))
    shows(page, "mfa-recovery-code-challenge", ("title", "description", "placeholder", "buttonText"), "fr")


@pytest.mark.parametrize("path", ["", "claims/", "claims/new", "account", "declarations/", "claims/x/benefits"])
def test_half_logged_in_is_not_logged_in(house, cast, new_context, path):
    member = cast("belfius", "handler")
    page = new_context().new_page()
    page.goto(house.path("/belfius/login"))
    page.locator("#f-email").fill(member.email)
    page.locator("#f-password").fill(member.password)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/mfa/challenge"))
    page.goto(house.path(f"/belfius/{path}"))
    assert "/login" in page.url
    expect(page.locator("header.top")).to_have_count(0)
