"""What the patterns page shows, read from the project; no widget here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from curator.gui.context import AppContext
from curator.gui.item_models.pattern_cases import Likely
from curator.gui.pages.patterns_summary import (
    TYPICAL,
    PatternStory,
    TypicalCase,
    common_notes,
)
from curator.gui.widgets.charts_words import percent
from curator.model.figures import Figures
from curator.model.pattern import Pattern, PatternSet
from curator.model.trial import Comparison
from curator.operations import patterns, reviewing, trials
from curator.project.store import ProjectFile

NOTES_READ = 200
"""Members whose notes are read for "what reviewers wrote"; enough to rank them."""
FEWEST = patterns.FEWEST_FAILURES


@dataclass(frozen=True)
class PatternsState:
    """One reading of the project."""

    patterns: PatternSet
    figures: Figures
    comparisons: tuple[Comparison, ...]

    @property
    def grouped(self) -> bool:
        """Whether the engine has grouped this project before."""
        return bool(self.patterns.embedder)

    @property
    def listed(self) -> bool:
        """Whether there are patterns, or failures enough to look for some."""
        return bool(self.patterns.patterns) or self.figures.failed >= FEWEST

    @property
    def waiting(self) -> int:
        """Failures that no grouping has placed yet."""
        placed = {key for key, _, _ in self.patterns.positions}
        failures = [*self.patterns.unassigned]
        for pattern in self.patterns.patterns:
            failures += pattern.members
        return sum(1 for key in failures if key not in placed)

    def pattern(self, pattern_id: str) -> Pattern | None:
        found = (one for one in self.patterns.patterns if one.id == pattern_id)
        return next(found, None)

    def members(self, pattern_id: str) -> tuple[int, ...]:
        """Case keys of a pattern, most typical first; "" gives the failures in none."""
        pattern = self.pattern(pattern_id)
        if pattern is None:
            return self.patterns.unassigned
        typical = set(pattern.exemplars)
        rest = tuple(key for key in pattern.members if key not in typical)
        return (*pattern.exemplars, *rest)

    def likely(self, pattern_id: str) -> dict[int, Likely]:
        """Failures in none by key with the pattern each probably belongs to, surest first."""
        names = {pattern.id: pattern.name for pattern in self.patterns.patterns}
        found: dict[int, Likely] = {}
        for one in sorted(self.patterns.proposals, key=lambda p: (-p.probability, p.case_key)):
            wanted = pattern_id in ("", one.pattern_id)
            if wanted and one.case_key not in found and one.pattern_id in names:
                found[one.case_key] = Likely(one.pattern_id, names[one.pattern_id], one.probability)
        return found


def read_state(project: ProjectFile) -> PatternsState:
    """Everything the page needs, read in one go; may take a while on large projects."""
    figures = reviewing.figures(project)
    return PatternsState(
        patterns=patterns.current(project),
        figures=figures,
        comparisons=tuple(trials.comparisons(project)) if figures.trials else (),
    )


def count_patterns(context: AppContext, show: Callable[[str], None]) -> None:
    """Count the patterns in the background and show the number: a hidden page reads no more."""
    project = context.the_project()

    def done(count: int) -> None:
        if context.project is project:
            show(f"{count:,}")

    context.background.run(
        "Counting patterns",
        lambda _, __: len(patterns.current(project).patterns),
        done,
        quiet=True,
    )


def read_story(project: ProjectFile, state: PatternsState, pattern: Pattern) -> PatternStory:
    """What is told of one pattern: notes, typical cases, what trials found."""
    typical: list[TypicalCase] = []
    for key in pattern.exemplars[:TYPICAL]:
        case, review = reviewing.case(project, key), reviewing.review(project, key)
        ideal = review.ideal if review.has_ideal else None
        typical.append(TypicalCase(key, case.asked, case.answered, ideal))
    lines = reviewing.lines(project, state.members(pattern.id)[:NOTES_READ])
    return PatternStory(
        fix_sentence=fix_sentence(pattern.id, state.comparisons),
        notes=common_notes([line.note for line in lines]),
        typical=tuple(typical),
    )


def empty_words(figures: Figures) -> tuple[str, str, str]:
    """Title, what makes patterns appear, and where to go for it."""
    return (
        "No patterns yet" if figures.failed else "No failures yet",
        (
            f"Patterns appear at {FEWEST} failures; {figures.failed} so far. "
            "A tag used on two failures makes one earlier."
        ),
        "Go to Review" if figures.cases else "Go to Import",
    )


def case_describer(project: ProjectFile) -> Callable[[int], str]:
    """What the map says of a hovered case: its note, else its start; read once each."""
    known: dict[int, str] = {}

    def describe(key: int) -> str:
        if key not in known:
            lines = reviewing.lines(project, [key])
            known[key] = (lines[0].note or lines[0].preview) if lines else ""
        return known[key]

    return describe


def fix_sentence(pattern_id: str, comparisons: tuple[Comparison, ...]) -> str:
    """The best trial's fix rate for a pattern, or that no trial covers it."""
    rates = [
        (one.fix_rate.value, -number, comparison.trial.variant, one.fix_rate)
        for number, comparison in enumerate(comparisons)
        for one in comparison.patterns
        if one.pattern_id == pattern_id and one.cases > 0
    ]
    if not rates:
        return "No trial covers this pattern yet."
    _, _, variant, rate = max(rates, key=lambda entry: entry[:2])
    return f"Trials: the best, {variant}, fixes {percent(rate)}"
