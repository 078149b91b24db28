"""`curator export`: write the dataset, or show its first rows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from curator.cli.export_options import (
    AcceptedOnlyOption,
    FormatNameOption,
    HeldOutOption,
    KeepShareOption,
    OutOption,
    OverrideReasonOption,
    PatternOption,
    PreviewOption,
    ReviewedOnlyOption,
    ReviewersOption,
    SeedOption,
    SystemPromptOption,
    ToolCallsOption,
    ValidationOption,
    WeightsOption,
)
from curator.cli.options import AsJson, ProjectPath
from curator.cli.output import give, leave
from curator.errors import CuratorError

if TYPE_CHECKING:
    from curator.model.dataset import ExportOptions
    from curator.project.store import ProjectFile

PRODUCTION, LOGGED = "production", "logged"


def export(
    project: ProjectPath,
    out: OutOption = None,
    format_name: FormatNameOption = "messages",
    validation: ValidationOption = 0.1,
    held_out: HeldOutOption = 0.2,
    seed: SeedOption = None,
    pattern: PatternOption = None,
    keep_share: KeepShareOption = 0.0,
    reviewed_only: ReviewedOnlyOption = True,
    accepted_only: AcceptedOnlyOption = True,
    system_prompt: SystemPromptOption = LOGGED,
    weights: WeightsOption = True,
    tool_calls: ToolCallsOption = True,
    reviewers: ReviewersOption = "names",
    override_reason: OverrideReasonOption = "",
    preview: PreviewOption = 0,
    as_json: AsJson = False,
) -> None:
    """Export a fine-tune-ready dataset with manifest and dataset card."""
    from curator.model.dataset import ExportOptions
    from curator.operations import exporting, projects

    if out is None and not preview:
        raise CuratorError("Name the folder to write into with --out.", field="out")
    with projects.open_project(project) as opened:
        options = ExportOptions(
            format=format_name,
            validation=validation,
            held_out=held_out,
            seed=seed,
            override_reason=override_reason,
            pattern_ids=exporting.pattern_ids(opened, pattern) if pattern else (),
            keep_share=keep_share,
            reviewed_only=reviewed_only,
            accepted_only=accepted_only,
            reviewers=reviewers,
            system_prompt=_prompt(opened, system_prompt),
            weights=weights,
            tool_calls=tool_calls,
        )
        if out is None or preview:
            _show(opened, options, preview, as_json=as_json)
        else:
            _write(opened, options, out, as_json=as_json)


def _show(project: ProjectFile, options: ExportOptions, rows: int, *, as_json: bool) -> None:
    from curator.exporting.inert_text import inert
    from curator.operations import exporting

    shown = exporting.preview(project, options, rows)
    text = "\n".join([*map(inert, shown.rows), shown.sentence])
    give(text, shown.model_dump(mode="json"), as_json=as_json)


def _write(project: ProjectFile, options: ExportOptions, out: Path, *, as_json: bool) -> None:
    from curator.operations import exporting, projects

    report = exporting.export(project, options, out, projects.person_at_the_machine())
    give(report.sentence, report.model_dump(mode="json"), as_json=as_json)
    leave(findings=bool(report.blocked))


def _prompt(project: ProjectFile, wanted: str) -> str | None:
    """The system prompt that the option names."""
    from curator.operations import exporting

    if wanted == LOGGED:
        return None
    if wanted == PRODUCTION:
        return exporting.production_prompt(project)
    path = Path(wanted)
    try:
        text = path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise CuratorError(
            f"The system prompt {path} could not be read: {error.strerror or error}.", file=path
        ) from error
    except UnicodeDecodeError as error:
        raise CuratorError(f"The system prompt {path} is not UTF-8 text.", file=path) from error
    if not text:
        raise CuratorError(f"The system prompt {path} is empty.", file=path)
    return text
