"""Checks of what is on record: permissions, open questions, hashes, the frozen set (46 to 50)."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from pydantic import JsonValue, TypeAdapter, ValidationError

from curator.readiness.checks.context import CheckContext
from curator.readiness.checks.registry import Check, Findings, not_applicable
from curator.readiness.texts import counted

_VALUE: TypeAdapter[JsonValue] = TypeAdapter(JsonValue)

PERMISSIONS = {
    "licence": "the licence of the data",
    "consent": "the consent of the people in it",
    "vendor_terms": "the terms of the model's vendor on training with its outputs",
}
"""What must be on record before others train on the data: key to words."""
PERMISSIONS_SETTING = "permissions"


def _permissions(context: CheckContext) -> Findings:
    held = context.settings.get(PERMISSIONS_SETTING)
    known = held if isinstance(held, dict) else {}
    missing = [
        words for name, words in PERMISSIONS.items() if not str(known.get(name) or "").strip()
    ]
    return Findings(found=bool(missing), sentence=f"Not on record: {', '.join(missing)}.")


_OPEN = re.compile(
    r"\?\s*$|\?\?|\b(?:not sure|unsure|unclear|to be decided|to discuss|discuss (?:this|with)"
    r"|ask (?:legal|the team|someone|\w+ about)|check with|double[- ]check|tbd|todo|fixme)\b",
    re.IGNORECASE,
)


def _open_notes(context: CheckContext) -> Findings:
    bad = [row.case_id for row in context.rows if _OPEN.search(row.note)]
    return Findings(
        tuple(bad),
        f"{counted(len(bad), 'note')} still asking something: answer it and edit the note.",
    )


def _manifest(context: CheckContext) -> Findings:
    file = context.file
    if file is None or file.path is None:
        return not_applicable("Every export writes a manifest with the hash of each file.")
    manifest = file.path.parent / "manifest.json"
    wanted = _hash_in(manifest, file.path.name)
    if wanted is None:
        words = "No manifest.json beside the file says which bytes it should hold."
        return Findings(found=True, sentence=words)
    found = hashlib.sha256(file.path.read_bytes()).hexdigest()
    words = f"The file is not the one in {manifest.name}: its SHA-256 begins with {found[:12]}."
    return Findings(found=found != wanted, sentence=words, severity="warn")


def _hash_in(manifest: Path, name: str) -> str | None:
    """The SHA-256 that a manifest gives for a file, whether it lists it by name or by path."""
    try:
        held = _VALUE.validate_json(manifest.read_bytes())
    except (OSError, ValidationError):
        return None
    files = held.get("files") if isinstance(held, dict) else None
    for path, entry in files.items() if isinstance(files, dict) else ():
        if Path(str(path)).name == name and isinstance(entry, dict):
            return str(entry.get("sha256"))
    return None


ACCEPTED_SETTING = "held_out_accepted"
"""The project's setting that accepts a changed held-out set: {"keys": [...], "reason": text}."""


def _untouched(context: CheckContext) -> Findings:
    snapshot = context.snapshot
    if snapshot is None or not snapshot.held_out_frozen:
        return not_applicable("The held-out set is frozen with the first trial.")
    accepted = context.settings.get(ACCEPTED_SETTING)
    held = accepted if isinstance(accepted, dict) else {}
    keys = held.get("keys")
    known = set(keys) if isinstance(keys, list) else set[object]()
    names = {item.case.key: item.case.id for item in snapshot.reviewed}
    bad = [names.get(key, f"case {key}") for key in snapshot.held_out_touched if key not in known]
    settled = len(known.intersection(snapshot.held_out_touched))
    remark = ""
    if settled:
        remark = f"{counted(settled, 'change')} accepted: {str(held.get('reason') or '').strip()}."
    return Findings(
        tuple(bad),
        f"{counted(len(bad), 'held-out case')} judged otherwise since the set was frozen: trials "
        "before and after cannot be compared.",
        remark=remark,
        evidence=bool(bad),
    )


CHECKS = (
    Check(46, "Licence, consent, vendor terms", "warn", "provenance",
          "Licence, consent and vendor terms are on record.", _permissions, file=False,
          reads=("settings",)),
    Check(47, "Open questions in notes", "warn", "provenance", "No note asks something.",
          _open_notes, file=False, comparisons=False, reads=("note",)),
    Check(49, "Hash in a manifest", "note", "split", "The file is the one its manifest names.",
          _manifest, reads=()),
    Check(50, "Held-out set as it was frozen", "block", "split",
          "No held-out case was judged otherwise since the set was frozen.", _untouched,
          file=False, reads=("frozen", "settings", "ids")),
)  # fmt: skip
