"""The dataset card: README.md of an export, for the people who get the files."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from curator.exporting.inert_text import markdown_inline
from curator.exporting.manifest import Contents, warnings
from curator.exporting.targets.hugging_face import front_matter
from curator.version import __version__

if TYPE_CHECKING:
    from curator.exporting.targets.base import Target
    from curator.model.dataset import ExportOptions
    from curator.model.readiness import CheckResult, Readiness
    from curator.model.snapshot import Snapshot

SPLITS = (
    ("train", "train on this"),
    ("validation", "watch the training with this"),
    ("held_out", "measure the result on this, never train on it nor tune a prompt with it"),
)

SPLIT_NOTE = (
    "Cases of one conversation, user or near-duplicate group stand in one file. The split is "
    "seeded ({seed}), so the same project gives the same files. `manifest.json` holds the hash "
    "of each file and the case behind each row."
)


def dataset_card(
    target: Target,
    contents: Contents,
    snapshot: Snapshot,
    readiness: Readiness,
    checks: Sequence[CheckResult],
    options: ExportOptions,
    seed: int,
) -> str:
    """README.md as Markdown; for Hugging Face led by the YAML that the hub reads."""
    sections = [
        _head(target, snapshot),
        _verdict(readiness, options),
        _files(target, contents, seed),
        _patterns(contents),
        _checks(checks),
        _left_out(contents),
        _origin(contents, snapshot, readiness),
    ]
    body = "\n\n".join(section for section in sections if section) + "\n"
    if target.folder != "data":
        return body
    counts = {split: contents.count(split) for split, _ in SPLITS}
    return (
        front_matter(counts, licence=_licence(snapshot), uses_tools=contents.uses_tools)
        + "\n"
        + body
    )


def _head(target: Target, snapshot: Snapshot) -> str:
    name = markdown_inline(snapshot.name) or "Untitled project"
    what = {
        "answers": "Each row is a logged question with the answer it should have had.",
        "preferences": "Each row is a logged question, the answer it should have had, and the "
        "output that failed.",
        "reward": "Each row is a logged question with a reference for the grader.",
        "regression tests": "Each row is a failure as a test, with the ideal answer as reference.",
        "nothing": "Each row is a case with what reviewers made of it.",
    }[target.teaches]
    lines = [f"# {name}", f"{what} Format: {target.title} (`{target.name}`)."]
    if target.note:
        lines.append(target.note)
    return "\n\n".join(lines)


def _verdict(readiness: Readiness, options: ExportOptions) -> str:
    text = (
        f"## Verdict when this was exported\n\n**{markdown_inline(readiness.verdict)}.** "
        f"{markdown_inline(readiness.sentence)}"
    )
    if options.override_reason:
        text += (
            "\n\nBlocking checks were overridden. Reason given: "
            f"{markdown_inline(options.override_reason)}"
        )
    return text


def _files(target: Target, contents: Contents, seed: int) -> str:
    lines = ["## Files", "", "| File | Rows | For |", "| --- | ---: | --- |"]
    purpose = dict(SPLITS)
    lines += [
        f"| `{file.name}` | {len(file.case_ids)} | {purpose[file.split]} |"
        for file in contents.files
    ]
    lines += [
        "",
        SPLIT_NOTE.format(seed=seed),
    ]
    if contents.keep:
        lines += ["", f"{contents.keep} rows are passing cases, so that what is right stays right."]
    if contents.effort is not None:
        lines += [f"\n{contents.effort[0].sentence} {contents.effort[1].sentence}"]
    lines += [f"\n{sentence}" for sentence in warnings(target, contents)]
    return "\n".join(lines)


def _patterns(contents: Contents) -> str:
    if not contents.patterns:
        return ""
    lines = ["## Patterns of failure", "", "| Pattern | Rows |", "| --- | ---: |"]
    ranked = sorted(contents.patterns.items(), key=lambda entry: (-entry[1], entry[0]))
    lines += [f"| {markdown_inline(name) or 'in no pattern'} | {count} |" for name, count in ranked]
    return "\n".join(lines)


def _checks(checks: Sequence[CheckResult]) -> str:
    if not checks:
        return ""
    words = {"block": "Blocking", "warn": "Warning", "note": "Note"}
    found = [check for check in checks if check.status == "found"]
    passed = sum(check.status == "passed" for check in checks)
    lines = ["## Checks", "", f"{passed} passed, {len(found)} found something."]
    if found:
        lines.append("")
    lines += [
        f"- {words[check.severity]} {check.number}, {markdown_inline(check.name)}: "
        f"{markdown_inline(check.sentence)}"
        for check in found
    ]
    return "\n".join(lines)


def _left_out(contents: Contents) -> str:
    if not contents.left_out:
        return ""
    reasons = Counter(row.reason for row in contents.left_out)
    lines = ["## Left out", ""]
    lines += [
        f"- {count} {'row' if count == 1 else 'rows'}: {markdown_inline(reason)}"
        for reason, count in sorted(reasons.items(), key=lambda entry: (-entry[1], entry[0]))
    ]
    return "\n".join([*lines, "", "`manifest.json` names the cases."])


def _origin(contents: Contents, snapshot: Snapshot, readiness: Readiness) -> str:
    reviewers = ", ".join(markdown_inline(name) for name in sorted(contents.reviewers - {""}))
    lines = [
        "## Where it comes from",
        "",
        f"- Reviewed by: {reviewers or 'not recorded'}",
        f"- Project revision: {snapshot.revision}",
    ]
    if contents.latest:
        lines.append(f"- Latest review: {markdown_inline(contents.latest)}")
    if readiness.input_hash:
        lines.append(f"- Hash of the evidence: `{readiness.input_hash}`")
    lines.append(f"- Written by Curator {__version__}")
    return "\n".join(lines)


def _licence(snapshot: Snapshot) -> str:
    """The project's licence where one is set in the hub's own spelling, else "unknown"."""
    named = snapshot.settings.get("license")
    if isinstance(named, str) and re.fullmatch(r"[a-z0-9][a-z0-9.-]{0,40}", named):
        return named
    return "unknown"
