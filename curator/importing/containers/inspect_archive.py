"""Inspect AI's `.eval` files: a ZIP archive with `header.json` and one file for each sample.

Read directly, newer ones with zstd-compressed members too. A run that was broken off has no
header yet: its start stands in `_journal/start.json`.
"""

from __future__ import annotations

import zipfile

from curator.errors import CuratorError
from curator.importing.containers.rows import Document, Row, Rows, rejected
from curator.importing.json_text import decode_object
from curator.importing.packed import Damaged, read_member
from curator.importing.problems import RowProblem
from curator.importing.source import DOCUMENT_BYTES, SourceFile
from curator.model.base import JsonObject

_HEADERS = ("header.json", "_journal/start.json")


def look_into_archive(source: SourceFile) -> Document:
    """What the archive says of its run; raises CuratorError where it cannot be read."""
    names = _names(source)
    for name in _HEADERS:
        if name in names:
            try:
                header = decode_object(_read(source, name))
            except RowProblem as problem:
                raise CuratorError(
                    f"{source.name} is a damaged Inspect log: {name}: {problem.reason}.",
                    file=source.path,
                ) from problem
            around: JsonObject = {
                known: header[known] for known in ("eval", "status", "version") if known in header
            }
            return Document(path=(), context={}, around=around)
    return Document(path=(), context={})


def read_archive(source: SourceFile) -> Rows:
    """Its samples in the order of their names; `line` is the sample's number."""
    names = [name for name in _names(source) if name.startswith("samples/")]
    for number, name in enumerate(sorted(names, key=_order), start=1):
        raw = b""
        try:
            raw = _read(source, name)
            row = Row(number, decode_object(raw), raw)
        except RowProblem as problem:
            yield rejected(source, number, RowProblem(problem.reason, name), raw)
        else:
            yield row
        source.position = source.size * number // len(names)
    source.position = source.size


def _order(name: str) -> tuple[bool, int, str]:
    identifier = name.removeprefix("samples/").partition("_epoch_")[0]
    is_number = identifier.isdecimal()
    return not is_number, int(identifier[:18]) if is_number else 0, name


def _names(source: SourceFile) -> list[str]:
    with source.packed.open() as file, zipfile.ZipFile(file) as archive:
        return archive.namelist()


def _read(source: SourceFile, name: str) -> bytes:
    try:
        return read_member(source.packed.open, name, DOCUMENT_BYTES)
    except Damaged as error:
        raise RowProblem(str(error)) from error
