"""Near-duplicates against the exact answer of comparing everything with everything."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from curator.reviewing.near_duplicates import (
    jaccard,
    near_duplicate_groups,
    near_duplicate_pairs,
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
    group = list(range(len(texts)))
    for first, second in combinations(range(len(texts)), 2):
        if jaccard(shingles(texts[first]), shingles(texts[second])) >= 0.8:
            low, high = sorted((group[first], group[second]))
            group = [low if number == high else number for number in group]
    assert near_duplicate_groups(texts) == group


def test_spelling_differences_do_not_matter() -> None:
    texts = ["Where is my Invoice?", "where  is my\ninvoice?", "Ｗｈｅｒｅ is my invoice?", "Other"]
    assert near_duplicate_groups(texts) == [0, 0, 0, 3]
    assert normalise("  A\u00a0B ") == "a b"


def test_copies_come_as_a_chain() -> None:
    assert len(near_duplicate_pairs(["same text here"] * 50)) == 49


def test_short_and_empty_texts() -> None:
    assert near_duplicate_groups(["", "", "a", "ab"]) == [0, 0, 2, 3]
    assert near_duplicate_pairs([]) == []
