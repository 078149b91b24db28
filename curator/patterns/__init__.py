"""Patterns: failures grouped by how they fail, owned by the people who name them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from curator.model.pattern import Lens, PatternSet
from curator.model.work import Embed, IsCancelled, Progress, never_cancelled, no_progress
from curator.patterns.failure_text import FailureText

if TYPE_CHECKING:
    from curator.patterns.help import Help
    from curator.patterns.study import Study

__all__ = ["FailureText", "group_failures", "place_failures", "study_failures", "texts_read"]


def group_failures(
    failures: Sequence[FailureText],
    embed: Embed,
    *,
    lens: Lens,
    people: PatternSet,
    threshold: float | None = None,
    embedder: str = "",
    helped: Help | None = None,
    progress: Progress = no_progress,
    is_cancelled: IsCancelled = never_cancelled,
) -> PatternSet:
    """Group failures afresh, around what people made. A proposal: nothing is stored.

    Every failure ends up in exactly one pattern or in `unassigned`:

    - patterns of `people` that a person named, accepted, tagged or locked keep their members;
    - a tag used on two or more failures is a pattern (`identity.tag_pattern_id`), and a failure
      no person's pattern holds counts in the one of its first such tag;
    - the rest is grouped by similarity under `lens`. Groups take over id, name, colour and fix
      of the engine's earlier patterns in `people` that they overlap most.

    `threshold` is the project's frozen cosine distance, None for AUTO; the result carries the
    one used. `helped` does parts of it meanwhile (`help.Help`); the result is
    the same without. `progress` counts embedded texts, then failures grouped and laid out.
    Raises `Cancelled`.
    """
    from curator.patterns import engine
    from curator.patterns.help import NOBODY

    return engine.group_failures(
        failures,
        embed,
        lens=lens,
        people=people,
        threshold=threshold,
        embedder=embedder,
        helped=helped or NOBODY,
        progress=progress,
        is_cancelled=is_cancelled,
    )


def place_failures(
    failures: Sequence[FailureText],
    embed: Embed,
    *,
    current: PatternSet,
    helped: Help | None = None,
    progress: Progress = no_progress,
    is_cancelled: IsCancelled = never_cancelled,
) -> PatternSet:
    """Take in new failures without moving any that has a place.

    Members of every pattern of `current` stay. A failure in none joins the engine's pattern
    with the greatest mean similarity if that is at least 1 - `current.threshold`, else waits;
    those that wait are grouped into new patterns. People's patterns are never joined silently:
    they get proposals. Lens, threshold and embedder are those of `current`. Raises `Cancelled`.
    """
    from curator.patterns import joining
    from curator.patterns.help import NOBODY

    return joining.place_failures(
        failures,
        embed,
        current=current,
        helped=helped or NOBODY,
        progress=progress,
        is_cancelled=is_cancelled,
    )


def study_failures(
    failures: Sequence[FailureText],
    embed: Embed,
    *,
    lens: Lens,
    people: PatternSet,
    threshold: float | None = None,
    helped: Help | None = None,
    progress: Progress = no_progress,
    is_cancelled: IsCancelled = never_cancelled,
) -> Study:
    """Look at all failures once, for questions that are then answered at once.

    `people` is the set as it stands; the linkage tree covers what no person's pattern holds.
    `threshold` None gives AUTO's. Raises `Cancelled`.
    """
    from curator.patterns import study
    from curator.patterns.help import NOBODY

    return study.study_failures(
        failures,
        embed,
        lens=lens,
        people=people,
        threshold=threshold,
        helped=helped or NOBODY,
        progress=progress,
        is_cancelled=is_cancelled,
    )


def texts_read(failures: Sequence[FailureText], lens: Lens) -> set[str]:
    """Every text of these failures that grouping under a lens, and learning, would embed."""
    from curator.patterns.blocks import texts_of
    from curator.patterns.lenses import LEARNING, LENSES

    return texts_of(failures, dict.fromkeys([*LENSES[lens], *LEARNING]))
