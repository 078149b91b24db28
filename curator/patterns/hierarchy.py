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
from curator.patterns.typical import cohesion, typical_and_cohesion
from curator.patterns.words import keywords, words_of

FINER_SHARE = 0.7
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
    rows = [study.rows(one.id) for one in patterns]
    words = [words_of(said(failure, study.seen.lens)) for failure in study.seen.failures]
    finer = [_finer_groups(study, own) for own in rows]
    told = _telling(words, [group for groups in finer for group in groups])
    leaves: list[Branch] = []
    for pattern, own, groups in zip(patterns, rows, finer, strict=True):
        children = _finer(study, groups, told[: len(groups)])
        del told[: len(groups)]
        leaves.append(_pattern_branch(study, pattern, own, children))
    labels = _broad_labels(study, rows)
    together = [
        [leaf for leaf, own in zip(leaves, labels, strict=True) if own == label]
        for label in sorted(set(labels))
    ]
    merged = [study.seen.rows_of(_keys(inside)) for inside in together]
    broad = [
        inside[0] if len(inside) == 1 else _broad_branch(study, inside, own)
        for inside, own in zip(together, _telling(words, merged), strict=True)
    ]
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


def _broad_branch(study: Study, leaves: Sequence[Branch], told: tuple[str, ...]) -> Branch:
    inside = sorted(leaves, key=lambda one: (-one.size, one.pattern_id or ""))
    keys = _keys(inside)
    names = [one.name for one in inside[:2]]
    more = f" and {len(inside) - 2} more" if len(inside) > 2 else ""
    return Branch(
        level="broad",
        name=" · ".join(names) + more,
        keywords=told,
        size=len(keys),
        cohesion=cohesion(study.seen.representation, study.seen.rows_of(keys)),
        keys=keys,
        children=tuple(inside),
    )


def _pattern_branch(
    study: Study, pattern: Pattern, rows: Rows, children: tuple[Branch, ...]
) -> Branch:
    return Branch(
        level="pattern",
        name=pattern.name,
        keywords=pattern.keywords,
        size=len(rows),
        cohesion=cohesion(study.seen.representation, rows),
        pattern_id=pattern.id,
        keys=tuple(sorted(study.seen.keys_of(rows))),
        children=children,
    )


def _finer_groups(study: Study, rows: Rows) -> list[Rows]:
    """Groups of two or more inside a pattern, largest first; none where it is of one piece."""
    if len(rows) < FEWEST_FOR_FINER:
        return []
    read = rows[:EXACT_UP_TO]
    grouping = group_rows(study.seen.representation, read, 0.0, lambda: False)
    groups = grouping.at(FINER_SHARE * study.grouping.threshold).groups
    if len(groups) < 2:
        groups = grouping.at(grouping.scale.threshold(_second_highest(grouping.tree))).groups
    if len(groups) < 2:
        return []
    return sorted(groups, key=lambda one: (-len(one), int(one[0])))


def _finer(
    study: Study, groups: Sequence[Rows], told: Sequence[tuple[str, ...]]
) -> tuple[Branch, ...]:
    taken: set[str] = set()
    branches: list[Branch] = []
    for group, words in zip(groups, told, strict=True):
        typical, held = typical_and_cohesion(study.seen.representation, group)
        members = [study.seen.failures[row] for row in as_ints(typical)]
        name = suggest_name(members, study.seen.lens, words, taken)
        taken.add(name)
        branches.append(
            Branch(
                level="finer",
                name=name,
                keywords=words,
                size=len(group),
                cohesion=held,
                keys=tuple(sorted(study.seen.keys_of(group))),
            )
        )
    return tuple(branches)


def _second_highest(tree: Tree) -> float:
    """A cut just below the last merge."""
    heights = tree.merges[:, 2]
    return float((heights[-1] + heights[-2]) / 2) if len(heights) > 1 else 0.0


def _telling(words: Sequence[set[str]], groups: Sequence[Rows]) -> list[tuple[str, ...]]:
    """Words that set each group apart from all other failures."""
    held = {row for group in groups for row in as_ints(group)}
    outside = [words[row] for row in range(len(words)) if row not in held]
    inside = [[words[row] for row in as_ints(group)] for group in groups]
    return [tuple(own) for own in keywords(inside, outside)]


def _keys(branches: Sequence[Branch]) -> tuple[int, ...]:
    return tuple(sorted(key for one in branches for key in one.keys))
