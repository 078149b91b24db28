"""Asking a model for a pattern's name: what would be sent, in full, and reading what comes back."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from curator.patterns.failure_text import FailureText
from curator.patterns.names import shortened, unlike

FAILURES_SHOWN = 5
NOTES_SHOWN = 10
LONGEST = 600
"""Characters of a text that are sent."""

_TASK = (
    "These are failures of one language model that people have put together because they fail "
    "alike. Name the way they fail in at most six words, in the language of the reviewers' notes "
    "(English where there are none). Name the failure, not the topic. Answer with the name alone."
)


def naming_request(
    members: Sequence[FailureText], keywords: Sequence[str], taken: Collection[str]
) -> str:
    """The whole text that would be sent for one pattern; nothing else leaves the machine.

    `members` from most to least typical. Of each of the first five: what was asked, answered
    and noted, shortened; then further notes, telling words and the names that are taken.
    """
    parts = [_TASK, ""]
    for number, one in enumerate(members[:FAILURES_SHOWN], start=1):
        parts += [
            f"Failure {number}",
            f"asked: {_cut(one.asked)}",
            f"answered: {_cut(one.answered)}",
        ]
        parts += [f"reviewer's note: {_cut(one.note)}"] if one.note.strip() else []
        parts += [f"ideal answer: {_cut(one.ideal)}"] if one.ideal and one.ideal.strip() else []
        parts.append("")
    notes = [one.note for one in members[FAILURES_SHOWN:] if one.note.strip()][:NOTES_SHOWN]
    parts += [f"Other notes: {' | '.join(_cut(note) for note in notes)}"] if notes else []
    parts += [f"Telling words: {', '.join(keywords)}"] if keywords else []
    parts += [f"Taken names: {' | '.join(sorted(taken))}"] if taken else []
    return "\n".join(parts).strip()


def read_name(answer: str, keywords: Sequence[str], taken: Collection[str]) -> str:
    """The name in a model's answer: its first line, plain and unlike any taken; "" where empty."""
    first = next((line for line in answer.splitlines() if line.strip()), "")
    clean = shortened(first.strip().strip("\"'“”„«».").removeprefix("Name:").strip())
    return unlike(clean, keywords, taken) if clean else ""


def _cut(text: str) -> str:
    """One line; of a long text head and tail."""
    line = " ".join(text.split())
    if len(line) <= LONGEST:
        return line
    return f"{line[: LONGEST * 2 // 3]} … {line[-LONGEST // 3 :]}"
