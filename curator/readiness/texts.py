"""The texts that rows are compared by."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain

from curator.model.message import Message, conversation_text

_SENTENCE_END = re.compile(r"([.!?:;。！？])(?:\n+|\s+)|\n+")
"""It begins with a character of a small set, which is looked for much faster than a look behind."""
COMMON_SHARE = 0.3
"""A sentence that stands in more than this share of the inputs is template, not question."""
ENOUGH_TEXTS = 10
"""Below this many texts nothing can be told to be a template."""


def question_text(messages: Sequence[Message]) -> str:
    """Input without system messages: what was asked this time. All of it if nothing is left."""
    turns = [message for message in messages if message.role not in ("system", "developer")]
    if len(turns) == 1 and turns[0].text:
        return turns[0].text
    return conversation_text(turns or messages)


def without_template(texts: Sequence[str]) -> list[str]:
    """Texts without the sentences that most of them share.

    A long instruction repeated in every input would make all of them near-duplicates. A text
    that is nothing but template is kept as it is. Same order and length as `texts`.
    """
    if len(texts) < ENOUGH_TEXTS:
        return list(texts)
    split = [_sentences(text) for text in texts]
    seen = Counter(chain.from_iterable(map(set, split)))
    common = {part for part, count in seen.items() if count > COMMON_SHARE * len(texts)}
    if not common:
        return list(texts)
    return [
        "\n".join(part for part in parts if part not in common) or text
        for parts, text in zip(split, texts, strict=True)
    ]


def _sentences(text: str) -> list[str]:
    """The parts of a text between ends of sentences and lines, without empty ones."""
    parts: list[str] = []
    start = 0
    for match in _SENTENCE_END.finditer(text):
        parts.append(text[start : match.end(1) if match.lastindex else match.start()])
        start = match.end()
    parts.append(text[start:])
    return [part for part in parts if part and not part.isspace()]


def counted(count: int, singular: str, plural: str = "") -> str:
    """ "1 case", "3 cases"."""
    return f"{count:,} {singular if count == 1 else plural or singular + 's'}"


def percent(share: float) -> str:
    """A share as "18.4 %"; whole numbers without a decimal."""
    text = f"{100 * share:.1f}"
    return f"{text.removesuffix('.0')} %"


def natural_order(ids: Iterable[str]) -> tuple[str, ...]:
    """Ids without repeats, numbers in them ordered as numbers."""
    return tuple(sorted(set(ids), key=_natural_key))


def _natural_key(text: str) -> tuple[tuple[bool, int, str], ...]:
    parts = re.split(r"([0-9]+)", text)
    return tuple((not part.isdigit(), int(part) if _short(part) else 0, part) for part in parts)


def _short(part: str) -> bool:
    return part.isascii() and part.isdigit() and len(part) < 4000
