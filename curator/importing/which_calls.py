"""Every call or the last one: what of a trace, or of a logged conversation, becomes a case.

A format either logs each model call (`traces`: several of one trace are several cases unless the
last alone is wanted) or whole conversations (`turns`: the last answer is the case unless every
one is wanted). "Last" is the call that began last, of equally early ones the one that stands last.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, TypeAlias

from curator.model.case import NO_REVIEW, IncomingCase, RejectedRow
from curator.model.importing import Calls

Logs: TypeAlias = Literal["", "traces", "turns"]
"""What a format's rows hold where more than one call belongs together."""
Rows: TypeAlias = Iterable[IncomingCase | RejectedRow]
_LOOKS = 512
"""Rows between two looks at whether to stop."""
_SPEAKERS = ("assistant", "model")


def usual(logs: Logs) -> Calls | None:
    """What is taken of a format's logs unless somebody chooses; None where there is no choice."""
    return {"": None, "traces": Calls.EVERY, "turns": Calls.LAST}[logs]


def trace_of(case: IncomingCase) -> str | None:
    """The trace a call belongs to: what its log calls so, else its conversation."""
    context = case.metadata.get("context")
    places = (case.metadata, context if isinstance(context, dict) else {})
    for place in places:
        for name in ("traceId", "trace_id", "context.trace_id", "root_span_id"):
            found = place.get(name)
            if isinstance(found, str) and found:
                return found
    return case.conversation


@dataclass(slots=True)
class LastCalls:
    """Which calls of a file are the last of their traces; found by reading it once before."""

    _latest: dict[str, tuple[float, int]] = field(default_factory=dict[str, "tuple[float, int]"])
    _wanted: set[int] = field(default_factory=set[int])

    def find(self, rows: Rows, stop: Callable[[], bool]) -> None:
        """Look at every call, keeping of each trace only when and where its last one stands."""
        alone: set[int] = set()
        for number, call, row in _numbered(rows):
            if number % _LOOKS == 0 and stop():
                return
            if not isinstance(row, IncomingCase):
                continue
            trace = trace_of(row)
            if trace is None:
                alone.add(call)
                continue
            entry = (_seconds(row.created_at), call)
            if entry >= self._latest.get(trace, entry):
                self._latest[trace] = entry
        self._wanted = alone.union(call for _, call in self._latest.values())

    def among(self, rows: Rows) -> Iterator[IncomingCase | RejectedRow]:
        """The last calls (all of their choices) and every rejected row."""
        for _, call, row in _numbered(rows):
            if isinstance(row, RejectedRow) or call in self._wanted:
                yield row


def every_turn(rows: Rows) -> Generator[IncomingCase | RejectedRow, None, None]:
    """Of each conversation one case for every answer in it; what was judged is its last one."""
    for row in rows:
        if isinstance(row, RejectedRow):
            yield row
            continue
        places = [at for at, one in enumerate(row.input) if at and one.role in _SPEAKERS]
        together = row.conversation or row.id or f"conversation {row.line}"
        for turn, at in enumerate(places, 1):
            yield row.model_copy(
                update={
                    "id": f"{row.id}-turn-{turn}" if row.id else None,
                    "input": row.input[:at],
                    "output": row.input[at],
                    "conversation": together,
                    "expected": None,
                    "usage": {},
                    "review": NO_REVIEW,
                    "origin": "",
                }
            )
        yield row.model_copy(update={"conversation": together}) if places else row


def has_turns(case: IncomingCase) -> bool:
    """Whether a case's input holds answers of the model before its output."""
    return any(at and one.role in _SPEAKERS for at, one in enumerate(case.input))


def _numbered(rows: Rows) -> Iterator[tuple[int, int, IncomingCase | RejectedRow]]:
    """Rows with their number and that of their call: the choices of one call share it."""
    call = -1
    for number, row in enumerate(rows):
        choice = row.metadata.get("choice") if isinstance(row, IncomingCase) else None
        if not (isinstance(choice, int) and choice > 0):
            call += 1
        yield number, call, row


def _seconds(moment: str | None) -> float:
    """A time as seconds since 1970, so that differently written ones compare; -1 for none."""
    try:
        return datetime.fromisoformat(moment or "").timestamp()
    except (ValueError, OverflowError, OSError):
        return -1.0
