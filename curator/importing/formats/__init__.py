"""The registry of formats. A new one is a module here and a line in FORMATS."""

from __future__ import annotations

from curator.errors import CuratorError
from curator.importing.containers.rows import RowFile
from curator.importing.formats import curator, openai_chat, openai_dpo, openai_sft, tables
from curator.importing.formats.base import Format
from curator.model.base import JsonObject

FORMATS: dict[str, Format] = {
    known.name: known
    for known in (
        curator.FORMAT,
        openai_dpo.FORMAT,
        openai_chat.FORMAT,
        openai_sft.FORMAT,
        *tables.FORMATS,
    )
}
"""By name; of equally sure formats the first is taken."""
AUTO = "auto"
_SURE_ENOUGH = 0.5
_TEXT_TABLES = ("csv", "tsv")


def named(name: str) -> Format | None:
    """The format of this name, None for "auto"; raises CuratorError listing the names."""
    if name == AUTO:
        return None
    if name not in FORMATS:
        names = ", ".join([AUTO, *FORMATS])
        raise CuratorError(f'There is no format "{name}": use one of {names}.', field="format")
    return FORMATS[name]


def recognise(file: RowFile) -> Format:
    """The format that is surest of a file, else the mapping of its container."""
    best, best_score = FORMATS[file.container], 0.0
    if file.container in _TEXT_TABLES:
        return best
    for known in FORMATS.values():
        score = known.detect(file)
        if score > best_score and (score >= _SURE_ENOUGH or known.mappable):
            best, best_score = known, score
    return best


def is_row(row: JsonObject) -> bool:
    """Whether any format takes this object for a row of its own."""
    return any(known.is_row(row) for known in FORMATS.values())
