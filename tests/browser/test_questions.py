"""Each question of the FAQ: read, followed and solved, by keyboard alone on a narrow phone, in one of the languages."""

import itertools
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from browser.eyes import no_axe_violations, qr_text
from browser.house import House, mail_about
from browser.reader import WIDE, Reader, oath
from browser.screens import LANGUAGES, words
from browser.still import Person, Still, serving

PASSWORD, NEW = "un parapluie, trois moineaux 47", "vier kaarsen op zolder 1911"
SUPPORT = {"supportEmail": "workerscompensation-claims@belins.be", "supportPhone": "02/286 74 74"}
NAMES = {"belfius": "Belfius", "other": "Ourthe & Leie"}
_addresses = itertools.count(1)


@pytest.fixture(scope="session")
def still(house: House) -> Iterator[Still]:
    with serving(house) as still:
        yield still


@pytest.fixture
def reader(still: Still, new_context) -> Callable[..., Reader]:
    """A reader of this language; two in one journey are two browsers, at one address or at two."""

    def make(language: str, *, like: Reader | None = None, door: str = "belfius") -> Reader:
        context = new_context(width=WIDE["width"], language=language)
        # At the beginning of a step of thirty seconds: what a phone shows is known to the second.
        at = like.at if like else datetime.fromtimestamp(int(datetime.now(UTC).timestamp()) // 30 * 30, UTC)
        address = like.address if like else f"203.0.113.{next(_addresses)}"
        made = Reader(still, context, language=language, at=at, address=address, door=door)
        made.page.set_viewport_size(WIDE)
        return made

    return make


def newcomer(one: Reader, *, ready: bool = True) -> Person:
    return one.still.person(one.at, language=one.language, insurer=one.door, ready=ready)


def sets_password(one: Reader, email: str, password: str) -> str:
    """By the link of the newest mail, to the page that says it is done; gives the link."""
    link = mail_about(one.still.house, email, one.says("own-email-reset-password", "ignore")).link()
    one.page.goto(link)
    one.at_screen("reset-password")
    assert link.rpartition("/")[2] not in one.page.url
    one.sees(
        "reset-password", "title", "description", "passwordPlaceholder", "reEnterpasswordPlaceholder", "buttonText"
    )
    one.sends(password=password, again=password)
    one.at_screen("reset-password/done")
    one.sees("reset-password-success", "eventTitle", "description", "buttonText")
    return link


def enrols(one: Reader, folder) -> tuple[str, str]:
    """Scans the QR code, types the code of the app, keeps the recovery code; gives both secrets."""
    one.at_screen("mfa/enrol")
    one.sees("mfa-otp-enrollment-qr", "title", "description", "separatorText", "placeholder", "buttonText")
    secret = parse_qs(urlsplit(qr_text(one.page, folder)).query)["secret"][0]
    one.sends(code=oath(secret, one.at))
    return secret, keeps_recovery_code(one, "mfa-recovery-code-enrollment")


def keeps_recovery_code(one: Reader, screen: str) -> str:
    one.at_screen("mfa/recovery-code")
    labels = ("title", "description", "copyCodeButtonText", "checkboxText", "buttonText")
    one.sees(screen, *labels, title="mfa-recovery-code-enrollment")
    code = one.page.locator("#copy-text").inner_text().replace(" ", "")
    assert re.fullmatch("[A-Z2-9]{24}", code)
    one.presses(screen, "buttonText")
    expect(one.page.locator(".error")).to_be_visible()
    one.reads(one.says(screen, "no-confirmation"))
    one.presses(screen, "checkboxText")
    one.presses(screen, "buttonText")
    one.is_in()
    return code


def test_the_page_itself_is_a_place_to_find_things_in_every_language_and_on_paper(reader):
    for door, languages in (("belfius", LANGUAGES), ("other", ("fr",))):
        one = reader("de", door=door)
        for language in languages:
            one.open(f"faq?lang={language}")
            one.look()
            asked = one.page.locator("nav ul.index a").all_inner_texts()
            assert asked == one.page.locator("article h3").all_inner_texts()
            assert NAMES[door] in one.page.title()
    one.page.emulate_media(media="print")
    expect(one.page.locator("nav ul.index")).to_be_hidden()
    expect(one.page.locator("#hacked")).to_be_visible()


def test_first_login(reader, tmp_path):
    one = reader("fr")
    person = newcomer(one, ready=False)
    one.asks("first-login", "forgot-password")
    labels = ("title", "emailDescription", "emailPlaceholder", "buttonText", "backToLoginLinkText")
    one.sees("reset-password-request", *labels)
    one.sends(email="")
    one.reads(one.says("reset-password-request", "no-email"))
    one.sends(email=person.email)
    sent = (one.says("reset-password-email", label) for label in ("title", "resendLinkText", "backButtonText"))
    one.reads(*sent, one.says("reset-password-email", "emailDescription", email=person.email))
    link = sets_password(one, person.email, PASSWORD)
    one.presses("reset-password-success", "buttonText")
    one.at_screen("login")
    one.sees(
        "login", "title", "description", "emailPlaceholder", "passwordPlaceholder", "forgotPasswordText", "buttonText"
    )
    one.gives_password(person, PASSWORD)
    one.at_screen("mfa/enrol")
    one.presses("mfa-otp-enrollment-qr", "codeEnrollmentText")
    one.at_screen("mfa/enrol/code")
    one.sees(
        "mfa-otp-enrollment-code", "title", "description", "copyCodeButtonText", "placeholder", "buttonText", "backText"
    )
    typed = one.page.locator("#copy-text").inner_text().replace(" ", "")
    one.presses("mfa-otp-enrollment-code", "backText")
    one.at_screen("mfa/enrol")
    one.sends(code="000000" if oath(typed, one.at) != "000000" else "000001")
    one.reads(one.says("mfa-otp-enrollment-qr", "invalid-code"))
    secret, _ = enrols(one, tmp_path)
    assert secret == typed
    # The link is spent, and says so.
    one.page.goto(link)
    one.at_screen("reset-password")
    one.sees("reset-password-error", "eventTitleUsed", "descriptionUsed", "backToLoginLinkText")


def test_log_in(reader):
    one = reader("nl")
    person = newcomer(one)
    one.asks("log-in", "login")
    one.gives_password(person)
    one.at_screen("mfa/challenge")
    labels = ("title", "description", "placeholder", "rememberMeText", "buttonText", "pickAuthenticatorText")
    one.sees("mfa-otp-challenge", *labels)
    one.sends(code=one.code_of(person))
    one.is_in()
    # Whoever is logged in is led to his own pages from there on.
    one.asks("log-in", "")
    one.is_in()


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_error_message_at_the_login(reader, language):
    one = reader(language)
    person = newcomer(one)
    one.asks("error", "login")
    one.sends(email="", password="")
    one.reads(one.says("login", "no-email"), one.says("login", "no-password"))
    one.gives_password(person, "not this one, certainly")
    one.reads(one.says("login", "wrong-email-credentials"))
    expect(one.page.locator("#f-email")).to_have_value(person.email)
    expect(one.page.locator("#f-password")).to_be_focused()
    one.sends(password=person.member.password)
    one.at_screen("mfa/challenge")
    one.sends(code="")
    one.reads(one.says("mfa-otp-challenge", "no-code"))
    expired = one.code_of(person)
    one.later(minutes=3)
    one.sends(code=expired)
    one.reads(one.says("mfa-otp-challenge", "invalid-code"))
    # The second wrong one, of no time at all: the likely reason is named.
    near = {one.code_of(person, seconds=30 * step) for step in range(-25, 26)}
    one.sends(code=next(code for code in ("123456", "654321", "111222") if code not in near))
    one.reads(one.says("mfa-otp-challenge", "invalid-code"), one.says("own-clock-hint", "message"))
    for _ in range(3):
        one.sends(code=expired)
    one.later(seconds=30)
    one.sends(code=one.code_of(person))
    one.reads(one.says("mfa-otp-challenge", "too-many-failures"))
    # The questions are read while one waits, and lead back to where one was.
    one.open("faq")
    one.at_the_questions("totp-fails")
    one.follow("totp-fails", "mfa/challenge")
    one.at_screen("mfa/challenge")
    one.later(minutes=6)
    one.sends(code=one.code_of(person))
    one.is_in()


def test_a_forgotten_password(reader):
    one = reader("en")
    person = newcomer(one)
    one.asks("forgotten", "forgot-password")
    one.sends(email=person.email)
    link = mail_about(one.still.house, person.email, one.says("own-email-reset-password", "ignore")).link()
    one.later(hours=25)
    one.page.goto(link)
    one.sees("reset-password-error", "eventTitleExpired", "descriptionExpired", "backToLoginLinkText")
    one.presses("reset-password-error", "backToLoginLinkText")
    one.at_screen("login")
    one.presses("login", "forgotPasswordText")
    one.at_screen("forgot-password")
    one.sends(email=person.email)
    one.page.goto(mail_about(one.still.house, person.email, one.says("own-email-reset-password", "ignore")).link())
    one.sends(password="", again="")
    one.reads(one.says("reset-password", "no-password-reset"))
    one.sends(password=NEW, again=PASSWORD)
    one.reads(one.says("reset-password", "password-mismatch"))
    sets_password(one, person.email, NEW)
    one.presses("reset-password-success", "buttonText")
    one.logs_in(person, NEW)


def test_another_password_while_logged_in_and_with_the_mail_when_not(reader):
    one = reader("nl")
    person = newcomer(one)
    one.asks("change", "forgot-password")
    one.at_screen("forgot-password")
    one.open("login")
    one.logs_in(person)
    one.asks("change", "account/password")
    one.at_screen("account/password")
    one.reads(
        one.says("reset-password", "passwordPlaceholder"), one.says("reset-password", "reEnterpasswordPlaceholder")
    )
    one.sends(current=person.member.password, password=NEW, again=NEW)
    one.at_screen("account")
    again = reader("nl", like=one)
    again.open("login")
    again.gives_password(person)
    again.reads(again.says("login", "wrong-email-credentials"))
    again.later(seconds=30)
    again.open("login")
    again.logs_in(person, NEW)


CLOCK_IS_OFF = {
    "fr": "L’horloge de votre téléphone est décalée d’environ 150 secondes.",
    "nl": "De klok van uw telefoon wijkt ongeveer 150 seconden af.",
    "de": "Die Uhr Ihres Telefons geht um etwa 150 Sekunden",
    "en": "Your phone’s clock is about 150 seconds off.",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_totp_code_does_not_work(reader, language):
    one = reader(language)
    person = newcomer(one)
    one.asks("totp-fails", "login")
    one.gives_password(person)
    one.at_screen("mfa/challenge")
    one.sends(code=one.code_of(person, seconds=-180))
    one.reads(one.says("mfa-otp-challenge", "invalid-code"))
    one.later(seconds=30)
    one.sends(code=one.code_of(person, seconds=-150))
    one.reads(CLOCK_IS_OFF[language])
    # He sets the clock of his phone; and when he is asked for a code again, types the one that he has just used.
    one.sends(code=one.code_of(person))
    one.is_in()
    one.open("account/confirm?for=own")
    one.sends(**{"confirm-password": person.member.password, "confirm-code": one.code_of(person)})
    one.reads(one.says("own-code-already-used", "message"))
    one.later(seconds=30)
    one.sends(**{"confirm-password": person.member.password, "confirm-code": one.code_of(person)})
    one.is_in()


def test_supported_methods(reader):
    one = reader("fr")
    person = newcomer(one)
    one.open("login")
    one.gives_password(person)
    one.at_screen("mfa/challenge")
    # In the middle of the login the questions lead back to where one was.
    one.asks("methods", "mfa/methods")
    one.at_screen("mfa/methods")
    one.sees("mfa-login-options", "title", "authenticatorNamesOTP", "authenticatorNamesRecoveryCode", "backText")
    one.presses("mfa-login-options", "authenticatorNamesOTP")
    one.at_screen("mfa/challenge")
    one.sends(code=one.code_of(person))
    one.is_in()


def _brussels(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    from accident_manager.foundation.clock import BRUSSELS

    return datetime(2026, month, day, hour, minute, tzinfo=BRUSSELS)


@pytest.mark.parametrize(
    ("language", "at", "said"),
    [
        ("fr", _brussels(23, 10, 24), "Ouvert jusqu’à 12 h"),
        ("fr", _brussels(23, 12), "Réouverture aujourd’hui à 13 h"),
        ("nl", _brussels(24, 8, 59), "Vandaag weer open om 9.00 uur"),
        ("nl", _brussels(27, 16), "Weer open op maandag 30 november 2026 om 9.00 uur"),
        ("de", _brussels(11, 10), "Heute ist ein Feiertag."),
        ("de", _brussels(28, 10), "Wieder geöffnet am Montag, 30. November 2026 ab 9:00 Uhr"),
        ("en", _brussels(24, 16, month=12), "Opens again on Monday 28 December 2026 at 9:00."),
        ("en", _brussels(23, 15, 59), "Open until 16:00."),
    ],
)
def test_contact_and_opening_hours(reader, language, at, said):
    one = reader(language)
    one.set_clock(at)
    one.open("faq")
    one.at_the_questions("hours")
    state = one.page.locator("#hours").inner_text().replace("\u00a0", " ").replace("\u202f", " ")
    assert said in state
    one.follow("hours", "#contact")
    one.follow("contact", "mailto:" + SUPPORT["supportEmail"])
    one.at_the_questions("contact")
    links = one.page.locator("#contact a").evaluate_all("all => all.map(a => a.href)")
    assert links == ["mailto:" + SUPPORT["supportEmail"], "tel:+3222867474"]
    no_axe_violations(one.page)


def test_opening_hours_in_another_time_zone(reader, still):
    one = reader("en", door="other")
    before = still.house.sql("SELECT time_zone, closed_days::text FROM insurers_insurer WHERE code = 'other'")[0]
    setting = "UPDATE insurers_insurer SET time_zone = %s, closed_days = %s::jsonb WHERE code = 'other'"
    one.set_clock(_brussels(24, 10, 24))
    try:
        still.house.sql(setting, "Atlantic/Azores", '["2026-11-25"]')
        still.forget()
        one.open("faq")
        hours = one.page.locator("#hours").inner_text().replace("\u00a0", " ")
        assert "It is 8:24 in Azores." in hours
        assert "25 November 2026" in hours
        one.set_clock(_brussels(25, 14))
        one.open("faq")
        expect(one.page.locator("#hours")).to_contain_text("Today the help desk is closed all day.")
        no_axe_violations(one.page)
    finally:
        still.house.sql(setting, *before)
        still.forget()


def test_protection_of_data(reader):
    one = reader("en")
    person = newcomer(one)
    one.asks("protection", "account/events")
    one.at_screen("login")
    one.logs_in(person)
    # Led back to what the answer spoke of: what happened to one's own account.
    one.at_screen("account/events")
    expect(one.page.locator("main .events li").first).to_be_visible()
    no_axe_violations(one.page)


def test_a_hacked_account(reader, tmp_path):
    one, thief = reader("de"), reader("de")
    # The help desk is closed over the weekend: what is said of it is never longer.
    one.set_clock(_brussels(27, 17))
    thief.set_clock(one.at)
    person = newcomer(one)
    thief.open("login")
    thief.logs_in(person)
    one.later(seconds=30)
    one.asks("hacked", "account/hacked")
    one.at_screen("login")
    one.logs_in(person)
    one.at_screen("account/hacked")
    one.look()
    one.keyboard.reach("main button.stop")
    one.keys.press("Enter")
    one.page.locator("#f-confirm-code").wait_for()
    one.look()
    one.later(seconds=30)
    one.sends(**{"confirm-password": person.member.password, "confirm-code": one.code_of(person)})
    one.at_screen("account/hacked/done")
    one.look()
    one.is_out()
    thief.is_out()
    one.open("login")
    one.gives_password(person)
    one.reads(one.says("login", "wrong-email-credentials"))
    sets_password(one, person.email, NEW)
    one.later(seconds=30)
    one.presses("reset-password-success", "buttonText")
    one.gives_password(person, NEW)
    one.at_screen("mfa/challenge")
    one.sends(code=one.code_of(person))
    secret, recovery_code = enrols(one, tmp_path)
    assert secret != person.member.totp_secret
    assert recovery_code != person.recovery_code


def test_a_lost_phone_with_the_recovery_code(reader):
    one = reader("de")
    person = newcomer(one)
    one.open("login")
    one.gives_password(person)
    one.asks("new-phone", "mfa/methods")
    one.presses("mfa-login-options", "authenticatorNamesRecoveryCode")
    one.at_screen("mfa/recovery")
    labels = ("title", "description", "placeholder", "buttonText", "pickAuthenticatorText")
    one.sees("mfa-recovery-code-challenge", *labels)
    one.sends(code="ABCD")
    one.reads(one.says("mfa-recovery-code-challenge", "invalid-code-format"))
    one.sends(code="A" * 24)
    one.reads(one.says("mfa-recovery-code-challenge", "invalid-code"))
    one.sends(code=person.recovery_code.lower())
    replaced = keeps_recovery_code(one, "mfa-recovery-code-challenge-new-code")
    assert replaced != person.recovery_code


def test_a_lost_phone_without_the_recovery_code(reader, still, tmp_path):
    one = reader("nl")
    person = newcomer(one)
    one.open("login")
    one.gives_password(person)
    one.asks("new-phone", "mfa/methods")
    one.presses("own-lost-device", "link")
    text = one.says("own-lost-device", "description", companyName="Belfius", supportHours="HOURS", **SUPPORT)
    before, _, after = text.partition("HOURS")
    one.reads(before, after)
    expect(one.page.locator("details[open]")).to_contain_text("ma tot vr, 9.00 – 12.00 en 13.00 – 16.00 uur")
    reset = still.house.acm(
        "user", "reset-second-factor", person.email, "--insurer", "belfius", "--evidence", "called-back"
    )
    assert reset.returncode == 0, reset.stderr
    told = one.says("own-email-security-notice", "mfaReset", timestamp="WHEN").partition("WHEN")[0]
    mail_about(still.house, person.email, told)
    one.open("login")
    one.gives_password(person)
    secret, _ = enrols(one, tmp_path)
    assert secret != person.member.totp_secret


def test_a_blocked_account(reader, still):
    one = reader("fr")
    person = newcomer(one)
    one.open("login")
    for _ in range(10):
        one.gives_password(person, "pas celui-ci, sûrement")
        one.later(seconds=10)
    one.gives_password(person)
    one.reads(one.says("login", "user-blocked"))
    # From the mail; its question says so.
    one.open("faq")
    one.at_the_questions("blocked")
    told = one.says("own-email-security-notice", "blocked", attempts="10", ip=one.address)
    mail = mail_about(still.house, person.email, told)
    one.page.goto(mail.link())
    one.at_screen("unblock")
    one.sees("brute-force-protection-unblock", "description", "buttonText")
    one.presses("brute-force-protection-unblock", "buttonText")
    one.at_screen("unblock/done")
    one.sees("brute-force-protection-unblock-success", "buttonText")
    one.presses("brute-force-protection-unblock-success", "buttonText")
    one.at_screen("login")
    one.logs_in(person)
    # Once.
    one.page.goto(mail.link())
    one.at_screen("unblock")
    one.sees("brute-force-protection-unblock-success", "buttonText", title="brute-force-protection-unblock")
    expect(one.page.locator("main .alert.stop")).to_be_visible()


def test_an_account_that_the_administrator_has_blocked(reader, still):
    one = reader("en")
    person = newcomer(one)
    blocked = still.house.acm("user", "block", person.email, "--insurer", "belfius")
    assert blocked.returncode == 0, blocked.stderr
    one.asks("log-in", "login")
    for language in LANGUAGES:
        one.language = language
        one.page.goto(one.path(f"login?lang={language}"))
        one.gives_password(person)
        text = one.says("own-account-disabled", "description", companyName="Belfius", **SUPPORT)
        one.reads(one.says("own-account-disabled", "title"), text)


def test_remember_this_device(reader):
    one = reader("fr")
    person = newcomer(one)
    one.asks("remember", "login")
    one.gives_password(person)
    one.at_screen("mfa/challenge")
    one.presses("mfa-otp-challenge", "rememberMeText")
    one.sends(code=one.code_of(person))
    one.is_in()
    one.asks("remember", "account/sessions")
    one.at_screen("account/sessions")
    no_axe_violations(one.page)
    one.later(days=29, hours=23)
    one.is_out()
    one.gives_password(person)
    one.is_in()
    one.later(hours=13)
    one.is_out()
    one.gives_password(person)
    one.at_screen("mfa/challenge")


def test_how_long_one_stays_logged_in(reader):
    one = reader("nl")
    person = newcomer(one)
    one.asks("sessions", "account/sessions")
    one.at_screen("login")
    one.logs_in(person)
    one.at_screen("account/sessions")
    for _ in range(12):
        one.later(minutes=59)
        one.open("account/sessions")
        one.at_screen("account/sessions")
    one.later(minutes=59)
    one.is_out()
    expect(one.page.locator("main .alert.info")).to_be_visible()
    one.look()
    one.logs_in(person)
    one.later(minutes=61)
    one.is_out()
    assert words("login", "title", "nl") in one.page.locator("h1").inner_text()
