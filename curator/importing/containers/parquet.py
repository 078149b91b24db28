"""Parquet files, read in batches of rows."""

from __future__ import annotations

import base64
import datetime as dt
import decimal
import io
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol, cast

from pydantic import JsonValue

from curator.errors import CuratorError
from curator.extras import need
from curator.importing.containers.rows import Row, Rows, rejected
from curator.importing.json_text import decode_object, encode_json
from curator.importing.problems import RowProblem
from curator.importing.source import SourceFile
from curator.model.case import RejectedRow

_BATCH = 1024
_DEPTH = 200


class _Batch(Protocol):
    def to_pylist(self) -> list[dict[str, object]]: ...


class _Metadata(Protocol):
    num_rows: int


class _ParquetFile(Protocol):
    """What is used of pyarrow's class of this name (it ships no types)."""

    metadata: _Metadata

    def iter_batches(self, batch_size: int) -> Iterator[_Batch]: ...

    def close(self) -> None: ...


def read_parquet(source: SourceFile) -> Rows:
    """Rows of a Parquet file; `line` is the row's number, its bytes are the row as JSON.

    Missing values and NaN are null, times ISO 8601, decimals text, bytes text or else base64.
    Raises CuratorError where the file is damaged or uses what this version cannot read.
    """
    need("parquet", f"Reading {source.name}, a Parquet file,")
    import pyarrow as pa

    number = 0
    try:
        file = _open(source)
        try:
            for batch in file.iter_batches(_BATCH):
                for value in batch.to_pylist():
                    number += 1
                    source.position = source.size * number // max(file.metadata.num_rows, 1)
                    yield _row(source, number, value)
        finally:
            file.close()
    except (pa.ArrowException, OSError) as error:
        first = str(error).partition("\n")[0]
        raise CuratorError(
            f"{source.name} is a damaged Parquet file (after row {number}): {first}",
            file=source.path,
        ) from error
    source.position = source.size


def _open(source: SourceFile) -> _ParquetFile:
    from pyarrow import parquet

    place = io.BytesIO(source.content()) if source.packed.wrapped else source.path
    return cast(_ParquetFile, parquet.ParquetFile(place))


def _row(source: SourceFile, number: int, value: dict[str, object]) -> Row | RejectedRow:
    raw = b""
    try:
        raw = encode_json(_json(value)) + b"\n"
        return Row(number, decode_object(raw), raw)
    except RowProblem as problem:
        return rejected(source, number, problem, raw)


def _json(value: object, depth: int = 0) -> JsonValue:
    """A cell as JSON."""
    if depth > _DEPTH:
        raise RowProblem(f"nested more than {_DEPTH} levels deep")
    match value:
        case None | bool() | int() | str():
            return value
        case float():
            return None if math.isnan(value) else _finite(value)
        case bytes():
            return _bytes(value)
        case decimal.Decimal():
            return str(value)
        case dt.datetime() | dt.date() | dt.time():
            return value.isoformat()
        case dt.timedelta():
            return value.total_seconds()
        case Mapping():
            items = cast("Mapping[object, object]", value)
            return {str(key): _json(item, depth + 1) for key, item in items.items()}
        case Sequence():
            return _list(cast("Sequence[object]", value), depth)
        case _:
            return str(value)


def _list(values: Sequence[object], depth: int) -> JsonValue:
    """A list; Parquet's maps come as lists of (key, value) and become objects."""
    if values and all(isinstance(item, tuple) for item in values):
        pairs = cast("Sequence[tuple[object, object]]", values)
        return {str(key): _json(item, depth + 1) for key, item in pairs}
    return [_json(item, depth + 1) for item in values]


def _finite(value: float) -> float:
    if math.isinf(value):
        raise RowProblem("an infinite number, which JSON cannot hold")
    return value


def _bytes(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return base64.b64encode(value).decode("ascii")
