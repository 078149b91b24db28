"""What language unnamed code is written in, told by signs of its own; nothing is run or loaded.

Each sign counts once, so that a long list of one thing proves no more than one. A language needs
several signs and more of them than any other; else the code keeps its one colour.
"""

from __future__ import annotations

import json
import re
from functools import cache

LOOKED_AT = 4_000
"""Letters that are looked at."""
LEAST = 12
"""Letters below which nothing is guessed."""
ENOUGH = 3
"""Points from which a language is told: a strong sign has two, a weak one has one."""
_STRONG, _WEAK = 2, 1

_SIGNS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "python": (
        (
            r"^[ \t]*(?:async )?def \w+\(.*\).*:\s*(?:#.*)?$",
            r"^[ \t]*class \w+(?:\(.*\))?:\s*$",
            r"^from [\w.]+ import \w",
            r"^#!.*python",
        ),
        (
            r"^import [\w.]+(?: as \w+)?\s*$",
            r"^[ \t]*(?:if|elif|for|while|with) .+:\s*$",
            r"^[ \t]*(?:else|try|finally):\s*$",
            r"^[ \t]*except\b.*:\s*$",
            r"\bself\.\w",
            r"\bprint\(",
            r"\bNone\b|\bTrue\b|\bFalse\b",
            r"\bf['\"]",
            r"^[ \t]*return\b[^;]*$",
        ),
    ),
    "javascript": (
        (
            r"\bconsole\.\w+\(",
            r"\bfunction\b ?\w*\([^)]*\)\s*\{",
            r"\brequire\(['\"]",
            r"^[ \t]*(?:import|export) .*\bfrom ['\"]",
            r"\bdocument\.\w+",
        ),
        (
            r"\b(?:const|let|var) \w+\s*=",
            r"=>\s*[{(\w]",
            r"[!=]==",
            r"\bawait \w",
            r";\s*$",
            r"`[^`]*\$\{",
        ),
    ),
    "typescript": (
        (
            r"^[ \t]*(?:export )?(?:interface|type) \w+(?:<\w+>)?\s*(?:=\s*)?\{",
            r"\w\??: (?:string|number|boolean|void|any|unknown)\b",
            r"\bas const\b",
        ),
        (
            r"\b(?:const|let) \w+(?:: [\w<>\[\]]+)\s*=",
            r"=>\s*[{(\w]",
            r"^[ \t]*import .* from ['\"]",
            r"\b(?:private|readonly|public) \w+:",
            r";\s*$",
        ),
    ),
    "java": (
        (
            r"\bSystem\.out\.print",
            r"^import javax?\.",
            r"\bpublic static void main\b",
            r"\bpublic (?:final |abstract )?class \w+",
        ),
        (
            r"\b(?:private|protected|public) (?:static |final )*[\w<>\[\]]+ \w+\s*[(=;]",
            r"@Override\b",
            r"\bnew [A-Z]\w*(?:<.*>)?\(",
            r";\s*$",
        ),
    ),
    "csharp": (
        (
            r"^using System(?:\.\w+)*;",
            r"\bConsole\.Write",
            r"\{ get; (?:private )?set; \}",
            r"^[ \t]*namespace [\w.]+",
        ),
        (
            r"\bpublic (?:static |override |async )*[\w<>\[\]?]+ \w+\(",
            r"\bvar \w+ = new\b",
            r"\bstring \w+",
            r";\s*$",
        ),
    ),
    "c": (
        (r"^[ \t]*#\s*include\s*<\w+\.h>", r"\bint main\((?:void|int argc.*)?\)"),
        (
            r"\bprintf\(",
            r"\b(?:char|int|void|size_t) \*+\w",
            r"\bmalloc\(",
            r"\bstruct \w+ \{",
            r"->\w",
            r";\s*$",
        ),
    ),
    "cpp": (
        (r"\bstd::\w", r"^[ \t]*#\s*include\s*<\w+>", r"\bcout\s*<<", r"^[ \t]*template\s*<"),
        (r"\busing namespace \w", r"\bauto\b ?&?\w+ =", r"\bint main\(", r"\bnullptr\b", r";\s*$"),
    ),
    "go": (
        (r"^package \w+\s*$", r"^func (?:\(\w+ \*?\w+\) )?\w+\(", r"\bfmt\.\w+\("),
        (r"\w\s*:=\s", r"\berr != nil\b", r"^import \(", r"\bchan \w", r"^[ \t]*defer \w"),
    ),
    "rust": (
        (
            r"\bfn \w+(?:<.*>)?\(.*\)(?: -> .+)? \{",
            r"\blet mut \w",
            r"\bprintln!\(",
            r"^use std::",
            r"^[ \t]*impl(?:<.*>)? \w",
        ),
        (
            r"\bmatch \w.* \{",
            r"\bOk\(|\bErr\(|\bSome\(",
            r"&mut \w|&str\b",
            r"\blet \w+\s*=",
            r"#\[derive\(",
        ),
    ),
    "sql": (
        (
            (
                r"(?i)^[ \t]*select\s+(?:distinct\s+)?(?:\*|[\w.]+(?:\([^()]*\))?(?:\s+as\s+\w+)?"
                r"(?:\s*,\s*[\w.]+(?:\([^()]*\))?(?:\s+as\s+\w+)?)*)\s+from\s+\w"
            ),
            r"(?i)^[ \t]*insert\s+into\s+\w",
            r"(?i)^[ \t]*create\s+(?:or replace )?(?:table|view|index|function)\b",
            r"(?i)^[ \t]*update\s+\w+\s+set\b",
            r"(?i)^[ \t]*alter\s+table\b",
            r"(?i)^[ \t]*delete\s+from\b",
        ),
        (
            r"(?i)\bwhere\s+\w",
            r"(?i)\b(?:left|inner|right|outer)?\s*join\s+\w",
            r"(?i)\bgroup by\b",
            r"(?i)\border by\b",
            r"(?i)\bvalues\s*\(",
            r"(?i)\bvarchar\b|\bprimary key\b",
            r";\s*$",
        ),
    ),
    "bash": (
        (
            r"^#!/.*\b(?:ba|z)?sh\b",
            r"^[ \t]*\$ \w",
            r"^[ \t]*(?:if|while) \[\[? .* \]\]?;? *(?:then|do)?",
            r"^[ \t]*(?:sudo|apt|apt-get|brew|pip3?|npm|npx|git|docker|curl|wget|chmod) [\w./-]",
        ),
        (
            r"^[ \t]*(?:cd|ls|echo|export|mkdir|cat|cp|mv|rm|source|python3?|make)\b [\w./$\"'-]",
            r"\$\{?\w+\}?",
            r" && ",
            r" \| (?:grep|awk|sed|sort|head|tail|xargs|wc|jq)\b",
            r"^[ \t]*(?:fi|done|esac)\s*$",
            r" --?[a-z][\w-]*",
        ),
    ),
    "html": (
        (r"(?i)<!doctype html", r"(?i)<(?:html|head|body|div|span|table|form|script|ul|h[1-6])\b"),
        (
            r"(?i)</(?:html|body|div|span|p|a|li|td|tr|ul|form|h[1-6]|button)>",
            r"(?i)<\w+ (?:class|id|href|src|style)=[\"']",
            r"(?i)<(?:p|a|li|br|img|input|button)\b",
        ),
    ),
    "xml": (
        (r"^<\?xml\b",),
        (r"^[ \t]*<(\w[\w:.-]*)(?: [^<>]*)?>[\s\S]{0,500}?</\1>", r"\bxmlns(?::\w+)?="),
    ),
    "css": (
        (
            r"^[.#*:\w][^{}\n;]{0,80}\{\s*$[\s\S]{0,500}?^[ \t]*[\w-]+:\s*[^;{}]{1,80};",
            r"^[ \t]*@(?:media|import|keyframes|font-face)\b",
        ),
        (
            r"\b\d+(?:px|r?em|vh|vw)\b",
            r"#[0-9a-fA-F]{3,6}\b",
            r"^[ \t]*(?:color|margin|padding|display|font|background|border|width|height)[\w-]*:",
        ),
    ),
    "yaml": (
        (r"^---\s*$", r"^\w[\w-]*:\s*\n(?:\s{2,}[\w-]+:|\s*- )"),
        (r"^\w[\w.-]*: \S.*$", r"^\s+- \w+", r"^\s{2,}\w[\w-]*:(?: \S.*)?$"),
    ),
    "toml": (
        (r"^\[\[?[\w.\"-]+\]\]?\s*\n\w[\w-]* = ",),
        (r"^[\w-]+ = (?:\"|\[|\{|true|false|\d)", r"^\[[\w.-]+\]\s*$"),
    ),
    "diff": (
        (r"^@@ -\d+(?:,\d+)? \+\d+", r"^diff --git "),
        (r"^\+\+\+ \S", r"^--- \S", r"^[-+]\w"),
    ),
    "php": ((r"<\?php\b",), (r"\$\w+\s*=", r"->\w+\(", r"\becho\b", r";\s*$")),
    "ruby": (
        (
            r"^[ \t]*def \w+[?!]?(?:\(.*\))?\s*$[\s\S]{0,500}?^[ \t]*end\s*$",
            r"\bdo \|\w+(?:, \w+)*\|",
        ),
        (r"^[ \t]*puts\b", r"^[ \t]*require ['\"]", r"^[ \t]*end\s*$", r"@\w+\s*=", r"\.each\b"),
    ),
}


@cache
def _compiled() -> dict[str, tuple[tuple[re.Pattern[str], int], ...]]:
    return {
        language: tuple(
            (re.compile(sign, re.MULTILINE), points)
            for signs, points in ((strong, _STRONG), (weak, _WEAK))
            for sign in signs
        )
        for language, (strong, weak) in _SIGNS.items()
    }


def guessed_language(code: str) -> str:
    """The language of code that nobody named, "" where its signs are too few or point apart."""
    head = code[:LOOKED_AT]
    if len(head.strip()) < LEAST:
        return ""
    if head.lstrip()[:1] in ("{", "[") and _is_json(code):
        return "json"
    points = {
        language: sum(worth for sign, worth in signs if sign.search(head))
        for language, signs in _compiled().items()
    }
    first, second = sorted(points, key=lambda one: -points[one])[:2]
    return first if points[first] >= ENOUGH and points[first] > points[second] else ""


def _is_json(code: str) -> bool:
    try:
        json.loads(code)
    except (ValueError, RecursionError):
        return False
    return True
