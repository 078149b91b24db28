"""The verdict as a document, the one kept in a project, and what changed since."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from curator.errors import CuratorError
from curator.model.readiness import KeptVerdict
from curator.model.review import Mark
from curator.operations import projects, readiness, reviewing
from curator.readiness.document import changes_since, keep, read_document, verdict_document
from curator.readiness.sensitive import read_decisions
from tests.builders import incoming, new_project
from tests.readiness.casebook import Book, ready


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
    assert "Threshold training rows was 50 rows and is 61 rows." in said
    assert any(one.startswith("Rule 9, Write more ideal answers: ruled out (60") for one in said)


def a_mark(book: Book) -> None:
    book.change(book.keys(Mark.PASS)[0], mark=Mark.FAIL)


def a_mark_for_a_mark(book: Book) -> None:
    first, last = book.keys(Mark.PASS)[0], book.keys(Mark.FAIL)[-1]
    book.change(first, mark=Mark.FAIL, ideal="so it is")
    book.change(last, mark=Mark.PASS, ideal=None)


def known_of(book: Book) -> None:
    book.runs[1].definition["facts"] = True


@cache
def kept_before() -> KeptVerdict:
    return keep(ready().set(costs=dict(COSTS)).assess())


COSTS = {"calls_per_month": 100_000, "input_price": 0.4, "cached_share": 0.5}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (a_mark, ["Marks: 60 passing and 100 failing cases; now 59 passing and 101 failing"]),
        (a_mark_for_a_mark, ["Some marks are other ones; their numbers are as they were (60 pass"]),
        (lambda b: b.change(b.keys(Mark.FAIL)[-1], ideal=None),
         ["Ideal answers: 100; now 99."]),
        (lambda b: b.change(b.keys(Mark.FAIL)[-1], ideal="quite another answer"),
         ["Ideal answers were rewritten; there are 100 ideal answers as before."]),
        (lambda b: b.change(b.keys(Mark.FAIL)[-1], tags=("vague",)),
         ["Notes or tags were changed."]),
        (lambda b: b.run("v5", 0.6), ["A trial of “v5” is new: 160 of 160 outputs judged."]),
        (lambda b: setattr(b.runs[0], "unjudged", (1, 2)),
         ["The trial of “again” had 160 of 160 outputs judged; now 158 of 160 outputs judged."]),
        (lambda b: b.runs.pop(), ["The trial of “newer model” is gone."]),
        (known_of, ["What is known of the variant “shots” was changed."]),
        (lambda b: b.set(thresholds={"training_rows": 55}),
         ["Threshold training rows was 50 rows and is 55 rows."]),
        (lambda b: b.set(tolerance=0.1), ["Threshold tolerance was 5 % and is 10 %."]),
        (lambda b: b.set(costs={**COSTS, "input_price": 0.3, "cached_share": 0.25}),
         ["Cost: cached share was 50 % and is 25 %.",
          "Cost: input price was 0.4 $ per million tokens and is 0.3 $ per million tokens."]),
        (lambda b: b.set(costs={**COSTS, "failure_cost": 2}),
         ["Cost: failure cost was not given and is 2 $."]),
        (lambda b: b.set(aim="cost"), ["The aim was not set and is cost."]),
        (lambda b: b.set(target="OpenAI/gpt-4.1-mini"),
         ["The target was not set and is OpenAI/gpt-4.1-mini."]),
        (lambda b: b.set(personal_data={"email": {"decision": "replace"}}),
         ["What is decided on personal data was changed."]),
    ],
)  # fmt: skip
def test_each_kind_of_change_is_named_in_plain_words(
    change: Callable[[Book], object], said: list[str]
) -> None:
    before = kept_before()
    book = ready().set(costs=dict(COSTS))
    change(book)
    told = changes_since(before, book.assess())
    place = 1 if told[0].startswith("The verdict was") else 0
    assert [one[: len(want)] for one, want in zip(told[place:], said, strict=False)] == said


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
