"""Reading in one call what a test wrote in one call."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from curator.importing import RejectedRows, read_file
from curator.model.case import IncomingCase, RejectedRow
from curator.model.importing import Mapping
from curator.model.message import user_text

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"


def shared(*parts: str) -> Path:
    """A file of the shared data; the test is skipped where there is none."""
    path = SHARED.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"the shared data is not here: {Path(*parts)}")
    return path


def written(folder: Path, content: bytes | str, name: str = "log") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def lines(*rows: object) -> bytes:
    """Rows as JSON Lines."""
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def read_all(
    path: Path, format_name: str = "auto", mapping: Mapping | None = None
) -> tuple[list[IncomingCase], list[RejectedRow]]:
    """A file's cases and its rejected rows."""
    found = list(read_file(path, format_name, mapping))
    return (
        [row for row in found if isinstance(row, IncomingCase)],
        [row for row in found if isinstance(row, RejectedRow)],
    )


def asked(case: IncomingCase) -> str:
    return user_text(case.input)


def answered(case: IncomingCase) -> str:
    return case.output.text


def only(rows: Sequence[IncomingCase]) -> IncomingCase:
    assert len(rows) == 1
    return rows[0]


def keep_rows(rows: Sequence[RejectedRow], path: Path, header: bytes = b"") -> int:
    """Write rejected rows as an import does. Returns how many."""
    rejected = RejectedRows(path, header)
    for row in rows:
        rejected.add(row)
    rejected.keep()
    return rejected.count
