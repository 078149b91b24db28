"""Rejected rows mended after an import: the same reading, the bytes kept, the place told."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from curator.errors import CuratorError
from curator.model.case import RejectedRow
from curator.model.importing import ImportReport, Mapping
from curator.model.review import Mark
from curator.operations import importing, reviewing
from curator.operations.cases import all_cases
from curator.operations.importing import How
from curator.operations.mending import LARGEST, Mended, Mending
from curator.project import schema
from curator.project.store import ProjectFile
from tests.builders import new_project


@pytest.fixture
def project(tmp_path: Path) -> Iterator[ProjectFile]:
    with new_project(tmp_path) as opened:
        yield opened


def mending_of(project: ProjectFile, report: ImportReport) -> tuple[Mending, RejectedRow]:
    (kept,), row = report.kept, report.rejected[0]
    return Mending(project, kept, "Ada"), row


def brought_in(project: ProjectFile, file: Path, old: str, new: str, **how: str) -> Mended:
    """Import a file with one bad row, replace something in that row, and bring it in."""
    report = importing.import_files(project, [file], how=How.model_validate(how))
    mending, row = mending_of(project, report)
    text = mending.text(row).text
    assert old in text
    return mending.bring_in(row, text.replace(old, new))


def test_a_line_is_mended_and_says_where_it_comes_from(
    project: ProjectFile, tmp_path: Path
) -> None:
    log = tmp_path / "log.jsonl"
    log.write_bytes(
        b'{"input": "q1", "output": "a1"}\r\n{"input": "q2", "output": "a2\r\n'
        b'{"input": "q3", "output": "a3"}\r\n'
    )
    report = importing.import_files(project, [log])
    mending, row = mending_of(project, report)
    kept = Path(mending.kept.path).read_bytes()
    text = mending.text(row)
    assert (text.text, text.declared) == ('{"input": "q2", "output": "a2', True)
    still = mending.bring_in(row, text.text + '"')
    assert still.rejected is not None
    assert still.rejected.line == 2
    assert "JSON" in still.rejected.reason
    assert reviewing.figures(project).cases == 2
    done = mending.bring_in(row, text.text + '"}')
    assert (done.imported, done.is_in) == (1, True)
    assert done.change.sentence == "Line 2 of log.jsonl came in."
    last = [one.case for one in all_cases(project)][-1]
    assert (last.asked, last.answered, last.id) == ("q2", "a2", "log-2")
    assert last.metadata["mended"] == {"file": "log.jsonl", "line": 2, "reason": row.reason}
    assert Path(mending.kept.path).read_bytes() == kept == b'{"input": "q2", "output": "a2\r\n'
    with project.reading() as connection:
        files = connection.execute(select(schema.imports.c.file)).scalars().all()
    assert list(files) == ["log.jsonl", "log.jsonl (mended rows)"]
    # Once more it is a case that the project has.
    again = mending.bring_in(row, text.text + '"}')
    assert (again.imported, again.duplicates) == (0, 1)
    assert reviewing.figures(project).cases == 3


def test_what_was_reviewed_at_random_stays_so(project: ProjectFile, tmp_path: Path) -> None:
    """A mended row waits for review without taking the rate away from what is reviewed."""
    log = tmp_path / "log.jsonl"
    rows = [json.dumps({"input": f"q{n}", "output": f"a{n}"}) for n in range(30)]
    bad = [f'{{"input": "bad {n}", "output": "a"' for n in range(10)]
    log.write_text("\n".join(rows + bad), encoding="utf-8")
    report = importing.import_files(project, [log])
    reviewing.mark_cases(project, list(range(1, 31)), Mark.PASS, "Ada")
    mending = Mending(project, report.kept[0], "Ada")
    for row in report.rejected:
        assert mending.bring_in(row, mending.text(row).text + "}").imported == 1
    found = reviewing.figures(project)
    assert (found.cases, found.random_prefix) == (40, 30)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_tables_row_is_read_under_its_own_header(
    project: ProjectFile, tmp_path: Path, separator: str
) -> None:
    table = tmp_path / "log.csv"
    lines = [("question", "answer"), ("q1", "a1"), ("q2", "a2", "too many"), ("q3", "a3")]
    table.write_text("".join(separator.join(line) + "\n" for line in lines), encoding="utf-8")
    done = brought_in(project, table, f"{separator}too many", "")
    assert done.imported == 1
    assert [one.case.answered for one in all_cases(project)] == ["a1", "a3", "a2"]
    assert [one.case.id for one in all_cases(project)][-1] == "log-3"


def test_the_mapping_of_the_import_is_used(project: ProjectFile, tmp_path: Path) -> None:
    table = tmp_path / "log.csv"
    table.write_text("frage,antwort\nq1,a1\nq2,a2,x\n", encoding="utf-8")
    mapping = Mapping(fields={"input": "frage", "output": "antwort"})
    report = importing.import_files(project, [table], mapping=mapping)
    mending, row = mending_of(project, report)
    assert mending.bring_in(row, "q2,a2").imported == 1
    assert [one.case.asked for one in all_cases(project)] == ["q1", "q2"]


def test_a_line_in_another_encoding_is_shown_as_it_looks(
    project: ProjectFile, tmp_path: Path
) -> None:
    log = tmp_path / "log.jsonl"
    rows = [f'{{"input": "q{n}", "output": "größer"}}\n'.encode() for n in range(5)]
    log.write_bytes(b"".join(rows) + '{"input": "Größe", "output": "é"}\n'.encode("cp1252"))
    report = importing.import_files(project, [log])
    mending, row = mending_of(project, report)
    text = mending.text(row)
    assert text[:3] == ('{"input": "Größe", "output": "é"}', "cp1252", False)
    assert text.came == '{"input": "Gr\\xf6\\xdfe", "output": "\\xe9"}'
    assert mending.bring_in(row, text.text).imported == 1
    assert [one.case.asked for one in all_cases(project)][-1] == "Größe"


def test_utf_16_and_wrapped_files(project: ProjectFile, tmp_path: Path) -> None:
    table = tmp_path / "log.csv"
    table.write_text("question,answer\nq1,ä1\nq2,ä2,x\n", encoding="utf-16")
    assert brought_in(project, table, ",x", "").imported == 1
    packed = tmp_path / "more.jsonl.gz"
    packed.write_bytes(gzip.compress(b'{"input": "q3", "output": "a3"}\n{"input": "q4"}\n'))
    assert brought_in(project, packed, '"q4"', '"q4", "output": "a4"').imported == 1
    assert [one.case.answered for one in all_cases(project)] == ["ä1", "ä2", "a3", "a4"]


def test_a_row_of_a_document_keeps_what_stands_around_it(
    project: ProjectFile, tmp_path: Path
) -> None:
    log = tmp_path / "log.json"
    rows = [{"input": "q1", "output": "a1"}, {"input": "q2", "output": None}]
    log.write_text(json.dumps({"run": "r7", "rows": rows}, indent=2), encoding="utf-8")
    done = brought_in(project, log, "null", '"a2"')
    assert done.imported == 1
    first, second = (one.case.metadata for one in all_cases(project))
    assert second == {**first, "mended": second["mended"]}


def test_one_line_may_become_several_but_only_whole(project: ProjectFile, tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    two = '{"input": "q2", "output": "a2"}{"input": "q3", "output": "a3"}'
    log.write_text(f'{{"input": "q1", "output": "a1"}}\n{two}\n', encoding="utf-8")
    report = importing.import_files(project, [log])
    mending, row = mending_of(project, report)
    first, second = two.replace("}{", "}\n{").split("\n")
    assert not mending.bring_in(row, f"{first}\n{second[:-1]}").is_in
    assert reviewing.figures(project).cases == 1
    assert mending.bring_in(row, f"{first}\n{second}").imported == 2


def test_what_cannot_be_mended_here_is_said(project: ProjectFile, tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    long = '{"input": "' + "x" * LARGEST
    log.write_text(f'{{"input": "q1", "output": "a1"}}\n{long}\n{{"a"\n', encoding="utf-8")
    report = importing.import_files(project, [log])
    mending = Mending(project, report.kept[0], "Ada")
    with pytest.raises(CuratorError, match=r"Line 2 has 1\.0 MB, too much to mend here"):
        mending.text(report.rejected[0])
    row = report.rejected[1]
    with pytest.raises(CuratorError, match="half of a character"):
        mending.bring_in(row, '{"input": "\ud83d", "output": "a"}')
    log.unlink()
    with pytest.raises(CuratorError, match="does not exist"):
        mending.bring_in(row, '{"input": "q", "output": "a"}')


def test_suggestions_in_a_mended_row_wait_like_the_others(
    project: ProjectFile, tmp_path: Path
) -> None:
    table = tmp_path / "log.csv"
    table.write_text("question,answer,is_correct\nq1,a1,no\nq2,a2,yes,x\n", encoding="utf-8")
    done = brought_in(project, table, ",x", "")
    assert (done.imported, done.suggestions) == (1, 1)
    assert reviewing.figures(project).reviewed == 0


def test_where_no_row_was_good_the_mended_one_says_what_they_are(
    project: ProjectFile, tmp_path: Path
) -> None:
    log = tmp_path / "log.jsonl"
    log.write_text('{"input": "q1", "output": "a1"\n{"input": "q2", "output": "a2"\n')
    report = importing.import_files(project, [log])
    assert (report.imported, report.rejected_count) == (0, 2)
    mending = Mending(project, report.kept[0], "Ada")
    for row in report.rejected:
        assert mending.bring_in(row, mending.text(row).text + "}").imported == 1
    assert [one.case.asked for one in all_cases(project)] == ["q1", "q2"]


def test_a_row_of_a_table_without_names(project: ProjectFile, tmp_path: Path) -> None:
    table = tmp_path / "log.csv"
    table.write_text("q1,a1\nq2,a2,x\n", encoding="utf-8")
    mapping = Mapping(fields={"input": "column 1", "output": "column 2"})
    report = importing.import_files(project, [table], mapping=mapping, how=How(headed=False))
    assert Path(report.rejected_files[0]).read_text() == "column 1,column 2\nq2,a2,x\n"
    mending, row = mending_of(project, report)
    assert mending.bring_in(row, "q2,a2").imported == 1
    assert [one.case.answered for one in all_cases(project)] == ["a1", "a2"]
