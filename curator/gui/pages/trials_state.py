"""What the trials page shows, read from the project, and its sentences; no widget here."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from curator.gui.widgets.charts_words import counted, percent
from curator.model.message import Message
from curator.model.pattern import Pattern
from curator.model.statistics import Estimate, wilson
from curator.model.trial import Comparison
from curator.model.trial_result import Preference, RunResults, VariantResult
from curator.model.trial_run import RunStatus
from curator.model.variant import BASELINE_NAME
from curator.operations import patterns, reviewing, trial_results, trial_runs, trials, variants
from curator.operations.snapshots import reviewed_cases
from curator.project.store import ProjectFile
from curator.trials.comparison import mcnemar_p

SIGNIFICANT = 0.05
"""Two-sided level of the paired test. Source: convention, as in `readiness`."""


@dataclass(frozen=True)
class TrialRow:
    """One trial; `waiting` outputs still have to be judged by a person."""

    comparison: Comparison
    waiting: int
    found: VariantResult | None = None
    """What its run showed; None for outputs made elsewhere."""
    preference: Preference | None = None
    """Blind choices between its outputs and the logged ones; None where nobody chose."""
    warnings: tuple[str, ...] = ()
    """What is to be kept in mind about its run."""
    against: str = ""
    """The variant that its run is compared with instead of the fresh baseline."""
    is_fresh_baseline: bool = False

    @property
    def run_uid(self) -> str:
        return self.comparison.trial.run_uid

    @property
    def uid(self) -> str:
        return self.comparison.trial.uid

    @property
    def variant(self) -> str:
        return self.comparison.trial.variant

    @property
    def hidden(self) -> bool:
        """Results stay unseen until all is judged, so that they cannot sway the judging."""
        return self.waiting > 0

    @property
    def total(self) -> int:
        """Outputs that can be judged: those of cases that have a mark."""
        return self.comparison.trial.judged + self.waiting

    @property
    def unmarked(self) -> int:
        """Outputs of cases that nobody has marked yet: nothing to compare them with."""
        return max(0, self.comparison.trial.outputs - self.total)

    @property
    def broken(self) -> Estimate:
        """Passing cases that now fail, of all passing cases judged."""
        comparison = self.comparison
        return wilson(comparison.now_failing, comparison.now_failing + comparison.still_passing)


@dataclass(frozen=True)
class TrialsState:
    """One reading of the project."""

    rows: tuple[TrialRow, ...]
    patterns: tuple[Pattern, ...]
    unfinished: RunStatus | None = None
    """The latest run that can be resumed."""
    variants: int = 0
    """Variants that were written, run or not."""
    held_out: frozenset[int] = frozenset()
    """Keys of the held-out cases."""

    def row(self, uid: str) -> TrialRow | None:
        return next((row for row in self.rows if row.uid == uid), None)


@dataclass(frozen=True)
class JudgedCase:
    """What is shown of one case; who wrote which side is not in it."""

    key: int
    input: tuple[Message, ...]
    side_a: str
    side_b: str
    ideal: str | None
    pattern: Pattern | None


def read_state(project: ProjectFile, against: Mapping[str, str] | None = None) -> TrialsState:
    """All trials, oldest first, and the patterns they are told by, largest first.

    `against` names, by a run's uid, the variant that its others are compared with.
    """
    chosen = against or {}
    compared = trials.comparisons(project)
    runs = dict.fromkeys(one.trial.run_uid for one in compared if one.trial.run_uid)
    shown = {run: trial_results.results(project, run, against=chosen.get(run, "")) for run in runs}
    rows = tuple(_row(project, one, shown, chosen) for one in compared)
    found = patterns.current(project).patterns if rows else ()
    ranked = sorted(found, key=lambda one: (-len(one.members), one.name, one.id))
    unfinished = trial_runs.unfinished_runs(project)
    return TrialsState(
        rows,
        tuple(ranked),
        unfinished[-1] if unfinished else None,
        len(variants.variant_list(project)),
        frozenset(one.case.key for one in reviewed_cases(project) if one.held_out)
        if rows
        else frozenset(),
    )


def _row(
    project: ProjectFile,
    one: Comparison,
    shown: Mapping[str, RunResults],
    against: Mapping[str, str],
) -> TrialRow:
    run = shown.get(one.trial.run_uid)
    of_trial = {row.trial_uid: row for row in run.rows} if run is not None else {}
    chosen = trial_results.preference(project, one.trial.uid)
    return TrialRow(
        one,
        len(trials.judging_queue(project, one.trial.uid)),
        of_trial.get(one.trial.uid),
        chosen if chosen.better or chosen.worse or chosen.ties else None,
        run.warnings if run is not None else (),
        against.get(one.trial.run_uid, ""),
        run is not None and one.trial.variant == BASELINE_NAME,
    )


def result_sentence(row: TrialRow) -> str:
    """What a trial shows, in figures: fixed, broken, and whether chance could do the same."""
    one = row.comparison
    if row.hidden:
        return f"{counted(row.waiting, 'output')} still to judge. Results appear after the last."
    if row.found is not None and row.found.outputs == 0:
        return "No answer has come in yet."
    if one.cases == 0:
        return "No case has both a mark and a judged output, so there is nothing to compare."
    failures = one.fixed + one.still_failing
    passes = one.now_failing + one.still_passing
    told: list[str] = []
    if failures:
        told.append(
            f"{row.variant} fixes {one.fixed:,} of {counted(failures, 'failure')}, "
            f"{percent(one.fix_rate)}"
        )
    if passes:
        fail = "fails" if one.now_failing == 1 else "fail"
        told.append(f"{one.now_failing:,} of {counted(passes, 'passing case')} now {fail}")
    if row.unmarked:
        told.append(f"{counted(row.unmarked, 'output')} left out: the case has no mark yet")
    return "; ".join(told) + "."


def chance_sentence(comparison: Comparison) -> str:
    """The paired test in words. Source: `readiness.md`, Tests (exact McNemar)."""
    fixed, broken = comparison.fixed, comparison.now_failing
    figures = f"Exact McNemar on {fixed:,} fixed against {broken:,} broken, {_p(comparison)}: "
    if fixed + broken == 0:
        return "No case changed between the logged output and this one."
    if comparison.p_value < SIGNIFICANT:
        if fixed > broken:
            return figures + "more is fixed than broken, and chance alone would rarely do that."
        return figures + "more is broken than fixed: this variant loses."
    return figures + f"a difference is not shown. {_needed(fixed, broken)}"


def part_lines(row: TrialRow, held_out: Collection[int]) -> list[str]:
    """The fix rate on cases that prompts may be written on, and on those kept apart."""
    one = row.comparison
    told: list[str] = []
    for name, inside in (("Tuning cases", False), ("Held-out cases", True)):
        fixed = sum((key in held_out) is inside for key in one.fixed_cases)
        left = sum((key in held_out) is inside for key in one.still_failing_cases)
        broken = sum((key in held_out) is inside for key in one.now_failing_cases)
        if fixed + left:
            told.append(
                f"{name}: {fixed:,} of {counted(fixed + left, 'failure')} pass, "
                f"{percent(wilson(fixed, fixed + left))}; {broken:,} that passed now "
                f"{'fails' if broken == 1 else 'fail'}."
            )
    if not any(key in held_out for key in (*one.fixed_cases, *one.still_failing_cases)):
        told.append("No held-out failure was run: this is what tuning cases say.")
    return told


def preference_line(row: TrialRow) -> list[str]:
    """What people chose blind, with the exact sign test."""
    chosen = row.preference
    if chosen is None:
        return []
    told = (
        f"Judged blind: {row.variant} preferred {times(chosen.better)}, the logged answer "
        f"{times(chosen.worse)}, no difference {times(chosen.ties)} "
        f"(exact sign test, {_p_words(chosen.p_value)})."
    )
    return [told]


def times(count: int) -> str:
    """ "once", "12 times"."""
    return "once" if count == 1 else f"{count:,} times"


def run_lines(found: VariantResult) -> list[str]:
    """What a run adds to its sentence: power, repeats, judge, cost and time, missing answers."""
    lines = [found.power] if found.power else []
    if found.graded is not None:
        graded = found.graded
        lines.append(
            f"Over its repeats: better in {counted(graded.better, 'case')}, worse in "
            f"{graded.worse:,} of {graded.cases:,}; mean difference {100 * graded.difference:+.1f} "
            f"points ({100 * graded.low:+.1f} to {100 * graded.high:+.1f})."
        )
    if found.own_variance is not None:
        lines.append(
            f"Repeats of the same case end differently in {found.own_variance.percent} of cases."
        )
    if found.agreement is not None and found.agreement.sentence not in found.sentence:
        lines.append(f"Judge “{found.judge}”: {found.agreement.sentence}")
    price = cost_words(found)
    if price:
        lines.append(price)
    if found.failures:
        kinds = ", ".join(f"{count:,} {kind}" for kind, count in sorted(found.failures.items()))
        lines.append(f"Calls without an output, not counted as answers: {kinds}.")
    return lines


def cost_words(found: VariantResult) -> str:
    """ "$1.90 for 1,000 calls; an answer took 0.8 s (median), 2.1 s at most for 95 %."."""
    if found.seconds_median is None or found.seconds_p95 is None:
        return ""
    cost = "Cost unknown" if found.cost_per_1000 is None else f"${found.cost_per_1000:,.2f}"
    return (
        f"{cost} for 1,000 calls; an answer took {found.seconds_median:.1f} s (median), "
        f"{found.seconds_p95:.1f} s at most for 95 %."
    )


def _p(comparison: Comparison) -> str:
    return _p_words(comparison.p_value)


def _p_words(value: float) -> str:
    return (
        "p < 0.001" if value < 0.001 else f"p = {value:.3f}" if value < 0.1 else f"p = {value:.2f}"
    )


def _needed(fixed: int, broken: int) -> str:
    """The smallest result in the same direction that would show a difference."""
    few, many = sorted((fixed, broken))
    needed = many
    while mcnemar_p(needed, few) >= SIGNIFICANT:
        needed += 1
    if fixed >= broken:
        return f"With {few:,} broken it would take {needed:,} fixed."
    return f"With {few:,} fixed it would take {needed:,} broken."


FRESH_BASELINE = (
    "Compared with the logged outputs. Failures were picked because they failed, so some pass on "
    "any new run: import a fresh run of today's prompt as a trial of its own to see how many."
)


def read_case(project: ProjectFile, trial_uid: str, key: int, state: TrialsState) -> JudgedCase:
    """A case with its two answers on their seeded sides."""
    case, review = reviewing.case(project, key), reviewing.review(project, key)
    other = trials.trial_output(project, trial_uid, key).output.text
    sides = (case.answered, other)
    if not trials.side_a_is_logged(project, trial_uid, key):
        sides = (other, case.answered)
    pattern = next((one for one in state.patterns if key in one.members), None)
    return JudgedCase(
        key=key,
        input=case.input,
        side_a=sides[0],
        side_b=sides[1],
        ideal=review.ideal if review.has_ideal else None,
        pattern=pattern,
    )


EMPTY_TEXT = (
    "A trial shows which failures a better prompt already fixes. Write a variant and run it on an "
    "endpoint of yours. Without an endpoint, run the prompt on these cases with any tool, then "
    "import its outputs: a JSON object a line with the case's id and the output. The export in "
    "Curator JSONL holds the cases with their ids."
)
