"""Arguments and options of `curator trial`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from curator.cli.options import option
from curator.cli.trial_known import WORDS

VariantOption = Annotated[
    list[str] | None,
    option(
        "--variant",
        metavar="FILE.toml|NAME",
        help_text="The variant: a TOML file or one in the project; may be given again. "
        "With --import the name that the outputs get, or a file that describes it.",
    ),
]
OutputsOption = Annotated[
    Path | None,
    option("--import", metavar="FILE", help_text="JSONL of outputs made elsewhere."),
]
CasesOption = Annotated[
    str,
    option(
        "--cases",
        metavar="failures|passes|held-out|all",
        help_text="Tuning failures with passing cases as a guard (default), the guard alone, "
        "the held-out set, or everything.",
    ),
]
JudgeOption = Annotated[
    str | None,
    option(
        metavar="NAME",
        help_text="exact, normalised, set, list, number, regex:…, contains:…, schema, "
        "model:ENDPOINT or one of your own. Without it people judge in the app.",
    ),
]
EndpointOption = Annotated[
    str, option("--endpoint", metavar="NAME", help_text="The endpoint profile to run on.")
]
BaseUrlOption = Annotated[
    str, option("--base-url", metavar="URL", help_text="A server without a profile.")
]
ModelOption = Annotated[
    str, option("--model", metavar="NAME", help_text="The model, with --base-url.")
]
KeyVariableOption = Annotated[
    str,
    option(
        "--key-variable",
        metavar="NAME",
        help_text="The environment variable that holds the key, with --base-url.",
    ),
]
RepeatsOption = Annotated[
    int, option("--repeats", metavar="K", smallest=1, largest=20, help_text="Calls per case.")
]
LimitOption = Annotated[
    float | None,
    option("--limit", metavar="DOLLARS", help_text="Stop before more than this is spent."),
]
MarginOption = Annotated[
    float | None,
    option(
        "--margin",
        metavar="SHARE",
        help_text="Where the point is cost: the loss that is put up with, 0.05 for 5 points.",
    ),
]
BaselineOption = Annotated[
    bool,
    option(
        "--baseline/--no-baseline",
        help_text="Run the logged prompt afresh along with the variants.",
    ),
]
KnownOption = Annotated[
    list[str] | None,
    option(
        "--is",
        metavar=WORDS,
        help_text="With --import: what is known of the variant; may be given again.",
    ),
]
TrainingRowsOption = Annotated[
    int,
    option(
        "--training-rows",
        metavar="N",
        smallest=0,
        help_text="With --is tuned: rows the model was trained on, for the learning curve.",
    ),
]
WithPromptOption = Annotated[
    str,
    option(
        "--with-prompt",
        metavar="NAME",
        help_text="With --is tuned: the variant whose prompt it was run with.",
    ),
]
ResumeOption = Annotated[
    bool, option("--resume", help_text="Go on with the latest run that is not finished.")
]
RetryOption = Annotated[
    bool, option("--retry-failures", help_text="With --resume: try failed calls again too.")
]
YesOption = Annotated[
    bool, option("--yes", help_text="Send without asking; the estimate is printed first.")
]
