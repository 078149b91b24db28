"""Word-level changes between an output and an ideal answer."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from rapidfuzz.distance import Indel

# A word with its inner marks ("I13.0", "can't"), one ideograph or kana, or one sign.
_WORD = re.compile(
    r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]"
    r"|(?:(?![\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff])\w)+"
    r"(?:['’.,:/_-](?:(?![\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff])\w)+)*"
    r"|[^\w\s]"
)

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
    for kept, src, dest in _calm(blocks):
        if kept:
            changes.words_kept += src[1] - src[0]
            end = after[dest[1] - 1][1]
            changes.pieces.append(("kept", new[place:end]))
            place = end
            continue
        if src[1] > src[0]:
            start, end = before[src[0]][0], before[src[1] - 1][1]
            changes.removed.append((start, end))
            changes.words_removed += src[1] - src[0]
            changes.pieces.append(("removed", old[start:end]))
        if dest[1] > dest[0]:
            start, end = after[dest[0]][0], after[dest[1] - 1][1]
            gap = new[place:start]
            if src[1] > src[0] and changes.pieces:
                # The gap belongs before the removed words, a blank between them and the new.
                changes.pieces.insert(-1, ("kept", gap))
                changes.pieces.append(("kept", " "))
            else:
                changes.pieces.append(("kept", gap))
            changes.added.append((start, end))
            changes.words_added += dest[1] - dest[0]
            changes.pieces.append(("added", new[start:end]))
            place = end
        elif src[1] > src[0]:
            changes.pieces.insert(-1, ("kept", _blank(old, before[src[0]][0])))
    changes.pieces.append(("kept", new[place:]))
    return changes


def _spans(text: str) -> list[Span]:
    return [found.span() for found in _WORD.finditer(text)]


def _blank(text: str, start: int) -> str:
    """The white space before a place of a text."""
    end = start
    while start > 0 and text[start - 1].isspace():
        start -= 1
    return text[start:end]


Block = tuple[str, int, int, int, int]


def _calm(blocks: list[Block]) -> list[tuple[bool, Span, Span]]:
    """Kept and changed runs; a single kept word between larger changes joins them.

    One common word ("the", a comma) in a rewritten sentence is chance, not something kept.
    """
    runs: list[tuple[bool, Span, Span]] = []
    for tag, src_start, src_end, dest_start, dest_end in blocks:
        kept = tag == "equal"
        if runs and not kept and not runs[-1][0]:
            _, src, dest = runs[-1]
            runs[-1] = (False, (src[0], src_end), (dest[0], dest_end))
        else:
            runs.append((kept, (src_start, src_end), (dest_start, dest_end)))
    calm: list[tuple[bool, Span, Span]] = []
    for place, (kept, src, dest) in enumerate(runs):
        joins = (
            kept
            and src[1] - src[0] == 1
            and 0 < place < len(runs) - 1
            and _size(runs[place - 1]) >= 3
            and _size(runs[place + 1]) >= 3
        )
        if calm and not calm[-1][0] and (joins or not kept):
            _, old_src, old_dest = calm[-1]
            calm[-1] = (False, (old_src[0], src[1]), (old_dest[0], dest[1]))
        else:
            calm.append((kept and not joins, src, dest))
    return calm


def _size(run: tuple[bool, Span, Span]) -> int:
    _, src, dest = run
    return max(src[1] - src[0], dest[1] - dest[0])
