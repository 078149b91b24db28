"""Many texts, taken some at a time: large enough to be quick, small enough for memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence


def text_blocks(texts: Sequence[str], characters: int) -> Iterator[tuple[int, int]]:
    """Starts and ends of runs that end with the text by which they reach so many characters."""
    start = size = 0
    for place, text in enumerate(texts):
        size += len(text)
        if size >= characters:
            yield start, place + 1
            start, size = place + 1, 0
    if start < len(texts):
        yield start, len(texts)
