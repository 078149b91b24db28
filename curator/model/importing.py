"""What an import is told and what it answers."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from curator.model.base import Noun
from curator.model.case import IncomingCase, RejectedRow


class Mapping(Noun):
    """Which column or dotted path of a row feeds which field of a case.

    `fields` maps one of input, output, system, expected, ideal, mark, note, tags, model,
    created_at, id, conversation, reviewer to a column name or dotted path
    ("6b_finetuning.is_correct"). Other columns go to metadata unless named in `leave_out`.
    """

    fields: dict[str, str] = Field(default_factory=dict)
    leave_out: tuple[str, ...] = ()


class Calls(StrEnum):
    """Which calls of a trace or a logged conversation become cases."""

    EVERY = "every"
    LAST = "last"


class FieldGuess(Noun):
    """One column of a file: what it is thought to be, and an example value."""

    column: str
    field: str | None
    """A field of `Mapping`, or None: kept as an extra field in metadata."""
    example: str = ""
    personal: bool = False
    """Looks like personal data (an e-mail address, a phone number)."""


class Repair(Noun):
    """A text that was decoded as the wrong encoding, and what it would be put right to."""

    line: int
    before: str
    after: str


class FilePreview(Noun):
    """A file as an import would see it."""

    file: str
    format: str
    title: str
    """ "JSON Lines, chat messages"."""
    size: int
    encoding: str = "utf-8"
    encoding_guess: str = ""
    """What its bytes look like when they are not `encoding`: offered, never taken unasked."""
    encoding_example: str = ""
    """A text of the file as `encoding_guess` reads it."""
    confidence: float | None = None
    """How sure the format is of this file, 0 to 1; None where the user named it."""
    mappable: bool = False
    fields: tuple[FieldGuess, ...] = ()
    mapping: Mapping = Mapping()
    rows: tuple[IncomingCase, ...] = ()
    raw: dict[int, str] = Field(default_factory=dict[int, str])
    """The beginning of each shown row as it lies in the file, by its line."""
    looked_at: int = 0
    """Rows that were read for this preview: rejected rows and repairs are told of these."""
    rejected: tuple[RejectedRow, ...] = ()
    mojibake: int = 0
    """Of the rows looked at those whose text was decoded wrongly before it came here."""
    repairs: tuple[Repair, ...] = ()
    """Examples of what a repair would change."""
    calls: Calls | None = None
    """Which calls of a trace are taken; None where the file leaves no choice."""
    usual_calls: Calls | None = None
    """What is taken unless somebody chooses."""
    groups: tuple[str, ...] = ()
    """Fields with few values, by which a sample could be shared out."""
    completes: str = ""
    """The format whose files this one completes, "" where it stands for itself."""
    headed: bool | None = None
    """Whether its first row is taken for the columns' names; None where it is no text table."""
    remembered: bool = False
    """Whether the mapping is one that was kept for files of this shape."""
    trouble: str = ""
    """Why it cannot be imported as it is ("No column looks like the output"), else ""."""


class KeptRows(Noun):
    """The kept rejected rows of one file, and how the file was read: enough to read one mended."""

    source: str
    """Path of the file."""
    path: str
    """Where the rows' bytes are."""
    format: str
    mapping: Mapping | None = None
    encoding: str = "utf-8"
    repair_mojibake: bool = False
    calls: Calls | None = None
    headed: bool = True
    companions: tuple[str, ...] = ()
    as_acts: bool = False
    """Judgements in the rows are acts; else they become suggestions."""


class ImportReport(Noun):
    """What an import did with one or more files."""

    read: int = 0
    imported: int = 0
    duplicates: int = 0
    suggestions: int = 0
    acts: int = 0
    rejected: tuple[RejectedRow, ...] = ()
    """The first of them, with the beginning of their bytes."""
    rejected_count: int = 0
    """All of them."""
    rejected_files: tuple[str, ...] = ()
    """Where the rejected rows' bytes are kept."""
    kept: tuple[KeptRows, ...] = ()
    """Of each of these files, what it takes to read a mended row like the others."""
    format: str = ""
    cancelled: bool = False
    mojibake: int = 0
    """Cases whose text was decoded wrongly before it came here ("Ã©" for "é")."""
    repaired: bool = False
    """Whether that was put right; the texts as they came are then in the cases' metadata."""
    sampled_from: int | None = None
    """Cases of the source when only a sample of them was taken."""
    remarks: tuple[str, ...] = ()
    """What a person should know of how it was done: one sentence each."""
