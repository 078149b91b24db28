"""`curator readiness`: the verdict with its evidence."""

from __future__ import annotations

from curator.cli.options import AsJson, ProjectPath
from curator.cli.output import ProgressLine, give, leave, table
from curator.model.readiness import Readiness

READY = 10
"""The rule that says "ready for a pilot"."""


def readiness(project: ProjectPath, as_json: AsJson = False) -> None:
    """The verdict, every rule, every check. Exit 0 when ready for a pilot, else 1."""
    from curator.operations import projects
    from curator.operations import readiness as deeds

    with projects.open_project(project) as opened:
        found = deeds.assess(opened, progress=ProgressLine("Grouping"))
    give(as_text(found), found.model_dump(mode="json"), as_json=as_json)
    leave(findings=found.rule != READY)


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
    lines += ["", found.costs.sentence]
    return "\n".join(lines)
