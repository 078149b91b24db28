"""Code inside a model's text: where it is, and which of its parts take which colour."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import NamedTuple

from curator.gui.code_guess import guessed_language

LONGEST_CODE = 20_000
"""Letters of code in one text that are coloured: some 0.1 s of a worker's time."""
LONGEST_LINE = 2_000
"""Letters of a line above which code stays as it is: lexers' patterns are made for short ones."""
LANGUAGES = {
    **{name: name for name in ("bash", "c", "cpp", "csharp", "css", "diff", "go", "graphql")},
    **{name: name for name in ("haskell", "html", "ini", "java", "javascript", "json", "kotlin")},
    **{name: name for name in ("lua", "makefile", "perl", "php", "powershell", "python", "r")},
    **{name: name for name in ("ruby", "rust", "scala", "sql", "swift", "toml", "typescript")},
    **{name: name for name in ("xml", "yaml")},
    "c#": "csharp",
    "c++": "cpp",
    "cs": "csharp",
    "golang": "go",
    "js": "javascript",
    "jsonc": "json",
    "jsonl": "json",
    "jsx": "javascript",
    "kt": "kotlin",
    "py": "python",
    "python3": "python",
    "rb": "ruby",
    "rs": "rust",
    "sh": "bash",
    "shell": "bash",
    "svg": "xml",
    "ts": "typescript",
    "tsx": "typescript",
    "yml": "yaml",
    "zsh": "bash",
}
"""What a fence may be called -> the lexer: well-known ones alone, as the text is untrusted."""
_STARTS = (("{", "json"), ("[", "json"), ("<?xml", "xml"), ("<!doctype html", "html"))
_TOKENS = (
    ("Comment", "text3"),
    ("Keyword.Constant", "codenumber"),
    ("Keyword", "codeword"),
    ("Operator.Word", "codeword"),
    ("Literal.String", "codestring"),
    ("Literal.Number", "codenumber"),
    ("Name.Tag", "codename"),
    ("Name.Attribute", "codename"),
    ("Name.Function", "codename"),
    ("Name.Class", "codename"),
    ("Name.Decorator", "codename"),
    ("Generic.Deleted", "fail"),
    ("Generic.Inserted", "pass"),
)
"""Kinds of Pygments tokens, the special before the general -> colour token of the theme."""

Colour = tuple[int, int, str]
"""Start, end, colour token."""


class Code(NamedTuple):
    """A run of code: where it begins in its text, and what it is."""

    start: int
    text: str
    language: str


@cache
def _fence() -> re.Pattern[str]:
    """A fenced block, closed or not."""
    return re.compile(
        r"^ {0,3}(?P<fence>`{3,}|~{3,})[ \t]*(?P<name>[\w+#.-]*)[^\n`]*\n"
        r"(?P<code>(?:.*\n)*?.*?)(?:^ {0,3}(?P=fence)[`~]*[ \t]*$|\Z)",
        re.MULTILINE,
    )


def may_hold_code(text: str) -> bool:
    """Whether a text is worth a closer look; quick for every text."""
    if "```" in text or "~~~" in text:
        return True
    head = text[:40].lstrip().lower()
    return any(head.startswith(start) for start, _ in _STARTS)


def code_in(text: str) -> list[Code]:
    """Fenced code of a known or guessed language, else the whole text where it is JSON, XML or
    HTML.
    """
    if "```" in text or "~~~" in text:
        fences = _fence().finditer(text[: 10 * LONGEST_CODE])
        found = [
            Code(match.start("code"), match["code"], fence_language(match["name"], match["code"]))
            for match in fences
        ]
        return _short_enough([code for code in found if code.language])
    language = language_of(text)
    return _short_enough([Code(0, text, language)]) if language else []


def fence_language(name: str, code: str) -> str:
    """The lexer for fenced code: as its fence is called, guessed where that says nothing."""
    return LANGUAGES.get(name.lower(), "") if name else guessed_language(code[:LONGEST_CODE])


def language_of(text: str) -> str:
    """What a whole text is by its beginning, "" for prose."""
    head = text[:40].lstrip().lower()
    language = next((name for start, name in _STARTS if head.startswith(start)), "")
    return "" if language == "json" and not _is_json(text) else language


def _is_json(text: str) -> bool:
    if len(text) > LONGEST_CODE:
        return False
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _short_enough(found: list[Code]) -> list[Code]:
    kept: list[Code] = []
    room = LONGEST_CODE
    for code in found:
        room -= len(code.text)
        if room < 0:
            break
        if max(map(len, code.text.split("\n"))) <= LONGEST_LINE:
            kept.append(code)
    return kept


def colours_of(code: Code) -> list[Colour]:
    """Ranges of its text that take a colour, in order; neighbours alike are one."""
    # Loading the lexers takes a tenth of a second: only where there is code to colour.
    from pygments.lexers import get_lexer_by_name

    lexer = get_lexer_by_name(code.language)
    found: list[Colour] = []
    for place, kind, value in lexer.get_tokens_unprocessed(code.text):
        name = ".".join(kind)
        colour = next((one for start, one in _TOKENS if name.startswith(start)), "")
        if not colour or not value.strip():
            continue
        start, end = code.start + place, code.start + place + len(value)
        if found and found[-1][1:] == (start, colour):
            start = found.pop()[0]
        found.append((start, end, colour))
    return found
