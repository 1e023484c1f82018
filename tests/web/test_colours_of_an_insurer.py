import re
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accident_manager.web.components import colour

SEEDS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
SURFACES = ("paper", "ground", "sunk", "brand-tint", "brand-wash")
HARD_SEEDS = ("#ffffff", "#000000", "#ffd200", "#7cc7ff", "#16122b", "#00ffb4", "#0c9932", "#b5103c")


@given(SEEDS)
def test_text_is_readable_with_any_colour_in_both_schemes(seed):
    for colours in (colour.light(seed), colour.dark(seed)):
        for text in ("brand-ink", "ink", "ink-2"):
            for surface in SURFACES:
                assert colour.contrast(colours[text], colours[surface]) >= 4.5, (seed, text, surface)
        for button in ("brand", "brand-deep"):
            assert colour.contrast(colours["on-brand"], colours[button]) >= 4.5, (seed, button)


@given(SEEDS)
def test_the_border_of_a_control_is_seen_with_any_colour_in_both_schemes(seed):
    for colours in (colour.light(seed), colour.dark(seed)):
        for surface in SURFACES[:3]:
            assert colour.contrast(colours["edge"], colours[surface]) >= 3, (seed, surface)
            assert colour.contrast(colours["brand-ink"], colours[surface]) >= 3, (seed, surface)


@given(SEEDS)
def test_the_safe_colour_bears_white_text_and_is_readable_itself(seed):
    safe = colour.safe(seed)
    assert colour.contrast(safe, "#ffffff") >= 4.5
    assert colour.contrast(safe, "#ececf0") >= 4.5


@given(SEEDS)
def test_a_colour_survives_the_way_to_oklch_and_back(seed):
    assert colour.from_oklch(colour.to_oklch(seed)) == seed


@pytest.mark.parametrize("seed", HARD_SEEDS)
def test_the_hard_seeds_hold(seed):
    assert colour.contrast(colour.light(seed)["on-brand"], colour.light(seed)["brand"]) >= 4.5
    assert colour.contrast(colour.safe(seed), "#ffffff") >= 4.5


def test_contrast_is_that_of_wcag():
    assert colour.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert colour.contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("text", ["", "red", "#fff", "#12345g", "#b5103c;}body{display:none", "#b5103c\n"])
def test_what_is_no_colour_never_reaches_a_style_sheet(text):
    with pytest.raises(ValueError, match="not a colour"):
        colour.style_sheet(text)


def test_the_style_sheet_of_an_insurer_holds_the_seed_and_its_safe_neighbour():
    assert colour.style_sheet("#B5103C") == ":root{--brand-seed:#b5103c;--brand-safe:#a80032}\n"


def test_the_sums_are_those_of_the_tokens():
    tokens = files("accident_manager.web").joinpath("static/acm/tokens.css").read_text(encoding="utf-8")
    for line in (
        "--light: clamp(0, (l - .6) * 1e9, 1);",
        "calc(min(l, .52) * (1 - var(--light)) + max(l, .74) * var(--light)) min(c, .2) h);",
        "--brand-ink: oklch(from var(--brand-seed) min(l, .46) min(c, .19) h);",
        "--brand-ink: oklch(from var(--brand-seed) max(l, .8) min(c, .11) h);",
        "--edge: oklch(from var(--brand-seed) .58 min(c, .01) h);",
    ):
        assert line in tokens
    plain = re.search(r"--brand-tint: (#\w{6})", tokens)
    assert plain is not None and plain[1] == "#ececf0"
