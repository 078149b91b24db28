"""Where the words of a search stand in a text, as the search itself compares them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

Span = tuple[int, int]


def folded(text: str) -> str:
    """A text without accents and capitals, letter for letter: places in it are places in `text`."""
    if text.isascii():
        return text.lower()
    # One letter stands for one: a letter whose small form is longer stays as it is.
    letters = {letter: _plain(letter) for letter in set(text)}
    return text.translate(str.maketrans(letters))


def _plain(letter: str) -> str:
    if letter.isascii():
        return letter.lower()
    base = unicodedata.normalize("NFD", letter)[0].lower()
    return base if len(base) == 1 else letter


def word_spans(text: str, words: Sequence[str], limit: int = 200) -> list[Span]:
    """Ranges of the words, in characters: at the beginning of a word, else inside one."""
    where = folded(text)
    found: list[Span] = []
    for word in words:
        wanted = re.escape(folded(word))
        if not wanted:
            continue
        starts = re.compile(rf"(?<!\w){wanted}") if word[0].isalnum() else re.compile(wanted)
        spans = [match.span() for match in starts.finditer(where)]
        found += spans or [match.span() for match in re.finditer(wanted, where)]
    return merged(sorted(found)[:limit])


def merged(spans: Sequence[Span]) -> list[Span]:
    """Ranges in order, those that overlap made one."""
    made: list[Span] = []
    for start, end in spans:
        if made and start < made[-1][1]:
            made[-1] = (made[-1][0], max(end, made[-1][1]))
        else:
            made.append((start, end))
    return made


def in_units(text: str, spans: Sequence[Span]) -> list[Span]:
    """Ranges in order, of characters, as ranges of UTF-16 units: what Qt's texts count in."""
    if text.isascii() or max(text, default="") <= "\uffff":
        return list(spans)
    found: list[Span] = []
    before, shift = 0, 0
    for start, end in spans:
        shift += sum(letter > "\uffff" for letter in text[before:start])
        inside = sum(letter > "\uffff" for letter in text[start:end])
        found.append((start + shift, end + shift + inside))
        shift += inside
        before = end
    return found
