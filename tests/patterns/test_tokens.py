"""Words and signs with their kinds."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.patterns.tokens import KINDS, apart, read


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("He paid 4,500.", "number"),
        ("Order A-77b left.", "identifier"),
        ("Write to a.b@example.org today", "identifier"),
        ("It was built in 1998.", "date"),
        ("We met on Tuesday.", "date"),
        ("It weighs 3 kg.", "unit"),
        ("Das ist nicht so.", "polarity"),
        ("We flew to Lisbon.", "name"),
        ("Ask the ZEBRA.", "capitals"),
        ("Это да.", "other script"),
        ("- one", "markup"),
    ],
)
def test_kinds_are_told_by_lists_and_by_how_a_word_is_written(text: str, kind: str) -> None:
    assert kind in read(text).kinds


def test_a_capital_at_the_beginning_of_a_sentence_makes_no_name() -> None:
    assert "name" not in read("Zebras run. “Lions sleep.\nBirds fly").kinds
    assert read("So Zebras run").of_kind("name") == {"zebras"}


@given(st.text(max_size=200))
def test_every_token_has_one_kind_and_only_blanks_are_dropped(text: str) -> None:
    found = read(text)
    assert len(found.tokens) == len(found.folded) == len(found.kinds)
    assert set(found.kinds) <= set(KINDS)
    assert "".join("".join(found.tokens).split()) == "".join(found.text.split())


def test_of_a_very_long_text_both_ends_are_read() -> None:
    found = read("first " + "middle " * 20_000 + "last")
    assert found.tokens[0] == "first"
    assert found.tokens[-1] == "last"
    assert len(found.text) < 21_000


@given(st.lists(st.sampled_from("abcd")), st.lists(st.sampled_from("abcd")))
def test_what_the_other_lacks_is_counted(one: list[str], other: list[str]) -> None:
    more, less = apart(one, other)
    assert more == Counter(one) - Counter(other)
    assert less == Counter(other) - Counter(one)
    assert list(more) == [token for token in dict.fromkeys(one) if token in more]
