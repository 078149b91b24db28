"""Long lists of keys come in the query's order and are narrowed without losing it."""

from __future__ import annotations

from array import array
from pathlib import Path

from sqlalchemy import select

from curator.model.queue import Queue
from curator.model.review import Mark
from curator.operations import queue_keys, reviewing, searching
from curator.project import schema
from curator.project.key_lists import keys_of, mask_of, narrowed
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
