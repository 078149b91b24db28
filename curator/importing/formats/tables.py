"""Tables and JSON of unknown shape: a mapping says which column feeds which field.

A value in a column mapped to `mark` that is no mark (`maybe`, 0.7) rejects nothing: the case
comes without a suggested mark and the value stays in its metadata under the column's name.
"""

from __future__ import annotations

from curator.errors import CuratorError
from curator.importing.containers.rows import Container, RowFile
from curator.importing.formats.base import Fields, Format, Incoming, each_row
from curator.importing.guessing import field_guesses
from curator.importing.mapping import map_file, row_reader
from curator.model.base import JsonObject
from curator.model.importing import Mapping

SURE = 0.4
"""Less than a format that knows its rows, as a mapping can be had for anything."""


def table_format(container: Container, title: str) -> Format:
    """The mapped reading of one container."""

    def detect(file: RowFile) -> float:
        return SURE if file.container == container else 0.0

    return Format(
        name=container,
        title=title,
        detect=detect,
        read=_read,
        preview=_preview,
        is_row=_never,
        container=container,
        mappable=True,
        by_row=True,
        logs="turns",
    )


def _read(file: RowFile, mapping: Mapping | None) -> Incoming:
    mapped = map_file(file, mapping)
    if mapped.trouble:
        raise CuratorError(f"{file.source.name}: {mapped.trouble}", file=file.source.path)
    return each_row(file, row_reader(file, mapped.mapping))


def _preview(file: RowFile, mapping: Mapping | None) -> Fields:
    mapped = map_file(file, mapping)
    guesses = field_guesses(mapped.columns, mapped.mapping.fields)
    return Fields(guesses=guesses, mapping=mapped.mapping, trouble=mapped.trouble)


def _never(row: JsonObject) -> bool:
    """No single object can be told to be a table's row."""
    del row
    return False


FORMATS = (
    table_format("jsonl", "JSON Lines"),
    table_format("json", "JSON"),
    table_format("csv", "CSV table"),
    table_format("tsv", "TSV table"),
    table_format("parquet", "Parquet table"),
    table_format("xlsx", "Excel workbook"),
)
