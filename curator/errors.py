"""The user's trouble, as opposed to our bugs."""

from __future__ import annotations

from pathlib import Path


class CuratorError(Exception):
    """A mistake or obstacle that the user can act on, told in one sentence.

    The sentence says what happened, where (file, line, field) and what to do. Anything else
    that is raised is a bug and becomes a crash report.
    """

    def __init__(
        self,
        sentence: str,
        *,
        file: Path | str | None = None,
        line: int | None = None,
        field: str | None = None,
    ) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.file = str(file) if file is not None else None
        self.line = line
        self.field = field


class Cancelled(Exception):
    """The user stopped a long deed; what was done in whole batches stays."""
