"""`curator demo`: the whole way on the sample project."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from curator.cli.options import AsJson, argument, option
from curator.cli.output import give, say
from curator.cli.readiness import as_text
from curator.model.base import JsonObject


@dataclass(frozen=True)
class Viewer:
    """How to show a project. The command line knows no screen: who starts it hands this in."""

    has_display: Callable[[], bool]
    open_app: Callable[[Path], int]
    save_screenshots: Callable[[Path, Path], list[Path]]
    print_pdf: Callable[[str, Path], None] | None = None


def demo(
    context: typer.Context,
    directory: Annotated[Path, argument("[DIR]", "Where to write. Default: ./demo")] = Path("demo"),
    window: Annotated[
        bool, option("--window/--no-window", help_text="Show the app, or its pictures, after.")
    ] = True,
    as_json: AsJson = False,
) -> None:
    """Build the sample project, run the whole way, print the verdict and the files written."""
    from curator.operations.demo import build_demo

    result = build_demo(directory, say)
    files = [str(file) for file in result.files]
    viewer = context.obj if isinstance(context.obj, Viewer) else None
    if viewer and window and not viewer.has_display():
        say("There is no display: saving pictures of the pages instead of opening the app.")
        pictures = viewer.save_screenshots(result.project, directory / "screenshots")
        files += [str(picture) for picture in pictures]
    data: JsonObject = {
        "project": str(result.project),
        "verdict": result.readiness.verdict,
        "sentence": result.readiness.sentence,
        "files": [*files],
    }
    text = "\n".join([as_text(result.readiness), "", "Files", *(f"  {file}" for file in files)])
    give(text, data, as_json=as_json)
    if viewer and window and not as_json and viewer.has_display():
        say("Opening the sample project.")
        raise typer.Exit(viewer.open_app(result.project))
