"""Rows to bytes: the same rows give the same bytes on every machine."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

import orjson

from curator.exporting.inert_text import without_surrogates
from curator.extras import need

if TYPE_CHECKING:
    from pydantic import JsonValue

    from curator.model.base import JsonObject

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""A spreadsheet runs a cell that begins so. Source: OWASP, "CSV Injection"."""

PIECE_ROWS = 256
"""Lines that are hashed and written at once."""
LINE_ENDS = (
    (b"\xc2\x85", b"\\u0085"),
    (b"\xe2\x80\xa8", b"\\u2028"),
    (b"\xe2\x80\xa9", b"\\u2029"),
)
"""Next line, line separator and paragraph separator in UTF-8, and their JSON escapes."""


def json_line(row: JsonObject) -> bytes:
    """One row as compact UTF-8 JSON with keys in the order given, no line end.

    Half characters (lone surrogates) become U+FFFD, because no strict reader takes them;
    integers beyond 64 bits are kept, not-a-number becomes null. Unicode's own line ends are
    escaped, because many line readers (Python's among them) would cut the row there.
    """
    try:
        line = orjson.dumps(row)
    except TypeError:
        line = json.dumps(_clean(row), ensure_ascii=False, separators=(",", ":")).encode()
    return line if line.isascii() else _without_line_ends(line)


def pretty_json(value: JsonObject) -> bytes:
    """An indented JSON document with a line end, for files that people read."""
    try:
        return orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    except TypeError:
        return (json.dumps(_clean(value), ensure_ascii=False, indent=2) + "\n").encode()


def jsonl(rows: Iterable[JsonObject]) -> Iterator[bytes]:
    """JSON Lines: one object a line, each ended by a line feed; many lines a piece."""
    waiting = iter(rows)
    while piece := list(islice(waiting, PIECE_ROWS)):
        yield joined(json_lines(piece))


def json_lines(rows: Sequence[JsonObject]) -> list[bytes]:
    """`json_line` of each row, in one go."""
    try:
        lines = [orjson.dumps(row) for row in rows]
    except TypeError:
        return [json_line(row) for row in rows]
    return [line if line.isascii() else _without_line_ends(line) for line in lines]


def joined(lines: Sequence[bytes]) -> bytes:
    """The lines as they stand in a file, each with its line feed."""
    return b"\n".join([*lines, b""])


def _without_line_ends(text: bytes) -> bytes:
    for raw, escaped in LINE_ENDS:
        text = text.replace(raw, escaped)
    return text


def csv_lines(rows: Iterable[JsonObject], columns: Sequence[str]) -> Iterator[bytes]:
    """A header line, then one quoted line a row, with formula injection made harmless."""
    yield _csv_line(columns)
    for row in rows:
        yield _csv_line([harmless_cell(cell_text(row.get(column))) for column in columns])


def harmless_cell(text: str) -> str:
    """The text, led by an apostrophe where a spreadsheet would take it for a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def parquet(rows: Iterable[JsonObject], columns: Sequence[str]) -> Iterator[bytes]:
    """One Parquet file whose columns are all text, so that every split has the same types."""
    need("parquet", "Writing a Parquet file")
    import pyarrow as pa
    import pyarrow.parquet as pq

    held = list(rows)
    arrays = [
        pa.array([without_surrogates(cell_text(row.get(name))) for row in held], type=pa.string())
        for name in columns
    ]
    table = pa.Table.from_arrays(arrays, names=list(columns))
    sink = io.BytesIO()
    with pq.ParquetWriter(sink, table.schema, compression="zstd") as writer:
        writer.write_table(table)
    yield sink.getvalue()


def cell_text(value: JsonValue) -> str:
    """A value as a table's cell: text as it is, nothing as "", everything else as JSON."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return json_line({"": value})[4:-1].decode()


def _csv_line(cells: Sequence[str]) -> bytes:
    line = io.StringIO()
    csv.writer(line, quoting=csv.QUOTE_ALL, lineterminator="\n").writerow(cells)
    return without_surrogates(line.getvalue()).encode()


def _clean(value: JsonValue) -> JsonValue:
    """The value as strict JSON can hold it."""
    if isinstance(value, str):
        return without_surrogates(value)
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        return None
    if isinstance(value, list):
        return [_clean(item) for item in value]
    if isinstance(value, dict):
        return {without_surrogates(key): _clean(item) for key, item in value.items()}
    return value
