"""Rows as an XLSX workbook: every cell is text, and the same rows give the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from curator.errors import CuratorError
from curator.exporting.encoding import cell_text, harmless_cell
from curator.exporting.inert_text import inert

if TYPE_CHECKING:
    from curator.model.base import JsonObject

CELL_UNITS = 32_767
"""UTF-16 units that one cell holds. Source: Microsoft, Excel specifications and limits."""
SHEET_ROWS = 1_048_576
"""Rows of one sheet, its head included. Source: as above."""
_DAWN = (1980, 1, 1, 0, 0, 0)
"""The earliest time a ZIP knows: an export carries no clock."""


def fits_cell(text: str) -> bool:
    """Whether a spreadsheet cell holds the text as `shown_cell` writes it."""
    return len(shown_cell(text).encode("utf-16-le", errors="replace")) // 2 <= CELL_UNITS


def shown_cell(text: str) -> str:
    """The text as a cell shows it: no formula, no control character.

    XML cannot hold control characters; they become their pictures.
    """
    return harmless_cell(inert(text))


def workbook(rows: Iterable[JsonObject], columns: Sequence[str]) -> Iterator[bytes]:
    """One XLSX file with a sheet "cases": a head, then one line a row.

    Raises CuratorError for more rows than a sheet holds.
    """
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import Cell
    from openpyxl.styles import Alignment, Font

    book = Workbook(write_only=True)
    sheet = book.create_sheet("cases")
    sheet.freeze_panes = "A2"
    bold, top = Font(bold=True), Alignment(vertical="top")

    def cell(text: str, *, head: bool = False) -> Cell:
        made = WriteOnlyCell(sheet, value=text)
        # openpyxl would make a formula of a leading "=", and an error of "#N/A".
        made.data_type = "s"
        if head:
            made.font = bold
        else:
            made.alignment = top
        return made

    try:
        sheet.append([cell(name, head=True) for name in columns])
        for number, row in enumerate(rows, 2):
            if number > SHEET_ROWS:
                raise CuratorError(
                    f"A spreadsheet holds at most {SHEET_ROWS - 1:,} rows and this export has "
                    "more: choose csv or parquet."
                )
            sheet.append([cell(shown_cell(cell_text(row.get(name)))) for name in columns])
    except BaseException:
        sheet.close()  # its file on disk stays open otherwise
        raise
    sink = io.BytesIO()
    book.save(sink)
    yield _without_clock(sink)


def _without_clock(book: io.BytesIO) -> bytes:
    """The same workbook without the time it was made.

    Stored, not compressed: compressors differ between machines, and so would the bytes.
    """
    sink = io.BytesIO()
    with zipfile.ZipFile(book) as source, zipfile.ZipFile(sink, "w") as target:
        for name in sorted(source.namelist()):
            content = source.read(name)
            if name == "docProps/core.xml":
                content = _CORE
            entry = zipfile.ZipInfo(name, date_time=_DAWN)
            entry.create_system = 0  # else the system that wrote it is told
            target.writestr(entry, content)
    return sink.getvalue()


_CORE = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
    b'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>Curator'
    b"</dc:creator></cp:coreProperties>"
)
"""Document properties without a date; openpyxl always writes the time of saving."""
