"""The shape of an output: how it is written, whatever it is about."""

from __future__ import annotations

import json
import math
import re
import string
import zlib
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FEATURES: tuple[tuple[str, float], ...] = (
    ("log length", 0.5),
    ("lexical diversity", 0.1),
    ("compression ratio", 0.1),
    ("repeated sentences", 0.1),
    ("ends cut off", 0.3),
    ("opens with JSON", 0.3),
    ("parses as JSON", 0.3),
    ("unbalanced braces", 0.2),
    ("markup", 0.2),
    ("upper case", 0.05),
    ("quotes", 0.2),
    ("apology words", 0.3),
    ("error words", 0.3),
    ("ends with a question", 0.3),
    ("digits", 0.05),
    ("line breaks", 0.2),
)
"""Name and least spread: the standard deviation below which a feature counts as constant, so
that a hair's difference among few cases is not blown up to a pattern."""

_READ_AT_MOST = 40_000
"""Characters; of longer outputs the first and last half of that are read."""

_SENTENCE = re.compile(r"[^.!?。！？\n]+")
_WORD = re.compile(r"\w+")
_MARKUP = re.compile(r"^\s*(?:#{1,6}\s|[-*+•]\s|\d+[.)]\s|>|```|\|)|\*\*|`|</?[a-zA-Z]", re.M)
# What a word may begin with is looked at first: a third of the time for the same answer.
_APOLOGY = re.compile(
    r"\b(?=[sarucwedlm])(?:sorry|apologi[sz]\w*|regret\w*|unfortunately|unable|cannot|can['’]t|won['’]t"
    r"|as an ai|entschuldig\w*|leider|désolé\w*|malheureusement|lo siento|lamento)\b|抱歉|申し訳",
    re.I,
)
_ERROR = re.compile(
    r"\b(?=[etfnuis])(?:errors?|exceptions?|traceback|failed|failure|timed? ?out|null|none"
    r"|undefined|nan|invalid|internal server|stack trace)\b",
    re.I,
)
_FENCE = re.compile(r"^```\w*\s*\n(.*?)\n?```$", re.S)
_FINISHED = set(".!?…。！？:)]}\"'”’»`*|>")
_UPPER, _DIGITS = string.ascii_uppercase.encode(), string.digits.encode()
_PAIRS = (("{", "}"), ("[", "]"), ("(", ")"))


def shape_features(texts: Sequence[str]) -> NDArray[np.float64]:
    """Texts to (texts, 16) raw features in the order of `FEATURES`."""
    import numpy as np

    return np.array([_features(text) for text in texts], dtype=np.float64).reshape(
        len(texts), len(FEATURES)
    )


def standardised(features: NDArray[np.float64]) -> NDArray[np.float64]:
    """Features with mean 0 and, where they vary at all, standard deviation 1."""
    import numpy as np

    if not len(features):
        return features
    least = np.array([spread for _, spread in FEATURES])
    return (features - features.mean(axis=0)) / np.maximum(features.std(axis=0), least)


def _features(text: str) -> list[float]:
    text = text.strip()
    if len(text) > _READ_AT_MOST:
        text = text[: _READ_AT_MOST // 2] + text[-_READ_AT_MOST // 2 :]
    words = [word.casefold() for word in _WORD.findall(text)]
    size = max(1, len(text))
    per_word = math.sqrt(max(1, len(words)))
    return [
        math.log1p(len(text)),
        _diversity(words),
        _compression(text),
        _repeated(text),
        float(bool(text) and text[-1] not in _FINISHED),
        float(text.startswith(("{", "[", "```json"))),
        float(_is_json(text)),
        _unbalanced(text),
        math.log1p(len(_MARKUP.findall(text))) / 3,
        _count(text, _UPPER, str.isupper) / size,
        math.log1p(sum(text.count(mark) for mark in '"“”«»„')) / 3,
        min(1.0, len(_APOLOGY.findall(text)) / per_word * 2),
        min(1.0, len(_ERROR.findall(text)) / per_word * 2),
        float(text.endswith(("?", "？"))),
        _count(text, _DIGITS, str.isdigit) / size,
        math.log1p(text.count("\n")) / 3,
    ]


def _count(text: str, ascii_signs: bytes, belongs: Callable[[str], bool]) -> int:
    """How many signs of a text belong to a class; plain ASCII is counted as bytes."""
    if not text.isascii():
        return sum(map(belongs, text))
    raw = text.encode("ascii")
    return len(raw) - len(raw.translate(None, ascii_signs))


def _diversity(words: list[str]) -> float:
    """Mean share of distinct words in windows of 50, so that length does not matter; 1 if empty."""
    windows = [words[start : start + 50] for start in range(0, len(words), 50)]
    whole = [window for window in windows if len(window) == 50] or windows[:1]
    return sum(len(set(window)) / len(window) for window in whole) / len(whole) if whole else 1.0


def _compression(text: str) -> float:
    """Size after zlib over size before: low where a text repeats itself; 1 when empty."""
    raw = text.encode("utf-8", "replace")
    return min(1.0, len(zlib.compress(raw, 6)) / len(raw)) if raw else 1.0


def _repeated(text: str) -> float:
    """Share of sentences that occurred before in the same text."""
    found = [sentence.strip().casefold() for sentence in _SENTENCE.findall(text)]
    sentences = [sentence for sentence in found if len(sentence) > 3]
    return 1.0 - len(set(sentences)) / len(sentences) if sentences else 0.0


def _is_json(text: str) -> bool:
    fenced = _FENCE.match(text)
    body = (fenced.group(1) if fenced else text).strip()
    if not body.startswith(("{", "[")):
        return False
    try:
        json.loads(body)
    except (ValueError, RecursionError):
        return False
    return True


def _unbalanced(text: str) -> float:
    difference = sum(abs(text.count(left) - text.count(right)) for left, right in _PAIRS)
    return min(1.0, math.log1p(difference) / 2)
