"""What is read in failures' texts, as figures: portion by portion, so that others can help."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from curator.errors import Cancelled
from curator.model.work import IsCancelled
from curator.patterns.compared import has_ideal, letter_runs
from curator.patterns.failure_text import FailureText
from curator.patterns.own_words import OwnWords, own_words, rarity
from curator.patterns.shape import shape_features
from curator.patterns.signs import correction, signs, taken
from curator.patterns.tokens import Reading, read

Figures = NDArray[np.float64]
Hashes: TypeAlias = NDArray[np.uint32]
Portion: TypeAlias = Sequence[FailureText]

AT_ONCE = 500
"""Failures of a portion, some .2 s: what is read in their texts is held no longer than that."""


@dataclass(frozen=True)
class Measured:
    """Figures of failures, (failures, figures) each, and what is hashed of their notes."""

    correction: Figures
    """`signs.correction`; no figures where no failure has an ideal answer."""
    signs: Figures
    """`signs.signs`."""
    taken: Figures
    """`signs.taken`."""
    shape: Figures
    """`shape.FEATURES` of the outputs."""
    ideal_shape: Figures
    """`shape.FEATURES` of the ideal answers; zeros where there is none."""
    note_letters: tuple[Hashes, ...]
    """Hashes of the `compared.letter_runs` of each failure's note."""


@dataclass(frozen=True)
class PartlyMeasured:
    """Figures of a portion, and what its outputs' words tell only beside all the others."""

    figures: Measured
    words: OwnWords


Ready: TypeAlias = Callable[[], Mapping[int, PartlyMeasured]]
"""What others have measured since it was last asked, by number of portion. Never waits."""


def portions_of(failures: Sequence[FailureText]) -> list[Portion]:
    """Failures in portions of `AT_ONCE`."""
    return [failures[start : start + AT_ONCE] for start in range(0, len(failures), AT_ONCE)]


def measure_portions(
    portions: Sequence[Portion], ready: Ready, is_cancelled: IsCancelled
) -> Measured:
    """Measure portions from the last on, until the others have done the rest.

    Whoever measured a portion, its figures are the same. Raises `Cancelled`.
    """
    found: dict[int, PartlyMeasured] = {}
    for place in reversed(range(len(portions))):
        if is_cancelled():
            raise Cancelled
        found.update(ready())
        if len(found) == len(portions):
            break
        if place not in found:
            found[place] = measure_portion(portions[place])
    return _together([found[place] for place in range(len(portions))])


def measure_portion(portion: Portion) -> PartlyMeasured:
    """Every text of a portion read once."""
    readings: dict[str, Reading] = {}

    def known(text: str) -> Reading:
        if text not in readings:
            readings[text] = read(text)
        return readings[text]

    outputs = shape_features([failure.answered for failure in portion])
    ideal = np.zeros_like(outputs)
    corrected = [place for place, failure in enumerate(portion) if has_ideal(failure)]
    ideal[corrected] = shape_features([portion[place].ideal or "" for place in corrected])
    figures = Measured(
        correction(portion, known),
        signs(portion, known),
        taken(portion, known),
        outputs,
        ideal,
        hashed_words([letter_runs(failure.note, failure.asked) for failure in portion]),
    )
    return PartlyMeasured(figures, own_words(portion, known))


def hashed_words(words: Sequence[set[str]]) -> tuple[Hashes, ...]:
    """The hashes of each set's words, ascending.

    CRC-32: the same on every machine and in every process.
    """
    hashes = _Hashes()
    found = (np.array([hashes[word] for word in own], np.uint32) for own in words)
    return tuple(np.sort(own) for own in found)


class _Hashes(dict[str, int]):
    """Words come again: each is hashed once."""

    def __missing__(self, word: str) -> int:
        found = self[word] = zlib.crc32(word.encode())
        return found


def _together(parts: Sequence[PartlyMeasured]) -> Measured:
    told = [part.figures for part in parts]
    signs = _stacked([one.signs for one in told])
    rare = rarity([part.words for part in parts])
    return Measured(
        correction=_stacked([one.correction for one in told]),
        signs=np.concatenate([signs, rare], axis=1),
        taken=_stacked([one.taken for one in told]),
        shape=_stacked([one.shape for one in told]),
        ideal_shape=_stacked([one.ideal_shape for one in told]),
        note_letters=tuple(hashes for one in told for hashes in one.note_letters),
    )


def _stacked(parts: Sequence[Figures]) -> Figures:
    """Parts below one another; one without figures has zeros for them."""
    width = max((part.shape[1] for part in parts), default=0)
    wide = [part if part.shape[1] else np.zeros((len(part), width)) for part in parts]
    return np.concatenate(wide) if wide else np.zeros((0, 0))
