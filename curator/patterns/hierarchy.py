"""The hierarchy: broad patterns, the patterns in them, and finer groups in those."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from curator.model.pattern import Pattern
from curator.model.pattern_views import Branch
from curator.patterns.grouping import EXACT_UP_TO, group_rows
from curator.patterns.linkage import Tree, average_linkage, distances_from
from curator.patterns.names import said, suggest_name
from curator.patterns.representation import Rows, as_ints
from curator.patterns.study import Study
from curator.patterns.typical import cohesion, most_typical_first
from curator.patterns.words import keywords, words_of

FINER_SHARE = 0.8
"""Finer groups are cut at this part of the distance at which patterns are."""
FEWEST_FOR_FINER = 6
"""A smaller pattern is shown whole."""
BROAD_PER_PATTERNS = 3
"""About so many patterns make a broad one."""


def hierarchy(study: Study) -> tuple[Branch, ...]:
    """Broad patterns, largest first; a broad one with a single pattern in it is that pattern.

    Average linkage above and below the patterns as they stand: above, between patterns by the
    mean similarity of their members, which is how the tree itself merges them; below, between
    the members of each. Failures in no pattern are left out.
    """
    patterns = [one for one in _standing(study) if len(study.rows(one.id))]
    leaves = [_pattern_branch(study, one) for one in patterns]
    labels = _broad_labels(study, [study.rows(one.id) for one in patterns])
    broad: list[Branch] = []
    for label in sorted(set(labels)):
        inside = [leaf for leaf, own in zip(leaves, labels, strict=True) if own == label]
        inside.sort(key=lambda one: (-one.size, one.pattern_id or ""))
        broad.append(inside[0] if len(inside) == 1 else _broad_branch(study, inside))
    return tuple(sorted(broad, key=lambda one: (-one.size, one.name)))


def _standing(study: Study) -> list[Pattern]:
    made = {one.id: one for one in study.made}
    found = [one for one in study.current.patterns if one.id not in made]
    return [*study.made, *found]


def _broad_labels(study: Study, groups: Sequence[Rows]) -> list[int]:
    if len(groups) < 3:
        return list(range(len(groups)))
    closeness = np.stack(
        [study.seen.representation.mean_similarity(group, groups).mean(axis=0) for group in groups]
    )
    np.fill_diagonal(closeness, 1.0)
    tree = average_linkage(distances_from(closeness.astype(np.float32)))
    wanted = max(1, round(len(groups) / BROAD_PER_PATTERNS))
    height = float(tree.merges[len(groups) - 1 - wanted, 2])
    return [int(label) for label in tree.cut(height)]


def _broad_branch(study: Study, inside: Sequence[Branch]) -> Branch:
    keys = tuple(sorted(key for one in inside for key in one.keys))
    rows = study.seen.rows_of(keys)
    told = _telling_words(study, rows)
    names = [one.name for one in inside[:2]]
    more = f" and {len(inside) - 2} more" if len(inside) > 2 else ""
    return Branch(
        level="broad",
        name=" · ".join(names) + more,
        keywords=told,
        size=len(keys),
        cohesion=cohesion(study.seen.representation, rows),
        keys=keys,
        children=tuple(inside),
    )


def _pattern_branch(study: Study, pattern: Pattern) -> Branch:
    rows = study.rows(pattern.id)
    keys = tuple(sorted(study.seen.keys_of(rows)))
    return Branch(
        level="pattern",
        name=pattern.name,
        keywords=pattern.keywords or _telling_words(study, rows),
        size=len(keys),
        cohesion=cohesion(study.seen.representation, rows),
        pattern_id=pattern.id,
        keys=keys,
        children=_finer(study, rows),
    )


def _finer(study: Study, rows: Rows) -> tuple[Branch, ...]:
    """Groups of two or more inside a pattern; none where it is of one piece."""
    if len(rows) < FEWEST_FOR_FINER:
        return ()
    read = rows[:EXACT_UP_TO]
    grouping = group_rows(study.seen.representation, read, 0.0, lambda: False)
    cut = FINER_SHARE * study.grouping.threshold
    groups = grouping.at(cut).groups
    if len(groups) < 2:
        groups = grouping.at(_second_highest(grouping.tree)).groups
    if len(groups) < 2:
        return ()
    taken: set[str] = set()
    branches: list[Branch] = []
    for group in sorted(groups, key=lambda one: (-len(one), int(one[0]))):
        typical = most_typical_first(study.seen.representation, group)
        members = [study.seen.failures[row] for row in as_ints(typical)]
        told = _telling_words(study, group)
        name = suggest_name(members, study.seen.lens, told, taken)
        taken.add(name)
        branches.append(
            Branch(
                level="finer",
                name=name,
                keywords=told,
                size=len(group),
                cohesion=cohesion(study.seen.representation, group),
                keys=tuple(sorted(study.seen.keys_of(group))),
            )
        )
    return tuple(branches)


def _second_highest(tree: Tree) -> float:
    """A cut just below the last merge."""
    heights = tree.merges[:, 2]
    return float((heights[-1] + heights[-2]) / 2) if len(heights) > 1 else 0.0


def _telling_words(study: Study, rows: Rows) -> tuple[str, ...]:
    """Words that set rows apart from a sample of all others."""
    seen = study.seen
    inside = set(as_ints(rows[:EXACT_UP_TO]))
    outside = [row for row in range(min(len(seen.failures), EXACT_UP_TO)) if row not in inside]

    def words(row: int) -> set[str]:
        return words_of(said(seen.failures[row], seen.lens))

    return tuple(keywords([[words(row) for row in sorted(inside)]], [words(r) for r in outside])[0])
