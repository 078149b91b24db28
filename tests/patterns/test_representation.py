"""Blocks and how they join: what one of two failures lacks does not come between them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pytest

from curator.model.work import never_cancelled, no_progress
from curator.patterns import FailureText, grouping, micro_clusters
from curator.patterns.blocks import (
    Matrix,
    Texts,
    build_block,
    embed_texts,
    filled_rows,
    texts_of,
    unit_rows,
)
from curator.patterns.embedders.builtin import load
from curator.patterns.help import NOBODY
from curator.patterns.lenses import LENSES, Block
from curator.patterns.measured import measure_portions, portions_of
from curator.patterns.representation import Representation
from curator.patterns.smoothing import Smoothing
from tests.patterns.planted import failures_by_topic

FULL = FailureText(1, "How do I pay?", "You pay at the desk.", "Pay online.", "wrong way", ("old",))
BARE = FailureText(2, "When do you open?", "We open at nine.")


def block(name: Block, *failures: FailureText) -> Matrix:
    return build_block(name, failures, read([name], failures))


def read(names: Iterable[Block], failures: Sequence[FailureText]) -> Texts:
    texts = embed_texts(texts_of(failures, names), load().embed, no_progress, never_cancelled)
    with NOBODY.measuring(portions_of(failures)) as ready:
        texts.measured_as(measure_portions(portions_of(failures), ready, never_cancelled))
    return texts


@pytest.mark.parametrize("name", list(Block))
def test_rows_have_length_one_or_are_absent(name: Block) -> None:
    lengths = np.linalg.norm(block(name, FULL, BARE), axis=1)
    noted = (Block.NOTE, Block.NOTE_LETTERS, Block.TAGS)
    corrected = (Block.CHANGE, Block.EDITS)
    absent = name in (
        *noted,
        *corrected,
        Block.RESHAPED,
        Block.CORRECTION,
        Block.EDIT_STEPS,
        Block.FIRST_EDIT,
        Block.CHANGED,
    )
    assert lengths == pytest.approx([1, 0 if absent else 1], abs=1e-5)


def test_what_was_asked_is_taken_out_of_the_answer() -> None:
    asked, apart = block(Block.ASKED, FULL, BARE), block(Block.ANSWERED_APART, FULL, BARE)
    assert np.sum(asked * apart, axis=1) == pytest.approx([0, 0], abs=1e-5)
    answered = block(Block.ANSWERED, FULL, BARE)
    assert (np.abs(np.sum(asked * answered, axis=1)) > 0.05).all()


def test_what_a_note_says_of_the_input_does_not_count() -> None:
    asked = ("Which trains go to Lisbon on Sundays?", "Can my goldfish eat tomatoes?")
    told = ("trains Lisbon", "goldfish tomatoes")
    kinds = ("gives a wrong number", "forgets the second question")
    failures = [
        FailureText(key, asked[key % 2], "", None, f"{kinds[key // 2]} {told[key % 2]}")
        for key in range(4)
    ]
    letters = block(Block.NOTE_LETTERS, *failures)
    assert letters[0] @ letters[1] > 0.9
    assert letters[0] @ letters[2] < 0.2
    notes = block(Block.NOTE, *failures)
    along = np.sum(notes * block(Block.ASKED, *failures), axis=1)
    assert along == pytest.approx(np.zeros(4), abs=1e-5)


def test_the_change_points_from_the_output_to_the_ideal_answer() -> None:
    ideal = block(Block.ANSWERED, FailureText(3, "", "Pay online."))
    change, answered = block(Block.CHANGE, FULL), block(Block.ANSWERED, FULL)
    assert change[0] @ ideal[0] > 0 > change[0] @ answered[0]


def test_an_ideal_answer_that_changes_nothing_is_no_change() -> None:
    same = FailureText(1, "Why?", "Because.", "Because.")
    assert not filled_rows(block(Block.CHANGE, same)).any()
    assert not filled_rows(block(Block.EDITS, same)).any()


def test_the_same_correction_of_unlike_answers_looks_alike() -> None:
    corrected = [
        FailureText(1, "a", "The fee is due now", "Sadly the fee is due now, sorry about that"),
        FailureText(2, "b", "No dogs in rooms", "Sadly no dogs in rooms, sorry about that"),
        FailureText(3, "c", "The shop is shut", "The store closed at noon today"),
    ]
    edits = block(Block.EDITS, *corrected)
    assert edits[0] @ edits[1] > edits[0] @ edits[2] + 0.3


def test_similarity_is_the_mean_over_shared_blocks() -> None:
    one, other = np.array([1.0, 0.0]), np.array([0.6, 0.8])
    blocks: dict[Block, Matrix] = {
        Block.NOTE: unit_rows(np.array([one, other, 0 * one])),
        Block.SHAPE: unit_rows(np.array([one, one, other])),
    }
    joined = Representation(blocks, {Block.NOTE: 3.0, Block.SHAPE: 1.0})
    rows = np.arange(3)
    similarity = joined.similarity(rows, rows)
    assert similarity[0, 1] == pytest.approx((3 * 0.6 + 1) / 4, abs=1e-6)
    assert similarity[0, 2] == pytest.approx(0.6, abs=1e-6)
    assert np.diag(similarity) == pytest.approx([1, 1, 1], abs=1e-6)


def test_failures_that_share_no_block_are_unlike() -> None:
    blocks: dict[Block, Matrix] = {
        Block.NOTE: unit_rows(np.array([[1.0, 0.0], [0.0, 0.0], [0.0, 0.0]])),
        Block.SHAPE: unit_rows(np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 0.0]])),
    }
    joined = Representation(blocks, {Block.NOTE: 1.0, Block.SHAPE: 1.0})
    assert joined.similarity(np.array([0]), np.array([1]))[0, 0] == 0.0
    assert joined.seen.tolist() == [True, True, False]


def seen(count: int) -> Representation:
    """Failures under the lens wrong, some with notes, some with ideal answers."""
    planted, topics = failures_by_topic(count, 12)
    failures = [
        FailureText(
            one.key, one.asked, one.asked, "Better." if one.key % 2 else None, topic[: one.key % 3]
        )
        for one, topic in zip(planted, topics, strict=True)
    ]
    weights = LENSES["wrong"]
    texts = read(weights, failures)
    return Representation({name: build_block(name, failures, texts) for name in weights}, weights)


def test_mean_similarity_is_the_mean_of_similarities() -> None:
    joined = seen(40)
    rows, group = np.arange(40), np.arange(5, 25)
    expected = joined.similarity(rows, group).mean(axis=1)
    assert joined.mean_similarity(rows, [group])[:, 0] == pytest.approx(expected, abs=1e-5)


def test_micro_clusters_of_one_each_group_as_exact_linkage_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    failures, _ = failures_by_topic(60, 12)
    asked = block(Block.ASKED, *failures)
    joined, rows = Representation({Block.ASKED: asked}, {Block.ASKED: 1.0}), np.arange(60)
    threshold = grouping.threshold_of(joined, (0.6, 0.6))
    exact = grouping.group_rows(joined, rows, threshold, never_cancelled)
    monkeypatch.setattr(grouping, "EXACT_UP_TO", 10)
    monkeypatch.setattr(grouping, "SAMPLE", 60)
    alone = Smoothing(least=300, root_share=0, centred=0.0, micro_neighbours=1)
    monkeypatch.setattr(grouping, "ONE_SIDE", alone)
    rough = grouping.group_rows(joined, rows, threshold, never_cancelled)
    assert {tuple(group.tolist()) for group in rough.groups} == {
        tuple(group.tolist()) for group in exact.groups
    }
    assert rough.strays.tolist() == exact.strays.tolist()


def test_fewer_micro_clusters_still_find_the_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    failures, topics = failures_by_topic(400, 13)
    asked = block(Block.ASKED, *failures)
    joined, rows = Representation({Block.ASKED: asked}, {Block.ASKED: 1.0}), np.arange(400)
    monkeypatch.setattr(grouping, "EXACT_UP_TO", 100)
    monkeypatch.setattr(micro_clusters, "COUNT", 60)
    found = grouping.group_rows(joined, rows, 0.7, never_cancelled)
    assert sum(len(group) for group in found.groups) + len(found.strays) == 400
    pure = sum(
        max(map([topics[row] for row in group].count, set(topics))) for group in found.groups
    )
    assert pure >= 0.8 * 400


def test_another_cut_of_the_same_tree_needs_no_new_linkage() -> None:
    joined, rows = seen(50), np.arange(50)
    found = grouping.group_rows(joined, rows, 0.5, never_cancelled)
    again = grouping.group_rows(joined, rows, 0.3, never_cancelled)
    cut = found.at(0.3)
    assert [group.tolist() for group in cut.groups] == [group.tolist() for group in again.groups]
