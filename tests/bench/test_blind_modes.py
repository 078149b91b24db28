from collections import Counter

import numpy as np
import pytest
from scipy.stats.contingency import association, crosstab

from curator.bench.blind_faults import FAULTS
from curator.bench.blind_modes import BlindFailure, blind_modes, blind_modes_by_topic
from curator.bench.blind_topics import topics

SEEDS = (1, 2, 3)


def _repeated(texts: list[str]) -> float:
    return 1 - len(set(texts)) / len(texts)


def test_the_same_seed_gives_the_same_failures_and_another_gives_others() -> None:
    assert blind_modes(200, 5) == blind_modes(200, 5)
    assert {failure.answered for failure in blind_modes(200, 5)} != {
        failure.answered for failure in blind_modes(200, 6)
    }


def test_without_notes_only_the_notes_are_gone() -> None:
    noted, bare = blind_modes(120, 4), blind_modes(120, 4, with_notes=False)
    assert {failure.note for failure in bare} == {""}
    assert [(one.asked, one.answered, one.ideal, one.mode) for one in noted] == [
        (one.asked, one.answered, one.ideal, one.mode) for one in bare
    ]


@pytest.mark.parametrize("seed", SEEDS)
def test_every_mode_is_planted_in_uneven_sizes_beside_strays(seed: int) -> None:
    failures = blind_modes(600, seed)
    assert [failure.key for failure in failures] == list(range(600))
    sizes = Counter(failure.mode for failure in failures)
    assert sizes.pop(None) == 90
    assert set(sizes) == set(FAULTS)
    largest, smallest = max(sizes.values()), min(sizes.values())
    assert largest > 10 * smallest >= 20


@pytest.mark.parametrize("seed", SEEDS)
def test_the_topic_does_not_predict_the_mode(seed: int) -> None:
    made = blind_modes_by_topic(600, seed)
    modes = np.array([str(failure.mode) for failure, _ in made])
    named = np.array([topic for _, topic in made])
    table = np.asarray(crosstab(modes, named).count)
    assert table.shape[1] == len(topics()) >= 8
    assert association(table, method="cramer") < 0.2


@pytest.mark.parametrize("seed", SEEDS)
def test_few_texts_are_exact_repeats(seed: int) -> None:
    failures = blind_modes(600, seed)
    assert _repeated([failure.answered for failure in failures]) < 0.02
    assert _repeated([failure.asked for failure in failures]) < 0.1


def _share(failures: list[BlindFailure], lacking: str) -> float:
    return sum(not getattr(failure, lacking) for failure in failures) / len(failures)


@pytest.mark.parametrize("seed", SEEDS)
def test_most_have_an_ideal_answer_and_a_note_but_not_all(seed: int) -> None:
    failures = blind_modes(600, seed)
    assert 0.15 < _share(failures, "ideal") < 0.35
    assert 0.05 < _share(failures, "note") < 0.2


def test_texts_are_whole_and_an_answer_is_never_its_own_ideal() -> None:
    for failure in blind_modes(1500, 9):
        assert failure.asked.strip()
        assert failure.answered.strip()
        assert failure.answered != failure.ideal
        written = f"{failure.asked} {failure.ideal}"
        if failure.mode != "placeholder_left":
            written += f"{failure.answered} {failure.note}"
        assert "{" not in written
        assert " | " not in written


@pytest.mark.parametrize("count", [0, 1, 7])
def test_a_handful_is_made_too(count: int) -> None:
    assert len(blind_modes(count, 1)) == count
