"""Measuring by portions: whoever measures which, the figures are the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple

import numpy as np
import pytest

from curator.errors import Cancelled
from curator.model.work import never_cancelled
from curator.patterns.failure_text import FailureText
from curator.patterns.help import NOBODY
from curator.patterns.measured import (
    Measured,
    PartlyMeasured,
    Portion,
    measure_portion,
    measure_portions,
    portions_of,
)
from tests.patterns.planted import failures_by_topic


def failures(count: int) -> list[FailureText]:
    """Every third with an ideal answer; none among the first."""
    planted, _ = failures_by_topic(count, 9)
    return [
        FailureText(one.key, one.asked, one.asked[::-1], one.asked if at > 6 and not at % 3 else "")
        for at, one in enumerate(planted)
    ]


def alone(portions: Sequence[Portion]) -> Measured:
    with NOBODY.measuring(portions) as ready:
        return measure_portions(portions, ready, never_cancelled)


def same(one: Measured, other: Measured) -> bool:
    *figures, letters = astuple(one)
    *others, other_letters = astuple(other)
    pairs = [*zip(figures, others, strict=True), *zip(letters, other_letters, strict=True)]
    return all(np.array_equal(*pair) for pair in pairs)


def test_portions_of_any_size_give_the_same_figures() -> None:
    given = failures(30)
    small = [given[start : start + 4] for start in range(0, 30, 4)]
    assert same(alone([given]), alone(small))
    assert same(alone([given]), alone(portions_of(given)))


def test_what_others_measured_is_not_measured_again() -> None:
    given = failures(30)
    portions = [given[start : start + 5] for start in range(0, 30, 5)]
    told: Iterator[Mapping[int, PartlyMeasured]] = iter(
        [{0: measure_portion(portions[0])}, {}, {n: measure_portion(portions[n]) for n in (1, 2)}]
    )
    asked: list[int] = []

    def ready() -> Mapping[int, PartlyMeasured]:
        asked.append(1)
        return next(told, {})

    found = measure_portions(portions, ready, never_cancelled)
    assert same(found, alone([given]))
    assert len(asked) == 4  # of six portions the others did three: it never waits for them


def test_it_stops_between_two_portions_when_asked_to() -> None:
    answers = iter([False, True])
    with pytest.raises(Cancelled):
        measure_portions([failures(5)] * 3, dict, lambda: next(answers))


def test_words_that_nobody_else_writes_stand_out_across_portions() -> None:
    texts = ["The train leaves at nine.", "Pumps fail after twelve years."] * 3
    usual = [FailureText(at, "Why?", text) for at, text in enumerate(texts)]
    odd = FailureText(9, "Why?", "Teh trian laeves.")
    figures = alone([[one] for one in (*usual, odd)]).signs
    share, count = figures[:, -2], figures[:, -1]
    assert share[-1] == pytest.approx(2 / 3)
    assert count[-1] > 0
    assert not share[:-1].any()


def test_no_failures_give_no_figures() -> None:
    assert alone([]).signs.shape[0] == 0
