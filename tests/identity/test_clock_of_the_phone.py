"""The phone's clock: followed when it is a little off, named when it is far off; a code said twice is told to be so."""

import pytest

from accident_manager.foundation import clock
from accident_manager.identity.models import Authenticator
from accident_manager.storage import scope
from identity.people import Visitor, at, later, oath, text_of

ADVICE = "Check that the date and time of your phone are set automatically."
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) AppleWebKit/605 Version/26.0 Mobile/15E148 Safari/604.1"
)


@pytest.fixture
def asked(sophie):
    """An hour later, at the challenge: the browser and the app's secret."""
    secret, _ = Visitor("belfius").enrol(sophie)
    with later(hours=1):
        visit = Visitor("belfius", ip="192.0.2.8")
        assert at(visit.password(sophie)) == "mfa/challenge"
        visit.secret = secret
        yield visit


def off(visit, seconds: int) -> str:
    """What a phone shows whose clock is this much ahead (or behind)."""
    with later(seconds=seconds):
        return oath(visit.secret)


def try_code(visit, code: str) -> str:
    answer = visit.post("mfa/challenge", code=code)
    assert answer.status_code == 422
    return text_of(answer)


@pytest.mark.parametrize("seconds", [-600, -300, -120, -60, 60, 150, 600])
def test_after_two_wrong_codes_it_is_said_by_how_much_the_clock_is_off(asked, seconds):
    first = try_code(asked, off(asked, seconds))
    assert "seconds off" not in first
    assert ADVICE not in first
    second = try_code(asked, off(asked, seconds))
    assert f"Your phone’s clock is about {abs(seconds)} seconds off." in second
    assert "The code you entered is invalid" in second


@pytest.mark.parametrize("seconds", [-660, 660])
def test_further_off_or_simply_wrong_the_advice_is_given(asked, seconds):
    try_code(asked, off(asked, seconds))
    page = try_code(asked, off(asked, seconds))
    assert ADVICE in page
    assert "seconds off" not in page


def test_it_is_said_in_the_persons_language(sophie):
    secret, _ = Visitor("belfius").enrol(sophie)
    with later(hours=1):
        for language, said in {
            "fr": "décalée d’environ 300 secondes",
            "nl": "ongeveer 300 seconden",
            "de": "etwa 300 Sekunden",
        }.items():
            visit = Visitor("belfius", ip="192.0.2.8", language=language)
            visit.password(sophie)
            visit.secret = secret
            try_code(visit, "000000")
            assert said in try_code(visit, off(visit, 300))
            with later(minutes=0):
                assert at(visit.post("mfa/challenge", code=oath(secret))) == ""
            secret = _another(sophie)


def _another(person) -> str:
    """The app's last step forgotten, so that the same instant can be used again; the same secret."""
    from accident_manager.identity.rules.codes import typed_key

    with scope.of(person.insurer_id):
        Authenticator.objects.update(last_step=-1, told_step=None)
        return typed_key(bytes(Authenticator.objects.get().secret))


def test_a_code_of_a_time_to_come_that_was_told_is_worth_nothing_when_it_comes(belfius, sophie, asked):
    """Else two guesses would find a code to use later."""
    soon = off(asked, 300)
    try_code(asked, "000000")
    assert "about 300 seconds" in try_code(asked, soon)
    with later(seconds=300):
        assert oath(asked.secret) == soon
        assert asked.post("mfa/challenge", code=soon).status_code == 422
        with later(seconds=30):
            assert at(asked.post("mfa/challenge", code=oath(asked.secret))) == ""


def test_a_clock_that_runs_wrong_is_followed_from_login_to_login(belfius, sophie, asked):
    """Half a minute more at each login: after four, the phone is two minutes off and still understood."""
    for times in range(1, 5):
        with later(hours=times):
            visit = Visitor("belfius", ip="192.0.2.8")
            visit.password(sophie)
            with clock.frozen(clock.now()):
                with later(seconds=30 * times):
                    shown = oath(asked.secret)
                assert at(visit.post("mfa/challenge", code=shown)) == "", times
    with scope.of(belfius.id):
        assert Authenticator.objects.get().drift == 4


def test_the_drift_of_one_phone_is_not_anothers(belfius, sophie, asked):
    from identity.people import account_of

    with scope.of(belfius.id):
        eve = account_of(belfius, "eve@example.be")
    other = Visitor("belfius", ip="192.0.2.77")
    other.enrol(eve)
    assert at(asked.post("mfa/challenge", code=off(asked, 30))) == ""
    with scope.of(belfius.id):
        drifts = dict(Authenticator.objects.values_list("account_id", "drift"))
    assert drifts == {sophie.id: 1, eve.id: 0}


def test_the_same_browser_is_told_that_it_has_used_the_code(sophie, asked):
    """In another tab of the same browser: logged in there already, it begins once more."""
    code = oath(asked.secret)
    assert at(asked.post("mfa/challenge", code=code)) == ""
    asked.post("login", email=sophie.email, password=sophie.password)
    page = try_code(asked, code)
    assert "This code has already been used. Wait until your app shows the next one." in page


def test_a_browser_that_logged_out_is_still_told_that_it_has_used_the_code(sophie, asked):
    code = oath(asked.secret)
    assert at(asked.post("mfa/challenge", code=code)) == ""
    assert at(asked.post("logout")) == "login"
    assert at(asked.get("account")).startswith("login")
    asked.post("login", email=sophie.email, password=sophie.password)
    assert "This code has already been used." in try_code(asked, code)


def test_another_browser_only_hears_that_it_is_wrong(sophie, asked):
    code = oath(asked.secret)
    assert at(asked.post("mfa/challenge", code=code)) == ""
    stranger = Visitor("belfius", ip="198.51.100.9")
    stranger.password(sophie)
    page = try_code(stranger, code)
    assert "already been used" not in page
    assert "The code you entered is invalid" in page


def test_a_code_that_was_wrong_is_not_called_used(asked):
    for _ in range(2):
        assert "already been used" not in try_code(asked, "000000")


@pytest.mark.parametrize("group", ["{0} {1}", " {0}{1} ", "{0}-{1}", "{0}\u00a0{1}", "{0}\u202f{1}\n"])
def test_a_code_is_pasted_with_its_blanks(asked, group):
    code = oath(asked.secret)
    assert 'maxlength="16"' in text_of(asked.get("mfa/challenge"))
    assert at(asked.post("mfa/challenge", code=group.format(code[:3], code[3:]))) == ""


def test_a_phone_gets_the_key_first_and_may_show_the_qr_code(sophie):
    phone = Visitor("belfius")
    phone.client.defaults["HTTP_USER_AGENT"] = IPHONE
    assert at(phone.password(sophie)) == "mfa/enrol"
    assert at(phone.get("mfa/enrol")) == "mfa/enrol/code"
    page = text_of(phone.get("mfa/enrol/code"))
    assert 'href="otpauth://totp/Belfius:' in page
    assert 'href="/belfius/mfa/enrol?qr=1"' in page
    assert "Scan the QR Code below" in text_of(phone.get("mfa/enrol", qr="1"))
    assert at(phone.post("mfa/enrol/code", code=oath(phone.typed_key()))) == "mfa/recovery-code"


def test_a_computer_gets_the_qr_code_first(sophie, visit):
    assert at(visit.password(sophie)) == "mfa/enrol"
    assert visit.get("mfa/enrol").status_code == 200
    assert "otpauth://" not in text_of(visit.get("mfa/enrol/code"))
