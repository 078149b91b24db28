"""What changed between two texts, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from curator.model.base import Noun

_NO_SPACES = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u0e00-\u0e7f"
"""Japanese, Chinese and Thai: written without spaces, so each character is compared."""
_TOKEN = re.compile(
    rf"([{_NO_SPACES}]|(?:[^\W{_NO_SPACES}]+(?:[-'’.,/:][^\W{_NO_SPACES}]+)*)|[^\w\s]|\s+)"
)
REWRITTEN = 0.7
"""Above this share of changed words nothing is tinted: it is another text (own)."""
SHORT = 3
"""A single unchanged word of so few letters between changes is marked too (own)."""
MAX_WORDS = 6_000
"""Words compared on each side; the rest of a longer text is shown unmarked (own)."""


class Span(Noun):
    """A run of text that is in both texts, or (`changed`) only in the one it belongs to."""

    text: str
    changed: bool = False


@dataclass(frozen=True)
class WordDiff:
    """Both texts in spans; joined, the spans of a side give its text back unchanged.

    `rewritten` says that so much changed that no span is marked. `share` is the changed share
    of all words, 0 to 1.
    """

    before: tuple[Span, ...]
    after: tuple[Span, ...]
    share: float
    rewritten: bool


@dataclass(frozen=True)
class _Word:
    core: str
    text: str
    """The word with the white space that follows it (and, at the start, precedes it)."""


def word_diff(before: str, after: str) -> WordDiff:
    """What both texts have in common stays, everything else is changed.

    White space and its changes are not marked. Source of the measure: rapidfuzz Indel.
    """
    from rapidfuzz.distance import Indel

    left, left_rest = _words(before)
    right, right_rest = _words(after)
    numbers: dict[str, int] = {}
    one = [numbers.setdefault(word.core, len(numbers)) for word in left]
    two = [numbers.setdefault(word.core, len(numbers)) for word in right]
    share = Indel.normalized_distance(one, two)
    if share > REWRITTEN:
        return WordDiff(_plain(before), _plain(after), share, rewritten=True)
    kept_left = [False] * len(left)
    kept_right = [False] * len(right)
    steps = list(Indel.opcodes(one, two))
    for place, step in enumerate(steps):
        alone = 0 < place < len(steps) - 1 and step.src_end - step.src_start == 1
        # A lone "the" between two changes is chance: marked with them, the change reads as one.
        if step.tag == "equal" and not (alone and len(left[step.src_start].core) <= SHORT):
            kept_left[step.src_start : step.src_end] = [True] * (step.src_end - step.src_start)
            kept_right[step.dest_start : step.dest_end] = [True] * (step.dest_end - step.dest_start)
    return WordDiff(
        _spans(left, kept_left, left_rest),
        _spans(right, kept_right, right_rest),
        share,
        rewritten=False,
    )


def excerpt(spans: Sequence[Span], around: int = 12, most: int = 90) -> tuple[Span, ...]:
    """The spans with long unchanged runs shortened to `around` words at either end.

    At most about `most` words stay; what is left out shows as "…". Where nothing changed the
    text is only cut at its end.
    """
    around = around if any(span.changed for span in spans) else most
    shortened: list[Span] = []
    left = most
    for span in spans:
        if left <= 0:
            shortened.append(Span(text="…"))
            break
        words = re.findall(r"\s*\S+\s*", span.text) or [span.text]
        if not span.changed and len(words) > 2 * around + 4:
            words = [*words[:around], "… ", *words[-around:]]
        if len(words) > left:
            words = [*words[:left], "…"]
        left -= len(words)
        shortened.append(Span(text="".join(words), changed=span.changed))
    return tuple(shortened)


def _words(text: str) -> tuple[list[_Word], str]:
    """The text's words, and what follows the last one that is compared."""
    words: list[_Word] = []
    lead, end = "", 0
    for token, place in _tokens(text):
        if token.isspace():
            if words:
                last = words[-1]
                words[-1] = _Word(last.core, last.text + token)
            else:
                lead = token
        elif len(words) == MAX_WORDS:
            return words, text[place:]
        else:
            words.append(_Word(token, lead + token))
            lead = ""
        end = place + len(token)
    return words, lead + text[end:]


def _tokens(text: str) -> Iterator[tuple[str, int]]:
    """Every token with its place; together they are the whole text."""
    for found in _TOKEN.finditer(text):
        yield found[0], found.start()


def _plain(text: str) -> tuple[Span, ...]:
    return (Span(text=text),) if text else ()


def _spans(words: Sequence[_Word], kept: Sequence[bool], rest: str) -> tuple[Span, ...]:
    spans: list[Span] = []
    for same, run in groupby(zip(words, kept, strict=True), key=lambda pair: pair[1]):
        text = "".join(word.text for word, _ in run)
        if same:
            spans.append(Span(text=text))
            continue
        # The space around changed words belongs to neither, so it is never tinted.
        body = text.strip()
        start = text.index(body)
        parts = (text[:start], body, text[start + len(body) :])
        spans += [Span(text=part, changed=part is body) for part in parts if part]
    if rest:
        spans.append(Span(text=rest))
    return _joined(spans)


def _joined(spans: Sequence[Span]) -> tuple[Span, ...]:
    return tuple(
        Span(text="".join(span.text for span in run), changed=changed)
        for changed, run in groupby(spans, key=lambda span: span.changed)
    )
