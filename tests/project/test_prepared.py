"""Statements on the driver's own cursor give what SQLAlchemy gives, and fail as it fails."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import bindparam, insert, select
from sqlalchemy.exc import IntegrityError

from curator.model.review import Mark
from curator.operations import reviewing
from curator.project import schema
from curator.project.prepared import Prepared, PreparedForKeys
from curator.project.store import ProjectFile
from tests.builders import incoming, new_project

CASES = 1_100


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ProjectFile]:
    folder = tmp_path_factory.mktemp("prepared")
    with new_project(folder, (incoming(line) for line in range(1, CASES + 1))) as made:
        yield made


IDS = PreparedForKeys(
    "ids",
    lambda keys: select(schema.cases.c.key, schema.cases.c.id).where(schema.cases.c.key.in_(keys)),
)


@given(st.sets(st.integers(min_value=-3, max_value=CASES + 3)))
def test_any_list_of_keys_finds_what_is_there(project: ProjectFile, keys: set[int]) -> None:
    with project.reading() as connection:
        found = {row["key"]: row["id"] for row in IDS.rows(connection, sorted(keys))}
        table = schema.cases.c
        core = connection.execute(select(table.key, table.id).where(table.key.in_(keys)))
        assert found == dict(core.all())


def test_a_list_longer_than_a_portion_is_found_whole(project: ProjectFile) -> None:
    with project.reading() as connection:
        found = [row["key"] for row in IDS.rows(connection, range(1, CASES + 1))]
    assert sorted(found) == list(range(1, CASES + 1))


def test_values_of_the_statement_itself_are_kept(project: ProjectFile) -> None:
    table = schema.cases.c
    query = select(table.id).where(table.key == bindparam("wanted"), table.line < 3)
    prepared = Prepared("wanted", lambda: query)
    with project.reading() as connection:
        assert prepared.row(connection, wanted=2) is not None
        assert prepared.row(connection, wanted=5) is None


def test_what_the_store_refuses_is_told_as_sqlalchemy_tells_it(project: ProjectFile) -> None:
    twice = Prepared("twice", lambda: insert(schema.about))
    row = {"name": "twice", "value": ""}
    with pytest.raises(IntegrityError), project.writing() as connection:
        twice.run(connection, [row, row])
    with project.reading() as connection:
        names = connection.execute(select(schema.about.c.name)).scalars().all()
    assert "twice" not in names


def test_a_deed_that_breaks_midway_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with new_project(tmp_path, [incoming(1)]) as project:

        def broken(*_: object) -> str:
            raise RuntimeError("midway")

        monkeypatch.setattr(reviewing, "_name_cases", broken)
        with pytest.raises(RuntimeError, match="midway"):
            reviewing.mark_cases(project, [1], Mark.PASS, "Ada")
        assert reviewing.history(project, 1) == []
        assert reviewing.review(project, 1).mark is None
