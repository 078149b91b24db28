"""Excel workbooks: the first sheet that holds rows, its first row being the header."""

from __future__ import annotations

import datetime as dt
import io
import math
import zipfile
from collections.abc import Iterator

from pydantic import JsonValue

from curator.errors import CuratorError
from curator.importing.containers.rows import Row, Rows, rejected
from curator.importing.containers.table import unique_names
from curator.importing.json_text import decode_object, encode_json
from curator.importing.problems import RowProblem
from curator.importing.source import SourceFile
from curator.model.base import JsonObject

_DAMAGED = (zipfile.BadZipFile, KeyError, ValueError, OSError, EOFError, TypeError, IndexError)
"""What the library raises for a workbook that is not what it says it is."""


def read_workbook(source: SourceFile) -> Rows:
    """Rows as objects by column name; `line` is the row's number in the sheet.

    Cells are text, numbers, true or false, and times as ISO 8601; formulas are read as the
    values that were saved with them. A row's bytes are the row as JSON.
    """
    header: tuple[str, ...] = ()
    for number, cells in _sheet(source):
        if not any(cell is not None for cell in cells):
            continue
        if not header:
            header = unique_names([str(cell if cell is not None else "") for cell in cells])
            continue
        value: JsonObject = dict(zip(header, cells, strict=False))
        raw = encode_json(value)
        if any(cell is not None for cell in cells[len(header) :]):
            problem = RowProblem(f"{len(cells)} cells where the header has {len(header)}")
            yield rejected(source, number, problem, raw)
            continue
        try:
            filled: JsonObject = {
                name: cell for name, cell in decode_object(raw).items() if cell is not None
            }
            yield Row(number, filled, raw)
        except RowProblem as problem:
            yield rejected(source, number, problem, raw)
    source.position = source.size


def _sheet(source: SourceFile) -> Iterator[tuple[int, list[JsonValue]]]:
    import openpyxl

    try:
        with source.packed.open() as file:
            book = openpyxl.load_workbook(
                io.BytesIO(file.read()), read_only=True, data_only=True, keep_links=False
            )
        for sheet in book.worksheets:
            rows = max(1, sheet.max_row or 1)
            for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
                source.position = source.size * number // max(rows, number)
                yield number, [_json(cell) for cell in cells]
            if rows > 1:
                return
    except _DAMAGED as error:
        raise CuratorError(
            f"{source.name} is a damaged workbook ({error}).", file=source.path
        ) from error


def _json(cell: object) -> JsonValue:
    if isinstance(cell, float):
        if not math.isfinite(cell):
            return str(cell)
        return int(cell) if cell.is_integer() and abs(cell) < 2**53 else cell
    if cell is None or isinstance(cell, str | bool | int):
        return cell
    if isinstance(cell, dt.datetime | dt.date | dt.time):
        return cell.isoformat()
    return str(cell)
