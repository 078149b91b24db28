"""Imported cases: ids, duplicates, acts and suggestions."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from sqlalchemy import select

from curator.model.queue import Queue
from curator.model.review import Mark
from curator.operations import importing, reviewing, suggestions
from curator.project import schema
from curator.project.case_rows import DRAWS, PreparedCase, SmallPart
from curator.project.incoming_rows import prepared
from tests.builders import add_cases, incoming, judged, new_project


def test_ids_are_the_sources_own_or_file_and_line(tmp_path: Path) -> None:
    cases = [incoming(1, public_id="a"), incoming(2), incoming(3, public_id="a")]
    project = new_project(tmp_path, cases)
    keys = reviewing.queue_keys(project, Queue(kind="all"))
    assert [line.id for line in reviewing.lines(project, keys)] == ["a", "log-2", "a~2"]
    add_cases(project, [incoming(2, "another question")])
    keys = reviewing.queue_keys(project, Queue(kind="all"))
    assert reviewing.lines(project, keys[-1:])[0].id == "log-2~2"


def test_the_same_call_again_is_linked_not_shown_twice(tmp_path: Path) -> None:
    project = new_project(tmp_path, [incoming(1), incoming(2), incoming(2)])
    arrivals = add_cases(project, [incoming(1), incoming(9)])
    assert (arrivals.imported, arrivals.duplicates) == (1, 1)
    figures = reviewing.figures(project)
    assert (figures.cases, figures.duplicates) == (3, 2)


def test_same_texts_of_another_model_are_another_call(tmp_path: Path) -> None:
    cases = [incoming(1, "q", "a", model="m1"), incoming(2, "q", "a", model="m2")]
    assert reviewing.figures(new_project(tmp_path, cases)).cases == 2


def test_contents_that_share_a_place_by_chance_stay_two_cases(tmp_path: Path) -> None:
    project = new_project(tmp_path)
    first, second, third = (prepared(incoming(n, f"question {n}"), 7) for n in (1, 2, 3))
    place = DRAWS - 1  # after the last comes the first
    crowd = [_moved(one, draw) for one, draw in ((first, place), (second, place), (third, 0))]
    for again in (False, True):
        arrivals = add_cases(project, [])
        with project.writing() as connection:
            arrivals.add_prepared(connection, crowd)
            arrivals.add_prepared(connection, list(reversed(crowd)))
        assert (arrivals.imported, arrivals.duplicates) == ((0, 6) if again else (3, 3))
    with project.reading() as connection:
        rows = connection.execute(select(schema.cases.c.draw, schema.cases.c.preview))
        assert dict(rows.all()) == {place: "question 1", 0: "question 3", 1: "question 2"}


def _moved(case: PreparedCase, draw: int) -> PreparedCase:
    own_id, (line, _, hold_rank, digest, *rest), texts, carried = case
    small = cast(SmallPart, (line, draw, hold_rank, digest, *rest))
    return own_id, small, texts, carried


def test_carried_judgements_become_acts_of_their_reviewer(tmp_path: Path) -> None:
    review = judged(Mark.FAIL, note="wrong plan", ideal="Better.", tags=["plan"])
    project = new_project(tmp_path, [incoming(1, review=review)])
    found = reviewing.review(project, 1)
    assert (found.mark, found.note, found.tags, found.ideal) == (
        Mark.FAIL,
        "wrong plan",
        ("plan",),
        "Better.",
    )
    assert found.reviewer == "Ada"
    assert not reviewing.undo(project, "Ada").anything  # an import is not undone key by key


def test_importing_the_same_judgement_again_adds_no_act(tmp_path: Path) -> None:
    row = incoming(1, review=judged(Mark.FAIL, note="n"))
    project = new_project(tmp_path, [row])
    before = len(reviewing.history(project, 1))
    assert add_cases(project, [row]).acts == 0
    assert len(reviewing.history(project, 1)) == before


def test_suggestions_wait_for_a_person(tmp_path: Path) -> None:
    project = new_project(tmp_path)
    row = incoming(1, review=judged(Mark.FAIL, ideal="Better."))
    add_cases(project, [row], as_acts=False)
    add_cases(project, [row], as_acts=False)
    assert reviewing.review(project, 1).mark is None
    assert [one.kind for one in suggestions.of_case(project, 1)] == ["mark", "ideal"]
    assert reviewing.figures(project).reviewed == 0
    assert suggestions.accept(project, "Ben").cases == (1,)
    found = reviewing.review(project, 1)
    assert (found.mark, found.ideal, found.reviewer) == (Mark.FAIL, "Better.", "Ben")
    assert reviewing.undo(project, "Ben").cases == (1,)
    assert reviewing.review(project, 1).mark is None
    assert len(suggestions.of_case(project, 1)) == 2
    reviewing.redo(project, "Ben")
    assert suggestions.of_case(project, 1) == []


def test_a_newer_export_replaces_its_waiting_suggestions_and_no_act(tmp_path: Path) -> None:
    project = new_project(tmp_path)

    def arrive(mark: Mark, origin: str) -> None:
        row = incoming(1, review=judged(mark)).model_copy(update={"origin": origin})
        add_cases(project, [row], as_acts=False)

    arrive(Mark.FAIL, "score a")
    arrive(Mark.PASS, "score a")
    assert [one.value for one in suggestions.of_case(project, 1)] == ["pass"]
    assert reviewing.review(project, 1).mark is None
    suggestions.accept(project, "Ben")
    arrive(Mark.FAIL, "score a")
    assert reviewing.review(project, 1).mark is Mark.PASS
    assert [one.value for one in suggestions.of_case(project, 1)] == ["fail"]
    # Accepting everything never overrules what a person has judged; asked for the case, it may.
    assert not suggestions.accept(project, "Ben").anything
    assert suggestions.accept(project, "Ben", keys=[1]).anything
    assert reviewing.review(project, 1).mark is Mark.FAIL


def test_suggestions_are_accepted_all_of_one_origin_or_one_by_one(tmp_path: Path) -> None:
    project = new_project(tmp_path)
    rows = [
        incoming(n, review=judged(Mark.FAIL, note="slow", ideal="Better.")).model_copy(
            update={"origin": "score a" if n < 3 else "score b"}
        )
        for n in range(1, 5)
    ]
    add_cases(project, rows, as_acts=False)
    counted = [(one.origin, one.kind, one.count) for one in suggestions.by_origin(project)]
    assert counted == [
        (origin, kind, 2) for origin in ("score a", "score b") for kind in ("mark", "note", "ideal")
    ]
    assert suggestions.accept(project, "Ben", origin="score a", kind="mark").cases == (1, 2)
    assert reviewing.figures(project).failed == 2
    assert reviewing.review(project, 1).note == ""
    note = next(one for one in suggestions.of_case(project, 4) if one.kind == "note")
    assert suggestions.accept(project, "Ben", only=[note.key]).cases == (4,)
    assert (reviewing.review(project, 4).note, reviewing.review(project, 4).mark) == ("slow", None)
    done = suggestions.accept(project, "Ben")
    assert done.cases == (1, 2, 3, 4)
    assert suggestions.by_origin(project) == []
    reviewing.undo(project, "Ben")
    assert reviewing.figures(project).failed == 2
    act = reviewing.history(project, 1)[0]
    assert (act.origin, act.payload["suggested_by"]) == ("accepted suggestion", "score a")


def test_the_log_says_which_marks_were_taken_with_the_import(tmp_path: Path) -> None:
    log = tmp_path / "log.csv"
    log.write_text("question,answer,is_correct\nq,a,no\n", encoding="utf-8")
    with new_project(tmp_path) as project:
        importing.import_files(project, [log])
        assert reviewing.figures(project).failed == 0
        assert reviewing.figures(project).suggestions == 1
        importing.import_files(project, [log], accept_marks=True, reviewer="Ben")
        (act,) = reviewing.history(project, 1)
        assert (act.origin, act.reviewer) == ("accepted with the import", "Ben")
        assert act.payload["suggested_by"] == "column is_correct"
        found = reviewing.figures(project)
        assert (found.failed, found.suggestions) == (1, 0)  # what became an act waits no longer
        assert not reviewing.undo(project, "Ben").anything


def test_a_project_says_how_many_cases_a_sample_was_taken_from(tmp_path: Path) -> None:
    project = new_project(tmp_path, [incoming(1), incoming(2)])
    with project.reading() as connection:
        row = connection.execute(select(schema.imports)).mappings().one()
    assert (row["cases_read"], row["source_cases"], row["strata"]) == (2, 2, "")


def test_the_random_order_depends_on_content_and_seed_alone(tmp_path: Path) -> None:
    cases = [incoming(line) for line in range(1, 60)]
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    first = new_project(tmp_path / "a", cases)
    second = new_project(tmp_path / "b", list(reversed(cases)))

    def order(project: object) -> list[str]:
        keys = reviewing.queue_keys(project, Queue(kind="random"))  # type: ignore[arg-type]
        return [line.preview for line in reviewing.lines(project, keys)]  # type: ignore[arg-type]

    assert order(first) == order(second)
    assert order(first) != [case.input[0].content for case in cases]
