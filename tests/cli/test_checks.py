"""The checks of ./acm check that are our own."""

import pytest

from accident_manager.cli import check_sentences


@pytest.fixture
def source(tmp_path, monkeypatch):
    """A small source tree in place of ours, with a catalogue of its own."""
    for folder in ("web/templates", "wording/catalogue"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "wording/catalogue/login.toml").write_text("")
    said = {"Save": {"fr": "Enregistrer", "nl": "Bewaren", "de": "Speichern"}}
    monkeypatch.setattr(check_sentences, "SOURCE", tmp_path)
    monkeypatch.setattr(check_sentences, "catalogue", lambda: said)
    (tmp_path / "web/templates/page.html").write_text('{% say "Save" %}')
    return tmp_path, said


def test_a_complete_catalogue_raises_no_complaint(source):
    assert list(check_sentences.complaints()) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("web/templates/other.html", '{% say "Delete" %}'),
        ("web/templates/other.html", '{% part "button" label="Delete" tone="stop" %}'),
        ("web/pages.py", 'WORD = N_("Delete")'),
    ],
)
def test_a_sentence_that_is_in_no_catalogue_is_named_with_its_place(source, name, text):
    (source[0] / name).write_text(text)
    [complaint] = check_sentences.complaints()
    assert complaint == f"{name}:1: not in the catalogue: 'Delete'"


def test_a_missing_language_and_a_sentence_nobody_says_are_named(source):
    source[1]["Gone"] = {"fr": "Parti", "nl": "Weg"}
    complaints = list(check_sentences.complaints())
    assert complaints == ["catalogue: 'Gone' is not said in de", "catalogue: 'Gone' is said nowhere"]


def test_a_translation_that_lost_a_value_is_named(source):
    source[1]["Save"] = {"fr": "Enregistrer %(what)s", "nl": "Bewaren", "de": "Speichern"}
    [complaint] = check_sentences.complaints()
    assert "in fr names ['what'], not []" in complaint
