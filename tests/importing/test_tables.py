"""Text tables: dialects, quoting, ragged rows, every byte accounted for."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curator.errors import CuratorError
from curator.importing import ReadOptions, inspect_file, read_file
from curator.importing.containers.detect import open_rows
from curator.importing.containers.rows import Row
from curator.importing.formats import KNOWN
from curator.importing.source import open_source
from curator.model.case import IncomingCase, RejectedRow
from curator.model.importing import Mapping
from curator.model.review import Mark
from tests.importing.helpers import answered, asked, keep_rows, only, read_all, shared, written

HEADER = "id,question,answer,is_correct,reference,topic\n"


def rows_of(path: Path) -> list[dict[str, object]]:
    file = open_rows(open_source(path), KNOWN, "csv")
    return [dict(row.value) for row in file.rows() if isinstance(row, Row)]


def test_columns_are_guessed_from_their_names(tmp_path: Path) -> None:
    path = written(tmp_path, HEADER + 'r1,2+2?,5,no,4,sums\nr2,"a, b?",c,yes,c,letters\n')
    preview = inspect_file(path)
    assert preview.format == "csv"
    assert preview.mappable
    assert preview.mapping.fields == {
        "id": "id",
        "input": "question",
        "output": "answer",
        "mark": "is_correct",
        "expected": "reference",
    }
    first, second = read_all(path)[0]
    assert (first.line, first.id, asked(first), answered(first)) == (2, "r1", "2+2?", "5")
    assert first.review.mark is Mark.FAIL
    assert first.origin == "column is_correct"
    assert first.expected == "4"
    assert first.metadata == {"topic": "sums"}
    assert second.review.mark is Mark.PASS
    assert asked(second) == "a, b?"


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_delimiters_line_ends_and_encodings(
    tmp_path: Path, delimiter: str, line_end: str, encoding: str
) -> None:
    text = io.StringIO(newline="")
    table = csv.writer(text, delimiter=delimiter, lineterminator=line_end, quoting=csv.QUOTE_ALL)
    rows = [("Où est-il?", f"Là{delimiter} ici"), ("two\nlines", 'say "ja"'), ("日本", "東京")]
    table.writerow(("question", "answer"))
    table.writerows(rows)
    path = written(tmp_path, text.getvalue().encode(encoding), "table.txt")
    cases, rejected = read_all(path)
    assert not rejected
    assert [(asked(case), answered(case)) for case in cases] == rows
    assert inspect_file(path).format == ("tsv" if delimiter == "\t" else "csv")


@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(*[st.text(st.characters(exclude_characters="\r\0", codec="utf-8"))] * 3),
        min_size=1,
        max_size=5,
    )
)
def test_any_cells_are_read_as_written(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, str]]
) -> None:
    text = io.StringIO(newline="")
    table = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n")
    table.writerow(("question", "answer", "rest"))
    table.writerows(rows)
    path = written(tmp_path_factory.mktemp("table"), text.getvalue().encode())
    wanted = [dict(zip(("question", "answer", "rest"), row, strict=True)) for row in rows]
    assert rows_of(path) == wanted


def test_ragged_and_broken_rows_are_rejected_around_good_ones(tmp_path: Path) -> None:
    content = (
        b"question,answer\n"
        b"one,1\n"
        b"two\n"
        b"three,3,3\n"
        b'"four\nstill four",4\n'
        b"caf\xe9,5\n"
        b'"six" six,6\n'
        b"seven,\n"
        b"\n"
        b",8\n"
        b"nine,9\n"
        b'"never closed,10\n'
        b"eleven,11\n"
    )
    path = written(tmp_path, content)
    cases, rejected = read_all(path)
    assert [(case.line, asked(case)) for case in cases] == [
        (2, "one"),
        (5, "four\nstill four"),
        (12, "nine"),
        (14, "eleven"),
    ]
    assert [(row.line, row.field, row.reason.partition(";")[0]) for row in rejected] == [
        (3, None, "1 cell where the header has 2"),
        (4, None, "3 cells where the header has 2"),
        (7, None, "byte 0xe9 at byte column 4 is not UTF-8 text"),
        (8, None, "a quote inside a quoted cell is not doubled"),
        (9, "answer", "the output is missing"),
        (11, "question", "the input is missing"),
        (13, None, "a quoted cell is never closed"),
    ]
    wanted = [content.splitlines(keepends=True)[row.line - 1] for row in rejected]
    assert [row.raw for row in rejected] == wanted


def test_rejected_rows_can_be_mended_and_imported_again(tmp_path: Path) -> None:
    path = written(tmp_path, b"question,answer\none,1\ncaf\xe9,2\nthree,3,3")
    reading = read_file(path)
    rejected = [row for row in reading if not hasattr(row, "input")]
    kept = tmp_path / "kept.rejected.jsonl"
    assert keep_rows(rejected, kept, reading.header) == 2  # type: ignore[arg-type]
    assert kept.read_bytes() == b"question,answer\ncaf\xe9,2\nthree,3,3\n"
    kept.write_bytes(kept.read_bytes().replace(b"\xe9", b"e").replace(b"3,3", b"3"))
    assert [asked(case) for case in read_all(kept)[0]] == ["cafe", "three"]


def test_many_unclosed_quotes_end_in_reasonable_time(tmp_path: Path) -> None:
    path = written(tmp_path, "question,answer\n" + '"a""b,c\n' * 20_000)
    cases, rejected = read_all(path)
    assert not cases
    assert b"".join(row.raw for row in rejected) == path.read_bytes().partition(b"\n")[2]


def test_header_cells_are_made_tellable(tmp_path: Path) -> None:
    path = written(tmp_path, "question, answer ,,note,note\nq,a,x,n1,n2\n")
    assert rows_of(path) == [
        {"question": "q", "answer": "a", "column 3": "x", "note": "n1", "note (1)": "n2"}
    ]


def test_messages_in_a_cell_are_messages(tmp_path: Path) -> None:
    messages = [{"role": "system", "content": "s"}, {"role": "user", "content": "q"}]
    answer = {"role": "assistant", "content": "a", "refusal": None}
    text = io.StringIO()
    csv.writer(text).writerows(
        [("messages", "response"), (json.dumps(messages), json.dumps(answer)), ("[1, 2]", "{}")]
    )
    cases, _ = read_all(written(tmp_path, text.getvalue()))
    assert [message.role for message in cases[0].input] == ["system", "user"]
    assert cases[0].output.content == "a"
    assert (asked(cases[1]), answered(cases[1])) == ("[1, 2]", "{}")


def test_a_column_of_whole_conversations_holds_its_outputs(tmp_path: Path) -> None:
    talk = [{"role": "user", "content": "q"}, {"role": "assistant", "content": "a"}]
    text = io.StringIO()
    csv.writer(text).writerows(
        [("n", "messages"), (1, json.dumps(talk)), (2, json.dumps(talk[:1]))]
    )
    cases, rejected = read_all(written(tmp_path, text.getvalue()), "csv")
    assert (asked(only(cases)), answered(only(cases))) == ("q", "a")
    assert [row.field for row in rejected] == ["messages"]


def test_a_header_alone_is_nothing_to_import(tmp_path: Path) -> None:
    with pytest.raises(CuratorError, match="holds no rows"):
        read_file(written(tmp_path, "question,answer\n"))


def test_unquoted_tabs_keep_their_quotes(tmp_path: Path) -> None:
    path = written(tmp_path, 'source\tquestion\tanswer\na\t"Hi" he said\tb\nc\t"open\td\n')
    cases, rejected = read_all(path)
    assert not rejected
    assert [asked(case) for case in cases] == ['"Hi" he said', '"open']


@pytest.mark.parametrize("name", ["v1", "v2"])
def test_bitext_equals_the_csv_module(name: str) -> None:
    path = shared(
        "bitext_customer_support", f"Bitext_Sample_Customer_Support_Training_Dataset.{name}.csv"
    )
    with path.open(newline="", encoding="utf-8") as file:
        wanted = list(csv.DictReader(file))
    cases, rejected = read_all(path)
    assert not rejected
    assert len(cases) == len(wanted) == {"v1": 6480, "v2": 4514}[name]
    for case, row in zip(cases, wanted, strict=True):
        assert asked(case) == row.pop("instruction")
        assert answered(case) == row.pop("response")
        assert case.metadata == row
        assert case.review.is_empty


@pytest.mark.parametrize(
    "name",
    [
        "comma_in_quotes",
        "empty",
        "empty_crlf",
        "escaped_quotes",
        "json",
        "newlines",
        "newlines_crlf",
        "quotes_and_newlines",
        "simple",
        "simple_crlf",
        "utf8",
    ],
)
def test_csv_spectrum_gives_its_expected_json(name: str) -> None:
    table = shared("csv_spectrum", "csvs", f"{name}.csv")
    wanted = shared("csv_spectrum", "json", f"{name}.json").read_bytes()
    if b"\r" not in table.read_bytes():  # the stored copy of *_crlf has lost its returns
        wanted = wanted.replace(b"\\r\\n", b"\\n")
    assert rows_of(table) == json.loads(wanted)


def test_csv_spectrum_locations() -> None:
    """The expected file has another phone number than its table, and no list around it."""
    wanted = json.loads(shared("csv_spectrum", "json", "location_coordinates.json").read_bytes())
    (row,) = rows_of(shared("csv_spectrum", "csvs", "location_coordinates.csv"))
    assert row == wanted | {"Contact Phone Number": "2095257564"}


def test_a_mapping_names_columns_that_must_exist(tmp_path: Path) -> None:
    path = written(tmp_path, HEADER + "r1,2+2?,5,no,4,sums\n")
    with pytest.raises(CuratorError, match='no column "replies" for output: it has id, question'):
        read_file(path, "auto", Mapping(fields={"output": "replies"}))
    with pytest.raises(CuratorError, match='no field "grade"'):
        read_file(path, "auto", Mapping(fields={"grade": "topic"}))


@pytest.mark.parametrize("separator", [",", "\t"])
def test_a_table_without_names_has_numbered_columns(tmp_path: Path, separator: str) -> None:
    table = tmp_path / "log.csv"
    lines = [("How?", "So."), ("Why?", "Because.", "more"), ("Where?", "There.")]
    table.write_text("".join(separator.join(line) + "\n" for line in lines), encoding="utf-8")
    mapping = Mapping(fields={"input": "column 1", "output": "column 2"})
    options = ReadOptions(headed=False)
    with read_file(table, mapping=mapping, options=options) as reading:
        header = reading.header
        first, bad, last = reading
    assert isinstance(first, IncomingCase)
    assert isinstance(last, IncomingCase)
    assert (first.line, first.input[0].content, last.output.content) == (1, "How?", "There.")
    assert isinstance(bad, RejectedRow)
    assert (bad.line, bad.reason) == (2, "3 cells where the first row has 2")
    assert header.decode() == f"column 1{separator}column 2\n"
    assert inspect_file(table, options=options).headed is False
    assert inspect_file(table).headed is True
