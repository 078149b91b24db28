"""`curator export`: write the dataset, or show its first rows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from curator.cli.options import AsJson, ProjectPath, option
from curator.cli.output import give, leave
from curator.errors import CuratorError

if TYPE_CHECKING:
    from curator.project.store import ProjectFile

PRODUCTION, LOGGED = "production", "logged"


def export(
    project: ProjectPath,
    out: Annotated[Path | None, option(metavar="DIR", help_text="Folder to write into.")] = None,
    format_name: Annotated[
        str, option("--format", metavar="NAME", help_text="The target's name.")
    ] = "messages",
    validation: Annotated[
        float, option(smallest=0.0, largest=0.9, help_text="Validation share.")
    ] = 0.1,
    held_out: Annotated[
        float, option(smallest=0.0, largest=0.9, help_text="Held-out share.")
    ] = 0.2,
    seed: Annotated[int | None, option(help_text="Default: the project's own.")] = None,
    pattern: Annotated[
        list[str] | None,
        option(metavar="NAME", help_text="Only this pattern, by name or id; may be repeated."),
    ] = None,
    keep_share: Annotated[
        float,
        option(smallest=0.0, largest=0.9, help_text="Share of passing cases among the rows."),
    ] = 0.0,
    reviewed_only: Annotated[
        bool,
        option(
            "--reviewed-only/--with-unreviewed",
            help_text="Or also cases nobody reviewed that came with an expected answer.",
        ),
    ] = True,
    accepted_only: Annotated[
        bool,
        option(
            "--accepted-only/--with-unaccepted",
            help_text="Or also ideal answers nobody has accepted.",
        ),
    ] = True,
    system_prompt: Annotated[
        str,
        option(
            metavar="FILE",
            help_text="Text file with the system prompt to train with; “production” takes the "
            "project's own, “logged” leaves each row's.",
        ),
    ] = LOGGED,
    weights: Annotated[
        bool,
        option("--weights/--no-weights", help_text="Weight 0 on earlier answers, where known."),
    ] = True,
    tool_calls: Annotated[
        bool,
        option("--tool-calls/--no-tool-calls", help_text="Write rows that use tools."),
    ] = True,
    reviewers: Annotated[
        Literal["names", "pseudonyms"], option(help_text="How reviewers are named.")
    ] = "names",
    override_reason: Annotated[
        str, option(metavar="TEXT", help_text="Why to export although a check blocks.")
    ] = "",
    preview: Annotated[
        int, option(smallest=0, metavar="ROWS", help_text="Show the first rows, write nothing.")
    ] = 0,
    as_json: AsJson = False,
) -> None:
    """Export a fine-tune-ready dataset with manifest and dataset card."""
    from curator.exporting.inert_text import inert
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
            shown = exporting.preview(opened, options, preview)
            text = "\n".join([*map(inert, shown.rows), shown.sentence])
            give(text, shown.model_dump(mode="json"), as_json=as_json)
            return
        report = exporting.export(opened, options, out, projects.person_at_the_machine())
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
