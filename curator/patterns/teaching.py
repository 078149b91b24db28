"""What the model learned from people, offered: likely patterns, its accuracy, what to tag next."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from curator.model.pattern_views import LearnedState, SuggestedPattern, WorthAsking
from curator.patterns.learning import FLOOR, SURE_ENOUGH, speaks
from curator.patterns.representation import Rows, as_ints, best_first
from curator.patterns.study import Study
from curator.patterns.typical import centrality

CROWD_READ = 2000
"""Failures in no person's pattern that "how common is this" is judged against."""


def learned_state(study: Study) -> LearnedState:
    """How well the model learned, and whether it says anything."""
    learned = study.learned
    if learned is None:
        return LearnedState(
            accuracy=None,
            largest_share=0.0,
            speaks=False,
            sentence="Nothing to learn from yet: tag two failures alike, or name a pattern.",
        )
    accuracy, talks = learned.accuracy, speaks(learned)
    share = learned.largest if learned.largest < 1.0 else 0.0
    told = f"Right on {accuracy.count} of {accuracy.of} cases left out in turn"
    told += f": {accuracy.percent}."
    if not talks:
        told += f" It keeps quiet until the interval starts above {100 * FLOOR:.0f} %"
        told += f" and it beats always guessing the largest pattern ({100 * share:.0f} %)."
    return LearnedState(
        accuracy=accuracy,
        largest_share=round(share, 4),
        speaks=talks,
        sentence=told,
        seconds=study.learned_in,
    )


def suggestions(study: Study, *, least: float = SURE_ENOUGH) -> tuple[SuggestedPattern, ...]:
    """The likely pattern of each failure that is in no person's one, surest first.

    Empty while the model keeps quiet; failures below the probability `least` are left out.
    """
    learned = study.learned
    if learned is None or not speaks(learned):
        return ()
    found: list[SuggestedPattern] = []
    for row in as_ints(_unjudged(study)):
        place = int(np.argmax(learned.probabilities[row]))
        probability = round(float(learned.probabilities[row, place]), 3)
        if probability >= least:
            pattern, key = study.made[place], study.seen.failures[row].key
            found.append(
                SuggestedPattern(
                    case_key=key,
                    pattern_id=pattern.id,
                    name=pattern.name,
                    probability=probability,
                )
            )
    return tuple(sorted(found, key=lambda one: (-one.probability, one.case_key)))


def most_informative(study: Study, limit: int = 10) -> tuple[WorthAsking, ...]:
    """Failures in no person's pattern whose tag would teach most, best first.

    Uncertainty times how common the like of it is: a doubtful case that resembles many teaches
    more than an odd one. Before anything is learned, the most typical of the largest groups.
    No two that say nearly the same are offered together.
    """
    rows = _unjudged(study)
    rows = rows[study.seen.representation.seen[rows]]
    if not len(rows):
        return ()
    crowd = rows[:CROWD_READ]
    common = np.maximum(study.seen.representation.mean_similarity(rows, [crowd])[:, 0], 0.0)
    doubt, words = _doubt(study, rows)
    score = np.round(doubt * (0.1 + common), 6)
    chosen: list[WorthAsking] = []
    taken: list[int] = []
    for place in best_first(score):
        row = int(rows[place])
        if taken and float(_similar(study, row, taken).max()) > 1 - study.grouping.threshold / 2:
            continue
        taken.append(row)
        key = study.seen.failures[row].key
        chosen.append(WorthAsking(case_key=key, score=float(score[place]), sentence=words[place]))
        if len(chosen) == limit:
            break
    return tuple(chosen)


def _similar(study: Study, row: int, taken: list[int]) -> NDArray[np.float32]:
    rows = np.array([row], dtype=np.intp)
    return study.seen.representation.similarity(rows, np.array(taken, dtype=np.intp))[0]


def _doubt(study: Study, rows: Rows) -> tuple[NDArray[np.float64], list[str]]:
    """(rows,) how little is known of each, 0 to 1, and why in words."""
    learned = study.learned
    if learned is None:
        return _by_group(study, rows)
    shares = learned.probabilities[rows]
    other = np.clip(1.0 - shares.sum(axis=1, keepdims=True), 0.0, 1.0)
    order = np.sort(np.concatenate([shares, other], axis=1), axis=1)
    margin = order[:, -1] - (order[:, -2] if order.shape[1] > 1 else 0.0)
    words: list[str] = []
    for place in range(len(rows)):
        ranked = best_first(shares[place])[:2]
        names = [study.made[one].name for one in ranked if shares[place, one] >= 0.15]
        words.append(
            f"Between “{names[0]}” and “{names[1]}”."
            if len(names) == 2
            else f"Perhaps “{names[0]}”, perhaps something new."
            if names
            else "Like nothing that has a name yet."
        )
    return 1.0 - margin, words


def _by_group(study: Study, rows: Rows) -> tuple[NDArray[np.float64], list[str]]:
    """Nothing learned yet: the middle of the largest groups first."""
    doubt = np.full(len(rows), 0.05)
    words = ["Like few others."] * len(rows)
    place_of = {int(row): place for place, row in enumerate(rows)}
    largest = max((len(group) for group in study.grouping.groups), default=1)
    for group in study.grouping.groups:
        central = centrality(study.seen.representation, group)
        top = float(max(1e-6, central.max()))
        for row, own in zip(as_ints(group), central.tolist(), strict=True):
            place = place_of.get(row, -1)
            if place < 0:  # a person has placed it since the tree was made
                continue
            doubt[place] = (0.1 + 0.9 * len(group) / largest) * max(0.05, own / top) ** 4
            words[place] = f"Stands for {len(group):,} failures that nobody has named."
    return doubt, words


def _unjudged(study: Study) -> Rows:
    held = {key for one in study.made for key in one.members}
    return study.seen.rows_of([one.key for one in study.seen.failures if one.key not in held])
