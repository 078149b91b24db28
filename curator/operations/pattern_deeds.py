"""What people do to patterns: each one deed in the log, each undoable."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from curator.errors import CuratorError
from curator.model.changes import Changed
from curator.model.pattern import Fix, Pattern, PatternSet
from curator.model.pattern_edits import (
    AcceptGrouping,
    DescribePattern,
    DissolvePattern,
    MergePatterns,
    MoveCases,
    NewPattern,
    PatternEdit,
    RenamePattern,
    SetFix,
    SetLocked,
)
from curator.model.review import ActKind
from curator.operations.pattern_state import current_patterns, is_tag_pattern
from curator.operations.snapshots import marked_cases
from curator.patterns.identity import tag_pattern_id
from curator.project import acts, patterns, reviews
from curator.project.ids import new_uid
from curator.project.store import ProjectFile

if TYPE_CHECKING:
    from curator.project.sql import Connection


def rename(project: ProjectFile, pattern_id: str, name: str, reviewer: str) -> Changed:
    """Give a pattern a person's name; no two patterns may share one."""
    standing = _current(project)
    clean = _free_name(standing, name, pattern_id)
    before = _find(standing, pattern_id).name
    edit = RenamePattern(pattern=pattern_id, name=clean)
    return _edit(project, edit, reviewer, f"Renamed “{before}” to “{clean}”.")


def merge(project: ProjectFile, into_id: str, from_ids: Sequence[str], reviewer: str) -> Changed:
    """Move all cases of some patterns into another; the emptied ones end."""
    standing = _current(project)
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
    standing = _current(project)
    _check_failures(standing, keys)
    target = _find(standing, pattern_id) if pattern_id is not None else None
    edit = MoveCases(cases=tuple(sorted(keys)), pattern=pattern_id)
    where = f"to “{target.name}”" if target else "out of their patterns"
    sentence = f"Moved {_cases(len(keys))} {where}."
    return _edit(project, edit, reviewer, sentence, retag=(list(keys), target))


def new_pattern(project: ProjectFile, name: str, keys: Sequence[int], reviewer: str) -> Changed:
    """Make a pattern of chosen failures."""
    standing = _current(project)
    clean = _free_name(standing, name)
    _check_failures(standing, keys)
    edit = NewPattern(pattern=new_uid(), name=clean, cases=tuple(sorted(keys)))
    sentence = f"Made the pattern “{clean}” of {_cases(len(keys))}."
    return _edit(project, edit, reviewer, sentence)


def split(
    project: ProjectFile, pattern_id: str, keys: Sequence[int], name: str, reviewer: str
) -> Changed:
    """Make a pattern of its own of some members of a pattern; the rest stays what it was.

    `keys`: as `pattern_study.propose_split` offers them, or any other choice of members.
    """
    standing = _current(project)
    pattern = _find(standing, pattern_id)
    chosen = set(keys)
    if not chosen or not chosen < set(pattern.members):
        raise CuratorError(
            f"A split of “{pattern.name}” needs some of its {_cases(len(pattern.members))}, "
            "not all and not none.",
            field="cases",
        )
    clean = _free_name(standing, name)
    edit = NewPattern(pattern=new_uid(), name=clean, cases=tuple(sorted(chosen)))
    sentence = f"Split “{pattern.name}”: {_cases(len(chosen))} became “{clean}”."
    return _edit(project, edit, reviewer, sentence)


def dissolve(project: ProjectFile, pattern_id: str, reviewer: str) -> Changed:
    """End a pattern; its cases are in none, and a tag that made it is taken off them."""
    pattern = _find(_current(project), pattern_id)
    edit = DissolvePattern(pattern=pattern_id)
    sentence = f"Dissolved “{pattern.name}” of {_cases(len(pattern.members))}."
    return _edit(project, edit, reviewer, sentence, retag=(pattern.members, None))


def describe(project: ProjectFile, pattern_id: str, description: str, reviewer: str) -> Changed:
    """Write what a pattern is about; "" takes the description away."""
    pattern = _find(_current(project), pattern_id)
    clean = description.strip()
    if clean == pattern.description:
        return Changed()
    edit = DescribePattern(pattern=pattern_id, description=clean)
    return _edit(project, edit, reviewer, f"Described “{pattern.name}”.")


def take_suggestions(
    project: ProjectFile, taken: Sequence[tuple[int, str]], reviewer: str
) -> Changed:
    """Put failures into the patterns that were suggested for them, as one deed.

    `taken`: (case key, pattern id), each case once.
    """
    standing = _current(project)
    _check_failures(standing, [key for key, _ in taken])
    by_pattern: dict[str, list[int]] = {}
    for key, pattern_id in taken:
        by_pattern.setdefault(_find(standing, pattern_id).id, []).append(key)
    if not by_pattern:
        return Changed()
    edits = [
        MoveCases(cases=tuple(sorted(keys)), pattern=identity)
        for identity, keys in sorted(by_pattern.items())
    ]
    retags = [(keys, _find(standing, identity)) for identity, keys in sorted(by_pattern.items())]
    names = [f"“{pattern.name}”" for _, pattern in retags]
    where = names[0] if len(names) == 1 else f"{len(names)} patterns"
    return _edit_all(
        project, edits, reviewer, f"Put {_cases(len(taken))} into {where}.", retags=retags
    )


def set_fix(project: ProjectFile, pattern_id: str, fix: Fix, reviewer: str) -> Changed:
    """Say what would fix a pattern."""
    name = _find(_current(project), pattern_id).name
    return _edit(
        project, SetFix(pattern=pattern_id, fix=fix), reviewer, f"“{name}”: fix with {fix}."
    )


def set_locked(project: ProjectFile, pattern_id: str, locked: bool, reviewer: str) -> Changed:
    """Pin a pattern, so that no regrouping changes it, or unpin it."""
    name = _find(_current(project), pattern_id).name
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
    return _edit_all(project, [edit], reviewer, sentence, retags=[retag] if retag else [])


def _edit_all(
    project: ProjectFile,
    wanted: Sequence[PatternEdit],
    reviewer: str,
    sentence: str,
    *,
    retags: Sequence[tuple[Sequence[int], Pattern | None]],
) -> Changed:
    """Write edits as one deed; what the screen showed is written with them where only tags had
    made it."""
    reviewed = marked_cases(project)
    with project.writing() as connection:
        standing = current_patterns(connection, reviewed)
        edits: list[PatternEdit] = list(wanted)
        if standing != patterns.stored(connection):
            edits.insert(0, AcceptGrouping(set=standing))
        deed = patterns.write_edits(connection, edits, reviewer)
        touched = tuple(
            key for retag in retags for key in _follow_with_tags(connection, retag, reviewer, deed)
        )
    return Changed(deed=deed, sentence=sentence, patterns=True, cases=touched, tags=bool(touched))


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


def _current(project: ProjectFile) -> PatternSet:
    reviewed = marked_cases(project)
    with project.reading() as connection:
        return current_patterns(connection, reviewed)


def _free_name(standing: PatternSet, name: str, own_id: str = "") -> str:
    """The name on one line; an empty or a used one is an error."""
    clean = " ".join(name.split())
    if not clean:
        raise CuratorError("A pattern needs a name.", field="name")
    if any(one.name == clean and one.id != own_id for one in standing.patterns):
        raise CuratorError(f"Another pattern is called “{clean}” already.", field="name")
    return clean


def _check_failures(standing: PatternSet, keys: Sequence[int]) -> None:
    """Only failures are in patterns."""
    members = [key for one in standing.patterns for key in one.members]
    strangers = set(keys).difference(standing.unassigned, members)
    if strangers or not keys:
        what = f"{_cases(len(strangers))} of these did not fail" if strangers else "none is chosen"
        raise CuratorError(f"A pattern holds failures only, and {what}.", field="cases")


def _find(standing: PatternSet, pattern_id: str) -> Pattern:
    for pattern in standing.patterns:
        if pattern.id == pattern_id:
            return pattern
    raise CuratorError(f"There is no pattern “{pattern_id}” in this project.", field="pattern")


def _cases(count: int) -> str:
    return "1 case" if count == 1 else f"{count:,} cases"
