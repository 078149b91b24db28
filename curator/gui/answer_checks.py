"""What can be said of an ideal answer while it is written, without asking anybody."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

_CODE = re.compile(r"\b[A-Z]{1,5}\d[0-9A-Z]*(?:[.-][0-9A-Z]+)*\b")
_BETWEEN = re.compile(r"[\s,;|]+")
SHORTEST_NOTE = 8
"""Letters under which finding a note inside an answer is chance."""


def holds_json(text: str) -> bool:
    """Whether a text is a JSON object or array."""
    if text.strip()[:1] not in ("{", "["):
        return False
    return not json_trouble(text)


def json_trouble(text: str) -> str:
    """Where a text stops being JSON, "" where it is JSON."""
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        return f"line {error.lineno}, column {error.colno}: {error.msg}"
    except RecursionError:
        return "it is nested too deeply"
    return ""


def formatted_json(text: str) -> str:
    """The same JSON, indented."""
    return json.dumps(json.loads(text), ensure_ascii=False, indent=2)


@dataclass(frozen=True)
class CodeDifference:
    """Codes of an answer against a reference's, each in the order of their text."""

    right: tuple[str, ...]
    missing: tuple[str, ...]
    extra: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """ "Right: J30.2. Missing: J45.41. Extra: none."."""
        rows = (("Right", self.right), ("Missing", self.missing), ("Extra", self.extra))
        return " ".join(f"{word}: {', '.join(codes) or 'none'}." for word, codes in rows)


def codes_of(text: str) -> tuple[str, ...]:
    """Codes ("J45.901", "SKU-12") of a text, each once."""
    return tuple(dict.fromkeys(_CODE.findall(text)))


def is_code_list(text: str) -> bool:
    """Whether a text is nothing but codes."""
    words = [word for word in _BETWEEN.split(text.strip().rstrip(".")) if word]
    return bool(words) and all(_CODE.fullmatch(word) for word in words)


def code_difference(answer: str, reference: str) -> CodeDifference:
    """Which codes of a reference an answer has, lacks, and has beyond it."""
    wanted, given = codes_of(reference), codes_of(answer)
    return CodeDifference(
        right=tuple(code for code in wanted if code in given),
        missing=tuple(code for code in wanted if code not in given),
        extra=tuple(code for code in given if code not in wanted),
    )


def own_warning(answer: str, output: str, note: str) -> str:
    """What is wrong with an answer by itself, in a sentence; "" for nothing."""
    if not answer.strip():
        return "Empty: no ideal answer is kept."
    if answer.strip() == output.strip():
        return "The same as the output: change what is wrong with it."
    clean = " ".join(note.split()).casefold()
    if len(clean) >= SHORTEST_NOTE and clean in " ".join(answer.split()).casefold():
        return "It contains the note: the model would learn to say it."
    return ""
