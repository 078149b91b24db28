"""All commands in one table."""

from __future__ import annotations

from typing import Annotated

import typer
import typer.core

from curator.cli.bench import bench
from curator.cli.check import check
from curator.cli.demo import demo
from curator.cli.export import export
from curator.cli.import_ import import_
from curator.cli.new import new
from curator.cli.options import eager_option
from curator.cli.patterns import patterns
from curator.cli.readiness import readiness
from curator.cli.report import report
from curator.cli.stats import stats
from curator.cli.suggestions import suggestions
from curator.cli.trial import trial
from curator.cli.verify import verify
from curator.version import __version__

COMMANDS = {
    "demo": demo,
    "new": new,
    "import": import_,
    "suggestions": suggestions,
    "stats": stats,
    "patterns": patterns,
    "trial": trial,
    "readiness": readiness,
    "export": export,
    "check": check,
    "report": report,
    "verify": verify,
    "bench": bench,
}

# Plain help and one-sentence errors for pipes, logs and screen readers: with rich installed but
# not wanted, typer would print its escapes ("\\[required]").
typer.core.HAS_RICH = False

app = typer.Typer(
    name="curator",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Turn a model's failures into a decision and a dataset. "
    "Without a command, or with a project, the app opens.",
)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"curator {__version__}")
        raise typer.Exit


@app.callback()
def curator(
    version: Annotated[
        bool,
        eager_option("--version", "Say the version.", _show_version),
    ] = False,
) -> None:
    """What every command shares."""
    del version


for _name, _command in COMMANDS.items():
    app.command(_name)(_command)
