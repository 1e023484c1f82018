"""Finding a code by what people call it.

Every word of the query must begin a word of the label or of an everyday word that leads to the code (`synonyms`); a
number finds codes that begin with it. Accents and capitals do not count. Best first.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from accident_manager.codes.folding import fold, spans, words

LONGEST_QUERY = 200

# How well a word of the query fits a word of the table.
WHOLE, BEGINS, INFLECTED, INSIDE = 4, 3, 2, 1

_SMALL_WORDS = frozenset(
    words(
        "de d du des la le les l un une en et à au aux sur sous par dans avec avoir été est s se "
        "het een van der den op in en met door te bij aan is "
        "die das ein eine von vom zu im am mit auf und der dem des an "
        "the a an of to on in at by with from and was his her"
    )
)
# Dutch and German write compounds in one word: "breuk" stands inside "botbreuken".
_COMPOUNDING = frozenset({"nl", "de"})


@dataclass(frozen=True, slots=True)
class Hit:
    """A code found: `marked` is its label in pieces (text, whether the query led there); `why` is the everyday word
    that led to it, "" when the label or the number did."""

    code: str
    label: str
    marked: tuple[tuple[str, bool], ...]
    why: str


@dataclass(frozen=True, slots=True)
class Row:
    code: str
    label: str
    words: tuple[str, ...]
    phrases: tuple[tuple[str, tuple[str, ...]], ...]
    is_vague: bool


@dataclass(frozen=True, slots=True)
class Index:
    """A table made ready for search in one language."""

    rows: tuple[Row, ...]
    orders: Mapping[str, Mapping[str, int]]
    compounds: bool


def index(entries: Iterable[tuple[str, str]], synonyms: Mapping[str, tuple[str, ...]], language: str) -> Index:
    """Make (code, label) pairs and their everyday words ready for search."""
    leading: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    orders: dict[str, dict[str, int]] = {}
    for phrase, codes in synonyms.items():
        for place, code in enumerate(codes):
            leading.setdefault(code, []).append((phrase, tuple(words(phrase))))
            orders.setdefault(" ".join(words(phrase)), {})[code] = place
    rows = tuple(
        Row(code, label, tuple(words(label)), tuple(leading.get(code, ())), _is_vague(code)) for code, label in entries
    )
    return Index(rows, orders, language in _COMPOUNDING)


def search_in(query: str, where: Index, limit: int) -> list[Hit]:
    """At most `limit` hits, best first; none for a query without a word or longer than LONGEST_QUERY."""
    if len(query) > LONGEST_QUERY or not (asked := words(query)):
        return []
    number = fold(query).strip().replace(".", "").replace(" ", "")
    telling = [word for word in asked if word not in _SMALL_WORDS] or asked
    found: list[tuple[float, int, Hit]] = []
    for place, row in enumerate(where.rows):
        bare = row.code.casefold().replace(".", "")
        if bare == number or (number.isdigit() and bare.startswith(number)):
            score = 1000.0 if bare == number else 900.0
            found.append((score, place, Hit(row.code, row.label, ((row.label, False),), "")))
        elif hit := _match(telling, asked, row, where):
            found.append((hit[0], place, hit[1]))
    found.sort(key=lambda hit: (-hit[0], hit[1]))
    return [hit for _, _, hit in found[:limit]]


def _match(telling: list[str], asked: list[str], row: Row, where: Index) -> tuple[float, Hit] | None:
    total, by_label, why = 0.0, True, ""
    for word in telling:
        in_label = max((_fit(word, other, where.compounds) for other in row.words), default=0)
        best, phrase = max(
            (
                (max((_fit(word, other, where.compounds) for other in said), default=0), phrase)
                for phrase, said in row.phrases
            ),
            key=lambda found: found[0],
            default=(0, ""),
        )
        if not in_label and not best:
            return None
        if in_label:
            total += in_label * 10
        if best > in_label:
            by_label, why = False, why or phrase
            total += best * 9 - in_label * 10
    score = total / len(telling)
    said = " ".join(asked)
    for phrase, phrase_words in row.phrases:
        text = " ".join(phrase_words)
        if text == said:
            # An everyday word typed in full: the codes in the order of the list, before all labels.
            score = max(score, 200.0 - where.orders[text][row.code])
            why = "" if by_label and _all_in(telling, row.words) else phrase
        elif text.startswith(said):
            score = max(score, 60.0 - where.orders[text][row.code])
    if by_label and row.words and _fit(telling[0], row.words[0], False) >= BEGINS:
        score += 3
    if row.is_vague:
        score -= 6
    return score, Hit(row.code, row.label, _marked(row.label, telling, where.compounds), why)


def _all_in(asked: list[str], said: tuple[str, ...]) -> bool:
    return all(any(other.startswith(word) for other in said) for word in asked)


def _fit(word: str, other: str, compounds: bool) -> int:
    if word == other:
        return WHOLE
    if other.startswith(word):
        return BEGINS
    if len(other) >= 4 and word.startswith(other) and len(word) - len(other) <= 2:
        return INFLECTED
    if compounds and len(word) >= 4 and word in other:
        return INSIDE
    return 0


def _is_vague(code: str) -> bool:
    """ "Not specified" and "other" codes of the ESAW tables end in 0 or 9: right, but the least that can be said."""
    return code.endswith((".00", ".99")) or (len(code) in (2, 3) and code.isdigit() and code[-1] in "09")


def _marked(label: str, asked: list[str], compounds: bool) -> tuple[tuple[str, bool], ...]:
    pieces: list[tuple[str, bool]] = []
    end = 0
    for start, stop in spans(label):
        word = label[start:stop]
        fitting = [w for w in asked if _fit(w, fold(word), compounds)]
        if not fitting:
            continue
        at, length = _stretch(word, max(fitting, key=len))
        if start + at > end:
            pieces.append((label[end : start + at], False))
        pieces.append((label[start + at : start + at + length], True))
        end = start + at + length
    if end < len(label) or not pieces:
        pieces.append((label[end:], False))
    return tuple(pieces)


def _stretch(word: str, asked: str) -> tuple[int, int]:
    """Where the asked letters stand in an unfolded word: (from, length)."""
    folded = fold(word)
    first = max(folded.find(asked), 0)
    last = first + min(len(asked), len(folded) - first)
    begin = _unfolded(word, first)
    return begin, max(_unfolded(word, last) - begin, 1)


def _unfolded(word: str, folded_length: int) -> int:
    so_far = 0
    for at, letter in enumerate(word):
        if so_far >= folded_length:
            return at
        so_far += len(fold(letter))
    return len(word)
