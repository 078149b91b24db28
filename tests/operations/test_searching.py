"""Search with and without the index, in every script."""

from __future__ import annotations

from pathlib import Path

import pytest

from curator.model.queue import Queue
from curator.model.review import Mark
from curator.operations import reviewing, searching
from curator.project.store import ProjectFile
from tests.builders import add_cases, incoming, new_project

TEXTS = [
    ("Can I get a REFUND?", "No, refunds are not possible."),
    ("Ärger mit der Rechnung Nr. 2026-0481", "Das tut mir leid."),
    ("無料プランの制限は何ですか", "月に三枚までです。"),
    ("لا أستطيع تنزيل الفواتير", "يمكنك تنزيل الفواتير من صفحة المستندات."),
    ('What\'s the "net 30" term?', "Payment within 30 days; 100 % of the sum."),
]


@pytest.fixture(params=["not indexed", "indexed", "half indexed"])
def project(tmp_path: Path, request: pytest.FixtureRequest) -> ProjectFile:
    cases = [incoming(n, *texts) for n, texts in enumerate(TEXTS, start=1)]
    project = new_project(tmp_path, cases[:2])
    if request.param == "half indexed":
        assert searching.index_cases(project) == 2
    add_cases(project, cases[2:])
    if request.param == "indexed":
        assert searching.index_cases(project) == 5
        assert searching.index_cases(project) == 0
    return project


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("refund", {1}),
        ("REFU", {1}),
        ("rechnung ärger", {2}),
        ("2026-0481", {2}),
        ("プラン", {3}),
        ("無料", {3}),
        ("三枚", {3}),
        ("الفواتير", {4}),
        ('"net 30"', {5}),
        ("days %", {5}),
        ("refund rechnung", set()),
        ("log-4", {4}),
        ("   ", {1, 2, 3, 4, 5}),
    ],
)
def test_words_are_found(project: ProjectFile, words: str, expected: set[int]) -> None:
    assert set(reviewing.queue_keys(project, Queue(search=words))) == expected


def test_what_reviewers_wrote_is_found(project: ProjectFile) -> None:
    reviewing.mark_cases(project, [1, 2], Mark.FAIL, "Ada")
    reviewing.write_note(project, 1, "Größe falsch", "Ada")
    reviewing.set_tags(project, 2, ["wrong plan"], "Ada")
    reviewing.write_ideal(project, 2, "Sehr gern!", "Ada")
    for words, expected in (("größe", {1}), ("plan gern", {2}), ("refund falsch", {1})):
        assert set(reviewing.queue_keys(project, Queue(search=words))) == expected
    assert set(reviewing.queue_keys(project, Queue(kind="failures", search="gern"))) == {2}
