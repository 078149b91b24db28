"""How long each mark and each ideal answer took, from the log of acts."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from curator.model.review import ActKind
from curator.operations.suggestions import ACCEPTED
from curator.project import acts

if TYPE_CHECKING:
    from curator.project.sql import Connection

MANY = 3
"""Marks of one deed from which they were set together, unread one by one (own)."""


class Times(NamedTuple):
    """Seconds by case key that a case was on the screen; marks set many at once apart."""

    marks: dict[int, float]
    ideals: dict[int, float]
    together: tuple[int, ...]


def times(connection: Connection) -> Times:
    """Of the latest mark and ideal answer of each case; what was not timed is absent."""
    done = acts.timed_acts(connection, (ActKind.MARK, ActKind.IDEAL))
    sizes = Counter(one.deed for one in done if one.kind == ActKind.MARK)
    found = Times({}, {}, ())
    together: set[int] = set()
    for one in done:
        marked = one.kind == ActKind.MARK
        seconds = found.marks if marked else found.ideals
        seconds.pop(one.case_key, None)
        if one.seconds is not None:
            seconds[one.case_key] = one.seconds
        if marked:
            together.discard(one.case_key)
            if sizes[one.deed] >= MANY and one.origin in ("", ACCEPTED):
                together.add(one.case_key)
    return found._replace(together=tuple(sorted(together)))
