"""Personal data taken out of a summary before it is mailed around."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from pydantic import JsonValue

    from curator.model.snapshot import Snapshot
    from curator.reporting.summary import Summary

Redact: TypeAlias = "Callable[[str], str]"

EMAIL, CARD, PHONE = "[e-mail]", "[card number]", "[phone number]"
SAID = (
    "Redacted: e-mail addresses, phone numbers and card-like numbers are replaced, reviewers are "
    "named by pseudonym. Names and addresses of others are not recognised."
)
"""What a reader of a redacted summary must know."""

_EMAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
_CARD = re.compile(r"(?<![\w.])\d(?:[ -]?\d){12,18}(?![\w])")
"""13 to 19 digits, as card numbers have (ISO/IEC 7812), right check digit or not."""
_PHONE = re.compile(r"(?<![\w.,$€£])(?:\+|\(\+?|00)?\d[\d ().\u00a0/-]{5,}\d(?![\w%])")
_DATES = re.compile(
    r"(?:19|20)\d\d[-/.](?:0?[1-9]|1[0-2])[-/.]\d{1,2}"
    r"|\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)\d\d"
    r"|(?:19|20)\d\d ?[-/] ?(?:19|20)\d\d"
)
_KEPT = frozenset({"id", "case_id", "case_ids", "pattern_id", "facts"})
"""Members of a summary that trace a figure to its cases: ids and hashes."""


def nothing(text: str) -> str:
    """The text as it is."""
    return text


def redactor(names: Mapping[str, str]) -> Redact:
    """Replaces e-mail addresses, phone and card-like numbers, and each name by its pseudonym."""
    found = sorted((name for name in names if len(name) > 1), key=len, reverse=True)
    people = re.compile("|".join(map(re.escape, found)), re.IGNORECASE) if found else None
    folded = {name.casefold(): shown for name, shown in names.items()}

    def redact(text: str) -> str:
        text = _CARD.sub(CARD, _EMAIL.sub(EMAIL, text))
        text = _PHONE.sub(_phone, text)
        if people is None:
            return text
        return re.sub(
            rf"(?<!\w)(?:{people.pattern})(?!\w)",
            lambda match: folded.get(match[0].casefold(), match[0]),
            text,
            flags=re.IGNORECASE,
        )

    return redact


def reviewers_of(snapshot: Snapshot) -> set[str]:
    """Everybody who marked or answered a case."""
    people = {mark.reviewer for mark in snapshot.marks}
    for case in snapshot.reviewed:
        people |= {case.review.reviewer, case.review.ideal_reviewer}
    return people - {""}


def redacted(summary: Summary, redact: Redact) -> Summary:
    """The summary with every text redacted but ids and hashes."""
    return type(summary).model_validate(_walk(summary.model_dump(mode="json"), redact))


def _walk(value: JsonValue, redact: Redact) -> JsonValue:
    if isinstance(value, str):
        return redact(value)
    if isinstance(value, list):
        return [_walk(item, redact) for item in value]
    if isinstance(value, dict):
        return {
            name: item if name in _KEPT else _walk(item, redact) for name, item in value.items()
        }
    return value


def _phone(match: re.Match[str]) -> str:
    """A phone number: seven digits and more, but no date, no span of years, no plain number."""
    text = match[0]
    digits = sum(character.isdigit() for character in text)
    plain = text.isdigit() and not text.startswith("0")
    figure = re.fullmatch(r"\d+\.\d+", text) is not None
    if not 7 <= digits <= 15 or figure or _DATES.fullmatch(text) or (plain and digits < 9):
        return text
    return PHONE
