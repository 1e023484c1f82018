"""The questions and answers, true for this insurer, in four languages, for everybody."""

from datetime import datetime

import pytest

from accident_manager.foundation import clock
from accident_manager.foundation.clock import BRUSSELS
from accident_manager.insurers.rules.help_desk import FAQ_HOURS, parse
from accident_manager.wording import say
from identity.people import Visitor, text_of

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
    assert page.count("<details") == 14


def test_they_say_whether_somebody_answers_now(belfius, visit):
    with clock.frozen(_at(23, 10, 24)):
        assert "It is 10:24 in Brussels. Open until 12:00." in text_of(visit.get("faq"))
    with clock.frozen(_at(27, 17)):
        assert "Opens again on Monday 30\u00a0November 2026 at 9:00." in text_of(visit.get("faq"))


def test_they_are_linked_from_every_screen_of_the_login(belfius, visit):
    for path in ("login", "forgot-password", "reset-password/done", "reset-password"):
        assert 'href="/belfius/faq"' in text_of(visit.get(path)), path


def test_whoever_is_logged_in_reads_them_too(sophie, visit):
    visit.enrol(sophie)
    assert visit.get("faq").status_code == 200
