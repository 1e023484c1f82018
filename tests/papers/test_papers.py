"""What every paper keeps: accessible, in its language, the same twice, and data that never become markup."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from accident_manager import papers
from accident_manager.papers.characters import coverage, drawable
from papers.reading import fonts, reader, tags, text
from papers.samples import CREATED, LANGUAGES, declaration, letter, proof, receipt

MARKUP = (
    r"""#[]$*_@"\ `raw` <label> // no /* no */ = no #import "x" #panic("no") $x^2$ - + / https://x.test ~ -- %s {{ }}"""
)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("template", "sample"), [("declaration", declaration), ("receipt", receipt)])
def test_a_paper_is_tagged_titled_and_in_its_language(template, sample, language):
    pdf = papers.render(template, sample(language), created=CREATED)
    root = reader(pdf).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value
    assert str(root["/Lang"]).lower().startswith(language)
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value
    assert reader(pdf).metadata.title == sample(language)["title"]
    assert "pdfuaid:part" in root["/Metadata"].get_data().decode()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("template", "sample"), [("declaration", declaration), ("receipt", receipt)])
def test_every_word_given_is_on_the_paper(template, sample, language):
    data = sample(language)
    said = text(papers.render(template, data, created=CREATED))
    flat = said.replace(" ", "")

    def strings(value):
        match value:
            case str():
                yield value
            case dict():
                for key, part in value.items():
                    if key not in ("language", "colour", "state"):
                        yield from strings(part)
            case list():
                for part in value:
                    yield from strings(part)

    for words in strings(data):
        assert re.sub(r"\s", "", words) in flat


def test_the_reader_is_told_headings_tables_and_their_heads():
    found = tags(papers.render("declaration", declaration(), created=CREATED))
    assert found.count("H1") == 1
    assert found.count("H2") == 2
    assert found.count("Table") == 2
    assert found.count("TH") == 4
    assert found.count("TD") == 8


def test_the_same_data_at_the_same_instant_are_the_same_bytes():
    first = papers.render("declaration", declaration(), created=CREATED)
    assert papers.render("declaration", dict(reversed(declaration().items())), created=CREATED) == first
    assert papers.render("declaration", declaration(), created=CREATED + timedelta(seconds=1)) != first


def test_the_instant_is_written_into_the_paper():
    pdf = papers.render("receipt", receipt(), created=CREATED)
    assert reader(pdf).metadata.creation_date == datetime(2026, 11, 24, 9, 24, 7, tzinfo=UTC)


def test_an_instant_within_a_second_is_as_good_as_a_whole_one():
    assert papers.render("receipt", receipt(), created=CREATED.replace(microsecond=487_482))


def test_only_our_fonts_are_used_for_our_languages():
    for language in LANGUAGES:
        used = fonts(papers.render("receipt", receipt(language), created=CREATED))
        assert used == {
            "AtkinsonHyperlegibleNext-Regular",
            "AtkinsonHyperlegibleNext-Bold",
            "AtkinsonHyperlegibleMono-Regular",
        }


def test_signs_of_markup_in_data_are_only_signs():
    hostile = declaration(
        title=MARKUP,
        footer=MARKUP,
        intro=MARKUP,
        blocks=[{"title": MARKUP, "head": [MARKUP, MARKUP], "rows": [[MARKUP, MARKUP]]}],
    )
    said = text(papers.render("declaration", hostile, created=CREATED)).replace(" ", "")
    # Title, intro, title of the block, two heads, label and value, and the foot of the page.
    assert said.count(MARKUP.replace(" ", "")) == 8
    paragraphs = letter(subject=MARKUP, paragraphs=[MARKUP], sender=[MARKUP], receiver=[MARKUP])
    said = text(papers.render("letter", paragraphs, created=CREATED)).replace(" ", "")
    assert MARKUP.replace(" ", "") in said


def test_a_line_break_stays_a_line_break():
    pdf = papers.render("letter", letter(paragraphs=["first line\nsecond line"]), created=CREATED)
    assert "first line\nsecond line" in reader(pdf).pages[0].extract_text()


def test_letters_of_other_scripts_are_drawn_and_those_nobody_can_draw_are_named():
    pdf = papers.render("letter", letter(paragraphs=["Αθήνα Москва → 👍 中 \x00\x1b end"]), created=CREATED)
    assert "Αθήνα Москва → [U+1F44D] [U+4E2D] end" in text(pdf)


def test_a_name_in_pieces_is_put_together():
    assert drawable({"name": ["Zielin\u0301ski"]}) == {"name": ["Zieliński"]}


def test_every_character_we_say_we_can_draw_is_drawn():
    every = [chr(code) for first, last in coverage() for code in range(first, last + 1)]
    lines = [" ".join(every[start : start + 40]) for start in range(0, len(every), 40)]
    paper = declaration(blocks=[{"title": "x", "head": ["a", "b"], "rows": [["", line] for line in lines]}])
    assert papers.render("declaration", paper, created=CREATED)


def test_marks_in_an_order_that_no_font_shapes_do_not_keep_a_paper_from_its_reader(monkeypatch):
    # Two Mongolian selectors side by side are refused by PDF/UA; let them through to see what is printed instead.
    from accident_manager.papers import characters

    monkeypatch.setattr(characters, "_SELECTORS", {})
    characters._written.cache_clear()
    pdf = papers.render("letter", letter(paragraphs=["\u180d \u180f Zieliński Москва"]), created=CREATED)
    characters._written.cache_clear()
    assert "Zieliński [U+041C]" in text(pdf)


def test_a_hundred_rows_go_over_several_numbered_pages_with_their_heads():
    rows = [[f"Question number {i}", f"Answer {i} " + "again " * (i % 40)] for i in range(100)]
    paper = declaration(blocks=[{"title": "Long", "head": ["HeadLeft", "HeadRight"], "rows": rows}])
    pages = [page.extract_text() for page in reader(papers.render("declaration", paper, created=CREATED)).pages]
    count = len(pages)
    assert count >= 4
    for number, words in enumerate(pages, start=1):
        assert f"{number} / {count}" in words
        assert "Belfius · file 26-004518" in words
        assert "HeadRight" in words
    together = " ".join(pages)
    assert all(f"Question number {i}" in together for i in range(100))


def test_very_long_names_and_paragraphs_stay_on_the_page():
    name = "Wolfeschlegelsteinhausenbergerdorff" * 8
    paper = declaration(
        letterhead={"name": name, "tagline": name, "colour": "#b5103c"},
        blocks=[{"title": name, "head": ["a", "b"], "rows": [[name, name], ["long", "word " * 3000]]}],
    )
    pdf = papers.render("declaration", paper, created=CREATED)
    assert len(reader(pdf).pages) >= 4
    for page in reader(pdf).pages:
        places = []
        page.extract_text(
            visitor_text=lambda t, cm, tm, f, s, places=places: places.append(tm[4] + 0) if t.strip() else None
        )
        assert max(places) < page.mediabox.width
    # A label may be hyphenated.
    assert text(pdf).replace(" ", "").replace("-", "").count(name) == 5


def test_empty_parts_are_left_out():
    empty = {"title": "Nothing here", "head": ["a", "b"], "rows": []}
    bare = declaration(intro="", blocks=[empty])
    del bare["footer"], bare["proof"]["note"]
    said = text(papers.render("declaration", bare, created=CREATED))
    assert "Nothing here" not in said
    short = receipt(intro="", facts=[])
    del short["steps"], short["check"]
    assert len(reader(papers.render("receipt", short, created=CREATED)).pages) == 1
    least = text(papers.render("letter", letter(), created=CREATED))
    assert "One paragraph." in least
    full_of_nothing = letter(
        facts=None, money=None, sections=[], contest=None, references=[], signatory={}, enclosures=None
    )
    assert text(papers.render("letter", full_of_nothing, created=CREATED)) == least


def test_a_receipt_is_one_page_in_every_language():
    for language in LANGUAGES:
        assert len(reader(papers.render("receipt", receipt(language), created=CREATED)).pages) == 1


def test_a_late_receipt_says_so_in_words():
    pdf = papers.render("receipt", receipt(proof=proof("en", state="late")), created=CREATED)
    assert "5 days after the limit" in text(pdf)


def test_the_fingerprint_is_written_in_groups_of_eight():
    said = text(papers.render("receipt", receipt(), created=CREATED))
    assert "ffd22317 f8e46cbc 0c17ef73 d29cbba3 dc5d7aba 508c8d9f 8472cf07 4098b5a9" in said


@pytest.mark.parametrize("colour", ["#ffe600", "#000000", "#ffffff", "#00a651"])
def test_any_colour_of_an_insurer_can_be_printed(colour):
    assert papers.render("receipt", receipt(letterhead={"name": "X", "colour": colour}), created=CREATED)


def test_the_receiver_stands_in_the_window_of_the_envelope():
    for side, left_mm in (("right", 110), ("left", 20)):
        pdf = papers.render("letter", letter(window=side), created=CREATED)
        places = []
        page = reader(pdf).pages[0]

        def note(words, cm, tm, font, size, places=places):
            if "Tomasz" in words:
                places.append((cm[4] + tm[4] * cm[0], tm[5] * cm[3] + cm[5]))

        page.extract_text(visitor_text=note)
        x, y = places[0]
        assert abs(x / 72 * 25.4 - left_mm) < 1
        assert 48 < (float(page.mediabox.height) - y) / 72 * 25.4 < 60


def test_an_unknown_template_a_naive_instant_and_wrong_data_are_refused():
    with pytest.raises(papers.UnknownTemplate):
        papers.render("../house", receipt(), created=CREATED)
    with pytest.raises(ValueError, match="aware"):
        papers.render("receipt", receipt(), created=datetime(2026, 11, 24))  # noqa: DTZ001
    with pytest.raises(TypeError, match="ready-made"):
        papers.render("receipt", receipt(facts=[["amount", 1.5]]), created=CREATED)


def test_a_failure_never_repeats_personal_data():
    wrong = receipt(letterhead={"name": "X", "colour": "Zieliński"})
    with pytest.raises(papers.CannotRender) as failure:
        papers.render("receipt", wrong, created=CREATED)
    assert "Ziel" not in str(failure.value)
    assert failure.value.__cause__ is None
