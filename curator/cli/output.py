"""How commands speak: results on standard output, messages and progress on standard error."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence

import typer
from pydantic import JsonValue, TypeAdapter

from curator.model.base import JsonObject
from curator.model.pace import Pace, progress_words
from curator.model.statistics import Estimate

_json: TypeAdapter[JsonValue] = TypeAdapter(JsonValue)
FINDINGS = 1
"""Exit code: done, with findings (rows rejected, checks blocking, not ready)."""
_EVERY_SECONDS = 0.2


def say(text: str) -> None:
    """A message for the person at the terminal."""
    typer.echo(text, err=True)


def give(text: str, data: JsonObject, *, as_json: bool) -> None:
    """The command's result: one JSON object, or text."""
    typer.echo(_json.dump_json(data).decode() if as_json else text)


def leave(*, findings: bool) -> None:
    """End the command: 0 done, 1 done with findings."""
    if findings:
        raise typer.Exit(FINDINGS)


def interval(estimate: Estimate | None) -> JsonObject | None:
    """An estimate as {"value", "low", "high"} with what it was counted on."""
    if estimate is None:
        return None
    return {
        "value": estimate.value,
        "low": estimate.low,
        "high": estimate.high,
        "count": estimate.count,
        "of": estimate.of,
    }


def table(rows: Sequence[Sequence[str]], *, right: frozenset[int] = frozenset()) -> str:
    """Rows as aligned columns; `right` names the columns of figures."""
    if not rows:
        return ""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines: list[str] = []
    for row in rows:
        cells = [
            cell.rjust(width) if i in right else cell.ljust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


class ProgressLine:
    """One line on a terminal that counts up, with its rate and the time left.

    Silent where nobody watches. `in_bytes`: what is counted are bytes, whose rate is told.
    """

    def __init__(self, words: str, *, in_bytes: bool = False) -> None:
        self._words = words
        self._in_bytes = in_bytes
        self._watched = sys.stderr.isatty()
        self._last = 0.0
        self._width = 0
        self._pace = Pace()

    def __call__(self, done: int, total: int) -> None:
        if not self._watched:
            return
        moment = time.monotonic()
        if done < total and moment - self._last < _EVERY_SECONDS:
            return
        self._last = moment
        self._pace.note(moment, done)
        line = progress_words(self._words, done, total, self._pace.rate, in_bytes=self._in_bytes)
        typer.echo(f"\r{line.ljust(self._width)}", err=True, nl=done >= total > 0)
        self._width = len(line)
