"""Sides told from one another: nobody tells itself, and what is missing is expected rightly."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from curator.bench.partitions import adjusted_rand
from curator.bench.pattern_sets import blind
from curator.errors import Cancelled
from curator.model.pattern import PatternSet
from curator.model.work import never_cancelled, no_progress
from curator.patterns import group_failures, study_failures
from curator.patterns.blocks import Matrix, unit_rows
from curator.patterns.completed import FEWEST, RIDGE, completed, predictions
from curator.patterns.embedders.builtin import load
from curator.patterns.engine import look
from curator.patterns.lenses import LENSES, Block
from curator.patterns.watch import Watch
from curator.patterns.why import EXPECTED, why

KINDS = 4
EACH = 30


def drawn(shape: tuple[int, int], seed: int) -> Matrix:
    return np.random.default_rng(seed).normal(size=shape).astype(np.float32)


def test_each_known_row_is_predicted_as_if_it_were_not_there() -> None:
    given, wanted = drawn((40, 6), 1), drawn((40, 3), 2)
    known = np.arange(40) < 30
    found = predictions(given, wanted, known)
    # Left out by hand, with mean and penalty of all as the formula has them.
    rows = given - given[known].mean(axis=0)
    missed = wanted[known] - wanted[known].mean(axis=0)
    own = rows[known].astype(np.float64)
    penalty = RIDGE * np.trace(own.T @ own) / len(own) * np.eye(6)
    for left in (0, 7, 29):
        kept = np.arange(30) != left
        slopes = np.linalg.solve(own[kept].T @ own[kept] + penalty, own[kept].T @ missed[kept])
        assert found[left] == pytest.approx(own[left] @ slopes, abs=1e-4)
    slopes = np.linalg.solve(own.T @ own + penalty, own.T @ missed)
    assert found[30:] == pytest.approx(rows[30:] @ slopes, abs=1e-4)


def sides(noted: int) -> tuple[dict[Block, Matrix], NDArray[np.intp]]:
    """Outputs that show their kind faintly, and notes that tell it: of the first so many."""
    kind = np.arange(KINDS * EACH) % KINDS
    signs = unit_rows(2 * np.eye(KINDS, 12)[kind] + drawn((len(kind), 12), 3))
    notes = unit_rows(3 * np.eye(KINDS, 8)[kind] + 0.3 * drawn((len(kind), 8), 4))
    notes[noted:] = 0.0
    return {Block.SIGNS: signs, Block.NOTE: notes}, kind


def own_kind_nearer(rows: Matrix, kind: NDArray[np.intp]) -> float:
    """Mean cosine within kinds less that between them."""
    cosines = rows @ rows.T
    same = kind[:, None] == kind[None, :]
    apart = ~np.eye(len(kind), dtype=np.bool_)
    return float(cosines[same & apart].mean() - cosines[~same].mean())


def test_who_has_no_note_gets_what_failures_like_it_got() -> None:
    blocks, kind = sides(noted=80)
    told = completed(blocks, {Block.SIGNS: 1.0, Block.NOTE: 3.0})
    bare = told[Block.NOTE][80:]
    assert np.linalg.norm(bare, axis=1) == pytest.approx(np.ones(len(bare)), abs=1e-5)
    assert own_kind_nearer(bare, kind[80:]) > own_kind_nearer(blocks[Block.SIGNS][80:], kind[80:])


def test_notes_make_outputs_of_one_kind_more_alike() -> None:
    blocks, kind = sides(noted=KINDS * EACH)
    told = completed(blocks, {Block.SIGNS: 1.0, Block.NOTE: 3.0})
    before, after = (own_kind_nearer(one[Block.SIGNS], kind) for one in (blocks, told))
    assert after > before + 0.1


@pytest.mark.parametrize("noted", [0, FEWEST - 1])
def test_few_notes_tell_nothing_of_others(noted: int) -> None:
    blocks, _ = sides(noted)
    told = completed(blocks, {Block.SIGNS: 1.0, Block.NOTE: 3.0})
    for name, before in blocks.items():
        assert np.array_equal(told[name], before)


@pytest.mark.parametrize("looks", [0, 1])
def test_it_stops_between_two_predictions_when_told_to(looks: int) -> None:
    blocks, _ = sides(noted=KINDS * EACH)
    asked = iter(range(10))
    with pytest.raises(Cancelled):
        completed(blocks, {Block.SIGNS: 1.0, Block.NOTE: 3.0}, lambda: next(asked) >= looks)


def test_failures_that_are_all_the_same_are_no_error() -> None:
    same = {Block.SIGNS: unit_rows(np.ones((30, 4))), Block.NOTE: unit_rows(np.ones((30, 3)))}
    told = completed(same, {Block.SIGNS: 1.0, Block.NOTE: 3.0})
    assert all(np.isfinite(matrix).all() for matrix in told.values())


def test_notes_and_ideal_answers_show_what_is_wrong_with_the_others() -> None:
    one = blind(300, 1, with_notes=True)
    found = group_failures(one.failures, load().embed, lens="wrong", people=PatternSet())
    home = {key: place for place, own in enumerate(found.patterns) for key in own.members}
    places = [home.get(failure.key, -1 - failure.key) for failure in one.failures]
    assert adjusted_rand(one.truth, places) > 0.4


def test_why_says_that_a_side_is_only_expected() -> None:
    one = blind(120, 1, with_notes=True)
    found = group_failures(one.failures, load().embed, lens="wrong", people=PatternSet())
    study = study_failures(one.failures, load().embed, lens="wrong", people=found)
    largest = max(found.patterns, key=lambda pattern: len(pattern.members))
    bare = next(failure for failure in one.failures if not failure.note)
    noted = next(failure for failure in one.failures if failure.note)
    words = {}
    for failure in (bare, noted):
        told = why(study, failure.key, largest.id)
        assert told is not None
        assert "like the other cases in" in told.sentence
        words[failure.key] = {part.block: part.words for part in told.parts}
    assert words[bare.key][Block.NOTE] == EXPECTED[Block.NOTE]
    assert words[noted.key][Block.NOTE] == "what the reviewer wrote"


def test_the_order_of_rows_changes_no_side() -> None:
    one = blind(60, 2, with_notes=True)
    watch = Watch(60, no_progress, never_cancelled)
    there = look(one.failures, load().embed, "wrong", False, watch)
    back = look(one.failures[::-1], load().embed, "wrong", False, watch)
    assert set(there.representation.blocks) == set(LENSES["wrong"]) - {Block.TAGS}
    assert np.array_equal(there.representation.scaled, back.representation.scaled)
