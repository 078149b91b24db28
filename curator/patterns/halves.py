"""Splitting a pattern: two halves that differ most, proposed for a person to accept."""

from __future__ import annotations

import numpy as np

from curator.model.pattern_views import Half, ProposedSplit
from curator.patterns.grouping import EXACT_UP_TO, group_rows
from curator.patterns.linkage import Tree
from curator.patterns.names import said, suggest_name
from curator.patterns.representation import Rows, as_ints
from curator.patterns.study import Study
from curator.patterns.typical import EXEMPLARS, cohesion, most_typical_first
from curator.patterns.words import keywords, words_of

FEWEST = 4
"""A smaller pattern has no two halves of two."""
SMALLEST_SHARE = 0.1
"""Part of the members that each side of a split starts from, so that no single odd one counts
as a half."""


def halves(study: Study, pattern_id: str) -> ProposedSplit | None:
    """Two halves of a pattern, or None where it has fewer than four members.

    The members are linked by average linkage; the broadest merge of two sides that hold a tenth
    of the members each gives the two kernels, and every other member goes to the kernel it is
    more like. Where no merge is like that, the kernels are the medoid and the member least like it.
    """
    pattern = study.pattern(pattern_id)
    members = study.rows(pattern_id)
    if pattern is None or len(members) < FEWEST:
        return None
    one, other = _kernels(study, members)
    closeness = np.round(study.seen.representation.mean_similarity(members, [one, other]), 5)
    in_other = closeness[:, 1] > closeness[:, 0]
    in_other[np.isin(members, one)] = False
    in_other[np.isin(members, other)] = True
    first, second = members[~in_other], members[in_other]
    if len(second) > len(first):
        first, second = second, first
    between = float(study.seen.representation.mean_similarity(first, [second]).mean())
    return ProposedSplit(
        pattern_id=pattern_id,
        first=_half(study, first, second, pattern.name),
        second=_half(study, second, first, None),
        between=round(between, 4),
    )


def _kernels(study: Study, members: Rows) -> tuple[Rows, Rows]:
    read = members[:EXACT_UP_TO]
    tree = group_rows(study.seen.representation, read, 0.0, lambda: False)
    leaves = tree.leaf_of[read]
    found = _broadest_fair_merge(tree.tree, max(2, int(len(read) * SMALLEST_SHARE)))
    if found is not None:
        one, other = (np.isin(leaves, list(side)) for side in found)
        return read[one], read[other]
    typical = most_typical_first(study.seen.representation, read)
    medoid = typical[:1]
    apart = study.seen.representation.similarity(typical, medoid)[:, 0]
    return medoid, typical[[int(np.argmin(np.round(apart, 5)))]]


def _broadest_fair_merge(tree: Tree, fewest: int) -> tuple[set[int], set[int]] | None:
    """The leaves of both sides of the highest merge whose sides hold `fewest` leaves each."""
    inside: list[set[int]] = [{leaf} for leaf in range(tree.leaves)]
    best: tuple[set[int], set[int]] | None = None
    for left, right in tree.pairs():
        if min(len(inside[left]), len(inside[right])) >= fewest:
            best = (inside[left], inside[right])
        inside.append(inside[left] | inside[right])
    return best


def _half(study: Study, rows: Rows, other: Rows, name: str | None) -> Half:
    seen = study.seen
    typical = most_typical_first(seen.representation, rows)
    members = [seen.failures[row] for row in as_ints(typical)]
    told = keywords(
        [[words_of(said(one, seen.lens)) for one in members]],
        [words_of(said(seen.failures[row], seen.lens)) for row in as_ints(other)],
    )[0]
    taken = {one.name for one in (*study.current.patterns, *study.made)}
    return Half(
        keys=tuple(sorted(seen.keys_of(rows))),
        name=name or suggest_name(members, seen.lens, told, taken),
        keywords=tuple(told),
        exemplars=seen.keys_of(typical[:EXEMPLARS]),
        cohesion=cohesion(seen.representation, rows),
    )
