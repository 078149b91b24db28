"""`curator import`: bring logged calls in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from curator.cli.options import AsJson, ProjectPath, ReviewerName, argument, option
from curator.cli.output import ProgressLine, give, leave, say
from curator.errors import CuratorError
from curator.model.base import JsonObject
from curator.model.importing import Calls, ImportReport, Mapping

if TYPE_CHECKING:
    from curator.operations.importing import How

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
    map_file: Annotated[
        Path | None,
        option("--map-file", metavar="FILE", help_text="A saved mapping; --map goes before it."),
    ] = None,
    save_map: Annotated[
        Path | None,
        option("--save-map", metavar="FILE", help_text="Save the mapping that was used."),
    ] = None,
    encoding: Annotated[
        str, option("--encoding", metavar="NAME", help_text="The text's encoding. Default: told.")
    ] = "",
    repair_mojibake: Annotated[
        bool, option("--repair-mojibake", help_text="Put right text that was decoded wrongly.")
    ] = False,
    sample: Annotated[
        int | None,
        option("--sample", metavar="N", smallest=1, help_text="Take N cases of each at random."),
    ] = None,
    stratify: Annotated[
        str,
        option("--stratify", metavar="FIELD", help_text="As many of each value of this field."),
    ] = "",
    seed: Annotated[
        int | None,
        option("--seed", metavar="N", help_text="Seed of the sample. Default: the project's."),
    ] = None,
    calls: Annotated[
        Calls | None,
        option(
            "--calls",
            help_text="Of traces and conversations take every call or the last. "
            "Default: what is usual for the format.",
        ),
    ] = None,
    accept_marks: Annotated[
        bool, option("--accept-marks", help_text="Take judgements in the data as marks.")
    ] = False,
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
    _explain_rejected(report)
    for remark in report.remarks:
        say(remark)
    if report.mojibake and not report.repaired:
        say(
            f"{report.mojibake:,} cases hold text that was decoded wrongly before it came here "
            "(like Ã© for é): --repair-mojibake puts it right and keeps the text as it came."
        )
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


def _explain_rejected(report: ImportReport) -> None:
    for row in report.rejected[:SHOWN]:
        field = f", {row.field}" if row.field else ""
        say(f"{row.file}, line {row.line}{field}: {row.reason}")
    if report.rejected_count > SHOWN:
        say(f"… and {report.rejected_count - SHOWN:,} more.")
    for file in report.rejected_files:
        say(f"Rejected rows are kept unchanged in {file}.")
