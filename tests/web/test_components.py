import gzip
import re
from datetime import date, datetime, time
from importlib.resources import files
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.safestring import mark_safe

from accident_manager.foundation.clock import BRUSSELS
from accident_manager.foundation.refusal import InvalidInput
from accident_manager.web.pages.brand import brand_css
from accident_manager.web.pages.catalogue import samples
from accident_manager.wording import LANGUAGES
from accident_manager.wording.speech import catalogue

WEB = Path(str(files("accident_manager.web")))
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
COMPONENTS = sorted((WEB / "templates" / "components").glob("*.html"))
STATIC = WEB / "static" / "acm"
CATALOGUE = "pages/catalogue/catalogue.html"
# Arguments of the tags part, frame, ruler and clock that are words of ours.
WORDS = r"label|hint|error|title|text|note|more|action|caption|here|start_label|last_label|per|suffix|reason"

each_template = pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: str(file.relative_to(WEB / "templates")))
each_component = pytest.mark.parametrize("file", COMPONENTS, ids=lambda file: file.stem)


def draw(source, language="en", request=None, **context):
    return engines["django"].from_string(source).render({"language": language, **context}, request)


def page(language, **context):
    request = RequestFactory().get("/demo/components?page=2")
    return render_to_string(CATALOGUE, {**samples(), "language": language, **context}, request)


@each_component
def test_a_component_says_what_it_accepts(file):
    assert file.read_text(encoding="utf-8").startswith("{# accepts: ")


@each_template
def test_a_template_holds_no_style_no_script_and_no_colour(file):
    text = file.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle=|<style\b", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)
    assert not re.search(r"\son[a-z]+=[\"']", text)
    assert not re.search(r"(?<!&)#[0-9a-fA-F]{6}\b|\b(rgb|hsl|oklch)\(", text)


@each_template
def test_a_template_asks_nothing_of_a_third_party(file):
    assert not re.search(r"(src|href|action)=\"(https?:)?//", file.read_text(encoding="utf-8"))


@each_template
def test_the_words_of_a_template_are_said_in_every_language(file):
    if file.match(CATALOGUE):
        pytest.skip("samples for developers")
    text = file.read_text(encoding="utf-8")
    said = re.findall(r"\{% say \"([^\"]+)\"", text)
    for tag in re.findall(r"\{% (?:part|frame|ruler|clock) .*?%\}", text, re.DOTALL):
        said += re.findall(rf"\s(?:{WORDS})=\"([^\"]+)\"", tag)
        said += re.findall(r"^\{% clock \"([^\"]+)\"", tag)
    # A sign, as "%", is the same in every language.
    words = [sentence for sentence in said if any(letter.isalpha() for letter in sentence)]
    assert [sentence for sentence in words if sentence not in catalogue()] == []


@each_template
def test_every_sign_of_a_template_is_in_the_sprite(file):
    text = file.read_text(encoding="utf-8")
    sprite = (STATIC / "icons.svg").read_text(encoding="utf-8")
    asked = re.findall(r"\{% icon \"([\w-]+)\"", text) + re.findall(r"\{% part [^%]*\sicon=\"([\w-]+)\"", text)
    assert [name for name in asked if f'id="i-{name}"' not in sprite] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_is_drawn_in_every_language_and_stays_small(language):
    html = page(language)
    assert f'<html lang="{language}">' in html
    assert not re.search(r"\{%|\{\{|>None<|\bundefined\b", html)
    assert len(html.encode()) < 60_000


def test_the_catalogue_shows_every_component():
    used = set()
    for file in TEMPLATES:
        text = file.read_text(encoding="utf-8")
        if (
            file.match(CATALOGUE)
            or file.parent.name == "components"
            or file.name in ("base.html", "foot.html", "plain.html")
        ):
            used |= set(re.findall(r"\{% (?:part|frame) \"(\w+)\"", text))
            used |= set(re.findall(r"components/(\w+)\.html", text))
            used |= set(re.findall(r"\{% (ruler|due|strip|clock) ", text))
    assert {file.stem for file in COMPONENTS} - used - {"toast"} == set()


@each_template
def test_a_component_is_given_only_what_it_accepts(file):
    given = re.findall(r"\{% (?:part|frame) \"(\w+)\"(.*?)%\}", file.read_text(encoding="utf-8"), re.DOTALL)
    for component, arguments in given:
        accepts = (
            (WEB / "templates" / "components" / f"{component}.html").read_text(encoding="utf-8").partition("#}")[0]
        )
        outside_texts = re.sub(r"\"[^\"]*\"", "", arguments)
        names = re.findall(r"(?:^|\s)(\w+)=", outside_texts)
        assert [name for name in names if not re.search(rf"\b{name}\b", accepts)] == [], component


def test_no_label_points_to_nothing_and_no_id_stands_twice():
    html = page("en")
    ids = re.findall(r"\sid=\"([^\"]+)\"", html)
    assert sorted({name for name in ids if ids.count(name) > 1}) == []
    asked = re.findall(r"\s(?:for|aria-labelledby|popovertarget|data-show|data-copy)=\"([^\"]+)\"", html)
    asked += [name for names in re.findall(r"\saria-describedby=\"([^\"]+)\"", html) for name in names.split()]
    assert [name for name in asked if name not in ids] == []


def test_the_error_summary_leads_to_each_control():
    html = page("en")
    for name in ("niss", "accident_on"):
        assert f'href="#f-{name}"' in html and f'id="f-{name}"' in html


def test_styles_and_scripts_stay_within_their_weight():
    assert sum((STATIC / name).stat().st_size for name in ("tokens.css", "acm.css")) < 25_000
    script = (STATIC / "acm.js").read_bytes()
    assert len(gzip.compress(script, 9)) < 8_000
    assert not re.search(rb"\beval\(|new Function|localStorage|document\.cookie", script)


def test_colours_and_sizes_are_named_in_the_tokens_only():
    sheet = re.sub(r"/\*.*?\*/", "", (STATIC / "acm.css").read_text(encoding="utf-8"), flags=re.DOTALL)
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b(?!:)|\b(rgb|hsl|oklch)\(|https?:", re.sub(r"#b\d\d:checked", "", sheet))


def test_a_said_value_is_escaped_and_html_stays_html():
    assert draw('{% say "Change: %(what)s" what=x %}', x="<b>") == "Change: &lt;b&gt;"
    assert draw('{% say "Change: %(what)s" what=x %}', x=mark_safe("<b>a</b>")) == "Change: <b>a</b>"
    assert draw('{% say "Change: %(what)s" what=x as y %}{{ y }}', x="<b>") == "Change: &lt;b&gt;"
    assert draw("{% say x %}", x="<script>") == "&lt;script&gt;"


def test_a_literal_is_spoken_in_the_language_of_the_page():
    assert draw('{% say "Yes" %}', "fr") == "Oui"
    assert "Ja</span>" in draw('{% part "badge" label="Yes" %}', "nl")
    assert draw('{% say_in "de" "Yes" %}', "fr") == "Ja"


def test_a_refusal_speaks_beside_its_field():
    html = draw('{% part "field" name="niss" label="x" error=error %}', "de", error=InvalidInput())
    assert "Prüfen Sie diese Angabe." in html and 'aria-invalid="true"' in html
    assert 'aria-describedby="f-niss-e"' in html


def test_a_component_knows_only_what_it_is_given():
    assert "secret" not in draw('{% part "badge" label="x" %}', tone="secret", icon="secret")


def test_values_are_written_as_the_language_writes_them():
    day = date(2026, 11, 24)
    assert draw("{% long_day d %}", "de", d=day) == "Dienstag, 24.\u00a0November 2026"
    assert draw("{% hour t %}|{{ t|hour:language }}", "fr", t=time(10, 24)) == "10\u00a0h\u00a024|10\u00a0h\u00a024"
    assert draw("{% hour t %}", "en", t=datetime(2026, 7, 1, 12, 5, tzinfo=BRUSSELS)) == "12:05"
    assert draw("{% value x %}{% value y %}", "nl", x=True, y=None) == "Ja–"


def test_the_chip_says_days_the_day_and_the_article():
    html = draw('{% due day "art. 62" today=today %}', day=date(2026, 11, 26), today=date(2026, 11, 24))
    assert (
        'class="due soon"' in html and "2\u00a0days" in html and "art. 62" in html and 'datetime="2026-11-26"' in html
    )
    late = draw("{% due day today=today %}", "fr", day=date(2026, 11, 22), today=date(2026, 11, 24))
    assert 'class="due late"' in late and "2\u00a0jours de retard" in late


def test_the_ruler_is_a_picture_with_a_sentence():
    html = draw("{% ruler a b today %}", "fr", a=date(2026, 11, 18), b=date(2026, 11, 26), today=date(2026, 11, 24))
    assert 'role="img" aria-label="Il reste 2\u00a0jours sur 8"' in html
    assert html.count("<rect") == 9


def test_the_language_switch_keeps_the_page_and_its_query():
    request = RequestFactory().get("/belfius/claims/?q=a%26b&lang=nl")
    html = draw('{% part "language_switch" %}', "nl", request)
    assert 'href="/belfius/claims/?q=a%26b&amp;lang=fr"' in html or "q=a%26b" in html
    assert [name for name in ("Français", "Nederlands", "Deutsch", "English") if name not in html] == []
    assert html.count('aria-current="true"') == 1


def test_the_foot_says_when_the_help_desk_opens():
    opens = datetime(2026, 11, 25, 9, tzinfo=BRUSSELS)
    desk = {
        "open": False, "opens": opens, "opens_at": opens.time(), "opens_tomorrow": True, "phone": "02/286 74 74",
        "email": "help@a.example",
    }  # fmt: skip
    html = draw('{% part "help_desk" desk=desk %}', "nl", desk=desk)
    assert "Gesloten, opent morgen om 9.00\u00a0uur" in html and 'href="tel:+3222867474"' in html


@pytest.mark.parametrize("name", ["500.html", "503.html"])
def test_the_pages_of_trouble_need_nothing_and_speak_four_languages(name):
    html = render_to_string(name)
    assert [language for language in LANGUAGES if f'lang="{language}"' not in html] == []


@pytest.mark.parametrize("name", ["404.html", "403.html", "csrf.html"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_that_says_no_speaks_the_language_of_the_reader(name, language):
    html = render_to_string(name, {"language": language})
    assert f'<html lang="{language}">' in html and "<h1>" in html


def test_the_colour_of_an_insurer_is_a_small_sheet_that_can_be_kept():
    request = RequestFactory().get("/brand.css")
    request.insurer = SimpleNamespace(brand_seed="#b5103c")
    answer = brand_css(request)
    assert answer["Content-Type"].startswith("text/css") and b"--brand-seed:#b5103c" in answer.content
    again = RequestFactory().get("/brand.css", headers={"If-None-Match": answer["ETag"]})
    again.insurer = request.insurer
    assert brand_css(again).status_code == 304
    again.insurer = SimpleNamespace(brand_seed="#0a6c84")
    assert brand_css(again).status_code == 200
