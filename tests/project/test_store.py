"""Opening, creating and refusing project files."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect

from curator.errors import CuratorError
from curator.project import schema
from curator.project.connection import Connection
from curator.project.ids import new_uid
from curator.project.migrations import migrate
from curator.project.schema_version import VERSION
from curator.project.store import ProjectFile


def test_a_new_project_keeps_its_name_and_seed(tmp_path: Path) -> None:
    with ProjectFile.create(tmp_path / "calls", name="Support calls", seed=11) as created:
        assert created.path == tmp_path / "calls.curator"
    with ProjectFile.open(tmp_path / "calls.curator") as opened:
        assert (opened.name, opened.seed) == ("Support calls", 11)


def test_an_existing_file_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "a.curator"
    path.write_bytes(b"precious")
    with pytest.raises(CuratorError, match="exists already"):
        ProjectFile.create(path)
    assert path.read_bytes() == b"precious"


def test_what_is_no_project_is_refused_in_words(tmp_path: Path) -> None:
    text = tmp_path / "notes.curator"
    text.write_text("just some text, long enough to be no empty database file at all" * 20)
    with pytest.raises(CuratorError, match="not a Curator project"):
        ProjectFile.open(text)
    other = tmp_path / "other.curator"
    with closing(sqlite3.connect(other)) as connection, connection:
        connection.execute("CREATE TABLE t (x)")
    with pytest.raises(CuratorError, match="not a Curator project"):
        ProjectFile.open(other)
    with pytest.raises(CuratorError, match="There is no project"):
        ProjectFile.open(tmp_path / "missing.curator")
    with pytest.raises(CuratorError, match="is a folder"):
        ProjectFile.open(tmp_path)


def test_a_newer_project_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "a.curator"
    ProjectFile.create(path).close()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE about SET value = '999' WHERE name = 'schema_version'")
    with pytest.raises(CuratorError, match="newer Curator"):
        ProjectFile.open(path)


def test_a_new_project_waits_for_no_library(tmp_path: Path) -> None:
    program = (
        "import sys, pathlib; from curator.operations import projects, reviewing; "
        "project = projects.create_project(pathlib.Path(sys.argv[1])); "
        "print(reviewing.figures(project).cases, 'sqlalchemy' in sys.modules)"
    )
    said = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "new")],
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.split() == ["0", "False"]


def test_migrations_lead_to_todays_tables(tmp_path: Path) -> None:
    by_hand = create_engine(f"sqlite:///{tmp_path / 'migrated.db'}")
    with by_hand.begin() as connection:
        assert migrate(connection.exec_driver_sql, "sqlite", 0) == VERSION
    today = create_engine(f"sqlite:///{tmp_path / 'today.db'}")
    schema.metadata.create_all(today)
    migrated, wanted = inspect(by_hand), inspect(today)
    assert sorted(migrated.get_table_names()) == sorted(wanted.get_table_names())
    for table in wanted.get_table_names():
        describe = [
            [(c["name"], str(c["type"]), c["nullable"]) for c in which.get_columns(table)]
            for which in (migrated, wanted)
        ]
        assert describe[0] == describe[1], table
        assert migrated.get_indexes(table) == wanted.get_indexes(table)
        assert migrated.get_pk_constraint(table) == wanted.get_pk_constraint(table)
        assert migrated.get_foreign_keys(table) == wanted.get_foreign_keys(table)
    by_hand.dispose()
    today.dispose()


def half_a_deed(connection: Connection) -> None:
    connection.execute(schema.settings.insert(), [{"name": "x", "value": "1"}])
    raise ZeroDivisionError


def test_a_failed_deed_leaves_nothing(tmp_path: Path) -> None:
    with ProjectFile.create(tmp_path / "a") as project:
        with pytest.raises(ZeroDivisionError), project.writing() as connection:
            half_a_deed(connection)
        with project.reading() as connection:
            assert connection.execute(schema.settings.select()).all() == []


def test_uids_are_version_7_and_sort_by_time() -> None:
    uids = [new_uid() for _ in range(200)]
    assert len(set(uids)) == 200
    assert all(uid[14] == "7" and uid[19] in "89ab" and len(uid) == 36 for uid in uids)
    assert [uid[:13] for uid in uids] == sorted(uid[:13] for uid in uids)


def _held_by_the_file_alone(path: Path, folder: Path) -> list[str]:
    """Names of the settings that a copy of the file without its log knows."""
    alone = folder / "alone.curator"
    alone.write_bytes(path.read_bytes())
    with closing(sqlite3.connect(alone)) as connection:
        return [name for (name,) in connection.execute("SELECT name FROM settings ORDER BY name")]


def test_many_commits_leave_the_log_alone_until_it_is_settled(tmp_path: Path) -> None:
    path = tmp_path / "a.curator"
    with ProjectFile.create(path) as project:
        project.settle()
        for number in range(700):  # of two pages and more: SQLite itself would copy at 1,000
            with project.writing() as connection:
                row = {"name": f"{number:04}", "value": "x" * 9_000}
                connection.execute(schema.settings.insert(), [row])
        assert _held_by_the_file_alone(path, tmp_path) == []
        with project.reading() as reader:
            assert reader.execute(schema.settings.select()).first() is not None
            project.settle()  # a reader does not keep it from copying what was there
        assert len(_held_by_the_file_alone(path, tmp_path)) == 700
