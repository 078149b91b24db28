"""Patterns: named groups of failures that fail alike."""

from __future__ import annotations

from typing import Literal

from curator.model.value import Value

Lens = Literal["wrong", "asked", "answered", "all"]
"""What to group by: what was wrong, what was asked, what was answered, or everything."""

Fix = Literal["prompt", "knowledge", "fine-tuning", "product", "undecided"]
"""What would fix a pattern."""


class Pattern(Value):
    """A named group of failures. Ids, names, colours and locked members outlive regrouping."""

    id: str
    name: str
    by_people: bool
    """A person named, accepted or tagged it; else the engine proposes it."""
    locked: bool = False
    as_grouped: bool = False
    """A person accepted it as the engine had grouped it and has done nothing to it since: its
    members, unlike those that people put together, may be grouped afresh on request."""
    colour: int
    """1 to 8 index the map's colours and shapes; 0 is grey. Kept for life."""
    fix: Fix = "undecided"
    description: str = ""
    members: tuple[int, ...] = ()
    """Case keys, each in one pattern only, in ascending order."""
    keywords: tuple[str, ...] = ()
    exemplars: tuple[int, ...] = ()
    """Most typical members first."""
    cohesion: float = 0.0
    """Mean cosine similarity of members to their centre, 0 to 1."""


class Proposal(Value):
    """A failure's likely pattern, offered and never assigned silently."""

    case_key: int
    pattern_id: str
    probability: float


class PatternSet(Value):
    """All patterns of a project with what stays outside.

    `threshold` is the frozen cosine distance at which groups were cut; `positions` places each
    grouped failure on the map (case key, x, y; axes have no meaning).
    """

    lens: Lens = "wrong"
    embedder: str = ""
    threshold: float = 0.0
    patterns: tuple[Pattern, ...] = ()
    unassigned: tuple[int, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    positions: tuple[tuple[int, float, float], ...] = ()
    seconds: float = 0.0
