"""XLSX as an independent reader sees it: text only, the same bytes, nothing cut silently."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pandas as pd
import pytest

from curator.errors import CuratorError
from curator.exporting import spreadsheet, write_export
from curator.exporting.spreadsheet import workbook
from curator.model.base import JsonObject
from curator.model.dataset import Dataset, ExportOptions
from tests.exporting import example

HOSTILE = ["=1+1", "@SUM(A1)", "+1", "-1", "\t=1", "#N/A", "TRUE", "007", "a\x1bb\x00", "＝1", " "]

ONE: list[JsonObject] = [{"a": "x"}]


def read(content: bytes) -> pd.DataFrame:
    return pd.read_excel(BytesIO(content), dtype=str, keep_default_na=False)


def test_every_cell_is_text_and_none_is_a_formula() -> None:
    import openpyxl

    content = b"".join(workbook(({"a": text, "b": 7} for text in HOSTILE), ["a", "b"]))
    sheet = openpyxl.load_workbook(BytesIO(content))["cases"]
    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s"}
    assert [cell.value for cell in cells] == [
        "'=1+1", "'@SUM(A1)", "'+1", "'-1", "'\t=1", "#N/A", "TRUE", "007", "a␛b␀", "'＝1", " ",
    ]  # fmt: skip
    raw = zipfile.ZipFile(BytesIO(content)).read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in raw
    assert sheet.freeze_panes == "A2"


def test_the_bytes_hold_no_clock_and_no_system(monkeypatch: pytest.MonkeyPatch) -> None:
    first = b"".join(workbook(ONE, ["a"]))
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    assert b"".join(workbook(ONE, ["a"])) == first
    for entry in zipfile.ZipFile(BytesIO(first)).infolist():
        assert entry.date_time == (1980, 1, 1, 0, 0, 0)
        assert entry.compress_type == zipfile.ZIP_STORED
    assert b"2026" not in first.replace(b"schemas.openxmlformats.org/2026", b"")


def test_a_text_longer_than_a_cell_leaves_its_row_out_and_is_named(tmp_path: Path) -> None:
    rows = [row.model_copy(update={"split": "train"}) for row in example.dataset().rows[:3]]
    rows[0] = rows[0].model_copy(update={"ideal": "𝄞" * 16_383})
    rows[1] = rows[1].model_copy(update={"ideal": "𝄞" * 16_384})
    report = write_export(
        Dataset(seed=7, rows=tuple(rows)),
        example.snapshot(),
        example.readiness(),
        example.CHECKS,
        ExportOptions(format="xlsx"),
        tmp_path / "out",
    )
    assert report.counts["train"] == 2
    assert "ideal is longer than the 32,767 characters that a cell holds" in report.sentence
    found = read((tmp_path / "out" / "train.xlsx").read_bytes())
    assert list(found["ideal"]) == [rows[0].ideal, rows[2].ideal]
    assert list(found["id"]) == [rows[0].case_id, rows[2].case_id]


def test_more_rows_than_a_sheet_holds_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheet, "SHEET_ROWS", 3)
    assert len(read(b"".join(workbook(ONE * 2, ["a"])))) == 2
    with pytest.raises(CuratorError, match="at most 2 rows"):
        list(workbook(ONE * 3, ["a"]))
