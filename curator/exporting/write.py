"""Write an export: data files, dataset card and manifest, whole or not at all."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from curator.errors import CuratorError
from curator.exporting.card import dataset_card
from curator.exporting.chat import Unfit
from curator.exporting.choices import row_writer
from curator.exporting.encoding import json_line, pretty_json
from curator.exporting.folder import MANIFEST, replacing
from curator.exporting.manifest import Contents, UnfitRow, WrittenFile, build_manifest, warnings
from curator.exporting.pseudonyms import case_with_reviewers, reviewer_names, row_with_reviewer
from curator.exporting.targets import Target, target_named
from curator.exporting.tokens import TokenCount, TrainingPrice, count_tokens, training_price
from curator.model.dataset import DatasetRow, ExportOptions, ExportReport, Split
from curator.readiness.targets import target_named as priced_target

if TYPE_CHECKING:
    from curator.model.base import JsonObject
    from curator.model.dataset import Dataset
    from curator.model.readiness import CheckResult, CostInputs, Readiness
    from curator.model.reviewed_case import ReviewedCase
    from curator.model.snapshot import Snapshot

_Written: TypeAlias = "tuple[DatasetRow, JsonObject | Unfit]"
"""A row as the target writes it, behind the row that it was made from."""
SPLITS: tuple[Split, ...] = ("train", "validation", "held_out")
CARD = "README.md"


def write_export(
    dataset: Dataset,
    snapshot: Snapshot,
    readiness: Readiness,
    checks: tuple[CheckResult, ...],
    options: ExportOptions,
    out: Path,
    all_cases: Sequence[ReviewedCase] | None = None,
) -> ExportReport:
    """Write `dataset` in the format of `options` into the folder `out`.

    The folder takes its place in one step at the end; an earlier export there is replaced,
    anything else refused. `all_cases` are the cases that the `curator` format writes (None:
    those of the snapshot). Raises CuratorError when there is nothing to write, `out` holds
    foreign or changed files, or the disk refuses.
    """
    target = target_named(options.format)
    contents = Contents()
    if target.case is None:
        contents.left_out += [
            UnfitRow(row.case_id, "train", row.reason) for row in dataset.left_out
        ]
    cases = snapshot.reviewed if all_cases is None else all_cases
    names = reviewer_names(_known_reviewers(dataset, cases), options, dataset.seed)
    contents.effort = training_effort(dataset, target, snapshot.settings, readiness.costs.inputs)
    rows_of = _row_source(target, dataset, cases, names, options)
    with replacing(out) as folder:
        for split in SPLITS:
            _write_data(folder, target, split, rows_of(split), contents)
        if not contents.rows:
            raise CuratorError(_nothing(target, contents), file=out)
        others = [
            _write_bytes(folder, name, held) for name, held in sorted(target.extra_files.items())
        ]
        card = _write_bytes(
            folder,
            CARD,
            dataset_card(
                target, contents, snapshot, readiness, checks, options, dataset.seed
            ).encode(errors="replace"),
        )
        manifest = build_manifest(
            target, contents, [*others, card], snapshot, readiness, checks, options, dataset.seed
        )
        _write_bytes(folder, MANIFEST, pretty_json(manifest))
    return ExportReport(
        out=str(out),
        format=target.name,
        files=(*(file.name for file in contents.files), *target.extra_files, MANIFEST, CARD),
        counts={split: contents.count(split) for split in SPLITS}
        | {"left_out": len(contents.left_out)},
        sentence=_sentence(target, contents, out),
        manifest=manifest,
    )


def preview_rows(
    dataset: Dataset,
    format: str,  # noqa: A002 - the command line's own word
    limit: int = 20,
    cases: Sequence[ReviewedCase] = (),
    options: ExportOptions | None = None,
) -> list[str]:
    """The first rows as they would stand in the file, at most `limit`, without line ends.

    `cases` are shown for the `curator` format; without them the dataset's rows are. Rows that
    the format cannot hold are passed over. Without `options` they are the default ones.
    """
    target = target_named(format)
    chosen = ExportOptions() if options is None else options
    rows: list[JsonObject] = []
    for row in _written(target, dataset, cases, chosen):
        if len(rows) >= limit:
            break
        if not isinstance(row, Unfit):
            rows.append(row)
    if target.suffix == "csv":
        return [line.decode().removesuffix("\n") for line in target.encode(rows)]
    return [json_line(row).decode() for row in rows]


def training_effort(
    dataset: Dataset, target: Target, settings: JsonObject, costs: CostInputs
) -> tuple[TokenCount, TrainingPrice] | None:
    """Tokens and price of one training run; None for a format that trains nothing."""
    if target.teaches in ("nothing", "regression tests"):
        return None
    tokens = count_tokens(dataset.rows, target)
    named = settings.get("target")
    place = priced_target(named) if isinstance(named, str) else None
    return tokens, training_price(tokens, costs, place)


def _written(
    target: Target, dataset: Dataset, cases: Sequence[ReviewedCase], options: ExportOptions
) -> Iterator[JsonObject | Unfit]:
    if target.case is not None and cases:
        yield from (target.case(case) for case in cases)
    else:
        yield from map(row_writer(target, options), dataset.rows)


def _row_source(
    target: Target,
    dataset: Dataset,
    cases: Sequence[ReviewedCase],
    names: dict[str, str],
    options: ExportOptions,
) -> Callable[[Split], Iterator[_Written]]:
    """A function that gives a split's rows with the dataset row or the case behind each."""
    write, renaming = row_writer(target, options), options.reviewers != "names"

    def of_dataset(split: Split) -> Iterator[_Written]:
        for row in dataset.of(split):
            shown = row_with_reviewer(row, names) if renaming else row
            yield shown, write(shown)

    homes = {row.case_key: row.split for row in dataset.rows} if target.case else {}
    patterns = {row.case_key: row.pattern_name for row in dataset.rows} if target.case else {}

    def of_project(split: Split) -> Iterator[_Written]:
        for case in cases:
            home = homes.get(case.case.key, "held_out" if case.held_out else "train")
            if home == split and target.case is not None:
                shown = case_with_reviewers(case, names)
                behind = _row_of_case(shown, split, patterns.get(case.case.key, ""))
                yield behind, target.case(shown)

    return of_project if target.case is not None else of_dataset


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


def _write_data(
    folder: Path, target: Target, split: Split, written: Iterable[_Written], contents: Contents
) -> None:
    name = f"{split}.{target.suffix}"
    file = WrittenFile(name=f"{target.folder}/{name}" if target.folder else name, split=split)
    held: list[DatasetRow] = []

    def rows() -> Iterator[JsonObject]:
        for behind, row in written:
            if isinstance(row, Unfit):
                contents.left_out.append(UnfitRow(behind.case_id, split, row.reason))
            else:
                held.append(behind)
                yield row

    contents.files.append(file)
    _write_stream(folder, file, target.encode(rows()))
    file.case_ids += [row.case_id for row in held]
    contents.keep += sum(row.keep for row in held)
    contents.latest = max(contents.latest, *(row.reviewed_at for row in held), "")
    contents.reviewers |= {row.reviewer for row in held} - {""}
    contents.patterns.update(row.pattern_name for row in held if not row.keep)
    if target.folder:
        contents.uses_tools |= any(map(_names_or_uses_tools, held))


def _names_or_uses_tools(row: DatasetRow) -> bool:
    return any(turn.tool_calls or turn.tool_call_id or turn.name for turn in row.input)


def _write_stream(folder: Path, file: WrittenFile, chunks: Iterable[bytes]) -> None:
    path = folder / file.name
    path.parent.mkdir(exist_ok=True)
    digest = hashlib.sha256()
    with path.open("wb") as stream:
        for chunk in chunks:
            digest.update(chunk)
            file.size += stream.write(chunk)
        stream.flush()
        os.fsync(stream.fileno())
    file.sha256 = digest.hexdigest()


def _write_bytes(folder: Path, name: str, content: bytes) -> WrittenFile:
    file = WrittenFile(name=name, split="")
    _write_stream(folder, file, [content])
    return file


def _known_reviewers(dataset: Dataset, cases: Sequence[ReviewedCase]) -> set[str]:
    found = {row.reviewer for row in dataset.rows}
    for case in cases:
        found |= {case.review.reviewer, case.review.ideal_reviewer}
    return found


def _nothing(target: Target, contents: Contents) -> str:
    if not contents.left_out:
        return (
            "There is nothing to export yet: no failure among the chosen patterns has an accepted "
            "ideal answer. Write ideal answers first."
        )
    first = contents.left_out[0]
    return (
        f"Nothing was exported: none of the {len(contents.left_out)} rows can be written as "
        f"{target.name}. The first, {first.case_id}: {first.reason}."
    )


def _sentence(target: Target, contents: Contents, out: Path) -> str:
    counts = (
        f"{contents.count('train')} for training, {contents.count('validation')} for validation, "
        f"{contents.count('held_out')} held out"
    )
    cases = "1 case" if contents.rows == 1 else f"{contents.rows:,} cases"
    parts = [f"Exported {cases} as {target.name} to {out}: {counts}."]
    if contents.left_out:
        first = contents.left_out[0]
        parts.append(
            f"{len(contents.left_out)} left out; the first, {first.case_id}: {first.reason}."
        )
    if contents.effort is not None:
        parts += [one.sentence for one in contents.effort]
    return " ".join([*parts, *warnings(target, contents)])
