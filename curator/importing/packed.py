"""Wrappers around a file: gzip, zstd, bzip2, xz, and members of ZIP archives.

A member of an archive is named by a path that goes on inside it: `logs.zip/day/1.jsonl`. An
archive with one file in it stands for that file. Wrappers may lie in one another.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zipfile
import zlib
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal, cast

from curator.errors import CuratorError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

CHUNK = 1 << 20
_PACKED_CHUNK = 1 << 16
"""Compressed bytes taken at a time: they may grow a hundredfold."""
_DEPTH = 4
_MAGIC = (
    (b"\x1f\x8b", "gzip"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_ZSTD_IN_ZIP = 93
_LOCAL_HEADER = 30
"""Bytes of a ZIP member's own header before its name (APPNOTE 4.3.7)."""

Archive = Literal["", "inspect", "xlsx"]
"""What a ZIP file is as a whole, when it is no wrapper around files."""


class Damaged(Exception):
    """The wrapper cannot be opened any further: why, in words."""


@dataclass(frozen=True, slots=True)
class Packed:
    """A file with its wrappers. `open()` gives what is inside, from its start."""

    open: Callable[[], BinaryIO]
    size: int
    """Bytes that progress is measured against: what is inside, or the wrapped file where that
    is not known; then `measures_outside`."""
    measures_outside: bool = False
    archive: Archive = ""
    wrapped: bool = True


def look_inside(path: Path, size: int) -> Packed:
    """Take off a file's wrappers. Raises CuratorError for a damaged archive or one of many files.

    `path` may go on inside a ZIP archive.
    """
    outer, member = split(path)
    found = Packed(partial(_open_file, outer), size, wrapped=False)
    for _ in range(_DEPTH):
        with found.open() as file:
            start = file.read(8)
        kind = next((name for magic, name in _MAGIC if start.startswith(magic)), "")
        if kind:
            found = Packed(partial(_unwrapped, found.open, kind), size, measures_outside=True)
        elif start.startswith(_ZIP):
            archive = whole_archive(found.open, path)
            if archive and not member:
                return Packed(found.open, size, archive=archive)
            found, member = _member(found.open, path, member), ""
        else:
            break
    if member:
        raise CuratorError(f"{path.name} does not exist: check the path {path}.", file=path)
    return found


def split(path: Path) -> tuple[Path, str]:
    """The file on disk, and the member's name inside it ("" for the file itself)."""
    try:
        if path.exists():
            return path, ""
        for parent in path.parents:
            if parent.is_file():
                return parent, path.relative_to(parent).as_posix()
    except (OSError, ValueError):
        pass  # a name that no file can have: opening it says why
    return path, ""


def members(path: Path) -> list[str]:
    """Files inside a ZIP archive worth reading, by name; [] for what is no such archive."""
    if not is_kind(path, Path.is_file):
        return []
    opener = partial(_open_file, path)
    with opener() as file:
        if not file.read(8).startswith(_ZIP):
            return []
    if whole_archive(opener, path):
        return []
    with _zip(opener, path) as archive:
        return sorted(info.filename for info in _files(archive))


def is_kind(path: Path, test: Callable[[Path], bool]) -> bool:
    """`Path.is_file` or `is_dir`; no for a name that no file can have."""
    try:
        return test(path)
    except (OSError, ValueError):
        return False


def whole_archive(opener: Callable[[], BinaryIO], path: Path) -> Archive:
    """Whether a ZIP file is an Inspect log or a workbook rather than a wrapper."""
    with _zip(opener, path) as archive:
        names = set(archive.namelist())
    if "xl/workbook.xml" in names:
        return "xlsx"
    has_samples = any(name.startswith("samples/") for name in names)
    if has_samples and names & {"header.json", "_journal/start.json"}:
        return "inspect"
    return ""


def read_member(opener: Callable[[], BinaryIO], name: str, limit: int) -> bytes:
    """A member's bytes; raises Damaged where it cannot be read or holds more than `limit`."""
    with open_member(opener, name) as file:
        try:
            found = file.read(limit + 1)
        except UNREADABLE as error:
            raise Damaged(f"{name} in it is damaged ({error})") from error
    if len(found) > limit:
        raise Damaged(f"{name} in it holds more than {limit >> 20} MB")
    return found


def open_member(opener: Callable[[], BinaryIO], name: str) -> BinaryIO:
    """A member's content as a stream; raises Damaged."""
    file = opener()
    try:
        archive = zipfile.ZipFile(file)
        info = archive.getinfo(name)
        if info.flag_bits & 1:
            raise Damaged(f"{name} in it is protected by a password")
        if info.compress_type == _ZSTD_IN_ZIP:
            return _over(_zstd(_raw_member(file, info)), file)
        return _over(archive.open(info), file)
    except (zipfile.BadZipFile, NotImplementedError, KeyError, OSError) as error:
        file.close()
        raise Damaged(f"{name} in it cannot be read ({error})") from error
    except Damaged:
        file.close()
        raise


def _member(opener: Callable[[], BinaryIO], path: Path, name: str) -> Packed:
    with _zip(opener, path) as archive:
        files = {info.filename: info for info in _files(archive)}
    if not name and len(files) == 1:
        name = next(iter(files))
    if name not in files:
        if name:
            raise CuratorError(f"There is no {name} in {path.parent.name}.", file=path)
        if not files:
            raise CuratorError(
                f"The archive {path.name} holds no files: there is nothing to import.", file=path
            )
        shown = ", ".join(sorted(files)[:5])
        raise CuratorError(
            f"{path.name} holds {len(files)} files ({shown}): import it as a whole, "
            "or name one of them behind the archive's path.",
            file=path,
        )
    return Packed(partial(open_member, opener, name), files[name].file_size)


def _files(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    return [
        info
        for info in archive.infolist()
        if not info.is_dir()
        and not any(part.startswith((".", "__MACOSX")) for part in info.filename.split("/"))
    ]


@contextmanager
def _zip(opener: Callable[[], BinaryIO], path: Path) -> Generator[zipfile.ZipFile]:
    try:
        with opener() as file, zipfile.ZipFile(file) as archive:
            yield archive
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError) as error:
        raise CuratorError(f"{path.name} is a damaged ZIP archive ({error}).", file=path) from error


def _unwrapped(opener: Callable[[], BinaryIO], kind: str) -> BinaryIO:
    file = opener()
    match kind:
        case "gzip":
            return _over(gzip.GzipFile(fileobj=file), file)
        case "bzip2":
            return _over(bz2.BZ2File(file), file)
        case "xz":
            return _over(lzma.LZMAFile(file), file)
        case _:
            return _over(_zstd(file), file)


def _zstd(file: BinaryIO) -> object:
    return _ZstdStream(file)


class _ZstdStream(io.RawIOBase):
    """Zstandard frames, one after another. The library's own reader ends silently where a file
    breaks off, and rows would be missing without a word.
    """

    def __init__(self, file: BinaryIO) -> None:
        import zstandard

        self._new = zstandard.ZstdDecompressor().decompressobj
        self._frame = self._new()
        self._file = file
        self._inside = False
        self._ready = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        while not self._ready:
            packed = self._frame.unused_data if self._frame.eof else b""
            if self._frame.eof:
                self._frame, self._inside = self._new(), False
            packed = packed or self._file.read(_PACKED_CHUNK)
            if not packed:
                if self._inside:
                    raise EOFError("it ends in the middle of its compressed data")
                return 0
            self._inside = True
            self._ready = memoryview(self._frame.decompress(packed))
            self._inside = not self._frame.eof
        target = memoryview(buffer).cast("B")
        size = min(len(target), len(self._ready))
        target[:size] = self._ready[:size]
        self._ready = self._ready[size:]
        return size


class _Over(io.BufferedReader):
    """A decompressing stream that closes the file under it as well."""

    def __init__(self, stream: io.RawIOBase, under: BinaryIO) -> None:
        super().__init__(stream, CHUNK)
        self._under = under

    def close(self) -> None:
        try:
            super().close()
        finally:
            self._under.close()


def _over(stream: object, under: BinaryIO) -> BinaryIO:
    return cast(BinaryIO, _Over(cast(io.RawIOBase, stream), under))


def _raw_member(file: BinaryIO, info: zipfile.ZipInfo) -> BinaryIO:
    """The compressed bytes of a member whose method the standard library does not know."""
    file.seek(info.header_offset)
    header = file.read(_LOCAL_HEADER)
    name, extra = (int.from_bytes(header[at : at + 2], "little") for at in (26, 28))
    file.seek(name + extra, io.SEEK_CUR)
    return io.BytesIO(file.read(info.compress_size))


def _open_file(path: Path) -> BinaryIO:
    return path.open("rb", buffering=CHUNK)


def _unreadable() -> tuple[type[Exception], ...]:
    import zstandard

    known = (OSError, EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile)
    return (*known, zstandard.ZstdError, RuntimeError)


UNREADABLE = _unreadable()
"""What opening and reading damaged wrappers raises."""
