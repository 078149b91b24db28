"""Wrappers, archives, workbooks, folders: what is inside is read; what is damaged is said."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import zstandard

from curator.errors import CuratorError
from curator.importing import gather, inspect_file, read_file
from tests.importing.helpers import asked, lines, only, read_all, written

ROWS = lines(*({"input": f"question {n}", "output": "é" * 40} for n in range(300)))


def in_zip(content: bytes, name: str = "inside/log.dat") -> bytes:
    place = io.BytesIO()
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
        archive.writestr("__MACOSX/._log", b"\0\5\x16")
    return place.getvalue()


WRAPPERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "zstd": zstandard.ZstdCompressor().compress,
    "bzip2": bz2.compress,
    "xz": lambda content: lzma.compress(content, preset=0),
    "zip": in_zip,
    "gzip in zip": lambda content: in_zip(gzip.compress(content)),
    "several gzip members": lambda content: (
        gzip.compress(content[:999]) + gzip.compress(content[999:])
    ),
}


@pytest.mark.parametrize("wrapper", WRAPPERS)
@pytest.mark.parametrize("kind", ["lines", "document", "table", "utf-16"])
def test_what_is_wrapped_is_read_like_what_is_not(tmp_path: Path, wrapper: str, kind: str) -> None:
    objects = [json.loads(line) for line in ROWS.splitlines()]
    plain = {
        "lines": ROWS,
        "document": json.dumps(objects).encode(),
        "table": b"question,answer\n" + b"".join(b"q %d,a\n" % n for n in range(300)),
        "utf-16": ROWS.decode().encode("utf-16"),
    }[kind]
    path = written(tmp_path, WRAPPERS[wrapper](plain), "log.csv")
    bare = written(tmp_path, plain, "bare")
    assert list(read_file(path)) == list(read_file(bare))
    with read_file(path) as reading:
        shares = [reading.bytes_read for _ in reading]
        assert shares == sorted(shares)
        assert shares[-1] <= reading.total_bytes


@pytest.mark.parametrize("wrapper", ["gzip", "zstd", "xz", "bzip2"])
def test_a_file_that_breaks_off_gives_its_rows_and_then_says_so(
    tmp_path: Path, wrapper: str
) -> None:
    noise = random.Random(1)  # more than what is held of a file at a time, also when packed
    noisy = lines(*({"input": noise.randbytes(3_000).hex(), "output": "a"} for _ in range(700)))
    whole = WRAPPERS[wrapper](noisy)
    path = written(tmp_path, whole[: len(whole) * 9 // 10], "log.gz")
    found: list[object] = []
    with pytest.raises(CuratorError, match=r"log\.gz (is damaged|cannot be read)"):
        found.extend(read_file(path))
    rows = read_file(path)
    assert next(rows) == next(read_file(written(tmp_path, noisy, "whole")))


def test_an_archive_of_several_files_is_read_file_by_file(tmp_path: Path) -> None:
    archive = tmp_path / "all.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("b.csv", "question,answer\nq,a\n")
        packed.writestr("a/one.jsonl", ROWS)
        packed.writestr("notes.txt", "only words\n")
    gathered = gather([archive])
    assert [job.path.relative_to(archive).as_posix() for job in gathered.jobs] == [
        "a/one.jsonl",
        "b.csv",
    ]
    assert [row.file for row in gathered.unreadable] == ["all.zip/notes.txt"]
    assert read_file(archive / "b.csv").format == "csv"
    assert inspect_file(archive).format == "curator"
    with pytest.raises(CuratorError, match="holds 3 files"):
        read_file(archive)
    with pytest.raises(CuratorError, match=r"There is no gone\.csv in all\.zip"):
        read_file(archive / "gone.csv")


def test_a_folder_without_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / ".hidden").write_text("x")
    (tmp_path / "p.curator").write_text("x")
    with pytest.raises(CuratorError, match="holds no files"):
        gather([tmp_path])


def test_a_named_file_that_cannot_be_read_stops_the_import(tmp_path: Path) -> None:
    good = written(tmp_path, ROWS, "good")
    bad = written(tmp_path, "only words\n", "bad")
    with pytest.raises(CuratorError, match="bad holds no rows"):
        gather([good, bad])


def test_a_workbook_is_a_table(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ("question", "answer", "is_correct", "when", "score"),
        ("Wie geht's?", "Gut\ndanke", True, None, 0.5),
        (None, None, None, None, None),
        ("no answer", None, False, None, 3),
        ("last", 42, False, None, 1e300),
    ):
        sheet.append(row)
    path = tmp_path / "log.csv"
    book.save(path)
    preview = inspect_file(path)
    assert (preview.format, preview.title) == ("xlsx", "Excel workbook")
    cases, rejected = read_all(path)
    assert [(case.line, asked(case), case.output.content) for case in cases] == [
        (2, "Wie geht's?", "Gut\ndanke"),
        (5, "last", "42"),
    ]
    assert [(row.line, row.field) for row in rejected] == [(4, "answer")]
    assert cases[0].metadata == {"score": 0.5}
    again = written(tmp_path, rejected[0].raw.replace(b'"answer":null', b'"answer":"mended"'))
    assert only(read_all(again)[0]).output.content == "mended"


@pytest.mark.parametrize("size", [10, 200, 2000])
def test_a_damaged_workbook_is_refused(tmp_path: Path, size: int) -> None:
    place = io.BytesIO()
    openpyxl.Workbook().save(place)
    with pytest.raises(CuratorError):
        list(read_file(written(tmp_path, place.getvalue()[:size], "log.xlsx")))


def test_a_member_with_a_password_is_refused(tmp_path: Path) -> None:
    content = bytearray(in_zip(ROWS))
    content[6] |= 1
    content[content.find(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(CuratorError, match="password"):
        read_file(written(tmp_path, bytes(content), "log.zip"))
