"""The name of a field in the file itself: "ideal" of a chat row is "messages.2.content"."""

from __future__ import annotations

from collections.abc import Mapping

from curator.model.readiness import Place
from curator.readiness.checks.file_formats import FileFormat
from curator.readiness.checks.file_tables import FileLine

_ANSWERS = {
    "openai-dpo": "preferred_output",
    "trl-preference": "chosen",
    "trl-prompt-completion": "completion",
    "openai-rft": "reference_answer",
    "promptfoo": "assert.0.value",
    "inspect": "target",
    "curator": "ideal",
}
"""Where the ideal answer stands beside the conversation."""
_FAILED = {"openai-dpo": "non_preferred_output", "trl-preference": "rejected"}
_ASKED = {
    "openai-dpo": "input.messages",
    "trl-preference": "prompt",
    "trl-prompt-completion": "prompt",
    "sharegpt": "conversations",
    "gemini": "contents",
    "inspect": "input",
    "curator": "input",
    "promptfoo": "vars",
}
"""Where the turns stand; "messages" in all other formats."""
_TEXT = {"sharegpt": "value", "gemini": "parts.0.text", "nova": "content.0.text"}


def field_in_file(file_format: FileFormat, lines: Mapping[str, FileLine], place: Place) -> str:
    """The field of the file's own row that a place's neutral field stands for."""
    name, text = file_format.name, _TEXT.get(file_format.name, "content")
    turns = _ASKED.get(name, "messages")
    line = lines.get(place.case_id)
    if line is None or file_format.container != "jsonl":
        return place.field
    row = line.row
    apart = 1 if any(key in row for key in ("system", "systemInstruction")) else 0
    held = row.get(turns)
    if place.field == "ideal":
        if name in _ANSWERS:
            return _ANSWERS[name]
        return f"{turns}.{len(held) - 1}.{text}" if isinstance(held, list) and held else turns
    if place.field == "output":
        return _FAILED.get(name, "failed_output")
    kind, _, rest = place.field.partition(".")
    number, _, member = rest.partition(".")
    if kind != "input" or not number.isdigit():
        return turns if place.field == "input" else place.field
    if int(number) < apart:
        return "system" if "system" in row else "systemInstruction"
    if not isinstance(held, list) and "." not in turns:
        return turns
    return f"{turns}.{int(number) - apart}.{text if member == 'content' else member}"
