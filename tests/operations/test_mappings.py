"""Mappings that are remembered by the columns of a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from curator.model.importing import Mapping
from curator.operations import importing, mappings, projects
from curator.operations.cases import all_cases
from tests.builders import new_project


@pytest.fixture(autouse=True)
def nothing_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test begins on a machine that knows no mapping."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "log.csv"
    path.write_text("frage,antwort,quelle\nq1,a1,x\nq2,a2,y\n", encoding="utf-8")
    return path


MAPPING = Mapping(fields={"input": "frage", "output": "antwort"}, leave_out=("quelle",))


def test_a_mapping_is_remembered_for_files_of_the_same_columns(tmp_path: Path, table: Path) -> None:
    assert importing.inspect_file(table).trouble
    with new_project(tmp_path) as project:
        first = importing.import_files(project, [table], mapping=MAPPING)
        assert (first.imported, first.remarks) == (2, ())
        # Other rows, the columns in another order, another name and wrapper: the same shape.
        other = tmp_path / "more.dat"
        other.write_text("quelle,frage,antwort\nz,q3,a3\n", encoding="utf-8")
        seen = importing.inspect_file(other)
        assert seen.remembered
        assert seen.mapping.leave_out == ("quelle",)
        second = importing.import_files(project, [other])
        assert second.imported == 1
        (remark,) = second.remarks
        assert "remembered" in remark
        found = list(all_cases(project))
    assert [one.case.answered for one in found] == ["a1", "a2", "a3"]
    assert not any("quelle" in one.case.metadata for one in found)


def test_what_a_person_says_goes_before_and_is_remembered_anew(tmp_path: Path, table: Path) -> None:
    turned = Mapping(fields={"input": "antwort", "output": "frage"})
    with new_project(tmp_path) as project:
        importing.import_files(project, [table], mapping=MAPPING)
        importing.import_files(project, [table], mapping=turned)
        assert importing.inspect_file(table).mapping.fields == turned.fields
        assert [one.case.answered for one in all_cases(project)] == ["a1", "a2", "q1", "q2"]


def test_a_field_without_a_column_stays_without_one(tmp_path: Path) -> None:
    log = tmp_path / "log.csv"
    log.write_text("question,answer,model\nq,a,m\n", encoding="utf-8")
    assert importing.inspect_file(log).mapping.fields["model"] == "model"
    said = Mapping(fields={"input": "question", "output": "answer", "model": ""})
    with new_project(tmp_path) as project:
        importing.import_files(project, [log], mapping=said)
        assert "model" not in importing.inspect_file(log).mapping.fields


def test_guesses_are_not_remembered_and_nonsense_is_no_obstacle(
    tmp_path: Path, table: Path
) -> None:
    log = tmp_path / "log2.csv"
    log.write_text("question,answer\nq,a\n", encoding="utf-8")
    with new_project(tmp_path) as project:
        importing.import_files(project, [log])
        assert not mappings.folder().exists()
        importing.import_files(project, [table], mapping=MAPPING)
        (kept,) = mappings.folder().iterdir()
        kept.write_text("[fields", encoding="utf-8")
        assert not importing.inspect_file(table).remembered


def test_a_place_that_cannot_be_written_costs_no_case(tmp_path: Path, table: Path) -> None:
    mappings.folder().parent.mkdir(parents=True)
    mappings.folder().write_text("in the way", encoding="utf-8")
    with new_project(tmp_path) as project:
        report = importing.import_files(project, [table], mapping=MAPPING)
    assert report.imported == 2
    assert "could not be remembered" in report.remarks[0]


def test_it_can_be_forgotten(tmp_path: Path, table: Path) -> None:
    with new_project(tmp_path) as project:
        importing.import_files(project, [table], mapping=MAPPING)
    columns = [field.column for field in importing.inspect_file(table).fields]
    mappings.forget(columns)
    assert not importing.inspect_file(table).remembered
    mappings.forget(columns)


def test_each_of_several_files_may_be_read_in_its_own_way(tmp_path: Path, table: Path) -> None:
    old = tmp_path / "old.csv"
    old.write_bytes("question,answer\nGröße?,schön\n".encode("cp1252"))
    choices = {
        table: importing.FileChoice(mapping=MAPPING),
        old: importing.FileChoice(how=importing.How(encoding="cp1252")),
    }
    with projects.create_project(tmp_path / "p.curator") as project:
        report = importing.import_files(project, [table, old], choices=choices)
        assert (report.imported, report.rejected) == (3, ())
        assert [one.case.answered for one in all_cases(project)] == ["a1", "a2", "schön"]
