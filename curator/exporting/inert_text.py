"""Untrusted text made harmless to show: nothing in it can act on its reader or its page."""

from __future__ import annotations

import re

_SURROGATES = re.compile("[\ud800-\udfff]")
_NONCHARACTERS = re.compile(
    "[\ufdd0-\ufdef"
    + "".join(f"{chr(plane * 65536 + 65534)}{chr(plane * 65536 + 65535)}" for plane in range(17))
    + "]"
)
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
_MARKDOWN = re.compile(r"[\\`*_\[\]|~$]")
_LINE_START = re.compile(r"^(?:([#>+=-])|(\d+)([.)])(?=\s|$))")
"""What makes a heading, quotation or list of a line that begins with it."""
_ENTITY = re.compile(r"[&<@]|:(?=/)|(?<=www)\.", re.IGNORECASE)
_ENTITIES = {"&": "&amp;", "<": "&lt;", ":": "&#58;", ".": "&#46;", "@": "&#64;&#8288;"}


def without_surrogates(text: str) -> str:
    """Half characters, which no UTF-8 file can hold, become U+FFFD."""
    return _SURROGATES.sub("\ufffd", text)


def inert(text: str) -> str:
    """Text whose control characters are seen instead of obeyed.

    Terminal escapes and other controls become their pictures (␛), C1 controls and the
    characters that turn the reading direction become their code points ([U+202E]), what is no
    character becomes U+FFFD, line ends become a line feed. Tabs and line feeds stay.
    """
    text = without_surrogates(text.replace("\r\n", "\n").replace("\r", "\n"))
    text = _NONCHARACTERS.sub("\ufffd", text)
    text = _CONTROLS.sub(_picture, text)
    return _DIRECTION.sub(lambda found: f"[U+{ord(found[0]):04X}]", text)


def one_line(text: str) -> str:
    """Inert text with every run of white space as one space."""
    return " ".join(inert(text).split())


def markdown_inline(text: str) -> str:
    """One line of Markdown that shows the text and nothing else.

    No link, image, HTML, table cell, mention or auto-link can come of it: punctuation that
    means something where it stands is escaped, and what would make a link or call somebody
    (@name, ://, www.) is broken by an entity.
    """
    escaped = _MARKDOWN.sub(lambda found: f"\\{found[0]}", one_line(text))
    escaped = _ENTITY.sub(lambda found: _ENTITIES[found[0]], escaped)
    return _LINE_START.sub(_kept_from_starting, escaped)


def markdown_block(text: str, info: str = "text") -> str:
    """A fenced block that the text cannot close: its fence is longer than any run inside."""
    shown = inert(text)
    longest = max((len(run) for run in re.findall(r"`+", shown)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{info}\n{shown}\n{fence}"


def _picture(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else f"[U+{code:04X}]"


def _kept_from_starting(found: re.Match[str]) -> str:
    return f"\\{found[1]}" if found[1] else f"{found[2]}\\{found[3]}"
