"""The blind index: keyed tokens by which encrypted values are found again.

A token tells nothing to who lacks the insurer's key, except that two equal tokens stand for equal texts. Names have
tokens for whole words and for trigrams, so that a name is found with a typing error in it; who holds the database may
count how often each token occurs, which is the price of searching there.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import connection, models

from accident_manager.crypto import keys

_EXACT_BYTES = 16
_NAME_BYTES = 8
# Letters that no decomposition takes apart.
_FOLDED = str.maketrans(
    {
        "ß": "ss",
        "ł": "l",
        "ø": "o",
        "æ": "ae",
        "œ": "oe",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ı": "i",
        "ħ": "h",
        "ŋ": "n",
        "ĳ": "ij",
    }
)
# Written together or apart, as the clerk heard it: "Van den Broeck" and "Vandenbroeck", "D'Hondt" and "Dhondt".
_PARTICLES = frozenset(
    "van von vander vanden vande de den der des ten ter te la le les l du d o da do dos del della di el al ben bin "
    "zu zur zum op t s".split()
)
_APART = re.compile(r"[^0-9a-z]+")


def normalise_name(text: str) -> str:
    """A name as it is compared: small letters without accents or hyphens, words parted by one blank.

    Particles are written to the word that follows: "Van den Broeck" gives "vandenbroeck".
    """
    text = unicodedata.normalize("NFKC", text).casefold().translate(_FOLDED)
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).translate(_FOLDED)
    joined = _join_particles(_APART.split(plain))
    # Joining may make a particle of its own ("t e 0"): compared twice, a name must be the same.
    while (again := _join_particles(joined)) != joined:
        joined = again
    return " ".join(joined)


def _join_particles(words: Iterable[str]) -> list[str]:
    """Particles written to the word that follows; blanks left out."""
    joined: list[str] = []
    glue = ""
    for word in words:
        if word in _PARTICLES:
            glue += word
        elif word:
            joined.append(glue + word)
            glue = ""
    return [*joined, glue] if glue else joined


def exact_token(purpose: str, text: str) -> bytes:
    """16 bytes that stand for this text, of the insurer in scope. Equal texts of two purposes have different tokens."""
    return keys.keyring().token(f"exact|{purpose}|{text}", _EXACT_BYTES)


def name_tokens(*names: str) -> list[int]:
    """The tokens of a person's names, sorted, each once: its words and the trigrams of its words (signed 64-bit)."""
    words = [word for name in names for word in normalise_name(name).split()]
    return sorted({_token(part) for word in words for part in (_whole(word), *_trigrams(word))})


class SearchTokens(list[int]):
    """The tokens of a query, and the stages of looking for it: exact, with one typing error, with less in common.

    Each stage is a list of alternatives: sets of tokens of which a row must have one set whole to be looked at.
    """

    stages: list[list[list[int]]]


def search_tokens(query: str) -> SearchTokens:
    """The tokens to find rows by what somebody typed: names in any order, the last unfinished, with a typing error."""
    words = [(_whole(word), _trigrams(word)) for word in normalise_name(query).split()]
    tokens = SearchTokens(_token(part) for whole, trigrams in words for part in (whole, *trigrams))
    tokens.stages = [[[_token(part) for part in parts] for parts in stage] for stage in _stages(words) if stage]
    return tokens


def ranked_ids(function: str, tokens: Sequence[int], limit: int) -> list[UUID]:
    """Ids of the rows that share most tokens with the query, best first; `SearchFunction` made the function.

    Rows that are only similar come after exact ones, where these are fewer than `limit`.
    """
    stages = tokens.stages if isinstance(tokens, SearchTokens) else [[[token] for token in tokens]]
    found: dict[UUID, None] = {}
    for number, alternatives in enumerate(stages):
        # The last stage is for when nothing else helps: it would only add noise to what was found.
        if alternatives and len(found) < limit and not (number >= 2 and found):
            found |= dict.fromkeys(_found(function, tokens, alternatives, limit))
    return list(found)[:limit]


def _found(function: str, tokens: Sequence[int], alternatives: list[list[int]], limit: int) -> list[UUID]:
    # PostgreSQL's arrays are rectangular: a short alternative repeats its last token.
    width = max(map(len, alternatives))
    padded = [parts + parts[-1:] * (width - len(parts)) for parts in alternatives]
    with connection.cursor() as cursor:
        name = connection.ops.quote_name(function)
        query = f"SELECT id FROM {name}(%s::bigint[], %s::bigint[], %s)"  # noqa: S608
        cursor.execute(query, [list(tokens), padded, limit])
        return [row[0] for row in cursor.fetchall()]


def tokens_field() -> "ArrayField[Any, Any]":
    """The column for `name_tokens`; it needs a `tokens_index`."""
    return ArrayField(models.BigIntegerField(), default=list)


def tokens_index(column: str, *, name: str) -> GinIndex:
    # Searches come within seconds of a write: a list of rows waiting to be indexed would slow them all.
    return GinIndex(fields=[column], name=name, fastupdate=False)


def _whole(word: str) -> str:
    return f"word|{word}"


def _trigrams(word: str) -> list[str]:
    """The trigrams of a word in order, its beginning and its end marked: "jan" gives "__j", "_ja", "jan", "an_"."""
    marked = f"__{word}_"
    return [f"tri|{marked[at : at + 3]}" for at in range(len(marked) - 2)]


def _stages(words: list[tuple[str, list[str]]]) -> list[list[list[str]]]:
    wholes = [whole for whole, _ in words]
    if not words:
        return []
    one_error = [
        [*(whole for other, whole in enumerate(wholes) if other != number), *rest]
        for number, (_, trigrams) in enumerate(words)
        for rest in _without_an_error(trigrams)
    ]
    longest = max((trigrams for _, trigrams in words), key=len)
    return [[wholes], one_error, _without_an_error(longest) if len(words) > 1 else []]


def _without_an_error(trigrams: list[str]) -> list[list[str]]:
    """What is left of a word's trigrams when an error spoils some neighbouring ones, for each place it may be in.

    A wrong letter spoils three, two letters changed over spoil four; a step of two needs one more to miss none.
    """
    spoilt, step = (5, 2) if len(trigrams) >= 9 else (4, 1) if len(trigrams) >= 7 else (3, 1)
    last = len(trigrams) - spoilt
    if last < 1:
        return [trigrams[:2]]
    places = sorted({*range(0, last, step), last})
    return [trigrams[:at] + trigrams[at + spoilt :] for at in places]


def _token(part: str) -> int:
    return _cached_token(keys.keyring(), part)


@lru_cache(maxsize=65_536)
def _cached_token(ring: keys.Keyring, part: str) -> int:
    return int.from_bytes(ring.token(f"name|{part}", _NAME_BYTES), "big", signed=True)
