"""Which of many texts may hold what a pattern looks for, told by the words that it needs.

A regular expression asked of each of thousands of short texts spends most of its time on texts
that cannot match. Here the texts are laid end to end, every run of three bytes is looked up once
in one table for all patterns, and only the texts that hold what a pattern needs are read by it.
What is told is never too little: a text that is not named cannot match.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING

from curator.reviewing.text_blocks import text_blocks

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Words = tuple[str, ...]
BLOCK = 1 << 18
"""Characters laid end to end at a time: the tables and the texts then stay near the processor."""
_CLASSES = 64
_ONE_EACH = string.ascii_letters + "0" + " \n@:_-./<="
"""Characters with a class of their own; all digits are one class, everything else is another."""
_OTHER = len(_ONE_EACH)
_DIGIT = _ONE_EACH.index("0")
_EVERY_BIT = 2**32 - 1
_APART = "\0\0\0"
"""Between two texts, so that no run of three bytes spans them."""
_UNUSUAL = re.compile("[ſıİ\u212a]|[^\\D0-9]")
"""Letters that match s, i and k where capitals do not count, and digits of other scripts."""
_PLAIN = str.maketrans("ſıİ\u212a", "siik")


@dataclass(frozen=True, slots=True)
class Needs:
    """What stands in every text that a pattern matches: of one way, one word of each group.

    Digits in a word stand for any digit. `digits` is the fewest digits in all.
    """

    ways: tuple[tuple[Words, ...], ...]
    any_case: bool = False
    digits: int = 0

    def met(self, text: str) -> bool:
        """Whether one text holds it; words with digits are not looked for."""
        held = folded(text) if self.any_case else text
        return not self.ways or any(
            all(any(word in held or "0" in word for word in group) for group in way)
            for way in self.ways
        )


def needs(*words: str, any_case: bool = False, digits: int = 0) -> Needs:
    """One of these words."""
    return Needs(((words,),) if words else (), any_case, digits)


def folded(text: str) -> str:
    """A text without capitals, as patterns that ignore them read it."""
    return text.lower() if text.isascii() else text.translate(_PLAIN).lower()


class CueTable:
    """Finds the texts that meet each of many needs in one pass."""

    def __init__(self, wanted: Sequence[Needs]) -> None:
        self._wanted = wanted
        self._bits: dict[tuple[Words, bool], int] = {}
        for one in wanted:
            for way in one.ways:
                for group in way:
                    self._bits.setdefault((group, one.any_case), 1 << len(self._bits))
        if len(self._bits) > 32:
            raise ValueError("One table tells at most 32 groups of words apart.")

    def holding(self, texts: Sequence[str]) -> list[NDArray[np.intp]]:
        """Of each need the positions of the texts that may meet it, ascending."""
        import numpy as np

        bits = np.zeros(len(texts), dtype=np.uint32)
        digits = np.zeros(len(texts), dtype=np.intp)
        for start, end in text_blocks(texts, BLOCK):
            bits[start:end], digits[start:end] = self._read(texts[start:end])
        return [np.flatnonzero(self._meets(one, bits, digits)) for one in self._wanted]

    def _meets(
        self, one: Needs, bits: NDArray[np.uint32], digits: NDArray[np.intp]
    ) -> NDArray[np.bool_]:
        import numpy as np

        met = np.full(len(bits), not one.ways)
        for way in one.ways:
            mask = np.uint32(sum(self._bits[group, one.any_case] for group in way))
            met |= bits & mask == mask
        return met & (digits >= one.digits)

    def _read(self, texts: Sequence[str]) -> tuple[NDArray[np.uint32], NDArray[np.intp]]:
        """Of each text the bits of the groups it may hold, and how many digits it has at most."""
        import numpy as np

        joined = _APART.join((*texts, ""))
        data = joined.encode("utf-8", "surrogatepass")
        ascii_only = len(data) == len(joined)
        sizes = map(len, texts) if ascii_only else map(_size, texts)
        ends = np.cumsum(np.fromiter(sizes, np.intp, len(texts)) + len(_APART))
        starts = ends - np.diff(ends, prepend=0)
        classes = np.frombuffer(data.translate(_CLASS_OF), np.uint8)
        codes = classes.astype(np.uint32)
        runs = codes[:-2] << 12
        runs |= codes[1:-1] << 6
        runs |= codes[2:]
        found: NDArray[np.uint32] = np.bitwise_or.reduceat(self._table[runs], starts)
        digits = np.diff(np.searchsorted(np.flatnonzero(classes == _DIGIT), ends), prepend=0)
        for place, text in enumerate(() if ascii_only else texts):
            if not text.isascii() and _UNUSUAL.search(text) is not None:
                found[place], digits[place] = _EVERY_BIT, len(text)
        return found, digits

    @cached_property
    def _table(self) -> NDArray[np.uint32]:
        """The bits that each run of three classes stands for."""
        import numpy as np

        table = np.zeros((_CLASSES,) * 3, dtype=np.uint32)
        for (group, any_case), bit in self._bits.items():
            for word in group:
                for spelled in _spellings(word, any_case):
                    table[tuple(spelled.encode().translate(_CLASS_OF)[:3])] |= np.uint32(bit)
        return table.reshape(-1)


def _spellings(word: str, any_case: bool) -> Iterator[str]:
    """The beginning of a word with its letters small and capital."""
    head = word[:3]
    choices = [sorted({c, c.upper(), c.lower()}) if any_case and c.isascii() else [c] for c in head]
    return map("".join, product(*choices))


def _class_of() -> bytes:
    classes = bytearray([_OTHER]) * 256
    for number, character in enumerate(_ONE_EACH):
        classes[ord(character)] = number
    for digit in string.digits:
        classes[ord(digit)] = _DIGIT
    return bytes(classes)


_CLASS_OF = _class_of()


def _size(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))
