"""The pattern set as it stands: what was accepted, with the tags and marks of today."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from curator.model.pattern import Pattern, PatternSet
from curator.model.reviewed_case import ReviewedCase
from curator.patterns.failure_text import FailureText
from curator.patterns.identity import by_size, people_patterns, tag_pattern_id, with_colours
from curator.project import patterns

if TYPE_CHECKING:
    from curator.project.sql import Connection


def failure_texts(reviewed: Iterable[ReviewedCase]) -> list[FailureText]:
    """The failures among reviewed cases, as the patterns stage reads them."""
    return [
        FailureText(
            key=one.case.key,
            asked=one.case.asked,
            answered=one.case.answered,
            ideal=one.review.ideal if one.has_ideal else None,
            note=one.review.note,
            tags=one.review.tags,
        )
        for one in reviewed
        if one.failed
    ]


def current_patterns(connection: Connection, reviewed: Sequence[ReviewedCase]) -> PatternSet:
    """The stored set brought up to date: no passes in it, tags made into patterns, in order."""
    return follow(patterns.stored(connection), failure_texts(reviewed))


def follow(stored: PatternSet, failures: Sequence[FailureText]) -> PatternSet:
    """A pattern set over exactly these failures; engine-made membership is left as it was."""
    made = people_patterns(failures, _without_retagged(stored, failures))
    theirs = {key for pattern in made for key in pattern.members}
    held = set(theirs)
    present = {failure.key for failure in failures}
    made_ids = {pattern.id for pattern in made}
    found: list[Pattern] = []
    for pattern in stored.patterns:
        members = tuple(key for key in pattern.members if key in present and key not in held)
        if pattern.id not in made_ids and members:
            found.append(pattern.model_copy(update={"members": members}))
            held.update(members)
    ordered = sorted((_tidy(one) for one in with_colours([*made, *found])), key=by_size)
    return stored.model_copy(
        update={
            "patterns": tuple(ordered),
            "unassigned": tuple(sorted(present - held)),
            "proposals": tuple(
                one
                for one in stored.proposals
                if one.case_key in present and one.case_key not in theirs
            ),
            "positions": tuple(place for place in stored.positions if place[0] in present),
        }
    )


def _tidy(pattern: Pattern) -> Pattern:
    """Exemplars are members; a pattern without any shows its first ones."""
    members = set(pattern.members)
    exemplars = tuple(key for key in pattern.exemplars if key in members)
    return pattern.model_copy(update={"exemplars": exemplars or pattern.members[:5]})


def _without_retagged(stored: PatternSet, failures: Sequence[FailureText]) -> PatternSet:
    """Leave out of unlocked tag patterns the members that now carry other tags only."""
    of_tags = {
        failure.key: {tag_pattern_id(tag) for tag in failure.tags}
        for failure in failures
        if failure.tags
    }
    patterns_kept = tuple(
        pattern
        if pattern.locked or not is_tag_pattern(pattern.id)
        else pattern.model_copy(
            update={
                "members": tuple(
                    key for key in pattern.members if pattern.id in of_tags.get(key, {pattern.id})
                )
            }
        )
        for pattern in stored.patterns
    )
    return stored.model_copy(update={"patterns": patterns_kept})


def is_tag_pattern(pattern_id: str) -> bool:
    """Whether a pattern's id says that a tag made it."""
    return pattern_id.startswith("tag-")
