"""Edits of the pattern set: what people do to patterns, replayed from the log."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from curator.model.base import Noun
from curator.model.pattern import Fix, Pattern, PatternSet, Proposal


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


class DescribePattern(Noun):
    edit: Literal["describe"] = "describe"
    pattern: str
    description: str


class DissolvePattern(Noun):
    """The pattern ends; its members are in none."""

    edit: Literal["dissolve"] = "dissolve"
    pattern: str


class KeepFound(Noun):
    """A grouping that nobody asked for: it takes the place of the engine's patterns alone."""

    edit: Literal["found"] = "found"
    set: PatternSet
    peoples: tuple[str, ...] = ()
    """Ids of the patterns in it that were people's by an edit: gone where that is undone."""


class PlaceFailures(Noun):
    """New failures take a place; nothing that has one moves.

    `joined`: pattern and the cases that join it; `new`: patterns found among those that wait.
    """

    edit: Literal["place"] = "place"
    joined: tuple[tuple[str, tuple[int, ...]], ...] = ()
    new: tuple[Pattern, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    positions: tuple[tuple[int, float, float], ...] = ()
    """Of the new failures only: the others stay where they are on the map."""


PatternEdit = Annotated[
    AcceptGrouping
    | RenamePattern
    | MergePatterns
    | MoveCases
    | NewPattern
    | SetFix
    | SetLocked
    | DescribePattern
    | DissolvePattern
    | KeepFound
    | PlaceFailures,
    Field(discriminator="edit"),
]
_edit: TypeAdapter[PatternEdit] = TypeAdapter(PatternEdit)


_WORDS = {
    "accept": "accepting a grouping",
    "rename": "renaming a pattern",
    "merge": "merging patterns",
    "move": "moving cases between patterns",
    "new": "making a pattern",
    "fix": "what would fix a pattern",
    "lock": "pinning a pattern",
    "describe": "describing a pattern",
    "dissolve": "dissolving a pattern",
    "found": "a first grouping",
    "place": "placing new failures",
}


def edit_in_words(kinds: Sequence[str]) -> str:
    """A deed's edits in words. Of several the last says it: an edit of what was only on screen
    is written with the whole set before it."""
    return _WORDS[kinds[-1]]


def decode_edit(payload: object) -> PatternEdit:
    """An edit from an act's payload."""
    return _edit.validate_python(payload)


def apply_edit(current: PatternSet, edit: PatternEdit) -> PatternSet:
    """The pattern set after an edit. Editing makes a pattern the people's own."""
    match edit:
        case AcceptGrouping():
            return edit.set
        case KeepFound():
            return keep_found(current, edit.set, edit.peoples)
        case PlaceFailures():
            return _place(current, edit)
        case MoveCases():
            return _move(current, edit.cases, edit.pattern)
        case NewPattern():
            return _new(current, edit)
        case MergePatterns():
            moved = _members(current, edit.sources)
            gone = set(edit.sources) - {edit.pattern}
            return _without(_move(current, moved, edit.pattern), gone)
        case DissolvePattern():
            moved = _members(current, (edit.pattern,))
            return _without(_move(current, moved, None), {edit.pattern})
        case _:
            return _change(current, edit.pattern, **_said_of_pattern(edit))


def _said_of_pattern(
    edit: RenamePattern | SetFix | SetLocked | DescribePattern,
) -> dict[str, object]:
    """What a person said of one pattern; its members are then theirs as they are."""
    match edit:
        case RenamePattern():
            return {"name": edit.name, "by_people": True, "as_grouped": False}
        case SetFix():
            return {"fix": edit.fix}
        case SetLocked():
            return {"locked": edit.locked, "by_people": True, "as_grouped": False}
        case DescribePattern():
            return {"description": edit.description, "by_people": True, "as_grouped": False}


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


def _new(current: PatternSet, edit: NewPattern) -> PatternSet:
    colour = free_colour(current.patterns)
    pattern = Pattern(id=edit.pattern, name=edit.name, by_people=True, colour=colour)
    grown = current.model_copy(update={"patterns": (*current.patterns, pattern)})
    return _move(grown, edit.cases, edit.pattern)


def keep_found(current: PatternSet, found: PatternSet, peoples: Collection[str] = ()) -> PatternSet:
    """What `found` says, except about people's patterns: those are as they are in `current`.

    `peoples`: ids in `found` that are left out where they are not in `current`.
    """
    own = {one.id: one for one in current.patterns if one.by_people or one.locked}
    held = {key for one in own.values() for key in one.members}
    patterns: list[Pattern] = []
    for one in found.patterns:
        if one.id in own:
            about = {
                "keywords": one.keywords,
                "exemplars": one.exemplars,
                "cohesion": one.cohesion,
            }
            patterns.append(own.pop(one.id).model_copy(update=about))
        elif one.id not in peoples:
            members = tuple(key for key in one.members if key not in held)
            patterns += [one.model_copy(update={"members": members})] if members else []
    patterns += own.values()
    placed = {key for one in patterns for key in one.members}
    everyone = {*found.unassigned, *(key for one in found.patterns for key in one.members)}
    update = {"patterns": tuple(patterns), "unassigned": tuple(sorted(everyone - placed))}
    return found.model_copy(update=update)


def _place(current: PatternSet, edit: PlaceFailures) -> PatternSet:
    held = {key for one in current.patterns for key in one.members}
    joined = dict(edit.joined)
    patterns = [
        one.model_copy(
            update={"members": tuple(sorted({*one.members, *(set(joined[one.id]) - held)}))}
        )
        if one.id in joined
        else one
        for one in current.patterns
    ]
    ids = {one.id for one in patterns}
    for one in edit.new:
        members = tuple(key for key in one.members if key not in held)
        if one.id not in ids and members:
            patterns.append(one.model_copy(update={"members": members}))
    placed = {key for one in patterns for key in one.members}
    new_keys = {key for key, _, _ in edit.positions}
    positions = {key: (key, x, y) for key, x, y in (*current.positions, *edit.positions)}
    update = {
        "patterns": tuple(patterns),
        "unassigned": tuple(sorted({*current.unassigned, *new_keys} - placed)),
        "proposals": edit.proposals,
        "positions": tuple(positions[key] for key in sorted(positions)),
    }
    return current.model_copy(update=update)


def _members(current: PatternSet, ids: Iterable[str]) -> tuple[int, ...]:
    wanted = set(ids)
    return tuple(key for one in current.patterns if one.id in wanted for key in one.members)


def _without(current: PatternSet, ids: set[str]) -> PatternSet:
    kept = tuple(one for one in current.patterns if one.id not in ids)
    proposals = tuple(one for one in current.proposals if one.pattern_id not in ids)
    return current.model_copy(update={"patterns": kept, "proposals": proposals})


def _move(current: PatternSet, cases: tuple[int, ...], target: str | None) -> PatternSet:
    moving = set(cases)
    patterns: list[Pattern] = []
    for pattern in current.patterns:
        members = set(pattern.members) - moving
        if pattern.id == target:
            members |= moving
            pattern = pattern.model_copy(update={"by_people": True})
        if members != set(pattern.members):
            pattern = pattern.model_copy(update={"as_grouped": False})
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
