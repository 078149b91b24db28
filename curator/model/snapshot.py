"""A whole project at one moment, as plain data: what verdicts, exports and summaries read."""

from __future__ import annotations

from pydantic import Field

from curator.model.base import JsonObject, Noun
from curator.model.figures import Figures
from curator.model.pattern import Pattern, PatternSet
from curator.model.review import ReviewerMark
from curator.model.reviewed_case import ReviewedCase
from curator.model.trial import Comparison, TrialOutput, Variant
from curator.model.trial_result import JudgeAgreement


class TrialSnapshot(Noun):
    """One trial with its outputs and its comparison against the logged outputs."""

    variant: Variant
    comparison: Comparison
    outputs: tuple[TrialOutput, ...] = ()
    unanswered: tuple[int, ...] = ()
    """Keys of cases whose call gave no output."""


class Snapshot(Noun):
    """Everything later stages need. `reviewed` holds every marked case in order of its key."""

    name: str
    seed: int
    revision: int
    """Number of acts in the log: grows with every deed."""
    reviewed: tuple[ReviewedCase, ...] = ()
    marks: tuple[ReviewerMark, ...] = ()
    """Each reviewer's current mark on each case."""
    patterns: PatternSet = PatternSet()
    trials: tuple[TrialSnapshot, ...] = ()
    """In order of creation."""
    figures: Figures = Figures()
    settings: JsonObject = Field(default_factory=dict)
    """tolerance, costs, thresholds, production_system_prompt … by name."""
    held_out_frozen: bool = False
    held_out_touched: tuple[int, ...] = ()
    """Keys of frozen held-out cases whose mark or ideal answer is not what it was when frozen."""
    held_out_seen: tuple[int, ...] = ()
    """Keys of held-out cases that were looked at while a prompt was written."""
    mark_seconds: dict[int, float] = Field(default_factory=dict[int, float])
    """Case key to the seconds that the case was on the screen before its mark, where known."""
    ideal_seconds: dict[int, float] = Field(default_factory=dict[int, float])
    """The same for its ideal answer."""
    marked_together: tuple[int, ...] = ()
    """Keys of cases whose marks were set or accepted many at once."""
    judges: tuple[JudgeAgreement, ...] = ()
    """How far each program or model that judged a trial agrees with people."""

    @property
    def failures(self) -> tuple[ReviewedCase, ...]:
        return tuple(case for case in self.reviewed if case.failed)

    @property
    def passes(self) -> tuple[ReviewedCase, ...]:
        return tuple(case for case in self.reviewed if case.passed)

    def pattern_by_case(self) -> dict[int, Pattern]:
        """Case key to the one pattern it counts in; cases in none are absent."""
        return {key: pattern for pattern in self.patterns.patterns for key in pattern.members}
