"""Importing: from a file of logged calls to cases, with every rejected row kept."""

from curator.importing.gathering import Gathered, Job, ReadAs, expand, gather
from curator.importing.mapping import complete_mapping
from curator.importing.mending import RowText, read_mended, row_text
from curator.importing.preview import inspect_file
from curator.importing.reading import FileReading, ReadOptions, read_file
from curator.importing.rejects import RejectedRows

__all__ = [
    "FileReading",
    "Gathered",
    "Job",
    "ReadAs",
    "ReadOptions",
    "RejectedRows",
    "RowText",
    "complete_mapping",
    "expand",
    "gather",
    "inspect_file",
    "read_file",
    "read_mended",
    "row_text",
]
