"""`curator readiness`: the verdict with its evidence."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from curator.cli.options import AsJson, ProjectPath, option
from curator.cli.output import ProgressLine, give, leave, table
from curator.errors import CuratorError
from curator.model.base import JsonObject
from curator.model.readiness import KeptVerdict, Readiness

READY = 10
"""The rule that says "ready for a pilot"."""


def readiness(
    project: ProjectPath,
    out: Annotated[
        Path | None, option("--out", metavar="FILE", help_text="Write it as a JSON document.")
    ] = None,
    since: Annotated[
        Path | None, option("--since", metavar="FILE", help_text="Compare with this document.")
    ] = None,
    keep: Annotated[
        bool, option("--keep", help_text="Keep this verdict, to compare later ones with.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """The verdict, every rule, every check. Exit 0 when ready for a pilot, else 1."""
    from curator.operations import projects
    from curator.operations import readiness as deeds
    from curator.readiness.document import changes_since

    with projects.open_project(project) as opened:
        found = deeds.assess(opened, progress=ProgressLine("Grouping"))
        earlier = _earlier(since) if since is not None else deeds.kept_verdict(opened)
        if out is not None:
            deeds.write_document(opened, found, out)
        if keep:
            deeds.keep_verdict(opened, found, projects.person_at_the_machine())
    changes = changes_since(earlier, found) if earlier is not None else ()
    data: JsonObject = {**found.model_dump(mode="json")}
    if earlier is not None:
        data["since"] = {"revision": earlier.revision, "changes": list(changes)}
    give(as_text(found) + _since_words(earlier, changes), data, as_json=as_json)
    leave(findings=found.rule != READY)


def _earlier(path: Path) -> KeptVerdict:
    from curator.readiness.document import read_document

    try:
        return read_document(path.read_bytes())
    except OSError as error:
        raise CuratorError(
            f"{path} could not be read: {error.strerror or error}.", file=path
        ) from error


def _since_words(earlier: KeptVerdict | None, changes: tuple[str, ...]) -> str:
    if earlier is None:
        return ""
    head = f"\n\nSince the verdict of revision {earlier.revision}"
    return "\n".join([head, *(f"  {one}" for one in changes or ("Nothing changed.",))])


def as_text(found: Readiness) -> str:
    """The verdict as a person reads it in a terminal."""
    lines = [f"Verdict: {found.verdict}", found.sentence, ""]
    lines += [f"  {number}. {reason}" for number, reason in enumerate(found.reasons, start=1)]
    lines += ["", "Rules (the first that matches decides)"]
    lines.append(
        table(
            [
                (f"{rule.number}", rule.state, rule.verdict, rule.figure, rule.threshold)
                for rule in found.rules
            ],
            right=frozenset({0}),
        )
    )
    findings = [check for check in found.checks if check.status == "found"]
    lines += ["", f"Checks: {len(findings)} of {len(found.checks)} found something"]
    lines += [f"  {c.severity:5}  {c.number:>2}  {c.sentence}" for c in findings]
    if found.next_steps:
        lines += ["", "What to do next"]
        lines += [f"  {number}. {step}" for number, step in enumerate(found.next_steps, start=1)]
    lines += ["", "Gates before a pilot"]
    lines += [f"  {gate.name}: {gate.state}. {gate.sentence}" for gate in found.gates]
    if found.pilot is not None:
        lines += ["", found.pilot.sentence]
    lines += ["", found.costs.sentence]
    return "\n".join(lines)
