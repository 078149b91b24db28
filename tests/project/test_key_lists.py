"""Long lists of keys come in the query's order and are narrowed without losing it."""

from __future__ import annotations

import sys
from array import array
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import column, select, text

from curator.model.queue import CaseFilter, Queue
from curator.model.review import Mark
from curator.operations import queue_keys, reviewing, searching
from curator.project import schema
from curator.project.key_lists import LONG, ascending, keys_of, mask_of, narrowed, without
from tests.builders import incoming, judged, new_project


def test_keys_come_in_the_order_of_the_query(tmp_path: Path) -> None:
    project = new_project(tmp_path, [incoming(n) for n in range(1, 400)])
    table = schema.cases
    with project.reading() as connection:
        for order in ((table.c.import_key, table.c.draw), (table.c.key.desc(),), (table.c.id,)):
            query = select(table.c.key).order_by(*order)
            assert list(keys_of(connection, query)) == list(connection.execute(query).scalars())
        none = select(table.c.key).where(table.c.key < 0)
        assert keys_of(connection, none) == array("q")


def test_narrowing_keeps_the_order() -> None:
    keys = array("q", [9, 2, 7, 4, 1])
    assert list(narrowed(keys, mask_of(array("q", [1, 7, 9, 9]), 10))) == [9, 7, 1]
    assert list(narrowed(keys, mask_of(array("q"), 10))) == []
    assert list(narrowed(array("q"), mask_of(array("q", [1]), 10))) == []


def test_a_search_finds_the_same_by_either_way(tmp_path: Path) -> None:
    cases = [
        incoming(n, f"Question {n} on {('refund', 'login', 'Überweisung')[n % 3]}")
        for n in range(1, 90)
    ]
    cases.append(incoming(90, review=judged(Mark.FAIL, note="says refund twice", tags=["tone"])))
    project = new_project(tmp_path, cases)
    for indexed in (False, True):
        if indexed:
            searching.index_cases(project)
        for kind in ("random", "all", "unreviewed", "failures"):
            whole = reviewing.queue_keys(project, Queue(kind=kind))
            for words in ("refund", "refu 7", "über", "tone", "log-9", "nothing"):
                queue = Queue(kind=kind, search=words)
                one = reviewing.queue_keys(project, queue)
                other = reviewing.queue_keys(project, queue, within=whole)
                assert list(other) == list(one), (kind, words, indexed)


def test_a_search_of_blanks_is_no_search(tmp_path: Path) -> None:
    project = new_project(tmp_path, [incoming(n) for n in range(1, 9)])
    whole = reviewing.queue_keys(project, Queue())
    assert queue_keys.in_order(project, Queue(search="  "), whole) == whole


def test_a_long_list_is_read_the_same_with_numpy_as_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = text(
        "WITH RECURSIVE n(key) AS (SELECT 900000 UNION ALL SELECT key - 3 FROM n LIMIT 20000)"
        " SELECT key FROM n"
    ).columns(column("key"))
    with new_project(tmp_path, [incoming(1)]) as project, project.reading() as connection:
        mask_of(array("q"), 1)
        with_numpy = keys_of(connection, query.subquery().select())
        monkeypatch.delitem(sys.modules, "numpy")
        assert with_numpy == keys_of(connection, query.subquery().select())
    assert len(",".join(map(str, with_numpy))) > LONG
    assert list(with_numpy) == list(range(900_000, 840_000, -3))


@given(st.lists(st.integers(0, 60), unique=True), st.lists(st.integers(0, 90)))
def test_keys_are_sorted_and_taken_out(keys: list[int], others: list[int]) -> None:
    assert list(ascending(array("q", keys))) == sorted(keys)
    left = without(array("q", keys), array("q", others))
    assert list(left) == [key for key in keys if key not in others]


def test_queues_of_all_cases_follow_from_one_order(tmp_path: Path) -> None:
    marks = {3: Mark.FAIL, 8: Mark.PASS, 9: Mark.SKIP}
    cases = [
        incoming(n, review=judged(marks[n])) if n in marks else incoming(n) for n in range(1, 30)
    ]
    project = new_project(tmp_path, cases)
    every = reviewing.queue_keys(project, Queue())
    for kind in ("random", "all", "unreviewed", "failures"):
        queue = Queue(kind=kind)
        assert reviewing.queue_keys(project, queue, every=every) == reviewing.queue_keys(
            project, queue
        )
    for kind in ("random", "all"):
        first = queue_keys.beginning(project, Queue(kind=kind), 7)
        assert first == reviewing.queue_keys(project, Queue(kind=kind))[:7]
    for other in (Queue(kind="unreviewed"), Queue(search="Question"), Queue(order="newest")):
        assert queue_keys.beginning(project, other, 7) is None


def test_filtered_queues_are_the_same_from_one_order(tmp_path: Path) -> None:
    marks = {3: Mark.FAIL, 8: Mark.PASS, 9: Mark.SKIP, 12: Mark.FAIL}
    cases = [
        incoming(n, review=judged(marks[n])) if n in marks else incoming(n) for n in range(1, 30)
    ]
    project = new_project(tmp_path, cases)
    every = reviewing.queue_keys(project, Queue())
    filters = (CaseFilter(mark=Mark.FAIL), CaseFilter(model="none"), CaseFilter(since="2000-01-01"))
    for kind in queue_keys.FILTERED:
        for chosen in (*filters, CaseFilter(until="2100-01-01", reviewer="Ada")):
            queue = Queue(kind=kind, filter=chosen)
            expected = reviewing.queue_keys(project, queue)
            assert reviewing.queue_keys(project, queue, every=every) == expected, queue
