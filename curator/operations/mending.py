"""Rejected rows of an import, mended one by one and brought in after it.

The bytes as they came stay in the file of kept rows. What is mended is an import of its own, so
that it does not stand in the random order that is being reviewed (see decision 0089).
"""

from __future__ import annotations

from pathlib import Path

from curator import importing as reading
from curator.errors import CuratorError
from curator.importing import RowText, read_mended, row_text
from curator.model.base import Noun
from curator.model.case import IncomingCase, RejectedRow
from curator.model.changes import Changed
from curator.model.importing import KeptRows
from curator.operations.importing import OWN_FORMAT
from curator.project.arrivals import Arrivals
from curator.project.store import ProjectFile

LARGEST = 1 << 20
"""Bytes of a row that is mended here: a field for text does not hold more at once."""


class Mended(Noun):
    """What became of a mended row."""

    imported: int = 0
    duplicates: int = 0
    suggestions: int = 0
    rejected: RejectedRow | None = None
    """Why it still is no case; then nothing of it was taken."""
    change: Changed = Changed()

    @property
    def is_in(self) -> bool:
        return self.rejected is None


class Mending:
    """The kept rows of one file: their text, and their way into the project."""

    def __init__(self, project: ProjectFile, kept: KeptRows, reviewer: str) -> None:
        self.project = project
        self.kept = kept
        self._arrivals = Arrivals(
            file=kept.source,
            format_name=kept.format,
            reviewer=reviewer,
            seed=project.seed,
            as_acts=kept.as_acts,
            others=kept.format != OWN_FORMAT,
        )
        # Their ids are those of the file; the import says what it is.
        self._arrivals.file = f"{Path(kept.source).name} (mended rows)"
        self._started = False

    def text(self, row: RejectedRow) -> RowText:
        """A row as text to mend. Raises CuratorError where its bytes are gone or too many."""
        place = Path(self.kept.path)
        if row.size > LARGEST:
            raise CuratorError(
                f"Line {row.line:,} has {row.size / 1e6:,.1f} MB, too much to mend here: mend it "
                f"in {place.name} with an editor for large files and import that file.",
                file=place,
                line=row.line,
            )
        try:
            with place.open("rb") as file:
                file.seek(row.kept_at)
                raw = file.read(row.size)
        except OSError as error:
            raise CuratorError(
                f"The kept row could not be read in {place}: {error.strerror}.", file=place
            ) from error
        return row_text(raw, self.kept.encoding)

    def read(self, row: RejectedRow, text: str) -> list[IncomingCase | RejectedRow]:
        """What a mended row is; raises CuratorError where its file is gone."""
        kept = self.kept
        options = reading.ReadOptions("", kept.repair_mojibake, kept.calls, kept.headed)
        if kept.encoding != "utf-8":
            options = options._replace(encoding=kept.encoding)
        companions = [Path(one) for one in kept.companions]
        return read_mended(
            Path(kept.source), row, text, kept.format, kept.mapping, options, companions
        )

    def bring_in(self, row: RejectedRow, text: str) -> Mended:
        """Import a mended row: all of its cases, or none where one of them is rejected."""
        found = self.read(row, text)
        for one in found:
            if isinstance(one, RejectedRow):
                return Mended(rejected=one)
        cases = [one for one in found if isinstance(one, IncomingCase)]
        arrivals = self._arrivals
        before = (arrivals.imported, arrivals.duplicates, arrivals.suggestions)
        with self.project.writing() as connection:
            if not self._started:
                arrivals.start(connection)
            arrivals.add(connection, cases)
            arrivals.finish(connection, 0)
        self._started = True
        now = (arrivals.imported, arrivals.duplicates, arrivals.suggestions)
        new, known, suggested = (after - was for after, was in zip(now, before, strict=True))
        sentence = f"Line {row.line:,} of {row.file} came in"
        sentence += "." if new else ": the project had this case already."
        return Mended(
            imported=new,
            duplicates=known,
            suggestions=suggested,
            change=Changed(imported=True, tags=bool(arrivals.acts), sentence=sentence),
        )
