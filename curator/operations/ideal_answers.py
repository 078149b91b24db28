"""An ideal answer being written: its drafts, and what other ideal answers say about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from curator.model.review import Review
from curator.model.value import Value
from curator.project import cases, drafts, reviews
from curator.project.store import ProjectFile
from curator.reviewing.near_duplicates import jaccard, normalise, shingles
from curator.reviewing.ranking import by_similarity

if TYPE_CHECKING:
    from curator.project.sql import Connection

POOL = 20_000
"""Ideal answers compared at most, the latest ones."""
LOOKED_AT = 5
"""Nearest inputs that are compared letter by letter."""
ALIKE = 0.8
"""Jaccard similarity of character 5-grams from which inputs ask the same (own default)."""


class OtherIdeal(Value, checked=False):
    """Another case's accepted ideal answer."""

    case_key: int
    id: str
    ideal: str


def keep_draft(project: ProjectFile, key: int, text: str, reviewer: str) -> None:
    """Keep what was typed of an ideal answer, so that nothing is lost before it is handed in."""
    with project.writing() as connection:
        drafts.keep(connection, key, reviewer, text)


def drop_draft(project: ProjectFile, key: int, reviewer: str) -> None:
    """Forget a draft."""
    with project.writing() as connection:
        drafts.drop(connection, key, reviewer)


def draft(project: ProjectFile, key: int, reviewer: str) -> str | None:
    """What this reviewer typed for a case and has not handed in, or None."""
    with project.reading() as connection:
        return drafts.draft(connection, key, reviewer)


def nearest_ideal(project: ProjectFile, key: int) -> OtherIdeal | None:
    """The accepted ideal answer of the case whose question is nearest to this one's."""
    found = _nearest(project, key, 1)
    return found[0][0] if found else None


def conflicting_ideal(project: ProjectFile, key: int, ideal: str) -> OtherIdeal | None:
    """A case that asks nearly the same and has another ideal answer, or None."""
    with project.reading() as connection:
        asked = _asked(connection, [key])[0]
    for other, question in _nearest(project, key, LOOKED_AT):
        alike = jaccard(shingles(question), shingles(asked)) >= ALIKE
        if alike and normalise(other.ideal) != normalise(ideal):
            return other
    return None


def _nearest(project: ProjectFile, key: int, limit: int) -> list[tuple[OtherIdeal, str]]:
    with project.reading() as connection:
        answered = [
            one for one in reviews.all_reviews(connection) if one.has_ideal and one.case_key != key
        ][-POOL:]
        keys = [one.case_key for one in answered]
        asked = _asked(connection, [key, *keys])
    if not answered:
        return []
    from curator.operations.embedding import cached_embed

    vectors = cached_embed(project)(asked)
    order = [int(row) for row in by_similarity(vectors[1:], vectors[:1])[:limit]]
    with project.reading() as connection:
        ids = cases.ids_of_keys(connection, [keys[row] for row in order])
    return [(_other(answered[row], ids), asked[row + 1]) for row in order]


def _other(review: Review, ids: dict[int, str]) -> OtherIdeal:
    return OtherIdeal(case_key=review.case_key, id=ids[review.case_key], ideal=review.ideal or "")


def _asked(connection: Connection, keys: Sequence[int]) -> list[str]:
    return [case.asked for case in cases.cases(connection, keys)]
