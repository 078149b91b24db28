"""The held-out set: which reviewed cases are never trained on.

Membership follows from a seeded hash of the case's group, fixed when the case arrives and
before anyone can tune on it. Source of the shares: half of the failures until the set holds
50, then a fifth; passing cases alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from curator.model.review import Mark

FIRST_HALF_UNTIL = 50
DEFAULT_SHARE = 0.2
EARLY_SHARE = 0.5


class Candidate(NamedTuple):
    """A reviewed case as the held-out set sees it."""

    key: int
    group: str
    """Cases of one group are held out together or not at all."""
    hold_rank: float
    mark: Mark


def membership(
    candidates: Iterable[Candidate],
    *,
    share: float = DEFAULT_SHARE,
    frozen: frozenset[int] = frozenset(),
) -> frozenset[int]:
    """Keys of the held-out cases: the frozen ones and, group by group, the first by hash.

    Groups whose rank is under `share` are always in; then, until the failures (or the passes)
    among them number 50, further groups with a rank under one half.
    """
    groups: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        if candidate.mark is not Mark.SKIP:
            groups.setdefault(candidate.group, []).append(candidate)
    ranked = sorted((min(c.hold_rank for c in members), name) for name, members in groups.items())
    chosen = set(frozen)
    held: dict[Mark, int] = {Mark.FAIL: 0, Mark.PASS: 0}
    for rank, name in ranked:
        members = groups[name]
        inside = any(member.key in frozen for member in members)
        wanted = any(held[member.mark] < FIRST_HALF_UNTIL for member in members)
        if inside or rank < share or (rank < EARLY_SHARE and share > 0 and wanted):
            chosen.update(member.key for member in members)
            for member in members:
                held[member.mark] += 1
    return frozenset(chosen)


def join_groups(own: Sequence[str], near: Sequence[int]) -> list[str]:
    """Groups that two partitions make together (shared conversation or near-duplicates).

    `own` names each case's group, `near` its near-duplicate cluster; equal ones are joined.
    """
    parent: dict[str, str] = {}

    def find(name: str) -> str:
        parent.setdefault(name, name)
        while parent[name] != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    for name, number in zip(own, near, strict=True):
        first, second = sorted((find(f"own {name}"), find(f"near {number}")))
        parent[second] = first
    roots = [find(f"own {name}") for name in own]
    smallest: Mapping[str, str] = _smallest_names(roots, own)
    return [smallest[root] for root in roots]


def _smallest_names(roots: Sequence[str], own: Sequence[str]) -> dict[str, str]:
    """One name for each joined group that does not depend on the order of cases."""
    result: dict[str, str] = {}
    for root, name in zip(roots, own, strict=True):
        result[root] = min(result.get(root, name), name)
    return result
