"""`curator bench`: the performance suite, ratios against a floor measured in the same run."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from curator.cli.options import AsJson, argument, option
from curator.cli.output import give, say
from curator.errors import CuratorError
from curator.model.base import JsonObject


def bench(
    names: Annotated[
        list[str] | None, argument("[NAME]...", "Which benchmarks. Default: all.")
    ] = None,
    cases: Annotated[
        list[int] | None,
        option(
            "--cases",
            metavar="N",
            smallest=100,
            help_text="Cases of the projects that `review` is measured on; may be given again. "
            "Default: 1000 and 100000.",
        ),
    ] = None,
    projects: Annotated[
        Path | None,
        option(
            "--projects",
            metavar="FOLDER",
            help_text="Where `review` keeps the projects it makes, to measure on them again.",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Measure Curator on generated data; every figure stands beside a floor of the same run."""
    from curator.bench import BENCHES

    chosen = names or sorted(BENCHES)
    for name in chosen:
        if name not in BENCHES:
            raise CuratorError(
                f"There is no benchmark “{name}”. There are: {', '.join(sorted(BENCHES))}.",
                field="name",
            )
    results: JsonObject = {}
    for name in chosen:
        say(f"Measuring {name}.")
        results[name] = _review(cases, projects) if name == "review" else BENCHES[name]()
    give("\n".join(_lines(results)), results, as_json=as_json)


def _review(cases: list[int] | None, kept: Path | None) -> JsonObject:
    from curator.bench.review import SIZES, run

    return run(sorted(cases or SIZES), kept=kept)


def _lines(results: JsonObject) -> list[str]:
    lines: list[str] = []
    for name, figures in results.items():
        lines.append(name)
        if isinstance(figures, dict):
            lines += [f"  {figure:<72} {_plain(value)}" for figure, value in figures.items()]
    return lines


def _plain(value: object) -> str:
    return f"{value:,.3g}" if isinstance(value, float) else str(value)
