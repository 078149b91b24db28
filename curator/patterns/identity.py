"""Identity: patterns are the reviewers'. Who keeps an id, a name, a colour and members."""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from curator.model.pattern import Pattern, PatternSet
from curator.patterns.failure_text import FailureText

COLOURS = range(1, 9)
"""The map's colours; a ninth pattern is grey (0) until one is free."""

SAME_PATTERN = 0.3
"""Least overlap (members in both over members in either) to take over an old identity."""

_TAG_PREFIX = "tag-"
_FOUND_PREFIX = "found-"


def tag_key(tag: str) -> str:
    """A tag as it is compared: case, width and spaces do not matter."""
    return " ".join(unicodedata.normalize("NFKC", tag).casefold().split())


def tag_pattern_id(tag: str) -> str:
    """The id of the pattern that a tag makes: the same in every project."""
    return _TAG_PREFIX + _short_hash(tag_key(tag))


def found_pattern_id(medoid: FailureText, taken: Collection[str]) -> str:
    """The id of a pattern the engine found: from its most typical member's content."""
    identity = medoid.digest()
    attempt = 0
    while (found := _FOUND_PREFIX + _short_hash(f"{identity}/{attempt}")) in taken:
        attempt += 1
    return found


def people_patterns(failures: Sequence[FailureText], people: PatternSet) -> list[Pattern]:
    """The patterns that people made, with their members among `failures`.

    Patterns that a person named, accepted or locked keep every member that is still a failure.
    A tag used on two or more failures is a pattern of that name (`tag_pattern_id`); a failure
    that no person's pattern holds counts in the pattern of its first such tag. A tag feeds the
    person's pattern that already has its name, so that no two patterns share one.
    `people`: the current state; its unlocked patterns found by the engine are left out.
    """
    present = {failure.key for failure in failures}
    kept = [pattern for pattern in people.patterns if pattern.by_people or pattern.locked]
    members: dict[str, list[int]] = {}
    held: set[int] = set()
    for pattern in kept:
        mine = [key for key in pattern.members if key in present and key not in held]
        members[pattern.id] = mine
        held.update(mine)
    names = _names_of_used_tags(failures)
    pattern_of = {key: _pattern_for_tag(key, names[key], kept) for key in names}
    for failure in failures:
        tag = next((tag_key(tag) for tag in failure.tags if tag_key(tag) in names), None)
        if tag is not None and failure.key not in held:
            members.setdefault(pattern_of[tag], []).append(failure.key)
    known = {pattern.id: pattern for pattern in kept}
    for key, identity in sorted(pattern_of.items()):
        if identity in members and identity not in known:
            known[identity] = Pattern(id=identity, name=names[key], by_people=True, colour=0)
    return [
        pattern.model_copy(update={"members": tuple(sorted(members[identity]))})
        for identity, pattern in known.items()
    ]


def _names_of_used_tags(failures: Sequence[FailureText]) -> dict[str, str]:
    """Tags on two or more failures by their key, each with its most used spelling."""
    spellings: dict[str, Counter[str]] = {}
    for failure in failures:
        for key, spelling in {tag_key(tag): " ".join(tag.split()) for tag in failure.tags}.items():
            if key:
                spellings.setdefault(key, Counter())[spelling] += 1
    return {
        key: min(counter, key=lambda spelling: (-counter[spelling], spelling))
        for key, counter in spellings.items()
        if counter.total() >= 2
    }


def _pattern_for_tag(key: str, name: str, kept: Sequence[Pattern]) -> str:
    identity = tag_pattern_id(name)
    if any(pattern.id == identity for pattern in kept):
        return identity
    same_name = [pattern.id for pattern in kept if tag_key(pattern.name) == key]
    return same_name[0] if same_name else identity


def match_to_old(
    found: Mapping[str, Collection[int]], old: Iterable[Pattern]
) -> dict[str, Pattern]:
    """Which found group takes over which old pattern's identity, by most overlap altogether.

    `found`: group id to case keys. Hungarian assignment on intersection over union; below
    `SAME_PATTERN` nobody takes over.
    """
    before = sorted(old, key=lambda pattern: pattern.id)
    if not before or not found:
        return {}
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    groups = sorted(found)
    overlap = np.array(
        [[_overlap(found[group], pattern.members) for pattern in before] for group in groups]
    )
    rows, columns = linear_sum_assignment(-overlap)
    return {
        groups[int(row)]: before[int(column)]
        for row, column in zip(rows, columns, strict=True)
        if overlap[row, column] >= SAME_PATTERN
    }


def _overlap(one: Collection[int], other: Collection[int]) -> float:
    first, second = set(one), set(other)
    return len(first & second) / max(1, len(first | second))


def with_colours(patterns: Sequence[Pattern]) -> list[Pattern]:
    """Give each colourless pattern, largest first, the next free colour; others keep theirs."""
    free = [colour for colour in COLOURS if colour not in {one.colour for one in patterns}]
    chosen: dict[str, int] = {}
    for pattern in sorted(patterns, key=by_size):
        if pattern.colour == 0 and free:
            chosen[pattern.id] = free.pop(0)
    return [
        pattern.model_copy(update={"colour": chosen.get(pattern.id, pattern.colour)})
        for pattern in patterns
    ]


def by_size(pattern: Pattern) -> tuple[int, str]:
    """Sort key: most members first, then id."""
    return (-len(pattern.members), pattern.id)


def _short_hash(text: str) -> str:
    encoded = text.encode("utf-8", "replace")
    return hashlib.blake2b(encoded, digest_size=6).hexdigest()
