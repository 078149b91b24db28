"""What the summary says, before anyone draws it."""

from __future__ import annotations

import pytest

from curator.model.figures import Figures
from curator.model.pattern import PatternSet
from curator.model.snapshot import Snapshot
from curator.model.statistics import wilson
from curator.reporting import build_summary
from curator.reporting.wording import dollars, long_date, percent
from tests.exporting import example


def test_the_headline_states_the_finding() -> None:
    summary = build_summary(example.snapshot(), example.readiness())
    assert summary.headline.replace("\u00a0", " ") == (
        "Two patterns make up 75 % of the failures; the best variant fixes 40 % of the 48 "
        "failures it was tried on"
    )


def test_the_headline_says_when_no_variant_helps_or_none_was_tried() -> None:
    snapshot = example.snapshot(trials=False)
    untried = build_summary(snapshot, example.readiness()).headline
    assert untried.endswith("of the failures, and no variant has been tried on them")
    weak = snapshot.model_copy(update={"trials": (example.trial(1, "v2", {"robotic": 3}, 0),)})
    resisted = build_summary(weak, example.readiness()).headline
    assert resisted.endswith("of the failures, and no variant tried fixes half of any of them")


def test_the_headline_of_young_projects() -> None:
    empty = Snapshot(name="", seed=1, revision=0)
    assert build_summary(empty, example.readiness()).headline == "No case is reviewed yet"
    whole = example.snapshot(trials=False)
    passes = whole.model_copy(update={"reviewed": whole.passes})
    assert build_summary(passes, example.readiness()).headline == (
        "None of 20 reviewed cases fails"
    )
    ungrouped = whole.model_copy(update={"patterns": PatternSet()})
    assert build_summary(ungrouped, example.readiness()).headline == (
        "48 of 68 reviewed cases failed; no pattern is found yet"
    )


def test_shares_are_of_all_failures_and_add_up() -> None:
    rows = build_summary(example.snapshot(), example.readiness()).pareto
    assert [(row.name, row.count) for row in rows] == [
        ("Sounds like a form letter", 22),
        ("Promises what it cannot do", 14),
        ("Misses a detail of the product", 9),
        ("In no pattern", 3),
    ]
    assert [row.share for row in rows] == [wilson(count, 48) for count in (22, 14, 9, 3)]
    assert [row.cumulative for row in rows] == pytest.approx([22 / 48, 36 / 48, 45 / 48, 1.0])
    assert [row.resists for row in rows] == [True, False, True, False]
    ids = [id_ for row in rows for id_ in row.case_ids]
    assert sorted(ids) == sorted(case.case.id for case in example.snapshot().failures)


def test_patterns_count_reviewed_failures_only() -> None:
    """Members that passed since, or are gone, must not inflate a pattern."""
    snapshot = example.snapshot()
    first = snapshot.patterns.patterns[0]
    swollen = first.model_copy(update={"members": (*first.members, 60, 61, 9999)})
    patterns = snapshot.patterns.model_copy(
        update={"patterns": (swollen, *snapshot.patterns.patterns[1:])}
    )
    summary = build_summary(snapshot.model_copy(update={"patterns": patterns}), example.readiness())
    assert summary.pareto[0].count == 22


def test_held_out_cases_are_never_shown_as_examples() -> None:
    snapshot = example.snapshot()
    shown = {
        example_.case_id for example_ in build_summary(snapshot, example.readiness()).exemplars
    }
    assert len(shown) == 3
    held = tuple(
        case.model_copy(update={"held_out": case.case.id in shown}) for case in snapshot.reviewed
    )
    again = build_summary(snapshot.model_copy(update={"reviewed": held}), example.readiness())
    assert len(again.exemplars) == 3
    assert shown.isdisjoint(example_.case_id for example_ in again.exemplars)
    all_held = tuple(case.model_copy(update={"held_out": True}) for case in snapshot.reviewed)
    none = build_summary(snapshot.model_copy(update={"reviewed": all_held}), example.readiness())
    assert none.exemplars == ()


def test_how_much_of_the_cases_is_shown_is_a_choice() -> None:
    snapshot, readiness = example.snapshot(), example.readiness()
    long = "word " * 400
    cases = tuple(
        case.model_copy(
            update={
                "case": case.case.model_copy(
                    update={"output": case.case.output.model_copy(update={"content": long})}
                )
            }
        )
        for case in snapshot.reviewed
    )
    snapshot = snapshot.model_copy(update={"reviewed": cases})
    full = build_summary(snapshot, readiness, "full").exemplars[0]
    excerpt = build_summary(snapshot, readiness, "excerpt").exemplars[0]
    assert "".join(span.text for span in full.output) == long
    assert len("".join(span.text for span in excerpt.output).split()) < 100
    nothing = build_summary(snapshot, readiness, "none").model_dump_json()
    assert "word word" not in nothing
    assert 'form letter"' in nothing, "patterns keep their names"
    assert example.ROBOTIC[3] not in nothing, "notes are content too"


def test_the_trials_stand_side_by_side() -> None:
    trials = build_summary(example.snapshot(), example.readiness()).trials
    assert [column.name for column in trials.columns] == [
        "v2 says what it cannot do",
        "v3 adds four examples",
    ]
    assert [row.name for row in trials.rows] == [
        "Sounds like a form letter",
        "Promises what it cannot do",
        "Misses a detail of the product",
        "In no pattern",
    ]
    assert trials.rows[1].cells == (wilson(11, 14), wilson(12, 14))
    assert (trials.columns[1].now_failing, trials.columns[1].passing) == (2, 20)


def test_only_the_latest_trials_are_shown_and_the_others_counted() -> None:
    many = tuple(example.trial(number, f"v{number}", {}, 0) for number in range(1, 8))
    snapshot = example.snapshot().model_copy(update={"trials": many})
    trials = build_summary(snapshot, example.readiness()).trials
    assert [column.name for column in trials.columns] == ["v4", "v5", "v6", "v7"]
    assert trials.left_out == 3


def test_a_verdict_gives_at_most_four_reasons() -> None:
    readiness = example.readiness().model_copy(update={"reasons": tuple("abcdef")})
    assert build_summary(example.snapshot(), readiness).reasons == tuple("abcd")


def test_an_unknown_failure_rate_is_not_zero() -> None:
    snapshot = example.snapshot().model_copy(update={"figures": Figures(cases=5)})
    summary = build_summary(snapshot, example.readiness())
    assert summary.figures[0].value == "not known"
    assert any("not known until" in sentence for sentence in summary.method)


def test_the_same_snapshot_gives_the_same_summary_dated_by_its_data() -> None:
    one = build_summary(example.snapshot(), example.readiness())
    two = build_summary(example.snapshot(), example.readiness())
    assert one == two
    assert one.date == "18 June 2026"


def test_figures_are_worded_as_designed() -> None:
    words = [percent(share).replace("\u00a0", " ") for share in (0, 0.001, 0.27, 0.999, 1)]
    assert words == ["0 %", "<1 %", "27 %", ">99 %", "100 %"]
    amounts = (2150, 6.4, 0.00024, 0.31, 0, -0.5, 0.00003)
    assert [dollars(amount) for amount in amounts] == [
        "$2,150", "$6.40", "$0.00024", "$0.31", "$0.00", "-$0.50", "$0.00003",
    ]  # fmt: skip
    assert long_date("2026-06-18T09:00:00Z") == "18 June 2026"
    assert long_date("2026-13-01") == "2026-13-01"
    assert long_date("last week") == "last week"
