"""The questions and answers, true for this insurer, in four languages, for everybody."""

import re
from datetime import datetime
from pathlib import Path

import pytest
from django.test import Client

from accident_manager.foundation import clock
from accident_manager.foundation.clock import BRUSSELS
from accident_manager.insurers import queries as insurers
from accident_manager.insurers.models import Insurer
from accident_manager.insurers.rules.help_desk import FAQ_HOURS, parse
from accident_manager.wording import say
from identity.people import Visitor, at, later, text_of

HOURS = parse(FAQ_HOURS)


def _at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=BRUSSELS)


@pytest.mark.parametrize(
    ("at", "open_", "until", "opens"),
    [
        (_at(23, 9), True, "12:00", _at(23, 13)),
        (_at(23, 11, 59), True, "12:00", _at(23, 13)),
        (_at(23, 12), False, None, _at(23, 13)),
        (_at(23, 15, 59), True, "16:00", _at(24, 9)),
        (_at(23, 16), False, None, _at(24, 9)),
        (_at(27, 17), False, None, _at(30, 9)),
        (_at(28, 10), False, None, _at(30, 9)),
        (_at(11, 10), False, None, _at(12, 9)),  # Armistice Day, a Wednesday
        (_at(24, 16, month=12), False, None, _at(28, 9, month=12)),  # over Christmas and the weekend
    ],
)
def test_the_help_desk_is_open_on_working_days_from_9_to_12_and_13_to_16(at, open_, until, opens):
    state = HOURS.state(at)
    assert state.open is open_
    assert (state.until.strftime("%H:%M") if state.until else None) == until
    assert state.opens == opens


def test_the_hours_are_told_in_the_readers_language():
    assert say(HOURS.in_words(), "fr").replace("\u00a0", " ") == "lun. à ven., 9 h – 12 h et 13 h – 16 h"
    assert say(HOURS.in_words(), "en") == "Mon to Fri, 9:00 – 12:00 and 13:00 – 16:00"
    # The unit is said once.
    assert say(HOURS.in_words(), "nl").replace("\u00a0", " ") == "ma tot vr, 9.00 – 12.00 en 13.00 – 16.00 uur"
    assert say(HOURS.in_words(), "de").replace("\u00a0", " ") == "Mo. bis Fr., 9:00 – 12:00 und 13:00 – 16:00 Uhr"


def test_a_desk_without_hours_is_closed_and_opens_never():
    state = parse({}).state(_at(23, 10))
    assert (state.open, state.opens, state.hours) == (False, None, None)


def test_hours_that_end_before_they_start_are_refused():
    with pytest.raises(ValueError, match="day 1"):
        parse({"1": [["12:00", "09:00"]]})


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", "J’ai oublié mon mot de passe. Que faire"),
        ("nl", "Ik ben mijn wachtwoord vergeten. Wat nu?"),
        ("de", "Ich habe mein Passwort vergessen. Was tun?"),
        ("en", "I have forgotten my password. What do I do?"),
    ],
)
def test_everybody_reads_them_in_his_language(belfius, language, said):
    page = text_of(Visitor("belfius", language=language).get("faq"))
    assert said in page
    assert belfius.support_email in page
    assert "02/286 74 74" in page
    assert "Auth0" not in page


def test_they_say_whether_somebody_answers_now(belfius, visit):
    with clock.frozen(_at(23, 10, 24)):
        assert "It is 10:24 in Brussels. Open until 12:00." in text_of(visit.get("faq"))
    with clock.frozen(_at(27, 17)):
        assert "Opens again on Monday 30\u00a0November 2026 at 9:00." in text_of(visit.get("faq"))


def test_they_are_linked_from_every_screen_of_the_login_and_its_errors(sophie, visit):
    public = (
        "login", "login?ended=1", "forgot-password", "forgot-password/sent", "reset-password/done", "reset-password",
        "unblock", "unblock/done", "account/hacked/done", "nowhere",
    )  # fmt: skip
    screens = [visit.get(path) for path in public] + [visit.post("forgot-password", email="")]
    strict = Client(enforce_csrf_checks=True)
    screens.append(strict.post("/belfius/login", {"email": "a@example.be", "password": "x"}))
    assert at(visit.password(sophie)) == "mfa/enrol"
    screens += [visit.get("mfa/enrol"), visit.get("mfa/enrol/code"), visit.post("mfa/enrol", code="")]
    visit.enrol(sophie)
    screens += [visit.get("account"), visit.get("account/confirm", **{"for": "own"})]
    other = Visitor("belfius")
    assert at(other.password(sophie)) == "mfa/challenge"
    screens += [other.get(f"mfa/{name}") for name in ("challenge", "methods", "recovery")]
    with later(minutes=1):
        screens.append(other.post("mfa/challenge", code="000000"))
    assert {screen.status_code for screen in screens} <= {200, 403, 404, 410, 422}
    for screen in screens:
        assert 'href="/belfius/faq"' in text_of(screen), screen.request["PATH_INFO"]


def test_each_has_an_anchor_and_leads_to_the_screen_that_solves_it(visit):
    page = text_of(visit.get("faq"))
    found = answers(page)
    index = re.findall(r'<a href="#([a-z-]+)">', page.partition("<article")[0])
    assert index == list(found)
    for anchor, answer in found.items():
        ways = re.findall(r'href="([^"]+)"', answer)
        assert ways, anchor
        for way in ways:
            if way.startswith("#"):
                assert way[1:] in found
            elif way.startswith("/"):
                assert visit.client.get(way, follow=True).status_code == 200, way


def test_they_lead_a_visitor_somebody_midway_and_somebody_logged_in_each_to_his_own_screen(sophie, visit):
    def ways(visitor: Visitor, anchor: str) -> list[str]:
        return re.findall(r'href="/belfius/([^"]*)"', answers(text_of(visitor.get("faq")))[anchor])

    assert ways(visit, "change") == ["forgot-password"]
    assert ways(visit, "new-phone") == ["login"]
    visit.enrol(sophie)
    assert ways(visit, "change") == ["account/password"]
    assert ways(visit, "new-phone") == ["account"]
    assert ways(visit, "hacked") == ["account/hacked"]
    other = Visitor("belfius")
    assert at(other.password(sophie)) == "mfa/challenge"
    assert ways(other, "new-phone") == ["mfa/methods"]
    assert ways(other, "totp-fails") == ["mfa/challenge"]
    # Reading costs nothing: the login goes on where it was.
    assert other.get("mfa/challenge").status_code == 200


@pytest.mark.parametrize("language", ["fr", "nl", "de", "en"])
def test_they_are_true_for_this_insurer(belfius, tighten, language):
    page = text_of(Visitor("belfius", language=language).get("faq"))
    assert "passkeys" not in answers(page)
    tighten(belfius, remember_days=7, failed_passwords=4, reset_link_hours=2)
    Insurer.objects.filter(pk=belfius.id).update(
        passkeys_allowed=True, session_idle_minutes=17, session_absolute_hours=9
    )
    insurers.forget()
    found = answers(text_of(Visitor("belfius", language=language).get("faq")))
    assert "Belfius" in found["methods"]
    assert "account/passkeys" in found["passkeys"]
    for anchor, number in [
        ("remember", "7"),
        ("blocked", "4"),
        ("forgotten", "2"),
        ("sessions", "17"),
        ("sessions", "9"),
    ]:
        assert re.search(rf"\b{number}\b", found[anchor]), anchor
    tighten(belfius, remember_days=0)
    assert "remember" not in answers(text_of(Visitor("belfius", language=language).get("faq")))


def test_a_help_desk_without_hours_promises_none(belfius, visit):
    Insurer.objects.filter(pk=belfius.id).update(help_desk_hours={})
    insurers.forget()
    said = answers(text_of(visit.get("faq")))["hours"]
    assert "available" not in said
    assert "Closed now" in said


def test_the_french_is_that_of_the_faq_it_grew_from_word_for_word(belfius):
    """All but what names another login than this one; the labels are those of the screens."""
    page = text_of(Visitor("belfius", language="fr").get("faq"))
    said = re.sub(r"[\s\u00a0\u202f]+", " ", re.sub(r"<[^>]+>", " ", page)).replace(belfius.product_name, "PRODUCT")
    sentences = Path(__file__).with_name("faq.txt").read_text(encoding="utf-8").splitlines()
    missing = [sentence for sentence in sentences if sentence not in said]
    assert not missing


def answers(page: str) -> dict[str, str]:
    """The answers by their anchors, in their order."""
    return dict(re.findall(r'<article[^>]* id="([a-z-]+)">(.*?)</article>', page, re.DOTALL))
