"""The file being read: opened or refused with a sentence, its encoding, its lines as bytes.

Bytes that are no UTF-8 in a file that does not say what it is are rejected row by row, with the
encoding that they look like: the user confirms it by naming it.
"""

from __future__ import annotations

import io
import stat
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from curator.errors import CuratorError
from curator.importing.encodings import guess_encoding, known_encoding
from curator.importing.json_text import utf8_text
from curator.importing.packed import CHUNK, UNREADABLE, Damaged, Packed, look_inside, split
from curator.importing.problems import NotText

HEAD_BYTES = 1 << 20
"""How much of a file is looked at to tell what it is."""

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
BLOCK_BYTES = 1 << 20
"""How much of a file one of several readers takes at a time."""
DOCUMENT_BYTES = 2 << 30
"""The largest JSON value, and the largest packed table, that is read as a whole."""


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
    packed: Packed
    guess: str = ""
    """The legacy encoding that undeclared bytes look like; "" where they are UTF-8."""
    position: int = field(default=0)
    part: tuple[int, int] = (0, 1)
    """Of several readers that share the file: which one this is, from 0, and of how many."""
    block: int = field(default=0)
    """The block of lines that is being read; readers take turns in them."""

    @property
    def name(self) -> str:
        return self.path.name

    def damaged(self, error: Exception) -> CuratorError:
        """The sentence for a file that stops being readable on the way."""
        if isinstance(error, OSError) and error.strerror:
            return unreadable(self.path, error)
        return CuratorError(
            f"{self.name} is damaged and cannot be read to its end ({error}).", file=self.path
        )

    def lines(self) -> Iterator[bytes]:
        """Every line with its line end, bytes unchanged, without the byte order mark."""
        self.position = len(self.bom)
        try:
            with self.packed.open() as file:
                file.read(len(self.bom))
                pieces = file if self.line_end == b"\n" else _split(file, self.line_end)
                for raw in pieces:
                    self.position += len(raw)
                    yield raw
        except UNREADABLE as error:
            raise self.damaged(error) from error

    def own_lines(self) -> Iterator[tuple[int, bytes]]:
        """The lines of this reader's blocks with their numbers from 1; all where nobody shares."""
        if self.line_end == b"\n" and not self.packed.wrapped:
            yield from self._lines_of_own_blocks()
            return
        which, of = self.part
        self.block, end = 0, BLOCK_BYTES
        for number, raw in enumerate(self.lines(), start=1):
            if self.position - len(raw) >= end:
                self.block, end = self.block + 1, self.position + BLOCK_BYTES
            if self.block % of == which:
                yield number, raw

    def _lines_of_own_blocks(self) -> Iterator[tuple[int, bytes]]:
        """`own_lines` of a file that can be read a block at a time: others' are only counted.

        (A damaged wrapper is better read line by line: those before the damage are good.)
        """
        which, of = self.part
        self.block, self.position, number = 0, len(self.bom), 1
        try:
            with self.packed.open() as file:
                file.read(len(self.bom))
                while block := file.read(BLOCK_BYTES) + file.readline():
                    if self.block % of == which:
                        for number, raw in enumerate(io.BytesIO(block), start=number):  # noqa: B020
                            self.position += len(raw)
                            yield number, raw
                        number += 1
                    else:
                        self.position += len(block)
                        number += block.count(b"\n")
                    self.block += 1
        except UNREADABLE as error:
            raise self.damaged(error) from error

    def pieces(self, size: int) -> Generator[bytes]:
        """The whole file without its byte order mark, `size` bytes at a time."""
        try:
            with self.packed.open() as file:
                file.read(len(self.bom))
                while piece := file.read(size):
                    yield piece
        except UNREADABLE as error:
            raise self.damaged(error) from error

    def content(self) -> bytes:
        """The whole file without its byte order mark; raises CuratorError where it is too large."""
        try:
            with self.packed.open() as file:
                found = file.read(DOCUMENT_BYTES + 1)
        except UNREADABLE as error:
            raise self.damaged(error) from error
        if len(found) > DOCUMENT_BYTES:
            raise CuratorError(
                f"{self.name} holds more than {DOCUMENT_BYTES >> 30} GB: unpack it first.",
                file=self.path,
            )
        return found[len(self.bom) :]

    @property
    def share_read(self) -> float:
        """How far the reading has come, 0 to 1; of wrapped files an estimate."""
        if not self.packed.measures_outside:
            return min(1.0, self.position / max(1, self.size))
        # Text packs to a fifth or so; what is said must only never run backwards.
        return min(0.99, self.position / max(1, 5 * self.size))

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
            raise NotText(
                f"the bytes at byte column {start + 1} are not {self.encoding.upper()} text"
            ) from error

    def text(self, raw: bytes) -> str:
        """A slice of the file as text; raises RowProblem naming the first bad byte column."""
        return utf8_text(self.utf8(raw))


def open_source(path: Path, encoding: str = "") -> SourceFile:
    """Look at a file's beginning; `encoding` is what the user says it is, "" to be told.

    Raises CuratorError for a missing, unreadable, empty or damaged file, for a folder, and for
    an encoding that does not exist.
    """
    size = _size(split(path)[0])
    declared = known_encoding(encoding) if encoding else ""
    try:
        packed = look_inside(path, size)
        with packed.open() as file:
            head = file.read(HEAD_BYTES)
    except Damaged as error:
        raise CuratorError(f"{path.name} cannot be read: {error}.", file=path) from error
    except OSError as error:
        raise unreadable(path, error) from error
    except UNREADABLE as error:
        raise CuratorError(f"{path.name} is damaged ({error}).", file=path) from error
    found, bom = _encoding(head)
    if declared and not (bom and declared in ("utf-8", found)):
        found, bom = declared, b"" if declared != found else bom
    if len(head) < HEAD_BYTES and not head[len(bom) :].replace(b"\0", b"").strip():
        raise CuratorError(f"{path.name} is empty: there is nothing to import.", file=path)
    return SourceFile(
        path=path,
        size=packed.size,
        head=head,
        encoding=found,
        bom=bom,
        line_end=_line_end(head, found),
        packed=packed,
        guess="" if declared or found != "utf-8" or packed.archive else guess_encoding(head),
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
    while chunk := file.read(CHUNK):
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
