"""Who needs an extra that is not installed is told its name, and loses nothing."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from curator.errors import CuratorError
from curator.exporting.encoding import parquet
from curator.extras import need
from curator.importing import inspect_file


@pytest.fixture
def without_arrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Python's own way to say that a package is not there."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)


def test_reading_parquet_names_the_extra(without_arrow: None, tmp_path: Path) -> None:
    """The file is known for what it is by its first bytes, without the library."""
    file = tmp_path / "rows.bin"
    file.write_bytes(b"PAR1" + bytes(40) + b"PAR1")
    with pytest.raises(CuratorError, match=r"rows\.bin.*'failure-curator\[parquet\]'"):
        inspect_file(file)


def test_writing_parquet_names_the_extra(without_arrow: None) -> None:
    """Before anything is written."""
    with pytest.raises(CuratorError, match=r"failure-curator\[parquet\]"):
        list(parquet([{"a": "b"}], ["a"]))


def test_an_installed_extra_is_simply_used() -> None:
    """Nothing is said where the library is there, and it is loaded."""
    need("parquet", "This test")
    assert "pyarrow" in sys.modules
