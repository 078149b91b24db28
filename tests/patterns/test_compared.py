"""An output beside what was asked for and the ideal answer."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.patterns.compared import (
    letter_runs,
    relation,
    reshaped,
)
from curator.patterns.failure_text import FailureText
from curator.patterns.shape import shape_features

BARE = FailureText(2, "Where?", "At the desk.")


def test_a_correction_that_only_rewords_reshapes_less_than_one_that_cuts() -> None:
    long = "The desk opens at nine. " * 8
    reworded = FailureText(3, "When?", long, long.replace("nine", "five"))
    cut = FailureText(4, "When?", long, "Nine.")
    shape, ideal = (
        shape_features([text(one) for one in (reworded, cut, BARE)])
        for text in (lambda one: one.answered, lambda one: one.ideal or "")
    )
    lengths = np.linalg.norm(reshaped(shape, ideal, np.array([True, True, False])), axis=1)
    assert lengths[0] < lengths[1]
    assert lengths[2] == 0.0


def test_an_output_that_repeats_the_input_takes_more_from_it_than_others() -> None:
    echo = FailureText(5, "Where is order 77?", "Where is order 77?")
    others = [FailureText(key, f"Where is order {key}?", "It left us.") for key in range(6, 12)]
    found = relation([echo, *others], np.zeros(7, dtype=np.float32))
    assert found.mean(axis=0) == pytest.approx(np.zeros(7), abs=1e-9)
    assert all(found[0, side] > found[1:, side].max() for side in (0, 1, 4))


def test_letter_runs_cross_words_and_leave_out_what_was_asked() -> None:
    assert letter_runs("To it", "") == {
        " to", "to ", "o i", " it", "it ", " to ", "to i", "o it", " it ", " to i", "to it", "o it "
    }  # fmt: skip
    assert letter_runs("wrong Train", "Which TRAIN is wrong for me?") == set()
    assert letter_runs("", "") == set()


@given(st.text(), st.text())
def test_letter_runs_are_three_to_five_long(text: str, asked: str) -> None:
    assert all(3 <= len(run) <= 5 for run in letter_runs(text, asked))
