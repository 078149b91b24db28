"""The patterns benchmark: its measures are right, its sets as said, one small run is whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from curator.bench import pattern_sets, patterns
from curator.bench.partitions import adjusted_rand, normalised_information
from curator.bench.planted_modes import STRAY
from curator.bench.planted_questions import planted_questions

LABELS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 4)), min_size=2, max_size=40)


@settings(max_examples=40)
@given(LABELS)
def test_measures_equal_scikit_learns(pairs: list[tuple[int, int]]) -> None:
    metrics = pytest.importorskip("sklearn.metrics")
    truth, found = [one for one, _ in pairs], [other for _, other in pairs]
    assert adjusted_rand(truth, found) == pytest.approx(metrics.adjusted_rand_score(truth, found))
    if len(set(truth)) > 1 or len(set(found)) > 1:
        reference = metrics.normalized_mutual_info_score(truth, found)
        assert normalised_information(truth, found) == pytest.approx(reference, abs=1e-9)


def test_things_in_no_group_count_apart() -> None:
    assert adjusted_rand([1, 1, 2, 3], [0, 0, -1, -1]) == 1.0
    assert adjusted_rand([1, 1, 2, 2], [0, 0, -1, -1]) < 1.0


def test_planted_questions_are_distinct_repeatable_and_of_zipfs_sizes() -> None:
    questions, truth = planted_questions(1000, 3, kinds=20)
    assert (questions, truth) == planted_questions(1000, 3, kinds=20)
    assert len(set(questions)) == 1000
    sizes = [count for _, count in Counter(truth).most_common()]
    assert 180 < sizes[0] < 330
    assert 1.4 < sizes[0] / sizes[1] < 2.8
    assert 60 <= sum(count == 1 for count in sizes) <= 140


def test_a_small_run_names_every_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "SEEDS", {20: 2})
    monkeypatch.setattr(patterns.pattern_modes, "run", lambda *_: {})
    told = patterns.run([20])
    assert told["generated 20: same groups in another order (ARI)"] == 1.0
    assert told["generated 20: 5 % more, placed: moved"] == 0
    for what in ("ARI", "NMI", "unassigned", "cold, wall s", "memory, MB"):
        assert isinstance(told[f"generated 20: Curator {what}"], int | float)


def test_a_rival_that_ends_in_an_error_has_found_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def too_few(texts: Sequence[str], vectors: NDArray[np.float32]) -> list[int]:
        raise TypeError(f"k >= N for N = {len(texts)}, {vectors.shape[1]} wide")

    monkeypatch.setattr(patterns, "SEEDS", {20: 1})
    monkeypatch.setattr(patterns.pattern_modes, "run", lambda *_: {})
    monkeypatch.setattr(patterns, "rivals", lambda _: {"Other": too_few})
    told = patterns.run([20])
    assert told["generated 20: Other ended in an error"] == "k >= N for N = 20, 256 wide"
    assert told["generated 20: Other ARI"] == 0.0
    assert told["generated 20: Other unassigned"] == 1.0
    assert "KeyError" in str(told["generated 20: Other cold"])


def test_real_sets_are_read_with_their_labels(shared: Path) -> None:
    data = shared / "data"
    if not (data / pattern_sets.BITEXT).is_dir():
        pytest.skip("bitext_customer_support is not in ../shared/data")
    found = pattern_sets.bitext(data, 200, 1)
    assert found is not None
    assert len(found.failures) == pytest.approx(200, abs=8)
    assert pattern_sets.bitext(data, 100_000, 1) is None
    gold = pattern_sets.wmt(data)
    assert gold is not None
    assert "Style/Awkward" in gold.truth
    assert set(Counter(gold.truth).values()) == {pattern_sets.WMT_CATEGORY}


def test_blind_modes_are_read_with_and_without_notes() -> None:
    noted, bare = (pattern_sets.blind(60, 2, with_notes=given) for given in (True, False))
    assert noted.truth == bare.truth
    assert any(one.note for one in noted.failures)
    assert not any(one.note for one in bare.failures)
    strays = [kind for kind in noted.truth if kind.startswith(STRAY)]
    assert len(strays) == len(set(strays)) == 9
