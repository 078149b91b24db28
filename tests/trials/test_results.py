"""Results of a run: what counts, what is compared with what, and which verdict follows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from curator.model.message import Message
from curator.model.pattern import Pattern
from curator.model.review import Mark
from curator.model.statistics import wilson
from curator.model.trial import Trial, TrialCall, TrialOutput
from curator.model.trial_result import JudgeAgreement, VariantResult
from curator.model.variant import VariantDefinition
from curator.trials.agreement import Pair, agreement_of
from curator.trials.results import Known, OtherRun, TrialData, run_results

TEXT = Message(role="assistant", content="x")
FAILED, PASSED = range(1, 61), range(61, 121)
LOGGED = dict.fromkeys(FAILED, Mark.FAIL) | dict.fromkeys(PASSED, Mark.PASS)


def trial(
    name: str,
    passing: Sequence[int],
    *,
    baseline: bool = False,
    judge: str = "exact",
    computed: bool = True,
    agreement: JudgeAgreement | None = None,
    calls: Sequence[TrialCall] = (),
    unjudged: Sequence[int] = (),
    over: Sequence[int] = (*FAILED, *PASSED),
) -> TrialData:
    marks: Mapping[int, Mark | None] = {
        key: None if key in unjudged else Mark.PASS if key in passing else Mark.FAIL for key in over
    }
    return TrialData(
        trial=Trial(key=1, uid=name, variant=name, created_at="", judge=judge),
        definition=VariantDefinition(baseline=baseline),
        outputs=[
            TrialOutput(trial_key=1, case_key=key, output=TEXT, mark=mark)
            for key, mark in marks.items()
        ],
        calls=calls,
        agreement=agreement,
        judge_is_computed=computed,
    )


BASELINE = trial("Fresh baseline", [*range(1, 7), *PASSED], baseline=True)
KNOWN = Known(
    logged=LOGGED,
    held_out=frozenset(),
    patterns=[Pattern(id="a", name="Tone", by_people=True, colour=1, members=tuple(range(1, 21)))],
)


def second(other: TrialData, known: Known = KNOWN) -> VariantResult:
    return run_results([BASELINE, other], known)[1]


def test_a_gain_over_the_fresh_baseline_helps() -> None:
    found = second(trial("v2", [*range(1, 31), *PASSED]))
    assert found.verdict == "helps"
    part = found.parts[0]
    assert part.failures is not None
    assert (part.failures.fixed, part.failures.broken, part.failures.cases) == (24, 0, 60)
    assert part.fix_rate == wilson(30, 60)
    assert [(cell.name, cell.fix_rate.count, cell.fix_rate.of) for cell in part.cells] == [
        ("Tone", 20, 20),
        ("Not in a pattern", 10, 40),
    ]
    assert part.cells[1].failing_cases == tuple(range(31, 61))
    assert "24 pass that the fresh baseline fails" in found.sentence


def test_what_merely_running_again_gives_is_no_gain() -> None:
    """Six logged failures pass afresh; a variant that passes six others fixed nothing shown."""
    found = second(trial("v2", [*range(7, 13), *PASSED]))
    assert found.verdict == "not shown"
    assert found.parts[0].fix_rate.count == 6
    assert found.power


def test_a_variant_that_breaks_what_passed_is_said_to() -> None:
    mixed = second(trial("v2", [*range(1, 31), *range(61, 101)]))
    assert mixed.verdict == "mixed"
    assert mixed.parts[0].now_failing_cases == tuple(range(101, 121))
    losing = second(trial("v3", [*range(1, 7), *range(61, 101)]))
    assert losing.verdict == "hurts"


def test_a_small_loss_among_many_passes_outweighs_at_the_real_rate() -> None:
    known = Known(LOGGED, frozenset(), (), failure_rate=wilson(5, 100))
    passes = [*range(1, 27), *range(61, 117)]
    assert second(trial("v2", passes)).verdict == "helps"
    assert second(trial("v2", passes), known).verdict == "mixed"


def test_without_a_fresh_baseline_there_is_no_verdict() -> None:
    alone = run_results([trial("v2", [*FAILED, *PASSED])], KNOWN)[0]
    assert alone.verdict == "no verdict"
    assert "No fresh baseline" in alone.sentence
    assert alone.parts[0].fix_rate.value == 1


def test_several_variants_share_the_risk() -> None:
    slight = [*range(1, 14), *PASSED]
    alone = second(trial("v2", slight))
    assert alone.verdict == "helps"
    many = [trial(f"v{n}", [*range(1, 7), *PASSED]) for n in range(3, 9)]
    among = run_results([BASELINE, trial("v2", slight), *many], KNOWN)[1]
    assert among.verdict == "not shown"
    assert among.parts[0].failures is not None
    assert among.parts[0].failures.adjusted_p == pytest.approx(7 * among.parts[0].failures.p_value)


def test_the_held_out_part_decides_where_it_is_large_enough() -> None:
    known = Known(LOGGED, frozenset(range(31, 61)), ())
    found = second(trial("v2", [*range(1, 31), *PASSED]), known)
    assert [part.part for part in found.parts] == ["all", "tuning", "held-out"]
    assert found.verdict == "not shown"
    assert "on the held-out cases" in found.sentence
    few = Known(LOGGED, frozenset(range(51, 61)), ())
    assert (
        "not yet confirmed on held-out ones"
        in second(trial("v2", [*range(1, 31), *PASSED]), few).sentence
    )


def pairs(passed: tuple[int, int], failed: tuple[int, int]) -> JudgeAgreement:
    """(agreeing, of) for passes and for fails."""
    found = [
        Pair(n, Mark.PASS, Mark.PASS if n < passed[0] else Mark.FAIL) for n in range(passed[1])
    ]
    found += [
        Pair(n, Mark.FAIL, Mark.FAIL if n < failed[0] else Mark.PASS) for n in range(failed[1])
    ]
    return agreement_of("model:x", found)


@pytest.mark.parametrize(
    ("agreement", "verdict", "said"),
    [
        (None, "no verdict", "has not been compared with people yet: 0 of 20"),
        (pairs((9, 9), (9, 9)), "no verdict", "18 of 20"),
        (pairs((25, 30), (23, 30)), "no verdict", "agrees with people too little"),
        (pairs((25, 30), (24, 30)), "helps", "v2 helps"),
    ],
)
def test_no_verdict_rests_on_a_judge_nobody_can_trust(
    agreement: JudgeAgreement | None, verdict: str, said: str
) -> None:
    found = second(
        trial("v2", [*range(1, 31), *PASSED], judge="model:x", computed=False, agreement=agreement)
    )
    assert found.verdict == verdict
    assert said in found.sentence


def test_outputs_that_wait_hold_the_verdict_back() -> None:
    found = second(trial("v2", [*range(1, 31), *PASSED], judge="blind", unjudged=[5, 6]))
    assert (found.verdict, found.waiting) == ("no verdict", 2)
    assert found.sentence == "2 outputs are not judged yet."
    computed = second(trial("v2", [*range(1, 31), *PASSED], unjudged=[5]))
    assert "the judge “exact” had nothing to compare with" in computed.sentence


def test_repeats_measure_the_models_own_variance_and_costs_are_summed() -> None:
    def calls(grades: Mapping[int, str]) -> list[TrialCall]:
        return [
            TrialCall(
                trial_key=1,
                case_key=key,
                repeat=place,
                output=TEXT,
                mark=Mark.PASS if letter == "p" else Mark.FAIL,
                cost=0.002,
                seconds=float(place),
            )
            for key, ends in grades.items()
            for place, letter in enumerate(ends, 1)
        ]

    before = trial("Fresh baseline", [], baseline=True, calls=calls({1: "fff", 2: "fpf", 3: "ppp"}))
    after = trial("v2", [1], calls=calls({1: "ppf", 2: "ppf", 3: "ppp"}))
    found = run_results([before, after], KNOWN)
    assert found[0].own_variance == wilson(1, 3)
    assert found[1].own_variance == wilson(2, 3)
    graded = found[1].graded
    assert graded is not None
    assert (graded.better, graded.worse, graded.cases) == (2, 0, 3)
    assert graded.difference == pytest.approx((2 / 3 + 1 / 3) / 3)
    assert found[1].cost_per_1000 == pytest.approx(2.0)
    assert (found[1].seconds_median, found[1].seconds_p95) == (2.0, 3.0)


def test_where_the_point_is_cost_the_margin_decides() -> None:
    known = Known(LOGGED, frozenset(), (), failure_rate=wilson(10, 100), margin=0.1)
    alike = second(trial("smaller", [*range(1, 7), *PASSED]), known)
    assert (alike.verdict, alike.not_inferior) == ("not shown", True)
    assert "A loss of 10 points or more is ruled out." in alike.sentence
    worse = second(trial("smallest", [*range(1, 7), *range(61, 114)]), known)
    assert worse.not_inferior is False
    assert second(trial("smaller", [*PASSED])).not_inferior is None


def test_a_tuned_model_is_compared_with_the_best_prompt() -> None:
    best = trial("best prompt", [*range(1, 41), *PASSED])
    tuned = trial("tuned", [*range(1, 56), *PASSED])
    known = Known(LOGGED, frozenset((*FAILED, *PASSED)), (), against="best prompt")
    first, reference, row = run_results([BASELINE, best, tuned], known)
    assert reference.is_baseline
    assert first.verdict == "hurts"
    assert row.verdict == "helps"
    assert "15 pass that “best prompt” fails" in row.sentence
    assert [part.part for part in row.parts] == ["all", "held-out"]


BEST = trial("best", [*range(1, 21), *PASSED])


def against_best(
    tuned: TrialData,
    *,
    best: TrialData = BEST,
    fresh: TrialData | None = BASELINE,
    own: TrialData | None = BASELINE,
) -> VariantResult:
    """The tuned model of one run against the best prompt of another."""
    known = replace(KNOWN, against="best")
    run = [one for one in (own, tuned) if one is not None]
    return run_results(run, known, OtherRun(best, fresh))[-1]


def test_a_tuned_model_is_compared_with_the_best_prompt_of_another_run_case_by_case() -> None:
    tuned = trial("tuned", [*range(1, 41), *PASSED])
    found = against_best(tuned)
    assert found.verdict == "helps"
    part = found.parts[0]
    assert part.failures is not None
    assert (part.failures.fixed, part.failures.broken, part.failures.cases) == (20, 0, 60)
    assert "pass that “best” fails" in found.sentence
    # It ran on part of what the best prompt ran on: those cases are compared.
    few = trial("tuned", [*range(1, 41), *PASSED], over=range(31, 91))
    part = against_best(few).parts[0]
    assert part.failures is not None
    assert (part.failures.fixed, part.failures.cases) == (10, 30)


OTHER_DAY = trial("Fresh baseline", [*range(1, 21), *PASSED], baseline=True)
TUNED = trial("tuned", [*range(1, 41), *PASSED])


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"fresh": None}, "No fresh baseline ran along with best"),
        ({"own": None}, "No fresh baseline ran along with tuned"),
        ({"fresh": OTHER_DAY}, "of 120 cases 0 pass only here and 14 only there"),
        ({"best": trial("best", [1], over=range(1, 61))}, "Only 60 of the 120 cases"),
        ({"best": trial("best", [1], over=[999])}, "judged on no case in common"),
        ({"best": trial("best", [1], judge="blind")}, "is judged by “exact” and best by people"),
        ({"fresh": trial("b", [1], over=range(1, 11), baseline=True)}, "have 10 cases in common"),
    ],
)  # fmt: skip
def test_variants_of_runs_that_are_not_alike_are_not_compared_and_it_is_said_why(
    how: dict[str, TrialData | None], said: str
) -> None:
    found = against_best(TUNED, **how)  # type: ignore[arg-type]
    assert found.verdict == "no verdict"
    assert found.sentence.startswith("Not comparable with “best”. ")
    assert said in found.sentence
    assert found.parts[0].failures is None
    assert found.parts[0].fix_rate == wilson(40, 60)
