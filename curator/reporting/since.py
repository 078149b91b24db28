"""What changed since an earlier summary of the same project."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError

from curator.errors import CuratorError
from curator.model.base import JsonObject, Noun
from curator.reporting.summary import Since, Summary
from curator.reporting.wording import number_word, plural

if TYPE_CHECKING:
    from curator.reporting.summary import ParetoRow

MARKER = "curator_summary"
VERSION = 1
_OBJECT: TypeAdapter[JsonObject] = TypeAdapter(JsonObject)


class _Row(Noun):
    """What is read of an earlier pattern."""

    id: str
    name: str
    count: int


class Earlier(Noun):
    """What is read of an earlier summary; members that later versions add do not matter."""

    date: str
    verdict: str
    failures: int
    failure_rate: str = ""
    pareto: tuple[_Row, ...]


def as_data(summary: Summary) -> JsonObject:
    """The summary as JSON: every table in it, under a marker that `read_earlier` looks for."""
    return {MARKER: VERSION, **summary.model_dump(mode="json")}


def read_earlier(path: Path) -> Earlier:
    """A summary written as JSON earlier. Raises CuratorError when the file is none."""
    try:
        held = _OBJECT.validate_json(path.read_bytes())
    except OSError as error:
        raise CuratorError(
            f"The earlier summary {path} could not be read: {error.strerror or error}.", file=path
        ) from error
    except ValidationError as error:
        raise _no_summary(path) from error
    if held.get(MARKER) != VERSION:
        raise _no_summary(path)
    known = {name: held[name] for name in Earlier.model_fields if name in held}
    rows = known.get("pareto")
    known["pareto"] = [
        {name: row.get(name) for name in _Row.model_fields}
        for row in (rows if isinstance(rows, list) else [])
        if isinstance(row, dict)
    ]
    try:
        return Earlier.model_validate(known)
    except ValidationError as error:
        raise _no_summary(path) from error


def _no_summary(path: Path) -> CuratorError:
    return CuratorError(
        f"{path} is no summary that Curator wrote as JSON: write one with --out FILE.json.",
        file=path,
    )


def compare(earlier: Earlier, summary: Summary) -> Since:
    """Patterns gone and new, by id, and what else moved. Failures in no pattern do not count."""
    then = {row.id: row for row in earlier.pareto if row.id}
    now = {row.id: row for row in summary.pareto if row.id}
    gone = tuple(row.name for id_, row in then.items() if id_ not in now)
    new = tuple(row.name for id_, row in now.items() if id_ not in then)
    when = earlier.date or "the earlier summary"
    return Since(
        date=when,
        sentence=f"Since {when}: {_patterns(len(gone), len(new))}.",
        gone=gone,
        new=new,
        lines=tuple(_moved(earlier, summary, then, now)),
    )


def _patterns(gone: int, new: int) -> str:
    """ "two patterns gone, one new"."""
    if not gone and not new:
        return "the same patterns"
    went = f"{number_word(gone)} {'pattern' if gone == 1 else 'patterns'} gone"
    if not new:
        return went
    if not gone:
        return f"{number_word(new)} new {'pattern' if new == 1 else 'patterns'}"
    return f"{went}, {number_word(new)} new"


def _moved(
    earlier: Earlier, summary: Summary, then: dict[str, _Row], now: dict[str, ParetoRow]
) -> list[str]:
    lines: list[str] = []
    if earlier.verdict != summary.verdict:
        lines.append(f"Verdict: “{earlier.verdict}” then, “{summary.verdict}” now.")
    if earlier.failure_rate != summary.failure_rate:
        was = earlier.failure_rate or "not known"
        lines.append(f"Failure rate: {was} then, {summary.failure_rate or 'not known'} now.")
    if earlier.failures != summary.failures:
        lines.append(f"Reviewed failures: {earlier.failures:,} then, {summary.failures:,} now.")
    changed = [
        f"“{now[id_].name}” {row.count:,} then, {now[id_].count:,} now"
        for id_, row in then.items()
        if id_ in now and now[id_].count != row.count
    ]
    if changed:
        most = "; ".join(changed[:5])
        rest = f"; {plural(len(changed) - 5, 'other', 'others')}" if len(changed) > 5 else ""
        lines.append(f"Cases: {most}{rest}.")
    return lines
