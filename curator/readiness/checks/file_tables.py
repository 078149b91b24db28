"""Tables as checks read them: CSV, XLSX and Parquet, each row an object of texts."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, cast

from curator.errors import CuratorError
from curator.extras import need
from curator.model.base import JsonObject
from curator.readiness.checks.file_formats import Container


@dataclass(frozen=True, slots=True)
class FileLine:
    """One line that decodes to an object. `number` counts from 1."""

    number: int
    row: JsonObject


@dataclass(slots=True)
class FileRows:
    """A read file. `faults` are the lines that are no JSON object in UTF-8, with the reason."""

    size: int
    lines: list[FileLine] = field(default_factory=list[FileLine])
    faults: list[tuple[int, str]] = field(default_factory=list[tuple[int, str]])
    path: Path | None = None


class _Batch(Protocol):
    def to_pylist(self) -> list[dict[str, object]]: ...


class _ParquetFile(Protocol):
    """What is used of pyarrow's class of this name; its own types are open in part."""

    def iter_batches(self) -> Iterable[_Batch]: ...


def read_table(path: Path, content: bytes, container: Container) -> FileRows:
    """The rows of a table. A row's number is its line or sheet row; in Parquet it counts from 1.

    Raises CuratorError when the file is no such table.
    """
    if container == "csv":
        return _read_csv(content)
    if container == "xlsx":
        return _read_xlsx(path, content)
    return _read_parquet(path, content)


def _read_csv(content: bytes) -> FileRows:
    result = FileRows(size=len(content))
    lines: list[str] = []
    for number, raw in enumerate(
        content.removeprefix(b"\xef\xbb\xbf").splitlines(keepends=True), 1
    ):
        try:
            lines.append(raw.decode("utf-8"))
        except UnicodeDecodeError as error:
            result.faults.append((number, f"is not UTF-8 at byte {error.start + 1}"))
            lines.append(raw.decode("utf-8", errors="replace"))
    broken = {number for number, _ in result.faults}
    # A cell may be as long as the file; the reader's own limit is 128 KiB.
    previous = csv.field_size_limit(max(len(content), 1))
    try:
        _take_records(result, lines, broken)
    finally:
        csv.field_size_limit(previous)
    return result


def _take_records(result: FileRows, lines: Sequence[str], broken: set[int]) -> None:
    reader = csv.reader(lines, strict=True)
    head: list[str] | None = None
    while True:
        start = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            result.faults.append((start, f"is not CSV ({error})"))
            continue
        if head is None:
            head = cells
        elif cells and not broken.intersection(range(start, reader.line_num + 1)):
            _take(result, start, head, cells)


def _take(result: FileRows, number: int, head: Sequence[str], cells: Sequence[str]) -> None:
    if len(cells) != len(head):
        result.faults.append((number, f"has {len(cells)} cells where the head has {len(head)}"))
        return
    result.lines.append(FileLine(number, dict(zip(head, cells, strict=True))))


def _read_xlsx(path: Path, content: bytes) -> FileRows:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(io.BytesIO(content), data_only=False)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise CuratorError(f"{path} is not an Excel workbook.", file=path) from error
    result = FileRows(size=len(content))
    head: list[str] | None = None
    for number, row in enumerate(book.worksheets[0].iter_rows(), 1):
        cells = ["" if cell.value is None else str(cell.value) for cell in row]
        formulas = [str(cell.coordinate) for cell in row if cell.data_type == "f"]
        if head is None:
            head = cells
        elif formulas:
            result.faults.append((number, f"holds a formula in {formulas[0]}"))
        elif any(cells):
            _take(result, number, head, cells)
    return result


def _read_parquet(path: Path, content: bytes) -> FileRows:
    need("parquet", f"Reading {path}, a Parquet file,")
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = cast(_ParquetFile, pq.ParquetFile(io.BytesIO(content)))
        rows = [row for batch in file.iter_batches() for row in batch.to_pylist()]
    except pa.ArrowInvalid as error:
        raise CuratorError(f"{path} is not a Parquet file.", file=path) from error
    result = FileRows(size=len(content))
    for number, row in enumerate(rows, 1):
        held: JsonObject = {
            name: value if isinstance(value, str) else "" if value is None else str(value)
            for name, value in row.items()
        }
        result.lines.append(FileLine(number, held))
    return result
