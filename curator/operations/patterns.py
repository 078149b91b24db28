"""Grouping failures, and what people do to patterns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curator.model.changes import Changed
from curator.model.pattern import Lens, Pattern, PatternSet
from curator.model.pattern_edits import AcceptGrouping, KeepFound, PlaceFailures, keep_found
from curator.model.work import IsCancelled, Progress, never_cancelled, no_progress
from curator.operations.embedding import chosen_embedder, embedding_many, estimate
from curator.operations.pattern_deeds import (
    describe,
    dissolve,
    merge,
    move_cases,
    new_pattern,
    rename,
    set_fix,
    set_locked,
    split,
    take_suggestions,
)
from curator.operations.pattern_processes import PROCESSES
from curator.operations.pattern_state import current_patterns, failure_texts, is_tag_pattern
from curator.operations.snapshots import marked_cases
from curator.patterns import group_failures, place_failures, texts_read
from curator.project import acts, patterns
from curator.project.store import ProjectFile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from curator.model.embedder import EmbedderChoice, EmbeddingEstimate
    from curator.model.reviewed_case import ReviewedCase
    from curator.patterns.failure_text import FailureText

__all__ = [
    "ENGINE",
    "FEWEST_FAILURES",
    "accept_grouping",
    "current",
    "describe",
    "dissolve",
    "embedding_estimate",
    "ensure_grouped",
    "group",
    "loosened",
    "merge",
    "move_cases",
    "new_pattern",
    "propose_grouping",
    "rename",
    "set_fix",
    "set_locked",
    "split",
    "standing_of",
    "take_in",
    "take_suggestions",
    "waiting",
]

ENGINE = "Curator"
"""Whose act a grouping is that no person asked for."""
FEWEST_FAILURES = 20
"""Below this the engine finds nothing worth showing. Source: `product.md`, Patterns."""


def current(project: ProjectFile) -> PatternSet:
    """The patterns as they stand: accepted or proposed ones, tags and marks of today."""
    return standing_of(project, marked_cases(project))


def standing_of(project: ProjectFile, reviewed: Sequence[ReviewedCase]) -> PatternSet:
    """The patterns as they stand over cases that were read already (`marked_cases`)."""
    with project.reading() as connection:
        return current_patterns(connection, reviewed)


def group(
    project: ProjectFile,
    *,
    lens: Lens | None = None,
    threshold: float | None = None,
    afresh: bool = False,
    progress: Progress = no_progress,
    is_cancelled: IsCancelled = never_cancelled,
) -> PatternSet:
    """Group the failures afresh around what people decided. Computes only: accept it to keep it.

    `lens` None keeps the lens of the current set, `threshold` None its frozen one (AUTO where
    lens or embedder changed). `afresh`: patterns that were accepted as the engine had grouped
    them, and that nobody has touched since, are grouped anew too; they keep id, name and colour
    where the new group overlaps.
    """
    reviewed = marked_cases(project)
    standing = standing_of(project, reviewed)
    embedder = chosen_embedder(project)
    chosen = lens or standing.lens
    if threshold is None and chosen == standing.lens and standing.embedder == embedder.id:
        threshold = standing.threshold if standing.threshold > 0 else None
    with embedding_many(project, embedder, is_cancelled) as embed:
        return group_failures(
            failure_texts(reviewed),
            embed,
            lens=chosen,
            people=loosened(standing) if afresh else standing,
            threshold=threshold,
            embedder=embedder.id,
            helped=PROCESSES,
            progress=progress,
            is_cancelled=is_cancelled,
        )


def embedding_estimate(
    project: ProjectFile, wanted: EmbedderChoice, lens: Lens | None = None
) -> EmbeddingEstimate:
    """What patterns made with an embedder would embed, send and cost: grouping, learning from
    people's patterns, and the figures, which compare with the passes too."""
    reviewed = marked_cases(project)
    chosen = lens or standing_of(project, reviewed).lens
    texts = texts_read(failure_texts(reviewed), chosen)
    judged = [one.case for one in reviewed if one.failed or one.passed]
    texts.update(text for case in judged for text in (case.asked, case.answered))
    return estimate(project, sorted(texts), wanted)


def loosened(standing: PatternSet) -> PatternSet:
    """The set with those patterns free to be grouped anew that people only accepted."""
    freed = tuple(
        one.model_copy(update={"by_people": False})
        if one.as_grouped and not one.locked and not is_tag_pattern(one.id)
        else one
        for one in standing.patterns
    )
    return standing.model_copy(update={"patterns": freed})


def ensure_grouped(
    project: ProjectFile,
    *,
    progress: Progress = no_progress,
    is_cancelled: IsCancelled = never_cancelled,
) -> PatternSet:
    """The current patterns with every failure looked at: a first grouping where there is none,
    a place or a wait for new failures where there is one.

    Its patterns are proposals until a person names or accepts them.
    """
    standing = current(project)
    failures = len(standing.unassigned) + sum(len(one.members) for one in standing.patterns)
    if standing.embedder:
        return _taken_in(project, standing, progress, is_cancelled)
    if failures < FEWEST_FAILURES:
        return standing
    found = group(project, progress=progress, is_cancelled=is_cancelled)
    propose_grouping(project, found)
    return current(project)


def waiting(standing: PatternSet) -> tuple[int, ...]:
    """Keys of the failures that no grouping has looked at yet."""
    placed = {key for key, _, _ in standing.positions}
    members = [key for one in standing.patterns for key in one.members]
    return tuple(sorted(key for key in (*members, *standing.unassigned) if key not in placed))


def take_in(
    project: ProjectFile,
    *,
    progress: Progress = no_progress,
    is_cancelled: IsCancelled = never_cancelled,
) -> Changed:
    """Give the failures that came since the last grouping a place: they join or wait.

    Nothing that has a place moves, on the map neither; people's patterns get proposals only.
    Nothing to undo: it follows from the marks. Empty where nothing waits.
    """
    standing = current(project)
    if not standing.embedder or not waiting(standing):
        return Changed()
    after = _taken_in(project, standing, progress, is_cancelled)
    return Changed(patterns=after != standing)


def _taken_in(
    project: ProjectFile, standing: PatternSet, progress: Progress, is_cancelled: IsCancelled
) -> PatternSet:
    if not waiting(standing):
        return standing
    failures = failure_texts(marked_cases(project))
    whole = _place(project, failures, standing, progress, is_cancelled)
    edit = _what_came(standing, whole)
    with project.writing() as connection:
        patterns.write_edits(connection, [edit], ENGINE, origin=acts.COMPUTED)
    return current(project)


def _place(
    project: ProjectFile,
    failures: Sequence[FailureText],
    standing: PatternSet,
    progress: Progress,
    is_cancelled: IsCancelled,
) -> PatternSet:
    """By the embedder of the standing grouping: another one knows other distances."""
    embedder = chosen_embedder(project)
    if embedder.id != standing.embedder:
        standing = standing.model_copy(update={"embedder": embedder.id, "threshold": 0.0})
    with embedding_many(project, embedder, is_cancelled) as embed:
        return place_failures(
            failures,
            embed,
            current=standing,
            helped=PROCESSES,
            progress=progress,
            is_cancelled=is_cancelled,
        )


def _what_came(before: PatternSet, after: PatternSet) -> PlaceFailures:
    old = {one.id: set(one.members) for one in before.patterns}
    known = {key for key, _, _ in before.positions}
    joined = [
        (one.id, tuple(key for key in one.members if key not in old[one.id]))
        for one in after.patterns
        if one.id in old
    ]
    return PlaceFailures(
        joined=tuple((identity, keys) for identity, keys in joined if keys),
        new=tuple(one for one in after.patterns if one.id not in old),
        proposals=after.proposals,
        positions=tuple(place for place in after.positions if place[0] not in known),
    )


def accept_grouping(project: ProjectFile, found: PatternSet, reviewer: str) -> Changed:
    """Make a grouping that a person has looked at the current one; its patterns become real.

    What people did since it was worked out stands: their patterns are kept as they are now.
    """
    whole = keep_found(_settled(current(project), found), found)
    real = whole.model_copy(update={"patterns": tuple(_real(one) for one in whole.patterns)})
    with project.writing() as connection:
        deed = patterns.write_edits(connection, [AcceptGrouping(set=real)], reviewer)
    count = len(real.patterns)
    return Changed(deed=deed, sentence=f"Accepted a grouping of {count} patterns.", patterns=True)


def _settled(standing: PatternSet, found: PatternSet) -> PatternSet:
    """The set as it stands, with those patterns freed that the new grouping grouped afresh."""
    kept = {one.id for one in found.patterns if one.by_people or one.locked}
    freed = {one.id: one for one in loosened(standing).patterns}
    patterns_now = tuple(one if one.id in kept else freed[one.id] for one in standing.patterns)
    return standing.model_copy(update={"patterns": patterns_now})


def _real(pattern: Pattern) -> Pattern:
    """The pattern as a person's own; what the engine grouped is marked as that."""
    theirs = pattern.locked or (pattern.by_people and not pattern.as_grouped)
    return pattern.model_copy(update={"by_people": True, "as_grouped": not theirs})


def propose_grouping(project: ProjectFile, found: PatternSet) -> Changed:
    """Keep a grouping as proposals, without making its patterns the people's own."""
    with project.writing() as connection:
        kept = patterns.stored(connection).patterns
        peoples = tuple(one.id for one in kept if one.by_people or one.locked)
        edits = [KeepFound(set=found, peoples=peoples)]
        deed = patterns.write_edits(connection, edits, ENGINE, origin=acts.COMPUTED)
    return Changed(deed=deed, patterns=True)
