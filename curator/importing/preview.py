"""Looking into a file before it is imported."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

from curator.importing.reading import FileReading, settle
from curator.model.case import IncomingCase, RejectedRow
from curator.model.importing import FilePreview, Mapping


def inspect_file(
    path: Path,
    format: str = "auto",  # noqa: A002 - the name callers know
    mapping: Mapping | None = None,
    rows: int = 12,
) -> FilePreview:
    """The file as an import would see it: format, fields, and its first `rows` rows.

    What the user can mend with a mapping comes as `trouble`; what they cannot (no such file,
    nothing in it) raises CuratorError.
    """
    file, known = settle(path, format, mapping)
    fields = known.preview(file, mapping)
    cases: list[IncomingCase] = []
    rejected: list[RejectedRow] = []
    if not fields.trouble:
        with FileReading(file, known, mapping) as reading:
            for found in islice(reading, rows):
                if isinstance(found, RejectedRow):
                    rejected.append(found)
                else:
                    cases.append(found)
    return FilePreview(
        file=file.source.name,
        format=known.name,
        title=_title(known.title, known.container is None, file.container),
        size=file.source.size,
        encoding=file.source.encoding,
        mappable=known.mappable,
        fields=fields.guesses,
        mapping=fields.mapping,
        rows=tuple(cases),
        rejected=tuple(rejected),
        trouble=fields.trouble,
    )


_CONTAINERS = {"jsonl": "JSON Lines", "json": "JSON", "parquet": "Parquet"}


def _title(title: str, any_container: bool, container: str) -> str:
    lies_in = _CONTAINERS.get(container, container.upper())
    return f"{title} ({lies_in})" if any_container else title
