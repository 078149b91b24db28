"""What somebody pastes: JSON, JSON Lines, or the cells of a spreadsheet or a web page's table."""

from __future__ import annotations

import csv
import io
import re
from html.parser import HTMLParser

from curator.errors import CuratorError

_CELLS = ("td", "th")
_UNSEEN = ("script", "style", "head", "template")
_LINE_BREAKS = ("br", "p", "div", "li")
_MOST_SPANNED = 100
_FENCED = re.compile(r"\s*```[\w-]*[ \t]*\r?\n(?P<inside>(?:(?!```)[\s\S])*?)\r?\n?[ \t]*```\s*")
_UNDER_HEADER = re.compile(r"\|?(?:\s*:?-+:?\s*\|)+(?:\s*:?-+:?\s*)?")
_BAR = re.compile(r"(?<!\\)\|")


def pasted_file(text: str, html: str = "") -> tuple[bytes, str]:
    """The bytes and the ending of a file that holds what was pasted.

    A table in `html` goes before the text beside it: spreadsheets offer both, and only the
    table says for certain where a cell with line ends in it stops. Raises CuratorError where
    there is nothing to read.
    """
    for rows in tables_in(html) if "<t" in html.lower() else []:
        if len(rows) > 1 and max(map(len, rows)) > 1:
            return _as_csv(rows), "csv"
    text = _unfenced(text)
    shown = text.strip("\ufeff\r\n\t ")
    if not shown:
        raise CuratorError("The clipboard holds no text: copy JSON, JSON Lines or table cells.")
    if shown[0] in "{[":
        return _encoded(text), "jsonl" if _is_lines(shown) else "json"
    if "\n" not in shown.replace("\r", "\n"):
        raise CuratorError(
            "The clipboard holds one line that is no JSON: copy the table with its header line."
        )
    drawn = _drawn_table(shown)
    if drawn:
        return _as_csv(drawn), "csv"
    return _encoded(text), "tsv" if "\t" in shown.splitlines()[0] else "csv"


def _unfenced(text: str) -> str:
    """What stands between the fences where all that was copied is one block of code."""
    found = _FENCED.fullmatch(text)
    return found["inside"] if found is not None else text


def _drawn_table(text: str) -> list[list[str]]:
    """The rows of a table drawn with bars, as Markdown has it; [] for anything else."""
    lines = text.splitlines()
    if len(lines) < 3 or not _UNDER_HEADER.fullmatch(lines[1].strip()):
        return []
    rows = [_BAR.split(line.strip()) for line in (lines[0], *lines[2:])]
    rows = [row[1:] if not row[0].strip() else row for row in rows]
    rows = [row[:-1] if not row[-1].strip() else row for row in rows]
    return [[cell.strip().replace("\\|", "|") for cell in row] for row in rows]


def tables_in(html: str) -> list[list[list[str]]]:
    """The tables of a page as rows of cells, merged cells repeated; nothing of it is run."""
    reader = _Tables()
    reader.feed(html)
    reader.close()
    return [_even(rows) for rows in reader.tables if rows]


class _Tables(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[str]]] = []
        self._cell: list[str] | None = None
        self._span = (1, 1)
        self._below: dict[int, tuple[int, str]] = {}
        """Column to (rows left, text) of cells that reach into the rows below."""
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag == "table":
            self._end_cell()
            self.tables.append([])
            self._below = {}
        elif tag == "tr" and self.tables:
            self._end_cell()
            self.tables[-1].append([])
        elif tag in _CELLS and self.tables:
            self._end_cell()
            if not self.tables[-1]:
                self.tables[-1].append([])
            spans = dict(attrs)
            self._span = (_number(spans.get("colspan")), _number(spans.get("rowspan")))
            self._cell = []
        elif tag in _LINE_BREAKS and self._cell:
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag in (*_CELLS, "tr", "table"):
            self._end_cell()
            if tag == "tr":
                self._fill()

    def handle_data(self, data: str) -> None:
        if self._cell is not None and not self._unseen:
            # White space in HTML is one space; spreadsheets write line ends as <br>.
            spaced = " ".join(data.split())
            before = " " if data[:1].isspace() else ""
            after = " " if data[-1:].isspace() and spaced else ""
            self._cell.append(before + spaced + after)

    def _fill(self) -> None:
        """Cells from above that reach into this row at its end."""
        row = self.tables[-1][-1] if self.tables and self.tables[-1] else []
        while len(row) in self._below:
            self._reach(row)

    def _reach(self, row: list[str]) -> None:
        place = len(row)
        left, text = self._below.pop(place)
        if left > 1:
            self._below[place] = (left - 1, text)
        row.append(text)

    def _end_cell(self) -> None:
        if self._cell is None:
            return
        lines = "".join(self._cell).split("\n")
        text = "\n".join(line.strip() for line in lines).strip()
        self._cell = None
        row = self.tables[-1][-1]
        while len(row) in self._below:
            self._reach(row)
        columns, rows = self._span
        for _ in range(columns):
            if rows > 1:
                self._below[len(row)] = (rows - 1, text)
            row.append(text)


def _number(text: str | None) -> int:
    return min(_MOST_SPANNED, max(1, int(text))) if text and text.isdecimal() else 1


def _even(rows: list[list[str]]) -> list[list[str]]:
    """Rows of the same length, those without any text left out."""
    filled = [row for row in rows if any(row)]
    width = max(map(len, filled), default=0)
    return [[*row, *[""] * (width - len(row))] for row in filled]


def _as_csv(rows: list[list[str]]) -> bytes:
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows(rows)
    return _encoded(written.getvalue())


def _encoded(text: str) -> bytes:
    # A half surrogate that a clipboard may hold becomes a row that is rejected, not a crash.
    return text.encode("utf-8", "surrogatepass")


def _is_lines(text: str) -> bool:
    first, _, rest = text.partition("\n")
    return first.rstrip().endswith(("}", "]")) and rest.lstrip()[:1] in ("{", "[")
