"""Failure modes: whether the lens sees how a failure fails, and what a few tags teach."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from curator.bench import pattern_sets
from curator.bench.partitions import adjusted_rand
from curator.bench.pattern_sets import LabelledSet
from curator.bench.planted_modes import STRAY
from curator.model.pattern import Lens, PatternSet
from curator.model.value import JsonObject
from curator.patterns import group_failures
from curator.patterns.engine import Seen, look
from curator.patterns.learning import learn
from curator.patterns.watch import Watch

if TYPE_CHECKING:
    from curator.bench.patterns import Vectors

COUNT = 600
SEEDS = (1, 2, 3)
BLIND_SEEDS = (11, 12, 13, 14, 15)
"""Of the modes planted blind. Choices were made on others."""
BLIND_NOTED = {False: "no notes", True: "most noted"}
TAGS = (3, 5, 10)
LEARN_ON = 5_000
NOTED = {"no notes": (0.0, 0.0), "half noted": (0.5, 0.33), "all noted": (1.0, 0.0)}
"""Share of failures with a note and with an ideal answer."""


def run(data: Path | None, vectors: Vectors) -> JsonObject:
    """Figures on planted modes, and on translations with gold error categories where given."""
    figures: JsonObject = {}
    for name, (notes, ideals) in NOTED.items():
        sets = [pattern_sets.planted(COUNT, seed, notes, ideals) for seed in SEEDS]
        figures.update(_means(f"modes, {name}", sets, vectors))
    for noted in (False, True):
        sets = [pattern_sets.blind(COUNT, seed, with_notes=noted) for seed in BLIND_SEEDS]
        figures.update(_means(f"blind modes, {BLIND_NOTED[noted]}", sets, vectors))
    large = pattern_sets.planted(LEARN_ON, 1, 0.5, 0.33)
    seen = _look(large, vectors)
    classes = _tagged(large, seen, 100)
    started = time.process_time()
    learn(seen.taught, classes)
    took = round(time.process_time() - started, 2)
    figures[f"modes: learning at {LEARN_ON:,}, processor s"] = took
    gold = pattern_sets.wmt(data) if data is not None else None
    if gold is not None:
        figures.update({f"wmt: {what}": value for what, value in _modes(gold, vectors).items()})
        counts = [gold.truth.count(kind) for kind in set(gold.truth)]
        figures["wmt: always guessing one"] = round(max(counts) / len(gold.truth), 3)
    return figures


def _means(name: str, sets: Sequence[LabelledSet], vectors: Vectors) -> JsonObject:
    """Every figure's mean over the sets."""
    told = [_modes(one, vectors) for one in sets]
    return {
        f"{name}: {what}": round(float(np.mean([one[what] for one in told])), 3) for what in told[0]
    }


def _modes(one: LabelledSet, vectors: Vectors) -> dict[str, float]:
    told = {f"ARI without labels, {lens}": _ari(one, lens, vectors) for lens in _LENSES}
    seen = _look(one, vectors)
    truth = dict(zip((failure.key for failure in one.failures), one.truth, strict=True))
    real = np.array([truth[failure.key] for failure in seen.failures])
    named = np.array([not kind.startswith(STRAY) for kind in real.tolist()])
    for each in TAGS:
        classes = _tagged(one, seen, each)
        kinds = np.array([real[rows[0]] for rows in classes])
        learned = learn(seen.taught, classes)
        if learned is None:
            continue
        rest = np.setdiff1d(np.flatnonzero(named), np.concatenate(classes))
        best = kinds[learned.probabilities[rest].argmax(axis=1)]
        right = int(np.count_nonzero(best == real[rest]))
        told[f"right after {each} tags a mode"] = round(right / len(rest), 3)
        told[f"accuracy it claims after {each}"] = learned.accuracy.value
    return told


_LENSES: tuple[Lens, ...] = ("wrong", "answered")


def _ari(one: LabelledSet, lens: Lens, vectors: Vectors) -> float:
    found = group_failures(one.failures, vectors.embed, lens=lens, people=PatternSet())
    home = {key: place for place, own in enumerate(found.patterns) for key in own.members}
    return adjusted_rand(one.truth, [home.get(failure.key, -1) for failure in one.failures])


def _look(one: LabelledSet, vectors: Vectors) -> Seen:
    watch = Watch(len(one.failures), lambda _, __: None, lambda: False)
    return look(one.failures, vectors.embed, "wrong", True, watch)


def _tagged(
    one: LabelledSet, seen: Seen, each: int
) -> list[np.ndarray[tuple[int], np.dtype[np.intp]]]:
    """The first rows of every kind, in fixed order. A kind with no more than these is tagged
    whole, and nothing of it is among the rest."""
    truth = dict(zip((failure.key for failure in one.failures), one.truth, strict=True))
    rows: dict[str, list[int]] = {}
    for row, failure in enumerate(seen.failures):
        rows.setdefault(truth[failure.key], []).append(row)
    kinds: Sequence[str] = [kind for kind in sorted(rows) if not kind.startswith(STRAY)]
    return [np.array(rows[kind][:each], dtype=np.intp) for kind in kinds]
