"""Words without their accents and capitals, so that "echelle" finds « Échelle »."""

import re
import unicodedata

# Letters that carry no separable accent.
_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "’": "'"})
_WORD = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """Lower case, accents dropped, œ as oe, ß as ss."""
    # Letters of other styles (𝐴, Ⓐ) become plain ones first: only then they have a lower case.
    plain = unicodedata.normalize("NFKD", text).casefold().translate(_LETTERS)
    apart = unicodedata.normalize("NFKD", plain)
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def words(text: str) -> list[str]:
    """The folded words of a text."""
    return _WORD.findall(fold(text))


def spans(text: str) -> list[tuple[int, int]]:
    """Where the words of a text stand, unfolded."""
    return [match.span() for match in _WORD.finditer(text)]
