"""Facts for the prompt: the new facts of an ideal answer in the few words they stand in.

Whole sentences would hand over the answer's wording and manner too, and the diagnosis would be
of both at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_WORD = re.compile(r"\S+")
_ENDS = (".", "!", "?", ":", ";")
BEFORE, AFTER = 4, 2
"""Words shown around a fact (own default)."""


def fact_phrases(ideal: str, facts: Iterable[str]) -> tuple[str, ...]:
    """Each stretch of the ideal answer that states new facts, in order."""
    wanted = [fact.casefold() for fact in facts]
    words = _WORD.findall(ideal)
    marked = {
        place
        for place, word in enumerate(words)
        if any(fact in word.casefold().replace(",", "") for fact in wanted)
    }
    shown: set[int] = set()
    for place in marked:
        shown.add(place)
        for step in range(1, BEFORE + 1):
            if place < step or words[place - step].endswith(_ENDS):
                break
            shown.add(place - step)
        for step in range(1, AFTER + 1):
            if place + step >= len(words) or words[place + step - 1].endswith(_ENDS):
                break
            shown.add(place + step)
    return tuple(dict.fromkeys(_stretches(words, sorted(shown))))


def _stretches(words: list[str], places: list[int]) -> list[str]:
    """Neighbouring words joined, broken where a sentence ends."""
    found: list[list[str]] = []
    last = -2
    for place in places:
        if place != last + 1 or words[last].endswith(_ENDS):
            found.append([])
        found[-1].append(words[place])
        last = place
    return [" ".join(stretch).strip("*_#>-• ") for stretch in found]
