"""The pure rules: rights, codes, addresses, mails."""

import subprocess
from datetime import UTC, datetime, timedelta

import pytest

from accident_manager.identity.rules import codes, mail_text, pace
from accident_manager.identity.rules.addresses import is_path_inside, network_of, normal_email
from accident_manager.identity.rules.permissions import MATRIX, Role, acts_of, main_role
from accident_manager.insurers.rules.limits import Limits

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
LIMITS = Limits()


def test_medical_data_are_the_medical_advisers_alone():
    assert MATRIX["claims.medical"] == {Role.MEDICAL_ADVISER}


@pytest.mark.parametrize("role", [Role.SUPPORT, Role.ADMINISTRATOR])
def test_support_and_administrators_never_see_files(role):
    assert not {act for act in acts_of([role]) if act.startswith(("claims.", "declarations.", "documents."))}


def test_only_declarers_declare_and_only_the_insurers_people_decide():
    assert MATRIX["declarations.send"] == {Role.DECLARER}
    assert MATRIX["claims.decide"] == {Role.HANDLER, Role.TEAM_LEAD}


def test_everybody_has_a_home_and_an_account_and_without_a_role_nothing_else():
    assert all({"home.see", "account.own"} <= acts_of([role]) for role in Role)
    assert acts_of([]) == {"home.see", "account.own"}


def test_of_two_roles_the_weightier_is_shown():
    assert main_role(["victim", "declarer", "team_lead"]) == "team_lead"
    assert main_role([]) == ""


@pytest.mark.parametrize(
    ("typed", "code"),
    [("123456", "123456"), (" 123 456 ", "123456"), ("12345", None), ("12345a", None), ("١٢٣٤٥٦", None)],
)
def test_a_one_time_code_is_six_digits_however_they_are_grouped(typed, code):
    assert codes.one_time_code(typed) == code


def test_a_recovery_code_has_24_of_32_symbols():
    assert len(set(codes.RECOVERY_ALPHABET)) == 32
    assert codes.recovery_code_from(bytes(15)) == "A" * 24
    assert codes.recovery_code_from(b"\xff" * 15) == "9" * 24
    with pytest.raises(ValueError, match="15 bytes"):
        codes.recovery_code_from(bytes(14))


def test_waiting_begins_with_each_fifth_wrong_code_and_ends_after_twenty():
    failures = codes.Failures()
    for _ in range(5):
        assert failures.may_try(NOW, LIMITS, suspends=True)
        failures = failures.one_more(NOW, LIMITS)
    assert not failures.may_try(NOW, LIMITS, suspends=True)
    assert failures.may_try(NOW + timedelta(minutes=5), LIMITS, suspends=True)
    assert not codes.Failures(20).may_try(NOW, LIMITS, suspends=True)
    assert codes.Failures(20).may_try(NOW, LIMITS, suspends=False)


def test_ten_wrong_codes_an_hour_are_the_most_however_they_are_spread():
    failures = codes.Failures()
    for minute in (0, 1, 2, 3, 4, 10, 11, 12, 13):
        failures = failures.one_more(NOW + timedelta(minutes=minute), LIMITS)
    failures = codes.Failures(0, None, failures.recent)
    assert failures.may_try(NOW + timedelta(minutes=21), LIMITS, suspends=True)
    failures = failures.one_more(NOW + timedelta(minutes=21), LIMITS)
    assert failures.in_a_row == 1
    assert not failures.may_try(NOW + timedelta(minutes=59), LIMITS, suspends=True)
    assert failures.may_try(NOW + timedelta(minutes=60), LIMITS, suspends=True)


def test_an_insurers_tighter_limits_hold_for_codes():
    tight = Limits(wrong_codes_in_a_row=3, wrong_codes_an_hour=5, wrong_codes_before_suspension=5)
    failures = codes.Failures()
    for _ in range(3):
        failures = failures.one_more(NOW, tight)
    assert not failures.may_try(NOW, tight, suspends=True)
    assert not codes.Failures(5).may_try(NOW, tight, suspends=True)


def test_a_bucket_gives_what_is_in_it_and_time_fills_it_again():
    bucket = pace.attempts_a_minute(20)
    assert bucket.level(NOW, 20, NOW) == 20
    assert bucket.level(NOW, 0, NOW) == 0
    assert bucket.level(NOW + timedelta(minutes=1), 0, NOW) == 10
    assert bucket.level(NOW + timedelta(days=1), 0, NOW) == 20
    assert bucket.level(NOW - timedelta(days=1), 3, NOW) == 3, "a clock set back fills nothing"
    assert bucket.wait(0) == timedelta(seconds=6)
    assert bucket.wait(5) == timedelta(0)
    assert pace.a_day(100).wait(0) == timedelta(minutes=14, seconds=24)


def test_the_qr_code_names_the_insurer_in_label_and_parameter():
    uri = codes.otpauth_uri(secret=b"12345678901234567890", issuer="Ourthe & Leie", email="a+b@example.be")
    assert uri == (
        "otpauth://totp/Ourthe%20%26%20Leie:a%2Bb@example.be?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
        "&issuer=Ourthe%20%26%20Leie&algorithm=SHA1&digits=6&period=30"
    )


def test_a_scanner_reads_the_qr_code_of_the_page(tmp_path):
    """The squares of the page's drawing, painted as they are and given to zbarimg."""
    import re
    import shutil

    from accident_manager.web.pages.identity.second_factor import qr

    if not shutil.which("zbarimg"):
        pytest.skip("zbarimg is not installed")
    uri = codes.otpauth_uri(secret=b"12345678901234567890", issuer="Belfius", email="sophie@example.be")
    svg = str(qr(uri))
    side = int(re.search(r'viewBox="0 0 (\d+) \d+"', svg)[1])
    dark = set()
    path = re.search(r'<path[^>]* d="(M4[^"]+)"', svg)[1]
    x = y = 0.0
    for command, values in re.findall(r"([Mmh])([-\d. ]*)", path.replace(",", " ")):
        numbers = [float(n) for n in re.findall(r"-?\d*\.?\d+", values)]
        if command == "M":
            x, y = numbers
        elif command == "m":
            x, y = x + numbers[0], y + numbers[1]
        else:
            dark |= {(int(x) + i, int(y)) for i in range(int(numbers[0]))}
            x += numbers[0]
    scale, rows = 8, []
    for row in range(side):
        rows += [" ".join(str(int((column, row) in dark)) for column in range(side) for _ in range(scale))] * scale
    file = tmp_path / "qr.pbm"
    file.write_text(f"P1\n{side * scale} {side * scale}\n" + "\n".join(rows) + "\n")
    read = subprocess.run(["zbarimg", "--quiet", "--raw", file], capture_output=True, text=True)
    assert read.stdout.strip() == uri


@pytest.mark.parametrize(
    ("path", "inside"),
    [
        ("/belfius/", True), ("/belfius/claims/?q=a&b=c", True), ("/other/", False), ("//evil.example", False),
        ("/belfius/../other/", False), ("/belfius//evil", False), ("/belfius/\\evil", False), ("/belfiusx/", False),
        ("https://evil.example/belfius/", False), ("/belfius/%2e%2e/other/", False), ("/belfius/\nx", False),
        ("", False),
    ],
)  # fmt: skip
def test_a_path_is_followed_only_behind_the_door(path, inside):
    assert is_path_inside(path, "/belfius/") is inside


def test_addresses_have_one_form():
    assert normal_email("  Sophie.Marchal@EXAMPLE.be ") == "sophie.marchal@example.be"
    assert network_of("2001:db8:0:1:2:3:4:5") == "2001:db8:0:1::"
    assert network_of("::ffff:192.0.2.1") == "192.0.2.1"
    assert network_of("nonsense") == ""


def test_a_mail_is_said_in_its_language_and_escapes_what_people_wrote():
    sender = mail_text.Sender("A & B <Insurer>", "#ffd200", "help@example.be", "02/286 74 74")
    mail = mail_text.password_link(
        sender, "de", client_name="accidentmanager", email="<b>@example.be", url="https://x.example/a?b=1&c=2", hours=24
    )
    assert mail.subject == "Legen Sie Ihr Passwort für accidentmanager fest"
    assert "A &amp; B &lt;Insurer&gt;" in mail.html
    assert "<b>@" not in mail.html
    assert "https://x.example/a?b=1&c=2" in mail.text
    assert 'href="https://x.example/a?b=1&amp;c=2"' in mail.html
    assert "color:#000000" in mail.html, "black on yellow"
    assert mail_text.ink_on("#b5103c") == "#ffffff"
