"""Arguments and options of `curator import`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from curator.cli.options import argument, option
from curator.model.importing import Calls

Files = Annotated[list[Path], argument("FILE...", "Files of logged calls.")]
FormatNameOption = Annotated[
    str, option("--format", metavar="NAME", help_text="auto, or a format's name.")
]
MappedOption = Annotated[
    list[str] | None,
    option("--map", metavar="FIELD=COLUMN", help_text="Which column feeds which field."),
]
MapFileOption = Annotated[
    Path | None,
    option("--map-file", metavar="FILE", help_text="A saved mapping; --map goes before it."),
]
SaveMapOption = Annotated[
    Path | None,
    option("--save-map", metavar="FILE", help_text="Save the mapping that was used."),
]
EncodingOption = Annotated[
    str, option("--encoding", metavar="NAME", help_text="The text's encoding. Default: told.")
]
NoHeaderOption = Annotated[
    bool,
    option("--no-header", help_text="Tables have no row of names: column 1, column 2 … it is."),
]
RepairMojibakeOption = Annotated[
    bool, option("--repair-mojibake", help_text="Put right text that was decoded wrongly.")
]
SampleOption = Annotated[
    int | None,
    option("--sample", metavar="N", smallest=1, help_text="Take N cases of each at random."),
]
StratifyOption = Annotated[
    str,
    option("--stratify", metavar="FIELD", help_text="As many of each value of this field."),
]
SeedOption = Annotated[
    int | None,
    option("--seed", metavar="N", help_text="Seed of the sample. Default: the project's."),
]
CallsOption = Annotated[
    Calls | None,
    option(
        "--calls",
        help_text="Of traces and conversations take every call or the last. "
        "Default: what is usual for the format.",
    ),
]
AcceptMarksOption = Annotated[
    bool, option("--accept-marks", help_text="Take judgements in the data as marks.")
]
