"""Reviewers by name or by pseudonym, as the user chose."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from curator.model.dataset import DatasetRow, ExportOptions
    from curator.model.reviewed_case import ReviewedCase


def reviewer_names(names: Iterable[str], options: ExportOptions, seed: int) -> dict[str, str]:
    """What each reviewer is called in the export.

    Pseudonyms are numbered in an order that a seeded hash gives, not the alphabet, so that a
    number does not hint at a name. The same project gives the same pseudonyms.
    """
    found = {name for name in names if name}
    if options.reviewers == "names":
        return {name: name for name in found}
    ordered = sorted(
        found, key=lambda name: hashlib.sha256(f"{seed}:{name}".encode(errors="replace")).digest()
    )
    return {name: f"reviewer {number}" for number, name in enumerate(ordered, 1)}


def row_with_reviewer(row: DatasetRow, names: dict[str, str]) -> DatasetRow:
    """The row under its reviewer's name in the export."""
    shown = names.get(row.reviewer, "")
    return row if shown == row.reviewer else row.model_copy(update={"reviewer": shown})


def case_with_reviewers(case: ReviewedCase, names: dict[str, str]) -> ReviewedCase:
    """The case under its reviewers' names in the export."""
    review = case.review
    update = {
        "reviewer": names.get(review.reviewer, ""),
        "ideal_reviewer": names.get(review.ideal_reviewer, ""),
    }
    return case.model_copy(update={"review": review.model_copy(update=update)})
