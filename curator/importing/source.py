"""The file being read: opened or refused with a sentence, its encoding, its lines as bytes."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from curator.errors import CuratorError
from curator.importing.json_text import utf8_text
from curator.importing.problems import RowProblem

HEAD_BYTES = 1 << 20
"""How much of a file is looked at to tell what it is."""
_CHUNK = 1 << 20

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_PACKED = (
    (b"\x1f\x8b", "gzip"),
    (b"PK\x03\x04", "zip"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ", "xz"),
)


@dataclass(slots=True)
class SourceFile:
    """A readable, non-empty file. `position` grows as its lines are read, for progress."""

    path: Path
    size: int
    head: bytes
    """The first HEAD_BYTES, byte order mark included."""
    encoding: str
    bom: bytes
    line_end: bytes
    position: int = field(default=0)

    @property
    def name(self) -> str:
        return self.path.name

    def lines(self) -> Iterator[bytes]:
        """Every line with its line end, bytes unchanged, without the byte order mark."""
        self.position = len(self.bom)
        with _open(self.path) as file:
            file.seek(len(self.bom))
            pieces = file if self.line_end == b"\n" else _split(file, self.line_end)
            try:
                for raw in pieces:
                    self.position += len(raw)
                    yield raw
            except OSError as error:
                raise unreadable(self.path, error) from error

    def content(self) -> bytes:
        """The whole file without its byte order mark."""
        with _open(self.path) as file:
            try:
                return file.read()[len(self.bom) :]
            except OSError as error:
                raise unreadable(self.path, error) from error

    def utf8(self, raw: bytes) -> bytes:
        """A slice of the file as UTF-8; raises RowProblem where it is no text.

        UTF-8 itself is passed through unchecked: its readers check it.
        """
        if self.encoding == "utf-8":
            return raw
        try:
            return raw.decode(self.encoding).encode("utf-8")
        except UnicodeError as error:
            start = error.start if isinstance(error, UnicodeDecodeError) else 0
            raise RowProblem(
                f"the bytes at byte column {start + 1} are not {self.encoding.upper()} text"
            ) from error

    def text(self, raw: bytes) -> str:
        """A slice of the file as text; raises RowProblem naming the first bad byte column."""
        return utf8_text(self.utf8(raw))


def open_source(path: Path) -> SourceFile:
    """Look at a file's beginning.

    Raises CuratorError for a missing, unreadable, empty or compressed file and for a folder.
    """
    size = _size(path)
    with _open(path) as file:
        try:
            head = file.read(HEAD_BYTES)
        except OSError as error:
            raise unreadable(path, error) from error
    encoding, bom = _encoding(head)
    for magic, tool in _PACKED:
        if head.startswith(magic):
            raise CuratorError(
                f"{path.name} is compressed ({tool}): unpack it and import what is inside.",
                file=path,
            )
    if len(head) == size and not head[len(bom) :].replace(b"\0", b"").strip():
        raise CuratorError(f"{path.name} is empty: there is nothing to import.", file=path)
    return SourceFile(
        path=path,
        size=size,
        head=head,
        encoding=encoding,
        bom=bom,
        line_end=_line_end(head, encoding),
    )


def unreadable(path: Path, error: OSError) -> CuratorError:
    """The sentence for a file that the system will not hand over."""
    why = error.strerror or type(error).__name__
    return CuratorError(f"{path.name} cannot be read: {why}.", file=path)


def _size(path: Path) -> int:
    try:
        status = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        raise CuratorError(
            f"{path.name} does not exist: check the path {path}.", file=path
        ) from None
    except (OSError, ValueError) as error:
        raise CuratorError(f"{path.name} cannot be read: {error}.", file=path) from error
    if stat.S_ISDIR(status.st_mode):
        raise CuratorError(
            f"{path.name or path} is a folder: name the files in it instead.", file=path
        )
    if not stat.S_ISREG(status.st_mode):
        raise CuratorError(f"{path.name} is not an ordinary file: copy it first.", file=path)
    return status.st_size


def _open(path: Path) -> BinaryIO:
    try:
        return path.open("rb", buffering=_CHUNK)
    except OSError as error:
        raise unreadable(path, error) from error


def _encoding(head: bytes) -> tuple[str, bytes]:
    """The encoding and its byte order mark, b"" where there is none."""
    for bom, encoding in _BOMS:
        if head.startswith(bom):
            return encoding, bom
    # Mostly Latin text in UTF-16 has a zero in every other byte (as in RFC 4627, section 3).
    start = head[:64]
    pairs = len(start) // 2
    if pairs >= 2:
        if start[1::2].count(0) >= 0.9 * pairs and start[0::2].count(0) == 0:
            return "utf-16-le", b""
        if start[0::2].count(0) >= 0.9 * pairs and start[1::2].count(0) == 0:
            return "utf-16-be", b""
    return "utf-8", b""


def _line_end(head: bytes, encoding: str) -> bytes:
    """A line feed, or a carriage return where the file's beginning has more of those alone."""
    feeds, returns, both = (head.count(end.encode(encoding)) for end in ("\n", "\r", "\r\n"))
    return ("\r" if returns - both > feeds else "\n").encode(encoding)


def _split(file: BinaryIO, line_end: bytes) -> Iterator[bytes]:
    """Lines of a file whose line end is one code unit of several bytes, or not a line feed."""
    unit = len(line_end)
    rest = b""
    while chunk := file.read(_CHUNK):
        rest += chunk
        start = search = 0
        while (found := rest.find(line_end, search)) >= 0:
            if found % unit:
                search = found + 1
                continue
            yield rest[start : found + unit]
            start = search = found + unit
        # Chunks and lines are whole units, so the rest stays aligned.
        rest = rest[start:]
    if rest:
        yield rest
