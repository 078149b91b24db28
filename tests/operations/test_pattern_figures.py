"""The figures of a pattern from a whole project."""

from __future__ import annotations

from pathlib import Path

import pytest

from curator.model.pattern_figures import PatternFigures
from curator.model.review import Mark, Severity
from curator.operations import pattern_figures, patterns, projects, reviewing, trials
from curator.project.store import ProjectFile
from tests.builders import add_cases, incoming, new_project

PERSON = "Ada"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> ProjectFile:
    """Refund questions fail, with the small model always; opening hours pass."""
    made = new_project(tmp_path_factory.mktemp("figures"))
    rows = [
        incoming(
            n,
            f"When do I get my refund for order {n}?" if n % 2 else f"When is shop {n} open?",
            "The money is on its way." if n % 2 else "From nine to six.",
            model="small" if n % 2 else "large",
        ).model_copy(
            update={
                "metadata": {"customer": {"plan": "pro" if n % 3 else "free"}, "score": 0.1 * n},
                "created_at": f"2026-0{1 + n // 20}-10T00:00:00Z",
            }
        )
        for n in range(80)
    ]
    add_cases(made, rows)
    keys = list(range(1, 81))
    reviewing.mark_cases(made, [k for k in keys if k % 2], Mark.PASS, PERSON)
    failed = [k for k in keys if not k % 2]
    reviewing.mark_cases(made, failed, Mark.FAIL, PERSON)
    patterns.new_pattern(made, "Refunds", failed, PERSON)
    for key in failed[:6]:
        reviewing.write_ideal(made, key, "Refunds take five days.", PERSON)
    return made


@pytest.fixture(scope="module")
def figures(project: ProjectFile) -> PatternFigures:
    (one,) = pattern_figures.pattern_figures(project).values()
    return one


def test_shares_of_failures_and_of_all_traffic(figures: PatternFigures) -> None:
    assert (figures.count, figures.share.count, figures.share.of) == (40, 40, 40)
    assert figures.of_traffic is not None
    assert (figures.of_traffic.count, figures.of_traffic.of) == (40, 80)


def test_the_failure_rate_near_a_pattern_counts_passes_near_it(
    project: ProjectFile, figures: PatternFigures
) -> None:
    assert figures.near is not None
    assert figures.near.value == 1.0
    add_cases(project, [incoming(n, f"When do I get my refund for order {n}?",
                                 "The money is on its way.") for n in range(200, 220)])  # fmt: skip
    reviewing.mark_cases(project, range(81, 101), Mark.PASS, PERSON)
    (again,) = pattern_figures.pattern_figures(project).values()
    assert again.near is not None
    assert again.near.value < 0.85
    assert "reviewed cases near it failed" in again.near_sentence
    reviewing.undo(project, PERSON)


def test_the_model_is_a_lift_and_the_plan_is_not(figures: PatternFigures) -> None:
    assert [(one.field, one.value) for one in figures.lifts] == [
        ("model", "large"),
        ("model", "small"),
    ]
    assert figures.tested == 4  # two models, two plans; the fraction is no field


def test_time_corrections_and_facts(figures: PatternFigures) -> None:
    assert [point.label[:7] for point in figures.trend.points] == [
        f"2026-0{month}" for month in range(1, 5)
    ]
    assert sum(point.members for point in figures.trend.points) == 40
    assert figures.consistency is not None
    assert figures.new_facts is not None
    assert figures.new_facts.of == 6


def test_a_trial_tells_its_fix_rate(project: ProjectFile, tmp_path: Path) -> None:
    ids = reviewing.ids_of_keys(project, range(2, 12))
    rows = [
        f'{{"id": "{one}", "output": "It takes five days.", "mark": "pass"}}'
        for key, one in sorted(ids.items())
        if key % 2 == 0
    ]
    path = tmp_path / "outputs.jsonl"
    path.write_text("\n".join(rows))
    trials.import_trial(project, path, "Facts added")
    (one,) = pattern_figures.pattern_figures(project).values()
    (tried,) = one.trials
    assert (tried.variant, tried.fixed, tried.cases) == ("Facts added", 5, 5)


def test_how_severe_a_pattern_is_told_where_the_project_wants_it(project: ProjectFile) -> None:
    members = patterns.current(project).patterns[0].members
    reviewing.set_severity(project, members[:3], Severity.HIGH, PERSON)
    reviewing.set_severity(project, members[3:4], Severity.LOW, PERSON)
    (one,) = pattern_figures.pattern_figures(project).values()
    assert one.severities is None
    projects.set_setting(project, "severity", True, PERSON)
    (one,) = pattern_figures.pattern_figures(project).values()
    assert one.severities == (("high", 3), ("low", 1), ("", 36))
    for _ in range(3):
        reviewing.undo(project, PERSON)
