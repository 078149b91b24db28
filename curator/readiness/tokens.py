"""Tokens counted offline. For models with another vocabulary every figure is an estimate."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from functools import cache

from curator.model.dataset import DatasetRow

VOCABULARY = "o200k_base"
"""Of gpt-4o, gpt-4.1 and their minis. Source: OpenAI."""
PER_MESSAGE, PER_EXAMPLE = 4, 3
"""Tokens around the text: three a message and one for its role. Source: OpenAI cookbook."""
PIECE = 500_000
"""Characters counted at once: the vocabulary refuses texts of a million and more, and of more than
200,000 tokens, which digits and rare scripts reach sooner."""

Count = Callable[[str], int]


@cache
def vocabulary() -> Count:
    """A function that counts a text's tokens; it needs no network."""
    with warnings.catch_warnings():
        # It reads its vocabularies by a call that Python 3.11 and 3.12 call deprecated.
        warnings.simplefilter("ignore", DeprecationWarning)
        import bpe_openai

        encoding = bpe_openai.get_encoding(VOCABULARY)

    def count_piece(piece: str) -> int:
        try:
            return len(encoding.encode_ordinary(piece))
        except bpe_openai.TokenLimitError:
            half = len(piece) // 2
            return count_piece(piece[:half]) + count_piece(piece[half:])

    def count(text: str) -> int:
        whole = text.encode("utf-8", "replace").decode("utf-8")
        pieces = (whole[at : at + PIECE] for at in range(0, len(whole), PIECE))
        return sum(map(count_piece, pieces))

    return count


def row_tokens(row: DatasetRow, count: Count) -> int:
    """Tokens of one example: its input and its ideal answer."""
    total = PER_EXAMPLE + PER_MESSAGE + count(row.ideal)
    for message in row.input:
        total += PER_MESSAGE + count(message.content)
        total += sum(count(call.name) + count(call.arguments) for call in message.tool_calls)
    return total
