"""Texts that are nearly the same: MinHash to find candidates, exact Jaccard to decide."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
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
LEAST_SHARED = 2
"""Bands that a pair has in common: at 0.8 fewer than two has a probability of 0.000001."""
MOST_COMPARED = 32
"""Candidates looked at for one text in one search, the likeliest first."""


def normalise(text: str) -> str:
    """One spelling for comparing: Unicode NFKC, case folded, white space collapsed."""
    # Plain ASCII, most of all texts, is its own normal form.
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    return " ".join(plain.casefold().split())


def shingles(text: str) -> frozenset[str]:
    """All runs of five characters of the normalised text; a shorter text is its own shingle."""
    return frozenset(_pieces(normalise(text)))


def _pieces(clean: str) -> list[str]:
    return [clean[at : at + SHINGLE] for at in range(max(1, len(clean) - SHINGLE + 1))]


def jaccard(first: frozenset[str], second: frozenset[str]) -> float:
    """Shared shingles as a share of all, 0 to 1."""
    shared = len(first & second)
    return shared / (len(first) + len(second) - shared)


class NearTexts:
    """Texts ready to be searched for those nearly the same, without listing all pairs.

    Thousands of texts nearly the same as each other have millions of pairs; whether a text has a
    partner at all takes one of them. Texts should be distinct once normalised.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts
        self._set_of = lru_cache(maxsize=4096)(self._shingles)
        self.buckets = _buckets(texts)
        """Positions that share a MinHash band, ascending, two or more in each."""
        self._found_in: dict[int, list[int]] = {}
        for number, members in enumerate(self.buckets):
            for member in members.tolist():
                self._found_in.setdefault(member, []).append(number)

    def _shingles(self, position: int) -> frozenset[str]:
        return shingles(self._texts[position])

    def _may_be_near(self, first: int, second: int) -> bool:
        """Whether two texts share the bands that near ones do: quicker than their shingles."""
        of_first = self._found_in[first]
        return len(set(of_first).intersection(self._found_in[second])) >= LEAST_SHARED

    def similarity(self, first: int, second: int) -> float:
        """Jaccard of two texts."""
        return jaccard(self._set_of(first), self._set_of(second))

    def near(
        self, position: int, threshold: float, among: NDArray[np.bool_], *, earlier: bool = False
    ) -> Iterator[tuple[int, float]]:
        """Partners of a text among those marked, the likeliest first; `earlier` are before it.

        At most `MOST_COMPARED` are looked at, those with most MinHash bands in common: a pair at
        0.8 shares 13 of 32, one at 0.6 four.
        """
        import numpy as np

        numbers = self._found_in.get(position, ())
        if len(numbers) < LEAST_SHARED:
            return
        members = np.concatenate([self.buckets[number] for number in numbers])
        members = members[among[members] & ((members < position) | (not earlier))]
        shared = np.bincount(members)
        shared[position : position + 1] = 0
        places = np.flatnonzero(shared >= LEAST_SHARED)
        likeliest = places[np.argsort(-shared[places], kind="stable")[:MOST_COMPARED]]
        for other in likeliest.tolist():
            similarity = self.similarity(position, other)
            if similarity >= threshold:
                yield other, similarity

    def has_near(
        self, position: int, threshold: float, among: NDArray[np.bool_], *, earlier: bool = False
    ) -> bool:
        """Whether `near` yields anything; among many copies the first guess tells."""
        numbers = self._found_in.get(position, ())
        for number in numbers[:4] if len(numbers) > BANDS // 4 else ():
            members = self.buckets[number]
            members = members[among[members] & ((members < position) | (not earlier))]
            for other in members[:2].tolist():
                if other != position and self.similarity(position, other) >= threshold:
                    return True
        return any(self.near(position, threshold, among, earlier=earlier))

    def groups(self, threshold: float) -> list[int]:
        """A group a text, named by its smallest position: joined by pairs at the threshold."""
        group = list(range(len(self._texts)))
        apart: set[tuple[int, int]] = set()
        for bucket in self.buckets:
            # Members by group: a text already in one is not compared within it.
            held: dict[int, list[int]] = {}
            for position in bucket.tolist():
                if len(self._found_in[position]) < LEAST_SHARED:
                    continue
                mine = _root(group, position)
                joined = [position, *held.pop(mine, [])]
                for root, members in list(held.items()):
                    if self._touches(position, members, threshold, apart):
                        joined += held.pop(root)
                        low, high = sorted((mine, root))
                        group[high] = mine = low
                held[mine] = joined
        return [_root(group, position) for position in range(len(self._texts))]

    def _touches(
        self, position: int, members: Sequence[int], threshold: float, apart: set[tuple[int, int]]
    ) -> bool:
        for member in members:
            if (member, position) in apart:
                continue
            if self._may_be_near(member, position) and (
                self.similarity(member, position) >= threshold
            ):
                return True
            apart.add((member, position))
        return False


def _root(group: list[int], position: int) -> int:
    while group[position] != position:
        group[position] = group[group[position]]
        position = group[position]
    return position


def _first_places(texts: Sequence[str]) -> list[int]:
    """Of each text the position of the first that reads the same once normalised."""
    first_of: dict[str, int] = {}
    return [first_of.setdefault(normalise(text), place) for place, text in enumerate(texts)]


def near_duplicate_pairs(
    texts: Sequence[str], threshold: float = THRESHOLD
) -> list[tuple[int, int, float]]:
    """(first, second, similarity) of every pair at or over `threshold`, in order of position.

    Exactly equal texts come as a chain, not as all pairs: n copies give n - 1 pairs. For few
    texts: what is nearly the same in thousands is asked of `NearTexts`.
    """
    first = _first_places(texts)
    pairs = [(one, place, 1.0) for place, one in enumerate(first) if one != place]
    distinct = sorted(set(first))
    index = NearTexts([texts[place] for place in distinct])
    found: set[tuple[int, int]] = set()
    for bucket in index.buckets:
        members = bucket.tolist()
        for i, one in enumerate(members):
            found.update((one, other) for other in members[i + 1 :])
    for one, other in found:
        similarity = index.similarity(one, other)
        if similarity >= threshold:
            pairs.append((distinct[one], distinct[other], similarity))
    return sorted(pairs)


def _buckets(texts: Sequence[str]) -> list[NDArray[np.intp]]:
    """Positions that share a MinHash band."""
    import numpy as np
    from rensa import RMinHash  # loaded when first needed: not before the first window

    if len(texts) < 2:
        return []
    mix = np.array([1, 1_000_003, 998_244_353, 2_654_435_761], dtype=np.uint64)
    digests: list[list[int]] = []
    for text in texts:
        sketch = RMinHash(num_perm=PERMUTATIONS, seed=SEED)
        sketch.update(_pieces(normalise(text)))  # a repeated piece changes no minimum
        digests.append(sketch.digest())
    # One number a band; two bands that only look alike make a candidate more, never one less.
    bands: NDArray[np.uint64] = (
        np.array(digests, dtype=np.uint64).reshape(len(digests), BANDS, -1) @ mix
    )
    found: list[NDArray[np.intp]] = []
    for column in bands.T:
        order = np.argsort(column, kind="stable")
        ordered = column[order]
        starts = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1]))
        sizes = np.diff(np.append(starts, len(ordered)))
        many = sizes > 1
        for start, size in zip(starts[many].tolist(), sizes[many].tolist(), strict=True):
            found.append(order[start : start + size])  # a stable order: ascending positions
    return found


def near_duplicate_groups(texts: Sequence[str], threshold: float = THRESHOLD) -> list[int]:
    """A group number per text: texts joined by near-duplicate pairs share the smallest position."""
    first = _first_places(texts)
    distinct = sorted(set(first))
    index = NearTexts([texts[place] for place in distinct])
    named = {
        place: distinct[group]
        for place, group in zip(distinct, index.groups(threshold), strict=True)
    }
    return [named[place] for place in first]
