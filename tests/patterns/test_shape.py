"""Shape features: sixteen numbers that tell how an output is written."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.patterns.shape import FEATURES, shape_features, standardised

NAMES = [name for name, _ in FEATURES]


def feature(text: str, name: str) -> float:
    return float(shape_features([text])[0, NAMES.index(name)])


@pytest.mark.parametrize(
    ("name", "more", "less"),
    [
        ("log length", "a longer answer than the other", "short"),
        ("lexical diversity", "every word here differs", "same same same same"),
        ("compression ratio", "Each word differs quite a lot here", "over and over " * 30),
        ("repeated sentences", "I can help. I can help. I can help.", "I can help. You ask."),
        ("ends cut off", "The total amounts to seven", "The total amounts to seven."),
        ("opens with JSON", '{"a": 1', "a {1}"),
        ("parses as JSON", '```json\n{"a": [1, 2]}\n```', '{"a": [1, 2'),
        ("unbalanced braces", '{"a": [[1', '{"a": [[1]]}'),
        ("markup", "# Title\n- one\n- **two**", "Title, one and two"),
        ("upper case", "STOP NOW", "stop now"),
        ("quotes", 'He said "no" and "never"', "He said no and never"),
        ("apology words", "Sorry, I cannot help", "Of course, I help"),
        ("error words", "Internal error: connection failed", "It all went well"),
        ("ends with a question", "Shall we?", "We shall."),
        ("digits", "12345", "one two"),
        ("line breaks", "a\nb\nc\nd", "a b c d"),
    ],
)
def test_each_feature_tells_two_texts_apart(name: str, more: str, less: str) -> None:
    assert feature(more, name) > feature(less, name)


@given(st.lists(st.text(max_size=200), max_size=6))
def test_any_texts_give_sixteen_finite_numbers(texts: list[str]) -> None:
    features = standardised(shape_features(texts))
    assert features.shape == (len(texts), 16)
    assert np.isfinite(features).all()


def test_a_long_output_is_read_at_both_ends_in_little_time() -> None:
    text = '{"rows": [' + "1, " * 500_000 + "end cut"
    assert feature(text, "opens with JSON") == 1.0
    assert feature(text, "ends cut off") == 1.0


def test_deeply_nested_text_is_not_json() -> None:
    assert feature("[" * 30_000, "parses as JSON") == 0.0


def test_equal_texts_do_not_vary() -> None:
    assert not standardised(shape_features(["same"] * 4)).any()


@given(st.text())
def test_signs_are_counted_alike_in_any_script(text: str) -> None:
    assert feature(text, "upper case") == pytest.approx(
        sum(map(str.isupper, text.strip())) / max(1, len(text.strip()))
    )
    assert feature(text, "digits") == pytest.approx(
        sum(map(str.isdigit, text.strip())) / max(1, len(text.strip()))
    )


@pytest.mark.parametrize(
    "word", ["Malheureusement", "désolée", "LAMENTO", "won’t", "leider", "Entschuldigung", "cannot"]
)
def test_an_apology_is_heard_in_several_languages(word: str) -> None:
    assert feature(f"{word} no", "apology words") > 0


@pytest.mark.parametrize("word", ["Timeout", "NaN", "Exception", "undefined", "stack trace"])
def test_words_of_errors_are_seen(word: str) -> None:
    assert feature(f"so: {word}", "error words") > 0
