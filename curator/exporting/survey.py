"""What an export would hold, worked out without writing it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from curator.exporting.data_files import data_file, encoded
from curator.exporting.manifest import Contents, UnfitRow
from curator.exporting.sources import dataset_pieces, project_pieces
from curator.exporting.tokens import TokenCount, TrainingPrice, count_tokens, training_price
from curator.model.dataset import Split
from curator.readiness.targets import target_named as priced_target

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curator.exporting.data_files import Piece
    from curator.exporting.targets.base import Target
    from curator.model.base import JsonObject
    from curator.model.dataset import Dataset, DatasetRow, ExportOptions
    from curator.model.readiness import CostInputs
    from curator.model.reviewed_case import ReviewedCase

SPLITS: tuple[Split, ...] = ("train", "validation", "held_out")
NAMED = 3
"""Cases of one reason that a sentence names; the manifest names all."""


def survey(
    dataset: Dataset,
    target: Target,
    options: ExportOptions,
    settings: JsonObject,
    costs: CostInputs,
    cases: Sequence[ReviewedCase] = (),
) -> Contents:
    """Everything that a written export would count: rows, bytes, tokens, what is left out.

    Tables are only counted: their bytes are not known before they are written.
    """
    contents = Contents()
    note_left_out(contents, target, dataset)
    for split in SPLITS:
        file = data_file(target, split)
        pieces = pieces_for(target, dataset, options, split, cases)
        for chunk in encoded(target, file, pieces, contents, quick=True):
            file.size += len(chunk)
    contents.effort = training_effort(dataset, target, settings, costs, contents.longest)
    return contents


def note_left_out(contents: Contents, target: Target, dataset: Dataset) -> None:
    """Name what the split held back; our own format holds every case all the same."""
    if target.case is None:
        contents.left_out += [
            UnfitRow(row.case_id, "train", row.reason) for row in dataset.left_out
        ]


def pieces_for(
    target: Target,
    dataset: Dataset,
    options: ExportOptions,
    split: Split,
    cases: Sequence[ReviewedCase],
) -> Iterator[Piece]:
    """One split's rows, some at a time, as the target makes them."""
    if target.case is None:
        return dataset_pieces(target, dataset, options, split)
    return project_pieces(target.case, cases, dataset, options, split)


def training_effort(
    dataset: Dataset,
    target: Target,
    settings: JsonObject,
    costs: CostInputs,
    longest: DatasetRow | None = None,
) -> tuple[TokenCount, TrainingPrice] | None:
    """Tokens and price of one training run; None for a format that trains nothing.

    `longest` is the longest row, where that is known already.
    """
    if target.teaches in ("nothing", "regression tests"):
        return None
    tokens = count_tokens(dataset, target, longest)
    named = settings.get("target")
    place = priced_target(named) if isinstance(named, str) else None
    return tokens, training_price(tokens, costs, place)


def counts_words(contents: Contents) -> str:
    """ "22 for training, 2 for validation, 59 held out"."""
    return (
        f"{contents.count('train'):,} for training, {contents.count('validation'):,} for "
        f"validation, {contents.count('held_out'):,} held out"
    )


def left_out_words(contents: Contents) -> str:
    """ "2 left out: sup-047, sup-089 (it declares tools, …)."; "" where nothing is."""
    if not contents.left_out:
        return ""
    of_reason: dict[str, list[str]] = {}
    for row in contents.left_out:
        of_reason.setdefault(row.reason, []).append(row.case_id)
    said: list[str] = []
    for reason, ids in of_reason.items():
        more = f" and {len(ids) - NAMED:,} more" if len(ids) > NAMED else ""
        said.append(f"{', '.join(ids[:NAMED])}{more} ({reason})")
    return f"{len(contents.left_out):,} left out: {'; '.join(said)}."
