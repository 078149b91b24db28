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
            smallest=20,
            help_text="Cases that `review` (default: 1000 and 100000) or failures that `patterns` "
            "(default: 20 to 100000) is measured on; may be given again.",
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
    data: Annotated[
        Path | None,
        option(
            "--data",
            metavar="FOLDER",
            help_text="Sets of others that `patterns` is measured on too: "
            "bitext_customer_support, wmt_mqm_ted_ende.",
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
        if name == "review":
            results[name] = _review(cases, projects)
        elif name == "patterns":
            results[name] = _patterns(cases, data)
        else:
            results[name] = BENCHES[name]()
    give("\n".join(_lines(results)), results, as_json=as_json)


def _review(cases: list[int] | None, kept: Path | None) -> JsonObject:
    from curator.bench.review import SIZES, run

    return run(sorted(cases or SIZES), kept=kept)


def _patterns(sizes: list[int] | None, data: Path | None) -> JsonObject:
    from curator.bench.patterns import SIZES, run

    if data is not None and not data.is_dir():
        raise CuratorError(f"There is no folder {data}.", file=data)
    return run(sorted(sizes) if sizes else SIZES, data)


def _lines(results: JsonObject) -> list[str]:
    lines: list[str] = []
    for name, figures in results.items():
        lines.append(name)
        if isinstance(figures, dict):
            lines += [f"  {figure:<72} {_plain(value)}" for figure, value in figures.items()]
    return lines


def _plain(value: object) -> str:
    return f"{value:,.3g}" if isinstance(value, float) else str(value)
