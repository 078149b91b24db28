"""One row of the action table."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

_KEY_AT_END = re.compile(r" \([^()]*\)$")


class ActionSpec(NamedTuple):
    """What a user can do, by menu, key or command list.

    `where` is "everywhere" or a page's name; `keys` are Qt key sequences, the first is shown.
    Single letters act only while no text field has the focus.
    """

    id: str
    text: str
    keys: tuple[str, ...] = ()
    where: str = "everywhere"
    icon: str = ""
    menu: str = ""


@cache
def shown(key: str) -> str:
    """A key as it is written on a key cap: "Ctrl+Return" is "Ctrl Enter"."""
    words = {"Return": "Enter", "Down": "↓", "Up": "↑", "Escape": "Esc"}
    parts = key.split("+") if not key.endswith("+") else [*key[:-2].split("+"), "+"]
    return " ".join(words.get(part, part) for part in parts if part)


def with_key(words: str, key: str) -> str:
    """ "Hide the case list (Ctrl+B)": the words with another key at their end, "" for none."""
    bare = _KEY_AT_END.sub("", words)
    return f"{bare} ({key})" if key else bare
