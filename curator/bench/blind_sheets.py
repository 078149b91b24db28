"""Reads the sheets of text of the blind failures.

A sheet is lines of "key: part | part", each continued by indented lines.
"""

from __future__ import annotations

from collections.abc import Iterator

Parts = tuple[str, ...]


def read_sheet(sheet: str) -> Iterator[tuple[str, Parts]]:
    """The key and the parts of every line, in order."""
    for line in sheet.replace("\n  ", " ").splitlines():
        key, _, rest = line.partition(": ")
        if rest:
            yield key, tuple(part.strip() for part in rest.split(" | "))
