"""Keeping what could not be imported."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from curator.model.case import RejectedRow

SHOWN = 1_000
"""Rejected rows that are also remembered, to be shown; of all of them the bytes are kept."""
_SHOWN_BYTES = 2_000
_LINE_ENDS = (b"\n", b"\r", b"\n\x00", b"\n\x00\x00\x00")
"""Line ends in UTF-8 and UTF-16/32; big-endian ones end in a line feed too."""


class RejectedRows:
    """The rejected rows of one file: their bytes written as they come, the first ones remembered.

    The bytes stand one after another exactly as they lay in their file, so that it can be mended
    and imported again; only a last line without a line end gets one. `header` is a table's header
    line (`FileReading.header`) without which its rows cannot be read again. Written beside `path`
    and moved there by `keep`; with no row nothing is written. `source` is the file they are from,
    told of each of the first rows with the place of its bytes. Methods raise OSError.
    """

    def __init__(self, path: Path, header: bytes = b"", source: Path | None = None) -> None:
        self.path = path
        self._source = str(source or "")
        self.count = 0
        self.first: list[RejectedRow] = []
        """The first SHOWN rows, each with the beginning of its bytes."""
        self._header = header
        self._end = 0
        self._beside = path.with_name(f"{path.name}.part")
        self._file: BinaryIO | None = None

    def add(self, row: RejectedRow) -> None:
        """Keep one more."""
        if self._file is None:
            self._file = self._beside.open("wb")
            self._file.write(self._header)
            self._end = len(self._header)
        self._file.write(row.raw)
        place: dict[str, object] = {
            "source": self._source,
            "kept_at": self._end,
            "size": len(row.raw),
        }
        self._end += len(row.raw)
        if not row.raw.endswith(_LINE_ENDS):
            self._file.write(b"\n")
            self._end += 1
        self.count += 1
        if len(self.first) < SHOWN:
            short = row.raw[:_SHOWN_BYTES]
            self.first.append(row.model_copy(update={"raw": short, **place}))

    def keep(self) -> Path | None:
        """Move the file to its place. Returns that, or None without any rejected row."""
        if self._file is None:
            return None
        self._file.close()
        self._file = None
        number = 1
        while self.path.exists():  # an earlier import's rows are never overwritten
            number += 1
            name = f"{self._name}.{number}.rejected.jsonl"
            self.path = self.path.with_name(name)
        self._beside.replace(self.path)
        return self.path

    @property
    def _name(self) -> str:
        return self._beside.name.removesuffix(".rejected.jsonl.part")
