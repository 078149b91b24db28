"""A query that nobody waits for any more is stopped from another thread."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from sqlalchemy import text

from curator.errors import Cancelled
from curator.project.interruption import Interruption
from tests.builders import incoming, new_project

ENDLESS = text(
    "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"
)


def test_a_running_query_is_stopped(tmp_path: Path) -> None:
    with new_project(tmp_path, [incoming(1)]) as project:
        stop, begun, ended = Interruption(), threading.Event(), threading.Event()
        raised: list[Exception] = []

        def read() -> None:
            try:
                with project.reading(stop) as connection:
                    begun.set()
                    connection.execute(ENDLESS)
            except Cancelled as error:
                raised.append(error)
            ended.set()

        thread = threading.Thread(target=read)
        thread.start()
        assert begun.wait(10)
        while not ended.wait(0.01):  # until the query is under way
            stop.ask()
        thread.join()
        assert len(raised) == 1
        with project.reading() as connection:
            assert connection.execute(text("SELECT count(*) FROM cases")).scalar_one() == 1


def test_what_was_asked_to_stop_before_does_not_begin(tmp_path: Path) -> None:
    with new_project(tmp_path) as project:
        stop = Interruption()
        stop.ask()
        with pytest.raises(Cancelled), project.reading(stop):
            pytest.fail("nothing is read")
