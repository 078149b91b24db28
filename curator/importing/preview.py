"""Looking into a file before it is imported."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

from curator.importing.containers.rows import Row, RowFile
from curator.importing.encodings import is_mojibake, repaired
from curator.importing.gathering import expand
from curator.importing.json_text import json_text
from curator.importing.reading import (
    AS_IT_IS,
    FileReading,
    ReadOptions,
    Recall,
    columns_of_file,
    settle,
)
from curator.importing.source import SourceFile
from curator.importing.which_calls import LastCalls, has_turns, usual
from curator.model.case import IncomingCase, RejectedRow
from curator.model.importing import Calls, FilePreview, Mapping, Repair

_LOOKED_AT = 200
"""Rows read for what is said of the file beyond the rows that are shown."""
_LOOKED_AT_BYTES = 4 << 20
_RAW = 4_000
"""Characters of a row shown beside its case."""
_FIRST_ROWS = 8
_EXAMPLES = 3
_AROUND = 40
_MANY = 20
"""Values from which a field no longer groups cases."""


def inspect_file(
    path: Path,
    format: str = "auto",  # noqa: A002 - the name callers know
    mapping: Mapping | None = None,
    rows: int = 12,
    options: ReadOptions = AS_IT_IS,
    recall: Recall = lambda _: None,
) -> FilePreview:
    """The file as an import would see it: format, fields, and its first `rows` rows.

    Of a folder or an archive of several files the first one is shown. `recall` is asked for a
    mapping where one is needed and none is given.

    What the user can mend with a mapping comes as `trouble`; what they cannot (no such file,
    nothing in it) raises CuratorError.
    """
    path = expand([path])[0]
    file, known = settle(path, format, mapping, options)
    remembered = recall(columns_of_file(file)) if known.mappable and mapping is None else None
    mapping = mapping or remembered
    fields = known.preview(file, mapping)
    look = _Look()
    if not fields.trouble:
        # The last call of a trace is looked for among the rows looked at, not in the whole file.
        every = options._replace(calls=None) if known.logs == "traces" else options
        with FileReading(file, known, mapping, every) as reading:
            look.at(reading, options)
    cases = tuple(look.cases[:rows])
    normal = usual(known.logs)
    if known.logs == "turns" and options.calls is None and not any(map(has_turns, look.cases)):
        normal = None
    return FilePreview(
        file=file.source.name,
        format=known.name,
        title=_title(known.title, known.container is None, file.container),
        size=file.source.size,
        encoding=file.source.encoding,
        encoding_guess=file.source.guess,
        encoding_example=_example(file.source),
        confidence=known.detect(file) if format == "auto" else None,
        mappable=known.mappable,
        fields=fields.guesses,
        mapping=fields.mapping,
        rows=cases,
        raw=_raw(file, {case.line for case in cases} if cases else None),
        looked_at=look.rows,
        rejected=tuple(look.rejected),
        mojibake=look.mojibake,
        repairs=tuple(look.repairs),
        calls=None if normal is None else options.calls or normal,
        usual_calls=normal,
        groups=_groups(look.cases),
        completes=known.part_of,
        remembered=remembered is not None,
        headed=options.headed if file.container in ("csv", "tsv") else None,
        trouble=fields.trouble,
    )


class _Look:
    """What the first rows of a file hold."""

    def __init__(self) -> None:
        self.cases: list[IncomingCase] = []
        self.rejected: list[RejectedRow] = []
        self.repairs: list[Repair] = []
        self.mojibake = self.rows = 0

    def at(self, reading: FileReading, options: ReadOptions) -> None:
        """Read on until enough is seen."""
        rows: list[IncomingCase | RejectedRow] = []
        for found in islice(reading, _LOOKED_AT):
            rows.append(found)
            if reading.bytes_read > _LOOKED_AT_BYTES:
                break
        self.rows, self.mojibake = len(rows), reading.mojibake
        if options.calls is Calls.LAST and reading.is_of_traces:
            last = LastCalls()
            last.find(rows, lambda: False)
            rows = list(last.among(rows))
        self.cases = [row for row in rows if isinstance(row, IncomingCase)]
        self.rejected = [row for row in rows if isinstance(row, RejectedRow)]
        found_repairs = (one for case in self.cases for one in _repairs(case))
        self.repairs = list(islice(found_repairs, _EXAMPLES))


def _repairs(case: IncomingCase) -> list[Repair]:
    """The first text of a case that a repair would change, around the change."""
    for text in (*(message.content for message in case.input), case.output.content):
        if not is_mojibake(text):
            continue
        after = repaired(text)
        pairs = zip(text, after, strict=False)
        at = next((place for place, (old, new) in enumerate(pairs) if old != new), 0)
        start = max(0, at - _AROUND)
        more = len(text) - len(after)
        return [
            Repair(
                line=case.line,
                before=text[start : at + _AROUND + max(0, more)],
                after=after[start : at + _AROUND],
            )
        ]
    return []


def _example(source: SourceFile) -> str:
    """A line of the file's beginning as the guessed encoding reads it, around what is not UTF-8."""
    if not source.guess:
        return ""
    for line in source.head.splitlines():
        try:
            line.decode("utf-8")
        except UnicodeDecodeError as error:
            start = max(0, error.start - _AROUND)
            around = line[start : error.start + _AROUND]
            return around.decode(source.guess, "replace").strip()
    return ""


def _raw(file: RowFile, lines: set[int] | None) -> dict[int, str]:
    """The beginning of these rows as they lie in the file; of binary files their values.

    Of the first rows there are, where nobody knows yet what the cases are.
    """
    found: dict[int, str] = {}
    wanted = _FIRST_ROWS if lines is None else len(lines)
    for row in islice(file.rows(), _LOOKED_AT):
        if isinstance(row, Row) and (lines is None or row.line in lines):
            text = row.raw[: 4 * _RAW].decode(file.source.encoding, "replace")
            found[row.line] = (text.strip("\r\n") or json_text(row.value))[:_RAW]
        if len(found) == wanted:
            break
    return found


def _groups(cases: list[IncomingCase]) -> tuple[str, ...]:
    """Fields with several values, each of which many cases share."""
    values: dict[str, set[str]] = {"model": {case.model or "" for case in cases}}
    for case in cases:
        for name, value in case.metadata.items():
            if isinstance(value, str | int | float | bool):
                values.setdefault(name, set()).add(json_text(value))
    few = min(_MANY, len(cases) // 2)
    return tuple(name for name, found in values.items() if 1 < len(found) <= few)


_CONTAINERS = {"jsonl": "JSON Lines", "json": "JSON", "parquet": "Parquet", "xlsx": "Excel"}


def _title(title: str, any_container: bool, container: str) -> str:
    lies_in = _CONTAINERS.get(container, container.upper())
    return f"{title} ({lies_in})" if any_container else title
