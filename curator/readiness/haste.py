"""Marks made faster than a case can be read, and ideal answers faster than they can be typed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from curator.model.reviewed_case import ReviewedCase
from curator.model.snapshot import Snapshot
from curator.readiness.texts import counted
from curator.reviewing.pace import GLANCE

SKIMMED = 15.0
"""Words a second that nobody skims (own; fast skimming is some 700 a minute)."""
TYPED = 4.0
"""Words a second that nobody types (own; the fastest typists reach some 210 a minute)."""
SHORTEST, LONGEST = 0.7, GLANCE
"""Seconds: what a key and a look take at least, and what a look at any case may take at least."""
FEWEST_WORDS = 20
"""New words below which a quick ideal answer may well be an edit."""


@dataclass(frozen=True, slots=True)
class Haste:
    """What was done in haste, as keys of cases.

    `held` is how many cases are held out, `hurried` are those of them that were marked faster
    than they can be skimmed. `together` are held-out marks set or accepted many at once. `pasted`
    are ideal answers that came faster than anyone types.
    """

    held: int
    hurried: tuple[int, ...]
    together: tuple[int, ...]
    pasted: tuple[int, ...]

    def is_doubtful(self, most: float) -> bool:
        """Whether more than this share of the held-out marks was made in haste."""
        return len(self.hurried) > most * self.held


def measure_haste(snapshot: Snapshot) -> Haste:
    """Compare the time that each mark and ideal answer took with the words it is about."""
    held = [one for one in snapshot.reviewed if one.held_out]
    seconds = snapshot.mark_seconds
    hurried = [
        one
        for one in held
        if one.case.key in seconds and seconds[one.case.key] < least_seconds(one)
    ]
    pasted = [
        one.case.key
        for one in snapshot.failures
        if one.case.key in snapshot.ideal_seconds
        and is_pasted(one, snapshot.ideal_seconds[one.case.key])
    ]
    together = frozenset(snapshot.marked_together)
    return Haste(
        held=len(held),
        hurried=tuple(one.case.key for one in hurried),
        together=tuple(one.case.key for one in held if one.case.key in together),
        pasted=tuple(pasted),
    )


def least_seconds(one: ReviewedCase) -> float:
    """Seconds that a look at this case takes at least."""
    words = len(one.case.asked.split()) + len(one.case.answered.split())
    return min(LONGEST, max(SHORTEST, words / SKIMMED))


def is_pasted(one: ReviewedCase, seconds: float) -> bool:
    """Whether an ideal answer has more new words than can be typed in so many seconds."""
    ideal = (one.review.ideal or "").strip()
    if one.review.ideal_model_written or ideal == (one.case.expected or "").strip():
        return False
    new = Counter(ideal.split()) - Counter(one.case.answered.split())
    count = new.total()
    return count >= FEWEST_WORDS and seconds < count / TYPED


def hurried_words(haste: Haste) -> str:
    """ "41 of 60 held-out marks were made faster than their cases can be skimmed."."""
    return (
        f"{len(haste.hurried)} of {counted(haste.held, 'held-out mark')} were made faster than "
        f"their cases can be skimmed ({SKIMMED:g} words a second)."
    )
