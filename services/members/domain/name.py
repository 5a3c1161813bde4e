"""Vietnamese names: one spelling (NFC), how a search matches them, and the order of the language. Pure."""

from unicodedata import combining, normalize

_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {letter: 100 + index for index, letter in enumerate(_LETTERS)}
_TONES = {"\u0300": 2, "\u0309": 3, "\u0303": 4, "\u0301": 5, "\u0323": 6}
"""Grave, hook above, tilde, acute, dot below: the order of the tones. 1 is the level tone, which is not written."""
_VOWEL_MARKS = {"\u0302": {"a": "â", "e": "ê", "o": "ô"}, "\u0306": {"a": "ă"}, "\u031b": {"o": "ơ", "u": "ư"}}
_BEFORE_LETTERS = {mark: rank for rank, mark in enumerate(" _-,;:!?.'’\"()[]0123456789", start=1)}
_UNKNOWN = 1_000

SortKey = tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]


def normalised(name: str) -> str:
    """The one spelling in which names are kept: NFC, single spaces."""
    return " ".join(normalize("NFC", name).split())


def matches(folded_query: str, folded_name: str) -> bool:
    """Whether each word of the query begins a word of the name; a query of nothing matches nobody."""
    words = folded_query.split()
    padded = f" {folded_name}"
    return bool(words) and all(f" {word}" in padded for word in words)


def sort_key(name: str) -> SortKey:
    """The order of the Vietnamese alphabet: letters first, then tones, then lower before upper case.

    Equal to the ordering that ICU's `vi` collation gives names; letters of other languages come last.
    """
    letters: list[int] = []
    tones: list[int] = []
    cases: list[int] = []
    base = ""
    for mark in normalize("NFD", name):
        lower = mark.lower()
        if not combining(mark):
            base = lower
            letters.append(_rank(lower))
            tones.append(1)
            cases.append(0 if mark == lower else 1)
        elif base in _VOWEL_MARKS.get(mark, {}):
            letters[-1] = _rank(_VOWEL_MARKS[mark][base])
        elif letters:
            tones.append(_TONES.get(mark, 7))
    return tuple(letters), tuple(tones), tuple(cases)


def _rank(letter: str) -> int:
    return _RANK.get(letter) or _BEFORE_LETTERS.get(letter) or _UNKNOWN + ord(letter[0])
