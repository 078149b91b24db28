"""What is found of questions asked in other words, on pairs written by hand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from curator.model.dataset import Dataset
from curator.model.snapshot import Snapshot
from curator.operations.embedding import built_in
from curator.readiness.checks import dataset_context
from curator.readiness.checks.paraphrase import paraphrases
from tests.readiness.casebook import row, user
from tests.readiness.paraphrase_pairs import OTHER, SAME, Pair


def found(pairs: Sequence[Pair], **thresholds: float) -> int:
    """Pairs of a training and a held-out row that count as one; no pair knows of another."""
    count = 0
    for asked, ideal, again, other_ideal in pairs:
        rows = (
            row(1, input=user(asked), ideal=ideal),
            row(2, input=user(again), ideal=other_ideal, split="held_out"),
        )
        snapshot = Snapshot(name="", seed=1, revision=0, settings={"thresholds": {**thresholds}})
        context = dataset_context(Dataset(seed=1, rows=rows), snapshot, embed=embed)
        count += len(paraphrases(context))
    return count


def embed(texts: Sequence[str]) -> np.ndarray:
    return built_in().embed(list(texts))


def test_reworded_questions_are_found_only_as_far_as_word_vectors_go() -> None:
    """The figures of decision 91: at the defaults nothing is found that is not asked alike."""
    assert (found(SAME), found(OTHER)) == (0, 1)
    lower = {"paraphrase": 0.3, "paraphrase_ideals": 0.85}
    assert (found(SAME, **lower), found(OTHER, **lower)) == (12, 1)
