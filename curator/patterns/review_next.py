"""What to see next in a pattern: its middle, its border, the odd one out, near passes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from curator.model.pattern_views import WorthSeeing
from curator.patterns.representation import Rows, best_first
from curator.patterns.study import Study
from curator.patterns.typical import centrality

Vectors = NDArray[np.float32]


@dataclass(frozen=True)
class Passes:
    """Reviewed passes and the members as (count, dims) vectors of one space, rows of length 1."""

    keys: Sequence[int]
    vectors: Vectors
    members: Vectors


def worth_seeing(
    study: Study, pattern_id: str, passes: Passes | None = None, each: int = 3
) -> tuple[WorthSeeing, ...]:
    """The most telling cases of a pattern: up to `each` of every kind, each case once.

    *Typical*: most like the others. *Border*: members nearest to being in another pattern.
    *Odd one out*: members least like the others. *Near pass*: passes most like the members.
    """
    members = study.rows(pattern_id)
    if not len(members):
        return ()
    own = centrality(study.seen.representation, members)
    found = _typical_and_odd(study, members, own, each)
    shown = {one.case_key for one in found}
    found += [one for one in _border(study, pattern_id, members, own) if one.case_key not in shown][
        :each
    ]
    found += _near_passes(passes, each) if passes is not None else []
    kept: dict[int, WorthSeeing] = {}
    for one in found:
        kept.setdefault(one.case_key, one)
    return tuple(kept.values())


def _typical_and_odd(study: Study, members: Rows, own: Vectors, each: int) -> list[WorthSeeing]:
    order = best_first(own)
    typical = [_one(study, members, own, place, "typical") for place in order[:each]]
    middle, spread = float(np.median(own)), float(own.std())
    odd = [place for place in reversed(order[each:]) if own[place] < middle - spread]
    return [*typical, *(_one(study, members, own, place, "odd one out") for place in odd[:each])]


def _one(study: Study, members: Rows, own: Vectors, place: int, kind: str) -> WorthSeeing:
    key = study.seen.failures[int(members[place])].key
    typical = kind == "typical"
    return WorthSeeing(
        case_key=key,
        kind="typical" if typical else "odd one out",
        similarity=round(float(own[place]), 3),
        sentence="Most like the others." if typical else "Least like the others: does it belong?",
    )


def _border(study: Study, pattern_id: str, members: Rows, own: Vectors) -> list[WorthSeeing]:
    """Every member, nearest to another pattern first."""
    made = {one.id: one for one in study.made}
    rest = [one for one in study.current.patterns if one.id not in made]
    others = [one for one in (*study.made, *rest) if one.id != pattern_id and one.members]
    if not others:
        return []
    groups = [study.rows(one.id) for one in others]
    near = study.seen.representation.mean_similarity(members, groups)
    best = np.round(near, 5).argmax(axis=1)
    gap: Vectors = near.max(axis=1) - own
    return [
        WorthSeeing(
            case_key=study.seen.failures[int(members[place])].key,
            kind="border",
            similarity=round(float(own[place]), 3),
            sentence=f"Nearly as close to “{others[int(best[place])].name}”.",
        )
        for place in best_first(gap)
    ]


def _near_passes(passes: Passes, each: int) -> list[WorthSeeing]:
    if not len(passes.keys) or not len(passes.members):
        return []
    similarity: Vectors = passes.vectors @ passes.members.mean(axis=0)
    return [
        WorthSeeing(
            case_key=passes.keys[place],
            kind="near pass",
            similarity=round(float(similarity[place]), 3),
            sentence="Passed, though it is like these: was that right?",
        )
        for place in best_first(similarity)[:each]
    ]
