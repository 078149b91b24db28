"""Keeping what could not be imported."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from pathlib import Path

from curator.model.case import RejectedRow

_LINE_ENDS = (b"\n", b"\r", b"\n\x00", b"\n\x00\x00\x00")
"""Line ends in UTF-8 and UTF-16/32; big-endian ones end in a line feed too."""


def write_rejected(rows: Iterable[RejectedRow], path: Path, header: bytes = b"") -> int:
    """Write the rows' bytes one after another, exactly as they lay in their file.

    So the file can be mended and imported again; the reasons are in the import's report. Only a
    last line without a line end gets one. `header` is a table's header line (`FileReading.header`)
    without which its rows cannot be read again. Written beside and then moved into place.
    Returns the number of rows; with none nothing is written. Raises OSError.
    """
    rejected = iter(rows)
    first = next(rejected, None)
    if first is None:
        return 0
    beside = path.with_name(f"{path.name}.part")
    written = 0
    with beside.open("wb") as file:
        file.write(header)
        for row in chain((first,), rejected):
            file.write(row.raw)
            if not row.raw.endswith(_LINE_ENDS):
                file.write(b"\n")
            written += 1
    beside.replace(path)
    return written
