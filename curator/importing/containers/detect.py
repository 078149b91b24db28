"""Which container a file is, told from its content and never from its name."""

from __future__ import annotations

from functools import partial

from curator.errors import CuratorError
from curator.importing.containers.document import Known, look_into, read_document
from curator.importing.containers.inspect_archive import look_into_archive, read_archive
from curator.importing.containers.lines import read_lines
from curator.importing.containers.parquet import read_parquet
from curator.importing.containers.rows import Container, Document, Row, RowFile, Rows
from curator.importing.containers.table import read_header, read_table, sniff
from curator.importing.containers.workbook import read_workbook
from curator.importing.json_text import decode_json
from curator.importing.problems import RowProblem
from curator.importing.source import HEAD_BYTES, SourceFile
from curator.model.base import JsonObject

_LINES_LOOKED_AT = 50
_SAMPLE_ROWS = 200
_SAMPLE_TRIES = 1000
_SAMPLE_BYTES = 8 << 20
_BINARY_SHARE = 0.2
"""Share of control characters from which a file is no text."""
_GOES_ON = (b",", b"[", b"{", b":")
"""Ends of a line after which a JSON document goes on."""
_KINDS = (
    (b"\x89PNG\r\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"%PDF-", "a PDF document"),
    (b"{\\rtf", "an RTF document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word or Excel document: save it as .xlsx"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive: unpack it first"),
    (b"Rar!\x1a\x07", "a RAR archive: unpack it first"),
    (b"ARROW1\0\0", "an Arrow file: save it as Parquet"),
)
"""How files begin that are met among logs and are none: so that they are called by their name."""
_CONTROL = frozenset(range(32)) - frozenset(b"\t\n\v\f\r")


def open_rows(
    source: SourceFile,
    known: Known,
    container: Container | None = None,
    *,
    headed: bool = True,
) -> RowFile:
    """Find a file's rows; `known` is what the formats know of single JSON objects, `headed` says
    that a text table begins with its columns' names.

    Raises CuratorError where the file is neither JSON, a text table nor Parquet.
    """
    container = _whole(source) or container or tell_container(source)
    columns: tuple[str, ...] = ()
    header = b""
    document = Document(path=(), context={})
    if container == "jsonl":
        rows = partial(read_lines, source)
    elif container == "json":
        if source.packed.archive:
            document = look_into_archive(source)
            rows = partial(read_archive, source)
        else:
            document = look_into(source, known)
            rows = partial(read_document, source, document)
    elif container == "parquet":
        rows = partial(read_parquet, source)
    elif container == "xlsx":
        rows = partial(read_workbook, source)
    else:
        dialect = sniff(source, "\t" if container == "tsv" else ",\t;|")
        dialect = dialect._replace(headed=headed)
        columns, header, _ = read_header(source, dialect)
        container = "tsv" if dialect.delimiter == "\t" else "csv"
        rows = partial(read_table, source, dialect)
    return RowFile(
        source=source,
        container=container,
        rows=rows,
        sample=_sample(source, rows()),
        columns=columns,
        header=header,
        context=document.context,
        around=document.around,
    )


def _whole(source: SourceFile) -> Container | None:
    """The container of what is read as an archive: of an Inspect log its samples' JSON."""
    archive = source.packed.archive
    if archive == "inspect":
        return "json"
    return "xlsx" if archive == "xlsx" else None


def tell_container(source: SourceFile) -> Container:
    """The container of a file by its first lines; raises CuratorError for what is no text."""
    if source.head.startswith(b"PAR1"):
        return "parquet"
    for begins, kind in _KINDS:
        if source.head.startswith(begins):
            raise CuratorError(
                f"{source.name} is {kind}. Curator reads JSON, JSON Lines, CSV, TSV, Excel and "
                "Parquet.",
                file=source.path,
            )
    start = source.head[len(source.bom) :][: 1 << 16].decode(source.encoding, "replace")
    controls = sum(ord(character) in _CONTROL for character in start)
    if controls > _BINARY_SHARE * len(start):
        raise CuratorError(
            f"{source.name} is not text: Curator reads JSON, JSON Lines, CSV, TSV, Excel and "
            "Parquet.",
            file=source.path,
        )
    lines = _first_lines(source)
    kinds = [_kind(line) for line in lines]
    if _is_json_lines(lines, kinds):
        return "jsonl"
    if lines[:1] and lines[0][:1] in (b"{", b"["):
        return "json"
    return "tsv" if sniff(source).delimiter == "\t" else "csv"


def _is_json_lines(lines: list[bytes], kinds: list[str]) -> bool:
    """Whether lines stand for themselves rather than being pieces of one document."""
    if not lines:
        return False
    first = lines[0][:1]
    if first == b"[":
        return len(lines) > 1 and kinds.count("list") == len(lines)
    if first == b"{":
        if len(lines) == 1:
            return kinds[0] == "broken" and lines[0].endswith(b"}")
        if kinds[0] == "object":
            return True
        braced = sum(line.startswith(b"{") and line.endswith(b"}") for line in lines)
        # Lines that were all cut off, as in a file of kept rejected rows.
        begun = sum(line.startswith(b'{"') and not line.endswith(_GOES_ON) for line in lines)
        return lines[0].endswith(b"}") or 2 * braced >= len(lines) or 2 * begun > len(lines)
    return 2 * kinds.count("object") >= len(lines)


def _first_lines(source: SourceFile) -> list[bytes]:
    """The first lines that are not blank, as UTF-8 where they are text, without blanks around."""
    found: list[bytes] = []
    size = 0
    for raw in source.lines():
        size += len(raw)
        try:
            line = source.utf8(raw).strip()
        except RowProblem:
            line = raw
        if line:
            found.append(line)
        if len(found) == _LINES_LOOKED_AT or size > HEAD_BYTES:
            break
    return found


def _kind(line: bytes) -> str:
    if line[:1] not in (b"{", b"["):
        return "other"
    try:
        value = decode_json(line)
    except RowProblem:
        return "broken"
    return "object" if isinstance(value, dict) else "list"


def _sample(source: SourceFile, rows: Rows) -> tuple[JsonObject, ...]:
    """The first good rows, bounded in number and size; raises CuratorError without any row."""
    found: list[JsonObject] = []
    size = tries = 0
    for row in rows:
        tries += 1
        size += len(row.raw)
        if isinstance(row, Row):
            found.append(row.value)
        if len(found) == _SAMPLE_ROWS or tries == _SAMPLE_TRIES or size > _SAMPLE_BYTES:
            break
    if not tries:
        raise CuratorError(
            f"{source.name} holds no rows: there is nothing to import.", file=source.path
        )
    return tuple(found)
