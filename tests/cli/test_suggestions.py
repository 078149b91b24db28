"""`curator suggestions` through the real command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from curator.model.review import Mark
from curator.operations import projects, reviewing
from curator.project import acts
from tests.builders import add_cases, incoming, judged, new_project
from tests.end_to_end.command_line import curator_here as curator

pytestmark = pytest.mark.slow


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Four cases of one origin, of which another contradicts one; one is judged already."""
    opened = new_project(tmp_path)
    cases = [incoming(n, review=judged(Mark.FAIL, note="slow")) for n in range(1, 5)]
    add_cases(opened, [one.model_copy(update={"origin": "score"}) for one in cases], as_acts=False)
    other = incoming(4, review=judged(Mark.PASS)).model_copy(update={"origin": "column ok"})
    add_cases(opened, [other], as_acts=False)
    reviewing.mark_cases(opened, [1], Mark.PASS, "Ada")
    opened.close()
    return opened.path


def test_what_waits_is_listed_and_stays(project: Path) -> None:
    for _ in range(2):
        done = curator("suggestions", project, "--json")
        assert done.code == 0
        assert done.data["waiting"] == [
            {"origin": "score", "kind": "mark", "count": 4},
            {"origin": "score", "kind": "note", "count": 4},
            {"origin": "column ok", "kind": "mark", "count": 1},
        ]
        assert done.data["accepted"] == []


def test_accepting_says_what_is_left_and_why(project: Path) -> None:
    done = curator("suggestions", project, "--accept", "--reviewer", "Kit", "--json")
    assert done.code == 1
    assert done.data["accepted"] == [
        {"origin": "score", "kind": "mark", "count": 2},
        {"origin": "score", "kind": "note", "count": 4},
    ]
    assert (done.data["cases"], done.data["reviewer"]) == (4, "Kit")
    judged, *contested = done.data["left"]
    assert (judged["origin"], judged["kind"], judged["count"]) == ("score", "mark", 1)
    assert "judged" in judged["reason"]
    assert [(one["origin"], one["count"]) for one in contested] == [("column ok", 1), ("score", 1)]
    assert all("different" in one["reason"] for one in contested)
    with projects.open_project(project) as opened:
        assert reviewing.review(opened, 1).mark is Mark.PASS
        assert reviewing.review(opened, 2).mark is Mark.FAIL
        assert reviewing.review(opened, 4).mark is None
        with opened.reading() as connection:
            logged = acts.acts_of_cases(connection, [2])[2]
        mark = next(act for act in logged if "mark" in act.payload)
        assert (mark.reviewer, mark.origin) == ("Kit", "accepted suggestion")
        assert mark.payload["suggested_by"] == "score"
        reviewing.undo(opened, "Kit")
        assert reviewing.review(opened, 2).mark is None


def test_origin_kind_and_case_choose(project: Path) -> None:
    done = curator(
        "suggestions", project, "--accept", "--origin", "score", "--kind", "mark", "--case", "log-4"
    )
    assert done.code == 0, done.err
    assert "Accepted 1 suggestion on 1 case" in done.out
    with projects.open_project(project) as opened:
        assert reviewing.review(opened, 4).mark is Mark.FAIL
        assert reviewing.review(opened, 4).note == ""


def test_what_cannot_be_meant_is_refused(project: Path) -> None:
    for arguments, words in (
        (("--accept", "--origin", "nobody"), "waits from: score, column ok"),
        (("--accept", "--case", "c9"), "no case c9"),
        (("--origin", "score"), "add --accept"),
    ):
        done = curator("suggestions", project, *arguments)
        assert done.code == 2
        assert words in done.err
