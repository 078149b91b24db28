"""What a new grouping would change, told before anyone accepts it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from curator.model.pattern import Pattern, PatternSet

ChangeKind = Literal["new", "gone", "changed", "same"]


@dataclass(frozen=True)
class PatternChange:
    """One pattern before and after. `joined` and `left` are case keys in ascending order."""

    kind: ChangeKind
    pattern: Pattern
    before: int
    after: int
    joined: tuple[int, ...] = ()
    left: tuple[int, ...] = ()
    renamed_from: str = ""

    @property
    def sentence(self) -> str:
        """What happens to the pattern, without its name."""
        if self.kind == "new":
            return f"new, {cases(self.after)}"
        if self.kind == "gone":
            return f"goes, its {acting(self.before, 'are', 'is')} placed elsewhere"
        parts: list[str] = []
        if self.joined:
            parts.append(acting(len(self.joined), "join"))
        if self.left:
            parts.append(acting(len(self.left), "leave"))
        if self.renamed_from:
            parts.append(f"was named “{self.renamed_from}”")
        return ", ".join(parts) or "stays as it is"


@dataclass(frozen=True)
class Difference:
    """A whole grouping against the one in use."""

    changes: tuple[PatternChange, ...]
    placed: int
    """Cases in no pattern before that are in one now."""
    unplaced: int
    """Cases in a pattern before that are in none now."""
    moved: int
    """Cases that go from one pattern to another."""
    new_proposals: int
    people_kept: int
    """Patterns made by people: their names and members stay."""

    @property
    def anything(self) -> bool:
        return any(change.kind != "same" for change in self.changes) or bool(
            self.placed or self.unplaced
        )

    def _whose(self) -> str:
        return " its pattern" if self.unplaced == 1 else " their patterns"

    @property
    def sentence(self) -> str:
        """The difference in one sentence."""
        if not self.anything:
            return "Nothing would change: the same patterns with the same cases."
        kinds = [change.kind for change in self.changes]
        parts = [
            _plural(kinds.count("new"), "new pattern"),
            _plural(kinds.count("gone"), "pattern") + " gone" if "gone" in kinds else "",
            _plural(kinds.count("changed"), "pattern") + " changed" if "changed" in kinds else "",
            acting(self.moved, "move") if self.moved else "",
            acting(self.placed, "find") + " a pattern" if self.placed else "",
            acting(self.unplaced, "leave") + self._whose() if self.unplaced else "",
        ]
        told = [part for part in parts if part]
        return ", ".join(told)[:1].upper() + ", ".join(told)[1:] + "."


def acting(count: int, many: str, one: str = "") -> str:
    """ "1 case joins", "12 cases join"."""
    return f"{cases(count)} " + ((one or f"{many}s") if count == 1 else many)


def cases(count: int) -> str:
    """ "1 case", "12 cases"."""
    return _plural(count, "case") or "no cases"


def _plural(count: int, noun: str) -> str:
    return "" if count == 0 else f"{count:,} {noun}" + ("" if count == 1 else "s")


def difference(old: PatternSet, new: PatternSet) -> Difference:
    """Compares two groupings by pattern identity; patterns in the new order, gone ones last."""
    before = {pattern.id: pattern for pattern in old.patterns}
    after = {pattern.id: pattern for pattern in new.patterns}
    changes = [_change(before.get(pattern.id), pattern) for pattern in new.patterns]
    changes += [
        PatternChange("gone", pattern, len(pattern.members), 0, left=pattern.members)
        for pattern in old.patterns
        if pattern.id not in after
    ]
    where_before, where_after = _homes(old.patterns), _homes(new.patterns)
    stayed = where_before.keys() & where_after.keys()
    return Difference(
        changes=tuple(changes),
        placed=len(where_after.keys() & set(old.unassigned)),
        unplaced=len(where_before.keys() & set(new.unassigned)),
        moved=sum(1 for key in stayed if where_before[key] != where_after[key]),
        new_proposals=len(new.proposals),
        people_kept=sum(1 for pattern in new.patterns if pattern.by_people or pattern.locked),
    )


def _change(old: Pattern | None, new: Pattern) -> PatternChange:
    if old is None:
        return PatternChange("new", new, 0, len(new.members), joined=new.members)
    joined = tuple(sorted(set(new.members) - set(old.members)))
    left = tuple(sorted(set(old.members) - set(new.members)))
    renamed = old.name if old.name != new.name else ""
    same = not joined and not left and not renamed
    return PatternChange(
        "same" if same else "changed",
        new,
        len(old.members),
        len(new.members),
        joined,
        left,
        renamed,
    )


def _homes(patterns: Iterable[Pattern]) -> dict[int, str]:
    return {key: pattern.id for pattern in patterns for key in pattern.members}
