"""Questions about patterns: a study is made once in the background, then answers come at once.

A study is a value: it does not follow the project. `is_fresh` says whether it still holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from curator.model.pattern import Lens, PatternSet
from curator.model.pattern_views import (
    Branch,
    CutPreview,
    Fold,
    LearnedState,
    ProposedSplit,
    SuggestedPattern,
    Why,
    WorthAsking,
    WorthSeeing,
)
from curator.model.work import IsCancelled, Progress, never_cancelled, no_progress
from curator.operations import patterns as deeds
from curator.operations.embedding import cached_embed, chosen_embedder, embedding_many
from curator.operations.pattern_processes import PROCESSES
from curator.operations.pattern_state import failure_texts
from curator.operations.snapshots import marked_cases
from curator.patterns import study_failures
from curator.project import acts, arrivals, cases, reviews
from curator.project.store import ProjectFile

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from curator.patterns.study import Study

PASSES_READ = 20_000
"""Passes that are compared with a pattern, the first by key."""


@dataclass(frozen=True)
class PatternStudy:
    """A study with the state of the project that it was made from."""

    study: Study
    revision: int

    @property
    def threshold(self) -> float:
        """Where the slider stands: the threshold of the grouping in use, else AUTO's."""
        return self.study.grouping.threshold


def make_study(
    project: ProjectFile,
    *,
    lens: Lens | None = None,
    afresh: bool = False,
    progress: Progress = no_progress,
    is_cancelled: IsCancelled = never_cancelled,
) -> PatternStudy:
    """Look at all failures once: seconds at 20,000, so in the background.

    `afresh`: patterns that people only accepted count as free, as in `patterns.group`: that is
    what the slider wants once a grouping was accepted.
    """
    with project.reading() as connection:
        revision = acts.revision(connection)
    reviewed = marked_cases(project)
    standing = deeds.standing_of(project, reviewed)
    embedder = chosen_embedder(project)
    chosen = lens or standing.lens
    same = chosen == standing.lens and standing.embedder == embedder.id
    with embedding_many(project, embedder, is_cancelled) as embed:
        study = study_failures(
            failure_texts(reviewed),
            embed,
            lens=chosen,
            people=deeds.loosened(standing) if afresh else standing,
            threshold=standing.threshold if same and standing.threshold > 0 else None,
            helped=PROCESSES,
            progress=progress,
            is_cancelled=is_cancelled,
        )
    return PatternStudy(study, revision)


def taught_again(project: ProjectFile, made: PatternStudy) -> PatternStudy | None:
    """The study after tags, moves or other deeds on patterns: only learning is done anew, in
    well under a second at 5,000. None where failures, notes or ideal answers changed: make a
    new study then."""
    from curator.patterns import study

    with project.reading() as connection:
        revision = acts.revision(connection)
    reviewed = marked_cases(project)
    standing = deeds.standing_of(project, reviewed)
    again = study.taught_again(made.study, failure_texts(reviewed), standing)
    return PatternStudy(again, revision) if again is not None else None


def is_fresh(project: ProjectFile, made: PatternStudy) -> bool:
    """Whether nothing was done in the project since the study was made."""
    with project.reading() as connection:
        return acts.revision(connection) == made.revision


def preview(made: PatternStudy, threshold: float) -> CutPreview:
    """How many patterns and failures in none a threshold would give: microseconds."""
    from curator.patterns import study

    return study.preview(made.study, threshold)


def slider_stops(made: PatternStudy, steps: int = 100) -> tuple[CutPreview, ...]:
    """Every stop of the slider from "fewer, broader" to "more, finer"."""
    from curator.patterns import study

    return study.slider_stops(made.study, steps)


def group_at(made: PatternStudy, threshold: float) -> PatternSet:
    """The grouping at another threshold, to be shown as a difference and accepted."""
    from curator.patterns import study

    return study.group_at(made.study, threshold)


def hierarchy(made: PatternStudy) -> tuple[Branch, ...]:
    """Broad patterns, the patterns in them, finer groups in those; largest first."""
    from curator.patterns.hierarchy import hierarchy as branches

    return branches(made.study)


def why(made: PatternStudy, case_key: int, pattern_id: str) -> Why | None:
    """Which side of a failure pulls it towards a pattern; None for what is not there."""
    from curator.patterns.why import why as reason

    return reason(made.study, case_key, pattern_id)


def propose_split(made: PatternStudy, pattern_id: str) -> ProposedSplit | None:
    """Two halves of a pattern; `patterns.split(project, id, second.keys, second.name, …)`
    accepts them. None below four members."""
    from curator.patterns.halves import halves

    return halves(made.study, pattern_id)


def learned_state(made: PatternStudy) -> LearnedState:
    """How well the model learned from people, honestly, and whether it speaks."""
    from curator.patterns import teaching

    return teaching.learned_state(made.study)


def suggestions(made: PatternStudy) -> tuple[SuggestedPattern, ...]:
    """Likely patterns of failures in none of people's, surest first; taken by
    `patterns.take_suggestions`."""
    from curator.patterns import teaching

    return teaching.suggestions(made.study)


def most_informative(made: PatternStudy, limit: int = 10) -> tuple[WorthAsking, ...]:
    """The failures whose tag would teach most, best first."""
    from curator.patterns import teaching

    return teaching.most_informative(made.study, limit)


def review_next(
    project: ProjectFile, made: PatternStudy, pattern_id: str, each: int = 3
) -> tuple[WorthSeeing, ...]:
    """The most telling cases of a pattern: typical, at the border, odd ones, near passes."""
    from curator.patterns.review_next import Passes, worth_seeing

    pattern = made.study.pattern(pattern_id)
    if pattern is None:
        return ()
    with project.reading() as connection:
        keys = reviews.passed_keys(connection)[:PASSES_READ]
    passes = Passes(keys, vectors_of(project, keys), vectors_of(project, pattern.members))
    return worth_seeing(made.study, pattern_id, passes, each)


def vectors_of(project: ProjectFile, keys: Sequence[int]) -> NDArray[np.float32]:
    """(keys, dims) of question and answer averaged, rows of length 1; by the chosen embedder."""
    import numpy as np

    embedder = chosen_embedder(project)
    if not keys:
        return np.zeros((0, embedder.dims), dtype=np.float32)
    with project.reading() as connection:
        found = cases.cases(connection, keys)
    embed = cached_embed(project, embedder)
    mean = embed([one.asked for one in found]) + embed([one.answered for one in found])
    length = np.linalg.norm(mean, axis=1, keepdims=True)
    return (mean / np.where(length > 0, length, 1.0)).astype(np.float32)


def folds(project: ProjectFile, keys: Sequence[int]) -> tuple[Fold, ...]:
    """These cases with those that say nearly the same folded, in the order of the first of each.

    Near-duplicates by what was asked and answered; copies folded at import are counted too.
    """
    from curator.reviewing.near_duplicates import near_duplicate_groups

    with project.reading() as connection:
        found = cases.cases(connection, keys)
        copies = arrivals.copies(connection, keys)
    groups = near_duplicate_groups([f"{one.asked}\n{one.answered}" for one in found])
    together: dict[int, list[int]] = {}
    for one, group in zip(found, groups, strict=True):
        together.setdefault(group, []).append(one.key)
    return tuple(
        Fold(
            key=members[0],
            keys=tuple(members),
            count=len(members) + sum(copies.get(key, 0) for key in members),
        )
        for members in together.values()
    )
