"""What a regrouping would change, in figures and in words."""

from __future__ import annotations

from curator.gui.item_models.pattern_difference import difference
from curator.model.pattern import Pattern, PatternSet


def pattern(identity: str, *members: int, name: str = "", by_people: bool = False) -> Pattern:
    return Pattern(
        id=identity, name=name or identity, by_people=by_people, colour=1, members=members
    )


def test_the_same_grouping_changes_nothing() -> None:
    groups = PatternSet(patterns=(pattern("a", 1, 2),), unassigned=(3,))
    told = difference(groups, groups)
    assert not told.anything
    assert told.sentence == "Nothing would change: the same patterns with the same cases."


def test_new_gone_moved_placed_and_unplaced_are_counted() -> None:
    old = PatternSet(
        patterns=(pattern("a", 1, 2, 3), pattern("b", 4, 5), pattern("c", 6, 7)),
        unassigned=(8, 9),
    )
    new = PatternSet(
        patterns=(pattern("a", 1, 2, 4, 8), pattern("b", 5), pattern("d", 3, 6)),
        unassigned=(7, 9),
    )
    told = difference(old, new)
    assert [(c.pattern.id, c.kind) for c in told.changes] == [
        ("a", "changed"),
        ("b", "changed"),
        ("d", "new"),
        ("c", "gone"),
    ]
    assert told.changes[0].joined == (4, 8)
    assert told.changes[0].left == (3,)
    assert (told.placed, told.unplaced, told.moved) == (1, 1, 3)
    assert told.sentence == (
        "1 new pattern, 1 pattern gone, 2 patterns changed, 3 cases move, "
        "1 case finds a pattern, 1 case leaves its pattern."
    )


def test_each_pattern_says_what_happens_to_it() -> None:
    old = PatternSet(patterns=(pattern("a", 1, 2, name="Old"), pattern("b", 3)))
    new = PatternSet(patterns=(pattern("a", 1, 2, 4, name="New"),), unassigned=(3,))
    first, second = difference(old, new).changes
    assert first.sentence == "1 case joins, was named “Old”"
    assert second.sentence == "goes, its 1 case is placed elsewhere"
