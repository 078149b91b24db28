"""`curator import`: bring logged calls in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from curator.cli.import_options import (
    AcceptMarksOption,
    CallsOption,
    EncodingOption,
    Files,
    FormatNameOption,
    MapFileOption,
    MappedOption,
    NoHeaderOption,
    RepairMojibakeOption,
    SampleOption,
    SaveMapOption,
    SeedOption,
    StratifyOption,
)
from curator.cli.options import AsJson, ProjectPath, ReviewerName
from curator.cli.output import ProgressLine, give, leave, say
from curator.errors import CuratorError
from curator.model.base import JsonObject
from curator.model.importing import ImportReport, Mapping

if TYPE_CHECKING:
    from curator.operations.importing import How

SHOWN = 20


def import_(
    project: ProjectPath,
    files: Files,
    format_name: FormatNameOption = "auto",
    mapped: MappedOption = None,
    map_file: MapFileOption = None,
    save_map: SaveMapOption = None,
    encoding: EncodingOption = "",
    no_header: NoHeaderOption = False,
    repair_mojibake: RepairMojibakeOption = False,
    sample: SampleOption = None,
    stratify: StratifyOption = "",
    seed: SeedOption = None,
    calls: CallsOption = None,
    accept_marks: AcceptMarksOption = False,
    reviewer: ReviewerName = "",
    as_json: AsJson = False,
) -> None:
    """Import files, folders and archives; rejected rows are kept beside the project."""
    from curator.operations import importing, projects

    mapping = _whole_mapping(mapped or [], map_file)
    how = importing.How(
        encoding=encoding,
        repair_mojibake=repair_mojibake,
        calls=calls,
        headed=not no_header,
        sample=sample,
        stratify=stratify,
        seed=seed,
    )
    with projects.open_project(project) as opened:
        report = importing.import_files(
            opened,
            files,
            format_name=format_name,
            mapping=mapping,
            accept_marks=accept_marks,
            reviewer=reviewer,
            how=how,
            progress=ProgressLine("Importing", in_bytes=True),
        )
    if save_map is not None:
        _save_mapping(files[0], format_name, mapping, how, save_map)
    _explain(report)
    give(_sentence(report), as_data(report), as_json=as_json)
    leave(findings=bool(report.rejected_count))


def _whole_mapping(options: list[str], file: Path | None) -> Mapping | None:
    """The mapping of a file, what `--map` says going before it."""
    from curator.operations import importing

    said = read_mapping(options)
    if file is None:
        return said
    saved = importing.read_mapping(file)
    return saved.model_copy(update={"fields": saved.fields | (said.fields if said else {})})


def _save_mapping(
    path: Path, format_name: str, mapping: Mapping | None, how: How, target: Path
) -> None:
    """Keep what was used, guesses included."""
    from curator.operations import importing

    used = importing.inspect_file(path, format_name=format_name, mapping=mapping, how=how)
    if not used.mappable:
        raise CuratorError(
            f"{path.name} is a {used.title}: it needs no mapping, so none was saved.", file=path
        )
    importing.write_mapping(used.mapping, target)


def read_mapping(options: list[str]) -> Mapping | None:
    """`--map` options as a mapping; None where there are none."""
    fields: dict[str, str] = {}
    for given in options:
        field, equals, column = given.partition("=")
        if not (equals and field and column):
            raise CuratorError(
                f"--map {given}: write it as FIELD=COLUMN, for example input=question.",
                field="map",
            )
        fields[field.strip()] = column
    return Mapping(fields=fields) if fields else None


def as_data(report: ImportReport) -> JsonObject:
    """The documented JSON of an import."""
    return {
        "read": report.read,
        "imported": report.imported,
        "duplicates": report.duplicates,
        "suggestions": report.suggestions,
        "rejected": [
            {"file": row.file, "line": row.line, "field": row.field, "reason": row.reason}
            for row in report.rejected
        ],
        "rejected_count": report.rejected_count,
        "rejected_files": list(report.rejected_files),
        "format": report.format,
        "mojibake": report.mojibake,
        "repaired": report.repaired,
        "sampled_from": report.sampled_from,
    }


def _sentence(report: ImportReport) -> str:
    parts = [f"Read {report.read:,} rows ({report.format}): {report.imported:,} cases imported"]
    if report.sampled_from is not None:
        parts[0] = (
            f"Read {report.sampled_from:,} cases ({report.format}): a sample of "
            f"{report.read - report.rejected_count:,} taken, {report.imported:,} imported"
        )
    if report.duplicates:
        parts.append(f"{report.duplicates:,} known already")
    if report.suggestions:
        parts.append(f"{report.suggestions:,} suggestions to accept")
    if report.rejected_count:
        parts.append(f"{report.rejected_count:,} rejected")
    return ", ".join(parts) + "."


def _explain(report: ImportReport) -> None:
    """Say on standard error what the sentence does not: rejected rows, and what to know."""
    _explain_rejected(report)
    for remark in report.remarks:
        say(remark)
    if report.mojibake and not report.repaired:
        say(
            f"{report.mojibake:,} cases hold text that was decoded wrongly before it came here "
            "(like Ã© for é): --repair-mojibake puts it right and keeps the text as it came."
        )


def _explain_rejected(report: ImportReport) -> None:
    for row in report.rejected[:SHOWN]:
        field = f", {row.field}" if row.field else ""
        say(f"{row.file}, line {row.line}{field}: {row.reason}")
    if report.rejected_count > SHOWN:
        say(f"… and {report.rejected_count - SHOWN:,} more.")
    for file in report.rejected_files:
        say(f"Rejected rows are kept unchanged in {file}.")
