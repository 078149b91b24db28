"""Names for patterns nobody has named: what reviewers wrote, else what the failures say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence

from curator.model.pattern import Lens
from curator.patterns.failure_text import FailureText
from curator.patterns.identity import tag_key
from curator.patterns.words import words_of

LONGEST_NAME = 80
"""Characters; longer sentences end in an ellipsis."""

NOTED_SHARE = 0.25
"""Share of members with a note from which a note may speak for all."""

_SHORTEST_NOTE = 4
"""Letters; a note of one word shorter than this ("hm", "no") names nothing."""

_PLAIN_NOTE = 4
"""Words from which a note is full enough to speak for others that share no word with it."""

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])|\n+")
_DECORATION = re.compile(r"^[\s#>*•\-+|`\"']+|[\s*|`\"']+$")
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]+")

_SAYS: dict[Lens, Callable[[FailureText], str]] = {
    "wrong": lambda failure: failure.answered,
    "asked": lambda failure: failure.asked,
    "answered": lambda failure: failure.answered,
    "all": lambda failure: failure.asked,
}


def said(failure: FailureText, lens: Lens) -> str:
    """The text that stands for a failure under a lens."""
    return _SAYS[lens](failure)


def suggest_name(
    members: Sequence[FailureText], lens: Lens, keywords: Sequence[str], taken: Collection[str]
) -> str:
    """A name for a group, unlike any in `taken`.

    `members` from most to least typical, at least one. In order: a tag that most share, the
    most central note, the sentence of the medoid that holds most of the keywords.
    """
    name = _shared_tag(members) or _central_note(members) or _sentence(members, lens, keywords)
    return unlike(name or "Empty output", keywords, taken)


def unlike(name: str, keywords: Sequence[str], taken: Collection[str]) -> str:
    """`name`, or with a keyword or number added where another pattern has it already."""
    used = {tag_key(one) for one in taken}
    candidates = [name, *(f"{name} ({word})" for word in keywords)]
    for candidate in candidates:
        if tag_key(candidate) not in used:
            return candidate
    number = 2
    while tag_key(f"{name} {number}") in used:
        number += 1
    return f"{name} {number}"


def shortened(text: str) -> str:
    """One clean line of at most `LONGEST_NAME` characters, cut between words where it can be."""
    line = " ".join(_UNPRINTABLE.sub(" ", text).split())
    line = _DECORATION.sub("", line)
    if len(line) <= LONGEST_NAME:
        return line
    cut = line[: LONGEST_NAME - 1]
    space = cut.rfind(" ")
    return (cut[:space] if space > LONGEST_NAME // 2 else cut).rstrip(" ,;:") + "…"


def _shared_tag(members: Sequence[FailureText]) -> str:
    counts = Counter(tag_key(tag) for member in members for tag in set(member.tags))
    if not counts:
        return ""
    best = min(counts, key=lambda tag: (-counts[tag], tag))
    if not best or counts[best] * 2 <= len(members):
        return ""
    return next(shortened(tag) for one in members for tag in one.tags if tag_key(tag) == best)


def _central_note(members: Sequence[FailureText]) -> str:
    """The note with most words in common with the others; where none have, a full one before a
    word thrown in, typical members' notes first."""
    every = [shortened(member.note) for member in members]
    told = [(note, words) for note in every if _tells(words := words_of(note))]
    if len(told) < max(1.0, NOTED_SHARE * len(members)):
        return ""
    common = Counter(word for _, words in told for word in words)

    def central(place: int) -> tuple[float, int, int]:
        mine = told[place][1]
        shared = sum(common[word] - 1 for word in mine) / (3 + len(mine))
        return (shared, min(len(mine), _PLAIN_NOTE), -place)

    return told[max(range(len(told)), key=central)][0]


def _tells(words: set[str]) -> bool:
    """Whether a note of these words says anything; words of other scripts are short."""
    return len(words) > 1 or any(len(one) >= _SHORTEST_NOTE or not one.isascii() for one in words)


def _sentence(members: Sequence[FailureText], lens: Lens, keywords: Sequence[str]) -> str:
    text = next((text for one in members if (text := said(one, lens).strip())), "")
    sentences = [short for part in _SENTENCE_END.split(text[:4000]) if (short := shortened(part))]
    if not sentences:
        return shortened(text)

    def telling(place: int) -> tuple[int, int]:
        words = words_of(sentences[place])
        return (sum(word in words for word in keywords), -place)

    return sentences[max(range(len(sentences)), key=telling)]
