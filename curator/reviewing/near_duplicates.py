"""Texts that are nearly the same: MinHash to find candidates, exact Jaccard to decide."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from curator.reviewing.sketches import BANDS, SHINGLE, Runs, shared_bands, sketches

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

THRESHOLD = 0.8
LEAST_SHARED = 2
"""Bands that a pair has in common: at 0.8 fewer than two has a probability of 0.000001."""
MANY = 32
"""Texts that share a band: in a larger bucket its pairs are not listed."""
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
    partner at all takes one of them. So pairs are listed only where few texts share a band; a text
    in a bucket of more than `many` is crowded and looked up when it is asked for. Texts are
    distinct and normalised.
    """

    def __init__(self, texts: Sequence[str], many: int = MANY) -> None:
        import numpy as np

        self._texts = texts
        self._set_of = lru_cache(maxsize=4096)(self._shingles)
        self._known = lru_cache(maxsize=1 << 18)(self._compared)
        bands = shared_bands(sketches(texts)) if len(texts) > 1 else []
        crowded = np.zeros(len(texts), dtype=np.bool_)
        for members, starts in bands:
            sizes = np.diff(np.append(starts, len(members)))
            crowded[members[np.repeat(sizes > many, sizes)]] = True
        self._pairs = _pairs_in(bands, len(texts), many)
        self._partners = _partners(self._pairs)
        self._buckets = _buckets_with(bands, crowded)
        """Positions that share a band, ascending, where one of them is crowded."""
        self._found_in: dict[int, list[int]] = {}
        """Of each crowded text the numbers of its buckets."""
        for number, bucket in enumerate(self._buckets):
            for member in bucket[crowded[bucket]].tolist():
                self._found_in.setdefault(member, []).append(number)

    def _shingles(self, position: int) -> frozenset[str]:
        return frozenset(_pieces(self._texts[position]))

    def similarity(self, first: int, second: int) -> float:
        """Jaccard of two texts."""
        return self._known(first, second) if first < second else self._known(second, first)

    def _compared(self, first: int, second: int) -> float:
        return jaccard(self._set_of(first), self._set_of(second))

    def may_have_near(self) -> list[int]:
        """Positions of texts that share enough bands with another, ascending: few of most texts."""
        return sorted({*self._partners, *self._found_in})

    def near(
        self, position: int, threshold: float, among: NDArray[np.bool_], *, earlier: bool = False
    ) -> Iterator[tuple[int, float]]:
        """Partners of a text among those marked, the likeliest first; `earlier` are before it.

        At most `MOST_COMPARED` are looked at, those with most MinHash bands in common: a pair at
        0.8 shares 13 of 32, one at 0.6 four.
        """
        if position in self._found_in:
            likeliest = self._likeliest(position, among, earlier)
        else:
            partners = self._partners.get(position, ())
            held = (o for o in partners if among[o] and (not earlier or o < position))
            likeliest = list(islice(held, MOST_COMPARED))
        for other in likeliest:
            similarity = self.similarity(position, other)
            if similarity >= threshold:
                yield other, similarity

    def _likeliest(self, position: int, among: NDArray[np.bool_], earlier: bool) -> list[int]:
        """Those that share most bands with a crowded text."""
        import numpy as np

        members = np.concatenate([self._buckets[number] for number in self._found_in[position]])
        members = members[among[members] & ((members < position) | (not earlier))]
        shared = np.bincount(members)
        shared[position : position + 1] = 0
        places = np.flatnonzero(shared >= LEAST_SHARED)
        likeliest = places[np.argsort(-shared[places], kind="stable")[:MOST_COMPARED]]
        return [int(place) for place in likeliest]

    def has_near(
        self, position: int, threshold: float, among: NDArray[np.bool_], *, earlier: bool = False
    ) -> bool:
        """Whether `near` yields anything; among many copies the first guess tells."""
        numbers = self._found_in.get(position, ())
        for number in numbers[:4] if len(numbers) > BANDS // 4 else ():
            members = self._buckets[number]
            members = members[among[members] & ((members < position) | (not earlier))]
            for other in members[:2].tolist():
                if other != position and self.similarity(position, other) >= threshold:
                    return True
        return any(self.near(position, threshold, among, earlier=earlier))

    def groups(self, threshold: float) -> list[int]:
        """A group a text, named by its smallest position: joined by pairs at the threshold.

        A crowded text is held against at most `MOST_COMPARED` of those before it, as in `near`.
        """
        import numpy as np

        group = list(range(len(self._texts)))
        for first, second in self._pairs.tolist():
            low, high = sorted((_root(group, first), _root(group, second)))
            if low != high and self.similarity(first, second) >= threshold:
                group[high] = low
        everywhere = np.ones(len(self._texts), dtype=np.bool_)
        for position in sorted(self._found_in):
            for other in self._likeliest(position, everywhere, earlier=True):
                low, high = sorted((_root(group, position), _root(group, other)))
                if low != high and self.similarity(position, other) >= threshold:
                    group[high] = low
        return [_root(group, position) for position in range(len(self._texts))]


def _root(group: list[int], position: int) -> int:
    while group[position] != position:
        group[position] = group[group[position]]
        position = group[position]
    return position


def _pairs_in(bands: Sequence[Runs], count: int, many: int) -> NDArray[np.intp]:
    """Pairs (rows of two positions) with enough bands in common, of buckets that are not crowded.

    Those with most in common first, each with the smaller position first.
    """
    import numpy as np

    keys: list[NDArray[np.intp]] = [np.empty(0, dtype=np.intp)]
    for members, starts in bands:
        sizes = np.diff(np.append(starts, len(members)))
        for size in np.unique(sizes[sizes <= many]).tolist():
            rows = members[starts[sizes == size, None] + np.arange(size)]
            first, second = np.triu_indices(size, 1)
            keys.append((rows[:, first] * count + rows[:, second]).ravel())
    pairs, shared = np.unique(np.concatenate(keys), return_counts=True)
    pairs, shared = pairs[shared >= LEAST_SHARED], shared[shared >= LEAST_SHARED]
    pairs = pairs[np.argsort(-shared, kind="stable")]
    return np.stack((pairs // max(count, 1), pairs % max(count, 1)), axis=1)


def _partners(pairs: NDArray[np.intp]) -> dict[int, list[int]]:
    """Of each text those it is paired with, the likeliest first, then by position."""
    found: dict[int, list[int]] = {}
    for first, second in pairs.tolist():
        found.setdefault(first, []).append(second)
        found.setdefault(second, []).append(first)
    return found


def _buckets_with(bands: Sequence[Runs], crowded: NDArray[np.bool_]) -> list[NDArray[np.intp]]:
    """Runs with a crowded text in them."""
    import numpy as np

    if not crowded.any():
        return []
    runs = [run for members, starts in bands for run in np.split(members, starts[1:])]
    return [run for run in runs if crowded[run].any()]


def near_duplicate_groups(texts: Sequence[str], threshold: float = THRESHOLD) -> list[int]:
    """A group number per text: texts joined by near-duplicate pairs share the smallest position."""
    first_of: dict[str, int] = {}
    clean = [normalise(text) for text in texts]
    first = [first_of.setdefault(text, place) for place, text in enumerate(clean)]
    distinct = list(first_of.values())
    groups = NearTexts(list(first_of)).groups(threshold)
    named = {place: distinct[group] for place, group in zip(distinct, groups, strict=True)}
    return [named[place] for place in first]
