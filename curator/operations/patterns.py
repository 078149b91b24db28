"""Grouping failures, and what people do to patterns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from curator.errors import CuratorError
from curator.model.changes import Changed
from curator.model.pattern import Fix, Lens, Pattern, PatternSet
from curator.model.pattern_edits import (
    AcceptGrouping,
    MergePatterns,
    MoveCases,
    NewPattern,
    PatternEdit,
    RenamePattern,
    SetFix,
    SetLocked,
)
from curator.model.review import ActKind
from curator.model.work import IsCancelled, Progress, never_cancelled, no_progress
from curator.operations.embedding import built_in, cached_embed
from curator.operations.pattern_state import current_patterns, failure_texts, is_tag_pattern
from curator.operations.snapshots import marked_cases
from curator.patterns import group_failures
from curator.patterns.identity import tag_pattern_id
from curator.project import acts, patterns, reviews
from curator.project.ids import new_uid
from curator.project.store import ProjectFile

if TYPE_CHECKING:
    from curator.project.sql import Connection

ENGINE = "Curator"
"""Whose act a grouping is that no person asked for."""
FEWEST_FAILURES = 20
"""Below this the engine finds nothing worth showing. Source: `product.md`, Patterns."""


def current(project: ProjectFile) -> PatternSet:
    """The patterns as they stand: accepted or proposed ones, tags and marks of today."""
    reviewed = marked_cases(project)
    with project.reading() as connection:
        return current_patterns(connection, reviewed)


def group(
    project: ProjectFile,
    *,
    lens: Lens | None = None,
    progress: Progress = no_progress,
    is_cancelled: IsCancelled = never_cancelled,
) -> PatternSet:
    """Group the failures afresh around what people decided. Computes only: accept it to keep it.

    `lens` None keeps the lens of the current set.
    """
    failures = failure_texts(marked_cases(project))
    standing = current(project)
    chosen = lens or standing.lens
    same = chosen == standing.lens and standing.embedder == built_in().id
    return group_failures(
        failures,
        cached_embed(project),
        lens=chosen,
        people=standing,
        threshold=standing.threshold if same and standing.threshold > 0 else None,
        embedder=built_in().id,
        progress=progress,
        is_cancelled=is_cancelled,
    )


def ensure_grouped(
    project: ProjectFile,
    *,
    progress: Progress = no_progress,
    is_cancelled: IsCancelled = never_cancelled,
) -> PatternSet:
    """The current patterns; where there are failures and no grouping yet, a first one is made.

    Its patterns are proposals until a person names or accepts them.
    """
    standing = current(project)
    failures = len(standing.unassigned) + sum(len(one.members) for one in standing.patterns)
    if standing.embedder or failures < FEWEST_FAILURES:
        return standing
    found = group(project, progress=progress, is_cancelled=is_cancelled)
    with project.writing() as connection:
        edits = [AcceptGrouping(set=found)]
        patterns.write_edits(connection, edits, ENGINE, origin=acts.COMPUTED)
    return found


def accept_grouping(project: ProjectFile, found: PatternSet, reviewer: str) -> Changed:
    """Make a grouping that a person has looked at the current one; its patterns become real."""
    real = found.model_copy(
        update={
            "patterns": tuple(one.model_copy(update={"by_people": True}) for one in found.patterns)
        }
    )
    with project.writing() as connection:
        deed = patterns.write_edits(connection, [AcceptGrouping(set=real)], reviewer)
    count = len(real.patterns)
    return Changed(deed=deed, sentence=f"Accepted a grouping of {count} patterns.", patterns=True)


def propose_grouping(project: ProjectFile, found: PatternSet) -> Changed:
    """Keep a grouping as proposals, without making its patterns the people's own."""
    with project.writing() as connection:
        edits = [AcceptGrouping(set=found)]
        deed = patterns.write_edits(connection, edits, ENGINE, origin=acts.COMPUTED)
    return Changed(deed=deed, patterns=True)


def rename(project: ProjectFile, pattern_id: str, name: str, reviewer: str) -> Changed:
    """Give a pattern a person's name; no two patterns may share one."""
    clean = " ".join(name.split())
    if not clean:
        raise CuratorError("A pattern needs a name.", field="name")
    standing = current(project)
    if any(one.name == clean and one.id != pattern_id for one in standing.patterns):
        raise CuratorError(f"Another pattern is called “{clean}” already.", field="name")
    before = _find(standing, pattern_id).name
    edit = RenamePattern(pattern=pattern_id, name=clean)
    return _edit(project, edit, reviewer, f"Renamed “{before}” to “{clean}”.")


def merge(project: ProjectFile, into_id: str, from_ids: Sequence[str], reviewer: str) -> Changed:
    """Move all cases of some patterns into another; the emptied ones end."""
    standing = current(project)
    into = _find(standing, into_id)
    sources = tuple(_find(standing, one).id for one in from_ids if one != into_id)
    if not sources:
        raise CuratorError("Choose another pattern to merge with.", field="pattern")
    moved = [key for one in standing.patterns if one.id in sources for key in one.members]
    edit = MergePatterns(pattern=into_id, sources=sources)
    sentence = f"Merged {len(sources) + 1} patterns into “{into.name}”."
    return _edit(project, edit, reviewer, sentence, retag=(moved, into))


def move_cases(
    project: ProjectFile, keys: Sequence[int], pattern_id: str | None, reviewer: str
) -> Changed:
    """Put failures into a pattern, or into none."""
    standing = current(project)
    target = _find(standing, pattern_id) if pattern_id is not None else None
    edit = MoveCases(cases=tuple(sorted(keys)), pattern=pattern_id)
    where = f"to “{target.name}”" if target else "out of their patterns"
    sentence = f"Moved {_cases(len(keys))} {where}."
    return _edit(project, edit, reviewer, sentence, retag=(list(keys), target))


def new_pattern(project: ProjectFile, name: str, keys: Sequence[int], reviewer: str) -> Changed:
    """Make a pattern of chosen failures."""
    clean = " ".join(name.split())
    if not clean:
        raise CuratorError("A pattern needs a name.", field="name")
    if any(one.name == clean for one in current(project).patterns):
        raise CuratorError(f"Another pattern is called “{clean}” already.", field="name")
    edit = NewPattern(pattern=new_uid(), name=clean, cases=tuple(sorted(keys)))
    sentence = f"Made the pattern “{clean}” of {_cases(len(keys))}."
    return _edit(project, edit, reviewer, sentence)


def set_fix(project: ProjectFile, pattern_id: str, fix: Fix, reviewer: str) -> Changed:
    """Say what would fix a pattern."""
    name = _find(current(project), pattern_id).name
    return _edit(
        project, SetFix(pattern=pattern_id, fix=fix), reviewer, f"“{name}”: fix with {fix}."
    )


def set_locked(project: ProjectFile, pattern_id: str, locked: bool, reviewer: str) -> Changed:
    """Pin a pattern, so that no regrouping changes it, or unpin it."""
    name = _find(current(project), pattern_id).name
    word = "Pinned" if locked else "Unpinned"
    edit = SetLocked(pattern=pattern_id, locked=locked)
    return _edit(project, edit, reviewer, f"{word} “{name}”.")


def _edit(
    project: ProjectFile,
    edit: PatternEdit,
    reviewer: str,
    sentence: str,
    *,
    retag: tuple[Sequence[int], Pattern | None] | None = None,
) -> Changed:
    """Write an edit; what the screen showed is written with it where only tags had made it."""
    reviewed = marked_cases(project)
    with project.writing() as connection:
        standing = current_patterns(connection, reviewed)
        edits: list[PatternEdit] = [edit]
        if standing != patterns.stored(connection):
            edits.insert(0, AcceptGrouping(set=standing))
        deed = patterns.write_edits(connection, edits, reviewer)
        touched = _follow_with_tags(connection, retag, reviewer, deed) if retag else ()
    return Changed(deed=deed, sentence=sentence, patterns=True, cases=touched)


def _follow_with_tags(
    connection: Connection,
    retag: tuple[Sequence[int], Pattern | None],
    reviewer: str,
    deed: str,
) -> tuple[int, ...]:
    """Tags and patterns are two ends of one thing, so a moved case's tags follow.

    Into a tag's pattern: that tag comes first. Out of all patterns: tags that would pull the
    case back into one are taken off. Into any other pattern the tags stay as they are.
    """
    keys, target = retag
    if target is not None and not is_tag_pattern(target.id):
        return ()
    added = _tag_of(connection, target) if target is not None else None
    in_use = {tag_pattern_id(tag) for tag, count in reviews.tag_counts(connection) if count > 1}
    new: list[acts.NewAct] = []
    for key in keys:
        tags = reviews.review(connection, key).tags
        if added is not None:
            wanted = [added, *(tag for tag in tags if tag != added)]
        else:
            wanted = [tag for tag in tags if tag_pattern_id(tag) not in in_use]
        if list(tags) != wanted:
            new.append(acts.NewAct(ActKind.TAGS, {"tags": list(wanted)}, case_key=key))
    acts.append(connection, new, reviewer, deed=deed)
    touched = tuple(act.case_key for act in new if act.case_key is not None)
    reviews.refold(connection, touched)
    return touched


def _tag_of(connection: Connection, pattern: Pattern) -> str | None:
    """The tag that makes a pattern, or None where it is not made by a tag."""
    if not is_tag_pattern(pattern.id):
        return None
    for tag, _ in reviews.tag_counts(connection):
        if tag_pattern_id(tag) == pattern.id:
            return tag
    return None


def _find(standing: PatternSet, pattern_id: str) -> Pattern:
    for pattern in standing.patterns:
        if pattern.id == pattern_id:
            return pattern
    raise CuratorError(f"There is no pattern “{pattern_id}” in this project.", field="pattern")


def _cases(count: int) -> str:
    return "1 case" if count == 1 else f"{count:,} cases"
