"""MinHash sketches of many texts at once, and which texts share bands of them.

Broder, On the resemblance and containment of documents (1997): two sets agree in one minimum with
the probability of their Jaccard similarity.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from curator.reviewing.text_blocks import text_blocks

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SHINGLE = 5
"""Characters a shingle. Source: `readiness.md` check 28, Jaccard on character 5-grams."""
PERMUTATIONS = 128
BANDS = 32
"""32 bands of 4 rows find a pair of similarity 0.8 with probability 1 - (1 - 0.8^4)^32 > 0.9999."""
SEED = 7
BLOCK = 1 << 16
"""Characters hashed at a time: they stay near the processor while all permutations pass."""
_APART = "\0" * (SHINGLE + 1)
"""Between two texts: a text shorter than a shingle is hashed with it as its own shingle."""


def sketches(texts: Sequence[str]) -> NDArray[np.uint32]:
    """The minimum of each of `PERMUTATIONS` hashes over a text's shingles, one row a text.

    The multipliers are odd, so each is a permutation of the hashes.
    """
    import numpy as np

    drawn = np.random.default_rng(SEED).integers(0, 1 << 31, (2, PERMUTATIONS), dtype=np.uint32)
    factors, added = drawn * np.uint32(2) + np.uint32(1)
    found = np.empty((len(texts), PERMUTATIONS), dtype=np.uint32)
    for start, end in text_blocks(texts, BLOCK):
        hashes, edges = _hashes(texts[start:end])
        moved = np.empty_like(hashes)
        for number in range(PERMUTATIONS):
            np.multiply(hashes, factors[number], out=moved)
            moved += added[number]
            found[start:end, number] = np.minimum.reduceat(moved, edges)[::2]
    return found


def _hashes(texts: Sequence[str]) -> tuple[NDArray[np.uint32], NDArray[np.intp]]:
    """A hash of every run of five characters, and first and end place of each text's own."""
    import numpy as np

    joined = _APART.join((*texts, ""))
    points = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    count = len(points) - SHINGLE + 1
    mixed = points[:count].astype(np.uint64)
    for place in range(1, SHINGLE):
        mixed *= np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
        mixed += points[place : place + count]
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    sizes = np.fromiter(map(len, texts), np.intp, len(texts))
    starts = np.cumsum(sizes + len(_APART)) - sizes - len(_APART)
    ends = starts + np.maximum(1, sizes - SHINGLE + 1)
    return (mixed >> np.uint64(32)).astype(np.uint32), np.stack((starts, ends), axis=1).ravel()


def shingle_codes(texts: Sequence[str]) -> list[NDArray[np.uint64]]:
    """Of each text a number for every run of five characters: equal where the runs are equal.

    Different runs have different numbers while the texts use no more than 6,000 characters; beyond
    that two may share one with a probability of 1 in 10^19.
    """
    import numpy as np

    points = [
        np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4") for text in texts
    ]
    used, codes = np.unique(np.concatenate(points), return_inverse=True)
    base = np.uint64(len(used) + 1 if len(used) <= 6000 else 0x9E3779B97F4A7C15)
    split = np.split(codes.astype(np.uint64), np.cumsum([len(one) for one in points])[:-1])
    found: list[NDArray[np.uint64]] = []
    for one in split:
        count = max(0, len(one) - SHINGLE + 1)
        number = np.zeros(count, dtype=np.uint64)
        for place in range(SHINGLE):
            number = number * base + one[place : place + count]
        found.append(number)
    return found


Runs = tuple["NDArray[np.intp]", "NDArray[np.intp]"]
"""Positions in runs, ascending within each, and where each run begins."""


def shared_bands(found: NDArray[np.uint32]) -> list[Runs]:
    """Of each band the texts that share it with another text, in runs that share it."""
    import numpy as np

    mix = np.array([1, 1_000_003, 998_244_353, 2_654_435_761], dtype=np.uint64)
    # One number a band; two bands that only look alike make a candidate more, never one less.
    bands: NDArray[np.uint64] = found.reshape(len(found), BANDS, -1).astype(np.uint64) @ mix
    shared: list[Runs] = []
    for column in bands.T:
        order = np.argsort(column, kind="stable")
        ordered = column[order]
        same = ordered[1:] == ordered[:-1]
        held = np.append(same, False) | np.append(False, same)
        first = np.append(True, ~same)[held]
        shared.append((order[held], np.flatnonzero(first)))
    return shared
