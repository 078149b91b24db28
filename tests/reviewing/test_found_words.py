"""Words of a search are found where the search finds them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from curator.reviewing.found_words import folded, in_units, merged, word_spans


def cut(text: str, *words: str) -> list[str]:
    return [text[start:end] for start, end in word_spans(text, words)]


def test_words_are_found_from_their_beginning_else_inside() -> None:
    assert cut("A refund, refunded; unrefunded", "refund") == ["refund", "refund"]
    assert cut("unrefunded", "refund") == ["refund"]
    assert cut("Café CAFE", "cafe") == ["Café", "CAFE"]
    assert cut("退款政策", "政策") == ["政策"]
    assert cut("cost: $5 (net)", "$5", "(") == ["$5", "("]
    assert cut("abc", "") == []


def test_overlapping_finds_are_one() -> None:
    assert merged([(0, 3), (2, 5), (5, 6)]) == [(0, 5), (5, 6)]
    assert cut("refund", "ref", "refund") == ["refund"]


@given(st.text(), st.text(max_size=5))
def test_places_are_those_of_the_text(text: str, word: str) -> None:
    assert len(folded(text)) == len(text)
    raw = text.encode("utf-16-le", "surrogatepass")
    spans = word_spans(text, [word])
    for (start, end), (first, last) in zip(spans, in_units(text, spans), strict=True):
        found = raw[2 * first : 2 * last].decode("utf-16-le", "surrogatepass")
        assert found == text[start:end]
