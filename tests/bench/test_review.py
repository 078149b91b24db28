"""The review benchmark makes the projects it says and measures the real window on them."""

from __future__ import annotations

from pathlib import Path

import pytest

from curator.bench import BENCHES, review
from curator.bench.review import run
from curator.bench.review_project import TAGS, build, generated_cases, words
from curator.model.queue import Queue
from curator.operations import projects, reviewing


def test_the_vocabulary_is_used_unevenly() -> None:
    vocabulary = words()
    assert len(set(vocabulary)) == len(vocabulary) == 20_000
    cases = list(generated_cases(400))
    texts = [f" {case.output.text.lower()} " for case in cases]

    def share(rank: int) -> float:
        return sum(f" {vocabulary[rank]} " in text for text in texts) / len(texts)

    assert share(0) > 0.4
    assert share(2_500) < 0.05
    assert len({case.input[0].content for case in cases}) == 400


def test_a_generated_project_is_reviewed_in_part_and_searchable(tmp_path: Path) -> None:
    with projects.open_project(build(tmp_path / "bench.curator", 600)) as project:
        figures = reviewing.figures(project)
        assert figures.cases == 600
        assert figures.random_prefix == figures.reviewed == 200
        assert figures.failed == 50
        assert {tag for tag, _ in reviewing.tag_counts(project)} == set(TAGS)
        common = reviewing.queue_keys(project, Queue(search=words()[0]))
        assert 200 < len(common) <= 600


def test_a_kept_project_is_made_once_and_measured_as_a_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[int] = []

    def building(path: Path, count: int) -> Path:
        made.append(count)
        return build(path, count)

    monkeypatch.setattr(review, "build", building)
    kept = tmp_path / "kept"
    paths = [tmp_path / name for name in ("first", "second")]
    for folder in paths:
        folder.mkdir()
        project = review.project_in(folder, 120, kept)
        assert project.parent == folder
        with projects.open_project(project) as opened:
            assert reviewing.case_count(opened) == 120
    assert made == [120]
    assert [path.name for path in kept.iterdir()] == ["review-120.curator"]


@pytest.mark.slow
def test_every_figure_of_the_window_stands_beside_its_floor() -> None:
    assert "review" in BENCHES
    found = run([300], openings=1, times=12)
    for name in ("key to next case painted", "a page of the list", "to the end and back"):
        for point in ("p50", "p99"):
            measured = found[f"300 cases: {name}, {point} ms"]
            ratio = found[f"300 cases: {name}, {point} times its floor"]
            assert isinstance(measured, float)
            assert isinstance(ratio, float)
            assert measured > 0
            assert ratio > 0
    assert found["300 cases: another filter, p99 ms"]
    opening = found["300 cases: opening times its floor"]
    assert isinstance(opening, float)
    assert opening > 1
