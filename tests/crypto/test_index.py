"""The blind index: names folded, tokens keyed, rows found with typing errors and only within the insurer."""

import unicodedata

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accident_manager.crypto import index
from accident_manager.storage import scope


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("Müller", "muller"), ("MÜLLER", "muller"), ("Mu\u0308ller", "muller"), ("Straße", "strasse"),
        ("Łukasz", "lukasz"), ("Søren Æbler", "soren aebler"), ("Jean-Pierre", "jean pierre"),
        ("Van den Broeck", "vandenbroeck"), ("Vandenbroeck", "vandenbroeck"), ("D’Hondt", "dhondt"),
        ("d'Hondt", "dhondt"), ("  de   la Croix ", "delacroix"), ("İbrahim Yıldız", "ibrahim yildiz"),
        ("Đorđević", "dordevic"), ("Vanessa", "vanessa"), ("Broeck, Van den", "broeck vanden"), ("", ""), ("-", ""),
    ],
)  # fmt: skip
def test_a_name_is_compared_without_accents_case_hyphens_or_loose_particles(written, compared):
    assert index.normalise_name(written) == compared


@settings(deadline=None)
@given(st.text())
def test_comparing_twice_changes_nothing_and_leaves_plain_letters(text):
    once = index.normalise_name(text)
    assert index.normalise_name(once) == once
    assert set(once) <= set("abcdefghijklmnopqrstuvwxyz0123456789 ")


@settings(deadline=None)
@given(st.text(st.characters(categories=["L"], max_codepoint=0x24F), max_size=20))
def test_composed_and_decomposed_letters_compare_equal(text):
    assert index.normalise_name(unicodedata.normalize("NFD", text)) == index.normalise_name(text)


def test_an_exact_token_has_16_bytes_and_depends_on_purpose_text_and_insurer(belfius, other):
    with scope.of(belfius.id):
        token = index.exact_token("niss", "85073003328")
        assert len(token) == 16 and token == index.exact_token("niss", "85073003328")
        assert token not in {index.exact_token("iban", "85073003328"), index.exact_token("niss", "85073003329")}
    with scope.of(other.id):
        assert index.exact_token("niss", "85073003328") != token


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.lists(st.text(max_size=20), max_size=3))
def test_name_tokens_are_signed_64_bit_each_once_in_order(in_belfius, names):
    tokens = index.name_tokens(*names)
    assert tokens == sorted(set(tokens)) and all(-(2**63) <= token < 2**63 for token in tokens)


@pytest.fixture
def victims(in_belfius, people):
    names = [
        "Jan Janssens",
        "Marie Janssen",
        "Łukasz Wiśniewski",
        "Jean-Pierre Van den Broeck",
        "An Li",
        "Piet Peeters",
    ]
    people.objects.bulk_create(people(name=name, name_tokens=index.name_tokens(*name.split())) for name in names)
    # Names come in parts, so that particles meet their word only within one part.
    whole = people.objects.create(name="Els Vandenbroeck", name_tokens=index.name_tokens("Els", "Vandenbroeck"))
    return {person.id: person.name for person in people.objects.all()} | {whole.id: whole.name}


@pytest.mark.parametrize(
    ("query", "best"),
    [
        ("Janssens", "Jan Janssens"), ("janssens jan", "Jan Janssens"), ("Jansens", "Jan Janssens"),
        ("Janssnes Jan", "Jan Janssens"), ("wisniewski", "Łukasz Wiśniewski"), ("Wisniewsky", "Łukasz Wiśniewski"),
        ("Wiśnewski", "Łukasz Wiśniewski"), ("lukas", "Łukasz Wiśniewski"), ("li", "An Li"), ("an", "An Li"),
        ("peters", "Piet Peeters"), ("peet", "Piet Peeters"), ("van den broeck els", "Els Vandenbroeck"),
        ("Vandenbroek", "Els Vandenbroeck"),
    ],
)  # fmt: skip
def test_a_name_is_found_also_with_a_typing_error(victims, query, best):
    found = index.ranked_ids("sample_find", index.search_tokens(query), 5)
    assert found and victims[found[0]] == best


def test_a_search_gives_no_more_than_asked(victims):
    assert len(index.ranked_ids("sample_find", index.search_tokens("Janssens"), 1)) == 1


@pytest.mark.parametrize("query", ["", "-", "zzzzzz"])
def test_a_search_for_nothing_or_nobody_finds_nobody(victims, query):
    assert index.ranked_ids("sample_find", index.search_tokens(query), 5) == []


def test_a_search_finds_nobody_of_another_insurer(victims, other, people):
    tokens = index.search_tokens("Janssens")
    with scope.of(other.id):
        people.objects.create(name="Jan Janssens", name_tokens=index.name_tokens("Jan Janssens"))
        assert index.ranked_ids("sample_find", tokens, 5) == []
        assert len(index.ranked_ids("sample_find", index.search_tokens("Janssens"), 5)) == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('acm.insurer_id', '', true)")
        cursor.execute("SELECT * FROM sample_find(%s::bigint[], %s::bigint[], 5)", [list(tokens), tokens.stages[0]])
        assert cursor.fetchall() == []


def test_the_public_may_not_execute_a_search_function(superuser):
    rights = superuser.execute(
        "SELECT proacl::text, prosecdef, proconfig FROM pg_proc WHERE proname = 'sample_find'"
    ).fetchone()
    assert "acm_app=X" in rights[0] and "{=X" not in rights[0] and ",=X" not in rights[0]
    assert rights[1] is True and any(option.startswith("search_path=") for option in rights[2])
