"""What can be asked of patterns, as plain answers: previews, reasons, what to see next."""

from __future__ import annotations

from typing import Literal

from curator.model.base import Noun
from curator.model.statistics import Estimate

Telling = Literal["typical", "border", "odd one out", "near pass"]
"""Why a case of a pattern is worth a look."""


class CutPreview(Noun):
    """What a threshold would give, without grouping anything anew."""

    threshold: float
    patterns: int
    """People's patterns and the groups that the engine would propose beside them."""
    unassigned: int


class WhyPart(Noun):
    """What one side of a failure has to do with its place."""

    block: str
    words: str
    """The side in plain words: "what the reviewer wrote"."""
    similarity: float
    """Mean cosine to the pattern's members over this side, -1 to 1."""
    usual: float
    """The same for the pattern's members on average."""
    share: float
    """Of all that pulls the case towards the pattern, 0 to 1; 0 for what pushes it away."""


class Why(Noun):
    """Why a case is where it is."""

    case_key: int
    pattern_id: str
    similarity: float
    """Mean similarity to the pattern's members under the lens."""
    needed: float
    """Similarity from which a failure joins by itself: 1 - threshold."""
    parts: tuple[WhyPart, ...]
    """The strongest pull first; sides that the case or the whole pattern lacks are left out."""
    placed_by_person: bool
    """A tag, a move or a lock put it there, whatever the similarity."""
    sentence: str


class Half(Noun):
    """One of the two patterns that a split would give."""

    keys: tuple[int, ...]
    name: str
    keywords: tuple[str, ...] = ()
    exemplars: tuple[int, ...] = ()
    cohesion: float = 0.0


class ProposedSplit(Noun):
    """A pattern in two. The first half keeps id, name and colour; it is the larger one."""

    pattern_id: str
    first: Half
    second: Half
    between: float
    """Mean similarity between the halves; clearly below both cohesions where they differ."""


class Branch(Noun):
    """A node of the hierarchy: broad patterns hold patterns, which hold finer groups."""

    level: Literal["broad", "pattern", "finer"]
    name: str
    keywords: tuple[str, ...]
    size: int
    cohesion: float
    pattern_id: str | None = None
    keys: tuple[int, ...] = ()
    children: tuple[Branch, ...] = ()


class SuggestedPattern(Noun):
    """A case's likely pattern. Offered, never assigned silently."""

    case_key: int
    pattern_id: str
    name: str
    probability: float


class WorthAsking(Noun):
    """A failure whose tag would teach most."""

    case_key: int
    score: float
    """Greater is better; comparable within one answer only."""
    sentence: str


class LearnedState(Noun):
    """How well the model learned from people's patterns, and whether it speaks."""

    accuracy: Estimate | None
    """Share of people's cases that the model places rightly when each is left out; None where
    nothing could be learned."""
    largest_share: float
    """What always guessing the largest pattern would get right."""
    speaks: bool
    sentence: str
    seconds: float = 0.0


class WorthSeeing(Noun):
    """A case worth a look in a pattern, and why."""

    case_key: int
    kind: Telling
    similarity: float
    sentence: str


class Fold(Noun):
    """Cases that say the same: one is shown with a count."""

    key: int
    """The most typical, or the first, of them."""
    keys: tuple[int, ...]
    count: int
    """Cases it stands for, those included that were folded when they were imported."""
