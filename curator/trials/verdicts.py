"""Whether a variant helps, in one word and one sentence, with what it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from curator.model.trial_result import JudgeAgreement, Paired, PartResult, Verdict
from curator.trials.statistics import LEVEL, is_not_inferior, power_sentence

TRUSTED = 0.80
"""Agreement with people, on passes and on fails, below which no verdict rests on a judge.
Source: the field's usual bar for a model as judge; agreement of 80 % is what people reach."""
BOTH_JUDGED = 20
"""Outputs judged by both before agreement counts (own)."""
BY_PEOPLE = ("", "blind", "marks", "file")
"""`Trial.judge` where no program judged."""
HELD_OUT_FAILURES = 20
"""Held-out failures from which the verdict rests on the held-out set alone (own)."""


@dataclass(frozen=True)
class Case:
    """What a verdict rests on."""

    is_baseline: bool
    has_baseline: bool
    parts: Sequence[PartResult]
    waiting: int
    judge: str
    judge_is_computed: bool
    agreement: JudgeAgreement | None
    margin: float | None = None
    against: str = ""
    hurdle: str = ""
    """Why it may not be compared with a variant of another run."""

    @property
    def reference(self) -> str:
        """What the variant is compared with, in words."""
        return f"“{self.against}”" if self.against else "the fresh baseline"


class Said(NamedTuple):
    """The verdict, its sentence, what the sample could have shown where it shows nothing, and
    whether the loss is shown to be within the margin (None without one)."""

    verdict: Verdict
    sentence: str
    power: str = ""
    not_inferior: bool | None = None


def verdict_of(name: str, case: Case) -> Said:
    """Whether a variant helps.

    "Helps" needs more failures fixed than broken against the fresh baseline (exact McNemar over
    the logged failures, adjusted for the run's other variants), no significant loss among the
    passing cases, and a net gain at the real failure rate where that is known. Where a margin is
    stated, "not worse" says that the interval of the difference stays above it.
    """
    if case.is_baseline:
        return Said("baseline", _baseline_sentence(case))
    missing = _missing(case)
    if missing:
        return Said("no verdict", missing)
    part = _deciding(case.parts)
    failures, passes = part.failures, part.passes
    if failures is None or passes is None or part.whole is None:
        return Said("no verdict", "No case of this run has a judged output on both sides.")
    told = f"{_where(part)}: {_said(failures, passes, case.reference)}"
    kept = _within_margin(part, part.whole, case.margin)
    told += _margin_words(kept, case.margin)
    gains = failures.fixed > failures.broken and failures.adjusted_p < LEVEL
    loses = passes.broken > passes.fixed and passes.adjusted_p < LEVEL
    net = part.net.value if part.net is not None else failures.difference
    if gains and not loses and net > 0:
        return Said("helps", f"{name} helps {told}", "", kept)
    if gains:
        return Said("mixed", f"{name} fixes and breaks {told}", "", kept)
    whole = part.whole
    if loses or (whole.broken > whole.fixed and whole.adjusted_p < LEVEL):
        return Said("hurts", f"{name} loses {told}", "", kept)
    power = power_sentence(failures.cases, failures.fixed, failures.broken)
    return Said("not shown", f"A gain of {name} is not shown {told}", power, kept)


def _within_margin(part: PartResult, whole: Paired, margin: float | None) -> bool | None:
    """Non-inferiority over all cases in their true mix, else over the cases as they were run."""
    if margin is None:
        return None
    return is_not_inferior(part.net.low if part.net is not None else whole.low, margin)


def _margin_words(kept: bool | None, margin: float | None) -> str:
    if kept is None or margin is None:
        return ""
    points = f"{100 * margin:g} points"
    if kept:
        return f" A loss of {points} or more is ruled out."
    return f" A loss of {points} or more is not ruled out."


def _missing(case: Case) -> str:
    """What keeps a verdict from being given, or ""."""
    if case.hurdle:
        return f"Not comparable with {case.reference}. {case.hurdle}"
    if case.waiting:
        many = "1 output is" if case.waiting == 1 else f"{case.waiting:,} outputs are"
        if case.judge in BY_PEOPLE:
            return f"{many} not judged yet."
        return (
            f"{many} not judged: the judge “{case.judge}” had nothing to compare with. Judge them "
            "in the app, or write ideal answers for these cases and run again."
        )
    if not case.has_baseline:
        return (
            "No fresh baseline ran along. Cases picked because they failed partly pass on any "
            "new run, so nothing can be said of this variant."
        )
    return _distrust(case)


def _distrust(case: Case) -> str:
    """Why the judge is not to be relied on, or ""."""
    found = case.agreement
    if found is None or found.cases < BOTH_JUDGED or not found.passes.of or not found.fails.of:
        if case.judge_is_computed:
            return ""
        have = found.cases if found is not None else 0
        return (
            f"The judge “{case.judge}” has not been compared with people yet: {have} of "
            f"{BOTH_JUDGED} outputs are judged by both, passes and fails."
        )
    if not found.is_trusted(TRUSTED, BOTH_JUDGED):
        return (
            f"The judge “{case.judge}” agrees with people too little for a verdict (below "
            f"{100 * TRUSTED:.0f} %): {found.sentence}"
        )
    return ""


def _deciding(parts: Sequence[PartResult]) -> PartResult:
    """The held-out part where it is large enough, else what the prompt may be tuned on."""
    by_name = {part.part: part for part in parts}
    held = by_name.get("held-out")
    failures = held.failures if held is not None else None
    if held is not None and failures is not None and failures.cases >= HELD_OUT_FAILURES:
        return held
    return by_name.get("tuning") or parts[0]


def _where(part: PartResult) -> str:
    if part.part == "held-out":
        return "on the held-out cases"
    return "on the cases it may have been written from (not yet confirmed on held-out ones)"


def _said(failures: Paired, passes: Paired, reference: str) -> str:
    """ "of 80 failures 34 more pass and 4 fewer (p < 0.001); of 60 passing cases 2 fail …"."""
    told = (
        f"of {failures.cases:,} failures {failures.fixed:,} pass that {reference} fails, "
        f"{failures.broken:,} the other way round ({_p(failures)})"
    )
    if passes.cases:
        told += (
            f"; of {passes.cases:,} passing cases {passes.broken:,} fail that {reference} "
            f"passes, {passes.fixed:,} the other way round ({_p(passes)})"
        )
    return f"{told}."


def _p(found: Paired) -> str:
    value = found.adjusted_p
    if value < 0.001:
        return "p < 0.001"
    return f"p = {value:.3f}" if value < 0.1 else f"p = {value:.2f}"


def _baseline_sentence(case: Case) -> str:
    whole = case.parts[0]
    if case.against:
        return "What the others are compared with here."
    if whole.fix_rate.of == 0:
        return "The logged prompt, run afresh."
    return (
        f"The logged prompt, run afresh, passes {whole.fix_rate.percent} of the logged failures: "
        "that much comes from running again."
    )
