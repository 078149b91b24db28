"""Looking into a file before it is imported."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

from curator.importing.gathering import expand
from curator.importing.reading import AS_IT_IS, FileReading, ReadOptions, settle
from curator.model.case import IncomingCase, RejectedRow
from curator.model.importing import FilePreview, Mapping


def inspect_file(
    path: Path,
    format: str = "auto",  # noqa: A002 - the name callers know
    mapping: Mapping | None = None,
    rows: int = 12,
    options: ReadOptions = AS_IT_IS,
) -> FilePreview:
    """The file as an import would see it: format, fields, and its first `rows` rows.

    Of a folder or an archive of several files the first one is shown.

    What the user can mend with a mapping comes as `trouble`; what they cannot (no such file,
    nothing in it) raises CuratorError.
    """
    path = expand([path])[0]
    file, known = settle(path, format, mapping, options)
    fields = known.preview(file, mapping)
    cases: list[IncomingCase] = []
    mojibake = 0
    rejected: list[RejectedRow] = []
    if not fields.trouble:
        with FileReading(file, known, mapping, options) as reading:
            for found in islice(reading, rows):
                if isinstance(found, RejectedRow):
                    rejected.append(found)
                else:
                    cases.append(found)
            mojibake = reading.mojibake
    return FilePreview(
        file=file.source.name,
        format=known.name,
        title=_title(known.title, known.container is None, file.container),
        size=file.source.size,
        encoding=file.source.encoding,
        encoding_guess=file.source.guess,
        mappable=known.mappable,
        fields=fields.guesses,
        mapping=fields.mapping,
        rows=tuple(cases),
        rejected=tuple(rejected),
        mojibake=mojibake,
        trouble=fields.trouble,
    )


_CONTAINERS = {"jsonl": "JSON Lines", "json": "JSON", "parquet": "Parquet", "xlsx": "Excel"}


def _title(title: str, any_container: bool, container: str) -> str:
    lies_in = _CONTAINERS.get(container, container.upper())
    return f"{title} ({lies_in})" if any_container else title
