"""Text that was decoded as the wrong encoding: found in every case, repaired when asked.

The texts as they came stay in the case's metadata, so that nothing is changed silently or lost.
"""

from __future__ import annotations

from curator.importing.encodings import is_mojibake, repaired
from curator.importing.json_text import free_name
from curator.model.base import JsonObject
from curator.model.case import NO_REVIEW, CarriedReview, IncomingCase
from curator.model.message import Message
from curator.model.plain_case import PlainCase

BEFORE = "before repair"
"""Metadata field with the texts as they came."""


def has_mojibake(case: IncomingCase) -> bool:
    """Whether any text of a case was decoded wrongly."""
    if _is_broken(case.output.content) or _is_broken(case.expected):
        return True
    for message in case.input:
        if _is_broken(message.content):
            return True
    review = case.review
    return _is_broken(review.note) or _is_broken(review.ideal)


def has_mojibake_plainly(case: PlainCase) -> bool:
    """`has_mojibake` of a plain case."""
    for message in (*case.input, case.output):
        if not (text := message.get("content", "")).isascii() and is_mojibake(text):
            return True
    if case.review is NO_REVIEW and case.expected is None:
        return False
    review = case.review
    return any(map(_is_broken, (case.expected, review.note, review.ideal)))


def _is_broken(text: str | None) -> bool:
    return text is not None and not text.isascii() and is_mojibake(text)


def repair(case: IncomingCase) -> IncomingCase:
    """The case with its texts put right: messages, expected answer, note and ideal answer."""
    before: JsonObject = {}
    asked = tuple(_message(one, f"input {n}", before) for n, one in enumerate(case.input, 1))
    output = _message(case.output, "output", before)
    expected = _text(case.expected, "expected", before)
    review = CarriedReview(
        mark=case.review.mark,
        note=_text(case.review.note, "note", before),
        tags=case.review.tags,
        severity=case.review.severity,
        ideal=_text(case.review.ideal, "ideal", before),
        reviewer=case.review.reviewer,
    )
    name = BEFORE if BEFORE not in case.metadata else free_name(BEFORE, case.metadata)
    return case.model_copy(
        update={
            "input": asked,
            "output": output,
            "expected": expected,
            "review": review,
            "metadata": {**case.metadata, name: before},
        }
    )


def _message(message: Message, name: str, before: JsonObject) -> Message:
    if message.parts or not is_mojibake(message.content):
        return message
    before[name] = message.content
    return message.model_copy(update={"content": repaired(message.content)})


def _text(text: str | None, name: str, before: JsonObject) -> str | None:
    if text is None or not is_mojibake(text):
        return text
    before[name] = text
    return repaired(text)
