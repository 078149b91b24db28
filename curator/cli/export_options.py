"""Arguments and options of `curator export`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from curator.cli.options import option

OutOption = Annotated[Path | None, option(metavar="DIR", help_text="Folder to write into.")]
FormatNameOption = Annotated[
    str, option("--format", metavar="NAME", help_text="The target's name.")
]
ValidationOption = Annotated[
    float, option(smallest=0.0, largest=0.9, help_text="Validation share.")
]
HeldOutOption = Annotated[float, option(smallest=0.0, largest=0.9, help_text="Held-out share.")]
SeedOption = Annotated[int | None, option(help_text="Default: the project's own.")]
PatternOption = Annotated[
    list[str] | None,
    option(metavar="NAME", help_text="Only this pattern, by name or id; may be repeated."),
]
KeepShareOption = Annotated[
    float,
    option(smallest=0.0, largest=0.9, help_text="Share of passing cases among the rows."),
]
ReviewedOnlyOption = Annotated[
    bool,
    option(
        "--reviewed-only/--with-unreviewed",
        help_text="Or also cases nobody reviewed that came with an expected answer.",
    ),
]
AcceptedOnlyOption = Annotated[
    bool,
    option(
        "--accepted-only/--with-unaccepted",
        help_text="Or also ideal answers nobody has accepted.",
    ),
]
SystemPromptOption = Annotated[
    str,
    option(
        metavar="FILE",
        help_text="Text file with the system prompt to train with; “production” takes the "
        "project's own, “logged” leaves each row's.",
    ),
]
WeightsOption = Annotated[
    bool,
    option("--weights/--no-weights", help_text="Weight 0 on earlier answers, where known."),
]
ToolCallsOption = Annotated[
    bool,
    option("--tool-calls/--no-tool-calls", help_text="Write rows that use tools."),
]
ReviewersOption = Annotated[
    Literal["names", "pseudonyms"], option(help_text="How reviewers are named.")
]
OverrideReasonOption = Annotated[
    str, option(metavar="TEXT", help_text="Why to export although a check blocks.")
]
PreviewOption = Annotated[
    int, option(smallest=0, metavar="ROWS", help_text="Show the first rows, write nothing.")
]
