"""Where an export's rows come from: the dataset, or for our own format every case."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from curator.exporting.choices import row_writer
from curator.exporting.data_files import Piece, pieces_of
from curator.exporting.encoding import PIECE_ROWS
from curator.exporting.pseudonyms import case_with_reviewers, reviewer_names, row_with_reviewer
from curator.model.dataset import DatasetRow

if TYPE_CHECKING:
    from curator.exporting.targets.base import CaseWriter, Target
    from curator.model.dataset import Dataset, ExportOptions, Split
    from curator.model.reviewed_case import ReviewedCase


def dataset_pieces(
    target: Target, dataset: Dataset, options: ExportOptions, split: Split
) -> Iterator[Piece]:
    """The dataset's rows of one split, under the reviewers' names that were chosen."""
    write, rows = row_writer(target, options), dataset.of(split)
    if options.reviewers == "names":
        return pieces_of(rows, write)
    names = reviewer_names({row.reviewer for row in dataset.rows}, options, dataset.seed)
    return pieces_of([row_with_reviewer(row, names) for row in rows], write)


def project_pieces(
    write: CaseWriter,
    cases: Sequence[ReviewedCase],
    dataset: Dataset,
    options: ExportOptions,
    split: Split,
) -> Iterator[Piece]:
    """Whole cases: those of the dataset in their split, the others with the training rows."""
    homes = {row.case_key: row for row in dataset.rows}
    names = reviewer_names(_reviewers(dataset, cases), options, dataset.seed)
    chosen: list[tuple[ReviewedCase, str]] = []
    for case in cases:
        row = homes.get(case.case.key)
        home = row.split if row else "held_out" if case.held_out else "train"
        if home == split:
            chosen.append((case, row.pattern_name if row else ""))
    for start in range(0, len(chosen), PIECE_ROWS):
        piece = [
            (case_with_reviewers(case, names), pattern)
            for case, pattern in chosen[start : start + PIECE_ROWS]
        ]
        behind = [_row_of_case(case, split, pattern) for case, pattern in piece]
        yield behind, [write(case) for case, _ in piece]


def _reviewers(dataset: Dataset, cases: Sequence[ReviewedCase]) -> set[str]:
    found = {row.reviewer for row in dataset.rows}
    for case in cases:
        found |= {case.review.reviewer, case.review.ideal_reviewer}
    return found


def _row_of_case(reviewed: ReviewedCase, split: Split, pattern: str) -> DatasetRow:
    """What the manifest needs to know of a case that is written whole."""
    case, review = reviewed.case, reviewed.review
    return DatasetRow.model_construct(
        case_key=case.key,
        case_id=case.id,
        split=split,
        keep=reviewed.passed,
        pattern_name=pattern,
        reviewer=review.reviewer or review.ideal_reviewer,
        reviewed_at=max(review.reviewed_at, review.ideal_at),
    )
