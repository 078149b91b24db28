"""Words that an output alone has among all failures: a sign of misspelling and of garble."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from curator.patterns.failure_text import FailureText
from curator.patterns.tokens import Reading

_SHORT = 3
"""Letters up to which a word says nothing by being rare."""


@dataclass(frozen=True)
class OwnWords:
    """Of some failures: how many of them have each word in input or output (one, or more as 2);
    and of each output its longer words that no other of them has, and how many words it has."""

    seen: dict[str, int]
    own: tuple[tuple[str, ...], ...]
    distinct: tuple[int, ...]


def own_words(failures: Sequence[FailureText], read: Callable[[str], Reading]) -> OwnWords:
    """What some failures' words tell."""
    seen: Counter[str] = Counter()
    outputs: list[set[str]] = []
    for failure in failures:
        output = read(failure.answered)
        outputs.append(set(output.words))
        seen.update({*output.folded, *read(failure.asked).folded})
    own = tuple(
        tuple(sorted(word for word in words if len(word) > _SHORT and seen[word] <= 1))
        for words in outputs
    )
    capped = {word: min(count, 2) for word, count in seen.items()}
    return OwnWords(capped, own, tuple(map(len, outputs)))


def rarity(parts: Sequence[OwnWords]) -> NDArray[np.float64]:
    """(failures of all parts, 2): share of an output's words that no other failure has, and the
    logarithm of their number."""
    seen: Counter[str] = Counter()
    for part in parts:
        seen.update(part.seen)
    rows: list[tuple[float, float]] = []
    for part in parts:
        for words, distinct in zip(part.own, part.distinct, strict=True):
            rare = sum(seen[word] <= 1 for word in words)
            rows.append((rare / max(1, distinct), math.log1p(rare)))
    return np.array(rows, dtype=np.float64).reshape(-1, 2)
