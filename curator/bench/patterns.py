"""Patterns: how well groups of known kinds are found again, how fast, how steadily.

Floor: HDBSCAN, and BERTopic where it is installed, on the same vectors in the same run, each in
a fresh process too.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from curator.bench import pattern_modes, pattern_sets
from curator.bench.memory import most_memory
from curator.bench.partitions import adjusted_rand, normalised_information
from curator.bench.pattern_rivals import RivalFailed, rivals, timed
from curator.bench.pattern_sets import LabelledSet
from curator.model.pattern import Lens, PatternSet
from curator.model.value import JsonObject
from curator.operations.pattern_processes import PROCESSES
from curator.patterns import FailureText, group_failures, place_failures
from curator.patterns.embedders import builtin

SIZES = (20, 50, 200, 1_000, 5_000, 20_000, 100_000)
SEEDS = {20: 10, 50: 10, 200: 5, 1_000: 2}
"""Sets of a size that the quality is the mean of; 1 above."""
WRONG_AT = 20_000
"""Size at which grouping by what was wrong is timed: many texts a failure, not one."""
CURATOR = "Curator"
_COLD = "from curator.bench.patterns import cold; cold({count}, {lens!r}, {who!r})"


class Vectors:
    """The built-in embedder with every text embedded once."""

    def __init__(self) -> None:
        self._known: dict[str, NDArray[np.float32]] = {}

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        missing = list(dict.fromkeys(text for text in texts if text not in self._known))
        if missing:
            found = builtin.load().embed(missing)
            self._known.update(zip(missing, found, strict=True))
        return np.stack([self._known[text] for text in texts])


def run(sizes: Sequence[int] = SIZES, data: Path | None = None) -> JsonObject:
    """All figures by name. `data`: a folder with sets of others in it
    (`bitext_customer_support`, `wmt_mqm_ted_ende`), each as its publisher has it."""
    figures: JsonObject = {}
    for count in sizes:
        figures.update(_size(count, data))
    figures.update(pattern_modes.run(data, Vectors()))
    return figures


def _size(count: int, data: Path | None) -> JsonObject:
    figures: JsonObject = {}
    for name in ("generated", "bitext"):
        sets = [
            one for seed in range(SEEDS.get(count, 1)) if (one := _set(name, count, seed, data))
        ]
        if sets:
            told = _quality(sets)
            if name == "generated":
                told |= _steadiness(sets[0])
            figures.update({f"{name} {count:,}: {what}": value for what, value in told.items()})
    for who in (CURATOR, *rivals(count)):
        begun = _in_a_fresh_process(count, "asked", who)
        told = {f"{who} {what}": value for what, value in begun.items()}
        figures.update({f"generated {count:,}: {what}": value for what, value in told.items()})
    if count == WRONG_AT:
        begun = _in_a_fresh_process(count, "wrong", CURATOR)
        figures.update({f"blind {count:,}, wrong: {what}": told for what, told in begun.items()})
    return figures


def _set(name: str, count: int, seed: int, data: Path | None) -> LabelledSet | None:
    if name == "generated":
        return pattern_sets.generated(count, seed)
    return pattern_sets.bitext(data, count, seed) if data is not None else None


def _quality(sets: Sequence[LabelledSet]) -> JsonObject:
    """Means over sets: ours, then each rival's. A rival that ends in an error on a set has found
    nothing there, and its words are kept."""
    rows: dict[str, list[float]] = {}
    errors: JsonObject = {}
    for one in sets:
        vectors = Vectors()
        texts = [failure.asked for failure in one.failures]
        matrix = vectors.embed(texts)
        found, seconds = group(one.failures, vectors)
        _note(rows, CURATOR, one.truth, labels_of(found, one.failures), seconds)
        for name, rival in rivals(len(texts)).items():
            try:
                groups, took = timed(rival, texts, matrix)
            except RivalFailed as error:
                groups, took = [-1] * len(texts), 0.0
                errors[f"{name} ended in an error"] = str(error)
            _note(rows, name, one.truth, groups, took)
    return {what: round(float(np.mean(values)), 3) for what, values in rows.items()} | errors


def _note(
    rows: dict[str, list[float]],
    who: str,
    truth: Sequence[str],
    groups: Sequence[int],
    seconds: float,
) -> None:
    for what, value in {
        "ARI": adjusted_rand(truth, groups),
        "NMI": normalised_information(truth, groups),
        "unassigned": sum(one < 0 for one in groups) / len(groups),
        "warm, processor s": seconds,
    }.items():
        rows.setdefault(f"{who} {what}", []).append(value)


def group(failures: Sequence[FailureText], vectors: Vectors) -> tuple[PatternSet, float]:
    """The grouping of these failures by what was asked, and the processor time it took."""
    started = time.process_time()
    found = group_failures(failures, vectors.embed, lens="asked", people=PatternSet())
    return found, time.process_time() - started


def labels_of(found: PatternSet, failures: Sequence[FailureText]) -> list[int]:
    """The place of each failure's pattern, -1 for none."""
    home = {key: place for place, one in enumerate(found.patterns) for key in one.members}
    return [home.get(failure.key, -1) for failure in failures]


def _steadiness(one: LabelledSet) -> JsonObject:
    """Other order of rows; 5 % more data, placed and grouped afresh."""
    vectors = Vectors()
    before, _ = group(one.failures, vectors)
    shuffled = random.Random(1).sample(one.failures, len(one.failures))
    again, _ = group(shuffled, vectors)
    base = one.failures[: max(2, round(len(one.failures) / 1.05))]
    first, _ = group(base, vectors)
    grown = place_failures(one.failures, vectors.embed, current=first)
    old = {key: pattern.id for pattern in first.patterns for key in pattern.members}
    new = {key: pattern.id for pattern in grown.patterns for key in pattern.members}
    return {
        "same groups in another order (ARI)": adjusted_rand(
            _apart(labels_of(before, one.failures)), labels_of(again, one.failures)
        ),
        "5 % more, grouped afresh (ARI on the old)": round(
            adjusted_rand(_apart(labels_of(first, base)), labels_of(before, base)), 3
        ),
        "5 % more, grouped afresh: ARI": round(
            adjusted_rand(one.truth, labels_of(before, one.failures)), 3
        ),
        "5 % more, placed: moved": sum(new.get(key) != home for key, home in old.items()),
        "5 % more, placed: ARI": round(adjusted_rand(one.truth, labels_of(grown, one.failures)), 3),
    }


def _apart(groups: Sequence[int]) -> list[int]:
    """Groups in which each failure that is in none is a group of its own."""
    return [group if group >= 0 else -1 - place for place, group in enumerate(groups)]


def _in_a_fresh_process(count: int, lens: Lens, who: str) -> JsonObject:
    """From the start of a process to the first patterns of `who`, and the most memory it held."""
    started = time.perf_counter()
    done = subprocess.run(  # noqa: S603 - the interpreter that runs this, on our own module
        [sys.executable, "-c", _COLD.format(count=count, lens=lens, who=who)],
        capture_output=True,
        text=True,
        check=False,
    )
    took = time.perf_counter() - started
    if done.returncode:
        return {"cold": f"ended in an error: {done.stderr.strip().splitlines()[-1]}"}
    told = json.loads(done.stdout)
    return {
        "cold, wall s": round(took - told["making"], 2),
        "cold, processor s": told["processor"],
        "memory, MB": told["memory"],
    }


def cold(count: int, lens: Lens, who: str) -> None:
    """What the fresh process does: embed and group a set, print how it went. By what was wrong
    failures with notes and ideal answers, else generated questions."""
    begun = time.perf_counter()
    by_wrong = lens == "wrong"
    one = (
        pattern_sets.blind(count, 1, with_notes=True)
        if by_wrong
        else pattern_sets.generated(count, 0)
    )
    making = time.perf_counter() - begun
    made = time.process_time()
    if who == CURATOR:
        embed = builtin.load().embed
        group_failures(one.failures, embed, lens=lens, people=PatternSet(), helped=PROCESSES)
    else:
        texts = [failure.asked for failure in one.failures]
        rivals(count)[who](texts, builtin.load().embed(texts))
    held = most_memory()
    told = {
        "making": making,
        "processor": round(time.process_time() - made, 2),
        "memory": None if held is None else int(held),
    }
    sys.stdout.write(json.dumps(told))
