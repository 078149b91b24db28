"""The verdict as a document, the one kept in a project, and what changed since."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from curator.errors import CuratorError
from curator.model.review import Mark
from curator.operations import projects, readiness, reviewing
from curator.readiness.document import changes_since, keep, read_document, verdict_document
from curator.readiness.sensitive import read_decisions
from tests.builders import incoming, new_project
from tests.readiness.casebook import ready


def test_the_document_holds_everything_and_gives_the_same_bytes() -> None:
    found = ready().assess()
    one = json.dumps(verdict_document(found, "book"))
    assert one == json.dumps(verdict_document(ready().assess(), "book"))
    held = json.loads(one)
    assert (held["revision"], held["input_hash"]) == (160, found.input_hash)
    assert held["as_of"] == "2026-11-02"
    assert len(held["readiness"]["rules"]) == 10
    assert keep(found) == read_document(one) == read_document(found.model_dump_json())


def test_nothing_changed_says_nothing_and_each_change_says_its_figures() -> None:
    before = keep(ready().assess())
    assert changes_since(before, ready().assess()) == ()
    book = ready().set(thresholds={"training_rows": 61})
    book.change(book.keys(Mark.FAIL, held_out=False)[0], ideal="TODO")
    said = changes_since(before, book.assess())
    assert said[0] == (
        "The verdict was “Ready for a pilot” and is “Fix the dataset: the training rows”."
    )
    assert "Check 11, Empty or placeholder ideal answer: passed, now found." in said
    assert "Threshold training rows was 50 and is 61." in said
    assert any(one.startswith("Rule 9, Write more ideal answers: ruled out (60") for one in said)


def test_a_pattern_that_came_or_went_is_said() -> None:
    before = keep(ready().assess())
    book = ready()
    for key in book.keys(Mark.FAIL, pattern="promises"):
        book.change(key, pattern="vows")
    said = changes_since(before, book.assess())
    assert "Pattern “vows” is new: “Ready for a pilot”." in said
    assert "Pattern “promises” is gone." in said


@pytest.mark.parametrize("content", ["{}", "[1]", "no json", '{"readiness": {"rule": "x"}}'])
def test_another_file_is_no_document(content: str) -> None:
    with pytest.raises(CuratorError, match="no readiness document"):
        read_document(content)


def test_decisions_are_kept_as_acts_and_taken_back(tmp_path: Path) -> None:
    project = new_project(tmp_path, [incoming(1, "Where?", "Here.")])

    def held(name: str) -> object:
        return projects.settings(project).get(name)

    readiness.set_threshold(project, "training_rows", 80, "Ada")
    readiness.set_threshold(project, "held_out", 40, "Ada")
    assert held("thresholds") == {"training_rows": 80, "held_out": 40}
    readiness.set_threshold(project, "training_rows", None, "Ada")
    readiness.set_threshold(project, "held_out", 30, "Ada")
    assert held("thresholds") is None
    readiness.set_threshold(project, "tolerance", 0.1, "Ada")
    assert held("tolerance") == 0.1
    for name, value in (("training_rows", -1), ("shoes", 3), ("tolerance", 2)):
        with pytest.raises(CuratorError):
            readiness.set_threshold(project, name, value, "Ada")
    reviewing.undo(project, "Ada")
    assert held("tolerance") is None
    with pytest.raises(CuratorError, match='"keep" with a reason'):
        readiness.decide_personal_data(project, "email", "keep", "Ada")
    readiness.decide_personal_data(project, "email", "keep", "Ada", reason="a  public list")
    assert read_decisions(projects.settings(project))["email"].reason == "a public list"
    readiness.decide_personal_data(project, "email", None, "Ada")
    assert held("personal_data") is None
    reviewing.undo(project, "Ada")
    assert held("personal_data") is not None
    readiness.record_permission(project, "licence", "our own logs", "Ada")
    assert held("permissions") == {"licence": "our own logs"}
    readiness.leave_out(project, ["log-1"], "Ada")
    readiness.leave_out(project, ["log-1", "log-2"], "Ada")
    assert held("left_out") == ["log-1", "log-2"]


def test_a_kept_verdict_is_compared_with_and_is_not_part_of_the_evidence(tmp_path: Path) -> None:
    project = new_project(tmp_path, [incoming(n, f"Where {n}?", "Here.") for n in range(1, 4)])
    found = readiness.assess(project)
    assert readiness.kept_verdict(project) is None
    readiness.keep_verdict(project, found, "Ada")
    kept = readiness.kept_verdict(project)
    assert kept is not None
    again = readiness.assess(project)
    assert again.input_hash == found.input_hash
    assert changes_since(kept, again) == ()
    out = tmp_path / "verdict.json"
    readiness.write_document(project, again, out)
    assert read_document(out.read_bytes()).input_hash == found.input_hash
    with pytest.raises(CuratorError, match="could not be written"):
        readiness.write_document(project, again, tmp_path / "no" / "verdict.json")
