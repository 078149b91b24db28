"""Texts that are nearly the same: MinHash to find candidates, exact Jaccard to decide."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SHINGLE = 5
"""Characters a shingle. Source: `readiness.md` check 28, Jaccard on character 5-grams."""
THRESHOLD = 0.8
PERMUTATIONS = 128
BANDS = 32
"""32 bands of 4 rows find a pair of similarity 0.8 with probability 1 - (1 - 0.8^4)^32 > 0.9999."""
SEED = 7
_SPACE = re.compile(r"\s+")


def normalise(text: str) -> str:
    """One spelling for comparing: Unicode NFKC, case folded, white space collapsed."""
    return _SPACE.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()


def shingles(text: str) -> frozenset[str]:
    """All runs of five characters of the normalised text; a shorter text is its own shingle."""
    clean = normalise(text)
    if len(clean) <= SHINGLE:
        return frozenset((clean,))
    return frozenset(clean[i : i + SHINGLE] for i in range(len(clean) - SHINGLE + 1))


def jaccard(first: frozenset[str], second: frozenset[str]) -> float:
    """Shared shingles as a share of all, 0 to 1."""
    shared = len(first & second)
    return shared / (len(first) + len(second) - shared)


def near_duplicate_pairs(
    texts: Sequence[str], threshold: float = THRESHOLD
) -> list[tuple[int, int, float]]:
    """(first, second, similarity) of every pair at or over `threshold`, in order of position.

    Exactly equal texts come as a chain, not as all pairs: n copies give n - 1 pairs.
    """
    first_of: dict[str, int] = {}
    pairs: list[tuple[int, int, float]] = []
    for position, text in enumerate(texts):
        clean = normalise(text)
        if clean in first_of:
            pairs.append((first_of[clean], position, 1.0))
        else:
            first_of[clean] = position
    distinct = sorted(first_of.values())
    sets = {position: shingles(texts[position]) for position in distinct}
    for first, second in _candidates(distinct, sets):
        similarity = jaccard(sets[first], sets[second])
        if similarity >= threshold:
            pairs.append((first, second, similarity))
    return sorted(pairs)


def _candidates(positions: Sequence[int], sets: dict[int, frozenset[str]]) -> list[tuple[int, int]]:
    """Pairs that share a MinHash band."""
    import numpy as np
    from rensa import RMinHash  # loaded when first needed: not before the first window

    if len(positions) < 2:
        return []
    mix = np.array([1, 1_000_003, 998_244_353, 2_654_435_761], dtype=np.uint64)
    digests: list[list[int]] = []
    for position in positions:
        sketch = RMinHash(num_perm=PERMUTATIONS, seed=SEED)
        sketch.update(list(sets[position]))
        digests.append(sketch.digest())
    # One number a band; two bands that only look alike make a candidate more, never one less.
    bands: NDArray[np.uint64] = (
        np.array(digests, dtype=np.uint64).reshape(len(digests), BANDS, -1) @ mix
    )
    found: set[tuple[int, int]] = set()
    for column in bands.T:
        order = np.argsort(column, kind="stable")
        ordered = column[order]
        starts = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1]))
        sizes = np.diff(np.append(starts, len(ordered)))
        many = sizes > 1
        for start, size in zip(starts[many], sizes[many], strict=True):
            places = order[int(start) : int(start + size)]
            members = sorted(positions[int(place)] for place in places)
            for i, first in enumerate(members):
                found.update((first, second) for second in members[i + 1 :])
    return sorted(found)


def near_duplicate_groups(texts: Sequence[str], threshold: float = THRESHOLD) -> list[int]:
    """A group number per text: texts joined by near-duplicate pairs share the smallest position."""
    group = list(range(len(texts)))

    def find(position: int) -> int:
        while group[position] != position:
            group[position] = group[group[position]]
            position = group[position]
        return position

    for first, second, _ in near_duplicate_pairs(texts, threshold):
        low, high = sorted((find(first), find(second)))
        group[high] = low
    return [find(position) for position in range(len(texts))]
