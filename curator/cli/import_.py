"""`curator import`: bring logged calls in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from curator.cli.options import AsJson, ProjectPath, ReviewerName, argument, option
from curator.cli.output import ProgressLine, give, leave, say
from curator.errors import CuratorError
from curator.model.base import JsonObject
from curator.model.importing import ImportReport, Mapping

SHOWN = 20


def import_(
    project: ProjectPath,
    files: Annotated[list[Path], argument("FILE...", "Files of logged calls.")],
    format_name: Annotated[
        str, option("--format", metavar="NAME", help_text="auto, or a format's name.")
    ] = "auto",
    mapped: Annotated[
        list[str] | None,
        option("--map", metavar="FIELD=COLUMN", help_text="Which column feeds which field."),
    ] = None,
    accept_marks: Annotated[
        bool, option("--accept-marks", help_text="Take judgements in the data as marks.")
    ] = False,
    reviewer: ReviewerName = "",
    as_json: AsJson = False,
) -> None:
    """Import cases from one or more files; rejected rows are kept beside the project."""
    from curator.operations import importing, projects

    mapping = read_mapping(mapped or [])
    with projects.open_project(project) as opened:
        report = importing.import_files(
            opened,
            files,
            format_name=format_name,
            mapping=mapping,
            accept_marks=accept_marks,
            reviewer=reviewer,
            progress=ProgressLine("Importing"),
        )
    _explain_rejected(report)
    give(_sentence(report), as_data(report), as_json=as_json)
    leave(findings=bool(report.rejected))


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
        "rejected_files": list(report.rejected_files),
        "format": report.format,
    }


def _sentence(report: ImportReport) -> str:
    parts = [f"Read {report.read:,} rows ({report.format}): {report.imported:,} cases imported"]
    if report.duplicates:
        parts.append(f"{report.duplicates:,} known already")
    if report.suggestions:
        parts.append(f"{report.suggestions:,} suggestions to accept")
    if report.rejected:
        parts.append(f"{len(report.rejected):,} rejected")
    return ", ".join(parts) + "."


def _explain_rejected(report: ImportReport) -> None:
    for row in report.rejected[:SHOWN]:
        field = f", {row.field}" if row.field else ""
        say(f"{row.file}, line {row.line}{field}: {row.reason}")
    if len(report.rejected) > SHOWN:
        say(f"… and {len(report.rejected) - SHOWN:,} more.")
    for file in report.rejected_files:
        say(f"Rejected rows are kept unchanged in {file}.")
