"""What the patterns stage reads of a failure: texts, nothing else."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FailureText:
    """One failure as plain texts. `key` is the case key, unique within one call."""

    key: int
    asked: str
    answered: str
    ideal: str | None = None
    note: str = ""
    tags: tuple[str, ...] = ()

    def digest(self) -> str:
        """Hash of what was asked and answered: the same in every store and on every machine."""
        content = json.dumps([self.asked, self.answered])
        return hashlib.blake2b(content.encode("ascii"), digest_size=16).hexdigest()


def in_canonical_order(failures: Sequence[FailureText]) -> list[FailureText]:
    """Failures by content hash, then key: results do not depend on the order of rows.

    The first n of the result are a random sample of the content, fixed for all time.
    Raises ValueError when a key occurs twice.
    """
    if len({failure.key for failure in failures}) != len(failures):
        raise ValueError("a case key occurs twice among the failures")
    return sorted(failures, key=lambda failure: (failure.digest(), failure.key))
