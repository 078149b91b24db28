"""Near-duplicates against the exact answer of comparing everything with everything."""

from __future__ import annotations

import time
from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from curator.reviewing.near_duplicates import (
    NearTexts,
    jaccard,
    near_duplicate_groups,
    normalise,
    shingles,
)

WORDS = st.sampled_from(
    ["invoice", "refund", "plan", "team", "solo", "where", "how", "do", "I", "change", "the", "a"]
)
TEXTS = st.lists(st.lists(WORDS, min_size=1, max_size=14).map(" ".join), max_size=14)


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_groups_equal_those_of_comparing_all_pairs(texts: list[str]) -> None:
    texts = [normalise(text) for text in texts]
    group = list(range(len(texts)))
    for first, second in combinations(range(len(texts)), 2):
        if jaccard(shingles(texts[first]), shingles(texts[second])) >= 0.8:
            low, high = sorted((group[first], group[second]))
            group = [low if number == high else number for number in group]
    assert near_duplicate_groups(texts) == group
    distinct = list(dict.fromkeys(texts))
    named = {text: group[texts.index(text)] for text in distinct}
    for many in (1, 3):
        held = NearTexts(distinct, many).groups(0.8)
        assert [texts.index(distinct[one]) for one in held] == list(named.values())


def test_spelling_differences_do_not_matter() -> None:
    texts = ["Where is my Invoice?", "where  is my\ninvoice?", "Ｗｈｅｒｅ is my invoice?", "Other"]
    assert near_duplicate_groups(texts) == [0, 0, 0, 3]
    assert normalise("  A\u00a0B ") == "a b"


def test_short_and_empty_texts() -> None:
    assert near_duplicate_groups(["", "", "a", "ab"]) == [0, 0, 2, 3]
    assert near_duplicate_groups([]) == []


@settings(max_examples=100, deadline=None)
@given(TEXTS, st.integers(min_value=0, max_value=2**14), st.sampled_from([1, 3, 32]))
def test_partners_are_those_of_comparing_all(texts: list[str], marked: int, many: int) -> None:
    texts = list(dict.fromkeys(map(normalise, texts)))
    among = np.array([bool(marked >> place & 1) for place in range(len(texts))], dtype=np.bool_)
    index = NearTexts(texts, many)
    sets = [shingles(text) for text in texts]
    for place in range(len(texts)):
        near = {
            other
            for other in range(len(texts))
            if among[other] and other != place and jaccard(sets[place], sets[other]) >= 0.8
        }
        assert {other for other, _ in index.near(place, 0.8, among)} == near
        assert index.has_near(place, 0.8, among) == bool(near)
        before = any(other < place for other in near)
        assert index.has_near(place, 0.8, among, earlier=True) == before


def test_thousands_of_near_copies_of_each_other_are_grouped_at_once() -> None:
    asked = "Where is the parcel that I ordered from your shop two weeks ago? It is number"
    texts = [f"{asked} {number}." for number in range(3000)]
    texts[1500:] = [f"Can I give back shoes once I wore them outside, {n}?" for n in range(1500)]
    started = time.process_time()
    assert near_duplicate_groups(texts) == [0] * 1500 + [1500] * 1500
    # Comparing all pairs takes minutes.
    assert time.process_time() - started < 5
