"""Scores, feedback and corrections of other tools as suggestions, with their origin named.

A suggested mark needs scores that plainly say right or wrong and agree: 0.7 is an opinion about
quality, "hallucination: 0" is good news, "length: 1" is none. So 1, 0, true and false count only
where the tool's scores mean right and wrong by definition, or where the score's name does
(correctness, accuracy, user_feedback); pass, fail, correct and the like count under any name but
those of harms. What suggests nothing stays in the case's metadata like everything else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pydantic import JsonValue

from curator.importing.marks import parse_mark
from curator.model.case import CarriedReview
from curator.model.review import Mark

_RIGHTNESS = re.compile(
    r"correct|accura|exact|match|\bem\b|\bacc(_norm)?\b|pass|success|quality|helpful|feedback"
    r"|rating|thumb|reward|grade|factual|faithful|grounded|relevan|answer|^score$|user.?score",
    re.IGNORECASE,
)
_HARM = re.compile(
    r"hallucinat|toxic|harm|bias|error|unsafe|jailbreak|leak|pii|abus|hate|violen|profan|incorrect"
    r"|fail|wrong|refus|latency|cost|length|token",
    re.IGNORECASE,
)
"""Where these are measured, 0 is good or says nothing of right and wrong."""
_OPINIONS: dict[str, bool] = {
    "c": True,
    "i": False,
    "thumbs_up": True,
    "thumbs_down": False,
    "👍": True,
    "👎": False,
    "thumbs up": True,
    "thumbs down": False,
    "thumbsup": True,
    "thumbsdown": False,
    "positive": True,
    "negative": False,
}


@dataclass(frozen=True, slots=True)
class Score:
    """One judgement under its tool's name. `plain`: 1 and 0 mean right and wrong by definition."""

    name: str
    value: JsonValue
    comment: str | None = None
    plain: bool = False


def review_of(
    tool: str, scores: Iterable[Score], *, ideal: str | None = None, ideal_from: str = ""
) -> tuple[CarriedReview, str]:
    """The suggestion that scores and a correction make together, and its origin in words.

    The note is the comment of a score that says wrong, else of one that says nothing else.
    """
    found = [(one, _mark(one)) for one in scores]
    marks = {mark for _, mark in found if mark is not None}
    agreed = marks.pop() if len(marks) == 1 else None
    names = [one.name for one, mark in found if mark is not None and agreed is not None]
    commented = [
        one
        for one, mark in found
        if one.comment and (mark is Mark.FAIL or (mark is None and one.value in (None, "")))
    ]
    note = commented[0].comment if commented else None
    if commented:
        names.append(commented[0].name)
    if ideal is not None and ideal_from:
        names.append(ideal_from)
    origin = f"{tool} {', '.join(dict.fromkeys(names))}" if names else ""
    return CarriedReview(mark=agreed, note=note, ideal=ideal), origin


def _mark(score: Score) -> Mark | None:
    value = score.value
    if isinstance(value, str):
        value = _OPINIONS.get(value.strip().casefold(), value)
    mark = parse_mark(value)
    if mark is None or (_HARM.search(score.name) and not score.plain):
        return None
    says_itself = isinstance(score.value, str) and not isinstance(parse_number(score.value), float)
    return mark if score.plain or says_itself or _RIGHTNESS.search(score.name) else None


def parse_number(text: str) -> float | None:
    """Text that is a number, true or false as one; None for words."""
    words = {"true": 1.0, "false": 0.0, "yes": 1.0, "no": 0.0}
    try:
        return words.get(text.strip().casefold()) or float(text)
    except ValueError:
        return 0.0 if text.strip().casefold() in words else None
