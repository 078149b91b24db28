"""Whatever is handed over: told from its content, or refused with a sentence; never a crash."""

from __future__ import annotations

import gzip
import json
import os
import zipfile
from contextlib import closing, suppress
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from curator.errors import CuratorError
from curator.importing import inspect_file, read_file
from curator.importing.formats import FORMATS
from curator.model.case import IncomingCase, RejectedRow
from curator.model.importing import Mapping
from tests.importing.helpers import (
    answered,
    asked,
    keep_rows,
    lines,
    only,
    read_all,
    shared,
    written,
)

ROW = {"input": "Wie geht's?", "output": "Gut, danke."}
SFT = {"messages": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "a"}]}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty: there is nothing to import"),
        (b"\n \r\n\t", "is empty: there is nothing to import"),
        (b"\xef\xbb\xbf", "is empty: there is nothing to import"),
        (b"\0\0\0\0", "is empty: there is nothing to import"),
        (b"[]", "holds no rows"),
        (gzip.compress(b"", mtime=0), "is empty: there is nothing to import"),
        (gzip.compress(b"x" * 99, mtime=0)[:-9], "is damaged"),
        (b"PK\x03\x04rest", "is a damaged ZIP archive"),
        (bytes(range(1, 32)) * 9, "is not text"),
        (b"PAR1 and no more PAR1", "is a damaged Parquet file"),
        (
            b'{"rows": [\n{"a": 1},\n{"a": ]}\n]}',
            "is not a JSON file that can be read: not valid JSON",
        ),
        (b'{"a": [{"x": 1}],\n "b": [{"y": 1}]}', "holds several lists of objects (a, b)"),
        (b"just some words\nand more", "No column looks like the input"),
    ],
)
def test_what_cannot_be_read_gets_its_sentence(
    tmp_path: Path, content: bytes, sentence: str
) -> None:
    path = written(tmp_path, content, "upload.jsonl")
    with pytest.raises(CuratorError) as caught:
        read_file(path)
    assert sentence in caught.value.sentence
    assert "upload.jsonl" in caught.value.sentence or "column" in caught.value.sentence
    assert caught.value.file == str(path)


def test_a_folder_a_missing_file_and_a_pipe_are_refused(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path, sentence in [
        (tmp_path, "is a folder"),
        (tmp_path / "gone.csv", "gone.csv does not exist"),
        (written(tmp_path, "x", "file") / "below", "does not exist"),
        (tmp_path / "nul\0name", "cannot be read"),
        (tmp_path / ("long" * 100), "cannot be read"),
        (pipe, "is not an ordinary file"),
    ]:
        for call in (read_file,) if path == tmp_path else (read_file, inspect_file):
            with pytest.raises(CuratorError) as caught:
                call(path)
            assert sentence in caught.value.sentence


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is unreadable to root")
def test_an_unreadable_file_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, lines(ROW))
    path.chmod(0)
    with pytest.raises(CuratorError, match="cannot be read: Permission denied"):
        read_file(path)


def test_an_unknown_format_is_answered_with_the_names(tmp_path: Path) -> None:
    with pytest.raises(CuratorError) as caught:
        read_file(written(tmp_path, lines(ROW)), "exel")
    for name in ("auto", *FORMATS):
        assert name in caught.value.sentence


@pytest.mark.parametrize("name", ["log.csv", "log.parquet", "log.txt", "log"])
@pytest.mark.parametrize(
    ("content", "found"),
    [
        (lines(ROW, ROW), "curator"),
        (json.dumps([ROW, ROW], indent=2).encode(), "curator"),
        (json.dumps({"rows": [ROW]}, indent=2).encode(), "curator"),
        (json.dumps(ROW, indent=2).encode(), "curator"),
        (json.dumps(ROW).encode(), "curator"),
        (lines(SFT), "openai-sft"),
        (json.dumps(SFT, indent=1).encode(), "openai-sft"),
        (lines({"question": "q", "answer": "a"}), "json"),
        (lines({"question": "q", "answer": "a"}, {"question": "r", "answer": "b"}), "jsonl"),
        (lines({"input": "q", "output": "a", "tags": ["x"], "trace": 1}, ROW), "jsonl"),
        (lines({"input": "q", "output": "a", "note": "n", "trace": 1}, ROW), "curator"),
        (b"question;answer\nq;a\n", "csv"),
        (b"question\tanswer\nq\ta\n", "tsv"),
    ],
)
def test_formats_are_told_from_content_whatever_the_name(
    tmp_path: Path, name: str, content: bytes, found: str
) -> None:
    path = written(tmp_path, content, name)
    assert read_file(path).format == found
    assert inspect_file(path).format == found
    cases, rejected = read_all(path)
    assert cases
    assert not rejected


@pytest.mark.parametrize(
    "encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8"]
)
@pytest.mark.parametrize("as_lines", [True, False])
def test_encodings_of_json(tmp_path: Path, encoding: str, as_lines: bool) -> None:
    rows = [ROW | {"output": text} for text in ("Größe", "東京 \U0001f600", "ਊ਀ \u0a0a")]
    text = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    path = written(tmp_path, (text if as_lines else json.dumps(rows)).encode(encoding))
    cases, rejected = read_all(path)
    assert not rejected
    assert [answered(case) for case in cases] == [row["output"] for row in rows]


def test_bad_lines_are_rejected_with_their_bytes_around_good_ones(tmp_path: Path) -> None:
    good = lines(ROW)
    bad = [
        b'{"input": "q", "output": \r\n',
        b'{"input": "caf\xe9", "output": "x"}\n',
        b'{"input": "q"}\n',
        b"[1, 2]\n",
        b'{"input": "q", "output": NaN}\n',
        b'{"input": "q", "output": "\\ud800"}\n',
        b'{"input": "q", "output": "a", "metadata": ' + b"[" * 5000 + b"]" * 5000 + b"}\n",
        b'{"input": "\0", "output": "x"}\n',
        b'{"input": "q", "output": 99999999999999999999}',
    ]
    content = good + good.join([*bad[:3], b"\n", b"  \r\n", *bad[3:]])
    path = written(tmp_path, content)
    cases, rejected = read_all(path)
    assert len(cases) == len(bad) + 2
    assert [row.raw for row in rejected] == bad
    physical = content.splitlines(keepends=True)
    for row in rejected:
        assert physical[row.line - 1].rstrip(b"\n") == row.raw.rstrip(b"\n")
        assert row.file == "log"
    assert [(row.field, row.reason.partition(";")[0]) for row in rejected][:4] == [
        (None, "not valid JSON at column 25: Expecting value"),
        (None, "byte 0xe9 at byte column 15 is not UTF-8 text"),
        ("output", "the output is missing"),
        (None, "the row is a list, not an object with fields"),
    ]
    kept = tmp_path / "kept.rejected.jsonl"
    assert keep_rows(rejected, kept) == len(bad)
    assert kept.read_bytes() == b"".join(bad) + b"\n"
    again = read_all(kept, "curator")[1]
    assert [row.raw.strip() for row in again] == [row.raw.strip() for row in rejected]


def test_nothing_rejected_writes_nothing(tmp_path: Path) -> None:
    assert keep_rows([], tmp_path / "none") == 0
    assert list(tmp_path.iterdir()) == []


def test_rejected_utf16_rows_are_readable_again(tmp_path: Path) -> None:
    text = "question,answer\none,1\ntwo,2,2\nthree,3\nfour\n"
    reading = read_file(written(tmp_path, b"\xff\xfe" + text.encode("utf-16-le")))
    rejected = [row for row in reading if isinstance(row, RejectedRow)]
    kept = tmp_path / "kept"
    keep_rows(rejected, kept, reading.header)
    assert kept.read_bytes().decode("utf-16-le") == "question,answer\ntwo,2,2\nfour\n"
    assert len(read_all(kept, "csv", Mapping(fields={"input": "question"}))[1]) == 2


def test_a_file_of_broken_lines_alone_rejects_them_all(tmp_path: Path) -> None:
    cases, rejected = read_all(written(tmp_path, b'{"input": 1,}\n{"output": x}\n'))
    assert not cases
    assert [row.line for row in rejected] == [1, 2]


def test_a_broken_document_gives_the_elements_before_the_break(tmp_path: Path) -> None:
    whole = json.dumps([ROW, ROW, ROW], indent=1)
    broken = whole.replace('"input"', "input", 3).replace("input", '"input"', 2)
    path = written(tmp_path, broken, "log.json")
    cases, rejected = read_all(path)
    assert [case.line for case in cases] == [1, 2]
    assert [row.line for row in rejected] == [3]
    assert "line 11, column 3" in rejected[0].reason
    assert "nothing after it could be read" in rejected[0].reason
    assert broken.encode().endswith(rejected[0].raw)


def test_elements_of_a_document_are_judged_one_by_one(tmp_path: Path) -> None:
    content = (
        b'[{"input": "q", "output": "a"},\n 7,\n {"input": "caf\xe9", "output": "x"},'
        b'{"input": "q"  }, {"input": "q", "output": "b", "input": "p"}] trailing'
    )
    cases, rejected = read_all(written(tmp_path, content))
    assert [(case.line, asked(case)) for case in cases] == [(1, "q"), (5, "p")]
    assert cases[1].metadata == {"input (1)": "q"}
    assert [(row.line, row.raw) for row in rejected] == [
        (2, b"7"),
        (3, b'{"input": "caf\xe9", "output": "x"}'),
        (4, b'{"input": "q"  }'),
        (6, b"trailing"),
    ]


def test_what_a_document_says_once_is_kept_with_every_row(tmp_path: Path) -> None:
    document = {"run": {"model": "m", "rows": [ROW, ROW]}, "version": 2, "notes": ["x"]}
    cases, _ = read_all(written(tmp_path, json.dumps(document)))
    assert [case.metadata for case in cases] == [{"file": {"version": 2, "run.model": "m"}}] * 2


def test_progress_ends_at_the_files_size(tmp_path: Path) -> None:
    for content in (lines(*[ROW] * 50), json.dumps([ROW] * 50).encode()):
        path = written(tmp_path, content)
        with read_file(path) as reading:
            assert reading.total_bytes == len(content)
            assert reading.bytes_read == 0
            seen = [reading.bytes_read for _ in reading]
        assert seen == sorted(seen)
        assert 0 < seen[0] < len(content)
        assert reading.bytes_read == len(content)


def test_reading_is_lazy_and_can_stop(tmp_path: Path) -> None:
    path = written(tmp_path, lines(*[ROW] * 5))
    with closing(read_file(path)) as reading:
        assert isinstance(next(reading), IncomingCase)
    assert list(reading) == []


PIECES = [
    b'{"input":"q","output":"a"}',
    b'{"messages":[{"role":"user","content":"q"},{"role":"assistant"}]}',
    b'{"request":{"messages":[]},"response":{"choices":[{}]}}',
    b'{"input":{"messages":0},"preferred_output":[],"non_preferred_output":[]}',
    b"\xef\xbb\xbf",
    b"PAR1",
    b"\x1f\x8b",
    b"input",
    b"output",
    *(bytes([byte]) for byte in b'\n\r\t ,:[]{}"1e9\0\xff\xfe'),
]


@settings(max_examples=150)
@given(
    st.binary(max_size=300)
    | st.lists(
        st.sampled_from(PIECES),
        max_size=12,
    ).map(b"".join),
    st.sampled_from(["auto", *FORMATS]),
)
@example(b"[" * 3000, "json")
@example(b'{"a":' * 3000, "auto")
@example(b'{"input":"q","output":"a","x":' + b'{"a":' * 240 + b"1" + b"}" * 241, "curator")
def test_any_bytes_end_in_an_orderly_answer(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, name: str
) -> None:
    path = written(tmp_path_factory.getbasetemp(), content, "any")
    with suppress(CuratorError):  # anything else would be a crash
        preview = inspect_file(path, name)
        with read_file(path, name) as reading:
            found = list(reading)
        assert not preview.trouble
        assert len(preview.rows) + len(preview.rejected) == min(len(found), 12)
        for row in found:
            assert row.line >= 1
            assert not isinstance(row, RejectedRow) or row.reason


def test_no_must_fail_json_is_taken_for_a_good_row(tmp_path: Path) -> None:
    """As a file of its own, and as a value inside a row that would be good."""
    for path in sorted(shared("json_test_suite", "test_parsing").iterdir()):
        raw = path.read_bytes()
        wrapped = written(tmp_path, b'{"input":"q","output":"a","metadata":{"x":' + raw + b"}}")
        if path.name.startswith("y_"):
            if b"\n" in raw.strip():
                continue
            assert only(read_all(wrapped, "curator")[0]).output.content == "a", path.name
        elif path.name.startswith("n_"):
            for file in (wrapped, path):
                cases: list[IncomingCase] = []
                with suppress(CuratorError):
                    cases, _ = read_all(file, "curator" if file == wrapped else "auto")
                assert cases == [], path.name


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(60), "a PNG picture"),
        (b"%PDF-1.7\n1 0 obj\n<<>>\n", "a PDF document"),
        (b"SQLite format 3\0" + bytes(100), "an SQLite database"),
    ],
)
def test_what_is_no_log_is_called_by_its_name(tmp_path: Path, content: bytes, kind: str) -> None:
    file = tmp_path / "log.csv"
    file.write_bytes(content)
    with pytest.raises(CuratorError, match=rf"log\.csv is {kind}\. Curator reads JSON"):
        read_file(file)


def test_an_empty_archive_is_said_to_be_empty(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "logs.zip", "w"):
        pass
    with pytest.raises(CuratorError, match=r"logs\.zip holds no files"):
        read_file(tmp_path / "logs.zip")


def test_lines_that_were_all_cut_off_are_lines(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    log.write_text('{"input": "q1", "output": "a1"\n{"input": "q2", "output": "a2"\n')
    found = list(read_file(log))
    assert [(type(row), row.line) for row in found] == [(RejectedRow, 1), (RejectedRow, 2)]
    # A document whose lines happen to begin with objects is still a document.
    log.write_text(
        '{"rows": [\n{"input": "q1", "output": "a1"},\n{"input": "q2", "output": "a2"}]}'
    )
    assert len([row for row in read_file(log) if isinstance(row, IncomingCase)]) == 2
