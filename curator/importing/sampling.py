"""Taking a sample on the way in: at random, or the same number of each value of a field.

Each case draws a seeded number; the cases with the lowest ones are kept. That is a reservoir
whose outcome depends on the seed and the cases' places alone, and that needs to hold no more
than the sample.
"""

from __future__ import annotations

import hashlib
import heapq
from dataclasses import dataclass, field

from pydantic import JsonValue

from curator.importing.json_text import json_text
from curator.model.case import IncomingCase

_Kept = tuple[float, int, IncomingCase]


@dataclass(slots=True)
class Sampler:
    """Keeps `size` cases in all; `stratify` names a field of cases or of their metadata.

    With strata the sample is shared out evenly; a stratum with too few gives its rest to the
    others. `seen` counts every case, so that rates can be stated for the whole.
    """

    size: int
    seed: int
    stratify: str = ""
    seen: int = 0
    strata: dict[str, int] = field(default_factory=dict[str, int])
    """Cases of the whole source by stratum."""
    _kept: dict[str, list[_Kept]] = field(default_factory=dict[str, list[_Kept]])

    def offer(self, case: IncomingCase) -> None:
        """Look at the source's next case, and keep it for now if it is drawn."""
        self.seen += 1
        stratum = stratum_of(case, self.stratify) if self.stratify else ""
        self.strata[stratum] = self.strata.get(stratum, 0) + 1
        kept = self._kept.setdefault(stratum, [])
        entry = (-_drawn(self.seed, self.seen), self.seen, case)
        if len(kept) < self.size:
            heapq.heappush(kept, entry)
        elif entry[0] > kept[0][0]:
            heapq.heapreplace(kept, entry)

    def sample(self) -> list[IncomingCase]:
        """The sample in the source's order."""
        shares = _shares({name: len(kept) for name, kept in self._kept.items()}, self.size)
        chosen: list[_Kept] = []
        for name, kept in self._kept.items():
            chosen += sorted(kept, reverse=True)[: shares[name]]
        return [case for _, _, case in sorted(chosen, key=lambda entry: entry[1])]


def stratum_of(case: IncomingCase, name: str) -> str:
    """The value of a field for sorting cases into strata; "" where there is none."""
    if name in ("model", "created_at", "conversation", "expected", "id", "origin"):
        return str(getattr(case, name) or "")
    if name == "mark":
        return case.review.mark.value if case.review.mark is not None else ""
    level: JsonValue = case.metadata
    if name in case.metadata:
        level = case.metadata[name]
    else:
        for part in name.split("."):
            level = level.get(part) if isinstance(level, dict) else None
    return "" if level is None else json_text(level)


def _shares(available: dict[str, int], size: int) -> dict[str, int]:
    """How many of each stratum: evenly, the smallest strata first, so none is left short."""
    shares: dict[str, int] = {}
    left = size
    for place, name in enumerate(sorted(available, key=lambda name: (available[name], name))):
        shares[name] = min(available[name], left // (len(available) - place))
        left -= shares[name]
    return shares


def _drawn(seed: int, place: int) -> float:
    digest = hashlib.blake2b(f"{seed}/sample/{place}".encode(), digest_size=8).digest()
    return int.from_bytes(digest) / 2**64
