"""The pages of the settings: who opens them, what they refuse and keep, what they show, and that it holds at once."""

import html
import re
from datetime import datetime

import pytest

from accident_manager.foundation import clock
from accident_manager.foundation.clock import BRUSSELS
from accident_manager.insurers import queries
from accident_manager.insurers.rules.limits import BOUNDS
from accident_manager.storage import scope
from identity.people import freshly
from web.world import Visitor

PAGES = ("settings/help-desk", "settings/branding", "settings/security", "settings/login")
DESK = {
    "support_email": "hulp@belfius.example", "support_phone": "02 123 45 67", "time_zone": "Europe/Brussels",
    "hours.monday": "9-12, 13-17", "hours.tuesday": "9-12", "closed_days": "24/12/2026 – 2/1/2027",
}  # fmt: skip
BRAND = {
    "name": "Belfius Leven", "tagline": "Verzekeringen", "product_name": "Belfius Accident Manager",
    "login_name": "ongevallen", "reset_name": "ongevallen", "brand_seed": "#004488", "languages": ["fr", "nl"],
    "default_language": "nl",
}  # fmt: skip


@pytest.fixture
def ada(world) -> Visitor:
    return world.visitor("administrator")


def text(answer) -> str:
    return html.unescape(answer.content.decode())


def seen(ada: Visitor, path: str) -> str:
    return re.search(r'name="seen" value="([0-9a-f]+)"', ada.page(path))[1]


def send(ada: Visitor, path: str, values: dict, **more):
    return ada.client.post(f"/{ada.door}/{path}", {**values, **more})


@pytest.mark.parametrize("path", [*PAGES, "settings/", "settings/branding/colours.css"])
def test_only_the_administrator_opens_the_settings(world, path):
    for role in world.actors:
        status = world.visitor(role).get(path).status_code
        assert status == ({True: 302, False: 200}[path == "settings/"] if role == "administrator" else 404), role
    assert Visitor("belfius").get(path).status_code == 302


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["fr", "nl", "de", "en"])
def test_they_are_there_in_four_languages_without_a_sentence_left_in_english(ada, path, language):
    page = html.unescape(ada.page(path, language))
    assert f'lang="{language}"' in page
    if language != "en":
        for english in ("House rule", "Opening hours", "Can it be read", "Your colour", "Saving asks", "Closed days"):
            assert english not in page


def test_where_people_call_is_changed_after_password_and_code_and_its_hours_without(ada):
    """Or a stolen session would lead whoever lost a phone, and every notice of an attack, to the thief."""
    hours = {**DESK, "support_email": "help@belfius.example", "support_phone": "02/286 74 74"}
    for changed in ({"support_email": "thief@example.com"}, {"support_phone": "0900 12 34 56"}):
        asked = text(send(ada, "settings/help-desk", {**hours, **changed}, seen=seen(ada, "settings/help-desk")))
        assert 'name="confirm-password"' in asked
        assert next(iter(changed.values())) in asked, "what was typed is carried"
    assert queries.settings_now().help_desk.support_phone == "02/286 74 74"
    assert send(ada, "settings/help-desk", hours, seen=seen(ada, "settings/help-desk")).status_code == 302


def test_the_help_desk_is_saved_and_stands_at_the_foot_and_in_the_questions_at_once(world, ada):
    freshly(ada, "settings")
    answer = send(ada, "settings/help-desk", DESK, seen=seen(ada, "settings/help-desk"))
    assert answer.status_code == 302
    with clock.frozen(datetime(2026, 11, 23, 16, 30, tzinfo=BRUSSELS)):
        page = html.unescape(Visitor("belfius").page("faq"))
    assert "hulp@belfius.example" in page and "02 123 45 67" in page
    assert "Open until 17:00" in page
    assert "It will also be closed: 24\u00a0December 2026 to 2\u00a0January 2027." in page
    with clock.frozen(datetime(2026, 12, 29, 10, 0, tzinfo=BRUSSELS)):
        page = html.unescape(Visitor("belfius").page("faq"))
    assert "Today the help desk is closed all day." in page
    assert "Opens again on Monday 4\u00a0January 2027 at 9:00." in page


def test_a_wrong_field_is_named_and_nothing_typed_is_lost(ada):
    wrong = {**DESK, "hours.monday": "12-9", "closed_days": "Kerstmis", "support_email": "nobody"}
    answer = send(ada, "settings/help-desk?lang=en", wrong, seen=seen(ada, "settings/help-desk"))
    page = text(answer)
    assert answer.status_code == 422
    assert "An opening ends after it starts" in page and "Line 1 is no day" in page
    for typed in ("12-9", "Kerstmis", "nobody", "02 123 45 67"):
        assert typed in page
    assert 'href="#f-hours.monday"' in page and 'id="f-hours.monday"' in page
    assert queries.settings_now().help_desk.support_phone == "02/286 74 74"


def test_the_preview_says_how_it_was_read_and_saves_nothing(ada):
    with clock.frozen(datetime(2026, 11, 23, 12, 30, tzinfo=BRUSSELS)):
        page = text(ada.client.post("/belfius/settings/help-desk/preview?lang=en", DESK))
        assert "It is 12:30 in Brussels. Opens again today at 13:00." in page
        assert "9:00 – 12:00 and 13:00 – 17:00" in page
        zone = text(
            ada.client.post("/belfius/settings/help-desk/preview?lang=en", {**DESK, "time_zone": "Europe/Lisbon"})
        )
        assert "It is 11:30 in Lisbon. Open until 12:00." in zone
        wrong = text(ada.client.post("/belfius/settings/help-desk/preview?lang=en", {**DESK, "hours.monday": "?"}))
        assert "Something is to be corrected" in wrong and "Monday" in wrong
        whole = text(ada.client.post("/belfius/settings/help-desk?lang=en", {**DESK, "do": "preview"}))
        assert "Opens again today at 13:00." in whole and "hulp@belfius.example" in whole
    assert queries.settings_now().help_desk.support_email == "help@belfius.example"


def test_the_branding_is_saved_and_the_login_page_wears_it(ada):
    answer = send(ada, "settings/branding", BRAND, seen=seen(ada, "settings/branding"))
    assert answer.status_code == 302
    page = html.unescape(Visitor("belfius").page("login", language="nl"))
    assert "Belfius Leven" in page and "ongevallen" in page
    assert b"--brand-seed:#004488" in Visitor("belfius").get("brand.css").content
    # Languages that are not offered are neither shown nor spoken.
    assert 'hreflang="de"' not in page and 'hreflang="fr"' in page
    assert 'lang="nl"' in Visitor("belfius").get("login", lang="de").content.decode()


@pytest.mark.parametrize(
    ("seed", "said"),
    [
        ("#ffee00", "Your colour is light: buttons carry dark text."),
        ("#9a9a9a", "Your colour is light: buttons carry dark text, in #"),
        ("#7a7a7a", "White text cannot be read well enough on your colour: buttons are shown in #"),
        ("#004488", "Your colour is shown as it is."),
        ("nonsense", "A colour is written like #b5103c."),
    ],
)
def test_the_colour_is_checked_as_one_types_and_what_becomes_of_it_is_said(ada, seed, said):
    page = text(ada.client.post("/belfius/settings/branding/preview?lang=en", {**BRAND, "brand_seed": seed}))
    assert said in page
    if seed != "nonsense":
        ratios = [float(ratio) for ratio in re.findall(r">([0-9.]+):1<", page)]
        assert len(ratios) == 5
        assert min(ratios[1:4]) >= 4.5 and ratios[4] >= 3
        assert ">Too little<" not in page
        assert f"colours.css?seed={seed[1:]}" in page
    assert queries.settings_now().branding.brand_seed == "#b5103c"


def test_the_preview_shows_the_login_page_in_each_language_that_is_offered(ada):
    page = text(ada.client.post("/belfius/settings/branding/preview?lang=en", BRAND))
    assert "Bienvenue" in page and "Welkom" in page
    assert "Willkommen" not in page
    assert page.count("inert") == 2


def test_the_preview_is_no_way_to_put_something_into_a_style_sheet(ada):
    sheet = ada.get("settings/branding/colours.css", seed="fff}body{display:none").content.decode()
    assert "body" not in sheet and "#b5103c" in sheet
    page = text(ada.client.post("/belfius/settings/branding/preview", {**BRAND, "name": "<script>alert(1)</script>"}))
    assert (
        "<script>alert"
        not in ada.client.post(
            "/belfius/settings/branding/preview", {**BRAND, "name": "<script>alert(1)</script>"}
        ).content.decode()
    )
    assert "alert(1)" in page


def limits(**changes) -> dict[str, str]:
    return {**{name: str(bound.house or "") for name, bound in BOUNDS.items()}, **changes}


def test_saving_the_limits_asks_who_one_is_and_loses_nothing(world, ada):
    typed = limits(failed_passwords="4", remember_days="0")
    asked = send(ada, "settings/security/save", typed, seen=seen(ada, "settings/security"))
    assert asked.status_code == 200 and 'name="failed_passwords" value="4"' in text(asked)
    assert queries.settings_now().security.values["failed_passwords"] == 10
    freshly(ada, "settings")
    assert send(ada, "settings/security/save", typed, seen=seen(ada, "settings/security")).status_code == 302
    info = queries.by_id(world.insurer.id)
    assert (info.limits.failed_passwords, info.limits.remember_days) == (4, 0)
    page = ada.page("settings/security")
    assert page.count("tightened") == 2


def test_a_looser_limit_is_refused_with_what_is_possible_and_nothing_typed_is_lost(ada):
    freshly(ada, "settings")
    typed = limits(failed_passwords="11", session_idle_minutes="61", password_min_length="11", reset_link_hours="6")
    answer = send(ada, "settings/security/save?lang=en", typed, seen=seen(ada, "settings/security"))
    page = text(answer)
    assert answer.status_code == 422
    assert page.count("it can be tightened, not loosened") == 6  # beside each field and in the summary
    assert "This limit lies between 3 and 10" in page and "between 12 and 64" in page
    for value in ("11", "61", "6"):
        assert f'value="{value}"' in page
    assert queries.settings_now().security.values["reset_link_hours"] == 24


def test_opening_where_one_saves_leads_to_the_page(ada):
    freshly(ada, "settings")
    assert ada.get("settings/security/save").headers["Location"] == "/belfius/settings/security"


@pytest.mark.parametrize("path", ["settings/help-desk", "settings/branding", "settings/security/save"])
def test_the_second_of_two_is_told_sees_what_is_set_now_and_can_save_after_all(world, ada, path):
    other = freshly(Visitor("belfius", world.actors["administrator"]), "settings")
    freshly(ada, "settings")
    shown, english = path.removesuffix("/save"), {"languages": ["fr", "en"], "default_language": "en"}
    first, mine, theirs = {
        "settings/help-desk": (DESK, {**DESK, "support_phone": "02 999 99 99"}, "02 123 45 67"),
        "settings/branding": ({**BRAND, **english}, {**BRAND, **english, "tagline": "Anders"}, "Verzekeringen"),
        "settings/security/save": (limits(failed_passwords="4"), limits(failed_passwords="7"), "4"),
    }[path]
    stale = seen(ada, shown)
    assert send(other, path, first, seen=seen(other, shown)).status_code == 302
    told = send(ada, f"{path}?lang=en", mine, seen=stale)
    page = text(told)
    assert told.status_code == 409
    assert "Somebody else saved these settings" in page and theirs in page
    again = re.search(r'name="seen" value="([0-9a-f]+)"', page)[1]
    assert send(ada, path, mine, seen=again).status_code == 302


def test_what_one_insurer_sets_is_not_what_another_sees(world, ada, other):
    send(ada, "settings/branding", BRAND, seen=seen(ada, "settings/branding"))
    assert "Belfius Leven" not in Visitor("other").page("login")
    with scope.of(other.id):
        assert queries.settings_now().branding.name == "Ourthe & Leie"
