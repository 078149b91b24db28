"""Edits of the pattern set: what people do to patterns, replayed from the log."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from curator.model.base import Noun
from curator.model.pattern import Fix, Pattern, PatternSet


class AcceptGrouping(Noun):
    """A whole grouping, looked at and accepted."""

    edit: Literal["accept"] = "accept"
    set: PatternSet


class RenamePattern(Noun):
    edit: Literal["rename"] = "rename"
    pattern: str
    name: str


class MergePatterns(Noun):
    """All members of `sources` move into `pattern`; the sources end."""

    edit: Literal["merge"] = "merge"
    pattern: str
    sources: tuple[str, ...]


class MoveCases(Noun):
    """Cases go to a pattern, or to none."""

    edit: Literal["move"] = "move"
    cases: tuple[int, ...]
    pattern: str | None


class NewPattern(Noun):
    edit: Literal["new"] = "new"
    pattern: str
    name: str
    cases: tuple[int, ...]


class SetFix(Noun):
    edit: Literal["fix"] = "fix"
    pattern: str
    fix: Fix


class SetLocked(Noun):
    edit: Literal["lock"] = "lock"
    pattern: str
    locked: bool


PatternEdit = Annotated[
    AcceptGrouping | RenamePattern | MergePatterns | MoveCases | NewPattern | SetFix | SetLocked,
    Field(discriminator="edit"),
]
_edit: TypeAdapter[PatternEdit] = TypeAdapter(PatternEdit)


def decode_edit(payload: object) -> PatternEdit:
    """An edit from an act's payload."""
    return _edit.validate_python(payload)


def apply_edit(current: PatternSet, edit: PatternEdit) -> PatternSet:
    """The pattern set after an edit. Editing makes a pattern the people's own."""
    match edit:
        case AcceptGrouping():
            return edit.set
        case RenamePattern():
            return _change(current, edit.pattern, name=edit.name, by_people=True)
        case SetFix():
            return _change(current, edit.pattern, fix=edit.fix)
        case SetLocked():
            return _change(current, edit.pattern, locked=edit.locked, by_people=True)
        case MoveCases():
            return _move(current, edit.cases, edit.pattern)
        case NewPattern():
            pattern = Pattern(
                id=edit.pattern,
                name=edit.name,
                by_people=True,
                colour=free_colour(current.patterns),
            )
            grown = current.model_copy(update={"patterns": (*current.patterns, pattern)})
            return _move(grown, edit.cases, edit.pattern)
        case MergePatterns():
            moved = tuple(
                key
                for pattern in current.patterns
                if pattern.id in edit.sources
                for key in pattern.members
            )
            merged = _move(current, moved, edit.pattern)
            kept = tuple(
                p for p in merged.patterns if p.id not in edit.sources or p.id == edit.pattern
            )
            return merged.model_copy(update={"patterns": kept})


def free_colour(patterns: Iterable[Pattern]) -> int:
    """The lowest of the eight map colours that no pattern has, or 0 (grey)."""
    taken = {pattern.colour for pattern in patterns}
    return next((colour for colour in range(1, 9) if colour not in taken), 0)


def _change(current: PatternSet, pattern_id: str, **values: object) -> PatternSet:
    patterns = tuple(
        pattern.model_copy(update=values) if pattern.id == pattern_id else pattern
        for pattern in current.patterns
    )
    return current.model_copy(update={"patterns": patterns})


def _move(current: PatternSet, cases: tuple[int, ...], target: str | None) -> PatternSet:
    moving = set(cases)
    patterns: list[Pattern] = []
    for pattern in current.patterns:
        members = set(pattern.members) - moving
        if pattern.id == target:
            members |= moving
            pattern = pattern.model_copy(update={"by_people": True})
        exemplars = tuple(key for key in pattern.exemplars if key in members)
        patterns.append(
            pattern.model_copy(update={"members": tuple(sorted(members)), "exemplars": exemplars})
        )
    unassigned = set(current.unassigned) - moving
    if target is None:
        unassigned |= moving
    proposals = tuple(p for p in current.proposals if p.case_key not in moving)
    return current.model_copy(
        update={
            "patterns": tuple(patterns),
            "unassigned": tuple(sorted(unassigned)),
            "proposals": proposals,
        }
    )
