"""`curator check`: lint any fine-tuning file, ours or not."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from curator.cli.options import AsJson, argument, option
from curator.cli.output import give, leave
from curator.model.base import JsonObject
from curator.model.readiness import CheckResult

SHOWN = 10


def check(
    file: Annotated[Path, argument("FILE", "A fine-tuning file.")],
    format_name: Annotated[
        str, option("--format", metavar="NAME", help_text="What it should be.")
    ] = "messages",
    as_json: AsJson = False,
) -> None:
    """Run the checks that apply to a file; no project is needed."""
    from curator.readiness.checks import check_file

    results = check_file(file, format_name)
    found = [result for result in results if result.status == "found"]
    data: JsonObject = {
        "file": str(file),
        "format": format_name,
        "checks": [result.model_dump(mode="json") for result in results],
        "found": len(found),
        "blocking": sum(result.blocks for result in found),
    }
    give(_text(file, results, found), data, as_json=as_json)
    # Warnings are for reading; only what blocks makes the file unfit.
    leave(findings=any(result.blocks for result in found))


def _text(file: Path, results: tuple[CheckResult, ...], found: list[CheckResult]) -> str:
    lines = [f"{file}: {len(found)} of {len(results)} checks found something."]
    lines += [
        f"{result.severity:5}  {result.number:>2}  {result.sentence}{_places(result)}"
        for result in found
    ]
    return "\n".join(lines)


def _places(result: CheckResult) -> str:
    """ " Lines 3 (messages.1.content), 7 and 4 more."."""
    fields: dict[str, list[str]] = {}
    for place in result.places:
        known = fields.setdefault(place.case_id, [])
        if place.field not in known:
            known.append(place.field)
    shown = [
        f"{line} ({', '.join(fields[line])})" if line in fields else line
        for line in result.case_ids[:SHOWN]
    ]
    more = len(result.case_ids) - len(shown)
    return f" Lines {', '.join(shown)}{f' and {more:,} more' if more > 0 else ''}." if shown else ""
