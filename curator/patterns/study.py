"""A study: all failures looked at once and kept in memory; questions are answered at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from time import perf_counter

from curator.model.pattern import Lens, Pattern, PatternSet
from curator.model.pattern_views import CutPreview
from curator.model.work import Embed, IsCancelled, Progress
from curator.patterns import engine
from curator.patterns.cuts import Cuts, cuts_of
from curator.patterns.engine import Seen
from curator.patterns.failure_text import FailureText
from curator.patterns.grouping import Grouping
from curator.patterns.help import Help
from curator.patterns.identity import people_patterns
from curator.patterns.learning import Learned, learn
from curator.patterns.representation import Rows
from curator.patterns.watch import Watch


@dataclass(frozen=True)
class Study:
    """Failures as the lens sees them, the linkage tree of those that people have not placed, and
    what people's patterns teach. A value: it never changes, and goes stale when the project does.
    """

    seen: Seen
    current: PatternSet
    made: tuple[Pattern, ...]
    """People's patterns, by id, with their members of today."""
    grouping: Grouping
    learned: Learned | None
    """Probabilities over `made`, or None where nothing can be learned."""
    learned_in: float
    """Seconds that learning took."""

    @cached_property
    def cuts(self) -> Cuts:
        """Counts of groups and strays for every threshold."""
        return cuts_of(self.grouping)

    def pattern(self, pattern_id: str) -> Pattern | None:
        """A pattern of the current set, people's ones with their members of today."""
        known = {one.id: one for one in (*self.current.patterns, *self.made)}
        return known.get(pattern_id)

    def rows(self, pattern_id: str) -> Rows:
        """The rows of a pattern's members; none for an unknown pattern."""
        found = self.pattern(pattern_id)
        return self.seen.rows_of(found.members if found else ())


def study_failures(
    failures: Sequence[FailureText],
    embed: Embed,
    *,
    lens: Lens,
    people: PatternSet,
    threshold: float | None,
    helped: Help,
    progress: Progress,
    is_cancelled: IsCancelled,
) -> Study:
    """Look at all failures once. `curator.patterns` documents it."""
    watch = Watch(len(failures), progress, is_cancelled)
    made = sorted(people_patterns(failures, people), key=lambda one: one.id)
    seen = engine.look(failures, embed, lens, True, watch, helped)
    free = seen.rows_of(engine.keys_outside(failures, made))
    grouping = engine.grouped(seen, free, threshold, is_cancelled)
    watch.grouped()
    started = perf_counter()
    classes = [seen.rows_of(pattern.members) for pattern in made]
    learned = learn(seen.taught, classes) if engine.teaches(made) else None
    took = round(perf_counter() - started, 3)
    watch.laid_out()
    return Study(seen, people, tuple(made), grouping, learned, took)


def taught_again(study: Study, failures: Sequence[FailureText], people: PatternSet) -> Study | None:
    """The study with what people's patterns of now teach; nothing is embedded or linked anew.

    None where other failures, notes or ideal answers are there than were looked at: that takes
    a new study. The tree stays that of the failures that were free when the study was made.
    """
    if not _same_texts(study.seen.failures, failures):
        return None
    made = sorted(people_patterns(failures, people), key=lambda one: one.id)
    started = perf_counter()
    classes = [study.seen.rows_of(pattern.members) for pattern in made]
    learned = learn(study.seen.taught, classes) if engine.teaches(made) else None
    took = round(perf_counter() - started, 3)
    return replace(study, current=people, made=tuple(made), learned=learned, learned_in=took)


def _same_texts(before: Sequence[FailureText], now: Sequence[FailureText]) -> bool:
    """Whether all that is learned from is the same: everything but the tags."""

    def texts(one: FailureText) -> tuple[str, str, str | None, str]:
        return one.asked, one.answered, one.ideal, one.note

    old = {one.key: texts(one) for one in before}
    return len(old) == len(now) and all(old.get(one.key) == texts(one) for one in now)


def preview(study: Study, threshold: float) -> CutPreview:
    """How many patterns and failures in none a threshold would give, at once."""
    groups, strays = study.cuts.at(threshold)
    return CutPreview(threshold=threshold, patterns=len(study.made) + groups, unassigned=strays)


def slider_stops(study: Study, steps: int = 100) -> tuple[CutPreview, ...]:
    """Previews from "fewer, broader" to "more, finer": evenly spaced, equal counts left out.

    From the threshold at which all the engine finds is one group to the one below which there
    is none. The threshold that the patterns stand at is one of them.
    """
    low, high = study.cuts.finest, study.cuts.broadest
    grid = [round(high - (high - low) * step / steps, 6) for step in range(steps + 1)]
    stops: list[CutPreview] = []
    for threshold in sorted({*grid, study.grouping.threshold}, reverse=True):
        one = preview(study, threshold)
        before = stops[-1] if stops else None
        if before is None or _counts(before) != _counts(one):
            stops.append(one)
    return tuple(stops)


def _counts(one: CutPreview) -> tuple[int, int]:
    return one.patterns, one.unassigned


def group_at(study: Study, threshold: float) -> PatternSet:
    """The grouping at another threshold, from the kept tree. A proposal: nothing is stored.

    The map stays as it is: the same failures lie in the same places.
    """
    started = perf_counter()
    found = engine.found_patterns(
        study.seen, study.grouping.at(threshold).groups, study.made, study.current
    )
    watch = Watch(0, lambda _, __: None, lambda: False)
    whole = engine.assemble(
        study.seen,
        [*study.made, *found],
        threshold,
        study.current.embedder,
        watch,
        positions=study.current.positions,
        learned=study.learned,
    )
    return whole.model_copy(update={"seconds": round(perf_counter() - started, 3)})
