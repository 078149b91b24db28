"""The manifest: everything needed to trust an export and to trace a row to its case."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import compress
from operator import attrgetter, not_
from typing import TYPE_CHECKING

from pydantic import JsonValue

from curator.exporting.folder import MARKER
from curator.version import __version__

if TYPE_CHECKING:
    from curator.exporting.targets.base import Target
    from curator.exporting.tokens import TokenCount, TrainingPrice
    from curator.model.base import JsonObject
    from curator.model.dataset import DatasetRow, ExportOptions
    from curator.model.readiness import CheckResult, Readiness
    from curator.model.snapshot import Snapshot

MANIFEST_VERSION = 1
_FACTS = attrgetter("case_id", "keep", "reviewed_at", "reviewer", "pattern_name")
"""What is noted of a row, read in one go: a hundred thousand of them take half the time."""


@dataclass
class WrittenFile:
    """One file of an export: `case_ids` names the case behind each row, in order."""

    name: str
    split: str
    sha256: str = ""
    size: int = 0
    case_ids: list[str] = field(default_factory=list[str])


@dataclass
class UnfitRow:
    """A case that is not in the files: held back by the split, or beyond the target's shape."""

    case_id: str
    split: str
    reason: str


@dataclass
class Contents:
    """What the writing of the data files found out, for the card and the manifest."""

    files: list[WrittenFile] = field(default_factory=list[WrittenFile])
    left_out: list[UnfitRow] = field(default_factory=list[UnfitRow])
    patterns: Counter[str] = field(default_factory=Counter[str])
    """Rows by pattern name; "" is: in no pattern."""
    keep: int = 0
    reviewers: set[str] = field(default_factory=set[str])
    effort: tuple[TokenCount, TrainingPrice] | None = None
    """Tokens and price of one training run; None where nothing is trained."""
    uses_tools: bool = False
    latest: str = ""
    """Time of the latest review in the rows."""
    longest: DatasetRow | None = None
    """The row that is trained on or validated with whose line is longest."""
    longest_line: int = 0

    def count(self, split: str) -> int:
        return sum(len(file.case_ids) for file in self.files if file.split == split)

    def add(
        self, file: WrittenFile, rows: Sequence[DatasetRow], lengths: Sequence[int] = ()
    ) -> None:
        """Note rows of `file`, with the bytes of each one's line where it is lines."""
        if not rows:
            return
        ids, keeps, moments, reviewers, patterns = zip(*map(_FACTS, rows), strict=True)
        file.case_ids += ids
        self.keep += sum(keeps)
        self.latest = max(self.latest, *moments)
        self.reviewers.update(reviewers)
        self.patterns.update(compress(patterns, map(not_, keeps)))
        most = max(lengths, default=0)
        if file.split != "held_out" and most > self.longest_line:
            self.longest, self.longest_line = rows[lengths.index(most)], most

    @property
    def rows(self) -> int:
        return sum(len(file.case_ids) for file in self.files)


def warnings(target: Target, contents: Contents) -> list[str]:
    """Where the training file falls short of what the service takes, in sentences."""
    rows, limits = contents.count("train"), target.limits
    if limits is None:
        return []
    least, advised, most = limits.min_examples, limits.start_with, limits.max_examples
    found: list[str] = []
    if least is not None and rows < least:
        found.append(f"{target.title} takes no fewer than {least} training rows; this has {rows}.")
    elif advised is not None and rows < advised:
        found.append(f"{target.title} advises at least {advised} training rows; this has {rows}.")
    if most is not None and rows > most:
        found.append(f"{target.title} takes at most {most:,} training rows; this has {rows:,}.")
    if contents.effort is not None and limits.max_tokens is not None:
        longest = contents.effort[0].largest
        if longest > limits.max_tokens:
            found.append(
                f"{target.title} takes examples of at most {limits.max_tokens:,} tokens; "
                f"the longest has {longest:,}."
            )
    largest = max((file.size for file in contents.files), default=0)
    if limits.max_bytes is not None and largest > limits.max_bytes:
        found.append(
            f"{target.title} takes files of at most {limits.max_bytes:,} bytes; "
            f"one has {largest:,}."
        )
    return found


def build_manifest(
    target: Target,
    contents: Contents,
    others: Sequence[WrittenFile],
    snapshot: Snapshot,
    readiness: Readiness,
    checks: Sequence[CheckResult],
    options: ExportOptions,
    seed: int,
) -> JsonObject:
    """The manifest as JSON. It holds no clock and no path: the same project, the same bytes."""
    splits = ("train", "validation", "held_out")
    return {
        MARKER: MANIFEST_VERSION,
        "format": target.name,
        "title": target.title,
        "project": snapshot.name,
        "revision": snapshot.revision,
        "latest_review": contents.latest,
        "input_hash": readiness.input_hash,
        "verdict": {
            "rule": readiness.rule,
            "verdict": readiness.verdict,
            "sentence": readiness.sentence,
        },
        "override_reason": options.override_reason,
        "options": options.model_dump(mode="json", exclude={"seed", "override_reason"}),
        "seed": seed,
        "counts": {
            **{split: contents.count(split) for split in splits},
            "keep": contents.keep,
            "left_out": len(contents.left_out),
        },
        "patterns": {
            name or "(in no pattern)": count for name, count in sorted(contents.patterns.items())
        },
        "held_out": {
            "frozen": snapshot.held_out_frozen,
            "case_ids_sha256": _held_out_hash(contents),
        },
        "reviewers": list[JsonValue](sorted(contents.reviewers - {""})),
        "checks": [_check(check) for check in checks],
        "tokens": contents.effort[0].as_json() if contents.effort else None,
        "training_price": contents.effort[1].as_json() if contents.effort else None,
        "limits": _limits(target),
        "warnings": list[JsonValue](warnings(target, contents)),
        "left_out": [
            {"case_id": row.case_id, "split": row.split, "reason": row.reason}
            for row in contents.left_out
        ],
        "versions": _versions(target),
        "files": {file.name: _file(file) for file in [*contents.files, *others]},
    }


def _file(file: WrittenFile) -> JsonObject:
    """What a file holds, so that anybody can tell whether it is still the same."""
    facts: JsonObject = {"sha256": file.sha256, "bytes": file.size}
    if file.split:
        facts["rows"] = len(file.case_ids)
        facts["case_ids"] = list[JsonValue](file.case_ids)
    return facts


def _limits(target: Target) -> JsonObject | None:
    """What the dated table says of the format, with where it is written."""
    limits = target.limits
    if limits is None:
        return None
    return dict(limits.model_dump(mode="json", exclude_none=True))


def _check(check: CheckResult) -> JsonObject:
    return {
        "number": check.number,
        "name": check.name,
        "severity": check.severity,
        "status": check.status,
        "count": check.count,
        "case_ids": list[JsonValue](check.case_ids),
    }


def _held_out_hash(contents: Contents) -> str:
    """SHA-256 over the held-out cases' ids, sorted, one a line."""
    ids = sorted(id_ for f in contents.files if f.split == "held_out" for id_ in f.case_ids)
    text = "".join(f"{id_}\n" for id_ in ids)
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()


def _versions(target: Target) -> JsonObject:
    """What the bytes depend on."""
    found: JsonObject = {"curator": __version__}
    if target.suffix == "parquet":
        import pyarrow as pa

        found["pyarrow"] = pa.__version__
    elif target.suffix == "xlsx":
        import openpyxl

        found["openpyxl"] = openpyxl.__version__
    return found
