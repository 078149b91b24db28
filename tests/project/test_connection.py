"""Prepared statements and SQLAlchemy's speak inside one transaction on one connection."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from curator.errors import CuratorError
from curator.project import schema
from curator.project.connection import Connection
from curator.project.prepared import Prepared
from curator.project.sql import insert, select
from curator.project.store import ProjectFile

KEEP = Prepared("test.keep", lambda: insert(schema.settings))
ALL = Prepared("test.all", lambda: select(schema.settings.c.name).order_by(schema.settings.c.name))


def _names(connection: Connection) -> list[str]:
    prepared = [row["name"] for row in ALL.rows(connection)]
    core = list(connection.execute(select(schema.settings.c.name).order_by("name")).scalars())
    assert prepared == core
    return prepared


def test_each_way_sees_at_once_what_the_other_wrote(tmp_path: Path) -> None:
    with ProjectFile.create(tmp_path / "a") as project:
        with project.writing() as connection:
            KEEP.run(connection, [{"name": "prepared", "value": "1"}])
            connection.execute(insert(schema.settings), [{"name": "core", "value": "1"}])
            assert _names(connection) == ["core", "prepared"]
        with project.reading() as connection:
            assert _names(connection) == ["core", "prepared"]


def _half(connection: Connection) -> None:
    KEEP.run(connection, [{"name": "prepared", "value": "1"}])
    connection.execute(insert(schema.settings), [{"name": "core", "value": "1"}])
    raise ZeroDivisionError


def test_what_breaks_midway_is_taken_back_either_way(tmp_path: Path) -> None:
    with ProjectFile.create(tmp_path / "a") as project:
        with pytest.raises(ZeroDivisionError), project.writing() as connection:
            _half(connection)
        with project.writing() as connection:
            assert _names(connection) == []
            KEEP.run(connection, [{"name": "later", "value": "1"}])
        with project.reading() as connection:
            assert _names(connection) == ["later"]


def test_a_reader_keeps_its_view_while_another_writes(tmp_path: Path) -> None:
    with ProjectFile.create(tmp_path / "a") as project, project.reading() as reader:
        assert _names(reader) == []
        with project.writing() as writer:
            KEEP.run(writer, [{"name": "new", "value": "1"}])
        assert _names(reader) == []
        with project.reading() as another:
            assert _names(another) == ["new"]


def test_threads_write_one_after_another(tmp_path: Path) -> None:
    with ProjectFile.create(tmp_path / "a") as project:

        def write(name: str) -> None:
            for number in range(10):
                with project.writing() as connection:
                    KEEP.run(connection, [{"name": f"{name}{number}", "value": "1"}])

        threads = [threading.Thread(target=write, args=(name,)) for name in "abc"]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        with project.reading() as connection:
            assert len(_names(connection)) == 30


def test_a_store_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    with ProjectFile.create(tmp_path / "a") as project:
        with project.writing() as connection:
            connection.raw.execute("PRAGMA query_only=ON")
        try:
            row = {"name": "x", "value": "1"}
            with pytest.raises(CuratorError, match="not be written"), project.writing() as again:
                KEEP.run(again, [row])
        finally:
            connection.raw.execute("PRAGMA query_only=OFF")
