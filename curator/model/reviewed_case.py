"""A case together with what reviewers made of it."""

from __future__ import annotations

from curator.model.case import Case
from curator.model.review import Mark, Review
from curator.model.value import Value


class ReviewedCase(Value):
    """A case with its review: what every later stage reads."""

    case: Case
    review: Review
    held_out: bool = False
    """Decided from `Case.hold_rank` before anyone could tune on it; never trained on."""

    @property
    def failed(self) -> bool:
        return self.review.mark is Mark.FAIL

    @property
    def passed(self) -> bool:
        return self.review.mark is Mark.PASS

    @property
    def has_ideal(self) -> bool:
        return self.review.has_ideal
