"""Word-level changes between an output and an ideal answer."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

TINT_LIMIT = 0.7
"""Above this share of changed words nothing is tinted: a rewrite would be all colour."""

Kind = Literal["kept", "removed", "added"]
Span = tuple[int, int]


@dataclass
class Changes:
    """Spans are character ranges; `pieces` is the merged text in reading order."""

    removed: list[Span] = field(default_factory=list)
    added: list[Span] = field(default_factory=list)
    pieces: list[tuple[Kind, str]] = field(default_factory=list)
    words_kept: int = 0
    words_removed: int = 0
    words_added: int = 0

    @property
    def share(self) -> float:
        """Changed words of all words, 0 to 1."""
        total = 2 * self.words_kept + self.words_removed + self.words_added
        return (self.words_removed + self.words_added) / total if total else 0.0

    @property
    def sentence(self) -> str:
        """ "28 words kept, 36 removed, 56 added"."""
        if not self.words_removed and not self.words_added:
            return "Same words as the output"
        word = "word" if self.words_kept == 1 else "words"
        return (
            f"{self.words_kept:,} {word} kept, {self.words_removed:,} removed, "
            f"{self.words_added:,} added"
        )


def word_changes(old: str, new: str) -> Changes:
    """What changed from `old` to `new`. Longest common subsequence of words (Indel)."""
    from rapidfuzz.distance import Indel

    before, after = _spans(old), _spans(new)
    numbers: dict[str, int] = {}
    old_words = [numbers.setdefault(old[start:end], len(numbers)) for start, end in before]
    new_words = [numbers.setdefault(new[start:end], len(numbers)) for start, end in after]
    blocks = [
        (code.tag, code.src_start, code.src_end, code.dest_start, code.dest_end)
        for code in Indel.opcodes(old_words, new_words)
    ]
    changes = Changes()
    place = 0
    for kept, src, dest in _calm(blocks, before, after, new):
        if kept:
            end = after[dest[1] - 1][1]
            changes.words_kept += src[1] - src[0]
            changes.pieces.append(("kept", new[place:end]))
            place = end
            continue
        old_span = (before[src[0]][0], before[src[1] - 1][1]) if src[1] > src[0] else None
        new_span = (after[dest[0]][0], after[dest[1] - 1][1]) if dest[1] > dest[0] else None
        changes.words_removed += src[1] - src[0]
        changes.words_added += dest[1] - dest[0]
        gap = new[place : new_span[0]] if new_span else ""
        if old_span:
            changes.removed.append(old_span)
            blank = _blank(old, old_span[0])
            # What was removed stands where it stood; the new words' gap goes where it is free.
            changes.pieces.append(("kept", gap if blank and gap else blank))
            changes.pieces.append(("removed", old[slice(*old_span)]))
            gap = (" " if blank else gap) if new_span else ""
        if new_span:
            changes.added.append(new_span)
            changes.pieces.append(("kept", gap))
            changes.pieces.append(("added", new[slice(*new_span)]))
            place = new_span[1]
    changes.pieces.append(("kept", new[place:]))
    changes.pieces = [piece for piece in changes.pieces if piece[1]]
    return changes


@cache
def _word() -> re.Pattern[str]:
    """A word with its inner marks ("I13.0", "can't"), one ideograph or kana, or one sign.

    Made when words are first compared: it takes 4 ms.
    """
    return re.compile(
        r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]"
        r"|(?:(?![\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff])\w)+"
        r"(?:['’.,:/_-](?:(?![\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff])\w)+)*"
        r"|[^\w\s]"
    )


def _spans(text: str) -> list[Span]:
    return [found.span() for found in _word().finditer(text)]


def _blank(text: str, start: int) -> str:
    """The white space before a place of a text."""
    end = start
    while start > 0 and text[start - 1].isspace():
        start -= 1
    return text[start:end]


Block = tuple[str, int, int, int, int]
Run = tuple[bool, Span, Span]


def _calm(blocks: list[Block], before: list[Span], after: list[Span], new: str) -> list[Run]:
    """Kept and changed runs, where few words kept by chance inside a rewritten part join it.

    A kept run goes when it is at most half as long as the change before it and the change after
    it, in characters, and stands within one line. Source: the semantic clean-up of Fraser's
    diff-match-patch, on words and stricter: what stayed shall be seen to stay.
    """
    runs: list[Run] = []
    for tag, src_start, src_end, dest_start, dest_end in blocks:
        _append(runs, (tag == "equal", (src_start, src_end), (dest_start, dest_end)))
    changed = True
    while changed:
        changed = False
        calm: list[Run] = []
        for place, run in enumerate(runs):
            inner = 0 < place < len(runs) - 1
            if run[0] and inner and _by_chance(runs, place, before, after, new):
                run = (False, run[1], run[2])
                changed = True
            _append(calm, run)
        runs = calm
    return runs


def _append(runs: list[Run], run: Run) -> None:
    """Add a run; neighbouring changes become one."""
    if runs and not run[0] and not runs[-1][0]:
        _, src, dest = runs[-1]
        runs[-1] = (False, (src[0], run[1][1]), (dest[0], run[2][1]))
    else:
        runs.append(run)


def _by_chance(
    runs: list[Run], place: int, before: list[Span], after: list[Span], new: str
) -> bool:
    _, _, dest = runs[place]
    start, end = after[dest[0]][0], after[dest[1] - 1][1]
    left = after[dest[0] - 1][1] if dest[0] else 0
    right = after[dest[1]][0] if dest[1] < len(after) else len(new)
    if "\n" in new[left:right]:
        return False
    around = (runs[place - 1], runs[place + 1])
    return all(2 * (end - start) <= _length(run, before, after) for run in around)


def _length(run: Run, before: list[Span], after: list[Span]) -> int:
    """Characters of the longer side of a change."""
    _, src, dest = run
    old = before[src[1] - 1][1] - before[src[0]][0] if src[1] > src[0] else 0
    new = after[dest[1] - 1][1] - after[dest[0]][0] if dest[1] > dest[0] else 0
    return max(old, new)
