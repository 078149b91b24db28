"""What a judge is and what it says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from curator.model.review import Mark


class Judgement(NamedTuple):
    """Pass or fail, what was found in words, and a grade from 0 to 1 where there is one."""

    passed: bool
    note: str = ""
    score: float | None = None

    @property
    def mark(self) -> Mark:
        return Mark.PASS if self.passed else Mark.FAIL


Decide = Callable[[str, str], Judgement]
"""Output and reference ("" where there is none) to a judgement."""


@dataclass(frozen=True)
class Judge:
    """A judge ready to judge. `name` is the whole word that names it again."""

    name: str
    decide: Decide
    needs_reference: bool = True


@dataclass(frozen=True)
class Rule:
    """One row of the table of judges: `make` takes the argument after the colon ("" without)."""

    make: Callable[[str], Decide]
    says: str
    argument: str = ""
    required: bool = False
    reference: bool = True
