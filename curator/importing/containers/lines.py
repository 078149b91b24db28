"""JSON Lines: one JSON object a line."""

from __future__ import annotations

from curator.importing.containers.rows import Row, Rows, rejected
from curator.importing.json_text import decode_object
from curator.importing.problems import RowProblem
from curator.importing.source import SourceFile


def read_lines(source: SourceFile) -> Rows:
    """Rows of a JSON Lines file. Blank lines are skipped; a bad line is a rejected row."""
    plain = source.encoding == "utf-8"
    for number, raw in source.own_lines():
        try:
            text = raw if plain else source.utf8(raw)
            if text.isspace():
                continue
            value = decode_object(text)
        except RowProblem as problem:
            yield rejected(source, number, problem, raw)
        else:
            yield Row(number, value, raw)
