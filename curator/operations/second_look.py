"""Several reviewers on one case: each one's own view of it, and what the others made of it."""

from __future__ import annotations

from curator.model.review import Act, Mark, Review
from curator.model.value import Value
from curator.project import acts, reviews
from curator.project.store import ProjectFile


class OtherLook(Value, checked=False):
    """What one other reviewer made of a case."""

    reviewer: str
    mark: Mark
    note: str = ""
    ideal: str | None = None


def own_review(project: ProjectFile, key: int, reviewer: str) -> Review:
    """One case as this reviewer alone left it."""
    mine = [act for act in _acts(project, key) if act.reviewer == reviewer]
    return acts.fold_review(key, mine)[0] if mine else Review(case_key=key)


def others_looks(project: ProjectFile, key: int, reviewer: str) -> list[OtherLook]:
    """The other reviewers who marked a case, in the order of their first act on it."""
    by_person: dict[str, list[Act]] = {}
    for act in _acts(project, key):
        if act.reviewer != reviewer:
            by_person.setdefault(act.reviewer, []).append(act)
    found: list[OtherLook] = []
    for person, theirs in by_person.items():
        review, _ = acts.fold_review(key, theirs)
        if review.mark is not None:
            look = OtherLook(
                reviewer=person, mark=review.mark, note=review.note, ideal=review.ideal
            )
            found.append(look)
    return found


def _acts(project: ProjectFile, key: int) -> list[Act]:
    with project.reading() as connection:
        standing = acts.acts_of_cases(connection, [key])[key]
    return [act for act in standing if act.kind in reviews.REVIEW_KINDS]
