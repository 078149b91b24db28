"""Bringing files in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from curator import importing as reading
from curator.errors import CuratorError
from curator.importing.formats import FORMATS
from curator.importing.mapping_file import read_mapping, write_mapping
from curator.importing.pasted import pasted_file
from curator.model.base import Noun
from curator.model.case import RejectedRow
from curator.model.importing import Calls, FilePreview, ImportReport, Mapping
from curator.model.work import IsCancelled, Progress, never_cancelled, no_progress
from curator.operations import mappings
from curator.operations.import_run import FileImport
from curator.operations.portions import Wanted
from curator.operations.projects import person_at_the_machine
from curator.operations.reading_process import Order
from curator.project.arrivals import Arrivals
from curator.project.store import ProjectFile

OWN_FORMAT = "curator"

__all__ = [
    "FileChoice",
    "How",
    "files_in",
    "format_titles",
    "import_files",
    "inspect_file",
    "keep_pasted",
    "read_mapping",
    "write_mapping",
]


class How(Noun):
    """How files are brought in, beyond their format and mapping."""

    accept_marks: bool = False
    """Judgements of other formats are taken for acts, too."""
    encoding: str = ""
    """The encoding of the files' text; "" to be told."""
    repair_mojibake: bool = False
    calls: Calls | None = None
    """Which calls of a trace or conversation are taken; None: what is usual for the format."""
    headed: bool = True
    """Text tables begin with their columns' names; else their columns are numbered."""
    sample: int | None = None
    """Take only so many cases, at random, from each file."""
    stratify: str = ""
    """The field whose values are to be alike in number among the sample."""
    seed: int | None = None
    """Seed of the sample; None: the project's."""
    processes: int | None = None
    """Processes that read, 0 for none; None: what pays for the file's size on this machine."""

    @property
    def options(self) -> reading.ReadOptions:
        return reading.ReadOptions(self.encoding, self.repair_mojibake, self.calls, self.headed)


AS_THEY_ARE = How()


class FileChoice(Noun):
    """How one of several files is brought in, where a person said so."""

    format_name: str = "auto"
    mapping: Mapping | None = None
    how: How = AS_THEY_ARE

    @property
    def read_as(self) -> reading.ReadAs:
        return reading.ReadAs(self.format_name, self.mapping, self.how.options)


def inspect_file(
    path: Path,
    *,
    format_name: str = "auto",
    mapping: Mapping | None = None,
    how: How = AS_THEY_ARE,
    rows: int = 12,
) -> FilePreview:
    """A file as an import would see it; nothing is stored.

    Without a mapping the one that was remembered for files of this shape is taken.
    """
    recall = mappings.remembered
    return reading.inspect_file(
        path, format_name, mapping, rows, options=how.options, recall=recall
    )


def format_titles() -> list[tuple[str, str]]:
    """Every format's name and title, by title."""
    found = [(known.name, known.title) for known in FORMATS.values() if not known.part_of]
    return sorted(found, key=lambda one: one[1].casefold())


def keep_pasted(text: str, html: str, folder: Path) -> Path:
    """Write what was pasted into a new file of `folder`, to be imported like any other.

    Raises CuratorError where there is nothing to read, or nowhere to write.
    """
    content, ending = pasted_file(text, html)
    moment = datetime.now().astimezone()
    stem = f"Pasted {moment:%Y-%m-%d} at {moment:%H.%M.%S}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        place, number = folder / f"{stem}.{ending}", 1
        while place.exists():
            number += 1
            place = folder / f"{stem} ({number}).{ending}"
        place.write_bytes(content)
    except OSError as error:
        raise CuratorError(
            f"What was pasted could not be kept in {folder}: {error.strerror}.", file=folder
        ) from error
    return place


def files_in(paths: Sequence[Path]) -> list[Path]:
    """The files that an import of these files, folders and archives reads, one by one.

    Raises CuratorError for a folder that holds nothing to read.
    """
    return reading.expand(paths)


def import_files(
    project: ProjectFile,
    paths: Sequence[Path],
    *,
    format_name: str = "auto",
    mapping: Mapping | None = None,
    accept_marks: bool = False,
    reviewer: str = "",
    how: How = AS_THEY_ARE,
    choices: dict[Path, FileChoice] | None = None,
    progress: Progress = no_progress,
    is_cancelled: IsCancelled = never_cancelled,
) -> ImportReport:
    """Import files, folders and archives, batch by batch; a cancel leaves whole batches only.

    Files that complete each other (a batch and its input, traces and scores) are joined.
    `choices` says of single files (as `files_in` names them) what the other arguments say of all.
    Judgements in our own format are acts; from other formats they become suggestions unless
    `accept_marks`. A mapping that was given is remembered for files of the same columns, and
    used where none is given. Rejected rows are kept, bytes unchanged, beside the project.
    """
    if not paths:
        raise CuratorError("Name at least one file to import.")
    if how.sample is None and how.stratify:
        raise CuratorError(
            "Say how many cases to take: a field to stratify by needs a sample.", field="stratify"
        )
    person = reviewer or person_at_the_machine()
    for_all = FileChoice(format_name=format_name, mapping=mapping, how=how)
    own = choices or {}
    gathered = reading.gather(paths, lambda path: own.get(path, for_all).read_as)
    reports: list[ImportReport] = []
    whole = _Whole(progress, [job.path for job in gathered.jobs])
    for job in gathered.jobs:
        how = own.get(job.path, for_all).how
        rows = reading.read_file(
            job.path, *job.read_as, companions=job.companions, recall=mappings.remembered
        )
        arrivals = Arrivals(
            file=str(job.path),
            format_name=rows.format,
            reviewer=person,
            seed=project.seed,
            as_acts=accept_marks or how.accept_marks or rows.format == OWN_FORMAT,
            others=rows.format != OWN_FORMAT,
        )
        wanted = Wanted(project.seed, how.sample, how.stratify, how.seed)
        order = Order(
            job.path, rows.format, rows.mapping, how.options, tuple(job.companions), wanted
        )
        with project.loading() as store:
            one = FileImport(store, rows, order, arrivals, how.processes)
            report = one.run(whole.of_file(rows.total_bytes), is_cancelled)
        remark = _about_mapping(rows, given=job.read_as.mapping is not None)
        reports.append(report.model_copy(update={"remarks": (remark,)} if remark else {}))
        if reports[-1].cancelled:
            break
    return _together(reports, gathered.unreadable)


class _Whole:
    """Progress over several files: bytes read of the bytes of all, as far as they are known."""

    def __init__(self, progress: Progress, paths: Sequence[Path]) -> None:
        self._progress = progress
        self._sizes = [path.stat().st_size if path.is_file() else 0 for path in paths]
        self._place = -1
        self._before = 0

    def of_file(self, total: int) -> Progress:
        """The progress of the next file, which has so many bytes to read."""
        self._before += self._sizes[self._place] if self._place >= 0 else 0
        self._place += 1
        self._sizes[self._place] = total
        before, all_of_them = self._before, sum(self._sizes)
        return lambda done, _: self._progress(before + done, all_of_them)


def _about_mapping(rows: reading.FileReading, *, given: bool) -> str:
    """Remember a mapping that was given; say where a remembered one was used or cannot be kept."""
    if rows.mapping is None:
        return ""
    if not given:
        return (
            "The fields were taken from the mapping remembered for files with these columns; "
            "name them anew to change it."
        )
    used = rows.used_mapping()
    try:
        if used is not None:
            mappings.remember(*used)
    except CuratorError as error:
        return error.sentence  # the cases are in: that their mapping is not kept costs nothing
    return ""


def _together(reports: Sequence[ImportReport], unreadable: Sequence[RejectedRow]) -> ImportReport:
    formats = sorted({report.format for report in reports})
    sampled = [report.sampled_from for report in reports if report.sampled_from is not None]
    return ImportReport(
        read=sum(report.read for report in reports),
        imported=sum(report.imported for report in reports),
        duplicates=sum(report.duplicates for report in reports),
        suggestions=sum(report.suggestions for report in reports),
        acts=sum(report.acts for report in reports),
        rejected=(*(row for report in reports for row in report.rejected), *unreadable),
        rejected_count=sum(report.rejected_count for report in reports) + len(unreadable),
        rejected_files=tuple(file for report in reports for file in report.rejected_files),
        kept=tuple(one for report in reports for one in report.kept),
        format=", ".join(formats),
        cancelled=any(report.cancelled for report in reports),
        mojibake=sum(report.mojibake for report in reports),
        repaired=any(report.repaired for report in reports),
        sampled_from=sum(sampled) if sampled else None,
        remarks=tuple(dict.fromkeys(one for report in reports for one in report.remarks)),
    )
