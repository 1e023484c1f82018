"""What a decision must say before it can be taken."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accident_manager.claims.rules import deciding
from accident_manager.claims.rules.deciding import ELEMENTS, Grounds, grounds_from
from accident_manager.foundation.refusal import Refusal

WORDS = st.text(max_size=60)
GROUNDS = st.builds(Grounds, st.dictionaries(st.sampled_from(sorted(ELEMENTS)), WORDS, max_size=4), WORDS)


def holds(check, grounds) -> bool:
    try:
        return check(grounds) == grounds
    except Refusal:
        return False


@given(GROUNDS)
def test_grounds_come_back_from_json_as_they_were(grounds):
    assert grounds_from(json.loads(json.dumps(grounds.as_json()))) == grounds


@given(GROUNDS)
def test_a_refusal_stands_only_with_an_element_and_a_reason_for_each_and_for_the_whole(grounds):
    reasoned = bool(grounds.not_shown) and all(why.strip() for why in grounds.not_shown.values())
    assert holds(deciding.checked_for_refusal, grounds) == (reasoned and bool(grounds.text.strip()))


@given(GROUNDS)
def test_no_grounds_stand_for_an_acceptance_and_for_a_refusal(grounds):
    assert not (holds(deciding.checked_for_acceptance, grounds) and holds(deciding.checked_for_refusal, grounds))


@given(GROUNDS)
def test_what_stands_for_a_refusal_stands_for_a_doubt(grounds):
    if holds(deciding.checked_for_refusal, grounds):
        assert holds(deciding.checked_for_doubt, grounds)


def test_a_text_of_four_thousand_characters_is_taken_and_no_longer_one():
    deciding.checked_text("x" * 4000)
    with pytest.raises(deciding.TextTooLong) as refused:
        deciding.checked_text("x" * 4001, "why_lesion")
    assert (refused.value.field, refused.value.values["limit"]) == ("why_lesion", 4000)


def test_the_public_scheme_names_the_same_elements_by_the_duties():
    private, public = deciding.elements("private_1971"), deciding.elements("public_1967")
    assert list(private) == list(public)
    assert "contract" in private["in_course"] and "contract" not in public["in_course"] + public["because_of"]
