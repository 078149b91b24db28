"""Marking, undoing, searching and counting on real project files."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curator.model.queue import Queue
from curator.model.review import Mark, Review
from curator.operations import projects, reviewing
from curator.project.store import ProjectFile
from tests.builders import add_cases, incoming, new_project


def state(project: ProjectFile) -> list[Review]:
    keys = reviewing.queue_keys(project, Queue(kind="all"))
    clock = {"reviewed_at": "", "ideal_at": ""}
    return [reviewing.review(project, key).model_copy(update=clock) for key in keys]


def test_acts_survive_closing_and_undo_survives_too(tmp_path: Path) -> None:
    project = new_project(tmp_path, [incoming(1), incoming(2)])
    reviewing.mark_cases(project, [1], Mark.FAIL, "Ada")
    reviewing.write_note(project, 1, "  invents\n a plan ", "Ada")
    reviewing.set_tags(project, 1, ["plan", "plan", " tone "], "Ada")
    reviewing.write_ideal(project, 1, "Better.", "Ada")
    project.close()
    again = projects.open_project(tmp_path / "project.curator")
    found = reviewing.review(again, 1)
    assert (found.mark, found.note, found.tags, found.ideal) == (
        Mark.FAIL,
        "invents a plan",
        ("plan", "tone"),
        "Better.",
    )
    assert "ideal answer of case log-1" in reviewing.undo(again, "Ada").sentence
    assert reviewing.review(again, 1).ideal is None
    for _ in range(3):
        reviewing.undo(again, "Ada")
    assert reviewing.review(again, 1) == Review(case_key=1)
    assert not reviewing.undo(again, "Ada").anything


def test_marking_many_is_one_deed(tmp_path: Path) -> None:
    project = new_project(tmp_path, [incoming(n) for n in range(1, 6)])
    assert reviewing.mark_cases(project, [1, 2, 3], Mark.PASS, "Ada").cases == (1, 2, 3)
    assert reviewing.figures(project).passed == 3
    assert reviewing.undo(project, "Ada").sentence == "Undone: pass on 3 cases"
    assert reviewing.figures(project).reviewed == 0


def test_doing_the_same_again_changes_nothing(tmp_path: Path) -> None:
    project = new_project(tmp_path, [incoming(1)])
    assert reviewing.mark_cases(project, [1], Mark.FAIL, "Ada").anything
    assert not reviewing.mark_cases(project, [1], Mark.FAIL, "Ada").anything
    assert not reviewing.write_note(project, 1, "", "Ada").anything
    assert reviewing.mark_cases(project, [1], Mark.FAIL, "Ben").anything
    assert len(reviewing.history(project, 1)) == 2


def test_something_new_ends_the_chance_to_redo(tmp_path: Path) -> None:
    project = new_project(tmp_path, [incoming(1)])
    reviewing.mark_cases(project, [1], Mark.FAIL, "Ada")
    reviewing.undo(project, "Ada")
    reviewing.mark_cases(project, [1], Mark.PASS, "Ada")
    assert not reviewing.redo(project, "Ada").anything
    assert reviewing.review(project, 1).mark is Mark.PASS


DEEDS = st.lists(
    st.one_of(
        st.tuples(st.just("mark"), st.integers(1, 3), st.sampled_from([*Mark, None])),
        st.tuples(st.just("note"), st.integers(1, 3), st.sampled_from(["", "a", "b"])),
        st.tuples(st.just("tags"), st.integers(1, 3), st.sampled_from([(), ("x",), ("y", "x")])),
        st.tuples(st.just("ideal"), st.integers(1, 3), st.sampled_from([None, "one", "two"])),
    ),
    max_size=12,
)


def do(project: ProjectFile, deed: tuple[str, int, object]) -> bool:
    kind, key, value = deed
    if kind == "mark":
        return reviewing.mark_cases(project, [key], value, "Ada").anything  # type: ignore[arg-type]
    if kind == "note":
        return reviewing.write_note(project, key, str(value), "Ada").anything
    if kind == "tags":
        return reviewing.set_tags(project, key, value, "Ada").anything  # type: ignore[arg-type]
    return reviewing.write_ideal(project, key, value, "Ada").anything  # type: ignore[arg-type]


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(deeds=DEEDS)
def test_every_deed_can_be_taken_back_and_done_again(
    deeds: list[tuple[str, int, object]], tmp_path_factory: object
) -> None:
    folder = tmp_path_factory.mktemp("undo")  # type: ignore[attr-defined]
    with new_project(folder, [incoming(n) for n in range(1, 4)]) as project:
        states = [state(project)]
        states.extend(state(project) for deed in deeds if do(project, deed))
        for before in reversed(states[:-1]):
            assert reviewing.undo(project, "Ada").anything
            assert state(project) == before
        assert not reviewing.undo(project, "Ada").anything
        for after in states[1:]:
            assert reviewing.redo(project, "Ada").anything
            assert state(project) == after
        assert projects.verify(project).ok


def test_verify_rebuilds_what_does_not_follow_from_the_log(tmp_path: Path) -> None:
    project = new_project(tmp_path, [incoming(1)])
    reviewing.mark_cases(project, [1], Mark.FAIL, "Ada")
    with project.writing() as connection:
        connection.exec_driver_sql("UPDATE reviews SET mark = 'pass'")
    found = projects.verify(project)
    assert (found.ok, found.rebuilt) == (False, ("reviews",))
    assert reviewing.review(project, 1).mark is Mark.FAIL
    assert projects.verify(project).ok


def test_queues_and_search(tmp_path: Path) -> None:
    project = new_project(
        tmp_path,
        [
            incoming(1, "Can I get a REFUND?", "No."),
            incoming(2, "Where is the invoice?", "In 100 % of cases under _Files_."),
            incoming(3, "Ärger mit der Rechnung", "Das tut mir leid."),
        ],
    )
    reviewing.mark_cases(project, [1, 2], Mark.FAIL, "Ada")
    reviewing.write_note(project, 1, "too short", "Ada")
    reviewing.write_ideal(project, 2, "See Files.", "Ada")

    def found(kind: str = "random", search: str = "") -> set[int]:
        queue = Queue.model_validate({"kind": kind, "search": search})
        return set(reviewing.queue_keys(project, queue))

    assert found("failures") == {1, 2}
    assert found("needs-ideal") == {1}
    assert found("unreviewed") == {3}
    assert found(search="refund") == {1}
    assert found(search="SHORT") == {1}
    assert found(search="ärger") == {3}
    assert found(search="100 % _Files_") == {2}
    assert found(search="see files") == {2}
    assert found("failures", "invoice no-such-word") == set()
    assert list(reviewing.queue_keys(project, Queue(kind="cases", keys=(3, 1)))) == [3, 1]


def test_the_failure_rate_comes_from_the_random_part_alone(tmp_path: Path) -> None:
    project = new_project(tmp_path, [incoming(n) for n in range(1, 101)])
    order = reviewing.queue_keys(project, Queue(kind="random"))
    reviewing.mark_cases(project, order[:10], Mark.PASS, "Ada")
    reviewing.mark_cases(project, order[10:15], Mark.FAIL, "Ada")
    reviewing.mark_cases(project, order[60:90], Mark.FAIL, "Ada")  # found by wandering
    rate = reviewing.figures(project).failure_rate
    assert rate is not None
    assert (rate.count, rate.of) == (5, 15)


KILLED = """
import sys
from pathlib import Path
from curator.model.review import Mark
from curator.operations import projects, reviewing
project = projects.open_project(Path(sys.argv[1]))
for key in range(1, 201):
    reviewing.mark_cases(project, [key], Mark.FAIL, "Ada")
    print(key, flush=True)
"""


def test_nothing_acknowledged_is_lost_when_the_program_is_killed(
    tmp_path: Path, repository: Path
) -> None:
    project = new_project(tmp_path, [incoming(n) for n in range(1, 201)])
    project.close()
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(tmp_path / "project.curator")],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(repository)},
    )
    assert process.stdout is not None
    acknowledged = 0
    for line in process.stdout:
        acknowledged = int(line)
        if acknowledged == 37:
            process.send_signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
            break
    process.wait()
    process.stdout.close()
    with projects.open_project(tmp_path / "project.curator") as again:
        failed = reviewing.figures(again).failed
        assert failed >= acknowledged
        assert projects.verify(again).ok


def test_two_imports_have_their_own_random_order(tmp_path: Path) -> None:
    project = new_project(tmp_path, [incoming(n) for n in range(1, 11)])
    add_cases(project, [incoming(n) for n in range(11, 111)], file="more.jsonl")
    order = list(reviewing.queue_keys(project, Queue(kind="random")))
    first = [key for key in order if key <= 10]
    second = [key for key in order if key > 10]
    reviewing.mark_cases(project, first[:5], Mark.FAIL, "Ada")
    reviewing.mark_cases(project, second[:5], Mark.PASS, "Ada")
    rate = reviewing.figures(project).failure_rate
    assert rate is not None
    assert abs(rate.value - 10 / 110) < 1e-9  # weighted by the imports' true sizes
    assert rate.low < rate.value < rate.high
