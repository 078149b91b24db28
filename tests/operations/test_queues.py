"""Queues that are worked out, second looks, filters, drafts and pace."""

from __future__ import annotations

from pathlib import Path

import pytest

from curator.errors import CuratorError
from curator.model.queue import CaseFilter, Queue
from curator.model.review import ActKind, Mark
from curator.operations import ideal_answers, projects, queues, reviewing
from curator.project.store import ProjectFile
from curator.reviewing.pace import seconds_per_case
from tests.builders import add_cases, incoming, new_project

REFUNDS = [
    "I want my money back for last month",
    "Please refund the second charge on my card",
    "How do I get a refund for the annual plan?",
    "You charged me twice, I need that money returned",
    "Refund my subscription, I cancelled a week ago",
    "My card was charged again, give me a refund",
]
LOGINS = [
    "I cannot log in with my new password",
    "The login page says my password is wrong",
    "How do I reset my password?",
    "Two-factor code does not arrive when I sign in",
    "Signing in with Google shows an error page",
    "My colleague cannot sign in to our account",
]


@pytest.fixture
def project(tmp_path: Path) -> ProjectFile:
    texts = [*REFUNDS, *LOGINS]
    return new_project(tmp_path, [incoming(n, text, "Done.") for n, text in enumerate(texts, 1)])


def test_more_like_this_finds_the_same_subject(project: ProjectFile) -> None:
    assert set(queues.more_like_this(project, 1, limit=3)) <= set(range(2, 7))
    assert set(queues.more_like_this(project, 9, limit=2)) <= {7, 8, 10, 11, 12}
    assert 1 not in queues.more_like_this(project, 1)


def test_likely_failures_learn_from_the_marks(project: ProjectFile) -> None:
    with pytest.raises(CuratorError, match="at least 10"):
        queues.likely_failures(project)
    reviewing.mark_cases(project, range(1, 6), Mark.FAIL, "Ada")
    reviewing.mark_cases(project, range(7, 12), Mark.PASS, "Ada")
    ranked = queues.likely_failures(project)
    assert [key for key, _ in ranked] == [6, 12]
    assert ranked[0][1] > 0.5 > ranked[1][1]
    assert ranked == queues.likely_failures(project)


def test_a_new_tag_brings_back_the_passes_nearest_to_it(project: ProjectFile) -> None:
    reviewing.mark_cases(project, [2, 3, 7, 8], Mark.PASS, "Ada")
    reviewing.mark_cases(project, [1], Mark.FAIL, "Ada")
    reviewing.set_tags(project, 1, ["ignores the refund"], "Ada")
    assert queues.drift_sweep(project, "ignores the refund", limit=2) in ([2, 3], [3, 2])
    again = reviewing.mark_cases(project, [2], Mark.PASS, "Ada", context="drift sweep")
    assert again.anything
    assert 2 not in queues.drift_sweep(project, "ignores the refund")
    assert reviewing.history(project, 2)[-1].payload["context"] == "drift sweep"


def test_blind_repeats_measure_agreement_and_change_no_mark(tmp_path: Path) -> None:
    project = new_project(tmp_path, [incoming(n) for n in range(1, 31)])
    for key in range(1, 31):
        reviewing.mark_cases(project, [key], Mark.PASS if key % 2 else Mark.FAIL, "Ada")
    first = queues.next_repeat(project, "Ada")
    assert first is not None
    assert first <= 10
    assert queues.next_repeat(project, "Ben") is None
    before = reviewing.review(project, first)
    reviewing.mark_repeat(project, first, Mark.SKIP, "Ada")
    assert reviewing.review(project, first) == before
    second = queues.next_repeat(project, "Ada")
    assert second not in (None, first)
    figures = reviewing.figures(project)
    assert (figures.repeats, figures.repeats_agreeing) == (1, 0)
    reviewing.undo(project, "Ada")
    assert reviewing.figures(project).repeats == 0
    assert projects.verify(project).ok


def test_disagreements_and_second_opinions(project: ProjectFile) -> None:
    reviewing.mark_cases(project, [1, 2, 3], Mark.FAIL, "Ada")
    reviewing.mark_cases(project, [2], Mark.PASS, "Ben")
    reviewing.mark_cases(project, [3], Mark.FAIL, "Ben")

    def keys(**fields: object) -> set[int]:
        return set(reviewing.queue_keys(project, Queue.model_validate(fields)))

    assert keys(kind="disagreements") == {2}
    assert keys(kind="second-opinion", reviewer="Ben") == {1}
    assert keys(kind="second-opinion", reviewer="Cleo") == {1, 2, 3}
    assert [one.reviewer for one in reviewing.marks_of_case(project, 2)] == ["Ada", "Ben"]
    assert keys(filter={"reviewer": "Ben"}) == {2, 3}


def test_filters_combine(tmp_path: Path) -> None:
    project = new_project(tmp_path)
    rows = [
        incoming(n, model="m1" if n < 4 else "m2").model_copy(
            update={
                "created_at": f"2026-06-0{n}T10:00:00Z",
                "metadata": {"plan": "Team" if n % 2 else "Solo", "seats": n},
            }
        )
        for n in range(1, 7)
    ]
    add_cases(project, rows)
    reviewing.mark_cases(project, [1, 2, 5], Mark.FAIL, "Ada")
    reviewing.set_tags(project, 5, ['a "quoted" tag'], "Ada")

    def keys(**fields: object) -> list[int]:
        chosen = CaseFilter.model_validate(fields)
        return list(reviewing.queue_keys(project, Queue(kind="all", filter=chosen)))

    assert keys(mark="fail", model="m1") == [1, 2]
    assert keys(metadata={"plan": "Solo"}) == [2, 4, 6]
    assert keys(metadata={"plan": "Team", "seats": "5"}) == [5]
    assert keys(since="2026-06-02", until="2026-06-04") == [2, 3, 4]
    assert keys(tag='a "quoted" tag') == [5]
    assert keys(tag="quoted") == []
    newest = Queue(kind="failures", order="newest")
    assert list(reviewing.queue_keys(project, newest)) == [5, 2, 1]


def test_renaming_a_tag_follows_every_use_and_merges(project: ProjectFile) -> None:
    reviewing.set_tags(project, 1, ["tone", "plan"], "Ada")
    reviewing.set_tags(project, 2, ["robotic"], "Ada")
    reviewing.set_tags(project, 3, ["robotic", "tone"], "Ada")
    changed = reviewing.rename_tag(project, "robotic", "tone", "Ada")
    assert changed.cases == (2, 3)
    assert [reviewing.review(project, key).tags for key in (1, 2, 3)] == [
        ("tone", "plan"),
        ("tone",),
        ("tone",),
    ]
    reviewing.undo(project, "Ada")
    assert reviewing.review(project, 3).tags == ("robotic", "tone")


def test_drafts_are_kept_for_each_reviewer_and_are_no_acts(tmp_path: Path) -> None:
    project = new_project(tmp_path, [incoming(1)])
    ideal_answers.keep_draft(project, 1, "Half a sent", "Ada")
    ideal_answers.keep_draft(project, 1, "Half a sentence", "Ada")
    project.close()
    again = projects.open_project(tmp_path / "project.curator")
    assert ideal_answers.draft(again, 1, "Ada") == "Half a sentence"
    assert ideal_answers.draft(again, 1, "Ben") is None
    assert reviewing.review(again, 1).ideal is None
    assert reviewing.history(again, 1) == []
    ideal_answers.drop_draft(again, 1, "Ada")
    assert ideal_answers.draft(again, 1, "Ada") is None


def test_pace_leaves_idle_time_out() -> None:
    def at(second: float) -> str:
        return f"2026-06-01T10:{int(second // 60):02}:{second % 60:06.3f}Z"

    steps = [0, 10, 22, 30, 42, 55, 900, 911]
    assert seconds_per_case([at(s) for s in steps]) == pytest.approx(11.5)
    assert seconds_per_case([at(s) for s in steps[:4]]) is None
    assert seconds_per_case([at(0)] * 50) is None


def test_every_kind_of_act_has_a_sentence_when_undone(project: ProjectFile) -> None:
    reviewing.mark_cases(project, [1], Mark.PASS, "Ada")
    reviewing.mark_repeat(project, 1, Mark.FAIL, "Ada")
    assert reviewing.undo(project, "Ada").sentence == "Undone: second mark of case log-1"
    assert ActKind.REPEAT in {act.kind for act in reviewing.history(project, 1)}
