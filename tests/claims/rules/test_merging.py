"""Whose answer stands: the rule alone, without a database."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from accident_manager.claims.rules.declaration import field
from accident_manager.claims.rules.merging import REMEMBERED, merge

ANN, BEN = UUID(int=1), UUID(int=2)
NAME, PHONE = field("last_name"), field("victim_phone")


class Draft:
    def __init__(self) -> None:
        self.stored, self.versions, self.earlier, self.version = {"values": {}, "raw": {}}, {}, {}, 0

    def save(self, by, base, kept=frozenset(), **values):
        merged = merge(
            [field(key) for key in values],
            stored=self.stored,
            mine={"values": values, "raw": {}},
            versions=self.versions,
            earlier=self.earlier,
            base_version=base,
            version=self.version + 1,
            by=by,
            at="2026-11-23T09:00:00+00:00",
            kept=kept,
        )
        self.stored, self.versions, self.earlier = merged.stored, merged.versions, merged.earlier
        self.version += bool(merged.changed)
        return merged


def test_an_old_page_that_nobody_touched_changes_nothing():
    draft = Draft()
    draft.save(ANN, 0, last_name="A")
    draft.save(ANN, 1, last_name="B")
    merged = draft.save(BEN, 1, last_name="A")
    assert (merged.changed, merged.clashes) == ((), ())
    assert draft.stored["values"]["last_name"] == "B"


def test_a_word_on_an_old_page_clashes_once_somebody_else_changed_it():
    draft = Draft()
    draft.save(ANN, 0, last_name="A")
    draft.save(ANN, 1, last_name="B")
    (clash,) = draft.save(BEN, 1, last_name="C").clashes
    assert (clash.theirs.value, clash.mine.value, clash.who) == ("B", "C", ANN)


def test_emptying_a_field_is_a_change_like_any_other():
    draft = Draft()
    draft.save(ANN, 0, last_name="A")
    assert draft.save(BEN, 1, last_name=None).changed == ("last_name",)
    assert draft.stored["values"] == {}


def test_what_is_forgotten_counts_as_touched():
    draft = Draft()
    for number in range(REMEMBERED + 2):
        draft.save(ANN, draft.version, last_name=str(number))
    assert len(draft.earlier["last_name"]) == REMEMBERED
    assert draft.save(BEN, 1, last_name="0").clashes


@given(st.lists(st.tuples(st.sampled_from([ANN, BEN]), st.integers(0, 8), st.sampled_from("abc")), max_size=9))
def test_nothing_typed_is_lost_silently(acts):
    """After each save the field holds what was sent, or the sender is told, or had the old page before him."""
    draft, history = Draft(), {0: None}
    for by, behind, text in acts:
        base = max(0, draft.version - behind)
        merged = draft.save(by, base, last_name=text)
        history[draft.version] = draft.stored["values"].get("last_name")
        kept = history[draft.version] == text
        assert kept or merged.clashes or history[base] == text
