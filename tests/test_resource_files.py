"""Shipped files are found in a checkout, in an installation and in a frozen application."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from curator import resource_files


def test_a_checkout_reads_the_repositorys_own_files(repository: Path) -> None:
    """Edits to resources take effect without a build."""
    assert resource_files.resource_path() == repository / "resources"


def test_a_frozen_application_reads_what_it_carries(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PyInstaller unpacks under sys._MEIPASS."""
    carried = tmp_path / "curator" / "resources" / "icons" / "mark.svg"
    carried.parent.mkdir(parents=True)
    carried.write_text("<svg/>", encoding="utf-8")
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)

    assert resource_files.resource_path("icons", "mark.svg") == carried


def test_a_missing_file_is_named() -> None:
    """A damaged installation says which file it lacks."""
    with pytest.raises(FileNotFoundError, match=r"icons/none\.svg"):
        resource_files.resource_path("icons", "none.svg")
