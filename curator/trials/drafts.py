"""A first draft of a variant from what reviewers wrote: notes and tags become rules.

It is a start to edit, never applied by itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from curator.model.message import Message

RULES_HEADING = "Rules:"
NOTES_A_PATTERN = 5
"""Different notes quoted for a pattern at most (own default)."""


class PatternNotes(NamedTuple):
    """A pattern with what reviewers wrote on its failures."""

    name: str
    notes: Sequence[str]
    tags: Sequence[str]


def draft_rules(patterns: Sequence[PatternNotes]) -> str:
    """One rule a pattern, with its commonest notes beneath; "" where nothing was written."""
    lines: list[str] = []
    for pattern in patterns:
        notes = _commonest(pattern.notes)
        names = [tag for tag in dict.fromkeys(pattern.tags) if tag and tag != pattern.name]
        if not notes and not names and not pattern.name:
            continue
        also = f" (also: {', '.join(names)})" if names else ""
        lines.append(f"- Avoid this failure: {pattern.name}{also}.")
        lines += [f"  - A reviewer wrote: {note}" for note in notes]
    return "\n".join([RULES_HEADING, *lines]) if lines else ""


def draft_system(system: str, patterns: Sequence[PatternNotes]) -> str:
    """The system prompt with the rules at its end."""
    return "\n\n".join(part for part in (system.rstrip(), draft_rules(patterns)) if part)


def rewriting_messages(system: str, patterns: Sequence[PatternNotes]) -> tuple[Message, ...]:
    """What a model is asked to turn the notes into a better system prompt."""
    asked = (
        "Rewrite the system prompt below so that an assistant that follows it avoids the "
        "failures that reviewers noted. Keep everything that is not about them. State each rule "
        "positively and generally: no example, no case's own facts. Answer with the new system "
        "prompt alone.\n\n"
        f"System prompt:\n{system or '(none)'}\n\n"
        f"What reviewers noted:\n{draft_rules(patterns)}"
    )
    return (Message(role="user", content=asked),)


def _commonest(notes: Sequence[str]) -> list[str]:
    """The notes said most often, letter case aside, as first written."""
    spelling: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for note in notes:
        clean = " ".join(note.split()).rstrip(".")
        if clean:
            spelling.setdefault(clean.casefold(), clean)
            counts[clean.casefold()] += 1
    return [spelling[key] for key, _ in counts.most_common(NOTES_A_PATTERN)]
