"""The data files of an export: rows made, encoded, hashed and counted piece by piece.

Everything about a row is done while it is at hand: a second walk over a hundred thousand rows
costs as much as writing them.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from curator.exporting.chat import Unfit
from curator.exporting.encoding import PIECE_ROWS, joined, json_lines
from curator.exporting.manifest import Contents, UnfitRow, WrittenFile

if TYPE_CHECKING:
    from curator.exporting.targets.base import RowWriter, Target
    from curator.model.base import JsonObject
    from curator.model.dataset import DatasetRow, Split

Piece: TypeAlias = "tuple[Sequence[DatasetRow], Sequence[JsonObject | Unfit]]"
"""Some rows, and beside them what the target makes of each."""

Fitting: TypeAlias = "tuple[Sequence[DatasetRow], list[JsonObject]]"
"""Rows that the target could write, and beside them what it made of each."""


def pieces_of(rows: Sequence[DatasetRow], write: RowWriter) -> Iterator[Piece]:
    """The rows in order, a few hundred at a time."""
    for start in range(0, len(rows), PIECE_ROWS):
        piece = rows[start : start + PIECE_ROWS]
        yield piece, [write(row) for row in piece]


def data_file(target: Target, split: Split) -> WrittenFile:
    """The file of one split, not yet written."""
    name = f"{split}.{target.suffix}"
    return WrittenFile(name=f"{target.folder}/{name}" if target.folder else name, split=split)


def encoded(
    target: Target,
    file: WrittenFile,
    pieces: Iterable[Piece],
    contents: Contents,
    *,
    quick: bool = False,
) -> Iterator[bytes]:
    """One split's file as it will be written; `contents` notes what is in it.

    `quick` only counts the rows of a table, which cannot be encoded in passing.
    """
    contents.files.append(file)
    fitting = (_fitting(piece, file.split, contents) for piece in pieces)
    if target.folder:
        fitting = _watching_tools(fitting, contents)
    if target.suffix == "jsonl":
        return _lines(fitting, file, contents)
    rows = _noted(fitting, file, contents)
    return iter([b"" for _ in rows]) if quick else target.encode(rows)


def write_stream(folder: Path, file: WrittenFile, chunks: Iterable[bytes]) -> None:
    """Write the chunks to `file` below `folder`, flushed to the disk; its hash and size."""
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


def _fitting(piece: Piece, split: str, contents: Contents) -> Fitting:
    """The rows that the target could write; the others are noted."""
    behind, made = piece
    rows = [row for row in made if not isinstance(row, Unfit)]
    if len(rows) == len(made):
        return behind, rows
    kept: list[DatasetRow] = []
    for source, row in zip(behind, made, strict=True):
        if isinstance(row, Unfit):
            contents.left_out.append(UnfitRow(source.case_id, split, row.reason))
        else:
            kept.append(source)
    return kept, rows


def _noted(
    fitting: Iterable[Fitting], file: WrittenFile, contents: Contents
) -> Iterator[JsonObject]:
    for behind, made in fitting:
        contents.add(file, behind)
        yield from made


def _watching_tools(fitting: Iterable[Fitting], contents: Contents) -> Iterator[Fitting]:
    for behind, rows in fitting:
        contents.uses_tools = contents.uses_tools or any(map(_names_or_uses_tools, behind))
        yield behind, rows


def _names_or_uses_tools(row: DatasetRow) -> bool:
    return any(turn.tool_calls or turn.tool_call_id or turn.name for turn in row.input)


def _lines(fitting: Iterable[Fitting], file: WrittenFile, contents: Contents) -> Iterator[bytes]:
    for behind, rows in fitting:
        if rows:
            lines = json_lines(rows)
            contents.add(file, behind, [len(line) for line in lines])
            yield joined(lines)
