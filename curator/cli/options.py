"""Arguments and options of commands: declared through two typed functions, shared ones once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

# typer's own overloads are untyped in part; nothing else calls them.
# pyright: reportUnknownMemberType=false


def argument(metavar: str, help_text: str) -> object:
    """A positional argument, for use in `Annotated`."""
    return typer.Argument(metavar=metavar, help=help_text)


def option(
    *names: str,
    help_text: str,
    metavar: str | None = None,
    smallest: float | None = None,
    largest: float | None = None,
) -> object:
    """An option, for use in `Annotated`. Without names it is called like its parameter."""
    return typer.Option(*names, help=help_text, metavar=metavar, min=smallest, max=largest)


def eager_option(name: str, help_text: str, callback: Callable[[bool], None]) -> object:
    """A flag that acts before any command does."""
    return typer.Option(name, help=help_text, callback=callback, is_eager=True)


ProjectPath = Annotated[Path, argument("PROJECT", "The project, a .curator file.")]
AsJson = Annotated[bool, option("--json", help_text="Print one JSON object instead of text.")]
ReviewerName = Annotated[
    str,
    option("--reviewer", metavar="NAME", help_text="Whose acts these are. Default: the account."),
]
