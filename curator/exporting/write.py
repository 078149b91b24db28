"""Write an export: data files, dataset card and manifest, whole or not at all."""

from __future__ import annotations

import gc
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from curator.errors import CuratorError
from curator.exporting.card import dataset_card
from curator.exporting.chat import Unfit
from curator.exporting.choices import row_writer
from curator.exporting.data_files import data_file, encoded, write_stream
from curator.exporting.encoding import json_line, pretty_json
from curator.exporting.folder import MANIFEST, replacing
from curator.exporting.manifest import Contents, WrittenFile, build_manifest, warnings
from curator.exporting.survey import (
    SPLITS,
    counts_words,
    left_out_words,
    note_left_out,
    pieces_for,
    training_effort,
)
from curator.exporting.targets import Target, target_named
from curator.model.dataset import ExportOptions, ExportReport

if TYPE_CHECKING:
    from curator.model.base import JsonObject
    from curator.model.dataset import Dataset
    from curator.model.readiness import CheckResult, Readiness
    from curator.model.reviewed_case import ReviewedCase
    from curator.model.snapshot import Snapshot

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
    note_left_out(contents, target, dataset)
    cases = snapshot.reviewed if all_cases is None else all_cases
    with replacing(out) as folder:
        with _collector_paused():
            for split in SPLITS:
                file = data_file(target, split)
                pieces = pieces_for(target, dataset, options, split, cases)
                write_stream(folder, file, encoded(target, file, pieces, contents))
        if not contents.rows:
            raise CuratorError(_nothing(target, contents), file=out)
        contents.effort = training_effort(
            dataset, target, snapshot.settings, readiness.costs.inputs, contents.longest
        )
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
    report = ExportReport(
        out=str(out),
        format=target.name,
        files=(*(file.name for file in contents.files), *target.extra_files, MANIFEST, CARD),
        counts={split: contents.count(split) for split in SPLITS}
        | {"left_out": len(contents.left_out)},
        sentence=_sentence(target, contents, out),
    )
    # Built from JSON a moment ago: to validate every case's id again would take longer.
    return report.model_copy(update={"manifest": manifest})


@contextmanager
def _collector_paused() -> Generator[None]:
    """Rows come and go by the hundred thousand and hold no cycles: nothing to be looked for."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


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


def _written(
    target: Target, dataset: Dataset, cases: Sequence[ReviewedCase], options: ExportOptions
) -> Iterator[JsonObject | Unfit]:
    if target.case is not None and cases:
        yield from (target.case(case) for case in cases)
    else:
        yield from map(row_writer(target, options), dataset.rows)


def _write_bytes(folder: Path, name: str, content: bytes) -> WrittenFile:
    file = WrittenFile(name=name, split="")
    write_stream(folder, file, [content])
    return file


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
    cases = "1 case" if contents.rows == 1 else f"{contents.rows:,} cases"
    parts = [f"Exported {cases} as {target.name} to {out}: {counts_words(contents)}."]
    if contents.left_out:
        parts.append(left_out_words(contents))
    if contents.effort is not None:
        parts += [one.sentence for one in contents.effort]
    return " ".join([*parts, *warnings(target, contents)])
