"""Gates, learning curve, after-pilot comparison, agreement in figures, and their statistics."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.model.readiness import Gate
from curator.model.review import Mark, ReviewerMark
from curator.model.statistics import wilson
from curator.model.trial_result import JudgeAgreement
from curator.readiness import assess
from curator.readiness.agreement import fleiss_kappa
from curator.readiness.paired import cases_needed, difference_interval
from curator.reviewing.estimates import more_to_review
from tests.readiness.casebook import Book, embed, ready, tried
from tests.readiness.traps import blind_repeats, marks_in_doubt, pilots, unrelated


def gate(book: Book, name: str) -> Gate:
    return next(one for one in book.assess().gates if one.name == name)


def test_all_four_gates_are_always_told() -> None:
    gates = Book(failure_rate=None).assess().gates
    assert [one.name for one in gates] == [
        "Ceiling", "Off-target regression", "Held-out marks", "Shelf life",
    ]  # fmt: skip
    assert {one.state for one in gates} == {"no evidence"}
    assert all(one.sentence and one.threshold for one in gates)


def test_the_ceiling_knows_reviewers_disagreement_with_themselves() -> None:
    book = ready()
    blind_repeats(book, 34)
    shut = gate(book, "Ceiling")
    assert shut.state == "shut"
    assert "reviewers differ from themselves on 15 % of 40 blind repeats" in shut.sentence
    blind_repeats(book, 40)
    assert gate(book, "Ceiling").state == "open"


def test_off_target_tells_unrelated_and_safety_cases_apart() -> None:
    book = ready()
    unrelated(book, 20)
    shut = gate(book, "Off-target regression")
    assert shut.state == "shut"
    assert "20 of 200 passing cases break" in shut.sentence
    assert "unrelated cases: 20 of 30 break; no safety cases among them" in shut.sentence
    assert len(shut.case_ids) == 20
    unrelated(book, 0)
    assert gate(book, "Off-target regression").state == "open"


def test_a_doubtful_mark_needs_two_signs_or_the_expected_answer() -> None:
    book = ready()
    marks_in_doubt(book, 2)
    found = gate(book, "Held-out marks")
    assert (found.state, found.case_ids) == ("open", ("c1", "c2"))
    marks_in_doubt(book, 2, expected=False)
    assert gate(book, "Held-out marks").case_ids == ()
    # Another reviewer alone is one sign; five neighbours marked otherwise make it two.
    key = book.keys(Mark.PASS, held_out=True)[0]
    book.marks = [ReviewerMark(case_key=key, reviewer="ben", mark=Mark.FAIL)]
    assert gate(book, "Held-out marks").case_ids == ()
    twin = book.entries[book.keys(Mark.FAIL, held_out=False)[0]]
    book.change(key, asked=twin.asked, answered=twin.answered)
    for other in book.keys(Mark.FAIL, held_out=False)[1:6]:
        book.change(other, asked=f"{twin.asked} {other}", answered=twin.answered)
    assert gate(book, "Held-out marks").case_ids == (f"c{key}",)


def test_a_current_model_run_months_ago_is_past_its_shelf_life() -> None:
    assert gate(ready(), "Shelf life").state == "open"
    old = ready()
    for key in old.entries:
        old.change(key, at="2027-04-02T10:00:00Z")
    shut = gate(old, "Shelf life")
    assert shut.state == "shut"
    assert "That was 4.9 months before the latest review." in shut.sentence
    soon = ready().set(target="OpenAI/gpt-4.1-mini")
    assert "shuts down in 2.4 months" in gate(soon, "Shelf life").sentence
    assert gate(soon, "Shelf life").state == "shut"


def test_a_pilot_is_compared_with_the_best_prompt_pattern_by_pattern() -> None:
    book = ready()
    pilots(book, 0.6, 0.2)
    book.run("pilot with prompt", 0.1, tuned=True, training_rows=200, with_prompt="from notes")
    found = book.assess()
    assert [(one.rows, one.name) for one in found.curve] == [(50, "pilot 50"), (200, "pilot 200")]
    told = found.pilot
    assert told is not None
    assert (told.variant, told.against) == ("pilot 200", "from notes")
    assert [one.name for one in told.patterns] == ["promises", "tone"]
    assert sum(one.fixed for one in told.patterns) == told.overall.fixed
    assert told.guards[0].name == "Passing cases"
    assert told.with_prompt is not None
    assert told.with_prompt.fixed > told.overall.fixed
    assert told.overall.sentence.startswith("Gain: ")
    assert found.next_steps == (told.sentence,)


def test_no_gain_says_stop_and_an_unclear_one_says_the_size_needed() -> None:
    book = ready()
    pilots(book, 0.75, 0.65)
    told = book.assess().pilot
    assert told is not None
    assert "Not shown" in told.sentence
    assert "would show this gain" in told.sentence
    assert told.sentence.endswith("stop and rethink the task before training on more.")


def test_measures_of_agreement_equal_the_reference_implementations() -> None:
    from statsmodels.stats.inter_rater import aggregate_raters
    from statsmodels.stats.inter_rater import fleiss_kappa as reference

    drawn = random.Random(3)
    for _ in range(20):
        truth = [drawn.choice("pf") for _ in range(30)]
        units = [
            [one if drawn.random() < 0.8 else drawn.choice("pf") for _ in range(3)] for one in truth
        ]
        table, _ = aggregate_raters(np.array([[mark == "p" for mark in unit] for unit in units]))
        assert fleiss_kappa(units) == pytest.approx(float(reference(table)))
    assert fleiss_kappa([["p", "p", "p"]]) is None
    assert fleiss_kappa([]) is None


def test_drift_is_seen_where_the_measure_changed_and_not_where_it_did_not() -> None:
    book = Book().failures(40, "tone").passes(40)
    book.random_prefix = 80
    for place, key in enumerate(sorted(book.entries)):
        book.change(key, at=f"2026-11-{1 + place // 4:02d}T10:00:00Z")
    strict = book.assess().agreement
    assert strict.early is not None
    assert strict.late is not None
    assert (strict.early.count, strict.late.count) == (40, 0)
    assert strict.drift_p is not None
    assert strict.drift_p < 0.001
    for place, key in enumerate(sorted(book.entries)):
        book.change(key, at=f"2026-11-{1 + place % 20:02d}T10:00:00Z")
    assert (book.assess().agreement.drift_p or 0) > 0.1


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40), st.integers(0, 40))
def test_the_interval_of_a_difference_holds_it_and_mirrors(
    both: int, fixed: int, broken: int, neither: int
) -> None:
    value, low, high = difference_interval(both, fixed, broken, neither)
    assert -1 <= low <= value <= high <= 1
    other, other_low, other_high = difference_interval(both, broken, fixed, neither)
    assert (-other, -other_high, -other_low) == pytest.approx((value, low, high))


def test_newcombes_published_example_comes_out() -> None:
    # Newcombe 1998, method 10, for 36, 12, 2 and 0 pairs: 0.0569 to 0.3404.
    value, low, high = difference_interval(36, 12, 2, 0)
    assert value == pytest.approx(0.2)
    assert (round(low, 4), round(high, 4)) == (0.0569, 0.3404)


def test_the_interval_covers_the_truth_about_as_often_as_it_says() -> None:
    drawn = np.random.RandomState(5)
    held = 0
    for _ in range(2000):
        both, fixed, broken, neither = drawn.multinomial(60, [0.3, 0.25, 0.05, 0.4])
        _, low, high = difference_interval(int(both), int(fixed), int(broken), int(neither))
        held += low <= 0.2 <= high
    assert 0.93 <= held / 2000 <= 0.98


@pytest.mark.parametrize(("fixed", "broken", "size"), [(0.16, 0.04, 110), (0.25, 0.05, 58)])
def test_the_size_needed_agrees_with_the_simulated_power(
    fixed: float, broken: float, size: int
) -> None:
    found = cases_needed(fixed, broken)
    assert found is not None
    assert abs(found - size) <= 8
    assert cases_needed(broken, fixed) is None


@given(st.integers(0, 60), st.integers(1, 60))
def test_so_many_more_marks_bring_the_interval_and_fewer_do_not(count: int, of: int) -> None:
    rate = wilson(min(count, of), of)
    more = more_to_review(rate, 0.05)
    assert more is not None

    def half(size: int) -> float:
        found = wilson(rate.value * size, size)
        return (found.high - found.low) / 2

    assert half(of + more) <= 0.05 + 1e-12
    assert more == 0 or half(of + more - 1) > 0.05


def test_how_many_more_is_unknown_without_a_rate_and_zero_when_narrow_enough() -> None:
    assert more_to_review(None, 0.05) is None
    assert more_to_review(wilson(500, 1000), 0.05) == 0
    assert tried(ready()).assess().more_to_review == more_to_review(wilson(80, 200), 0.05)


def test_a_judge_that_disagrees_with_people_shuts_the_gate_of_held_out_marks() -> None:
    snapshot = ready().snapshot()
    keys = tuple(item.case.key for item in snapshot.reviewed if item.held_out)[:6]

    def held_out_marks(agreeing: int) -> Gate:
        judge = JudgeAgreement(
            judge="strict", cases=40, passes=wilson(20, 20), fails=wilson(agreeing, 20),
            disagreeing=keys[: 20 - agreeing],
        )  # fmt: skip
        found = assess(snapshot.model_copy(update={"judges": (judge,)}), embed)
        return next(one for one in found.gates if one.name == "Held-out marks")

    assert (held_out_marks(16).state, held_out_marks(14).state) == ("open", "shut")
    assert len(held_out_marks(14).case_ids) == 6
    assert "70.0 %" in held_out_marks(14).sentence


def test_a_pilot_of_another_run_counts_only_where_the_fresh_baselines_agree() -> None:
    for left, comparable in ((0.95, True), (0.5, False)):
        book = ready()
        for run in book.runs:
            run.run_uid = "prompts"
        book.run("pilot", 0.3, tuned=True, training_rows=60)
        book.run("again on its day", left, baseline=True)
        book.runs[-1].run_uid = book.runs[-2].run_uid = "pilot"
        told = book.assess().pilot
        assert told is not None
        assert bool(told.overall.cases) == comparable
        if not comparable:
            assert told.sentence.startswith("pilot cannot be compared with the best prompt, from")
            assert "The fresh baselines of the two runs differ: of 160 cases" in told.sentence
            assert told.sentence in book.assess().reasons
