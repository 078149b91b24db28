"""Arguments and options that several commands share, worded once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

ProjectPath = Annotated[
    Path, typer.Argument(metavar="PROJECT", help="The project, a .curator file.")
]
AsJson = Annotated[
    bool, typer.Option("--json", help="Print one JSON object instead of text.")
]
ReviewerName = Annotated[
    str,
    typer.Option("--reviewer", metavar="NAME", help="Whose acts these are. Default: the account."),
]
