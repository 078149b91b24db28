"""Why one row cannot become a case."""

from __future__ import annotations


class RowProblem(Exception):
    """A row's trouble: the reason in words, and the field it is about where there is one."""

    def __init__(self, reason: str, field: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.field = field

    def inside(self, prefix: str) -> RowProblem:
        """The same problem seen from one level further out ("messages" + "[2].role")."""
        return RowProblem(self.reason, f"{prefix}{self.field or ''}")


class NotText(RowProblem):
    """Bytes that are no text in the file's encoding."""
