"""Figures of what may be wrong in a text: the same fault gives like figures on any subject."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.patterns.blocks import unit_rows
from curator.patterns.failure_text import FailureText
from curator.patterns.signs import coded, correction, is_corrected, signs, taken
from curator.patterns.tokens import read

TEXTS = (
    ("When is it?", "The train to Bremen leaves at 9 and is never late. Bring your ticket along."),
    ("What is it?", "A Grevy zebra weighs 400 kg and eats grass. It does not live in forests."),
    ("How much?", "Please pay 25 euros at the desk. Ms Okoye can help with anything else."),
    ("Why so?", "Most pumps fail after 12 years, since their seals harden. Oil them in May."),
)


def spoilt(change: str) -> list[FailureText]:
    """The same fault in every text."""
    how = {
        "number": lambda text: "".join("7" if sign.isdigit() else sign for sign in text),
        "cut off": lambda text: text[: len(text) * 2 // 3],
        "lower case": str.lower,
        "letters swapped": lambda text: text.replace("ea", "ae").replace("el", "le"),
        "one sentence less": lambda text: text[: text.index(". ") + 1],
        "order": lambda text: " ".join(reversed(text.split(". "))),
    }[change]
    return [FailureText(at, asked, how(text), text) for at, (asked, text) in enumerate(TEXTS)]


@pytest.mark.parametrize(
    "change", ["number", "cut off", "lower case", "one sentence less", "order"]
)
def test_one_fault_looks_alike_on_every_subject_and_unlike_other_faults(change: str) -> None:
    kinds = ["number", "cut off", "lower case", "one sentence less", "order"]
    kinds.remove(change)
    failures = spoilt(change) + [one for kind in kinds for one in spoilt(kind)]
    figures = correction(failures, read)
    vectors = unit_rows(coded(figures, np.ones(len(failures), dtype=np.bool_)))
    alike = vectors[:4] @ vectors[:4].T
    unlike = vectors[:4] @ vectors[4:].T
    assert alike[~np.eye(4, dtype=np.bool_)].mean() > unlike.mean() + 0.2


def test_nothing_is_told_of_a_correction_that_is_not_there() -> None:
    same = FailureText(1, "Why?", "Because.", " Because. ")
    bare = FailureText(2, "Why?", "Because.")
    fixed = FailureText(3, "Why?", "Because.", "Because of you.")
    assert [is_corrected(one) for one in (same, bare, fixed)] == [False, False, True]
    found = correction([same, bare, fixed], read)
    assert not found[:2].any()
    assert found[2].any()


def test_an_echo_takes_more_from_its_input_than_a_fresh_answer() -> None:
    echo = FailureText(1, "Where is order 77 of Ms Okoye?", "Where is order 77 of Ms Okoye?")
    fresh = FailureText(2, "Where is order 77 of Ms Okoye?", "It left Bremen with 3 others.")
    figures = taken([echo, fresh], read)
    numbers_kept, numbers_new, numbers_lost = 0, 1, 2
    assert figures[0, numbers_kept] > figures[1, numbers_kept] == 0
    assert figures[0, numbers_new] == 0 < figures[1, numbers_new]
    assert figures[0, numbers_lost] == 0 < figures[1, numbers_lost]


@given(st.lists(st.tuples(st.text(max_size=40), st.text(max_size=40), st.text(max_size=40))))
def test_any_texts_give_finite_figures_of_one_width(texts: list[tuple[str, str, str]]) -> None:
    failures = [FailureText(at, *one) for at, one in enumerate(texts)]
    for figures in (correction(failures, read), signs(failures, read), taken(failures, read)):
        assert len(figures) == len(failures)
        assert np.isfinite(figures).all()


def test_steps_part_the_present_and_leave_the_absent_at_zero() -> None:
    figures = np.array([[0.0, 5.0], [0.0, 5.0], [1.0, 5.0], [9.0, 7.0]])
    found = coded(figures, np.array([True, True, True, False]))
    assert found.shape[1] == 1
    assert not found[3].any()
    assert found[2, 0] > 0 > found[0, 0] == found[1, 0]
