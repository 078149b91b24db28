"""A rejected row, mended by a person and read once more in the way its file was read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from curator.errors import CuratorError
from curator.importing.containers.lines import read_lines
from curator.importing.containers.rows import Row, RowFile, Rows, rejected
from curator.importing.containers.table import read_table, sniff
from curator.importing.encodings import guess_encoding
from curator.importing.formats import recognise
from curator.importing.json_text import decode_object, free_name
from curator.importing.packed import Packed
from curator.importing.problems import RowProblem
from curator.importing.reading import AS_IT_IS, FileReading, ReadOptions, settle
from curator.importing.source import SourceFile
from curator.model.case import IncomingCase, RejectedRow
from curator.model.importing import Mapping

LAST_RESORT = "cp1252"
"""What bytes are shown as that look like no encoding in particular."""
_TABLES = ("csv", "tsv")


class RowText(NamedTuple):
    """A rejected row's bytes as text to mend."""

    text: str
    encoding: str
    declared: bool
    """Whether that is the file's own encoding; else it is a guess to be looked over."""
    came: str
    """The same bytes in the file's own encoding, what is none as \\x escapes."""


def row_text(raw: bytes, encoding: str) -> RowText:
    """The bytes of a row without their line end, read as the file was, else as they look."""
    came = raw.decode(encoding, "backslashreplace").rstrip("\r\n")
    tried = [(encoding, True), (guess_encoding(raw) or LAST_RESORT, False)]
    for name, declared in tried:
        try:
            return RowText(raw.decode(name).rstrip("\r\n"), name, declared, came)
        except UnicodeError:
            continue
    text = raw.decode(LAST_RESORT, "replace").rstrip("\r\n")
    return RowText(text, LAST_RESORT, declared=False, came=came)


def read_mended(
    path: Path,
    row: RejectedRow,
    text: str,
    format: str,  # noqa: A002 - the name callers know
    mapping: Mapping | None = None,
    options: ReadOptions = AS_IT_IS,
    companions: Sequence[Path] = (),
) -> list[IncomingCase | RejectedRow]:
    """The cases of a mended row of the file at `path`; what of it still is none is rejected.

    The file itself says what its rows are (columns, separator, what stands around them), so it
    must still be there. Each case's metadata says under "mended" where it comes from. Raises
    CuratorError where the file cannot be opened any more or the text cannot be written.
    """
    file, known = settle(path, format, mapping, options)
    if companions:
        beside = tuple(settle(one, "auto", None, options)[0] for one in companions)
        file = replace(file, companions=beside)
    source = _source_of(file, text)
    mended = replace(file, source=source, rows=partial(_rows, file, source, text, row.line))
    if not file.sample:  # no row was good: this one is the first to say what they are
        good = tuple(one.value for one in mended.rows() if isinstance(one, Row))
        mended = replace(mended, sample=good)
        known = recognise(mended) if known.container and mapping is None else known
    with FileReading(mended, known, mapping, options) as reading:
        found = [_placed(one, row) for one in reading]
    if not found:
        raise CuratorError(
            f"This makes no case: {known.title} joins several rows into one. "
            f"Mend the row in a copy of {path.name} and import that.",
            file=path,
            line=row.line,
        )
    return found


def _source_of(file: RowFile, text: str) -> SourceFile:
    """The text as a file of its own, below the table's header where there is one."""
    try:
        content = text.encode()
    except UnicodeEncodeError as error:
        raise CuratorError(
            f"Character {error.start + 1:,} is half of a character and cannot be kept: delete it.",
            file=file.source.path,
        ) from error
    if file.container in _TABLES:
        header = file.header.decode(file.source.encoding).rstrip("\r\n")
        content = header.encode() + b"\n" + content
    return SourceFile(
        path=file.source.path,
        size=len(content),
        head=content,
        encoding="utf-8",
        bom=b"",
        line_end=b"\n",
        packed=Packed(lambda: BytesIO(content), len(content)),
    )


def _rows(file: RowFile, source: SourceFile, text: str, line: int) -> Rows:
    if file.container in _TABLES:
        delimiters = "\t" if file.container == "tsv" else ",\t;|"
        return read_table(source, sniff(file.source, delimiters))
    return _json_rows(file, source, text, line)


def _json_rows(file: RowFile, source: SourceFile, text: str, line: int) -> Rows:
    """One object, on however many lines it was put; of JSON Lines also several."""
    raw = text.encode()
    try:
        yield Row(line, decode_object(raw), raw)
    except RowProblem as problem:
        if file.container == "jsonl" and len(text.split("\n")) > 1:
            yield from read_lines(source)
        else:
            yield rejected(source, line, problem, raw)


def _placed(found: IncomingCase | RejectedRow, row: RejectedRow) -> IncomingCase | RejectedRow:
    """With the line that the row has in its file, and for a case where it was mended."""
    if isinstance(found, RejectedRow):
        return found.model_copy(update={"line": row.line})
    name = free_name("mended", found.metadata) if "mended" in found.metadata else "mended"
    origin = {"file": row.file, "line": row.line, "reason": row.reason}
    return found.model_copy(update={"line": row.line, "metadata": {**found.metadata, name: origin}})
