"""Targets for people and notebooks: one row a case with everything known in columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from curator.exporting.chat import ChatShape, Unfit, conversation, json_list
from curator.exporting.encoding import csv_lines, json_line, parquet
from curator.exporting.spreadsheet import CELL_UNITS, fits_cell, workbook
from curator.exporting.targets.base import Target
from curator.exporting.targets.schemas import TEXT, closed
from curator.model.base import JsonObject
from curator.model.message import user_text

if TYPE_CHECKING:
    from curator.model.dataset import DatasetRow

COLUMNS = (
    "id",
    "question",
    "messages",
    "output",
    "ideal",
    "mark",
    "pattern",
    "tags",
    "note",
    "severity",
    "expected",
    "model",
    "reviewer",
    "reviewed_at",
    "split",
)


def table_row(row: DatasetRow) -> JsonObject | Unfit:
    """The row with every value as text; `messages` is the conversation as JSON."""
    turns = conversation(row, ChatShape(service="a table", developer=True, weights=False))
    if isinstance(turns, Unfit):
        turns = list[JsonObject](
            {"role": message.role, "content": message.text} for message in row.input
        )
    return {
        "id": row.case_id,
        "question": user_text(row.input),
        "messages": json_line({"": json_list(turns)})[4:-1].decode(),
        "output": row.output,
        "ideal": row.ideal,
        "mark": "pass" if row.keep else "fail",
        "pattern": row.pattern_name,
        "tags": ", ".join(row.tags),
        "note": row.note,
        "severity": row.severity,
        "expected": row.expected or "",
        "model": row.model or "",
        "reviewer": row.reviewer,
        "reviewed_at": row.reviewed_at,
        "split": row.split,
    }


def spreadsheet_row(row: DatasetRow) -> JsonObject | Unfit:
    """The table's row, unless one of its texts is longer than a cell."""
    made = table_row(row)
    if isinstance(made, Unfit):
        return made
    for name, text in made.items():
        if isinstance(text, str) and not fits_cell(text):
            return Unfit(
                f"its {name} is longer than the {CELL_UNITS:,} characters that a cell holds; "
                "csv and parquet hold it"
            )
    return made


def _csv(rows: Iterable[JsonObject]) -> Iterator[bytes]:
    return csv_lines(rows, COLUMNS)


def _parquet(rows: Iterable[JsonObject]) -> Iterator[bytes]:
    return parquet(rows, COLUMNS)


def _xlsx(rows: Iterable[JsonObject]) -> Iterator[bytes]:
    return workbook(rows, COLUMNS)


_SCHEMA = closed(dict.fromkeys(COLUMNS, TEXT))

CSV = Target(
    name="csv",
    title="CSV table",
    teaches="nothing",
    row=table_row,
    schema=_SCHEMA,
    encode=_csv,
    suffix="csv",
    note="A cell that begins with = + - @ or a tab is led by an apostrophe, so that no "
    "spreadsheet runs it as a formula.",
)
XLSX = Target(
    name="xlsx",
    title="Excel workbook",
    teaches="nothing",
    row=spreadsheet_row,
    schema=_SCHEMA,
    encode=_xlsx,
    suffix="xlsx",
    note="Every cell is text. A cell that begins with = + - @ or a tab is led by an apostrophe, "
    "so that no spreadsheet runs it as a formula; control characters show as their pictures.",
)
PARQUET = Target(
    name="parquet",
    title="Parquet table",
    teaches="nothing",
    row=table_row,
    schema=_SCHEMA,
    encode=_parquet,
    suffix="parquet",
)

TABLES = (CSV, XLSX, PARQUET)
